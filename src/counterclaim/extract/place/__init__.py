"""Places: which words name them, which place on the map each means, and how exactly.

The story: find the names, see what stands around them, resolve all names of the document together, and say what each
name is used for. A name that is not resolved stays in the record with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from counterclaim.extract.place.gazetteer import Entry, Gazetteer, load
from counterclaim.extract.place.phrases import Use, head_of, holders, type_words, use_of, widening
from counterclaim.extract.place.resolve import Choice, Name, Surroundings, resolve
from counterclaim.extract.place.toponyms import Lookups, Toponym, find_toponyms, span_of, with_similar_names
from counterclaim.extract.place.words import PlaceWords, place_words
from counterclaim.model import Place, Span
from counterclaim.syntax import Parse

__all__ = ["Entry", "Gazetteer", "PlaceContext", "PlaceMention", "find_places", "load", "resolve_toponyms"]

LEAST_SCORE = 0.3  # under this probability the best candidate is not worth a point on the map; fitted with the weights


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What is known before reading names: parties (ISO 3166 alpha-3, most prominent first), the outlet's country, a user's own rows."""

    parties: tuple[str, ...] = ()
    outlet_country: str | None = None
    extra: Path | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One name in the text. `tokens` are its first and last token; only kind "toponym" is surely a place, "modifier" may be one.

    kind: toponym; metonym (a government spoken of by its place); modifier ("the Moura massacre", "Iraq's north"); adjective
    ("Armenian troops"); embedded (in the name of an organisation or person).
    """

    span: Span
    tokens: tuple[int, int]
    head_token: int
    place: Place
    kind: Use
    why: str


def find_places(parse: Parse, context: PlaceContext) -> tuple[PlaceMention, ...]:
    """All names of places in text order, resolved together. Never raises for a text; LexiconError for a bad `context.extra`."""
    words = place_words()
    lookups = Lookups(gazetteer_with(context.extra), words)
    toponyms = with_similar_names(find_toponyms(parse, lookups, words), context.parties, lookups)
    return resolve_toponyms(parse, toponyms, context)


def resolve_toponyms(parse: Parse, toponyms: Sequence[Toponym], context: PlaceContext) -> tuple[PlaceMention, ...]:
    """The mentions of given names."""
    words = place_words()
    names, index_of = group(parse, list(toponyms), words)
    choices = resolve(names, Surroundings(context.parties, context.outlet_country), words.weights)
    return tuple(mention_of(parse, toponym, choices[index_of[i]], names, choices, index_of[i], words) for i, toponym in enumerate(toponyms))


@cache
def gazetteer_with(extra: Path | None) -> Gazetteer:
    return load().with_extra(extra) if extra else load()


def group(parse: Parse, toponyms: list[Toponym], words: PlaceWords) -> tuple[list[Name], list[int]]:
    """Mentions of one name and type word made one; and which of these each mention belongs to."""
    held_by = holders(parse, toponyms, words)
    keys: dict[tuple[str, tuple[str, ...]], int] = {}
    index_of: list[int] = []
    for toponym in toponyms:
        index_of.append(keys.setdefault((toponym.key, type_words(parse, toponym, words)), len(keys)))
    inside: list[set[int]] = [set() for _ in keys]
    entries: list[tuple[Entry, ...]] = [()] * len(keys)
    counts = [0] * len(keys)
    for number, toponym in enumerate(toponyms):
        own = index_of[number]
        counts[own] += 1
        entries[own] = entries[own] or toponym.entries
        if number in held_by and index_of[held_by[number]] != own:
            inside[own].add(index_of[held_by[number]])
    names = [
        Name(found, key.count(" ") + 1, kinds, tuple(sorted(outer)), count)
        for (key, kinds), found, outer, count in zip(keys, entries, inside, counts, strict=True)
    ]
    return names, index_of


def mention_of(
    parse: Parse, toponym: Toponym, choice: Choice, names: list[Name], choices: list[Choice], own: int, words: PlaceWords
) -> PlaceMention:
    use, rule = use_of(parse, toponym, choice.entry, words)
    span = span_of(parse, toponym)
    text = parse.text[span.start : span.end]
    if choice.entry is not None and choice.score >= LEAST_SCORE:
        place, reason = place_of(choice.entry, choice, text, widening(parse, toponym, choice.entry.precision > 4, words)), "gazetteer"
    else:
        outer = next((choices[index] for index in names[own].inside if choices[index].entry is not None), None)
        place, reason = unresolved(choice, toponym.name, text, outer)
    return PlaceMention(span, (toponym.first, toponym.last), head_of(parse, toponym), place, use, f"{rule}; {reason}")


def place_of(entry: Entry, choice: Choice, text: str, wider: str | None) -> Place:
    precision = entry.precision
    if wider:
        precision = {1: 2, 6: 5}.get(precision, precision)
    return Place(
        name=entry.name,
        text=text,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        admin1=entry.admin1,
        precision=precision,
        geonames=entry.geonames,
        score=round(choice.score, 3),
        alternatives=described(choice),
    )


def unresolved(choice: Choice, name: str, text: str, outer: Choice | None) -> tuple[Place, str]:
    """No place of the gazetteer; where the text names the unit that holds it, that unit's point and precision."""
    if outer is not None and outer.entry is not None and outer.entry.precision in {1, 2, 3, 4}:
        held = outer.entry
        precision = max(held.precision, 3)
        place = Place(name, text, held.lat, held.lon, held.country, held.admin1, precision, None, round(outer.score / 2, 3))
        return place, f"not in the gazetteer; in {held.name}"
    country = outer.entry.country if outer is not None and outer.entry is not None else None
    reason = "ambiguous" if choice.entry is not None or choice.others else "not in the gazetteer"
    return Place(name, text, country=country, alternatives=described(choice)), reason


def described(choice: Choice) -> tuple[str, ...]:
    """Other readings of at least one in twenty, likeliest first."""
    return tuple(
        f"{entry.name}, {entry.admin1 + ', ' if entry.admin1 and entry.kind != 'admin1' else ''}{entry.country or '-'} ({chance:.2f})"
        for entry, chance in choice.others
        if chance >= 0.05
    )
