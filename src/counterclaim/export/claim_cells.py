"""What the exports of claims share: which claims are events, and their cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counterclaim.export.codes import Act
from counterclaim.export.dyad import act_of_claim, id_of
from counterclaim.export.readable import Readable
from counterclaim.interchange import ActorRow, ClaimRow, PlaceRow

# UCDP where-precision up to which a place is a point.
POINT = 3


@dataclass(frozen=True, slots=True)
class Coded:
    """A claim as an event: the act that it tells of, or the speaking where it does not say that the act took place."""

    claim: ClaimRow
    act: Act
    doer: ActorRow | None
    target: ActorRow | None

    @property
    def doer_id(self) -> str:
        return id_of(self.doer)

    @property
    def target_id(self) -> str:
        return id_of(self.target)


def coded_claims(readable: Readable) -> Iterator[Coded]:
    """Claims as events, in order. What a report tells of earlier events (`background`) is no event of its own."""
    return (coded(claim) for claim in readable.claim_rows() if not claim["background"])


def coded(claim: ClaimRow) -> Coded:
    """One claim as an event. Of the speaking the speaker is the doer; its target is whom the act is laid on, or who suffered it."""
    act, event = act_of_claim(claim), claim["event"]
    if not act.spoken:
        return Coded(claim, act, event["actor"], event["target"])
    speaker = claim["speaker"]
    others = [one for one in (event["actor"], event["target"]) if one and id_of(one) and _party(one) != _party(speaker)]
    return Coded(claim, act, speaker, others[0] if others else None)


def _party(actor: ActorRow) -> str:
    return id_of(actor).partition(":")[0]


def first_day(claim: ClaimRow) -> date | None:
    """The first day of the event that a claim tells of."""
    when = claim["event"]["when"]
    return date.fromisoformat(when["start"][:10]) if when and when["start"] else None


def is_point(place: PlaceRow) -> bool:
    """Whether a place is one, and not a division or a country."""
    return place.get("precision", 7) <= POINT


def offset(start: int | None) -> int:
    """A character offset as GDELT has it: -1 for what is nowhere in the text."""
    return -1 if start is None else start
