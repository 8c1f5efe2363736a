"""What a party says over time: its tolls, what it confirms, denies or declines to speak of; what it says against its own interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from itertools import combinations

from counterclaim.link.parties import side_of
from counterclaim.model import Account, Admission, Claim, Document, Ground, StanceSaid, Toll, TollHistory, TollKind, TollSaid
from counterclaim.tolls import exclude_each_other

SETTLING = frozenset({"confirms", "denies", "declines"})
CIVILIANS = "civilians"
CLAIMED = frozenset({"asserts", "accuses", "confirms"})


def toll_history(
    claims: Sequence[Claim], documents: Mapping[str, Document], altered: Set[tuple[str, Toll]] = frozenset()
) -> tuple[TollHistory, ...]:
    """The tolls of one account by side and kind, each number once for each run of days that it stood. Claims come latest first.

    `altered` are those of (claim, toll) that are left out.
    """
    told: dict[tuple[str | None, TollKind], list[tuple[Toll, Claim]]] = defaultdict(list)
    for claim in claims:
        for toll in claim.casualties if claim.stance in CLAIMED else ():
            if not toll.partial and (claim.id, toll) not in altered:
                told[side_of(toll), toll.kind].append((toll, claim))
    ordered = sorted(told.items(), key=lambda item: (item[0][0] or "", item[0][1]))
    return tuple(_history(side, kind, _numbered(given), documents) for (side, kind), given in ordered)


def _numbered(given: Sequence[tuple[Toll, Claim]]) -> Sequence[tuple[Toll, Claim]]:
    """Without "some were killed" where a number is given."""
    numbers = [pair for pair in given if not pair[0].unspecified]
    return numbers or given


def _history(side: str | None, kind: TollKind, given: Sequence[tuple[Toll, Claim]], documents: Mapping[str, Document]) -> TollHistory:
    said: list[list[tuple[Toll, Claim]]] = []
    by_day: dict[date | None, dict[tuple[object, ...], list[tuple[Toll, Claim]]]] = defaultdict(dict)
    for toll, claim in given:
        by_day[documents[claim.document].published].setdefault(_number(toll), []).append((toll, claim))
    for day in sorted(by_day, key=lambda one: one or date.min, reverse=True):
        said += [group for _, group in sorted(by_day[day].items(), key=lambda item: _largest_first(item[0]))]
    return TollHistory(
        side,
        kind,
        tuple(_said(group, documents) for group in _runs(said)),
        any(_contradictory(groups.values()) for day, groups in by_day.items() if day is not None),
    )


def _number(toll: Toll) -> tuple[object, ...]:
    return toll.low, toll.best, toll.high, toll.unspecified


def _largest_first(number: tuple[object, ...]) -> tuple[int, str]:
    best = number[1]
    return -best if isinstance(best, int) else 0, str(number)


def _runs(said: Iterable[list[tuple[Toll, Claim]]]) -> list[list[tuple[Toll, Claim]]]:
    """Neighbours in time that give one number are one entry, dated by the first day that it was given."""
    runs: list[list[tuple[Toll, Claim]]] = []
    for group in said:
        if runs and _number(runs[-1][0][0]) == _number(group[0][0]):
            runs[-1] = [*runs[-1], *group]
        else:
            runs.append(group)
    return runs


def _said(group: Sequence[tuple[Toll, Claim]], documents: Mapping[str, Document]) -> TollSaid:
    claims = [claim for _, claim in group]
    return TollSaid(group[-1][0], _first_day(claims, documents), _speakers(claims), _ids(claims))


def _contradictory(groups: Iterable[Sequence[tuple[Toll, Claim]]]) -> bool:
    """Whether two different organs, both named, gave numbers that exclude each other."""
    for one, two in combinations(groups, 2):
        if exclude_each_other(one[0][0], two[0][0]):
            mine, theirs = ({_organ(claim) for _, claim in group} - {None} for group in (one, two))
            if any(first != second for first in mine for second in theirs):
                return True
    return False


def _organ(claim: Claim) -> str | None:
    return claim.speaker.id if claim.speaker.id and ":" in claim.speaker.id else None


def stance_history(claims: Sequence[Claim], documents: Mapping[str, Document]) -> tuple[StanceSaid, ...]:
    """Confirmations, denials and refusals to speak of violence by day, the latest first; the same on following days is one entry."""
    runs: list[list[Claim]] = []
    by_day: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.stance in SETTLING and claim.event.type != "other":
            day = documents[claim.document].published or date.min
            by_day[-day.toordinal(), claim.stance].append(claim)
    for _, group in sorted(by_day.items()):
        if runs and runs[-1][0].stance == group[0].stance:
            runs[-1] += group
        else:
            runs.append(list(group))
    return tuple(StanceSaid(group[0].stance, _first_day(group, documents), _speakers(group), _ids(group)) for group in runs)


def admissions(account: Account, others: Iterable[Account], claims: Sequence[Claim]) -> tuple[Admission, ...]:
    """What the party says against its own interest.

    `own_act`: that it did what another party accuses it of, while it names nobody else as the one who began; `civilians_hit`,
    `own_people_hit`: that it hit these; `own_losses`: more of its own dead or captured than any other party claims, or losses that it
    confirms.
    """
    rivals = [other for other in others if other.party != account.party]
    accused = account.initiator in {None, account.party} and any(other.initiator == account.party for other in rivals)
    found: dict[Ground, list[Claim]] = defaultdict(list)
    for claim in claims:
        for ground in _grounds(claim, account.party, rivals, accused=accused):
            found[ground].append(claim)
    return tuple(Admission(ground, _ids(group)) for ground, group in sorted(found.items()))


def _grounds(claim: Claim, party: str, rivals: Sequence[Account], *, accused: bool) -> Iterable[Ground]:
    event = claim.event
    if claim.stance not in CLAIMED or event.modality != "actual":
        return
    if event.actor and event.actor.party == party and event.type != "other":
        target = event.target.party if event.target else None
        if accused:
            yield "own_act"
        if target == party:
            yield "own_people_hit"
        if target == CIVILIANS or any(side_of(toll) == CIVILIANS and toll.best != 0 for toll in claim.casualties):
            yield "civilians_hit"
    if any(_is_own_loss(toll, party, rivals, confirmed=claim.stance == "confirms") for toll in claim.casualties):
        yield "own_losses"


def _is_own_loss(toll: Toll, party: str, rivals: Sequence[Account], *, confirmed: bool) -> bool:
    if side_of(toll) != party or toll.kind not in {"killed", "captured"} or toll.best == 0 or toll.partial:
        return False
    theirs = [other.best for rival in rivals for other in rival.casualties if (side_of(other), other.kind) == (party, toll.kind)]
    known = [number for number in theirs if number is not None]
    return confirmed or (toll.best is not None and bool(known) and toll.best > max(known))


def _first_day(claims: Sequence[Claim], documents: Mapping[str, Document]) -> date | None:
    days = [day for claim in claims if (day := documents[claim.document].published) is not None]
    return min(days, default=None)


def _speakers(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim.speaker.id for claim in claims if claim.speaker.id}))


def _ids(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim.id for claim in claims}))
