"""The outlet of a document: where it is at home, as the last resort for "the army" and for places of one name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from counterclaim import lexicon


@cache
def _homes() -> Mapping[str, str]:
    """Country of each outlet's name, lower case (lexicon/outlets.csv)."""
    return {
        name.lstrip("~").lower(): row["country"]
        for row in lexicon.rows("outlets.csv")
        for name in row["names"].split("|")
        if row["country"]
    }


def home_of(outlet: str | None) -> str | None:
    """ISO 3166 alpha-3 of the country that an outlet is published in; None where it is not known or has none (an international agency)."""
    if not outlet:
        return None
    name = outlet.split("(")[0].strip().lower()
    return _homes().get(name) or _homes().get(name.removeprefix("the "))
