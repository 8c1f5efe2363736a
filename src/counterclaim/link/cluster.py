"""Clustering: episodes that mean one event. Average linkage within blocks, so that one vague report cannot chain two clashes together.

Blocks bound the work: two episodes are compared when they share a month, and a party or a stretch of land. A report that nothing dates is
compared with others of its kind only: it may tell of any year, so no dated report is its match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import floor

from counterclaim.link.compare import excluded, score
from counterclaim.link.episode import COARSE, Episode
from counterclaim.model import Place

KM_PER_DEGREE = 111.0
MOST_MONTHS = 24  # that one episode is blocked in: "for years" is no date


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
    pairs = {pair for block in _blocks(found, spatwindow) for pair in _within(block)}
    scored = []
    for one, two in sorted(pairs):
        if not excluded(found[one], found[two], twindow, spatwindow):
            value = score(found[one], found[two], twindow, spatwindow)
            if value >= threshold:
                scored.append((-value, one, two))
    return sorted(scored)


def _blocks(found: Sequence[Episode], spatwindow: float) -> Iterable[list[int]]:
    """Episodes that share a month, and a party or a stretch of land."""
    blocks: dict[tuple[object, int | None], list[int]] = defaultdict(list)
    for index, episode in enumerate(found):
        months: list[int | None] = [*sorted(_months(episode))] or [None]
        for key in (*sorted(episode.parties), *_cells(episode.places, spatwindow)):
            for month in months:
                blocks[key, month].append(index)
    return blocks.values()


def _months(episode: Episode) -> set[int]:
    """Months since year 0; an episode near the end of one is in the next one's block too. Empty where nothing dates it."""
    spans = episode.days or ([(episode.published, episode.published)] if episode.published else [])
    return {month for first, last in spans for month in _months_of(first, last)}


def _months_of(first: date, last: date) -> Iterator[int]:
    start, end = first.year * 12 + first.month, last.year * 12 + last.month
    yield start - (first.day <= 3)
    yield from range(start, min(end, start + MOST_MONTHS) + 1)
    yield end + (last.day >= 28)


def _cells(places: Iterable[Place], spatwindow: float) -> Iterator[tuple[str, int, int]]:
    """Cells of four grids, each moved by half a cell: two places within the window of each other share at least one."""
    high = max(1.0, 2 * spatwindow / KM_PER_DEGREE)
    wide = 4 * high  # a degree of longitude is a quarter of one of latitude at 75 degrees north
    for place in places:
        if place.lat is not None and place.lon is not None and place.precision < COARSE:
            for north, east in ((0, 0), (0, 1), (1, 0), (1, 1)):
                yield f"grid {north}{east}", floor(place.lat / high + north / 2), floor(place.lon / wide + east / 2)


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
