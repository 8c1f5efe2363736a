"""Events in the 61 columns of GDELT 2.0: tab-separated, without a header. What goes where: docs/formats.md."""

from __future__ import annotations

from datetime import date
from typing import IO

from counterclaim.export.claim_cells import is_point
from counterclaim.export.codes import ActorCodes, actor_codes, cameo_score, country_codes
from counterclaim.export.columns import chosen
from counterclaim.export.form import ExportOptions
from counterclaim.export.gdelt import Event, Events, Row, day_number, most_named, second_number
from counterclaim.export.readable import Readable
from counterclaim.export.sources import distinct
from counterclaim.export.table import TableWriter
from counterclaim.interchange import PlaceRow

ACTOR_EMPTY = ("KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type3Code")
GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COUNTRY, PLACE, DIVISION = 1, 4, 5
COUNTRY_PRECISION = 6  # UCDP where-precision of a whole country
DAYS_A_YEAR, DAYS_A_MONTH = 365, 30


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """The number of rows."""
    events = Events(readable)
    writer = TableWriter(handle, chosen("gdelt-events", options), delimiter="\t", header=False)
    for event in events.all():
        writer.write(_row(event, events))
    return writer.count


def _row(event: Event, events: Events) -> Row:
    code = event.code
    quad, score = cameo_score(code)
    published = events.published(event)
    reports = [events.sources[document] for document in sorted(event.documents) if document in events.sources]
    first = min(reports, key=lambda source: (source.published or date.max, source.source), default=None)
    return {
        "GLOBALEVENTID": event.number,
        **_day_cells(event.day),
        **_actor_cells("Actor1", most_named(event.doers)),
        **_actor_cells("Actor2", most_named(event.targets)),
        "IsRootEvent": int(event.root),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": quad,
        "GoldsteinScale": score,
        "NumMentions": len(event.claims),
        "NumSources": len(distinct([source.outlet or source.source for source in reports])),
        "NumArticles": len(event.documents),
        "AvgTone": None,
        **dict.fromkeys(f"{actor}Geo_{name}" for actor in ("Actor1", "Actor2") for name in GEO),
        **_place_cells(event.place),
        "DATEADDED": second_number(published),
        "SOURCEURL": first.address if first else None,
        **_own_cells(event, events),
    }


def _day_cells(day: date | None) -> Row:
    fraction = (DAYS_A_MONTH * (day.month - 1) + day.day) / DAYS_A_YEAR if day else 0.0
    return {
        "SQLDATE": day_number(day),
        "MonthYear": day.year * 100 + day.month if day else None,
        "Year": day.year if day else None,
        "FractionDate": round(day.year + min(fraction, 0.9999), 4) if day else None,
    }


def _actor_cells(role: str, identifier: str) -> Row:
    empty: Row = dict.fromkeys(f"{role}{name}" for name in ACTOR_EMPTY)
    if not identifier:
        return {**empty, **dict.fromkeys(f"{role}{name}" for name in ("Code", "Name", "CountryCode", "Type1Code", "Type2Code"))}
    codes = actor_codes(identifier)
    types = _types(codes)
    country = country_codes(codes.country).get("cameo", "")
    return {
        **empty,
        f"{role}Code": (country + "".join(types)) or None,
        f"{role}Name": codes.name.upper(),
        f"{role}CountryCode": country or None,
        f"{role}Type1Code": types[0] if types else None,
        f"{role}Type2Code": types[1] if len(types) > 1 else None,
    }


def _types(codes: ActorCodes) -> tuple[str, ...]:
    """A state that is named without an organ has no type: "FIN", not "FINGOV"."""
    return () if codes.kind == "state" and ":" not in codes.id else codes.cameo


def _place_cells(place: PlaceRow | None) -> Row:
    if place is None:
        return dict.fromkeys(f"ActionGeo_{name}" for name in GEO)
    codes = country_codes(place.get("country") or "")
    whole = place.get("precision", 7) >= COUNTRY_PRECISION
    names = distinct([place["name"], place.get("admin1"), codes.get("acled_country")])
    return {
        "ActionGeo_Type": COUNTRY if whole else PLACE if is_point(place) else DIVISION,
        "ActionGeo_FullName": ", ".join(names),
        "ActionGeo_CountryCode": codes.get("fips") or None,
        "ActionGeo_ADM1Code": codes.get("fips") or None,
        "ActionGeo_ADM2Code": None,
        "ActionGeo_Lat": place.get("lat"),
        "ActionGeo_Long": place.get("lon"),
        "ActionGeo_FeatureID": None,
    }


def _own_cells(event: Event, events: Events) -> Row:
    place = event.place
    return {
        "incident": event.incident,
        "actor1": most_named(event.doers) or None,
        "actor2": most_named(event.targets) or None,
        "said_by": sorted(event.said_by),
        "denied_by": events.denied_by(event),
        "tolls": event.tolls,
        "when_precision": event.precision,
        "where_precision": place.get("precision", 7) if place else 7,
        "geonames": str(place["geonames"]) if place and place.get("geonames") is not None else None,
        "claims": event.claims,
    }
