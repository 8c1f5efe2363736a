"""The record of a restoration. These belong beside `Document` in model.py."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.model import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One proposal: `found` stands at `span` of the text as read, `restored` is what stood there before, with that probability.

    `why` names what led there: the relation of the two words in WordNet, the list the pair is of, or the context alone.
    """

    span: Span
    found: str
    restored: str
    probability: float
    why: str


@dataclass(frozen=True, slots=True)
class Restoration:
    """How likely a text was machine-spun, which family of spinners it looks like, and its edits in order, none overlapping another."""

    spun_probability: float
    family: str | None = None
    edits: tuple[Edit, ...] = ()
