"""Families: each member is held by its head directly, so that a chain of partial copies joins nothing.

The text that others are most like is tried first as a head, or an earlier one that they are nearly as like; what it holds is its family;
the rest go on. A digest, which has two reports in different parts of it, is no head, unless it is older than both: then they were cut
from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from counterclaim.copies.compare import Comparison

Compared = Callable[[int, int], Comparison | None]  # of two places, the first lower

_NEARLY = 0.85  # share of how alike others are to a text, from which an earlier one is the head in its place
_MOST_PARTS = 24  # reports of a digest that are looked at
_DISJOINT = 0.2  # share of the shorter part that two parts of a digest may have in common
Parts = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Group:
    """Places of the head and of what it holds."""

    head: int
    members: tuple[int, ...]


def groups(published: Sequence[date | None], near: Iterable[tuple[int, int, float]], compared: Compared) -> list[Group]:
    """A partition of the places 0 to len(published) - 1, which are in the order of heads: the earliest first, then the fullest.

    `near`: pairs that may be copies, and how alike they are. By the place of the head. About as many comparisons as texts.
    """
    beside: list[list[int]] = [[] for _ in published]
    alike = [0.0] * len(published)
    for one, two, likeness in near:
        for mine, other in ((one, two), (two, one)):
            beside[mine].append(other)
            alike[mine] += likeness
    return _Choice(published, beside, alike, _Pairs(compared)).groups()


class _Choice:
    """Heads chosen one after another; then each text goes to the head that has most of it, and families that one head holds become one."""

    def __init__(self, published: Sequence[date | None], beside: list[list[int]], alike: list[float], pairs: _Pairs) -> None:
        self._published, self._beside, self._alike, self._pairs = published, beside, alike, pairs
        self._heads: set[int] = set()
        self._left = set(range(len(published)))

    def groups(self) -> list[Group]:
        for place in sorted(self._left, key=lambda place: (-self._alike[place], place)):
            while place in self._left:
                self._take(self._first_like(place))
        members: dict[int, list[int]] = {head: [] for head in self._heads}
        for place in range(len(self._published)):
            if place not in self._heads:
                head = self._head_of(place)
                members.setdefault(head, []).extend([place] if place != head else [])
        self._absorb(members)
        return [Group(head, tuple(sorted(members[head]))) for head in sorted(members)]

    def _absorb(self, members: dict[int, list[int]]) -> None:
        """A family all of which another head holds joins it: a flash, and the story that it grew into."""
        for head in sorted(members, reverse=True):
            family = [head, *members[head]]
            for other in sorted(self._beside[head]):
                if other in members and all(self._pairs.holds(other, each) for each in family) and not self._is_digest(other):
                    members[other] += family
                    del members[head]
                    break

    def _is_digest(self, place: int) -> bool:
        held = [other for other in sorted(self._beside[place]) if self._pairs.holds(place, other)]
        return _is_digest(place, held, self._published, self._pairs)

    def _first_like(self, place: int) -> int:
        """The first in the order of heads of those that others are nearly as like as this one."""
        least = _NEARLY * self._alike[place]
        return min(other for other in (place, *self._beside[place]) if other in self._left and self._alike[other] >= least)

    def _take(self, head: int) -> None:
        held = [other for other in sorted(self._beside[head]) if other in self._left and self._pairs.holds(head, other)]
        self._left.discard(head)
        if not _is_digest(head, held, self._published, self._pairs):
            self._heads.add(head)
            self._left.difference_update(held)

    def _head_of(self, place: int) -> int:
        """The head that has most of a text; of a digest that no head holds, itself."""
        holding = [head for head in self._beside[place] if head in self._heads and self._pairs.holds(head, place)]
        return max(holding, key=lambda head: (self._pairs.shared(head, place), -head), default=place)


class _Pairs:
    """Comparisons by two places in any order."""

    def __init__(self, compared: Compared) -> None:
        self._compared = compared

    def of(self, one: int, two: int) -> Comparison | None:
        return self._compared(min(one, two), max(one, two))

    def holds(self, head: int, member: int) -> bool:
        found = self.of(head, member)
        return found is not None and found.holds(int(head > member))

    def shared(self, one: int, two: int) -> int:
        found = self.of(one, two)
        return found.shared if found is not None else 0

    def parts(self, whole: int, part: int) -> Parts:
        """Words of `whole`, half-open, that `part` has."""
        found = self.of(whole, part)
        return [each.ranges[int(whole > part)] for each in found.stretches] if found is not None else []


def _is_digest(place: int, held: Sequence[int], published: Sequence[date | None], pairs: _Pairs) -> bool:
    """Whether two of the texts held stand in different parts of this one, which is not older than both."""
    if len(held) < 2:
        return False
    mine = published[place]
    parts = {other: pairs.parts(place, other) for other in held[:_MOST_PARTS]}
    for one, two in combinations(parts, 2):
        first = min(published[one] or date.max, published[two] or date.max)
        if (mine is None or mine >= first) and _are_apart(parts[one], parts[two]):
            return True
    return False


def _are_apart(one: Parts, two: Parts) -> bool:
    """Whether two sets of stretches hardly overlap."""
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in two)
    shorter = min(sum(end - start for start, end in one), sum(end - start for start, end in two))
    return common <= _DISJOINT * shorter
