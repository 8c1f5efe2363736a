"""Clustering: episodes that mean one event. Average linkage within blocks, so that one vague report cannot chain two clashes together.

Blocks bound the work: two episodes are compared when they share a month, and a party or a stretch of land. A report that nothing dates is
compared with others of its kind only: it may tell of any year, so no dated report is its match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import floor

from counterclaim.link.bonds import Bonds
from counterclaim.link.compare import contradict, excluded, score, telling
from counterclaim.link.episode import COARSE, Episode
from counterclaim.model import Place

KM_PER_DEGREE = 111.0
MOST_MONTHS = 24  # that one episode is blocked in: "for years" is no date


def clusters(
    found: Sequence[Episode], twindow: int, spatwindow: float, threshold: float, bonds: Bonds | None = None
) -> list[list[Episode]]:
    """Groups of episodes, each in the given order, the groups by their first member. The order of `found` must be canonical.

    What is clustered are units: single episodes, and those that a person said to be of one incident. Two units are compared by their two
    nearest members, so that a report that fits either reading of a bonded pair joins it.
    """
    pairing = _Pairing(found, twindow, spatwindow, bonds or Bonds())
    groups: dict[int, list[int]] = {unit: [unit] for unit in pairing.units}
    of = {unit: unit for unit in pairing.units}
    for _, one, two in _candidates(pairing, threshold):
        left, right = of[one], of[two]
        if left != right and pairing.mean(groups[left], groups[right]) >= threshold:
            keep, drop = min(left, right), max(left, right)
            groups[keep] = sorted(groups[keep] + groups.pop(drop))
            for unit in groups[keep]:
                of[unit] = keep
    members = {first: sorted(index for unit in units for index in pairing.units[unit]) for first, units in groups.items()}
    return [[found[index] for index in members[first]] for first in sorted(members)]


def _candidates(pairing: _Pairing, threshold: float) -> list[tuple[float, int, int]]:
    """Pairs of units that alone would be joined, the likeliest first."""
    scored = []
    pairs = neighbours(pairing.found, pairing.spatwindow)
    for one, two in sorted({pair for pair in map(pairing.unit_pair, pairs) if pair[0] != pair[1]}):
        value = pairing.value(one, two)
        if value is not None and value >= threshold:
            scored.append((-value, one, two))
    return sorted(scored)


class _Pairing:
    """Episodes in units, by the first member of each, and how alike two units are."""

    def __init__(self, found: Sequence[Episode], twindow: int, spatwindow: float, bonds: Bonds) -> None:
        self.found, self.spatwindow = found, spatwindow
        self._twindow, self._bonds = twindow, bonds
        self.units: dict[int, list[int]] = {}
        self._unit_of: list[int] = []
        first: dict[str, int] = {}
        for index, episode in enumerate(found):
            unit = first.setdefault(bonds.same.get(episode.document, episode.document), index)
            self.units.setdefault(unit, []).append(index)
            self._unit_of.append(unit)

    def unit_pair(self, pair: tuple[int, int]) -> tuple[int, int]:
        one, two = self._unit_of[pair[0]], self._unit_of[pair[1]]
        return min(one, two), max(one, two)

    def value(self, one: int, two: int) -> float | None:
        """The score of the two nearest members; None where the units cannot be of one incident."""
        if self._are_apart(one, two):
            return None
        values = [
            score(self.found[mine], self.found[theirs], self._twindow, self.spatwindow)
            for mine in self.units[one]
            for theirs in self.units[two]
            if not excluded(self.found[mine], self.found[theirs], self._twindow, self.spatwindow)
        ]
        return max(values, default=None)

    def mean(self, left: Sequence[int], right: Sequence[int]) -> float:
        """The mean over the pairs of units of two groups, or the best where no pair contradicts; -1 where any pair cannot be.

        A report that says little is like none but one that says the same; where a pair gives two days, places or dyads, it cannot chain them.
        Two units of two days or places can be where a bonded one, which a person said to be of both, is like either.
        """
        values, bonded = [], [unit for unit in (*left, *right) if len(self.units[unit]) > 1]
        for one in left:
            for two in right:
                value = self.value(one, two)
                if value is not None:
                    values.append(value)
                elif self._are_apart(one, two) or not any(self._is_like(unit, one) and self._is_like(unit, two) for unit in bonded):
                    return -1.0
        if not values:
            return -1.0
        contradicted = any(self._contradict(one, two) for one in left for two in right)
        return sum(values) / len(values) if contradicted else max(values)

    def _contradict(self, one: int, two: int) -> bool:
        return all(
            contradict(self.found[mine], self.found[theirs], self._twindow, self.spatwindow)
            for mine in self.units[one]
            for theirs in self.units[two]
        )

    def _are_apart(self, one: int, two: int) -> bool:
        return bool(self._bonds.apart) and self._bonds.are_apart(self.found[one].document, self.found[two].document)

    def _is_like(self, unit: int, other: int) -> bool:
        value = self.value(unit, other) if unit != other else None
        return value is not None and value > 0


def neighbours(found: Sequence[Episode], spatwindow: float) -> set[tuple[int, int]]:
    """Pairs of episodes, by their places in `found`, that share a block."""
    return {pair for block in _blocks(found, spatwindow) for pair in _within(block)}


def _blocks(found: Sequence[Episode], spatwindow: float) -> Iterable[list[int]]:
    """Episodes that share a month, and a party or a stretch of land."""
    blocks: dict[tuple[object, int | None], list[int]] = defaultdict(list)
    for index, episode in enumerate(found):
        months: list[int | None] = [*sorted(_months(episode))] or [None]
        for key in (*sorted(episode.parties), *_cells(episode.places, spatwindow)):
            for month in months:
                blocks[key, month].append(index)
        for toll in telling(episode):
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


def _within(block: list[int]) -> Iterable[tuple[int, int]]:
    return ((one, two) for at, one in enumerate(block) for two in block[at + 1 :])
