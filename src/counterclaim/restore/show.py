"""What `counterclaim restore` prints: functions from a restoration to text."""

from __future__ import annotations

import json

from counterclaim.restore.overlay import reading
from counterclaim.restore.values import Edit, Restoration


def marked(text: str, restoration: Restoration) -> str:
    """The restored text with each edit as `[found -> restored .93]`, under one line that says how likely the text was spun."""
    pieces, at = [heading(restoration), "\n\n"], 0
    for edit in restoration.edits:
        pieces += (text[at : edit.span.start], f"[{edit.found} -> {edit.restored} {_short(edit.probability)}]")
        at = edit.span.end
    return "".join((*pieces, text[at:]))


def plain(text: str, restoration: Restoration) -> str:
    """The restored text alone."""
    return reading(text, restoration.edits).text


def as_json(text: str, restoration: Restoration) -> str:
    """One JSON object: probability, family, edits with their offsets into the text as read, and the restored text."""
    row = {
        "spun_probability": restoration.spun_probability,
        "family": restoration.family,
        "edits": [_row(edit) for edit in restoration.edits],
        "restored": plain(text, restoration),
    }
    return json.dumps(row, ensure_ascii=False)


def heading(restoration: Restoration) -> str:
    """One line: the probability, the family, the number of edits."""
    said = f"machine-spun with probability {_short(restoration.spun_probability)}"
    if not restoration.edits:
        return f"{said}; nothing to restore"
    family = (restoration.family or "").replace("_", " ")
    return f"{said}; looks like {family}; {len(restoration.edits)} words restored"


def _row(edit: Edit) -> dict[str, object]:
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "found": edit.found,
        "restored": edit.restored,
        "probability": edit.probability,
        "why": edit.why,
    }


def _short(probability: float) -> str:
    """Two places, never rounded up to certainty."""
    return f"{min(probability, 0.99):.2f}".removeprefix("0")
