"""Which texts are worth comparing: those that share features, and have numbers and names or wording in common.

A function of the texts and their order alone. Of the texts with one feature each is paired with the first few, so that the number of
pairs is linear in the number of texts; wording that many have, and that is not all they have, pairs none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from counterclaim.copies.signature import Signature, runs_of
from counterclaim.copies.words import NAME, NUMBER, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]
    Places = NDArray[np.int64]

FIRST, FIRST_QUOTING = 12, 3  # texts of one feature with which each other one is paired
COMMON = 40  # texts with one anchor, above which it is common wording
_ANCHORS = 2  # anchors that two texts must share; of bands and quotations one will do
_KEPT_ALIKE, _FEWEST_KEPT = 0.4, 3  # share of the numbers and names of the text that has fewer, and number
_WORDED_ALIKE, _FEWEST_RUNS = 0.2, 6  # of its runs of three words
_SHINGLE = 3


def near(texts: Sequence[Signature]) -> list[tuple[int, int, float]]:
    """Pairs of places in `texts`, the lower first, in order, of which one may be a copy of the other, and how alike they are, 0 to 1."""
    bands = _paired([each.bands for each in texts], FIRST)
    anchors = _often(_paired([each.anchors for each in texts], FIRST, COMMON), _ANCHORS)
    codes = np.unique(np.concatenate([bands, anchors]))
    likeness = _Likeness(texts)
    found = ((one, two, likeness.of(one, two)) for one, two in _pairs(codes, len(texts)))
    return [pair for pair in found if pair[2] > 0]


def quoting(texts: Sequence[Signature]) -> list[tuple[int, int]]:
    """Pairs of places in `texts`, the lower first, in order, that quote the same words or have other passages in common."""
    quotes = _paired([each.quotes for each in texts], FIRST_QUOTING)
    anchors = _often(_paired([each.anchors for each in texts], FIRST_QUOTING, COMMON), _ANCHORS)
    return _pairs(np.unique(np.concatenate([quotes, anchors])), len(texts))


def _paired(features: Sequence[bytes], first: int, common: int | None = None) -> Places:
    """A code for each pair of texts for each feature they share: the lower place times the number of texts, plus the higher."""
    count = len(features)
    values = np.frombuffer(b"".join(features), "<u8")
    places = np.arange(count).repeat([len(each) // 8 for each in features])
    order = values.argsort(kind="stable")  # so that places ascend within a feature
    values, places = values[order], places[order]
    begins = np.ones(len(values), np.bool_)
    begins[1:] = values[1:] != values[:-1]
    starts = begins.nonzero()[0]
    sizes = np.append(starts, len(values))[1:] - starts
    start, size = starts.repeat(sizes), sizes.repeat(sizes)
    rank = np.arange(len(values)) - start
    rank[size > (common or count)] = 0
    return np.concatenate([places[start[rank > other] + other] * count + places[rank > other] for other in range(first)])


def _often(codes: Places, least: int) -> Places:
    distinct, counts = np.unique(codes, return_counts=True)
    often: Places = distinct[counts >= least]
    return often


def _pairs(codes: Places, count: int) -> list[tuple[int, int]]:
    lower, higher = np.divmod(codes, max(1, count))
    return list(zip(lower.tolist(), higher.tolist(), strict=True))


class _Likeness:
    """How alike two texts are, by sets alone, which costs a hundredth of aligning them."""

    def __init__(self, texts: Sequence[Signature]) -> None:
        self._texts = texts
        self._known: dict[int, list[tuple[frozenset[int], frozenset[int]]]] = {}

    def of(self, one: int, two: int) -> float:
        """The share of the numbers and names, or of the wording, of the text that has more; 0 where neither is worth aligning."""
        return max(_alike(mine, theirs) for mine in self._sets(one) for theirs in self._sets(two))

    def _sets(self, place: int) -> list[tuple[frozenset[int], frozenset[int]]]:
        """Numbers and names, and runs of words, as read and as restored."""
        if place not in self._known:
            text = self._texts[place]
            self._known[place] = [_sets(words) for words in (text.read, text.restored) if words is not None]
        return self._known[place]


def _sets(words: Words) -> tuple[frozenset[int], frozenset[int]]:
    hashes = np.frombuffer(words.hashes, "<u4")
    kept = hashes[(np.frombuffer(words.marks, np.uint8) & (NAME | NUMBER)) != 0]
    return frozenset(kept.tolist()), frozenset(runs_of(hashes.astype(np.uint64), _SHINGLE).tolist())


def _alike(one: tuple[frozenset[int], frozenset[int]], two: tuple[frozenset[int], frozenset[int]]) -> float:
    best = 0.0
    for mine, theirs, fewest, least in zip(one, two, (_FEWEST_KEPT, _FEWEST_RUNS), (_KEPT_ALIKE, _WORDED_ALIKE), strict=True):
        shared = len(mine & theirs)
        if shared >= fewest and shared >= least * min(len(mine), len(theirs)):
            best = max(best, shared / max(len(mine), len(theirs)))
    return best
