"""A claim in the making: all that its own words give, before the report as a whole has its say."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.extract import event, speaker
from counterclaim.extract.propositions import Proposition
from counterclaim.model import Actor, EventType, Mention, Place, Quoted, Span, Stance, Toll, When


@dataclass(frozen=True, slots=True)
class Draft:
    """What one proposition of one speaker says. Fields are those of `Claim` and of its `Event`; `trigger`: the event word;
    `mutual`: said by each of two parties of the other.
    """

    proposition: Proposition
    span: Span
    speaker: speaker.Speaker
    via: tuple[str, ...]
    cue: Mention | None
    stance: Stance
    quoted: Quoted
    hedge: str | None
    trigger: event.Trigger | None
    modality: str
    actor: Actor | None
    target: Actor | None
    tolls: tuple[Toll, ...]
    when: When | None
    place: Place | None
    why: tuple[str, ...]
    type: EventType | None = None
    mutual: bool = False


def kind_of(draft: Draft, usual: EventType) -> EventType:
    """The kind of event: that of the claim's own words, else `usual`, the report's."""
    trigger = draft.trigger
    if draft.type is not None:
        return draft.type
    if trigger is None or trigger.row.type == "incident":
        return usual if draft.tolls or draft.stance in {"denies", "declines", "confirms"} or trigger is not None else "other"
    if trigger.row.type == "generic" and trigger.type == "attack" and trigger.row.roles in event.HARMS:
        return usual
    return trigger.type
