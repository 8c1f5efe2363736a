"""Points: the questions about an incident, each with its answers, who gives each, and whether they agree.

Bounds decide, not equal strings: "four" and "at least three" are compatible, "four" and "nine" contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from counterclaim.link.accounts import latest_first
from counterclaim.link.episode import COARSE
from counterclaim.model import Account, Answer, Claim, Document, Point, PointStatus, Question, TollSaid, When
from counterclaim.tolls import toll_bounds, toll_words

NO_SIDE = frozenset({"outlet", "unknown"})  # voices whose words are shown, and settle nothing while a side speaks
UNSAID = frozenset({"denies", "declines"})
KINDS: tuple[Question, ...] = ("killed", "wounded", "missing", "captured")
Given = dict[str, dict[str, list[str]]]  # answer -> who gives it -> claims


def points_of(claims: Sequence[Claim], accounts: Sequence[Account], documents: Mapping[str, Document]) -> tuple[Point, ...]:
    """The points of an incident: who began, who did it (denials included), tolls by side, where and when."""
    ordered = sorted(claims, key=lambda claim: latest_first(claim, documents))
    found = [_who_began(ordered, accounts), *_tolls(accounts), _weapon(ordered), _where(ordered), _when(ordered)]
    return tuple(point for point in found if point is not None)


def _who_began(claims: Sequence[Claim], accounts: Sequence[Account]) -> Point:
    """Whom each names. A denial of the act by the one accused is an answer of its own: "not PARTY"."""
    given = _none_given()
    for account in accounts:
        accused = any(other.initiator == account.party for other in accounts if other.party != account.party)
        for claim in claims:
            if claim.speaker.party == account.party and (value := _blamed(claim, account, accused=accused)):
                given[value][account.party].append(claim.id)
    return Point("who_began", _by_doer(given), _answers(given)) if given else Point("who_began", "unstated", ())


def _blamed(claim: Claim, account: Account, *, accused: bool) -> str | None:
    """What a claim of the account says of who began; `accused`: whether another account says that it was this party."""
    doer = claim.event.actor.party if claim.event.actor else None
    if account.initiator is not None:
        return doer if doer == account.initiator and claim.stance in {"accuses", "confirms"} else None
    if claim.stance == "denies" and claim.event.type != "other" and (doer == account.party or (doer is None and accused)):
        return f"not {account.party}"
    return None


def _none_given() -> Given:
    return defaultdict(lambda: defaultdict(list))


def _sides(given: Mapping[str, Mapping[str, object]]) -> dict[str, set[str]]:
    """Answer -> the sides that give it; the outlets and unknown speakers count where nobody else speaks."""
    named = {value: set(by) - NO_SIDE for value, by in given.items()}
    if any(named.values()):
        return {value: sides for value, sides in named.items() if sides}
    return {value: set(by) for value, by in given.items()}


def _by_doer(given: Given) -> PointStatus:
    values = _sides(given)
    named = {value for value in values if not value.startswith("not ")}
    if len(named) > 1 or any(f"not {value}" in values for value in named):
        return "contradicted"
    return "compatible" if len(values) > 1 else _alone(values)


def _alone(values: Mapping[str, set[str]]) -> PointStatus:
    """The status of the only answer."""
    return "agreed" if len({side for sides in values.values() for side in sides}) > 1 else "one_sided"


def _answers(given: Given) -> tuple[Answer, ...]:
    return tuple(
        Answer(value, tuple(sorted(by)), tuple(sorted({identifier for ids in by.values() for identifier in ids})))
        for value, by in sorted(given.items())
    )


def _tolls(accounts: Sequence[Account]) -> list[Point]:
    """A point for each side and kind of harm. The latest number of each speaker stands; earlier ones are history."""
    found: dict[tuple[str, Question], dict[str, TollSaid]] = defaultdict(dict)
    for account in accounts:
        for history in account.history:
            if history.side and history.kind in KINDS:
                found[history.side, history.kind][account.party] = history.said[0]
    return [_toll_point(side, kind, by_speaker) for (side, kind), by_speaker in sorted(found.items())]


def _toll_point(side: str, kind: Question, by_speaker: Mapping[str, TollSaid]) -> Point:
    given = _none_given()
    for speaker, said in by_speaker.items():
        given[toll_words(said.toll)][speaker] += said.claims
    sides = {speaker: toll_bounds(said.toll) for speaker, said in by_speaker.items() if speaker not in NO_SIDE}
    bounds = sides or {speaker: toll_bounds(said.toll) for speaker, said in by_speaker.items()}
    return Point(kind, _by_bounds(list(bounds.values())), _answers(given), about=side)


def _by_bounds(bounds: Sequence[tuple[int, int]]) -> PointStatus:
    if len(bounds) == 1:
        return "one_sided"
    if len(set(bounds)) == 1:
        return "agreed"
    return "compatible" if max(low for low, _ in bounds) <= min(high for _, high in bounds) else "contradicted"


def _weapon(claims: Sequence[Claim]) -> Point | None:
    given = _none_given()
    for claim in claims:
        if claim.event.weapon and claim.speaker.party and claim.stance not in UNSAID:
            given[claim.event.weapon][claim.speaker.party].append(claim.id)
    return _loose_point("weapon", given)


def _where(claims: Sequence[Claim]) -> Point | None:
    """Places given in the speakers' own words (not taken from context); a whole province or country only where nobody is more exact."""
    points, areas = _none_given(), _none_given()
    for claim in claims:
        place = claim.event.place
        if place is not None and place.lat is not None and not place.from_context and claim.speaker.party and _happens(claim):
            (areas if place.precision >= COARSE else points)[place.name][claim.speaker.party].append(claim.id)
    return _loose_point("where", points or areas)


def _when(claims: Sequence[Claim]) -> Point | None:
    given = _none_given()
    for claim in claims:
        when = claim.event.when
        if when is not None and not when.from_context and claim.speaker.party and _happens(claim):
            given[_time(when)][claim.speaker.party].append(claim.id)
    return _loose_point("when", given)


def _happens(claim: Claim) -> bool:
    return claim.event.type != "other" and claim.stance not in UNSAID


def _time(when: When) -> str:
    if when.start is None:
        return f"{when.text} (unanchored)"
    return when.start.strftime("%Y-%m-%d %H:%M UTC" if when.precision == "minute" else "%Y-%m-%d")


def _loose_point(question: Question, given: Given) -> Point | None:
    """Names, days and weapons need not exclude each other ("Goris", "Syunik"; the evening, the night): different ones are compatible."""
    if not given:
        return None
    sides = _sides(given)
    several = len(sides) > 1 and len({side for named in sides.values() for side in named}) > 1
    return Point(question, "compatible" if several else _alone(sides), _answers(given))
