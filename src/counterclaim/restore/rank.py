"""Which candidate, or the word as it stands: two small networks and a softmax over their scores. Trained by `train/spin_rank.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from counterclaim.restore.candidates import AT
from counterclaim.restore.context import Floats
from counterclaim.restore.features import BLOCK, GROUNDS, KEPT, Block, Objects, Outlook, block
from counterclaim.restore.tables import Numbers, archive
from counterclaim.restore.tokens import Word

BEST = 3
_BESIDE = [KEPT.index(name) for name in ("best_common", "left", "right")]
# What a row of a list adds to a candidate's score: the networks are trained without lists.
LISTED = 4.0


@dataclass(frozen=True, slots=True)
class Ranker:
    """Layers for the word as it stands (`kept`) and for a candidate: mean, scale, weights, bias, weights, bias."""

    kept: tuple[Floats, ...]
    choice: tuple[Floats, ...]

    def probabilities(self, some: Block) -> Floats:
        """For each word: the probability that it stands rightly, then that of each candidate. n x (1 + MOST)."""
        listed = LISTED * some.choices[..., AT["listed"]]
        scores = np.concatenate([_score(some.kept, self.kept)[:, None], _score(some.choices, self.choice) + listed], axis=1)
        scores[:, 1:][some.words == ""] = -np.inf
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Floats = odds / odds.sum(axis=1, keepdims=True)
        return found


def _score(inputs: Floats, layers: tuple[Floats, ...]) -> Floats:
    mean, scale, first, first_bias, second, second_bias = layers
    hidden = np.maximum(((inputs - mean) / scale) @ first + first_bias, 0)
    found: Floats = (hidden @ second)[..., 0] + second_bias[0]
    return found


@cache
def ranker(stage: int) -> Ranker:
    """The ranker of a pass: 1, 2 or 3."""
    held = archive("ranker.npz")
    names = ("mean", "scale", "first", "first_bias", "second", "second_bias")
    kept, choice = (tuple(held[f"{stage}_{part}_{name}"].astype(np.float32) for name in names) for part in ("kept", "choice"))
    return Ranker(kept, choice)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """For each open word: its token number, the probability that it was put there, and its best candidates, likeliest first (n x BEST).

    `fits`: how well the word fits as it stands. `grounds`: the features GROUNDS of the best candidate (n x their number).
    `beside`: how much better a common word fits, and how the word goes with its neighbours to the left and right (n x 3).
    """

    at: Numbers
    changed: Floats
    words: Objects
    chances: Floats
    fits: Floats
    grounds: Floats
    beside: Floats


def judge(tokens: Sequence[Word], numbers: Numbers, at: Numbers, outlook: Outlook, stage: int, lists: frozenset[str]) -> Verdicts:
    """All open words of a text, a bounded number at a time."""
    network = ranker(stage)
    parts = [_judged(block(tokens, numbers, at[low : low + BLOCK], outlook, lists), network) for low in range(0, len(at), BLOCK)]
    if not parts:
        nothing = np.zeros((0, BEST), np.float32)
        return Verdicts(at, nothing[:, 0], nothing.astype(object), nothing, nothing[:, 0], nothing, nothing)
    changed, words, chances, fits, grounds, beside = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Verdicts(at, changed, words, chances, fits, grounds, beside)


def _judged(some: Block, network: Ranker) -> tuple[Floats, Objects, Floats, Floats, Floats, Floats]:
    chances = network.probabilities(some)
    order: NDArray[np.intp] = np.argsort(-chances[:, 1:], axis=1, kind="stable")[:, :BEST]
    words = np.take_along_axis(some.words, order, axis=1)
    grounds = some.choices[np.arange(len(order)), order[:, 0]][:, [AT[name] for name in GROUNDS]]
    return 1 - chances[:, 0], words, np.take_along_axis(chances[:, 1:], order, axis=1), some.kept[:, 0], grounds, some.kept[:, _BESIDE]
