"""The tables of muc_words.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from counterclaim.lexicon import read_rows


@cache
def words(table: str) -> Mapping[str, str]:
    """Lemma (or code) to value; where a word is in several rows the first holds."""
    name = "muc_words.csv"
    found: dict[str, str] = {}
    for row in read_rows((Path(__file__).parent / name).read_text(encoding="utf-8"), name):
        if row["table"] == table:
            for word in row["words"].split("|"):
                found.setdefault(word, row["value"])
    return found
