"""The text of a report cut into pieces: paragraphs, and in them what is claimed, and what was restored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterclaim.model import Claim
from counterclaim.web.settings import Restored

Cut = tuple[int, int, tuple[str, ...], Restored | None]
MOST_TEXT = 60_000  # characters of a report on one page


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same claims over all of it. `begins` are the claims that begin here; `restored` is set for an edit."""

    text: str
    claims: tuple[str, ...]
    begins: tuple[str, ...]
    restored: Restored | None = None


def part_of(length: int, offset: int) -> tuple[int, int]:
    """The bounds of the part of a text that an offset is in."""
    start = max(0, min(offset, length - 1)) // MOST_TEXT * MOST_TEXT
    return start, min(length, start + MOST_TEXT)


def paragraphs(text: str, claims: Sequence[Claim], edits: Sequence[Restored], start: int, end: int) -> list[list[Piece]]:
    """The paragraphs of a part of a text, each as its pieces. Together they are that part but for its line ends."""
    found: list[list[Piece]] = [[]]
    for piece_start, piece_end, over, edit in _cut(claims, edits, start, end):
        begins = tuple(claim.id for claim in claims if max(claim.span.start, start) == piece_start and claim.span.end > piece_start)
        lines = text[piece_start:piece_end].split("\n")
        for number, line in enumerate(lines):
            if number:
                found.append([])
            if line or (number == 0 and begins):
                found[-1].append(Piece(line, over, begins if number == 0 else (), edit))
    return [pieces for pieces in found if any(piece.text.strip() or piece.begins for piece in pieces)]


def _cut(claims: Sequence[Claim], edits: Sequence[Restored], start: int, end: int) -> Iterator[Cut]:
    """Stretches in order between one bound and the next."""
    inside = [claim for claim in claims if claim.span.start < end and claim.span.end > start]
    marks = {start, end}
    for span in (*(claim.span for claim in inside), *(edit.span for edit in edits)):
        marks |= {bound for bound in (span.start, span.end) if start < bound < end}
    by_start: Mapping[int, Restored] = {edit.span.start: edit for edit in edits}
    bounds = sorted(marks)
    for left, right in pairwise(bounds):
        over = tuple(claim.id for claim in inside if claim.span.start <= left and right <= claim.span.end)
        edit = by_start.get(left)
        yield left, right, over, edit if edit and edit.span.end == right else None
