"""The incident of a cluster: its kind, day, place, parties, and an id that survives growth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from counterclaim.link.copies import Heads, by_report, copies_among
from counterclaim.link.episode import Episode
from counterclaim.link.parties import stakes
from counterclaim.model import Account, Claim, EventType, Incident, Place, Point, When, content_id

SPECIFIC_LAST: tuple[EventType, ...] = ("other", "attack")  # kinds that yield to any other
MOST_PARTIES = 4
FAR_LESS = 0.25


def incident_of(group: Sequence[Episode], accounts: tuple[Account, ...], points: tuple[Point, ...], heads: Heads) -> Incident:
    """The incident of a group of episodes in canonical order.
    The id is that of its first claim in that order: later reports do not change it.
    """
    claims = [claim for episode in group for claim in episode.claims]
    return Incident(
        id=content_id("incident", claims[0].id),
        type=_type(claims),
        parties=_parties(group, heads),
        documents=tuple(episode.document for episode in group),
        reports=len({heads.get(episode.document, episode.document) for episode in group}),
        claims=tuple(sorted(claim.id for claim in claims)),
        accounts=accounts,
        points=points,
        place=_place(group),
        when=_when(group, claims, heads),
        confidence=round(sum(claim.confidence for claim in claims) / len(claims), 4),
        copies=copies_among([episode.document for episode in group], heads),
    )


def _type(claims: Sequence[Claim]) -> EventType:
    often = Counter(claim.event.type for claim in claims)
    return min(often, key=lambda kind: (kind in SPECIFIC_LAST, -often[kind], kind))


def _parties(group: Sequence[Episode], heads: Heads) -> tuple[str, ...]:
    """Parties with a stake in at least a third of the reports that name any, and not far less than the two first: at most four."""
    often = by_report(((episode.document, party) for episode in group for party in episode.parties), heads)
    stake = stakes(claim for episode in group for claim in episode.claims)
    ordered = sorted(often, key=lambda party: (-stake[party], -often[party], party))
    named = len({heads.get(episode.document, episode.document) for episode in group if episode.parties})
    floor = FAR_LESS * stake[ordered[min(1, len(ordered) - 1)]] if ordered else 0
    return tuple(sorted(party for party in ordered[:MOST_PARTIES] if often[party] * 3 >= named and stake[party] >= floor))


def _place(group: Sequence[Episode]) -> Place | None:
    known = [episode.place for episode in group if episode.place is not None]
    often = Counter(place.name for place in known)
    return min(known, key=lambda place: (place.precision, -often[place.name], place.name), default=None)


def _when(group: Sequence[Episode], claims: Sequence[Claim], heads: Heads) -> When | None:
    """The most exact time on the day that most reports name."""
    days = by_report(((episode.document, episode.first) for episode in group if episode.first), heads)
    unanchored = next((claim.event.when for claim in claims if claim.event.when is not None and not claim.event.when.anchored), None)
    if not days:
        return unanchored
    day = min(days, key=lambda first: (-days[first], first))
    exact = [
        claim.event.when
        for claim in claims
        if claim.event.when and claim.event.when.start and claim.event.when.start.date() == day and claim.event.when.precision == "minute"
    ]
    if exact:
        often = Counter(when.start for when in exact)
        return min(exact, key=lambda when: (-often[when.start], when.start or datetime.max, when.text))
    last = max((episode.last for episode in group if episode.first == day and episode.last), default=day)
    start = datetime.combine(day, time(), UTC)
    return When(text="", start=start, end=datetime.combine(last, time(), UTC) + timedelta(days=1), precision="day", anchored=True)
