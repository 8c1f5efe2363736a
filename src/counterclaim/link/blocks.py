"""Blocks: which episodes are compared at all, so that the work grows with their number and not with its square.

Two episodes are compared when they share a month, and a party or a stretch of land; or a number of dead large enough to be known by, in
whatever month. A report that nothing dates is compared with others of its kind only: it may tell of any year, so no dated report is its
match. In a block of many, each is compared with those nearest to it by day and place (the sorted neighbourhood of Hernández and Stolfo,
1995).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import floor

from counterclaim.link.compare import telling
from counterclaim.link.episode import COARSE, Episode
from counterclaim.model import Place

KM_PER_DEGREE = 111.0
MOST_MONTHS = 24  # that one episode is blocked in: "for years" is no date
SMALL = 64  # episodes in a block up to which all are compared with all
NEAREST = 24  # episodes after one in a larger block that it is compared with


def neighbours(found: Sequence[Episode], spatwindow: float) -> set[tuple[int, int]]:
    """Pairs of episodes, by their places in `found`, the smaller first, that share a block and are near each other in it."""
    order = [_by_day(episode) for episode in found]
    pairs: set[tuple[int, int]] = set()
    for block in _blocks(found, spatwindow):
        near = len(block) if len(block) <= SMALL else NEAREST
        ordered = block if len(block) <= SMALL else sorted(block, key=lambda index: (order[index], index))
        for at, one in enumerate(ordered):
            pairs.update((one, two) if one < two else (two, one) for two in ordered[at + 1 : at + 1 + near])
    return pairs


def _by_day(episode: Episode) -> tuple[date, str]:
    """The order in a large block: by the last day of the first that it gives, then by the name of its place."""
    return episode.last or episode.published or date.max, episode.place.name if episode.place else ""


def _blocks(found: Sequence[Episode], spatwindow: float) -> Iterable[list[int]]:
    """Episodes that share a month, and a party or a stretch of land; or a telling toll."""
    blocks: dict[tuple[object, int | None], list[int]] = defaultdict(list)
    for index, episode in enumerate(found):
        months: list[int | None] = [*sorted(_months(episode))] or [None]
        for key in (*sorted(episode.parties), *sorted(set(_cells(episode.places, spatwindow)))):
            for month in months:
                blocks[key, month].append(index)
        for toll in sorted(telling(episode)):
            blocks[toll, None].append(index)
    return blocks.values()


def _months(episode: Episode) -> set[int]:
    """Months since year 0; an episode near the end of one is in the next one's block too. Empty where nothing dates it."""
    spans = episode.days or ([(episode.published, episode.published)] if episode.published else [])
    return {month for first, last in (*spans, *episode.told_of) for month in _months_of(first, last)}


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
