"""Writing to the ledger. Rows are only inserted; nothing is committed but by the end of the session's block."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Table, func, insert, select

from counterclaim.errors import LedgerError
from counterclaim.interchange import claim_row, days, document_row, incident_row, rejection_row, to_json
from counterclaim.judged import check
from counterclaim.ledger.facets import forget, index_incident, index_words
from counterclaim.ledger.records import IncidentChanges
from counterclaim.ledger.schema import (
    claims,
    documents,
    extractions,
    incident_changes,
    incident_claims,
    incidents,
    judgements,
    link_windows,
    rejections,
    run_ends,
    runs,
    sightings,
    signatures,
)
from counterclaim.ledger.select import is_current_incident
from counterclaim.ledger.succession import Change, succession
from counterclaim.ledger.view import View
from counterclaim.model import Claim, Document, Incident, Judgement, Rejection, content_id


class Session(View):
    """The one writer, which also reads what it has written; good within the `with` that made it."""

    def add_document(self, document: Document) -> bool:
        """Keep a document and where it was seen; True if it is new. The same again changes nothing.

        LedgerError for another text under an id that is there: the spans of its claims would no longer hold.
        """
        kept = self._connection.execute(select(documents.c.text).where(documents.c.id == document.id)).scalar()
        new = kept is None
        if not new and kept != document.text:
            raise LedgerError(f"two different texts with the document id {document.id}")
        if new:
            self._insert(documents, [{"id": document.id, "text": document.text, "added": _now()}])
        row = dict(document_row(document))
        del row["id"], row["text"]
        digest = content_id({**row, "read_at": None})
        if new or digest != self._last_digest(document):
            values = {name: row[name] for name in ("source", "original_path", "original_sha256", "published")}
            values |= {"read_at": document.read_at, "digest": digest, "row": to_json(row)}
            self._insert(sightings, [{"document_id": document.id, **values}])
        if new:
            index_words(self._connection, document.id)
        return new

    def add_claims(self, document: str, version: str, found: Iterable[Claim]) -> int:
        """Keep all claims that a version of the extractor found in a document, and that it has been over it; how many.

        They take the place of an earlier version's, which stay in the history. 0 and no change if this version has been
        over it before. LedgerError for a document that is not there, a claim of another, or two that share an id.
        """
        done = self._versions(document)
        if version in done:
            return 0
        revision = max(done.values(), default=0) + 1
        rows = _claim_values(document, revision, found)
        self._insert(extractions, [{"document_id": document, "revision": revision, "version": version, "at": _now()}])
        self._insert(claims, rows)
        return len(rows)

    def add_signature(self, document: str, version: str, data: bytes) -> bool:
        """Keep what finds copies of a document, as that version of the extractor made it; True if it is new."""
        same = (signatures.c.document_id == document) & (signatures.c.version == version)
        if self._exists(signatures, same):
            return False
        self._insert(signatures, [{"document_id": document, "version": version, "data": data}])
        return True

    def add_rejection(self, rejection: Rejection) -> bool:
        """Keep an input that could not be used, and why; True if it is new."""
        row = dict(rejection_row(rejection))
        digest = content_id(row)
        if self._exists(rejections, rejections.c.digest == digest):
            return False
        self._insert(rejections, [{**row, "digest": digest, "at": _now()}])
        return True

    def add_judgement(self, judgement: Judgement) -> bool:
        """Append what a person decided; True if it is new. JudgementError where it makes no sense."""
        check(judgement)
        if self._exists(judgements, judgements.c.id == judgement.id):
            return False
        about, against = json.dumps(judgement.about), json.dumps(judgement.against)
        row = {"id": judgement.id, "about": about, "decision": judgement.decision, "judge": judgement.by, "at": judgement.at}
        self._insert(judgements, [{**row, "note": judgement.note, "against": against, "field": judgement.field, "value": judgement.value}])
        return True

    def set_windows(self, days: int, kilometres: float) -> None:
        """Note the windows that the incidents are linked with, where they are others than the last time."""
        if self.windows() != (days, kilometres):
            self._insert(link_windows, [{"days": days, "kilometres": kilometres, "at": _now()}])

    def start_run(self, version: str) -> int:
        """Note that a run begins; its number."""
        added = self._connection.execute(insert(runs).values(version=version, started=_now()))
        return int(added.inserted_primary_key[0]) if added.inserted_primary_key else 0

    def finish_run(self, number: int, counts: Mapping[str, int]) -> None:
        """Note that a run has come to its end, and what it counted."""
        self._insert(run_ends, [{"run": number, "finished": _now(), "counts": to_json(dict(counts))}])

    def put_incidents(self, found: Iterable[Incident], run: int | None = None) -> IncidentChanges:
        """Make these the incidents: a new revision for each that is new or has changed, a withdrawal for each that is gone.

        Every step is in the trail (`View.changes`; ledger/succession.py). LedgerError where two share an id.
        """
        fresh = sorted(found, key=lambda one: one.id)
        if doubled := [identifier for identifier, times in Counter(one.id for one in fresh).items() if times > 1]:
            raise LedgerError(f"two incidents with the id {doubled[0]}")
        current, last = self._incident_digests(), self._incident_revisions()
        changed, stamp = dict[str, int](), {"run": run, "at": _now()}
        followed = succession(fresh, self.held())
        for incident in fresh:
            row = to_json(incident_row(incident, {document: document for document in incident.documents}))
            digest = content_id(row)
            if current.get(incident.id) != digest:
                changed[incident.id] = last.get(incident.id, 0) + 1
                values = {**stamp, "id": incident.id, "revision": changed[incident.id], "digest": digest, "row": row}
                self._add_incident(incident, values)
        gone = {identifier: last[identifier] + 1 for identifier in followed.ended}
        empty = {**stamp, "first_day": None, "digest": None, "row": None}
        self._insert(incidents, [{**empty, "id": identifier, "revision": revision} for identifier, revision in gone.items()])
        forget(self._connection, list(gone))
        self._add_steps({**changed, **gone}, {**followed.begun, **followed.ended}, stamp)
        new = len(followed.begun)
        return IncidentChanges(new, len(changed) - new, len(gone), len(fresh) - len(changed))

    def _add_steps(self, revisions: Mapping[str, int], steps: Mapping[str, tuple[Change, str | None]], stamp: Mapping[str, object]) -> None:
        """The trail of one new set of incidents; what has a revision and no step of its own has changed."""
        rows: list[dict[str, object]] = []
        for identifier, revision in revisions.items():
            change, other = steps.get(identifier, ("changed", None))
            rows.append({**stamp, "incident_id": identifier, "change": change, "other": other, "revision": revision})
        self._insert(incident_changes, rows)

    def _last_digest(self, document: Document) -> str | None:
        same_source = (sightings.c.document_id == document.id) & (sightings.c.source == document.source)
        query = select(sightings.c.digest).where(same_source).order_by(sightings.c.number.desc()).limit(1)
        return self._connection.execute(query).scalar()

    def _versions(self, document: str) -> dict[str, int]:
        """Extractor version -> revision of what has been over the document."""
        query = select(extractions.c.version, extractions.c.revision).select_from(documents).outerjoin(extractions)
        rows = self._connection.execute(query.where(documents.c.id == document)).all()
        if not rows:
            raise LedgerError(f"no document {document} in the ledger")
        return {version: revision for version, revision in rows if revision is not None}

    def _add_incident(self, incident: Incident, values: Mapping[str, object]) -> None:
        span = days(incident.when)
        self._insert(incidents, [{**values, "first_day": span[0].isoformat() if span else None}])
        part = {"incident_id": incident.id, "revision": values["revision"]}
        self._insert(incident_claims, [{**part, "claim_id": claim} for claim in dict.fromkeys(incident.claims)])
        index_incident(self._connection, incident)

    def _incident_digests(self) -> dict[str, str]:
        query = select(incidents.c.id, incidents.c.digest).where(is_current_incident()).order_by(incidents.c.id)
        return dict(self._connection.execute(query).all())

    def _incident_revisions(self) -> dict[str, int]:
        query = select(incidents.c.id, func.max(incidents.c.revision)).group_by(incidents.c.id)
        return dict(self._connection.execute(query).all())

    def _insert(self, table: Table, rows: list[dict[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)


def _now() -> datetime:
    return datetime.now(UTC)


def _claim_values(document: str, revision: int, found: Iterable[Claim]) -> list[dict[str, object]]:
    rows: dict[str, dict[str, object]] = {}
    for claim in found:
        if claim.document != document:
            raise LedgerError(f"claim {claim.id} is of document {claim.document}, not {document}")
        row = _claim_value(claim, revision)
        if rows.setdefault(claim.id, row) != row:
            raise LedgerError(f"two different claims with the id {claim.id} in document {document}")
    return list(rows.values())


def _claim_value(claim: Claim, revision: int) -> dict[str, object]:
    span = days(claim.event.when)
    return {
        "document_id": claim.document,
        "revision": revision,
        "id": claim.id,
        "start_offset": claim.span.start,
        "end_offset": claim.span.end,
        "speaker": claim.speaker.id,
        "party": claim.speaker.party,
        "stance": claim.stance,
        "event_type": claim.event.type,
        "background": claim.background,
        "first_day": span[0].isoformat() if span else None,
        "last_day": span[1].isoformat() if span else None,
        "row": to_json(claim_row(claim, "")),
    }
