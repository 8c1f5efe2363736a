"""Sentences of a document, window by window: what fits the encoder, where sentences start, what is parsed again.

A window is filled with whole paragraphs, or with as much of one as fits. Where it ends inside a paragraph its last sentence is
incomplete: that one is parsed again at the head of the next window. All choices depend on the document alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from counterclaim.parse.encoder import Encoder, Features, Floats, Scores
from counterclaim.parse.sentences import Thresholds

WINDOW_PIECES = 160  # wordpieces a window, as in training
LONG_WINDOW_PIECES = 256  # for a sentence that does not end in a window: no longer one is in EWT dev or GUM dev; the encoder takes 510


class Decided(NamedTuple):
    """Sentences of one window that are final: first token of the window, sentence starts within it, tokens done."""

    first: int
    starts: list[int]
    done: int
    scores: Scores


def decide(encoder: Encoder, words: list[Features], thresholds: Thresholds) -> Iterator[Decided]:
    """Cut the document into windows and these into sentences."""
    position, limit = 0, WINDOW_PIECES
    while position < len(words):
        decided = _window(encoder, words, thresholds, position, limit)
        limit = WINDOW_PIECES if decided else LONG_WINDOW_PIECES
        if decided:
            yield decided
            position += decided.done


def _window(encoder: Encoder, words: list[Features], thresholds: Thresholds, first: int, limit: int) -> Decided | None:
    end = _fill(words, thresholds, first, limit)
    scores = encoder.scores(words[first:end])
    above = scores.starts > thresholds[first:end]
    starts = [0, *(1 + np.flatnonzero(above[1:])).tolist()]
    if end == len(words) or thresholds[end] == -np.inf:
        return Decided(first, starts, end - first, scores)
    if len(starts) > 1:
        return Decided(first, starts[:-1], starts[-1], scores)
    if limit == WINDOW_PIECES:
        return None
    return Decided(first, [0], _forced_cut(scores.starts, thresholds[first:end]), scores)


def _fill(words: list[Features], thresholds: Thresholds, first: int, limit: int) -> int:
    """Where a window that begins at a token ends: at the last paragraph end in its second half, else where it is full."""
    total, end, paragraph = 0, first, first
    while end < len(words) and (total + len(words[end].pieces) <= limit or end == first):
        if thresholds[end] == -np.inf and total > limit // 2:
            paragraph = end
        total += len(words[end].pieces)
        end += 1
    if end == len(words) or thresholds[end] == -np.inf:
        return end
    return paragraph if paragraph > first else end


def _forced_cut(starts: Floats, thresholds: Thresholds) -> int:
    """Where to cut a sentence that is too long: the likeliest start in the last quarter of the window."""
    quarter = max(1, 3 * len(starts) // 4)
    likely = np.where(thresholds[quarter:] < np.inf, starts[quarter:], -np.inf)
    return quarter + int(likely.argmax()) if len(likely) else quarter
