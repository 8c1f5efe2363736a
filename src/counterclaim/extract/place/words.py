"""The words of lexicon/place_words.toml as sets, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from counterclaim.extract.place.names import name_key
from counterclaim.lexicon import rows, table

ACTORS = ("outlets.csv", "groups.csv", "bodies.csv")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """types: word beside a name -> kinds of places that it agrees with, best first; actors: keys of the names of groups, bodies and
    outlets; the rest as in the file."""

    types: Mapping[str, tuple[str, ...]]
    locative: frozenset[str]
    within: frozenset[str]
    filler: frozenset[str]
    titles: frozenset[str]
    near: frozenset[str]
    part: frozenset[str]
    static: frozenset[str]
    acts: frozenset[str]
    addressed: frozenset[str]
    sites: frozenset[str]
    streets: frozenset[str]
    not_places: frozenset[str]
    actors: frozenset[str]
    abbreviations: Mapping[str, str]
    weights: Mapping[str, float]


@cache
def place_words() -> PlaceWords:
    read = table("place_words.toml")
    words = {name: frozenset(values) for name, values in (read["words"] | read["facilities"]).items()}
    types = {word: tuple(kinds) for word, kinds in read["types"].items()}
    plurals = {_plural(word): kinds for word, kinds in types.items() if _plural(word) not in types}
    return PlaceWords(
        types=MappingProxyType(types | plurals),
        actors=frozenset(name_key(name) for file in ACTORS for row in rows(file) for name in row["names"].split("|")),
        not_places=frozenset(read["not_places"]["words"]),
        abbreviations=MappingProxyType(dict(read["abbreviations"])),
        weights=MappingProxyType({name: float(value) for name, value in read["weights"].items()}),
        **words,
    )


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeo" else word + "s"
