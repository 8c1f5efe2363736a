"""The restored reading of a text: another text laid over it, whose every span leads back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterclaim.model import Span
from counterclaim.restore.context import context
from counterclaim.restore.rank import Verdicts
from counterclaim.restore.tables import Numbers
from counterclaim.restore.tokens import Word
from counterclaim.restore.values import Edit

_CERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is the text as read with `edits` made. `starts`: where each begins in `text`; `shifts`: how far all after it has moved."""

    text: str
    edits: tuple[Edit, ...]
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """The span of the text as read behind a span of `text`. A span that touches part of an edit gets all of it."""
        start, end = self._back(span.start, False), self._back(span.end, True)
        return Span(start, max(start, end))

    def edits_in(self, span: Span) -> tuple[Edit, ...]:
        """The edits that overlap a span of the text as read."""
        first = bisect_left(self.edits, span.start, key=lambda edit: edit.span.end)
        last = bisect_right(self.edits, span.end, key=lambda edit: edit.span.start)
        return tuple(edit for edit in self.edits[first:last] if edit.span.overlaps(span))

    def _back(self, offset: int, is_end: bool) -> int:
        at = (bisect_left if is_end else bisect_right)(self.starts, offset) - 1
        if at < 0:
            return offset
        edit = self.edits[at]
        if offset < self.starts[at] + len(edit.restored) or (is_end and offset == self.starts[at] + len(edit.restored)):
            return edit.span.end if is_end else edit.span.start
        return offset - self.shifts[at]


def reading(text: str, edits: Sequence[Edit]) -> Reading:
    """Lay the edits over a text. They are in order and do not overlap; `text[span]` is what each has found. Linear.

    Raises ValueError where that is not so.
    """
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    at = shift = 0
    for edit in edits:
        if edit.span.start < at or text[edit.span.start : edit.span.end] != edit.found:
            raise ValueError(f"not an edit of this text: {edit.found!r} at {edit.span.start}")
        pieces += (text[at : edit.span.start], edit.restored)
        starts.append(edit.span.start + shift)
        shift += len(edit.restored) - len(edit.found)
        shifts.append(shift)
        at = edit.span.end
    return Reading("".join((*pieces, text[at:])), tuple(edits), tuple(starts), tuple(shifts))


def restored_numbers(tokens: Sequence[Word], numbers: Numbers, found: Verdicts) -> Numbers:
    """Numbers of the words with those that the first pass would change replaced by its best candidates."""
    made = numbers.copy()
    for row in np.flatnonzero(found.changed > _CERTAIN).tolist():
        word = found.words[row, 0]
        made[found.at[row]] = context().number_of(word, word)
    return made
