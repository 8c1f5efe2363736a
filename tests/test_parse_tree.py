"""The tree decoder against all trees of small sentences, and the name decoder against all label sequences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from counterclaim.parse.names import best_labels
from counterclaim.parse.tree import best_heads, find_cycle

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def _scores(size: int) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float32, (size, size + 1), elements=st.floats(-8, 8, width=32))


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    masked = scores.astype(np.float64)
    for token in range(len(masked)):
        masked[token, token + 1] = -1e9
    return masked


@given(st.integers(1, 4).flatmap(_scores))
def test_heads_are_the_best_tree_with_one_root(scores: np.ndarray) -> None:
    size = len(scores)
    table = _log_softmax(scores)
    trees = [
        heads
        for heads in product(range(size + 1), repeat=size)
        if heads.count(0) == 1 and all(head != token + 1 for token, head in enumerate(heads)) and not find_cycle([0, *heads])
    ]
    best = max(sum(table[token, head] for token, head in enumerate(heads)) for heads in trees)
    heads = best_heads(scores)
    assert tuple(heads) in trees
    assert sum(table[token, head] for token, head in enumerate(heads)) == pytest.approx(best, abs=1e-3)


@pytest.mark.parametrize("size", [1, 2, 60, 250])
def test_heads_of_long_sentences_are_a_tree(size: int) -> None:
    heads = best_heads(np.random.default_rng(size).normal(size=(size, size + 1)).astype(np.float32))
    assert (heads == 0).sum() == 1
    assert find_cycle([0, *heads.tolist()]) is None


@pytest.mark.parametrize(
    ("heads", "cyclic"),
    [([0], False), ([0, 0], False), ([0, 2, 0], False), ([0, 2, 1], True), ([0, 1], True), ([0, 0, 3, 4, 2], True)],
    ids=["empty", "root", "chain", "pair", "self", "late"],
)
def test_find_cycle(heads: list[int], cyclic: bool) -> None:
    assert (find_cycle(heads) is not None) == cyclic


@given(st.integers(1, 4).flatmap(lambda size: arrays(np.float32, (size, 5), elements=st.floats(-8, 8, width=32))))
def test_names_are_the_best_well_formed_sequence(scores: np.ndarray) -> None:
    def well_formed(labels: tuple[str, ...]) -> bool:
        return all(b[0] != "I" or a[2:] == b[2:] for a, b in zip(("O", *labels), labels, strict=False))

    def total(labels: tuple[str, ...]) -> float:
        return float(sum(scores[word, LABELS.index(label)] for word, label in enumerate(labels)))

    best = max(total(labels) for labels in product(LABELS, repeat=len(scores)) if well_formed(labels))
    found = tuple(best_labels(scores, LABELS))
    assert well_formed(found)
    assert total(found) == pytest.approx(best, abs=1e-3)
