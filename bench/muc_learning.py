"""Logistic regression over features that are strings, by full gradients: the same weights on every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0  # keeps weights small; Adam on the whole sum does the rest
Example = tuple[Sequence[str], str]
Array = NDArray[np.float64]


def learn(
    examples: Sequence[Example], classes: Sequence[str], *, least: int = 4, most: int = 0, rounds: int = 80, ridge: float = RIDGE
) -> dict[str, Array]:
    """Weights by class of each feature seen in `least` examples; of more than `most` (0: no limit) those that say most, learnt anew."""
    counts = Counter(feature for features, _ in examples for feature in set(features))
    known = sorted(feature for feature, count in counts.items() if count >= least)
    weights = fitted_to(examples, classes, known, rounds, ridge)
    if not most or len(known) <= most:
        return weights
    said = {feature: float(np.abs(row).max()) * counts[feature] ** 0.5 for feature, row in weights.items()}
    telling = sorted(sorted(known, key=lambda feature: (-said[feature], feature))[:most])
    return fitted_to(examples, classes, telling, rounds, ridge)


def fitted_to(examples: Sequence[Example], classes: Sequence[str], known: Sequence[str], rounds: int, ridge: float) -> dict[str, Array]:
    index = {feature: at for at, feature in enumerate(known)}
    rows = [[index[feature] for feature in features if feature in index] for features, _ in examples]
    gold = np.array([classes.index(label) for _, label in examples])
    weights = descend(rows, gold, (len(index), len(classes)), ridge, rounds)
    return {feature: weights[at] for feature, at in index.items()}


def descend(rows: Sequence[Sequence[int]], gold: NDArray[np.int64], shape: tuple[int, int], ridge: float, rounds: int) -> Array:
    lengths = np.array([len(row) for row in rows])
    flat = np.array([at for row in rows for at in row], dtype=np.int64)
    owner = np.repeat(np.arange(len(rows)), lengths)
    truth = np.eye(shape[1])[gold]
    weights, mean, square = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for step in range(1, rounds + 1):
        wrong = chances(weights, flat, owner, len(rows)) - truth
        gradient = np.stack([np.bincount(flat, wrong[owner, at], shape[0]) for at in range(shape[1])], axis=1) + ridge * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        weights -= 0.08 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def chances(weights: Array, flat: NDArray[np.int64], owner: NDArray[np.int64], count: int) -> Array:
    """Softmax of the summed weights of each example."""
    scores = np.stack([np.bincount(owner, weights[flat, at], count) for at in range(weights.shape[1])], axis=1)
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Array = scores / scores.sum(axis=1, keepdims=True)
    return shares


def rounded(weights: Iterable[float]) -> list[str]:
    """Cells of a row: three digits, "" for nothing; empty where the whole row says next to nothing."""
    cells = [round(float(weight), 2) for weight in weights]
    return [f"{cell:g}" if cell else "" for cell in cells] if max(map(abs, cells)) >= 0.05 else []
