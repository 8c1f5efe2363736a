"""A claim in the making: all that its own words give, before the report as a whole has its say."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.extract import event, speaker
from counterclaim.extract.propositions import Proposition
from counterclaim.model import Actor, Mention, Place, Quoted, Span, Stance, Toll, When


@dataclass(frozen=True, slots=True)
class Draft:
    """What one proposition of one speaker says. Fields are those of `Claim` and of its `Event`; `trigger`: the event word."""

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
