"""Linking: from the claims of many documents to incidents.

The story (docs/link.md): a document's claims, but for background, are its episode, and those that date another event in so many words
another one; episodes that agree on time, place and parties are clustered, and copies kept with the report that they descend from; a
cluster is an incident, whose accounts (per party) and points (per question) are read off its claims, and its summary in words off these.
What people judged goes in with the claims: a corrected claim reads as corrected, a wrong one is set aside, reports are bonded or kept
apart. A pure function of what it is given: any order of claims, documents and judgements gives the same incidents, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from counterclaim.judged import as_judged
from counterclaim.link.accounts import accounts_of
from counterclaim.link.bonds import bonds_of
from counterclaim.link.cluster import clusters
from counterclaim.link.copies import Heads, gathered
from counterclaim.link.episode import Episode, episodes
from counterclaim.link.incident import incident_of
from counterclaim.link.points import points_of
from counterclaim.link.review import Doubt, review_queue
from counterclaim.model import Claim, Document, Incident, Judgement
from counterclaim.summary import summary_of
from counterclaim.tolls import toll_words

__all__ = ["Doubt", "Episode", "LinkOptions", "link", "review_queue", "toll_words"]


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """Windows in the terms that researchers know: days and kilometres within which two reports may mean one event."""

    twindow: int = 1
    spatwindow: float = 50.0
    threshold: float = 0.5


def link(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    options: LinkOptions | None = None,
    *,
    judgements: Iterable[Judgement] = (),
    heads: Heads | None = None,
) -> list[Incident]:
    """Incidents by (first day, id). Claims whose document is not given, and background claims, belong to none.

    `heads` gives the id of the document that a document is a copy of: copies tell of one event, and count as one report. An id is that
    of the incident's first claim.
    """
    options, heads = options or LinkOptions(), heads or {}
    facts, judged = {document.id: document for document in documents}, tuple(judgements)
    read, bonds = list(as_judged(claims, judged)), bonds_of(judged)
    found, aside = [], _set_aside(read)
    kept = (claim for claim in read if claim.judged != "wrong")
    groups = clusters(episodes(kept, facts), options.twindow, options.spatwindow, options.threshold, bonds)
    for group in gathered(groups, heads, bonds.are_apart):
        if all(episode.silent for episode in group):
            continue
        told = [claim for episode in group for claim in episode.claims]
        accounts = accounts_of(told, facts, heads)
        wrong = sorted(identifier for episode in group if not episode.part for identifier in aside.get(episode.document, ()))
        incident = replace(incident_of(group, accounts, points_of(told, accounts, facts), heads), set_aside=tuple(wrong))
        found.append(replace(incident, summary=summary_of(incident, {claim.id: claim for claim in told})))
    return sorted(
        found,
        key=lambda incident: (incident.when.start.isoformat() if incident.when and incident.when.start else "~", incident.id),
    )


def _set_aside(claims: Iterable[Claim]) -> Mapping[str, list[str]]:
    """Document -> its claims that were judged wrong."""
    found: dict[str, list[str]] = {}
    for claim in claims:
        if claim.judged == "wrong" and not claim.background:
            found.setdefault(claim.document, []).append(claim.id)
    return found
