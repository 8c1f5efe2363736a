"""Incidents as GeoJSON (RFC 7946): one feature each, at the point that is nearest to where it was, or nowhere where that is not known."""

from __future__ import annotations

from typing import IO

from counterclaim.export.account import Told, own_cells, told
from counterclaim.export.codes import actor_name
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.stream import write_list
from counterclaim.export.words import points_in_words, title_of

Row = dict[str, object]
# UCDP's where-precision in words: a point on a map looks exact whatever it stands for.
EXACTNESS = {1: "exact", 2: "near", 3: "second-level division", 4: "first-level division", 5: "stretch of land or water", 6: "country"}


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """One feature an incident, a line each; the number of features."""
    features = (_feature(incident) for incident in told(readable))
    return write_list(handle, '{"type":"FeatureCollection","features":[', features, "]}")


def _feature(incident: Told) -> Row:
    place = incident.row["place"]
    lat, lon = (place.get("lat"), place.get("lon")) if place else (None, None)
    placed = lat is not None and lon is not None and -90 <= lat <= 90 and -180 <= lon <= 180
    return {
        "type": "Feature",
        "id": incident.row["id"],
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if placed else None,
        "properties": _properties(incident),
    }


def _properties(incident: Told) -> Row:
    row, place = incident.row, incident.row["place"]
    cells = own_cells(incident, ("", ""))
    precision = place.get("precision", 7) if place else 7
    return {
        "incident": row["id"],
        "title": title_of(row),
        "event_type": row["type"],
        "first_day": row["start"],
        "last_day": row["end"],
        "place": place["name"] if place else None,
        "country": incident.country or None,
        "where_exactness": EXACTNESS.get(precision, "unknown"),
        "party_names": [actor_name(party) for party in row["parties"]],
        "points": points_in_words(row),
        **{name: value for name, value in cells.items() if name not in {"date_end", "further_parties"}},
    }
