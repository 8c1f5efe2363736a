"""Linking: from the claims of many documents to incidents.

The story: a document's claims, but for background, are its episode; episodes that agree on time, place and parties are clustered, and
copies kept with the report that they descend from; a cluster is an incident, whose accounts (per party) and points (per question) are
read off its claims. A pure function of what it is given: any order of claims and documents gives the same incidents, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counterclaim.link.accounts import accounts_of
from counterclaim.link.cluster import clusters
from counterclaim.link.copies import Heads, gathered
from counterclaim.link.episode import Episode, episodes
from counterclaim.link.incident import incident_of
from counterclaim.link.points import points_of, toll_words
from counterclaim.model import Claim, Document, Incident

__all__ = ["Episode", "LinkOptions", "link", "toll_words"]


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """Windows in the terms that researchers know: days and kilometres within which two reports may mean one event."""

    twindow: int = 1
    spatwindow: float = 50.0
    threshold: float = 0.5


def link(
    claims: Iterable[Claim], documents: Iterable[Document], options: LinkOptions | None = None, *, heads: Heads | None = None
) -> list[Incident]:
    """Incidents by (first day, id). Claims whose document is not given, and background claims, belong to none.

    `heads` gives the id of the document that a document is a copy of: copies tell of one event, and count as one report.
    """
    options, heads = options or LinkOptions(), heads or {}
    facts = {document.id: document for document in documents}
    found = []
    groups = clusters(episodes(claims, facts), options.twindow, options.spatwindow, options.threshold)
    for group in gathered(groups, heads):
        told = [claim for episode in group for claim in episode.claims]
        accounts = accounts_of(told, facts)
        found.append(incident_of(group, accounts, points_of(told, accounts, facts), heads))
    return sorted(
        found,
        key=lambda incident: (incident.when.start.isoformat() if incident.when and incident.when.start else "~", incident.id),
    )
