"""Reading the ledger. Everything comes in an order that depends on what the ledger holds, never on how it came there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, exists, func, or_, select

from counterclaim.errors import LedgerError
from counterclaim.interchange import (
    ClaimRow,
    IncidentRow,
    claim_from_row,
    document_from_row,
    incident_from_row,
)
from counterclaim.ledger.facets import select_count, select_days, select_found, select_parties, select_places, select_rows
from counterclaim.ledger.records import (
    EVERY_CLAIM,
    ClaimFilter,
    Counts,
    Cursor,
    DayCount,
    Extraction,
    IncidentFilter,
    IncidentRevision,
    Judgement,
    Order,
    PlaceCount,
    Run,
)
from counterclaim.ledger.schema import (
    claims,
    documents,
    extractions,
    incident_documents,
    incidents,
    judgements,
    rejections,
    run_ends,
    runs,
    sightings,
    signatures,
)
from counterclaim.ledger.select import (
    begins,
    is_current_claim,
    is_current_incident,
    select_claims,
    select_documents,
    select_incidents,
)
from counterclaim.model import Claim, Document, Incident, Rejection

ROWS_AT_ONCE = 1000


class View:
    """The ledger at one moment; good within the `with` that made it. Iterators stream: they hold a thousand rows at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def document(self, identifier: str) -> Document:
        """The document with this id; LedgerError where there is none."""
        for row in self._stream(select_documents().where(documents.c.id == identifier)):
            return _document(*row)
        raise LedgerError(f"no document {identifier} in the ledger")

    def documents(self) -> Iterator[Document]:
        """All documents by (published, source, id), the undated last, each under the least source it was seen at."""
        return (_document(*row) for row in self._stream(select_documents()))

    def find_documents(self, after: str | None = None, limit: int = 50) -> tuple[list[Document], str | None]:
        """So many documents after one (its id), the last published first and the undated last, and the id to go on after (None: the end).

        Their texts are left out ("").
        """
        day = func.coalesce(sightings.c.published, "")
        query = select_documents().with_only_columns(documents.c.id, sightings.c.row).order_by(None)
        if after is not None:
            last = select_documents().with_only_columns(day).where(documents.c.id == after).order_by(None).scalar_subquery()
            last_day = func.coalesce(last, "")
            query = query.where(or_(day < last_day, and_(day == last_day, documents.c.id > after)))
        query = query.order_by(day.desc(), documents.c.id).limit(limit + 1)
        found = [_document(identifier, "", row) for identifier, row in self._stream(query)]
        return found[:limit], found[limit - 1].id if len(found) > limit else None

    def count_documents(self) -> int:
        """How many documents there are."""
        return self._count(select(func.count()).select_from(documents))

    def sources(self) -> dict[str, str]:
        """Document id -> the least source it was seen at, by document id."""
        query = select(sightings.c.document_id, func.min(sightings.c.source))
        query = query.group_by(sightings.c.document_id).order_by(sightings.c.document_id)
        return dict(self._stream(query))

    def sightings(self, document: str) -> list[Document]:
        """The document once for each time that it was seen at a new source or with new metadata, by (source, time)."""
        query = select(documents.c.id, documents.c.text, sightings.c.row).join(sightings)
        query = query.where(documents.c.id == document).order_by(sightings.c.source, sightings.c.number)
        return [_document(*row) for row in self._stream(query)]

    def has_extraction(self, document: str, version: str) -> bool:
        """Whether the claims that this version finds in the document are all here."""
        return self._exists(extractions, extractions.c.document_id == document, extractions.c.version == version)

    def pending(self, version: str) -> Iterator[str]:
        """Ids of the documents that this version has not been over, in order."""
        done = select(extractions.c.document_id).where(extractions.c.version == version)
        query = select(documents.c.id).where(documents.c.id.not_in(done)).order_by(documents.c.id)
        return (identifier for (identifier,) in self._stream(query))

    def extractions(self, document: str) -> list[Extraction]:
        """The extractions of a document, the current one last."""
        query = select(extractions).where(extractions.c.document_id == document).order_by(extractions.c.revision)
        return [Extraction(*row) for row in self._stream(query)]

    def claims(self, wanted: ClaimFilter = EVERY_CLAIM) -> Iterator[Claim]:
        """Current claims by (source, start, end, id)."""
        return (claim_from_row(row) for row in self.claim_rows(wanted))

    def claim_rows(self, wanted: ClaimFilter = EVERY_CLAIM) -> Iterator[ClaimRow]:
        """The same in the interchange form, with the least source of each document."""
        for text, source in self._stream(select_claims(wanted)):
            row: ClaimRow = json.loads(text)
            row["source"] = source
            yield row

    def document_claims(self, document: str) -> list[Claim]:
        """Current claims of a document by (start, end, id)."""
        query = select(claims.c.row).where(claims.c.document_id == document, is_current_claim())
        query = query.order_by(claims.c.start_offset, claims.c.end_offset, claims.c.id)
        return [claim_from_row(json.loads(text)) for (text,) in self._stream(query)]

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """(document id, signature) of each document that has one, that of its latest extraction, by document id."""
        made = (extractions.c.document_id == signatures.c.document_id) & (extractions.c.version == signatures.c.version)
        later = extractions.alias()
        superseded = exists().where(later.c.document_id == extractions.c.document_id, later.c.revision > extractions.c.revision)
        query = select(signatures.c.document_id, signatures.c.data).join(extractions, made).where(~superseded)
        return ((document, bytes(data)) for document, data in self._stream(query.order_by(signatures.c.document_id)))

    def superseded_claims(self, document: str, version: str) -> list[Claim]:
        """What a version found in a document, though a later one may have found otherwise, by (start, end, id)."""
        this = (extractions.c.document_id == claims.c.document_id) & (extractions.c.revision == claims.c.revision)
        query = select(claims.c.row).join(extractions, this).where(claims.c.document_id == document)
        query = query.where(extractions.c.version == version).order_by(claims.c.start_offset, claims.c.end_offset, claims.c.id)
        return [claim_from_row(json.loads(text)) for (text,) in self._stream(query)]

    def incidents(self) -> Iterator[Incident]:
        """Current incidents by (first day, id), the undated last."""
        return (incident_from_row(json.loads(text)) for (text,) in self._stream(select_incidents()))

    def incident_rows(self) -> Iterator[IncidentRow]:
        """The same in the interchange form."""
        sources = self.sources()
        for (text,) in self._stream(select_incidents()):
            row: IncidentRow = json.loads(text)
            row["documents"] = [sources[document] for document in row["document_ids"]]
            yield row

    def incident(self, beginning: str) -> Incident:
        """The current incident whose id begins so; LedgerError where none does, or more than one."""
        query = select_incidents().where(begins(incidents.c.id, beginning) | (incidents.c.id == beginning)).limit(6)
        found = [incident_from_row(json.loads(text)) for (text,) in self._stream(query)]
        exact = [incident for incident in found if incident.id == beginning]
        if len(found) != 1 and not exact:
            several = f"several: {', '.join(incident.id for incident in found[:5])}" if found else "no such incident"
            raise LedgerError(f"incident {beginning!r}: {several}")
        return (exact or found)[0]

    def find_incidents(
        self, wanted: IncidentFilter, order: Order = "newest", after: Cursor | None = None, limit: int = 50
    ) -> tuple[list[IncidentRow], Cursor | None]:
        """So many of the incidents that match, after a cursor, and the cursor of the next page (None at the end).

        By first day, number of reports or number of contradicted points, the greatest first and the undated last; then by id.
        """
        query = select_found(wanted, order, after, limit + 1, self._connection.dialect.name)
        found = list(self._stream(query))
        told = dict(self._stream(select_rows([identifier for identifier, _ in found[:limit]])))
        rows: list[IncidentRow] = [json.loads(told[identifier]) for identifier, _ in found[:limit]]
        last = Cursor(found[limit - 1][1], found[limit - 1][0]) if len(found) > limit else None
        return self._with_sources(rows), last

    def count_incidents(self, wanted: IncidentFilter) -> int:
        """How many incidents match."""
        return self._count(select_count(wanted, self._connection.dialect.name))

    def incident_places(self, wanted: IncidentFilter, limit: int = 2000) -> list[PlaceCount]:
        """The places of the incidents that match, those with the most incidents first."""
        return [PlaceCount(*row) for row in self._stream(select_places(wanted, limit, self._connection.dialect.name))]

    def incident_days(self, wanted: IncidentFilter, *, months: bool = True) -> list[DayCount]:
        """How many of the incidents that match began in each month, or on each day, in order; the undated are left out."""
        query = select_days(wanted, 7 if months else 10, self._connection.dialect.name)
        return [DayCount(*row) for row in self._stream(query)]

    def incident_parties(self) -> dict[str, int]:
        """Every party of an incident, and how many incidents it is a party of."""
        return dict(self._stream(select_parties()))

    def _with_sources(self, rows: list[IncidentRow]) -> list[IncidentRow]:
        wanted = {document for row in rows for document in row["document_ids"]}
        query = select(sightings.c.document_id, func.min(sightings.c.source)).where(sightings.c.document_id.in_(wanted))
        sources = dict(self._stream(query.group_by(sightings.c.document_id)))
        for row in rows:
            row["documents"] = [sources[document] for document in row["document_ids"]]
        return rows

    def incidents_of(self, document: str) -> list[str]:
        """Ids of the incidents that a document is a report of, in order."""
        query = select(incident_documents.c.incident_id).where(incident_documents.c.document_id == document)
        return [identifier for (identifier,) in self._stream(query.order_by(incident_documents.c.incident_id))]

    def incident_history(self, identifier: str) -> list[IncidentRevision]:
        """Every state that the incident has had, the first first; empty for an id that never was."""
        query = select(incidents.c.revision, incidents.c.at, incidents.c.run, incidents.c.row)
        query = query.where(incidents.c.id == identifier).order_by(incidents.c.revision)
        return [
            IncidentRevision(revision, at, run, incident_from_row(json.loads(text)) if text else None)
            for revision, at, run, text in self._stream(query)
        ]

    def rejections(self) -> Iterator[Rejection]:
        """Every input that could not be used, by (source, reason, detail)."""
        table = rejections.c
        query = select(table.source, table.reason, table.detail, table.original_sha256)
        query = query.order_by(table.source, table.reason, table.detail, table.original_sha256)
        return (Rejection(*row) for row in self._stream(query))

    def judgements(self) -> Iterator[Judgement]:
        """What people decided, by (time, id)."""
        table = judgements.c
        query = select(table.id, table.about, table.decision, table.judge, table.at, table.note).order_by(table.at, table.id)
        for identifier, about, *rest in self._stream(query):
            yield Judgement(identifier, tuple(json.loads(about)), *rest)

    def runs(self) -> list[Run]:
        """Every run over this ledger, in the order in which they began."""
        query = select(runs, run_ends.c.finished, run_ends.c.counts).outerjoin(run_ends).order_by(runs.c.number)
        return [
            Run(number, version, started, finished, json.loads(counts) if counts else {})
            for number, version, started, finished, counts in self._stream(query)
        ]

    def counts(self) -> Counts:
        """How much of each there is now."""
        sources = select(sightings.c.document_id, sightings.c.source).distinct().subquery()
        return Counts(
            documents=self._count(select(func.count()).select_from(documents)),
            sources=self._count(select(func.count()).select_from(sources)),
            claims=self._count(select(func.count()).select_from(claims).where(is_current_claim())),
            incidents=self._count(select(func.count()).select_from(incidents).where(is_current_incident())),
            rejections=self._count(select(func.count()).select_from(rejections)),
            judgements=self._count(select(func.count()).select_from(judgements)),
        )

    def _stream(self, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
        result = self._connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
        try:
            yield from result
        finally:
            result.close()

    def _count(self, query: Select[int]) -> int:
        return self._connection.execute(query).scalar_one()

    def _exists(self, table: FromClause, *conditions: Any) -> bool:
        return self._connection.execute(select(1).select_from(table).where(*conditions).limit(1)).first() is not None


def _document(identifier: str, text: str, row: str) -> Document:
    return document_from_row({**json.loads(row), "id": identifier, "text": text})
