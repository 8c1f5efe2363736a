"""Clustering: episodes that mean one event. Average linkage within blocks, so that one vague report cannot chain two clashes together.

Blocks bound the work: two episodes are compared when they share a party and a month, or a party where one of them is undated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from counterclaim.link.compare import excluded, score
from counterclaim.link.episode import Episode


def clusters(found: Sequence[Episode], twindow: int, spatwindow: float, threshold: float) -> list[list[Episode]]:
    """Groups of episodes, each in the given order, the groups by their first member. The order of `found` must be canonical."""
    groups: dict[int, list[int]] = {index: [index] for index in range(len(found))}
    of = list(range(len(found)))
    for _, one, two in _candidates(found, twindow, spatwindow, threshold):
        left, right = of[one], of[two]
        if left != right and _mean(found, groups[left], groups[right], twindow, spatwindow) >= threshold:
            keep, drop = min(left, right), max(left, right)
            groups[keep] = sorted(groups[keep] + groups.pop(drop))
            for index in groups[keep]:
                of[index] = keep
    return [[found[index] for index in groups[first]] for first in sorted(groups)]


def _candidates(found: Sequence[Episode], twindow: int, spatwindow: float, threshold: float) -> list[tuple[float, int, int]]:
    """Pairs that alone would be joined, the likeliest first."""
    pairs = {pair for block in _blocks(found) for pair in _within(block)}
    scored = []
    for one, two in sorted(pairs):
        if not excluded(found[one], found[two], twindow, spatwindow):
            value = score(found[one], found[two], twindow, spatwindow)
            if value >= threshold:
                scored.append((-value, one, two))
    return sorted(scored)


def _blocks(found: Sequence[Episode]) -> Iterable[list[int]]:
    """Episodes that share a party and a month; an episode near the end of a month is in the next one's block too."""
    blocks: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, episode in enumerate(found):
        for party in sorted(episode.parties):
            for month in sorted(_months(episode)):
                blocks[party, month].append(index)
    return blocks.values()


def _months(episode: Episode) -> set[int]:
    day = episode.first or episode.published
    last = episode.last or day
    if day is None or last is None:
        return set()
    first = day.year * 12 + day.month
    end = last.year * 12 + last.month
    return {first - (day.day <= 3), *range(first, min(end, first + 24) + 1), end + (last.day >= 28)}


def _within(block: list[int]) -> Iterable[tuple[int, int]]:
    return ((one, two) for at, one in enumerate(block) for two in block[at + 1 :])


def _mean(found: Sequence[Episode], left: list[int], right: list[int], twindow: int, spatwindow: float) -> float:
    values = []
    for one in left:
        for two in right:
            if excluded(found[one], found[two], twindow, spatwindow):
                return -1.0
            values.append(score(found[one], found[two], twindow, spatwindow))
    return sum(values) / len(values)
