"""Incidents for TimeMap: events, the reports that they come from, and the parties that one can filter by (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from counterclaim.export.account import Told, told
from counterclaim.export.codes import actor_name
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Source, source_of
from counterclaim.export.stream import write_list
from counterclaim.export.tolls import rival_tolls
from counterclaim.export.words import points_in_words, title_of

Row = dict[str, object]
PARTY_FILTER = "Party"
MINUTE = "minute"


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """An object with the lists `events`, `sources` and `associations`, each item on a line; the number of events."""
    parties: set[str] = set()
    count = write_list(handle, '{"events":[', _events(readable, parties), "],")
    write_list(handle, '"sources":[', (_source(source_of(document)) for document in readable.documents()), "],")
    write_list(handle, '"associations":[', (_association(party) for party in sorted(parties)), "]}")
    return count


def _events(readable: Readable, parties: set[str]) -> Iterator[Row]:
    """TimeMap draws what has a day and a point; the rest is kept all the same, and `located` says so."""
    for incident in told(readable):
        parties.update(incident.row["parties"])
        yield _event(incident)


def _event(incident: Told) -> Row:
    row, place, when = incident.row, incident.row["place"], incident.row.get("when")
    lat, lon = (place.get("lat"), place.get("lon")) if place else (None, None)
    exact = bool(when and when["precision"] == MINUTE and when["start"])
    return {
        "id": row["id"],
        "civId": row["id"],
        "title": title_of(row),
        "description": points_in_words(row),
        "date": row["start"] or "",
        "time": when["start"][11:16] if when and when["start"] and exact else "",
        "time_precision": when["precision"] if when else "unknown",
        "location": place["name"] if place else "",
        "latitude": "" if lat is None else repr(lat),
        "longitude": "" if lon is None else repr(lon),
        "type": row["type"],
        "category": row["type"],
        "associations": [actor_name(party) for party in row["parties"]],
        "sources": [source.id for source in incident.reports],
        "comments": "",
        "where_precision": place.get("precision", 7) if place else 7,
        "located": lat is not None and lon is not None and bool(row["start"]),
        "tolls": rival_tolls(row),
        "claims": row["claims"],
    }


def _source(source: Source) -> Row:
    return {
        "id": source.id,
        "title": source.title or source.outlet or source.source,
        "thumbnail": "",
        "paths": [],
        "type": "Article",
        "url": source.url or "",
        "description": source.source,
        "parent": "",
        "author": source.outlet or "",
        "date": source.published.isoformat() if source.published else "",
        "notes": "",
    }


def _association(party: str) -> Row:
    name = actor_name(party)
    return {"id": name, "title": name, "desc": party, "mode": "FILTER", "filter_paths": [PARTY_FILTER, name]}
