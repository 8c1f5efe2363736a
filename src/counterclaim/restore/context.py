"""What belongs into a gap: a small log-bilinear model of four words on each side, trained by `train/spin_context.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from counterclaim.restore.tables import Numbers, archive
from counterclaim.restore.tokens import Word

Floats = NDArray[np.float32]
SIDE = 4
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Pairs:
    """How often two words stood side by side. `keys` are `left * words + right`, in order."""

    keys: NDArray[np.int64]
    counts: Floats
    single: Floats

    def association(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
        """The logarithm of how much oftener the pair was seen than chance would have it, cut to -3..8; 0 for numbers below 0."""
        wanted = left * len(self.single) + right
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        seen = np.where(self.keys[at] == wanted, self.counts[at], 0.0)
        chance = self.single[left] * self.single[right] / self.single.sum()
        found = np.clip(np.log((seen + 0.5) / (chance + 0.5)), -3, 8)
        return np.where((left < 0) | (right < 0), 0, found).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Context:
    """Vectors (words x width), a bias of each word, and the layers that turn eight neighbours into one vector."""

    number: Mapping[str, int]
    vectors: Floats
    lengths: Floats
    bias: Floats
    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats]
    straight: Floats
    common: Numbers
    common_words: tuple[str, ...]
    pairs: Pairs

    def numbers(self, tokens: Iterable[Word]) -> Numbers:
        return np.array([self.number_of(each.form, each.text) for each in tokens], np.int32)

    def number_of(self, form: str, text: str) -> int:
        at = self.number.get(form)
        if at is not None:
            return at
        return self.number["<name>"] if text[:1].isupper() else self.number["<unknown>"]

    def gaps(self, numbers: Numbers, at: Numbers) -> Floats:
        """For each position of `at` the vector that its neighbours call for: len(at) x width. Linear."""
        padded = np.pad(numbers, SIDE, constant_values=self.number["<break>"])
        offsets = np.array([*range(SIDE), *range(SIDE + 1, 2 * SIDE + 1)])
        found = [self._gap(padded[at[start : start + _CHUNK, None] + offsets]) for start in range(0, len(at), _CHUNK)]
        return np.concatenate(found) if found else np.zeros((0, self.vectors.shape[1]), np.float32)

    def _gap(self, around: Numbers) -> Floats:
        flat = self.vectors[around].reshape(len(around), -1)
        hidden = np.maximum(flat @ self.first[0] + self.first[1], 0)
        found: Floats = hidden @ self.second[0] + self.second[1] + flat @ self.straight
        return found

    def scores(self, gaps: Floats, numbers: Sequence[int] | Numbers) -> Floats:
        """How well each word fits each gap, as a logarithm up to the gap's `total`: gaps x words."""
        some = np.asarray(numbers, np.int32)
        found: Floats = gaps @ self.vectors[some].T + self.bias[some]
        return found


@cache
def context() -> Context:
    """The model of the package. Vectors are kept as bytes with a scale for each row; the output map is folded into the layers."""
    held = archive("context.npz")
    words = held["vocabulary"].tobytes().decode().split("\n")
    vectors = held["vectors"].astype(np.float32) * held["scale"].astype(np.float32)[:, None]
    return Context(
        {word: at for at, word in enumerate(words)},
        vectors,
        np.linalg.norm(vectors, axis=1).astype(np.float32),
        held["bias"].astype(np.float32),
        (held["first"].astype(np.float32), held["first_bias"].astype(np.float32)),
        (held["second"].astype(np.float32), held["second_bias"].astype(np.float32)),
        held["straight"].astype(np.float32),
        held["common"].astype(np.int32),
        tuple(words[at] for at in held["common"].tolist()),
        _pairs(),
    )


def _pairs() -> Pairs:
    held = archive("pairs.npz")
    keys = np.cumsum(held["keys"].astype(np.int64))
    return Pairs(keys, held["counts"].astype(np.float32), held["single"].astype(np.float32))
