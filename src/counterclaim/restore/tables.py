"""The tables behind restoration, read once: words with their frequency, WordNet inverted, inflections.

`data/words.npz` is made by `train/spin_tables.py` from WordNet 3.0 and wordfreq; its licences are in docs/restore.md.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
KINDS = ("synonym", "similar", "broader", "narrower", "also", "derived", "sister")
INFLECTIONS = ("s", "ed", "ing", "er", "est")


@dataclass(frozen=True, slots=True)
class Tables:
    """Words by number. `starts[n]:starts[n + 1]` are the edges that end at word n: from which head, by which relation, at which rank."""

    words: tuple[str, ...]
    number: Mapping[str, int]
    zipf: NDArray[np.float32]
    starts: Numbers
    heads: Numbers
    kinds: NDArray[np.uint8]
    ranks: NDArray[np.uint8]
    lemmas: Mapping[int, tuple[tuple[int, int], ...]]
    forms: Mapping[tuple[int, int], int]

    def frequency(self, form: str) -> float:
        """Zipf frequency: the base-10 logarithm of occurrences in 10^9 words; 1 for what is not known."""
        at = self.number.get(form)
        return 1.0 if at is None else float(self.zipf[at])


def archive(name: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of a file of `data/`."""
    with np.load(io.BytesIO((files("counterclaim.restore") / "data" / name).read_bytes()), allow_pickle=False) as held:
        return dict(held)


@cache
def tables() -> Tables:
    held = archive("words.npz")
    words = tuple(held["words"].tobytes().decode().split("\n"))
    lemmas: dict[int, tuple[tuple[int, int], ...]] = {}
    forms: dict[tuple[int, int], int] = {}
    for form, lemma, kind in zip(held["forms"].tolist(), held["lemmas"].tolist(), held["inflections"].tolist(), strict=True):
        lemmas[form] = (*lemmas.get(form, ()), (lemma, kind))
        forms.setdefault((lemma, kind), form)
    return Tables(
        words,
        {word: at for at, word in enumerate(words)},
        (held["zipf"].astype(np.float32) / np.float32(10)).astype(np.float32),
        held["starts"].astype(np.int32),
        held["heads"].astype(np.int32),
        held["kinds"].astype(np.uint8),
        held["ranks"].astype(np.uint8),
        lemmas,
        forms,
    )
