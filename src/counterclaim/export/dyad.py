"""Who stands against whom in an incident, from the acts that its claims tell of. Only what is said to have happened counts.

The doer of one claim is the target of another: that A fired on B and that B fired on A make the same two sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from counterclaim.export.codes import Act, ActorCodes, act_of, actor_codes
from counterclaim.export.flat import party_of
from counterclaim.export.readable import Readable
from counterclaim.export.tolls import is_civilian
from counterclaim.interchange import ActorRow, ClaimRow, IncidentRow

CIVILIANS = "civilians"


@dataclass(slots=True)
class Acts:
    """Over the claims of one incident: doer and target ids, ids of all that are in it, weapons; "" is nobody."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    tolled: set[str] = field(default_factory=set)
    weapons: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two sides, "" for none; `further` parties have no side here.

    `hit` is "civilians" or "protesters" where nobody else is hit, "armed" where two parties stand against each other, else "".

    One-sided violence has its doer first; otherwise the order is that of the ids and says nothing.
    """

    first: str
    second: str
    further: tuple[str, ...]
    hit: str


def acts_by_incident(readable: Readable, incident_of: Mapping[str, str]) -> dict[str, Acts]:
    """The acts of every incident, by its id."""
    found: dict[str, Acts] = {}
    for claim in readable.claim_rows():
        incident = incident_of.get(claim["id"])
        if incident is not None and took_place(claim):
            _add(found.setdefault(incident, Acts()), claim)
    return found


def took_place(claim: ClaimRow) -> bool:
    """Whether the claim says of violence, or of a toll, that it took place."""
    return not act_of_claim(claim).spoken and (claim["event"]["type"] != "other" or bool(claim["casualties"]))


def act_of_claim(claim: ClaimRow) -> Act:
    """What a claim is as an event."""
    event = claim["event"]
    modality = event.get("modality", "actual")
    return act_of(event["type"], event["plover"] or "", event["cameo"] or "", event.get("weapon") or "", claim["stance"], modality)


def _add(acts: Acts, claim: ClaimRow) -> None:
    event = claim["event"]
    doer, target = id_of(event["actor"]), id_of(event["target"])
    acts.pairs[doer, target] += 1
    sides = [toll["side"] for toll in claim["casualties"] if toll["side"]]
    acts.ids.update(one for one in (doer, target, *sides) if one)
    acts.tolled.update(sides)
    if weapon := event.get("weapon"):
        acts.weapons[weapon] += 1


def id_of(actor: ActorRow | None) -> str:
    """The id of an actor, "" where there is none."""
    return (actor["id"] if actor else None) or ""


def dyad_of(incident: IncidentRow, acts: Acts) -> Dyad:
    """The two sides of an incident."""
    parties = sorted(incident["parties"])
    first, second = _main_pair(parties, acts)
    hit = _hit(parties, acts)
    if hit in {"civilians", "protesters"}:
        doer = _only_doer(acts) or (first if not second else "")
        if doer or len(parties) < 2:
            first = doer or first
            return Dyad(first, hit, tuple(party for party in parties if party not in {first, hit}), hit)
    further = tuple(party for party in parties if party not in {first, second})
    return Dyad(first, second, further, "armed" if second else "")


def _main_pair(parties: list[str], acts: Acts) -> tuple[str, str]:
    """The two parties that most acts are between, in the order of their ids; the first two where there are none between parties."""
    against: Counter[tuple[str, str]] = Counter()
    for (doer, target), often in acts.pairs.items():
        one, two = sorted((party_of(doer) or "", party_of(target) or ""))
        if one != two and one in parties and two in parties:
            against[one, two] += often
    if against:
        return min(against, key=lambda pair: (-against[pair], pair))
    return (parties[0] if parties else "", parties[1] if len(parties) > 1 else "")


def _hit(parties: list[str], acts: Acts) -> str:
    """Whether those hit are all civilians, or protesters: by the tolls where there are any, and by the targets."""
    targets: Counter[str] = Counter()
    for (_, target), often in acts.pairs.items():
        if target:
            targets[target] += often
    unarmed = sum(often for target, often in targets.items() if is_civilian(target))
    harmed = {side for side in acts.tolled if side != "all"}
    if not (unarmed or harmed) or any(not is_civilian(side) for side in harmed) or unarmed * 2 < sum(targets.values()):
        return ""
    return "protesters" if targets["protesters"] > unarmed - targets["protesters"] else CIVILIANS


def _only_doer(acts: Acts) -> str:
    """The party that does all that is done; "" where there are two, or none."""
    doers = {party_of(doer) for doer, _ in acts.pairs if doer and not is_civilian(doer)}
    return next(iter(doers)) or "" if len(doers) == 1 else ""


def side_codes(party: str, acts: Acts, country: str) -> tuple[ActorCodes, list[ActorCodes]]:
    """A party as who fought: its most named armed organ, and its other armed organs; the party itself where none is named."""
    forces = [actor_codes(one, country) for one in _ordered(acts.ids) if party_of(one) == party and ":" in one]
    armed = [codes for codes in forces if codes.force]
    return (armed[0], armed[1:]) if armed else (actor_codes(party, country), [])


def _ordered(ids: Counter[str]) -> Iterator[str]:
    yield from sorted(ids, key=lambda one: (-ids[one], one))
