"""The parser's tables: abbreviations, affixes, contractions and lemmas, read once from package data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from counterclaim.errors import LexiconError


class Abbreviation(NamedTuple):
    """A row of lexicon/abbreviations.csv: what must follow the stop, and whether a sentence can end there."""

    kind: str
    context: str
    ends: bool


class Affixes(NamedTuple):
    prefixes: frozenset[str]
    suffixes: frozenset[str]
    whole: frozenset[str]


def rows(folder: str, name: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV of ours; lines that begin with # say where it is from. LexiconError names file and row."""
    lines = files("counterclaim").joinpath(folder, name).read_text(encoding="utf-8").splitlines()
    table = csv.reader(line for line in lines if not line.startswith("#"))
    columns = next(table)
    for number, row in enumerate(table, 1):
        if len(row) != len(columns):
            raise LexiconError(f"{name}, row {number}: {len(row)} fields, not {len(columns)}")
        yield dict(zip(columns, row, strict=True))


@cache
def abbreviations() -> dict[str, Abbreviation]:
    """By lower-case form with its stop."""
    table = rows("lexicon", "abbreviations.csv")
    return {row["abbreviation"]: Abbreviation(row["kind"], row["context"], row["ends"] == "yes") for row in table}


@cache
def affixes() -> Affixes:
    table = list(rows("parse/data", "affixes.csv"))
    of = {kind: frozenset(row["affix"] for row in table if row["kind"] == kind) for kind in ("prefix", "suffix", "whole")}
    return Affixes(of["prefix"], of["suffix"], of["whole"])


@cache
def contractions() -> dict[str, tuple[int, ...]]:
    """Lower-case word -> lengths of its pieces."""
    table = rows("parse/data", "contractions.csv")
    return {row["word"]: tuple(map(len, row["pieces"].split())) for row in table}
