"""What a person's judgement would help most with: doubtful pairs of reports and doubtful claims, the least certain first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from counterclaim.judged import as_judged
from counterclaim.link.blocks import neighbours
from counterclaim.link.bonds import Bonds, bonds_of
from counterclaim.link.compare import excluded, features, score
from counterclaim.link.episode import Episode, episodes
from counterclaim.model import Claim, Document, Incident, Judgement, Point

DOUBTFUL = 0.5  # share of the threshold, below and above it, within which a pair of reports is worth a question


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question for a person. `certainty`, from 0 to 1, is how sure we are of what we have done unasked.

    `parted`: two reports of two incidents that may be one; `joined`: two of one incident that may be two; `about` are the two documents.
    `claimed`: `about` is one claim, on which alone an answer to a point rests. `why` is (what speaks for it, its score or confidence).
    """

    kind: Literal["parted", "joined", "claimed"]
    about: tuple[str, ...]
    incidents: tuple[str, ...]
    certainty: float
    why: tuple[tuple[str, float], ...] = ()


def review_queue(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    incidents: Iterable[Incident],
    *,
    judgements: Iterable[Judgement] = (),
    twindow: int,
    spatwindow: float,
    threshold: float,
) -> list[Doubt]:
    """All doubts by (certainty, kind, about). What was judged before is not asked again.

    `incidents` are those that `link` made of the claims with the same windows.
    """
    judged, facts = tuple(judgements), {document.id: document for document in documents}
    read = list(as_judged(claims, judged))
    linked = tuple(incidents)
    told = episodes((claim for claim in read if claim.judged != "wrong"), facts)
    found = {episode.document: episode for episode in told if not episode.part}
    pairs = _Pairs(found, linked, bonds_of(judged), twindow, spatwindow, threshold)
    doubts = [*pairs.parted(), *pairs.joined(), *_claimed(linked, {claim.id: claim for claim in read})]
    return sorted(doubts, key=lambda doubt: (doubt.certainty, doubt.kind, doubt.about))


class _Pairs:
    """Pairs of reports that are nearly as like as unlike."""

    def __init__(
        self,
        found: Mapping[str, Episode],
        incidents: Sequence[Incident],
        bonds: Bonds,
        twindow: int,
        spatwindow: float,
        threshold: float,
    ) -> None:
        self._found, self._incidents, self._bonds = found, incidents, bonds
        self._windows, self._threshold = (twindow, spatwindow), threshold
        of = {claim: incident.id for incident in incidents for claim in incident.claims}
        self._of = {document: of.get(episode.claims[0].id, "") for document, episode in found.items() if episode.claims}

    def parted(self) -> Iterator[Doubt]:
        """For each two incidents that are nearly one, the two reports that are most alike."""
        ordered = sorted(self._found.values(), key=lambda episode: episode.document)
        best: dict[tuple[str, str], tuple[float, str, str]] = {}
        for one, other in neighbours(ordered, self._windows[1]):
            mine, theirs = ordered[one].document, ordered[other].document
            incidents = sorted({self._of.get(mine, ""), self._of.get(theirs, "")} - {""})
            if len(incidents) == 2 and not self._settled(mine, theirs) and (value := self._score(mine, theirs)) is not None:
                key = incidents[0], incidents[1]
                best[key] = min(best.get(key, (0.0, "", "")), (-value, mine, theirs))
        for key, (value, mine, theirs) in best.items():
            if mine and -value >= self._threshold * (1 - DOUBTFUL):
                yield self._doubt("parted", mine, theirs, key, -value)

    def joined(self) -> Iterator[Doubt]:
        """For each report of an incident that is hardly like any other of it, the one that it is most like. Copies are as their likest."""
        for incident in self._incidents:
            head = {member: group[0] for group in incident.copies for member in group}
            likest: dict[str, tuple[float, str, str]] = {}
            for one, other in combinations(sorted(document for document in incident.documents if self._of.get(document) == incident.id), 2):
                mine, theirs = head.get(one, one), head.get(other, other)
                if mine != theirs:
                    pair = -(self._score(one, other) or 0.0), one, other
                    likest |= {family: min(likest.get(family, pair), pair) for family in (mine, theirs)}
            for value, one, other in sorted(set(likest.values())):
                if -value < self._threshold * (1 + DOUBTFUL) and not self._settled(one, other):
                    yield self._doubt("joined", one, other, (incident.id,), -value)

    def _score(self, one: str, other: str) -> float | None:
        mine, theirs = self._found[one], self._found[other]
        return None if excluded(mine, theirs, *self._windows) else score(mine, theirs, *self._windows)

    def _settled(self, one: str, other: str) -> bool:
        """Whether a person has said that they are of one incident, or that they are not."""
        same = self._bonds.same
        return same.get(one, one) == same.get(other, other) or self._bonds.are_apart(one, other)

    def _doubt(self, kind: Literal["parted", "joined"], one: str, other: str, incidents: tuple[str, ...], value: float) -> Doubt:
        surplus = value - self._threshold if kind == "joined" else self._threshold - value
        certainty = round(min(1.0, max(0.0, surplus / self._threshold)), 4)
        told = features(self._found[one], self._found[other], *self._windows)
        return Doubt(kind, (one, other), incidents, certainty, tuple((name, round(value, 4)) for name, value in told))


def _claimed(incidents: Iterable[Incident], claims: Mapping[str, Claim]) -> Iterator[Doubt]:
    """Claims that nobody judged, on which alone an answer rests."""
    for incident in incidents:
        resting: dict[str, list[Point]] = {}
        for point in incident.points:
            for answer in point.answers:
                if len(answer.claims) == 1 and (claim := claims.get(answer.claims[0])) and claim.judged is None:
                    resting.setdefault(claim.id, []).append(point)
        for identifier, points in resting.items():
            sure = round(claims[identifier].confidence, 4)
            yield Doubt("claimed", (identifier,), (incident.id,), sure, tuple((point.question, sure) for point in points))
