"""Which words of two documents stand in the same order: runs on one diagonal, with replaced words between those that survived.

A spinner, an editor or a translator of names leaves most words where they stand. Words that stand rarely in each text are paired; a pair
counts when others near it lie at the same distance. Linear in the length but for words that both have MOST_OFTEN times at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterclaim.copies.words import QUOTED, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Shares = NDArray[np.float64]

MOST_OFTEN = 6  # a word that stands more often in a text is paired with none
_WINDOW = 12  # words on either side within which pairs support each other
_DRIFT = 2  # words that may be lost or put in between them
_SUPPORT = 4  # pairs near each other, the pair itself counted: two reports of one event have about .1 by chance
_GAP = 14  # words between two pairs of one passage
_STRIDE = 1 << 20  # more than a text has words
_FEWEST = 6  # words of a passage that are the same
_THINNEST = 0.25  # share of them


class Reading:
    """The words of one reading as arrays, shape (words,), and the rare ones in order of their hashes."""

    def __init__(self, words: Words) -> None:
        self.hashes = np.frombuffer(words.hashes, "<u4")
        self.marks = np.frombuffer(words.marks, np.uint8)
        self.quoted: Flags = (self.marks & QUOTED) != 0
        order = self.hashes.argsort(kind="stable")
        hashes = self.hashes[order]
        first = _changes(hashes)
        which = first.cumsum() - 1
        rare = np.bincount(which)[which] <= MOST_OFTEN
        self.rare_at: Indices = order[rare]
        self.rare = hashes[rare]

    def __len__(self) -> int:
        return len(self.hashes)


@dataclass(frozen=True, slots=True)
class Shared:
    """All passages one after another, in the order of the first reading: words of the first, and the word of the other that stands there.

    at, other: int64, shape (words,); same: whether the two are one word; steady: whether the distance between them is the same before and
    after; starts: int64, shape (passages,): where each begins in these; lengths: int64, shape (passages,).
    """

    at: Indices
    other: Indices
    same: Flags
    steady: Flags
    starts: Indices
    lengths: Indices

    def counts(self, flags: Flags) -> Indices:
        """Of each passage, the number of words for which a flag holds, shape (passages,)."""
        counts: Indices = np.add.reduceat(flags, self.starts, dtype=np.int64)
        return counts


def shared(one: Reading, two: Reading) -> Shared | None:
    """The passages that two readings share; None where there is none."""
    at, other = _pairs(one, two)
    if len(at) >= _FEWEST:
        at, other = _supported(at, other)
    if len(at) < _FEWEST:
        return None
    distance = other - at
    breaks = (at[1:] - at[:-1] > _GAP) | (np.abs(distance[1:] - distance[:-1]) > _DRIFT + 1)
    ends = np.append(breaks.nonzero()[0], len(at) - 1)
    firsts = at[np.append(0, ends[:-1] + 1)]
    return _kept(one, two, (at, distance), firsts, at[ends] - firsts + 1)


def _kept(one: Reading, two: Reading, pairs: tuple[Indices, Indices], firsts: Indices, lengths: Indices) -> Shared | None:
    """Every word of the passages that are not too thin. Between two pairs of different distance, the distance of the one before holds."""
    at, distance = pairs
    starts = lengths.cumsum() - lengths
    places = np.arange(lengths.sum()) + (firsts - starts).repeat(lengths)
    after = at.searchsorted(places)
    before = after - (at[after] != places)
    other = (places + distance[before]).clip(0, len(two) - 1)
    same = one.hashes[places] == two.hashes[other]
    count = np.add.reduceat(same, starts, dtype=np.int64)
    good = (count >= _FEWEST) & (count >= _THINNEST * lengths)
    if not good.any():
        return None
    steady = distance[before] == distance[after]
    if good.all():
        return Shared(places, other, same, steady, starts, lengths)
    chosen = good.repeat(lengths)
    lengths = lengths[good]
    return Shared(places[chosen], other[chosen], same[chosen], steady[chosen], lengths.cumsum() - lengths, lengths)


def _pairs(one: Reading, two: Reading) -> tuple[Indices, Indices]:
    """Places of the same rare word in both."""
    low = two.rare.searchsorted(one.rare)
    counts = two.rare.searchsorted(one.rare, "right") - low
    at = one.rare_at.repeat(counts)
    which = np.arange(len(at)) - (counts.cumsum() - counts - low).repeat(counts)
    return at, two.rare_at[which]


def _supported(at: Indices, other: Indices) -> tuple[Indices, Indices]:
    """The pairs that enough others near by support, the best for each word of the first, in its order."""
    keys = (other - at + _STRIDE // 2) * _STRIDE + at
    keys.sort()
    moved = (keys + np.arange(-_DRIFT, _DRIFT + 1)[:, None] * _STRIDE).ravel()
    support = (keys.searchsorted(moved + _WINDOW, "right") - keys.searchsorted(moved - _WINDOW)).reshape(-1, len(keys)).sum(axis=0)
    good = support >= _SUPPORT
    keys, support = keys[good], support[good]
    at = keys % _STRIDE
    other = keys // _STRIDE - _STRIDE // 2 + at
    order = np.lexsort((other, -support, at))
    at, other = at[order], other[order]
    first = _changes(at)
    return at[first], other[first]


def _changes(values: NDArray[np.uint32] | Indices) -> Flags:
    """Where a sorted array has another value than just before, its first place too."""
    changes = np.ones(len(values), np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def kept_pairs(one: Reading, two: Reading, found: Shared, mark: int) -> tuple[int, int]:
    """How many distinct pairs of numbers, or of names, stand at the same place and are the same; and how many are not."""
    both = found.steady & ((one.marks[found.at] & two.marks[found.other] & mark) != 0)
    pairs = set(zip(one.hashes[found.at[both]].tolist(), two.hashes[found.other[both]].tolist(), strict=True))
    same = sum(mine == theirs for mine, theirs in pairs)
    return same, len(pairs) - same
