"""The best dependency tree of one sentence under arc scores: greedy where that is a tree, else Chu-Liu/Edmonds, single root."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]

# Taken off every arc from the root: more than a whole sentence can score, so that the best tree has one root (Stanojevic and
# Cohen 2021, "A Root of a Problem"). Scores are differences of logits, tens at most, over at most 256 words.
ROOT_COST = 1e6


def best_heads(scores: NDArray[np.float32]) -> Heads:
    """Heads of n tokens from scores of shape (n, n + 1), column 0 the root; 0 is the root, k the k-th token from 1."""
    size = scores.shape[0]
    table = np.full((size + 1, size + 1), -np.inf)
    shifted = scores - scores.max(axis=1, keepdims=True)
    table[1:] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    np.fill_diagonal(table, -np.inf)
    heads: Heads = table.argmax(axis=1)
    if (heads[1:] == 0).sum() == 1 and find_cycle(heads.tolist()) is None:
        return heads[1:]
    heads = maximum_tree(table)
    if (heads[1:] == 0).sum() > 1:
        table[1:, 0] -= ROOT_COST
        heads = maximum_tree(table)
    return heads[1:]


def find_cycle(heads: Sequence[int]) -> list[int] | None:
    """Some cycle of the head function, or None when every node reaches node 0."""
    seen = [0] * len(heads)
    seen[0] = -1
    for start in range(1, len(heads)):
        node = start
        while seen[node] == 0:
            seen[node] = start
            node = heads[node]
        if seen[node] == start:
            cycle, at = [node], heads[node]
            while at != node:
                cycle.append(at)
                at = heads[at]
            return cycle
    return None


def maximum_tree(table: Scores) -> Heads:
    """Chu-Liu/Edmonds: heads of the maximum spanning arborescence from node 0; table[d, h] scores h as head of d.

    Row 0 and the diagonal are -inf: node 0 has no head and no node is its own.
    """
    heads: Heads = table.argmax(axis=1)
    found = find_cycle(heads.tolist())
    if found is None:
        return heads
    cycle = np.array(found)
    outside = np.delete(np.arange(len(table)), cycle)
    size = len(outside)
    entering = table[cycle[:, None], outside] - table[cycle, heads[cycle]][:, None]
    leaving = table[outside[:, None], cycle]
    contracted = np.full((size + 1, size + 1), -np.inf)
    contracted[:size, :size] = table[outside[:, None], outside]
    contracted[size, :size] = entering.max(axis=0)
    contracted[:size, size] = leaving.max(axis=1)
    inner = maximum_tree(contracted)
    ahead = inner[:size]
    heads[outside] = np.where(ahead < size, outside[np.minimum(ahead, size - 1)], cycle[leaving.argmax(axis=1)])
    entry = inner[size]
    broken = cycle[entering[:, entry].argmax()]
    heads[broken] = outside[entry]
    return heads
