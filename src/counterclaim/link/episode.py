"""Episodes: the claims of one document about one event, with the day, place and parties that they give it.

A document has one episode, but for the claims that tell in so many words of another day, with a place or numbers of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias, TypeVar

from counterclaim.link.parties import main_side, main_sides, side_of, stakes, tells
from counterclaim.model import Claim, Document, EventType, Place

T = TypeVar("T")
Days: TypeAlias = tuple[date, date]

COARSE = 4  # UCDP where-precision from which a place is an area, not a point
NEWS = timedelta(days=7)  # before its publication, for which a report that names no day tells news
MOST = 3  # days and places of an event that one report may give
FEW = 3  # a day that less than a third of the claims give, where the others give none, need not be that of the event
HAPPENED = frozenset({"asserts", "accuses", "confirms"})
MONTH = 31  # days
OTHER = 2  # days from those of the main event of a report within which it is the same: a night, a clash and the answer to it
NAME = re.compile(r"\b[^\W\d_]\w{3,}")
APOSTROPHES = str.maketrans("", "", "'\u2018\u2019\u02bc`")
WEEKDAY = "XXXX-WXX-"  # how the TIMEX3 value of a weekday of no known week begins; its number follows


@dataclass(frozen=True, slots=True)
class Episode:
    """What one document says of one event. `first` and `last` are days, inclusive; both None where the report anchors none.

    `days` and `places` are all that it gives often enough to be of the event, the first of each being `first`-`last` and `place`.
    `exact`: some of the days are single ones; `firm`: at least one of those stands in the very words of a claim. A day that is only taken
    from the claims around it may be that on which somebody spoke: `told_of` are the days before it and those that the report's background
    gives, on which the event may have been. `days_assumed`: it names none, and they are those before its publication.
    `names` are the capitalised words of the report, in small letters; `unplaced` those of each place of its claims that no gazetteer
    knows. `sides` are the parties with most at stake, a movement and its authorities being one, `main` the one that has far more than any
    other, if one has, and `stake` how much speaks for there being any. `silent`: no claim tells of violence or a toll; such a report makes
    no incident of its own. `part`: the day of an event that the report tells of beside its main one, whose part is "".
    `unanchored` are the TIMEX3 values of weekdays that nothing anchors ("XXXX-WXX-2", a Tuesday), only where there is no day.
    """

    document: str
    published: date | None
    first: date | None
    last: date | None
    exact: bool
    place: Place | None
    parties: frozenset[str]
    types: frozenset[EventType]
    claims: tuple[Claim, ...]
    days: tuple[Days, ...] = ()
    places: tuple[Place, ...] = ()
    unanchored: frozenset[str] = frozenset()
    tolls: frozenset[tuple[str, str, int]] = frozenset()
    firm: bool = False
    told_of: tuple[Days, ...] = ()
    names: frozenset[str] = frozenset()
    unplaced: frozenset[frozenset[str]] = frozenset()
    sides: frozenset[str] = frozenset()
    main: str | None = None
    stake: int = 0
    days_assumed: bool = False
    silent: bool = False
    part: str = ""

    @property
    def key(self) -> str:
        """The document, and which of its events if it is not the one that most of its claims tell of."""
        return f"{self.document} {self.part}" if self.part else self.document


def episodes(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Episode]:
    """An episode for each event of each document with foreground claims, by (publication, document id), the main one first."""
    told: dict[str, list[Claim]] = defaultdict(list)
    earlier: dict[str, list[Days]] = defaultdict(list)
    for claim in claims:
        if claim.document in documents:
            if not claim.background:
                told[claim.document].append(claim)
            elif (span := _days(claim)) is not None:
                earlier[claim.document].append(span)
    found = [
        _episode(documents[identifier], claims, earlier[identifier], part)
        for identifier, rows in told.items()
        for part, claims in by_event(sorted(rows, key=_in_text))
    ]
    return sorted(found, key=canonical)


def canonical(episode: Episode) -> tuple[date, str, str]:
    """The order of episodes."""
    return episode.published or date.max, episode.document, episode.part


def _in_text(claim: Claim) -> tuple[int, int, str]:
    return claim.span.start, claim.span.end, claim.id


def by_event(claims: list[Claim]) -> list[tuple[str, list[Claim]]]:
    """(part, claims of it in the given order), the main event first.

    Another event is one that a claim dates itself, more than `OTHER` days from that of the main event, which has a day that a claim names
    too, and for which it gives a place of its own or a number of dead or hurt. Last week's clash and the answer to it are two events.
    """
    days = {claim.id: span for claim in claims if tells(claim) and not _is_assumed(claim) and (span := _days(claim)) is not None}
    main = _dates([claim for claim in claims if tells(claim)])
    others: dict[str, list[Claim]] = defaultdict(list)
    if any(_gap(span, main.days[0]) <= OTHER for span in main.own if main.days):
        for claim in claims:
            if claim.id in days and _gap(days[claim.id], main.days[0]) > OTHER:
                others[days[claim.id][0].isoformat()].append(claim)
    apart = {part: rows for part, rows in sorted(others.items()) if any(map(_is_full, rows))}
    elsewhere = {claim.id for rows in apart.values() for claim in rows}
    return [("", [claim for claim in claims if claim.id not in elsewhere]), *apart.items()]


def _gap(one: Days, other: Days) -> int:
    """Days between two spans; 0 where they overlap."""
    return max(0, (one[0] - other[1]).days, (other[0] - one[1]).days)


def _is_full(claim: Claim) -> bool:
    """Whether a claim says that something happened, and itself names a single day, and a point or a number of dead or hurt."""
    when, place, span = claim.event.when, claim.event.place, _days(claim)
    if claim.stance not in HAPPENED or when is None or when.from_context or span is None or (span[1] - span[0]).days > 1:
        return False
    pointed = place is not None and not place.from_context and place.lat is not None and place.precision < COARSE
    return pointed or any(toll.best is not None for toll in claim.casualties)


def _episode(document: Document, claims: list[Claim], earlier: list[Days], part: str) -> Episode:
    telling = [claim for claim in claims if tells(claim)] or claims
    dates = _dates(telling)
    places = _places(telling)
    silent = not any(map(tells, claims))
    first, last = dates.days[0] if dates.days else (None, None)
    stake = stakes(claims, silent=silent)
    return Episode(
        document=document.id,
        published=document.published,
        first=first,
        last=last,
        exact=dates.exact,
        place=places[0] if places else None,
        parties=frozenset(stake),
        types=frozenset(claim.event.type for claim in claims if claim.event.type != "other"),
        claims=tuple(claims),
        days=dates.days,
        places=places,
        unanchored=frozenset() if dates.named else _unanchored(telling),
        tolls=_tolls(claims),
        firm=dates.firm,
        days_assumed=dates.assumed,
        told_of=() if dates.firm else _told_of(dates.days, earlier),
        names=name_words(" ".join(claim.evidence for claim in claims) if part else document.text),
        unplaced=_unplaced(claims),
        sides=main_sides(stake),
        main=main_side(stake),
        stake=stake.total(),
        silent=silent,
        part=part,
    )


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days that the claims of a report give most often; whether any is named, is a single one, and is named by a claim itself.

    `own` are all single days that a claim itself names.
    """

    days: tuple[Days, ...]
    named: bool
    exact: bool
    firm: bool
    assumed: bool = False
    own: frozenset[Days] = frozenset()


def _dates(claims: Iterable[Claim]) -> _Dates:
    dated = [(claim, span) for claim in claims if (span := _days(claim)) is not None]
    named = [(claim, span) for claim, span in dated if not _is_assumed(claim)]
    assumed = [(first - NEWS, last) for claim, (first, last) in dated if _is_assumed(claim)]
    if len(named) * FEW <= len(assumed):
        days = _often(assumed, lambda span: span)
        return _Dates(days, named=bool(named), exact=False, firm=False, assumed=bool(days))
    single = [(claim, span) for claim, span in named if (span[1] - span[0]).days <= 1]
    days = _often([span for _, span in single or named], lambda span: span)
    own = {span for claim, span in single if claim.event.when is not None and not claim.event.when.from_context}
    return _Dates(days, named=bool(named), exact=bool(single), firm=bool(own), own=frozenset(own))


def _told_of(days: Iterable[Days], earlier: Iterable[Days]) -> tuple[Days, ...]:
    """Where none of its days is firm: the days before each, and those of the background that are not as vague as a year."""
    return tuple(sorted({*((last - NEWS, last) for _, last in days), *(span for span in earlier if (span[1] - span[0]).days <= MONTH)}))


def _unplaced(claims: Iterable[Claim]) -> frozenset[frozenset[str]]:
    places = (claim.event.place for claim in claims)
    return frozenset(words for place in places if place is not None and place.lat is None and (words := name_words(place.text)))


def name_words(text: str) -> frozenset[str]:
    """The capitalised words of a text, of four letters or more, in small letters."""
    return frozenset(word.casefold() for word in NAME.findall(text.translate(APOSTROPHES)) if word[0].isupper())


def _days(claim: Claim) -> tuple[date, date] | None:
    when = claim.event.when
    if when is None or when.start is None:
        return None
    end = when.end or when.start
    return when.start.date(), max(when.start.date(), (end - timedelta(seconds=1)).date())


def _is_assumed(claim: Claim) -> bool:
    """A day that no words of the report give: that of its publication, and the event was then or some days before."""
    when = claim.event.when
    return when is not None and when.from_context and not when.text


def _unanchored(claims: list[Claim]) -> frozenset[str]:
    times = [claim.event.when for claim in claims]
    return frozenset(when.timex[: len(WEEKDAY) + 1] for when in times if when is not None and when.timex and when.timex.startswith(WEEKDAY))


def _tolls(claims: list[Claim]) -> frozenset[tuple[str, str, int]]:
    """Numbers of dead and hurt, over one, by side and kind: a single death is too common to tell one event from another."""
    told = (toll for claim in claims for toll in claim.casualties)
    return frozenset(
        (side_of(toll) or "", toll.kind, toll.best) for toll in told if toll.best is not None and toll.best > 1 and not toll.partial
    )


def _places(claims: list[Claim]) -> tuple[Place, ...]:
    """The place that most claims give or are taken to be of, then all that they name themselves; points where there are any."""
    known = [claim.event.place for claim in claims if claim.event.place is not None and claim.event.place.lat is not None]
    points = [place for place in known if place.precision < COARSE] or known
    named = [place for place in points if not place.from_context]
    by_name = {place.name: place for place in reversed([*named, *points])}
    often, own = (Counter(place.name for place in some) for some in (points, named))
    ordered = sorted(often, key=lambda name: (-often[name], name))[:1] + sorted(own, key=lambda name: (-own[name], name))
    return tuple(by_name[name] for name in dict.fromkeys(ordered))[:MOST]


def _often(given: list[T], key: Callable[[T], Any]) -> tuple[T, ...]:
    """What is given at least half as often as the most frequent, the most frequent first, then by key."""
    often = Counter(map(key, given))
    first = {key(value): value for value in reversed(given)}
    most = max(often.values(), default=0)
    return tuple(first[name] for name in sorted(often, key=lambda name: (-often[name], name)) if often[name] * 2 >= most)[:MOST]
