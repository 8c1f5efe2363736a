"""Copies among the reports of incidents: counted once, and kept with the report that they descend from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from counterclaim.link.episode import Episode, canonical
from counterclaim.link.parties import side_of
from counterclaim.model import Claim, Toll

Told = TypeVar("Told", bound=Hashable)
Apart = Callable[[str, str], bool]  # of two document ids
Heads = Mapping[str, str]  # document id -> id of the document that it is a copy of; one that is not there is nobody's copy


def gathered(groups: Sequence[Sequence[Episode]], heads: Heads, are_apart: Apart | None = None) -> list[list[Episode]]:
    """Groups of episodes, a group that has nothing but copies of one report being put with that report.

    A copy that was cut or spun may have lost the day or the place by which its event is recognised. It goes where its family stands beside
    other reports, else where most of the family is, unless `are_apart` says of two documents there that they tell of different events. All
    orders are those of `episodes`.
    """
    families = [Counter((heads.get(episode.document, episode.document), episode.part) for episode in group) for group in groups]
    homes: dict[tuple[str, str], tuple[bool, int, int]] = {}
    for number, counts in enumerate(families):
        for head, count in counts.items():
            homes[head] = max(homes.get(head, (False, 0, 0)), (len(counts) > 1, count, -number))
    moved: dict[int, list[Episode]] = {}
    for number, (group, counts) in enumerate(zip(groups, families, strict=True)):
        home = number if len(counts) > 1 else -homes[next(iter(counts))][2]
        there = [*groups[home], *moved.get(home, [])] if home != number else []
        if are_apart is not None and any(are_apart(mine.document, other.document) for mine in group for other in there):
            home = number
        moved.setdefault(home, []).extend(group)
    return sorted((sorted(group, key=canonical) for group in moved.values()), key=lambda group: canonical(group[0]))


def copies_among(documents: Sequence[str], heads: Heads) -> tuple[tuple[str, ...], ...]:
    """Which of the documents are copies of one report, the one that all are copies of first, if it is there; the rest in their order."""
    families: dict[str, list[str]] = {}
    for document in documents:
        families.setdefault(heads.get(document, document), []).append(document)
    return tuple(tuple(sorted(members, key=lambda member: member != head)) for head, members in families.items() if len(members) > 1)


def by_report(told: Iterable[tuple[str, Told]], heads: Heads) -> Counter[Told]:
    """How many independent reports tell each thing, of (document, what it tells): copies tell it once."""
    return Counter(what for _, what in {(heads.get(document, document), what) for document, what in told})


def altered_tolls(claims: Iterable[Claim], heads: Heads) -> frozenset[tuple[str, Toll]]:
    """(claim, toll) of copies that give another number than their report does, of one party's claims: cut or spun, nobody said it."""
    told = [(claim, toll) for claim in claims for toll in claim.casualties if not toll.partial]
    given: dict[tuple[str, object, str], set[object]] = {}
    for claim, toll in told:
        given.setdefault((claim.document, side_of(toll), toll.kind), set()).add(_number(toll))
    found = set()
    for claim, toll in told:
        head = heads.get(claim.document, claim.document)
        numbers = given.get((head, side_of(toll), toll.kind), set()) if head != claim.document else set()
        if numbers and _number(toll) not in numbers:
            found.add((claim.id, toll))
    return frozenset(found)


def _number(toll: Toll) -> object:
    return toll.low, toll.best, toll.high, toll.unspecified
