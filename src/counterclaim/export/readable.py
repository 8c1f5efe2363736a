"""What an export reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from counterclaim.interchange import ClaimRow, IncidentRow
from counterclaim.model import Document


class Readable(Protocol):
    """A view of the ledger is one, and so is anything else that gives rows in these orders."""

    def claim_rows(self) -> Iterator[ClaimRow]:
        """Claims by (source, start, end, id)."""

    def incident_rows(self) -> Iterator[IncidentRow]:
        """Incidents by (first day, id), the undated last."""

    def documents(self) -> Iterator[Document]:
        """All documents by (published, source, id), the undated last."""

    def document(self, identifier: str) -> Document:
        """The document with this id."""
