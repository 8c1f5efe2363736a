"""What incidents are found by: the rows beside each, the words of documents, and the queries over them.

The rows of an incident are replaced when it changes; the words of a document are added once, as its text never changes. On SQLite they
are in an FTS5 table without content, under the number of the document's first sighting; on PostgreSQL in an index over the text's
first 100,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, get_args

from sqlalchemy import Connection, Select, and_, case, column, delete, func, insert, literal_column, or_, select, table, text
from sqlalchemy.sql.elements import ColumnElement

from counterclaim.interchange import days
from counterclaim.ledger.records import Cursor, IncidentFilter, Order
from counterclaim.ledger.schema import documents, incident_documents, incident_facets, incident_parties, incidents, sightings
from counterclaim.ledger.select import is_current_incident
from counterclaim.model import Incident, PointStatus

FTS = table("document_words", column("rowid"), column("document_words"))
PG_WORDS = "to_tsvector('simple', left(documents.text, 100000))"
FTS_INSERT = "INSERT INTO document_words (rowid, text) SELECT min(number), :text FROM sightings WHERE document_id = :id"
PHRASES = re.compile(r'"([^"]*)"|(\S+)')
MOST_PHRASES = 20
AT_ONCE = 500  # ids in one statement

facets = incident_facets.c


def index_words(connection: Connection, document: str) -> None:
    """Note the words of a document that is new; its first sighting is there."""
    if connection.dialect.name == "sqlite":
        words = connection.execute(select(documents.c.text).where(documents.c.id == document)).scalar_one()
        stored = documents.c.id.type.process_bind_param(document, connection.dialect)  # type: ignore[attr-defined]
        connection.execute(text(FTS_INSERT), {"text": words.encode("utf-8", "replace").decode(), "id": stored})


def index_incident(connection: Connection, incident: Incident) -> None:
    """Note what an incident is found by, in place of what was noted before."""
    forget(connection, [incident.id])
    by = {"incident_id": incident.id}
    connection.execute(insert(incident_facets), [{**by, **_facets(incident)}])
    _insert(connection, incident_parties, [{**by, "party": party} for party in dict.fromkeys(incident.parties)])
    _insert(connection, incident_documents, [{**by, "document_id": one} for one in dict.fromkeys(incident.documents)])


def forget(connection: Connection, gone: Sequence[str]) -> None:
    """Take away what incidents were found by."""
    for first in range(0, len(gone), AT_ONCE):
        some = gone[first : first + AT_ONCE]
        for part in (incident_parties, incident_documents, incident_facets):
            connection.execute(delete(part).where(part.c.incident_id.in_(some)))


def _insert(connection: Connection, into: Any, rows: list[dict[str, str]]) -> None:
    if rows:
        connection.execute(insert(into), rows)


def _facets(incident: Incident) -> dict[str, object]:
    span, place = days(incident.when), incident.place
    statuses = [point.status for point in incident.points]
    words = (place.name, place.text, place.admin1, place.country) if place else ()
    return {
        "event_type": incident.type,
        "first_day": span[0].isoformat() if span else "",
        "last_day": span[1].isoformat() if span else "",
        "place": place.name if place else None,
        "place_words": "|".join(dict.fromkeys(word.casefold() for word in words if word)),
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "reports": incident.reports,
        **{status: statuses.count(status) for status in get_args(PointStatus)},
    }


# ---------------------------------------------------------------- queries


def select_found(wanted: IncidentFilter, order: Order, after: Cursor | None, limit: int, dialect: str) -> Select[Any]:
    """(id, key) of current incidents that match, after a cursor; by the key, the greatest first, then by id."""
    key = _key(order)
    query = select(facets.incident_id, key).where(*conditions(wanted, dialect))
    if after is not None:
        query = query.where(or_(key < after.key, and_(key == after.key, facets.incident_id > after.id)))
    return query.order_by(key.desc(), facets.incident_id).limit(limit)


def select_rows(identifiers: Sequence[str]) -> Select[Any]:
    """(id, row) of current incidents."""
    return select(incidents.c.id, incidents.c.row).where(incidents.c.id.in_(identifiers), is_current_incident())


def _key(order: Order) -> ColumnElement[Any]:
    return {"newest": facets.first_day, "reports": facets.reports, "disputed": facets.contradicted}[order]


def conditions(wanted: IncidentFilter, dialect: str) -> list[ColumnElement[bool]]:
    """What must hold of the facets."""
    found: list[ColumnElement[bool]] = []
    for party in wanted.parties:
        named = select(incident_parties.c.incident_id).where(incident_parties.c.party == party)
        found.append(facets.incident_id.in_(named))
    if wanted.place:
        found.append(facets.place_words.contains(wanted.place.casefold(), autoescape=True))
    if wanted.since is not None:
        found.append(facets.last_day >= wanted.since.isoformat())
    if wanted.until is not None:
        found += [facets.first_day <= wanted.until.isoformat(), facets.first_day != ""]
    if wanted.event_type is not None:
        found.append(facets.event_type == wanted.event_type)
    if wanted.status is not None:
        found.append(facets[wanted.status] > 0)
    if wanted.reports is not None:
        found.append(facets.reports >= wanted.reports)
    if wanted.words:
        named = select(incident_documents.c.incident_id).where(incident_documents.c.document_id.in_(_told_in(wanted.words, dialect)))
        found.append(facets.incident_id.in_(named))
    return found


def _told_in(words: str, dialect: str) -> Select[Any]:
    """Ids of the documents that hold all the words."""
    clean = words.replace("\0", " ")
    if dialect == "sqlite":
        matching = select(FTS.c.rowid).where(literal_column("document_words").op("MATCH")(fts_query(clean)))
        return select(sightings.c.document_id).where(sightings.c.number.in_(matching))
    asked = func.websearch_to_tsquery("simple", clean.replace("\\", "\\\\"))
    return select(documents.c.id).where(literal_column(PG_WORDS).op("@@")(asked))


def fts_query(words: str) -> str:
    """Words and "phrases" as a query of FTS5: each quoted, so that nothing in it is an operator. Nothing to look for finds nothing."""
    phrases = [quoted or bare for quoted, bare in PHRASES.findall(words)]
    kept = [phrase.replace('"', " ") for phrase in phrases if any(letter.isalnum() for letter in phrase)]
    return " ".join(f'"{phrase}"' for phrase in kept[:MOST_PHRASES]) or '""'


def select_count(wanted: IncidentFilter, dialect: str) -> Select[int]:
    return select(func.count()).select_from(incident_facets).where(*conditions(wanted, dialect))


def select_places(wanted: IncidentFilter, limit: int, dialect: str) -> Select[Any]:
    """Places with coordinates, those with the most incidents first."""
    counted = func.count()
    query = select(
        facets.place, facets.country, facets.lat, facets.lon, counted, func.sum(_is_disputed()), func.max(facets.first_day)
    ).where(facets.lat.is_not(None), facets.lon.is_not(None), *conditions(wanted, dialect))
    query = query.group_by(facets.place, facets.country, facets.lat, facets.lon)
    return query.order_by(counted.desc(), facets.place, facets.lat, facets.lon).limit(limit)


def select_days(wanted: IncidentFilter, length: int, dialect: str) -> Select[Any]:
    """The first so many characters of the first day (7: a month), with how many incidents; the undated are left out."""
    period = func.substr(facets.first_day, 1, length).label("period")
    query = select(period, func.count(), func.sum(_is_disputed())).where(facets.first_day != "", *conditions(wanted, dialect))
    return query.group_by(period).order_by(period)


def select_parties() -> Select[Any]:
    """Every party of a current incident and how many it is of, by party."""
    party = incident_parties.c.party
    return select(party, func.count()).group_by(party).order_by(party)


def _is_disputed() -> ColumnElement[int]:
    return case((facets.contradicted > 0, 1), else_=0)
