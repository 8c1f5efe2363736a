"""Linear models over features that are strings: the scores of classes, and how likely each is."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parent / "muc_weights.csv"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, one for each class in the order of `classes`."""

    classes: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]

    def scores(self, features: Iterable[str]) -> list[float]:
        total = [0.0] * len(self.classes)
        for feature in features:
            for at, weight in enumerate(self.weights.get(feature, ())):
                total[at] += weight
        return total

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each class."""
        scores = self.scores(features)
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        return {name: share / sum(shares) for name, share in zip(self.classes, shares, strict=True)}

    def best(self, features: Iterable[str]) -> str:
        scores = self.scores(features)
        return self.classes[max(range(len(scores)), key=lambda at: (scores[at], -at))]


Models = Mapping[str, Model]


@cache
def shipped() -> Models:
    """The models of muc_weights.csv by name: rows of a name, a feature, a weight for each class; the row whose feature is "" names them."""
    classes: dict[str, tuple[str, ...]] = {}
    weights: dict[str, dict[str, tuple[float, ...]]] = {}
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        for name, feature, *cells in csv.reader(line for line in lines if not line.startswith("#")):
            if feature:
                weights[name][feature] = tuple(float(cell or 0) for cell in cells)
            else:
                classes[name], weights[name] = tuple(cells), {}
    return {name: Model(classes[name], weights[name]) for name in classes}
