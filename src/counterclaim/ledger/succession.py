"""What became of incidents when they were built anew: which go on under another id, were merged or split, are gone or new.

An id is that of an incident's first claim (link/incident.py), so that the same reports give the same ids in whatever portions they were
read. Later reports leave it as it is; an earlier one, or a judgement, may give an incident another first claim: the trail says so, and
the ledger finds an incident by every id that it ever had.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from counterclaim.model import Incident

Change: TypeAlias = Literal["new", "changed", "renamed_from", "renamed_to", "merged_into", "split_from", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Held:
    """Claims and documents of an incident that was current before."""

    claims: frozenset[str]
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Succession:
    """The steps of incidents that are gone (`ended`) and of those that were not there before (`begun`): id -> (change, other id)."""

    ended: Mapping[str, tuple[Change, str | None]]
    begun: Mapping[str, tuple[Change, str | None]]


def succession(found: Sequence[Incident], before: Mapping[str, Held]) -> Succession:
    """Follow each incident by its claims, then by its documents (a newer extractor gives claims other ids), the most shared first.

    One that is gone is renamed where each of the two is what the other shares most with; else it was merged into the one that it shares
    most with. One that is new and no renamed one was split from the one that it shares most with.
    """
    kept = {incident.id for incident in found}
    pairs = _most_shared(found, before)
    heir = _first(pairs)
    origin = _first((new, old) for old, new in pairs)
    renamed = {old: new for old, new in heir.items() if old not in kept and new not in before and origin[new] == old}
    ended: dict[str, tuple[Change, str | None]] = {}
    for old in sorted(before.keys() - kept):
        new = heir.get(old)
        ended[old] = ("renamed_to", new) if old in renamed else ("merged_into", new) if new else ("withdrawn", None)
    names = {new: old for old, new in renamed.items()}
    begun: dict[str, tuple[Change, str | None]] = {}
    for new in sorted(kept - before.keys()):
        begun[new] = ("renamed_from", names[new]) if new in names else ("split_from", origin[new]) if new in origin else ("new", None)
    return Succession(ended, begun)


def _most_shared(found: Sequence[Incident], before: Mapping[str, Held]) -> list[tuple[str, str]]:
    """(before, found), those that share the most claims first, then documents, then by id."""
    claims = _holders((old, held.claims) for old, held in before.items())
    documents = _holders((old, held.documents) for old, held in before.items())
    shares: dict[tuple[str, str], tuple[int, int]] = {}
    for incident in found:
        by_claim = Counter(old for claim in incident.claims for old in claims.get(claim, ()))
        by_document = Counter(old for document in incident.documents for old in documents.get(document, ()))
        shares |= {(old, incident.id): (by_claim[old], by_document[old]) for old in by_claim | by_document}
    return sorted(shares, key=lambda pair: (-shares[pair][0], -shares[pair][1], pair))


def _first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for one, other in pairs:
        chosen.setdefault(one, other)
    return chosen


def _holders(held: Iterator[tuple[str, frozenset[str]]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for identifier, parts in held:
        for part in parts:
            found[part].append(identifier)
    return found
