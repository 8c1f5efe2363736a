"""Points: the questions about an incident, each with its answers, who gives each, and whether they agree.

Bounds decide, not equal strings: "four" and "at least three" are compatible, "four" and "nine" contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterclaim.link.accounts import latest_first
from counterclaim.model import Account, Answer, Claim, Document, Point, PointStatus, Question, Toll

MANY = 10**9
NOT_PARTIES = frozenset({"unknown"})
KINDS: tuple[Question, ...] = ("killed", "wounded", "missing", "captured")


def points_of(claims: Sequence[Claim], accounts: Sequence[Account], documents: Mapping[str, Document]) -> tuple[Point, ...]:
    """The points of an incident: who began, who did it (denials included), tolls by side, where and when."""
    ordered = sorted(claims, key=lambda claim: latest_first(claim, documents))
    found = [_who_began(ordered, accounts), *_tolls(ordered), _weapon(ordered), _where(ordered), _when(ordered)]
    return tuple(point for point in found if point is not None)


def _who_began(claims: Sequence[Claim], accounts: Sequence[Account]) -> Point | None:
    """Whom each party names. A denial of the act by the one accused is an answer of its own: "not PARTY"."""
    answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for account in accounts:
        mine = [claim for claim in claims if claim.speaker.party == account.party]
        if account.initiator is not None:
            for claim in mine:
                if claim.event.actor and claim.event.actor.party == account.initiator and claim.stance in {"accuses", "confirms"}:
                    answers[account.initiator][account.party].append(claim.id)
        else:
            for claim in mine:
                if claim.stance == "denies" and claim.event.type != "other":
                    answers[f"not {account.party}"][account.party].append(claim.id)
    if not answers:
        return Point("who_began", "unstated", ())
    return Point("who_began", _by_value(answers), _answers(answers))


def _by_value(answers: Mapping[str, Mapping[str, Iterable[str]]]) -> PointStatus:
    speakers = {speaker for given in answers.values() for speaker in given}
    if len(answers) == 1:
        return "agreed" if len(speakers) > 1 else "one_sided"
    return "contradicted"


def _answers(answers: Mapping[str, Mapping[str, Sequence[str]]]) -> tuple[Answer, ...]:
    return tuple(
        Answer(value, tuple(sorted(given)), tuple(sorted({identifier for ids in given.values() for identifier in ids})))
        for value, given in sorted(answers.items())
    )


def _tolls(claims: Sequence[Claim]) -> list[Point]:
    """A point for each side and kind of harm that anybody gives a toll for. Each speaker's latest number stands;
    earlier ones are history.
    """
    given: dict[tuple[str, Question], dict[str, tuple[Toll, str]]] = defaultdict(dict)
    for claim in claims:
        if claim.stance in {"denies", "declines"} or not claim.speaker.party:
            continue
        for toll in claim.casualties:
            if toll.kind in KINDS and toll.side and not toll.partial:
                latest = given[toll.side.split(":")[0], toll.kind]
                if claim.speaker.party not in latest or (latest[claim.speaker.party][0].unspecified and not toll.unspecified):
                    latest[claim.speaker.party] = (toll, claim.id)
    return [_toll_point(side, kind, by_speaker) for (side, kind), by_speaker in sorted(given.items())]


def _toll_point(side: str, kind: Question, by_speaker: Mapping[str, tuple[Toll, str]]) -> Point:
    answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for speaker, (toll, identifier) in by_speaker.items():
        answers[toll_words(toll)][speaker].append(identifier)
    bounds = [toll_bounds(toll) for toll, _ in by_speaker.values()]
    return Point(kind, _by_bounds(bounds), _answers(answers), about=side)


def toll_bounds(toll: Toll) -> tuple[int, int]:
    """The least and the most that a toll allows: "at least 9" is 9 and over, "up to 9" is 0 to 9, a number not given is 1 and over."""
    if toll.unspecified:
        return 1, MANY
    low = toll.low if toll.low is not None else 0 if toll.high is not None else toll.best or 0
    high = toll.high if toll.high is not None else MANY if toll.low is not None else toll.best if toll.best is not None else MANY
    return low, high


def toll_words(toll: Toll) -> str:
    """A toll as a short phrase: "4", "at least 4", "up to 4", "3-4", "about 4", "number not given"."""
    if toll.unspecified or (toll.low is None and toll.best is None and toll.high is None):
        return "number not given"
    if toll.low is not None and toll.high is not None:
        return str(toll.low) if toll.low == toll.high else f"{toll.low}-{toll.high}"
    if toll.low is not None:
        return f"at least {toll.low}"
    return f"up to {toll.high}" if toll.high is not None else f"about {toll.best}"


def _by_bounds(bounds: Sequence[tuple[int, int]]) -> PointStatus:
    if len(bounds) == 1:
        return "one_sided"
    if len(set(bounds)) == 1:
        return "agreed"
    return "compatible" if max(low for low, _ in bounds) <= min(high for _, high in bounds) else "contradicted"


def _weapon(claims: Sequence[Claim]) -> Point | None:
    answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if claim.event.weapon and claim.speaker.party and claim.stance not in {"denies", "declines"}:
            answers[claim.event.weapon][claim.speaker.party].append(claim.id)
    if not answers:
        return None
    agreed = len(answers) == 1
    speakers = {speaker for given in answers.values() for speaker in given}
    status: PointStatus = "one_sided" if len(speakers) == 1 else "agreed" if agreed else "compatible"
    return Point("weapon", status, _answers(answers))


def _where(claims: Sequence[Claim]) -> Point | None:
    """Places given in the speakers' own words (not taken from context)."""
    answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        place = claim.event.place
        if place is not None and place.lat is not None and not place.from_context and claim.speaker.party and claim.event.type != "other":
            answers[place.name][claim.speaker.party].append(claim.id)
    return Point("where", _loosely(answers), _answers(answers)) if answers else None


def _when(claims: Sequence[Claim]) -> Point | None:
    answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        when = claim.event.when
        if when is not None and not when.from_context and claim.speaker.party and claim.event.type != "other":
            value = (
                when.timex or when.text
                if when.start is None
                else when.start.strftime("%Y-%m-%d %H:%M UTC" if when.precision == "minute" else "%Y-%m-%d")
            )
            answers[value][claim.speaker.party].append(claim.id)
    return Point("when", _loosely(answers), _answers(answers)) if answers else None


def _loosely(answers: Mapping[str, Mapping[str, Iterable[str]]]) -> PointStatus:
    """Names and days need not exclude each other ("Goris", "Syunik"; the evening, the night): different ones are compatible."""
    status = _by_value(answers)
    return "compatible" if status == "contradicted" else status
