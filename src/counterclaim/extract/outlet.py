"""The outlet of a document: where it is at home, as the last resort for "the army" and for places of one name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from counterclaim import lexicon
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import atoms, load
from counterclaim.model import Actor

NATIONS = frozenset({"country", "adjective", "capital", "region"})
LONGEST_TOWN = 3  # words


@cache
def homes() -> Mapping[str, str]:
    """Country of each outlet's name, lower case (lexicon/outlets.csv)."""
    return {
        name.lstrip("~").lower(): row["country"]
        for row in lexicon.rows("outlets.csv")
        for name in row["names"].split("|")
        if row["country"]
    }


def home_of(outlet: str | None, city_country: Callable[[str], str | None]) -> str | None:
    """ISO 3166 alpha-3 of the country that an outlet is published in; None where it is not known or has none (an international agency).

    `city_country` gives the country of a large town, for "Bamenda Courier".
    """
    if not outlet:
        return None
    name = name_of(outlet)
    if any(name.removeprefix("the ") in _outlet_names().get(identifier, ()) for identifier in _outlet_words()["worldwide"]):
        return None
    return homes().get(name) or homes().get(name.removeprefix("the ")) or _named_in(outlet) or _town_in(outlet, city_country)


def name_of(outlet: str) -> str:
    """The name by which an outlet is listed: lower case, without what stands in brackets behind it."""
    return outlet.split("(", maxsplit=1)[0].strip().lower()


def _named_in(outlet: str) -> str | None:
    """The one country that an outlet's name says: "Ugandan daily", "Bishkek news agency"; None for "Israel-Gaza live"."""
    vocabulary, words = load(), atoms(outlet)
    found, at = set[str](), 0
    while at < len(words):
        lengths = (length for length in vocabulary.lengths.get(words[at], ()) if words[at : at + length] in vocabulary.entries)
        length = next(lengths, 1)
        entries = vocabulary.entries.get(words[at : at + length], ())
        found |= {entry.country or entry.id for entry in entries if entry.kind in NATIONS}
        at += length
    return found.pop() if len(found) == 1 else None


def _outlet_words() -> Mapping[str, list[str]]:
    words: Mapping[str, list[str]] = lexicon.table("place_words.toml")["outlet"]
    return words


def _town_in(outlet: str, city_country: Callable[[str], str | None]) -> str | None:
    """The country of the large town that an outlet is called after: "Bamenda Courier", "Radio Okapi, Goma"; none for "Mobile News"."""
    words = [word.strip(",.()") for word in outlet.split()]
    common = _outlet_words()["no_towns"]
    runs = (words[at : at + size] for size in range(LONGEST_TOWN, 0, -1) for at in range(len(words) - size + 1))
    towns = (" ".join(run) for run in runs if all(word[:1].isupper() for word in run) and run[0].lower() not in common)
    return next((country for town in towns if (country := city_country(town))), None)


def is_own_outlet(outlet: str, said_by: Actor) -> bool:
    """Whether a speaker is the document's own outlet: "…, Trend reports" in Trend, "a TASS correspondent" in TASS."""
    name = name_of(outlet)
    if said_by.id in outlet_ids() and name in _outlet_names()[said_by.id or ""]:
        return True
    words = [word for word in atoms(said_by.text) if word not in word_set("staff")]
    called = said_by.id in outlet_ids() or said_by.id in {"reporter", "_".join(words)}
    return called and len("".join(words)) > SHORTEST_NAME and set(words) <= set(atoms(name))


SHORTEST_NAME = 2  # letters of an outlet's name


@cache
def _outlet_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in lexicon.rows("outlets.csv"):
        found.setdefault(row["id"], set()).update(name.lstrip("~").lower() for name in row["names"].split("|"))
    return {identifier: frozenset(names) for identifier, names in found.items()}


@cache
def outlet_ids() -> frozenset[str]:
    return frozenset(row["id"] for row in lexicon.rows("outlets.csv"))
