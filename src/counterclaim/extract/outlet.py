"""The outlet of a document: where it is at home, as the last resort for "the army" and for places of one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from counterclaim import lexicon
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import Entry, atoms, load
from counterclaim.model import Actor

NATIONS = frozenset({"country", "adjective", "capital", "region"})
LONGEST_TOWN = 3  # words


@cache
def homes() -> Mapping[str, str]:
    """Country of each outlet's name, lower case (lexicon/outlets.csv)."""
    listed = {
        name.lstrip("~").lower(): row["country"]
        for row in lexicon.rows("outlets.csv")
        for name in row["names"].split("|")
        if row["country"]
    }
    return {name.replace(" ", "").replace("-", ""): country for name, country in listed.items()} | listed


def home_of(outlet: str | None, city_country: Callable[[str], str | None]) -> str | None:
    """The party on whose ground an outlet is published: ISO 3166 alpha-3, or the authorities that run it ("Saba (Houthi)").

    None where it is not known or there is none (an international agency). `city_country` gives the country of a large town, for
    "Bamenda Courier".
    """
    if not outlet:
        return None
    forms = _forms(outlet)
    if any(form in _outlet_names().get(identifier, ()) for identifier in _outlet_words()["worldwide"] for form in forms[:1]):
        return None
    listed = next((homes()[form] for form in forms if form in homes()), None)
    own = _authority_in(outlet)
    if own is not None and listed in {None, ground_of(own)}:
        return own
    return listed or _named_in(outlet) or _town_in(outlet, city_country)


@cache
def ground_of(party: str | None) -> str | None:
    """The state by ISO 3166 whose ground a party runs: SYR for SYR-AANES, GEO for south_ossetia, FRA for FRA (lexicon/states.csv)."""
    return next((row["country"] for row in lexicon.rows("states.csv") if row["id"] == party and row["country"]), party)


def _forms(outlet: str) -> list[str]:
    """Names by which an outlet may be listed, the surest first: whole, before a dash or comma, in brackets, without spaces."""
    name = name_of(outlet)
    before = name.partition(",")[0].partition(" - ")[0].partition(" \u2013 ")[0].partition(": ")[0].strip()
    inside = outlet.partition("(")[2].partition(")")[0].lower()
    forms = [form for part in (name, before, inside) for form in (part.removeprefix("the "), part) if form]
    return [*forms, *(form.replace(" ", "").replace("-", "") for form in forms)]


def name_of(outlet: str) -> str:
    """The name by which an outlet is listed: lower case, without what stands in brackets behind it."""
    return outlet.split("(", maxsplit=1)[0].strip().lower()


def _named_in(outlet: str) -> str | None:
    """The one country that an outlet's name says: "Ugandan daily", "Bishkek news agency"; None for "Israel-Gaza live"."""
    found = {entry.country or entry.id for entry in _entries_in(outlet) if entry.kind in NATIONS | {"outlet"}}
    return found.pop() if len(found) == 1 else None


def _authority_in(outlet: str) -> str | None:
    """The authorities on part of a state's ground that a name says: "Saba (Houthi)", "Voice of Somaliland", "Res (Tskhinval)"."""
    entries = list(_entries_in(outlet))
    found = {entry.id for entry in entries if entry.kind in NATIONS and entry.country not in {"", entry.id}}
    found |= {entry.authority for entry in entries if entry.authority and entry.authority != entry.id}
    return found.pop() if len(found) == 1 else None


def _entries_in(outlet: str) -> Iterator[Entry]:
    """What the words of an outlet's name mean, the longest alias first."""
    vocabulary, words, at = load(), atoms(outlet), 0
    while at < len(words):
        lengths = (length for length in vocabulary.lengths.get(words[at], ()) if words[at : at + length] in vocabulary.entries)
        length = next(lengths, 1)
        yield from vocabulary.entries.get(words[at : at + length], ())
        at += length


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
