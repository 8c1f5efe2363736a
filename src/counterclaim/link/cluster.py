"""Clustering: episodes that mean one event. The likeliest pairs first; two groups are joined when their pairs are alike on the whole.

One vague report cannot chain two clashes together: where any pair of two groups gives other days, places or dyads, their mean decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import product

from counterclaim.link.blocks import neighbours
from counterclaim.link.bonds import Bonds
from counterclaim.link.compare import contradict, excluded, score
from counterclaim.link.episode import Episode

SAMPLE = 12  # units of a large group that stand for it when it is compared with another


def clusters(
    found: Sequence[Episode], twindow: int, spatwindow: float, threshold: float, bonds: Bonds | None = None
) -> list[list[Episode]]:
    """Groups of episodes, each in the given order, the groups by their first member. The order of `found` must be canonical.

    What is clustered are units: single episodes, and those that a person said to be of one incident. Two units are compared by their two
    nearest members, so that a report that fits either reading of a bonded pair joins it.
    """
    pairing = _Pairing(found, twindow, spatwindow, bonds or Bonds())
    groups = _Groups(pairing, threshold)
    for _, one, two in _candidates(pairing, threshold):
        groups.join(one, two)
    members = {first: sorted(index for unit in units for index in pairing.units[unit]) for first, units in groups.members.items()}
    return [[found[index] for index in members[first]] for first in sorted(members)]


def _candidates(pairing: _Pairing, threshold: float) -> list[tuple[float, int, int]]:
    """Pairs of units that alone would be joined, the likeliest first."""
    scored = []
    pairs = neighbours(pairing.found, pairing.spatwindow)
    for one, two in {pair for pair in map(pairing.unit_pair, pairs) if pair[0] != pair[1]}:
        value = pairing.value(one, two)
        if value is not None and value >= threshold:
            scored.append((-value, one, two))
    return sorted(scored)


class _Groups:
    """Groups of units as they are joined, each under its first unit. What could not be joined is not tried again until either grows."""

    def __init__(self, pairing: _Pairing, threshold: float) -> None:
        self.members: dict[int, list[int]] = {unit: [unit] for unit in pairing.units}
        self._pairing, self._threshold = pairing, threshold
        self._of = {unit: unit for unit in pairing.units}
        self._samples: dict[int, list[int]] = {}
        self._failed: dict[tuple[int, int], int] = {}

    def join(self, one: int, two: int) -> None:
        keep, drop = sorted((self._of[one], self._of[two]))
        if keep == drop or not self._are_one(keep, drop):
            return
        moved = self.members.pop(drop)
        self.members[keep] += moved
        for unit in moved:
            self._of[unit] = keep
        self._samples.pop(keep, None)

    def _are_one(self, keep: int, drop: int) -> bool:
        size = len(self.members[keep]) + len(self.members[drop])
        if self._failed.get((keep, drop)) == size:
            return False
        alike = not self._pairing.are_parted(self.members[keep], self.members[drop])
        if alike and self._pairing.likeness(self._sample(keep), self._sample(drop)) >= self._threshold:
            return True
        self._failed[keep, drop] = size
        return False

    def _sample(self, first: int) -> list[int]:
        """The units of a group; of a large one those that a person bonded, and some from its first day to its last."""
        units = self.members[first]
        if len(units) <= SAMPLE:
            return units
        if first not in self._samples:
            ordered = sorted(units, key=lambda unit: (self._pairing.found[unit].first or date.max, unit))
            spread = {ordered[at * (len(ordered) - 1) // (SAMPLE - 1)] for at in range(SAMPLE)}
            self._samples[first] = sorted(spread | {unit for unit in units if len(self._pairing.units[unit]) > 1})
        return self._samples[first]


class _Pairing:
    """Episodes in units, by the first member of each, and how alike two units are."""

    def __init__(self, found: Sequence[Episode], twindow: int, spatwindow: float, bonds: Bonds) -> None:
        self.found, self.spatwindow = found, spatwindow
        self._twindow = twindow
        self.units: dict[int, list[int]] = {}
        self._unit_of: list[int] = []
        self._parted = _parted(found, bonds)
        self._values: dict[tuple[int, int], float | None] = {}
        first: dict[str, int] = {}
        for index, episode in enumerate(found):
            unit = first.setdefault(_unit(episode, bonds), index)
            self.units.setdefault(unit, []).append(index)
            self._unit_of.append(unit)

    def unit_pair(self, pair: tuple[int, int]) -> tuple[int, int]:
        one, two = self._unit_of[pair[0]], self._unit_of[pair[1]]
        return min(one, two), max(one, two)

    def value(self, one: int, two: int) -> float | None:
        """The score of the two nearest members; None where the units cannot be of one incident."""
        key = (one, two) if one < two else (two, one)
        if key not in self._values:
            self._values[key] = None if self.are_parted([one], [two]) else self._nearest(*key)
        return self._values[key]

    def _nearest(self, one: int, two: int) -> float | None:
        values = [
            score(self.found[mine], self.found[theirs], self._twindow, self.spatwindow)
            for mine in self.units[one]
            for theirs in self.units[two]
            if not excluded(self.found[mine], self.found[theirs], self._twindow, self.spatwindow)
        ]
        return max(values, default=None)

    def are_parted(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether a person said of two of these units that they are not of one incident."""
        theirs = set(right) if self._parted else set()
        return any(not theirs.isdisjoint(self._parted[unit]) for unit in left if unit in self._parted)

    def likeness(self, left: Sequence[int], right: Sequence[int]) -> float:
        """The mean over the pairs of units of two groups, or the best where no pair contradicts; -1 where any pair cannot be.

        A report that says little is like none but one that says the same; where a pair gives two days, places or dyads, it cannot chain
        them. Two units of two days or places can be where a bonded one, which a person said to be of both, is like either.
        """
        values, bonded = [], [unit for unit in (*left, *right) if len(self.units[unit]) > 1]
        for one in left:
            for two in right:
                value = self.value(one, two)
                if value is not None:
                    values.append(value)
                elif not any(self._is_like(unit, one) and self._is_like(unit, two) for unit in bonded):
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

    def _is_like(self, unit: int, other: int) -> bool:
        value = self.value(unit, other) if unit != other else None
        return value is not None and value > 0


def _parted(found: Sequence[Episode], bonds: Bonds) -> dict[int, set[int]]:
    """First index of a unit -> those of the units that a person kept apart from it, whatever part of a report they are."""
    first: dict[str, int] = {}
    units: dict[str, set[int]] = defaultdict(set)
    for index, episode in enumerate(found):
        units[bonds.same.get(episode.document, episode.document)].add(first.setdefault(_unit(episode, bonds), index))
    parted: dict[int, set[int]] = defaultdict(set)
    for one, two in sorted(bonds.apart):
        for mine, theirs in product(units.get(one, ()), units.get(two, ())):
            parted[mine].add(theirs)
            parted[theirs].add(mine)
    return dict(parted)


def _unit(episode: Episode, bonds: Bonds) -> str:
    """What an episode is clustered with: what was said to be of one incident is said of the main event of a report."""
    return episode.key if episode.part else bonds.same.get(episode.document, episode.document)
