"""One pass over a text that keeps where its reader stands: each date moves the anchor that the next ones are seen from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from counterclaim.extract.when import timex
from counterclaim.extract.when.anchor import Anchor, Tense, Value
from counterclaim.extract.when.atoms import Atom, atoms, shapes
from counterclaim.extract.when.classes import Shape
from counterclaim.extract.when.elided import share
from counterclaim.extract.when.grammar import FINAL, cascade
from counterclaim.extract.when.mention import TimeMention, mention
from counterclaim.extract.when.tense import tense_at, tense_near
from counterclaim.extract.when.value import value_of
from counterclaim.extract.when.words import Features, words
from counterclaim.syntax import Parse

Mode = Literal["news", "narrative"]
RECENT = 60  # days: a date in figures this shortly before publication is read as the news of the report
DEADLINES = frozenset({"by", "until", "till"})


def expressions(text: str, parse: Parse | None, published: date | None, mode: Mode) -> Iterator[TimeMention]:
    """The time expressions of a text, in order, each with its value as seen from there."""
    pieces = pieces_of(text, parse)
    starts = [piece.start for piece in pieces]
    found = atoms(pieces, words())
    anchor = Anchor(published, mode == "narrative", day_first=day_first(found, published))
    found = share(cascade(found, anchor.narrative))
    anchor = replace(anchor, only_year=only_year(found))
    years = outlying_years(found) if anchor.narrative else frozenset()
    for index, atom in enumerate(found):
        label = next((name for name in atom.classes if name in FINAL), None)
        if label is None:
            continue
        place = bisect_left(starts, atom.start)
        tokens = token_range(parse, atom)
        anchor = replace(anchor, tense=tense_of(parse, tokens, pieces, place))
        value = value_of(label, atom.classes[label], anchor)
        if value is None:
            continue
        before = pieces[place - 1] if place and not atom.broken else None
        yield mention(text, atom, value, tokens, before)
        if index not in years and (anchor.narrative or not glance_back(atom.classes[label])):
            anchor = moved(anchor, value)


def pieces_of(text: str, parse: Parse | None) -> list[Shape]:
    if parse is None:
        return shapes(text)
    breaks = [parse.starts[first] for first, _ in parse.sentences]
    return shapes(text, breaks, dict(zip(parse.starts, parse.upos, strict=True)))


def tense_of(parse: Parse | None, tokens: tuple[int, int], pieces: Sequence[Shape], place: int) -> Tense:
    """Of the clause; what something is due by lies ahead."""
    before = pieces[place - 1].lower if place else ""
    if before == "since":
        return "past"
    found = tense_at(parse, *tokens) if parse else tense_near(pieces, place)
    due = before in DEADLINES or (before == "as" and place > 1 and pieces[place - 2].lower in {"soon", "early"})
    return "future" if due and found == "unknown" else found


def token_range(parse: Parse | None, atom: Atom) -> tuple[int, int]:
    if parse is None:
        return -1, -1
    first = max(bisect_right(parse.starts, atom.start) - 1, 0)
    return first, max(bisect_left(parse.starts, atom.end), first + 1)


def glance_back(features: Features) -> bool:
    """ "A year ago", "two days earlier" in news: a comparison, from which the text comes back; so is the "today" of "it said today"."""
    return features.get("shift") in {"ago", "before"} or (features.get("offset_days") == 0 and "part" not in features)


def moved(anchor: Anchor, value: Value) -> Anchor:
    """The anchor after a date: the day, or the first day of the month or year with how fine it is."""
    if value.kind in {"duration", "set"}:
        return anchor
    covered = timex.interval(value.timex)
    if covered is None:
        return anchor
    fineness = {"day": "day", "minute": "day", "week": "day", "month": "month"}.get(covered.precision, "year")
    fineness = "quarter" if "-Q" in value.timex else fineness
    day = covered.start.date()
    return replace(anchor, last=day, fineness=fineness, last_day=day if fineness == "day" else anchor.last_day)


def outlying_years(found: Sequence[Atom]) -> frozenset[int]:
    """Atoms whose year a narrative only glances at: the year before it is nearer to the year after it than to it."""
    years = [(index, int(features["year"])) for index, atom in enumerate(found) for features in own_year(atom)]
    outlying: set[int] = set()
    before: int | None = None
    for place, (index, year) in enumerate(years):
        after = years[place + 1][1] if place + 1 < len(years) else None
        if before is not None and after is not None and abs(after - before) < abs(year - before):
            outlying.add(index)
        else:
            before = year
    return frozenset(outlying)


def only_year(found: Sequence[Atom]) -> int | None:
    """The year of all days and months that are named with one, if it is the same."""
    years = {int(features["year"]) for atom in found for features in own_year(atom) if "month" in features}
    return years.pop() if len(years) == 1 else None


def own_year(atom: Atom) -> list[Features]:
    return [features for label, features in atom.classes.items() if label in FINAL and "year" in features and "era" not in features]


def day_first(found: Sequence[Atom], published: date | None) -> bool | None:
    """How a document writes dates in figures: by those that leave no choice, else by what is not after publication, else by what
    falls shortly before it; None where both orders will do."""
    pairs = [slashed(str(atom.classes["SLASH"]["slash"])) for atom in found if "SLASH" in atom.classes]
    orders = {first > 12 for first, second, _ in pairs if (first > 12) != (second > 12)}
    if orders or published is None:
        return orders.pop() if len(orders) == 1 else None
    ages = {order: [age(pair, order, published) for pair in pairs] for order in (True, False)}
    orders = {order for order in ages if all(days is not None and days >= 0 for days in ages[order])}
    if len(orders) == 2:
        orders = {order for order in ages if any(days is not None and days <= RECENT for days in ages[order])}
    return orders.pop() if len(orders) == 1 else None


def slashed(figures: str) -> tuple[int, int, int]:
    first, second, year = map(int, figures.replace(".", "/").split("/"))
    return first, second, year if year > 99 else 2000 + year


def age(figures: tuple[int, int, int], order: bool, published: date) -> int | None:
    """Days from the date, read day first or month first, to publication; None where it is no date."""
    first, second, year = figures
    day = timex.valid_day(year, *((second, first) if order else (first, second)))
    return (published - day).days if day else None
