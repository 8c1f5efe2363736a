"""Logistic regression, as the detectors of spun text are fitted."""

from __future__ import annotations

import numpy as np


def fit_logistic(signs: np.ndarray, spun: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Newton steps with a ridge, over scaled signs: mean, scale, weights and bias."""
    mean, scale = signs.mean(0), signs.std(0) + 1e-4
    inputs = np.concatenate([(signs - mean) / scale, np.ones((len(signs), 1))], 1)
    weights = np.zeros(inputs.shape[1])
    ridge = np.r_[np.full(signs.shape[1], 1.0), 0.0]
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (chance - spun) + ridge * weights
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + np.diag(ridge + 1e-6)
        weights -= np.linalg.solve(bend, slope)
    return mean, scale, weights[:-1], float(weights[-1])
