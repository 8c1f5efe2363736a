"""The queries: which rows are current, and in what order they come. All orders are by code point, on every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select

from counterclaim.ledger.records import ClaimFilter
from counterclaim.ledger.schema import claims, documents, extractions, incident_claims, incidents, sightings

LAST_CHARACTER = "\U0010ffff"


def least_source(document_id: Column[Any]) -> ScalarSelect[Any]:
    """The source that a document goes by: the least, so that the order of reading does not matter."""
    return select(func.min(sightings.c.source)).where(sightings.c.document_id == document_id).scalar_subquery()


def select_documents() -> Select[str, str, str]:
    """(id, text, metadata) by (published, source, id), the undated last; metadata as last seen at the least source."""
    other = sightings.alias()
    better = or_(
        other.c.source < sightings.c.source,
        and_(other.c.source == sightings.c.source, other.c.number > sightings.c.number),
    )
    return (
        select(documents.c.id, documents.c.text, sightings.c.row)
        .join(sightings, sightings.c.document_id == documents.c.id)
        .where(~exists().where(other.c.document_id == sightings.c.document_id, better))
        .order_by(sightings.c.published.is_(None), sightings.c.published, sightings.c.source, documents.c.id)
    )


def select_claims(wanted: ClaimFilter) -> Select[str, str]:
    """(row, source) of current claims by (source, start, end, id, document)."""
    source = least_source(claims.c.document_id).label("source")
    return (
        select(claims.c.row, source)
        .where(is_current_claim(), *_conditions(wanted))
        .order_by(source, claims.c.start_offset, claims.c.end_offset, claims.c.id, claims.c.document_id)
    )


def is_current_claim() -> ColumnElement[bool]:
    return ~exists().where(extractions.c.document_id == claims.c.document_id, extractions.c.revision > claims.c.revision)


def is_current_incident() -> ColumnElement[bool]:
    later = incidents.alias()
    superseded = exists().where(later.c.id == incidents.c.id, later.c.revision > incidents.c.revision)
    return and_(incidents.c.row.is_not(None), ~superseded)


def select_incidents() -> Select[str]:
    """Rows of current incidents by (first day, id), the undated last."""
    return (
        select(incidents.c.row)
        .where(is_current_incident())
        .order_by(incidents.c.first_day.is_(None), incidents.c.first_day, incidents.c.id)
    )


def begins(column: Column[Any], beginning: str) -> ColumnElement[bool]:
    """Case counts, and no character is a wildcard, as it would be with LIKE."""
    return and_(column >= beginning, column < beginning + LAST_CHARACTER)


def _conditions(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    equal = (
        (claims.c.party, wanted.party),
        (claims.c.stance, wanted.stance),
        (claims.c.event_type, wanted.event_type),
        (claims.c.background, wanted.background),
    )
    found = [column == value for column, value in equal if value is not None]
    if wanted.speaker is not None:
        found.append(begins(claims.c.speaker, wanted.speaker))
    if wanted.source is not None:
        found.append(claims.c.document_id.in_(select(sightings.c.document_id).where(begins(sightings.c.source, wanted.source))))
    if wanted.since is not None:
        found.append(claims.c.last_day >= wanted.since.isoformat())
    if wanted.until is not None:
        found.append(claims.c.first_day <= wanted.until.isoformat())
    if wanted.incident is not None:
        found.append(claims.c.id.in_(_claims_of(wanted.incident)))
    return found


def _claims_of(incident: str) -> Select[str]:
    return (
        select(incident_claims.c.claim_id)
        .join(incidents, and_(incidents.c.id == incident_claims.c.incident_id, incidents.c.revision == incident_claims.c.revision))
        .where(incidents.c.id == incident, is_current_incident())
    )
