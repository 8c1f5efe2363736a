"""Episodes: the claims of one document about one event, with the day, place and parties that they give it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.model import Claim, Document, EventType, Place

ANYBODY = frozenset({"civilians", "all", "outlet", "unknown", "resident", "witness", "anon_sources", "media_reports", "health_workers"})
EXACT = frozenset({"minute", "hour", "part_of_day", "day"})


@dataclass(frozen=True, slots=True)
class Episode:
    """What one document says of one event. `first` and `last` are days, inclusive; both None where the report anchors none."""

    document: str
    published: date | None
    first: date | None
    last: date | None
    exact: bool
    place: Place | None
    parties: frozenset[str]
    types: frozenset[EventType]
    claims: tuple[Claim, ...]


def episodes(claims: Iterable[Claim], documents: Mapping[str, Document]) -> list[Episode]:
    """One episode for each document with foreground claims, by (publication, document id)."""
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if not claim.background and claim.document in documents:
            told[claim.document].append(claim)
    found = [_episode(documents[identifier], sorted(rows, key=_in_text)) for identifier, rows in told.items() if any(map(_tells, rows))]
    return sorted(found, key=lambda episode: (episode.published or date.max, episode.document))


def _in_text(claim: Claim) -> tuple[int, int, str]:
    return claim.span.start, claim.span.end, claim.id


def _tells(claim: Claim) -> bool:
    """Whether a claim speaks of an event of its own: violence or a toll."""
    return claim.event.type != "other" or bool(claim.casualties)


def _episode(document: Document, claims: list[Claim]) -> Episode:
    days = [span for claim in claims if _tells(claim) and (span := _days(claim)) is not None]
    exact = [span for span in days if (span[1] - span[0]).days <= 1]
    first, last = _settle(exact or days)
    return Episode(
        document=document.id,
        published=document.published,
        first=first,
        last=last,
        exact=bool(exact),
        place=_place(claims),
        parties=_parties(claims),
        types=frozenset(claim.event.type for claim in claims if claim.event.type != "other"),
        claims=tuple(claims),
    )


def _days(claim: Claim) -> tuple[date, date] | None:
    when = claim.event.when
    if when is None or when.start is None:
        return None
    end = when.end or when.start
    return when.start.date(), max(when.start.date(), (end - timedelta(seconds=1)).date())


def _settle(days: list[tuple[date, date]]) -> tuple[date | None, date | None]:
    """The days most claims name, the earlier of equals."""
    if not days:
        return None, None
    often = Counter(days)
    return min(often, key=lambda span: (-often[span], span))


def _place(claims: list[Claim]) -> Place | None:
    known = [claim.event.place for claim in claims if claim.event.place is not None and claim.event.place.lat is not None and _tells(claim)]
    often = Counter(place.name for place in known)
    return min(known, key=lambda place: (place.precision, -often[place.name], place.name), default=None)


def _parties(claims: list[Claim]) -> frozenset[str]:
    """Who acts, is hit, or has dead in the document's violent claims, and who accuses or denies."""
    named: Counter[str] = Counter()
    for claim in claims:
        if _tells(claim):
            named.update(filter(None, (actor.party for actor in (claim.event.actor, claim.event.target) if actor)))
            named.update(toll.side.split(":")[0] for toll in claim.casualties if toll.side)
        if claim.stance in {"accuses", "denies"} and claim.speaker.party:
            named[claim.speaker.party] += 1
    return frozenset(party for party in named if party not in ANYBODY)
