"""Extraction from the restored reading of a spun text: the claims are found in the text as it was, and point into the text as read.

A claim that rests on restored words says so in `why`, and is surer of nothing than of those words.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from counterclaim.model import Claim, Document, Span
from counterclaim.restore import Edit, Reading, reading, restore_text

Part = TypeVar("Part")
SHOWN = 6  # restored words named in `why`


def read_through(document: Document) -> Reading | None:
    """The restored reading of a document; None where the text is not spun, or nothing in it could be restored."""
    restoration = restore_text(document.text)
    return reading(document.text, restoration.edits) if restoration.edits else None


def as_read(claim: Claim, document: Document, overlaid: Reading) -> Claim:
    """A claim of the restored text as one of the text as read. Its id stays that of the claim in the restored text."""
    moved = _moved(claim, document.text, overlaid)
    edits = overlaid.edits_in(moved.span)
    surest = min((edit.probability for edit in edits), default=1.0)
    return replace(
        moved,
        evidence=document.text[moved.span.start : moved.span.end],
        confidence=round(claim.confidence * surest, 4),
        why=(*claim.why, *((_told(edits),) if edits else ())),
    )


def _told(edits: tuple[Edit, ...]) -> str:
    words = ", ".join(f"{edit.found} for {edit.restored} ({edit.probability:.2f})" for edit in edits[:SHOWN])
    return f"restored: {words}" + (f" and {len(edits) - SHOWN} more" if len(edits) > SHOWN else "")


def _moved(part: Part, text: str, overlaid: Reading) -> Part:
    """The same value with every span led back, and every text that stood at a span read there again."""
    if isinstance(part, Span):
        return overlaid.original(part)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(_moved(inner, text, overlaid) for inner in part)  # type: ignore[return-value]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {field.name: _moved(getattr(part, field.name), text, overlaid) for field in fields(part)}
    span = changed.get("span")
    if isinstance(span, Span) and isinstance(changed.get("text"), str):
        changed["text"] = text[span.start : span.end]
    return replace(part, **changed)
