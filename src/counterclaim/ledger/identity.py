"""Ids that stay: each incident found takes over the id of the incident published before that holds most of its claims.

Every choice is by a total order over what the incidents hold, so that the same ledger and the same incidents give the same ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from counterclaim.model import Incident, content_id


@dataclass(frozen=True, slots=True)
class Published:
    """An incident as last published: its claims, their documents, and whether it is current or was withdrawn."""

    claims: frozenset[str]
    documents: frozenset[str]
    current: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """Incidents with the ids that they are published under.

    `split_from`: new id -> the current incident that most of its claims come from; `merged_into`: id that is gone -> the incident that
    now holds most of its claims.
    """

    incidents: tuple[Incident, ...]
    split_from: Mapping[str, str]
    merged_into: Mapping[str, str]


def carried(found: Sequence[Incident], before: Mapping[str, Published]) -> Carried:
    """Give each incident its id: that of a current one first, then of a withdrawn one, else one that was never used.

    Pairs are taken by shared claims, then shared documents (a newer extractor gives claims other ids), the largest first; then an
    incident that would have the same id anyway, then by id.
    """
    shared = _Shared(found, before)
    taken: dict[str, str] = {}
    for is_current in (True, False):
        _assign(taken, shared.pairs(is_current), {one.id for one in found})
    used = {*before, *taken.values()}
    for incident in sorted(found, key=lambda one: one.id):
        if incident.id not in taken:
            taken[incident.id] = _unused(incident, used)
            used.add(taken[incident.id])
    current = {identifier for identifier, one in before.items() if one.current}
    origins, heirs = shared.largest(by_found=True), shared.largest(by_found=False)
    split = {taken[new]: old for new, old in origins.items() if taken[new] not in current and old in taken.values()}
    merged = {old: taken[new] for old, new in heirs.items() if old not in taken.values()}
    return Carried(tuple(replace(one, id=taken[one.id]) for one in found), split, merged)


class _Shared:
    """How many claims and documents each incident found shares with each published before."""

    def __init__(self, found: Sequence[Incident], before: Mapping[str, Published]) -> None:
        self._before = before
        claims = _holders((identifier, one.claims) for identifier, one in before.items())
        documents = _holders((identifier, one.documents) for identifier, one in before.items())
        self._shared: dict[tuple[str, str], tuple[int, int]] = {}
        for one in found:
            by_claim = Counter(old for claim in one.claims for old in claims.get(claim, ()))
            by_document = Counter(old for document in one.documents for old in documents.get(document, ()))
            for old in by_claim | by_document:
                self._shared[one.id, old] = by_claim[old], by_document[old]

    def pairs(self, is_current: bool) -> Iterator[tuple[str, str]]:
        """(found, before), the largest share first."""
        wanted = [(pair, share) for pair, share in self._shared.items() if self._before[pair[1]].current == is_current]
        return (pair for pair, _ in sorted(wanted, key=lambda item: _order(*item)))

    def largest(self, *, by_found: bool) -> dict[str, str]:
        """Each incident found -> the current one that it shares most with; or the other way."""
        chosen: dict[str, str] = {}
        for new, old in self.pairs(is_current=True):
            key, value = (new, old) if by_found else (old, new)
            chosen.setdefault(key, value)
        return chosen


def _holders(held: Iterable[tuple[str, frozenset[str]]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for identifier, parts in held:
        for part in parts:
            found[part].append(identifier)
    return found


def _order(pair: tuple[str, str], share: tuple[int, int]) -> tuple[int, int, bool, str, str]:
    new, old = pair
    return -share[0], -share[1], new != old, old, new


def _assign(taken: dict[str, str], pairs: Iterable[tuple[str, str]], found: set[str]) -> None:
    given = set(taken.values())
    for new, old in pairs:
        if new in found and new not in taken and old not in given:
            taken[new] = old
            given.add(old)


def _unused(incident: Incident, used: set[str]) -> str:
    """Its own id where that was never used, else one of another of its claims."""
    claims = (content_id("incident", claim) for claim in sorted(incident.claims))
    numbered = (content_id("incident", incident.id, number) for number in count())
    return next(one for some in ((incident.id,), claims, numbered) for one in some if one not in used)
