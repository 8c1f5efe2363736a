"""The incident of a cluster: its kind, day, place, parties, and an id that survives growth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from counterclaim.link.compare import capitals, may_be_region, names_place, stands_near
from counterclaim.link.copies import Heads, by_report, copies_among
from counterclaim.link.episode import COARSE, Days, Episode
from counterclaim.link.parties import stakes
from counterclaim.model import Account, Claim, EventType, Incident, Place, Point, When, content_id

MOST_PARTIES = 4
FAR_LESS = 0.25
MOST_PLACES = 50  # of an incident that are weighed, those that most reports give
NEAR_KM = 25.0  # from a place, within which a report stands by it


def incident_of(group: Sequence[Episode], accounts: tuple[Account, ...], points: tuple[Point, ...], heads: Heads) -> Incident:
    """The incident of a group of episodes in canonical order.
    The id is that of its first claim in that order: later reports do not change it.
    """
    claims = [claim for episode in group for claim in episode.claims]
    documents = tuple(dict.fromkeys(episode.document for episode in group))
    return Incident(
        id=content_id("incident", claims[0].id),
        type=_type(claims),
        parties=_parties(group, heads),
        documents=documents,
        reports=len({heads.get(episode.document, episode.document) for episode in group}),
        claims=tuple(sorted(claim.id for claim in claims)),
        accounts=accounts,
        points=points,
        place=_place(group, heads),
        when=_when(group, claims, heads),
        confidence=round(sum(claim.confidence for claim in claims) / len(claims), 4),
        copies=copies_among(documents, heads),
    )


def _type(claims: Sequence[Claim]) -> EventType:
    """The kind that most claims give; "attack" yields to a more special kind that half as many give, "other" to any."""
    often = Counter(claim.event.type for claim in claims)
    return min(often, key=lambda kind: (kind == "other", -often[kind] * (0.5 if kind == "attack" else 1.0), kind == "attack", kind))


def _parties(group: Sequence[Episode], heads: Heads) -> tuple[str, ...]:
    """Parties with a stake in at least a third of the reports that name any, and not far less than the two first: at most four."""
    often = by_report(((episode.document, party) for episode in group for party in episode.parties), heads)
    stake = stakes(claim for episode in group for claim in episode.claims)
    ordered = sorted(often, key=lambda party: (-stake[party], -often[party], party))
    named = len({heads.get(episode.document, episode.document) for episode in group if episode.parties})
    floor = FAR_LESS * stake[ordered[min(1, len(ordered) - 1)]] if ordered else 0
    return tuple(sorted(party for party in ordered[:MOST_PARTIES] if often[party] * 3 >= named and stake[party] >= floor))


def _place(group: Sequence[Episode], heads: Heads) -> Place | None:
    """The place that most reports give or stand near, then that most name; a point before an area. A seat of government counts half."""
    given = Counter(place.name for episode in group for place in episode.places)
    often = frozenset(sorted(given, key=lambda name: (-given[name], name))[:MOST_PLACES])
    known = {place.name: place for episode in reversed(group) for place in reversed(episode.places) if place.name in often}
    pairs = [(episode, place) for episode in group for place in known.values()]
    near = by_report(((episode.document, place.name) for episode, place in pairs if stands_near(episode, place, NEAR_KM)), heads)
    named = by_report(((episode.document, place.name) for episode, place in pairs if names_place(episode, place)), heads)

    def order(place: Place) -> tuple[object, ...]:
        support = near[place.name] * (0.5 if place.name in capitals() else 1.0)
        return place.precision >= COARSE, -support, -named[place.name], may_be_region(place), place.precision, place.name

    return min(known.values(), key=order, default=None)


def _day(group: Sequence[Episode], heads: Heads) -> Days | None:
    """The day that most reports give, one in the words of a claim counting twice and one that nothing names half; of two, the first."""
    votes: dict[Days, float] = defaultdict(float)
    for (weight, span), reports in by_report(((episode.document, vote) for episode in group for vote in _votes(episode)), heads).items():
        votes[span] += weight * reports
    single = {span: weight for span, weight in votes.items() if (span[1] - span[0]).days <= 1}
    if single:
        return min(single, key=lambda span: (-single[span], span))
    return min(votes, key=lambda span: ((span[1] - span[0]).days, -votes[span], span), default=None)


def _votes(episode: Episode) -> Iterator[tuple[float, Days]]:
    for first, last in episode.days[:1]:
        yield (2.0 if episode.firm else 1.0), (first, last)
        if not episode.exact and last == episode.published:
            yield 0.5, (last, last)


def _when(group: Sequence[Episode], claims: Sequence[Claim], heads: Heads) -> When | None:
    """The most exact time on the day of the incident."""
    found = _day(group, heads)
    if found is None:
        return next((claim.event.when for claim in claims if claim.event.when is not None and not claim.event.when.anchored), None)
    day, last = found
    exact = [
        claim.event.when
        for claim in claims
        if claim.event.when and claim.event.when.start and claim.event.when.start.date() == day and claim.event.when.precision == "minute"
    ]
    if exact:
        often = Counter(when.start for when in exact)
        return min(exact, key=lambda when: (-often[when.start], when.start or datetime.max, when.text))
    last = max([last, *(other for episode in group for first, other in episode.days[:1] if first == day and episode.exact)])
    start = datetime.combine(day, time(), UTC)
    return When(text="", start=start, end=datetime.combine(last, time(), UTC) + timedelta(days=1), precision="day", anchored=True)
