"""Who is a party to an event: who acts, is accused, is hit or has dead in it; not everybody who speaks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from counterclaim.lexicon import rows
from counterclaim.model import Claim, Toll

# A doer that somebody accuses and a side with dead are surer to be parties than one that is named as struck, or that blames another.
ACCUSED, HAS_DEAD, ACTS, BLAMES, HIT = 4, 4, 3, 2, 1


def stakes(claims: Iterable[Claim], *, silent: bool = False) -> Counter[str]:
    """How much speaks for each being a party, over the claims that tell of violence. Civilians and unnamed people are none.

    A state or an armed group is one on any ground. Another body (an observer mission, a rights group) is one only
    where it is said to have acted or to have dead: that it speaks, blames or is named does not make it one. `silent`: no claim tells of
    violence, and all of them count.
    """
    found: Counter[str] = Counter()
    sure: set[str] = set()
    for claim in claims:
        for party, weight in _named(claim, silent=silent):
            found[party] += weight
            if weight >= ACTS:
                sure.add(party)
    return Counter({party: weight for party, weight in found.items() if party not in _nobody() and (party in sure or party in _sides())})


def main_sides(stake: Counter[str]) -> frozenset[str]:
    """The parties with at least a third of the largest stake; a movement and the authorities that it runs are one."""
    joined = _as_movements(stake)
    most = max(joined.values(), default=0)
    return frozenset(party for party, weight in joined.items() if weight * 3 >= most)


def main_side(stake: Counter[str]) -> str | None:
    """The party with half as much again at stake as any other."""
    (first, most), (_, second) = [*_as_movements(stake).most_common(2), ("", 0), ("", 0)][:2]
    return first if most * 2 >= second * 3 and most else None


def _as_movements(stake: Counter[str]) -> Counter[str]:
    joined: Counter[str] = Counter()
    for party, weight in stake.items():
        joined[_movements().get(party, party)] += weight
    return joined


@cache
def _movements() -> dict[str, str]:
    """Id of an authority -> that of the movement which runs it."""
    return {row["authority"]: row["id"] for row in rows("groups.csv") if row["authority"]}


def tells(claim: Claim) -> bool:
    """Whether a claim speaks of an event of its own: violence or a toll."""
    return claim.event.type != "other" or bool(claim.casualties)


def side_of(toll: Toll) -> str | None:
    """The party whose dead or hurt they are: `ARM:MIL` -> `ARM`."""
    return toll.side.partition(":")[0] if toll.side else None


def _named(claim: Claim, *, silent: bool) -> Iterable[tuple[str, int]]:
    event = claim.event
    doer = event.actor.party if event.actor else None
    target = event.target.party if event.target else None
    if silent or tells(claim):
        if doer:
            yield doer, ACCUSED if claim.stance == "accuses" else ACTS
        if target:
            yield target, HIT
        yield from ((side, HAS_DEAD) for toll in claim.casualties if (side := side_of(toll)))
    if claim.stance in {"accuses", "denies"} and event.type != "other" and claim.speaker.party:
        yield claim.speaker.party, BLAMES


@cache
def _sides() -> frozenset[str]:
    """Ids of states, territories, authorities and armed groups."""
    return frozenset(row["id"] for name in ("states.csv", "groups.csv") for row in rows(name))


@cache
def _nobody() -> frozenset[str]:
    """Ids of people whom nobody names, and of the press. Protesters can be a side, as they can be shot at as one."""
    generic = {row[column] for row in rows("generic_actors.csv") for column in ("id", "speaker") if row[column].islower()}
    outlets = {row["id"] for row in rows("outlets.csv")}
    return frozenset((generic | outlets | {"all", "outlet", "unknown"}) - {"protesters"})
