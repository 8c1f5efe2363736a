"""Incidents in the 31 columns of ACLED, one row each, or one for each party ("monadic"). What goes where: docs/formats.md."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from typing import IO

from counterclaim.export.account import Row, Told, own_cells, sides_of, told
from counterclaim.export.codes import UNIDENTIFIED, ActorCodes, actor_codes, country_codes
from counterclaim.export.columns import chosen
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.sources import distinct
from counterclaim.export.table import TableWriter
from counterclaim.export.words import points_in_words
from counterclaim.lexicon import rows

# UCDP where-precision -> ACLED geo_precision: a town, part of a region or near a town, a larger region.
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3}
WEEK = 7
ALWAYS_EMPTY = ("admin2", "admin3", "source_scale", "tags")
TYPES_KEPT = 1024
Side = tuple[ActorCodes, list[ActorCodes]]


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """The number of rows."""
    writer = TableWriter(handle, chosen("acled", options), hxl=options.hxl)
    for incident in told(readable):
        for sides in sides_of(incident, options.shape):
            writer.write(_row(incident, sides))
    return writer.count


def _row(incident: Told, sides: tuple[str, str]) -> Row:
    row, day = incident.row, incident.first_day
    published = [source.published for source in incident.reports if source.published]
    latest = datetime.combine(max(published), time(), UTC) if published else None
    return {
        "event_id_cnty": row["id"],
        "event_date": day,
        "year": day.year if day else None,
        "time_precision": _time_precision(incident.days),
        **_type_cells(incident),
        **_actor_cells(incident, sides),
        **_place_cells(incident),
        "source": "; ".join(distinct([source.outlet or source.source for source in incident.reports])),
        "notes": points_in_words(row),
        "fatalities": incident.deaths.total.best,
        "timestamp": int(latest.timestamp()) if latest else None,
        **dict.fromkeys(ALWAYS_EMPTY),
        **own_cells(incident, sides),
    }


def _time_precision(days: int | None) -> int | None:
    return None if days is None else 1 if days == 1 else 2 if days <= WEEK else 3


def _type_cells(incident: Told) -> Row:
    event, sub = event_type(incident)
    return {
        "disorder_type": _disorder(event, sub),
        "event_type": event,
        "sub_event_type": sub,
        "civilian_targeting": "Civilian targeting" if incident.dyad.hit == "civilians" else None,
    }


def event_type(incident: Told) -> tuple[str, str]:
    """ACLED event and sub-event type, by our type, who is hit, and the weapon named most."""
    weapons = incident.acts.weapons
    weapon = min(weapons, key=lambda one: (-weapons[one], one), default="")
    return _types(incident.row["type"], incident.dyad.hit, weapon)


@lru_cache(TYPES_KEPT)
def _types(kind: str, hit: str, weapon: str) -> tuple[str, str]:
    for row in rows("acled_types.csv"):
        if row["type"] == kind and row["target"] in {"", hit} and (not row["weapon"] or weapon in row["weapon"].split("|")):
            return row["event_type"], row["sub_event_type"]
    return "", ""


@lru_cache(TYPES_KEPT)
def _disorder(event: str, sub: str) -> str | None:
    found = (row for row in rows("acled_disorder.csv") if row["event_type"] == event and row["sub_event_type"] in {"", sub})
    return next((row["disorder_type"] for row in found), None)


def _actor_cells(incident: Told, sides: tuple[str, str]) -> Row:
    first, second = (_side(incident, party) for party in sides)
    if first is None and incident.dyad.second and not incident.dyad.first:
        first = (actor_codes(UNIDENTIFIED, incident.country), [])
    types = [side[0].inter for side in (first, second) if side]
    return {**_side_cells("1", first), **_side_cells("2", second), "interaction": _interaction(types)}


def _side(incident: Told, party: str) -> Side | None:
    return incident.side(party) if party else None


def _side_cells(number: str, side: Side | None) -> Row:
    who, others = side or (None, [])
    return {
        f"actor{number}": (who.acled or who.name) if who else None,
        f"assoc_actor_{number}": "; ".join(distinct([other.acled for other in others])) or None,
        f"inter{number}": (who.inter or None) if who else None,
    }


def _interaction(types: list[str]) -> str | None:
    """The two types; nothing where ACLED has none for one of them."""
    if not types or not all(types):
        return None
    return "-".join(types) if len(types) > 1 else f"{types[0]} only"


def _place_cells(incident: Told) -> Row:
    place, codes = incident.row["place"], country_codes(incident.country)
    return {
        "iso": codes.get("iso") or None,
        "region": codes.get("acled_region") or None,
        "country": codes.get("acled_country") or None,
        "admin1": place.get("admin1") if place else None,
        "location": place["name"] if place else None,
        "latitude": place.get("lat") if place else None,
        "longitude": place.get("lon") if place else None,
        "geo_precision": GEO_PRECISION.get(place.get("precision", 7)) if place else None,
    }
