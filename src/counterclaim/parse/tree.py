"""The best dependency tree of one sentence under arc scores, single root: greedy where that is a tree, else Chu-Liu/Edmonds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]

# Taken off every arc from the root: more than a whole sentence can score, so that the best tree has one root (Stanojevic and
# Cohen 2021, "A Root of a Problem"). Scores are logits, tens at most, over at most 256 words.
ROOT_COST = 1e6


def best_heads(scores: NDArray[np.float32]) -> Heads:
    """Heads of n tokens from scores of shape (n, n + 1), column 0 the root; 0 is the root, k the k-th token from 1.

    The best tree is the same under probabilities: each token has one head, and what would make its scores add up to one is a
    constant. First each token but one takes the token it likes best, and that one, which loses least by it, the root: no choice of
    heads with one root scores more, so if it is a tree it is the best. Else the best tree under that root is, if no other root
    could have a better one. The general search, which goes through all roots at once, is left for the rest.
    """
    size = scores.shape[0]
    tokens = np.arange(1, size + 1)
    table = np.full((size + 1, size + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    heads: Heads = table[1:, 1:].argmax(axis=1) + 1
    liked = table[tokens, heads]
    gains = table[1:, 0] - liked
    root = int(gains.argmax())
    heads[root] = 0
    if find_cycle([0, *heads.tolist()]) is None:
        return heads
    rooted = table.copy()
    rooted[1:, 0] = rooted[root + 1] = -np.inf
    rooted[root + 1, 0] = 0
    heads = maximum_tree(rooted)[1:]
    if table[tokens, heads].sum() >= liked.sum() + np.delete(gains, root).max():
        return heads
    table[1:, 0] -= ROOT_COST
    return maximum_tree(table)[1:]


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
    apart = np.ones(len(table), dtype=bool)
    apart[cycle] = False
    outside = np.flatnonzero(apart)
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
