"""What a person reads in place of an id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from counterclaim.lexicon import rows


@cache
def shown_names() -> Mapping[str, str]:
    """The name of each id, and of each organ by its colon and code: the first name of the first row that has it."""
    found = {row["id"]: row["name"] for row in rows("shown.csv")}
    for file in ("states.csv", "groups.csv", "bodies.csv", "outlets.csv"):
        for row in rows(file):
            found.setdefault(row["id"], row["names"].split("|")[0])
    return MappingProxyType(found)
