"""Measures of claims and incidents against hand-made ones, over sets of documents; every figure is micro-averaged.

A found claim and a gold one are paired when they share at least half of the shorter and a fifth of their union; each is used once, the
best pairs first. Claims are compared by party: a body of a state counts as the state. Unpaired background claims are no errors of ours,
since the gold keeps at most three a document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import acos, cos, radians, sin

SHARE_OF_SHORTER, SHARE_OF_UNION = 0.5, 0.2
NEAR_KM = 25.0
EARTH_KM = 6371.0
FIELDS = ("actor", "background", "date", "quoted", "speaker_exact", "stance", "target", "type")
# Names that mean one party: unnamed speakers whatever their number, a movement and the authorities that it runs.
SAME = {
    "residents": "resident",
    "witnesses": "witness",
    "anon_local_sources": "anon_sources",
    "anon_source": "anon_sources",
    "health_worker": "health_workers",
    "health_official": "health_workers",
    "medical_official": "health_workers",
    "media_report": "media_reports",
    "yem_houthi": "houthis",
    "houthi": "houthis",
    "pse_hamas": "hamas",
}
PREFIXES = frozenset({"org", "grp", "per", "media", "igo"})

Toll = tuple[str | None, str | None, str]  # side's party, kind, number
Relation = tuple[str | None, str, str | None, str | None]  # speaker, stance, actor, target; all as parties


def party(identifier: str | None) -> str | None:
    """The party that an id belongs to, in lower case: ARM:MOD is of "arm"."""
    if not identifier:
        return None
    parts = identifier.split(":")
    name = parts[1] if len(parts) > 1 and parts[0].lower() in PREFIXES else parts[0]
    snake = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return SAME.get(snake, snake)


def number(low: int | None, best: int | None, high: int | None, *, unspecified: bool) -> str:
    """A toll's number as compared: its best figure, else a bound, else "unspecified"."""
    known = [value for value in (best, low, high) if value is not None]
    return "unspecified" if unspecified or not known else str(known[0])


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it is compared, gold or found. Ids are whole; `date` is ISO, or shorter, or a range in the gold."""

    start: int
    end: int
    speaker: str | None
    stance: str
    actor: str | None = None
    target: str | None = None
    type: str | None = None
    quoted: str | None = None
    date: str | None = None
    background: bool = False
    tolls: frozenset[Toll] = frozenset()

    @property
    def relation(self) -> Relation:
        return party(self.speaker), self.stance, party(self.actor), party(self.target)


@dataclass(slots=True)
class Count:
    """Right ones among the found and the gold ones."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        self.right += right
        self.found += found
        self.gold += gold

    def of_sets(self, found: Collection[Hashable], gold: Collection[Hashable]) -> None:
        self.add(len(set(found) & set(gold)), len(found), len(gold))

    @property
    def figures(self) -> dict[str, float | int]:
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        shown = {"p": precision, "r": recall, "f1": harmonic(precision, recall)}
        return {key: round(value, 4) for key, value in shown.items()} | {"tp": self.right, "system": self.found, "gold": self.gold}


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Share:
    """Right ones of those asked."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.of += 1


@dataclass(slots=True)
class ClaimScore:
    """All measures of claims, over the documents added."""

    documents: int = 0
    measures: dict[str, Count] = field(default_factory=lambda: {key: Count() for key in ("detect", "speaker", "claim", "relation", "toll")})
    fields: dict[str, Share] = field(default_factory=lambda: {key: Share() for key in FIELDS})

    def add(self, gold: Sequence[Told], found: Sequence[Told]) -> None:
        """Add one document."""
        self.documents += 1
        pairs = paired(gold, found)
        used = {at for _, at in pairs}
        counted = len(pairs) + sum(at not in used and not claim.background for at, claim in enumerate(found))
        same_speaker = [party(gold[g].speaker) == party(found[f].speaker) for g, f in pairs]
        same_stance = [gold[g].stance == found[f].stance for g, f in pairs]
        right = {
            "detect": len(pairs),
            "speaker": sum(same_speaker),
            "claim": sum(both == (True, True) for both in zip(same_speaker, same_stance, strict=True)),
        }
        for key, value in right.items():
            self.measures[key].add(value, counted, len(gold))
        for g, f in pairs:
            self._compare(gold[g], found[f])
        kept = [claim for at, claim in enumerate(found) if at in used or not claim.background]
        self.measures["relation"].of_sets({claim.relation for claim in kept}, {claim.relation for claim in gold})
        self.measures["toll"].of_sets(by_speaker(kept), by_speaker(gold))

    def _compare(self, gold: Told, found: Told) -> None:
        day = gold.date.split("/")[0][:10] if gold.date is not None else None
        answers: dict[str, tuple[object, object]] = {
            "actor": (party(gold.actor), party(found.actor)),
            "background": (gold.background, found.background),
            "date": (day, found.date[: len(day)] if day is not None and found.date else None),
            "quoted": (gold.quoted, found.quoted),
            "speaker_exact": (gold.speaker, found.speaker),
            "stance": (gold.stance, found.stance),
            "target": (party(gold.target), party(found.target)),
            "type": (gold.type, found.type),
        }
        for key, (wanted, got) in answers.items():
            if wanted is not None:
                self.fields[key].add(wanted == got)

    @property
    def figures(self) -> dict[str, object]:
        shares = {
            key: {"right": share.right, "of": share.of, "accuracy": round(share.right / share.of, 4) if share.of else None}
            for key, share in self.fields.items()
            if share.of
        }
        return {key: count.figures for key, count in self.measures.items()} | {"fields": shares}


def by_speaker(claims: Iterable[Told]) -> set[tuple[str | None, Toll]]:
    """Who gives which toll, wherever it was found."""
    return {(party(claim.speaker), toll) for claim in claims for toll in claim.tolls}


def paired(gold: Sequence[Told], found: Sequence[Told]) -> list[tuple[int, int]]:
    """Indices of the gold and found claims that are taken for each other, the best first; the first in the text where equal."""
    candidates = [
        (-likeness(wanted, got), g, f) for g, wanted in enumerate(gold) for f, got in enumerate(found) if overlap(wanted, got) is not None
    ]
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, g, f in sorted(candidates):
        if g not in used_gold and f not in used_found:
            pairs.append((g, f))
            used_gold.add(g)
            used_found.add(f)
    return pairs


def overlap(one: Told, other: Told) -> float | None:
    """The share of the shorter span that both have; None where too little for a pair."""
    both = min(one.end, other.end) - max(one.start, other.start)
    if both <= 0:
        return None
    share = both / min(one.end - one.start, other.end - other.start)
    of_union = both / (max(one.end, other.end) - min(one.start, other.start))
    return share if share >= SHARE_OF_SHORTER and of_union >= SHARE_OF_UNION else None


def likeness(gold: Told, found: Told) -> float:
    """Overlap, and what speaks for a pair where several claims have the same words."""
    agreed = 0.5 * (party(gold.speaker) == party(found.speaker))
    stance = 0.3 * (gold.stance == found.stance)
    return (overlap(gold, found) or 0.0) + agreed + stance + 0.1 * (party(gold.actor) == party(found.actor))


@dataclass(frozen=True, slots=True)
class Recounted:
    """An incident as it is compared, gold or found. `initiators` and `tolls` are by party; None: silent.

    In the gold, the keys of `initiators` are the parties asked about.
    """

    name: str
    documents: frozenset[str]
    type: str
    date: str | None
    point: tuple[float, float] | None
    initiators: Mapping[str | None, str | None]
    tolls: frozenset[tuple[str | None, Toll]]
    claims: int = 0


@dataclass(slots=True)
class IncidentScore:
    """B-cubed of documents, then the incident that most of a gold incident's documents are in, point by point."""

    precision: float = 0.0
    recall: float = 0.0
    points: dict[str, Share] = field(default_factory=lambda: {key: Share() for key in ("date", "place_25km", "type", "initiator")})
    tolls: Count = field(default_factory=Count)

    @property
    def figures(self) -> dict[str, object]:
        bcubed = {"p": self.precision, "r": self.recall, "f1": harmonic(self.precision, self.recall)}
        return {
            "bcubed": {key: round(value, 4) for key, value in bcubed.items()},
            "points": {key: {"right": share.right, "of": share.of} for key, share in self.points.items()},
            "account_tolls": self.tolls.figures,
        }


def score_incidents(gold: Sequence[Recounted], found: Sequence[Recounted]) -> IncidentScore:
    """A document in several found incidents counts for the one of most claims."""
    score = IncidentScore()
    by_size = sorted(found, key=lambda incident: incident.claims)
    placed = {document: incident for incident in by_size for document in incident.documents}
    truth = {document: incident.name for incident in gold for document in incident.documents}
    score.precision, score.recall, _ = b_cubed(truth, {document: incident.name for document, incident in placed.items()})
    for wanted in gold:
        votes = Counter(placed[document].name for document in sorted(wanted.documents) if document in placed)
        named = {incident.name: incident for incident in found}
        _points(score, wanted, named[votes.most_common(1)[0][0]] if votes else NONE_FOUND)
    return score


NONE_FOUND = Recounted("", frozenset(), "", None, None, {}, frozenset())


def b_cubed(truth: Mapping[str, str], placed: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of where documents were placed against where they belong; a document that is not placed stands alone."""
    found = {document: placed.get(document, f"none:{document}") for document in truth}
    wanted, clusters = Counter(truth.values()), Counter(found.values())
    both = Counter((truth[document], found[document]) for document in truth)
    if not truth:
        return 0.0, 0.0, 0.0
    precision = sum(count * count / clusters[cluster] for (_, cluster), count in sorted(both.items())) / len(truth)
    recall = sum(count * count / wanted[incident] for (incident, _), count in sorted(both.items())) / len(truth)
    return precision, recall, harmonic(precision, recall)


def _points(score: IncidentScore, gold: Recounted, found: Recounted) -> None:
    score.points["date"].add((found.date or "") == gold.date)
    near = found.point is not None and gold.point is not None and kilometres(found.point, gold.point) <= NEAR_KM
    score.points["place_25km"].add(near)
    score.points["type"].add(found.type == gold.type)
    for says, blamed in gold.initiators.items():
        score.points["initiator"].add(found.initiators.get(says) == blamed)
    score.tolls.of_sets(found.tolls, gold.tolls)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle, between (latitude, longitude) in degrees."""
    (north, east), (other_north, other_east) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    cosine = sin(north) * sin(other_north) + cos(north) * cos(other_north) * cos(other_east - east)
    return EARTH_KM * acos(max(-1.0, min(1.0, cosine)))
