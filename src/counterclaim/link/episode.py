"""Episodes: the claims of one document about one event, with the day, place and parties that they give it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.link.parties import stakes, tells
from counterclaim.model import Claim, Document, EventType, Place

WEEKDAY = "XXXX-WXX-"  # how the TIMEX3 value of a weekday of no known week begins; its number follows


@dataclass(frozen=True, slots=True)
class Episode:
    """What one document says of one event. `first` and `last` are days, inclusive; both None where the report anchors none.

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
    unanchored: frozenset[str] = frozenset()


def episodes(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Episode]:
    """One episode for each document with foreground claims, by (publication, document id)."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if not claim.background and claim.document in documents:
            told[claim.document].append(claim)
    found = [_episode(documents[identifier], sorted(rows, key=_in_text)) for identifier, rows in told.items() if any(map(tells, rows))]
    return sorted(found, key=lambda episode: (episode.published or date.max, episode.document))


def _in_text(claim: Claim) -> tuple[int, int, str]:
    return claim.span.start, claim.span.end, claim.id


def _episode(document: Document, claims: list[Claim]) -> Episode:
    days = [span for claim in claims if tells(claim) and (span := _days(claim)) is not None]
    exact = [span for span in days if (span[1] - span[0]).days <= 1]
    first, last = _settle(exact or days)
    return Episode(
        document=document.id,
        published=document.published,
        first=first,
        last=last,
        exact=bool(exact),
        place=_place(claims),
        parties=frozenset(stakes(claims)),
        types=frozenset(claim.event.type for claim in claims if claim.event.type != "other"),
        claims=tuple(claims),
        unanchored=frozenset() if days else _unanchored(claims),
    )


def _days(claim: Claim) -> tuple[date, date] | None:
    when = claim.event.when
    if when is None or when.start is None:
        return None
    end = when.end or when.start
    return when.start.date(), max(when.start.date(), (end - timedelta(seconds=1)).date())


def _unanchored(claims: list[Claim]) -> frozenset[str]:
    times = [claim.event.when for claim in claims if tells(claim)]
    return frozenset(when.timex[: len(WEEKDAY) + 1] for when in times if when is not None and when.timex and when.timex.startswith(WEEKDAY))


def _settle(days: list[tuple[date, date]]) -> tuple[date | None, date | None]:
    """The days most claims name, the earlier of equals."""
    if not days:
        return None, None
    often = Counter(days)
    return min(often, key=lambda span: (-often[span], span))


def _place(claims: list[Claim]) -> Place | None:
    known = [claim.event.place for claim in claims if claim.event.place is not None and claim.event.place.lat is not None and tells(claim)]
    often = Counter(place.name for place in known)
    return min(known, key=lambda place: (place.precision, -often[place.name], place.name), default=None)
