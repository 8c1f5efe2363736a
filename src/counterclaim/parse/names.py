"""Names: the best well-formed IOB2 sequence of a sentence."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FORBIDDEN = np.float32(-1e4)


@cache
def _transitions(labels: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Penalties (from, to) and of a first label: I-X only after B-X or I-X."""
    allowed = [[not b.startswith("I-") or a[2:] == b[2:] for b in labels] for a in labels]
    first = [not label.startswith("I-") for label in labels]
    return np.where(allowed, np.float32(0), FORBIDDEN), np.where(first, np.float32(0), FORBIDDEN)


def best_labels(scores: Floats, labels: tuple[str, ...]) -> list[str]:
    """The IOB2 labels of one sentence from scores of shape (words, labels); greedy where that is well-formed."""
    between, first = _transitions(labels)
    greedy = scores.argmax(axis=1)
    if first[greedy[0]] == 0 and not between[greedy[:-1], greedy[1:]].any():
        return [labels[number] for number in greedy]
    return [labels[number] for number in _viterbi(scores, between, first)]


def _viterbi(scores: Floats, between: Floats, first: Floats) -> list[int]:
    total = scores[0] + first
    back: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        reached = total[:, None] + between
        back.append(reached.argmax(axis=0))
        total = reached.max(axis=0) + row
    path = [int(total.argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]
