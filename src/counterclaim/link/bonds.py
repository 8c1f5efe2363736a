"""Bonds: which reports a person has said to be of one incident, and which not. The later word counts where two exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from counterclaim.judged import standing
from counterclaim.model import Judgement


@dataclass(frozen=True, slots=True)
class Bonds:
    """`same`: document -> the least of the documents that it is bonded with; `apart`: pairs of such documents kept apart."""

    same: dict[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def are_apart(self, one: str, two: str) -> bool:
        mine, theirs = self.same.get(one, one), self.same.get(two, two)
        return (min(mine, theirs), max(mine, theirs)) in self.apart


def bonds_of(judgements: Iterable[Judgement]) -> Bonds:
    """The bonds that the standing judgements make, the latest first: an earlier one that they exclude has no effect."""
    found = _Found()
    for one in reversed(standing(judgements)):
        for same, left, right in _pairs(one):
            (found.join if same else found.part)(left, right)
    return found.bonds()


def _pairs(one: Judgement) -> Iterator[tuple[bool, str, str]]:
    about = sorted(set(one.about) | (set(one.against) if one.decision == "same_incident" else set()))
    if one.decision == "same_incident":
        yield from ((True, about[0], other) for other in about[1:])
    elif one.decision == "not_same_incident":
        pairs = product(about, sorted(set(one.against))) if one.against else combinations(about, 2)
        yield from ((False, left, right) for left, right in pairs if left != right)


class _Found:
    """Groups of documents as they are joined, and which groups are apart."""

    def __init__(self) -> None:
        self._least: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def join(self, left: str, right: str) -> None:
        mine, theirs = sorted((self._root(left), self._root(right)))
        if mine == theirs or theirs in self._apart[mine]:
            return
        self._members[mine] |= self._members.pop(theirs)
        for member in self._members[mine]:
            self._least[member] = mine
        for other in self._apart.pop(theirs, set()):
            self._apart[other].discard(theirs)
            self.part(mine, other)

    def part(self, left: str, right: str) -> None:
        mine, theirs = self._root(left), self._root(right)
        if mine != theirs:
            self._apart[mine].add(theirs)
            self._apart[theirs].add(mine)

    def bonds(self) -> Bonds:
        apart = frozenset((one, other) for one, others in self._apart.items() for other in others if one < other)
        return Bonds(dict(self._least), apart)

    def _root(self, document: str) -> str:
        if document not in self._least:
            self._least[document] = document
            self._members[document] = {document}
        return self._least[document]
