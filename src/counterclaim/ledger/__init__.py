"""The ledger: an append-only store of documents, claims, incidents and judgements, on SQLite or PostgreSQL (docs/ledger.md).

with open_ledger("reports.db") as ledger:
    with ledger.session() as session:  # one writer at a time; committed at the end, or not at all
        session.add_document(document)
        session.add_claims(document.id, "rules-1", claims)
    with ledger.view() as view:  # any number of readers, each on one consistent state
        ...
"""

from counterclaim.ledger.records import (
    EVERY_CLAIM,
    EVERY_INCIDENT,
    ClaimFilter,
    Counts,
    Cursor,
    DayCount,
    Extraction,
    IncidentChange,
    IncidentChanges,
    IncidentFilter,
    IncidentRevision,
    Order,
    PlaceCount,
    Run,
)
from counterclaim.ledger.session import Session
from counterclaim.ledger.store import Ledger, open_ledger
from counterclaim.ledger.view import View
from counterclaim.model import Judgement

__all__ = [
    "EVERY_CLAIM",
    "EVERY_INCIDENT",
    "ClaimFilter",
    "Counts",
    "Cursor",
    "DayCount",
    "Extraction",
    "IncidentChange",
    "IncidentChanges",
    "IncidentFilter",
    "IncidentRevision",
    "Judgement",
    "Ledger",
    "Order",
    "PlaceCount",
    "Run",
    "Session",
    "View",
    "open_ledger",
]
