"""Reading the ledger. Everything comes in an order that depends on what the ledger holds, never on how it came there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, exists, func, or_, select

from counterclaim.errors import LedgerError
from counterclaim.interchange import (
    ClaimRow,
    IncidentRow,
    claim_from_row,
    claim_row,
    document_from_row,
    incident_from_row,
)
from counterclaim.judged import by_claim, judged_claim, standing
from counterclaim.ledger.facets import select_count, select_days, select_found, select_parties, select_places, select_rows
from counterclaim.ledger.records import (
    EVERY_CLAIM,
    ClaimFilter,
    Counts,
    Cursor,
    DayCount,
    Extraction,
    IncidentChange,
    IncidentFilter,
    IncidentRevision,
    Order,
    PlaceCount,
    Run,
)
from counterclaim.ledger.schema import (
    claims,
    documents,
    extractions,
    incident_changes,
    incident_documents,
    incidents,
    judgements,
    link_windows,
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
from counterclaim.ledger.succession import Held
from counterclaim.model import Claim, Document, Incident, Judgement, Rejection

ROWS_AT_ONCE = 1000
IDS_AT_ONCE = 500  # in one query: databases bound how many parameters one has


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
        """Current claims by (source, start, end, id), read as people have judged that they should be.

        A filter goes by what was extracted; a claim that was judged wrong is among them, and says so.
        """
        return (claim_from_row(row) for row in self.claim_rows(wanted))

    def claims_by_id(self, wanted: Iterable[str]) -> dict[str, Claim]:
        """Current claims with these ids, as `claims` gives them; ids that no current claim has are left out."""
        ids, found = sorted(set(wanted)), dict[str, Claim]()
        for at in range(0, len(ids), IDS_AT_ONCE):
            query = select_claims(EVERY_CLAIM).where(claims.c.id.in_(ids[at : at + IDS_AT_ONCE]))
            found |= {row["id"]: claim_from_row(row) for row in self._claim_rows(query)}
        return found

    def claim(self, beginning: str) -> Claim:
        """The current claim whose id begins so, as `claims` gives it; LedgerError where there is none, or more than one."""
        query = select_claims(EVERY_CLAIM).where(begins(claims.c.id, beginning) | (claims.c.id == beginning)).limit(6)
        found = {row["id"]: row for row in self._claim_rows(query)}
        if len(found) != 1 and beginning not in found:
            several = f"several: {', '.join(sorted(found)[:5])}" if found else "no such claim"
            raise LedgerError(f"claim {beginning!r}: {several}")
        return claim_from_row(found.get(beginning) or next(iter(found.values())))

    def claim_rows(self, wanted: ClaimFilter = EVERY_CLAIM) -> Iterator[ClaimRow]:
        """The same in the interchange form, with the least source of each document."""
        return self._claim_rows(select_claims(wanted))

    def _claim_rows(self, query: Select[str, str]) -> Iterator[ClaimRow]:
        verdicts = by_claim(standing(self.judgements()))
        for text, source in self._stream(query):
            row: ClaimRow = json.loads(text)
            row["source"] = source
            row.setdefault("judged", None)
            yield claim_row(judged_claim(claim_from_row(row), verdicts[row["id"]]), source) if row["id"] in verdicts else row

    def document_claims(self, document: str) -> list[Claim]:
        """Current claims of a document by (start, end, id), read as people have judged that they should be."""
        query = select(claims.c.row).where(claims.c.document_id == document, is_current_claim())
        query = query.order_by(claims.c.start_offset, claims.c.end_offset, claims.c.id)
        verdicts = by_claim(standing(self.judgements()))
        found = [claim_from_row(json.loads(text)) for (text,) in self._stream(query)]
        return [judged_claim(one, verdicts[one.id]) if one.id in verdicts else one for one in found]

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
        """The current incident whose id begins so, or that one whose id began so goes on as (`goes_on_as`).

        LedgerError where there is none, or more than one.
        """
        query = select_incidents().where(begins(incidents.c.id, beginning) | (incidents.c.id == beginning)).limit(6)
        found = self._incidents(query)
        if not found:
            followed = {following for one in self._once(beginning) if (following := self.goes_on_as(one))}
            found = self._incidents(select_incidents().where(incidents.c.id.in_(sorted(followed))))
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

    def goes_on_as(self, identifier: str) -> str | None:
        """The id of the current incident that this one is, was renamed to or merged into; None if it was withdrawn or never was."""
        table = incident_changes.c
        step = select(table.change, table.other).order_by(table.cursor.desc()).limit(1)
        followed: str | None = identifier
        while followed is not None:  # each step is later than the one before
            last = self._connection.execute(step.where(table.incident_id == followed)).first()
            if last is None or last.change not in {"renamed_to", "merged_into"}:
                return followed if last is not None and last.change != "withdrawn" else None
            followed = last.other
        return None

    def _once(self, beginning: str) -> list[str]:
        """The first ids that begin so of incidents that are or were."""
        column = incident_changes.c.incident_id
        query = select(column).where(begins(column, beginning) | (column == beginning)).distinct().order_by(column).limit(6)
        return [identifier for (identifier,) in self._stream(query)]

    def _incidents(self, query: Select[str]) -> list[Incident]:
        return [incident_from_row(json.loads(text)) for (text,) in self._stream(query)]

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
        query = select(table.id, table.about, table.decision, table.judge, table.at, table.note, table.against, table.field, table.value)
        for identifier, about, decision, by, at, note, against, field, value in self._stream(query.order_by(table.at, table.id)):
            apart = tuple(json.loads(against or "[]"))  # none in a ledger from before there was any
            yield Judgement(identifier, tuple(json.loads(about)), decision, by, at, note, apart, field, value)

    def judgement(self, identifier: str) -> Judgement:
        """One judgement; LedgerError where there is none with the id."""
        found = next((one for one in self.judgements() if one.id == identifier), None)
        if found is None:
            raise LedgerError(f"judgement {identifier!r}: no such judgement")
        return found

    def changes(self, since: int = 0, limit: int = 1000) -> list[IncidentChange]:
        """The trail of all incidents after a cursor, in order, at most so many; go on from the last one's `cursor`. 0 is the beginning."""
        table = incident_changes.c
        query = select(table.cursor, table.incident_id, table.change, table.other, table.revision, table.run, table.at)
        return [IncidentChange(*row) for row in self._stream(query.where(table.cursor > since).order_by(table.cursor).limit(limit))]

    def last_change(self) -> int:
        """The cursor of the latest step in the trail; 0 where there is none."""
        return self._count(select(func.coalesce(func.max(incident_changes.c.cursor), 0)))

    def held(self) -> dict[str, Held]:
        """The claims and documents of each current incident, by id."""
        return {one.id: Held(frozenset(one.claims), frozenset(one.documents)) for one in self.incidents()}

    def windows(self) -> tuple[int, float] | None:
        """Days and kilometres that the incidents were last linked with; None where that was not noted."""
        query = select(link_windows.c.days, link_windows.c.kilometres).order_by(link_windows.c.number.desc()).limit(1)
        row = self._connection.execute(query).first()
        return (row[0], row[1]) if row else None

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
