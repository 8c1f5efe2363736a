"""What the gate before the parser lets through: how much of some texts, and how many gold claims of annotated incidents.

Annotated reports are short, and the gate is lenient with those. So each is also set into a long text about other things: between
`AROUND` characters, on either side, out of the texts of which the gate lets nothing through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from counterclaim.parse.gate import kept_paragraphs
from counterclaim.parse.paragraphs import paragraphs

AROUND = 8000


class GateFigures(NamedTuple):
    """`share` of the words of the texts that are let through; gold claims, and those whose evidence is let through as a whole.

    `inside`: of the same claims, those let through where the report stands in a long text; None where the texts give none.
    """

    share: float
    claims: int = 0
    kept: int = 0
    inside: int | None = None


def gate_figures(texts: Sequence[str], incidents: Path | None) -> GateFigures:
    total = through = 0
    quiet: list[str] = []
    for text in texts:
        blocks = paragraphs(text)
        sizes = [len(text[block.start : block.end].split()) for block in blocks]
        kept = kept_paragraphs(text, blocks)
        total += sum(sizes)
        through += sum(size for size, wanted in zip(sizes, kept, strict=True) if wanted)
        quiet += [] if any(kept) else [text]
    share = through / max(1, total)
    if incidents is None:
        return GateFigures(share)
    frame = "\n\n".join(quiet)[: 2 * AROUND]
    alone = list(_claims(incidents, "", ""))
    inside = sum(_claims(incidents, frame[:AROUND] + "\n\n", "\n\n" + frame[AROUND:])) if len(frame) == 2 * AROUND else None
    return GateFigures(share, len(alone), sum(alone), inside)


def _claims(folder: Path, before: str, after: str) -> Iterator[bool]:
    """For each gold claim of the English reports, whether all paragraphs of its evidence are let through."""
    for path in sorted(folder.glob("*/gold.json")):
        listed = json.loads((path.parent / "docs.json").read_text(encoding="utf-8"))
        english = {row["file"] for row in listed if row.get("language", "en") == "en"}
        for row in json.loads(path.read_text(encoding="utf-8"))["documents"]:
            if row["file"] in english:
                report = (path.parent / row["file"]).read_text(encoding="utf-8")
                yield from _passed(before + report + after, len(before), row["claims"])


def _passed(text: str, first: int, claims: Iterable[dict[str, Any]]) -> Iterator[bool]:
    """For each claim, whether its evidence, looked for from an offset on, is let through as a whole."""
    blocks = paragraphs(text)
    passed = {block for block, kept in zip(blocks, kept_paragraphs(text, blocks), strict=True) if kept}
    for claim in claims:
        start = text.find(claim["evidence"], first)
        end = start + len(claim["evidence"])
        yield start >= 0 and all(block in passed for block in blocks if block.start < end and start < block.end)
