"""Incidents in the 49 columns of UCDP GED, one row each, or one for each party ("monadic"). What goes where: docs/formats.md."""

from __future__ import annotations

from math import floor
from typing import IO

from counterclaim.export.account import Row, Told, own_cells, sides_of, told
from counterclaim.export.acled import event_type
from counterclaim.export.codes import actor_codes, country_codes
from counterclaim.export.columns import chosen
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Source, distinct
from counterclaim.export.table import TableWriter
from counterclaim.export.tolls import is_civilian
from counterclaim.export.words import speaker_name
from counterclaim.model import content_id

ALWAYS_EMPTY = (
    *("active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    *("side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "adm_2"),
)
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
# Days that an event may be of, at most -> date_prec.
DATE_PRECISION = ((1, 1), (6, 2), (7, 3), (31, 4))
LONGER = 5
CELLS_A_ROW, CELLS_A_DEGREE = 720, 2
DIGITS_OF_A_NUMBER = 13  # hexadecimal: 52 bits, which R, JavaScript and every spreadsheet hold exactly


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """The number of rows."""
    writer = TableWriter(handle, chosen("ucdp-ged", options), hxl=options.hxl)
    for incident in told(readable):
        for sides in sides_of(incident, options.shape):
            writer.write(_row(incident, _ordered(incident, sides)))
    return writer.count


def number_of(identifier: str) -> int:
    """A number for an id: 52 bits of a hash of it. That two of 100,000 share one has a chance of one in a million."""
    return int(content_id("number", identifier)[:DIGITS_OF_A_NUMBER], 16)


def _row(incident: Told, sides: tuple[str, str]) -> Row:
    row, day = incident.row, incident.first_day
    return {
        "id": number_of(row["id"]),
        "relid": row["id"],
        "year": day.year if day else None,
        **_side_cells(incident, sides),
        **_source_cells(incident),
        **_place_cells(incident),
        "event_clarity": 1 if incident.days is not None and incident.days <= DATE_PRECISION[2][0] else None,
        "date_prec": _date_precision(incident.days),
        "date_start": day,
        **_death_cells(incident, sides),
        **dict.fromkeys(ALWAYS_EMPTY),
        **own_cells(incident, sides),
        "date_end": incident.last_day,
    }


def _ordered(incident: Told, sides: tuple[str, str]) -> tuple[str, str]:
    """The state first where one side is one."""
    kinds = [actor_codes(side).ucdp if side else "" for side in sides]
    return (sides[1], sides[0]) if kinds[1] == "state" and kinds[0] == "group" else sides


def _side_cells(incident: Told, sides: tuple[str, str]) -> Row:
    names = [_side_name(side) for side in sides]
    codes = [country_codes(side).get("gw") or None for side in sides]
    return {
        "type_of_violence": _violence(incident),
        "dyad_name": " - ".join(name for name in names if name) if all(names) else None,
        "side_a": names[0],
        "side_b": names[1],
        "gwnoa": codes[0],
        "gwnob": codes[1],
    }


def _side_name(side: str) -> str | None:
    """As UCDP names sides: "Government of Finland", "Civilians", the name of a group."""
    if not side:
        return None
    codes = actor_codes(side)
    if codes.ucdp == "state":
        return f"Government of {country_codes(codes.party).get('ucdp_country') or codes.name}"
    return "Civilians" if codes.ucdp == "civilians" else codes.name


def _violence(incident: Told) -> int | None:
    """1 where a state fights, 2 where groups do, 3 where one side's violence is against people who bear no arms."""
    dyad = incident.dyad
    if dyad.hit in {"civilians", "protesters"} and (event_type(incident)[0] == "Violence against civilians" or not dyad.further):
        return ONE_SIDED if dyad.first else None
    parties = [dyad.first, *([] if is_civilian(dyad.second) else [dyad.second]), *dyad.further]
    kinds = [actor_codes(party).ucdp for party in parties if party]
    if len(kinds) < 2 or not set(kinds) <= {"state", "group"}:
        return None
    return STATE_BASED if "state" in kinds else NON_STATE


def _source_cells(incident: Told) -> Row:
    reports = incident.reports
    return {
        "number_of_sources": incident.row["reports"],
        "source_article": "; ".join(_article(source) for source in reports) or None,
        "source_office": "; ".join(distinct([source.outlet for source in reports])) or None,
        "source_date": "; ".join(distinct([source.published.isoformat() if source.published else None for source in reports])) or None,
        "source_headline": "; ".join(distinct([source.title for source in reports])) or None,
        "source_original": "; ".join(distinct([speaker_name(party) for party in _speakers(incident)])) or None,
    }


def _speakers(incident: Told) -> list[str]:
    """Who speaks: the parties, then everybody else."""
    parties = incident.row["parties"]
    return sorted(incident.row["accounts"], key=lambda speaker: (speaker not in parties, speaker))


def _article(source: Source) -> str:
    parts = (source.outlet or source.source, source.published.isoformat() if source.published else None, source.title)
    return ", ".join(part for part in parts if part)


def _place_cells(incident: Told) -> Row:
    place, codes = incident.row["place"], country_codes(incident.country)
    lat, lon = (place.get("lat"), place.get("lon")) if place else (None, None)
    return {
        "where_prec": place.get("precision", 7) if place else 7,
        "where_coordinates": place["name"] if place else None,
        "where_description": (place.get("text") or None) if place else None,
        "adm_1": place.get("admin1") if place else None,
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": None if lat is None or lon is None else f"POINT ({lon!r} {lat!r})",
        "priogrid_gid": None if lat is None or lon is None else priogrid_cell(lat, lon),
        "country": codes.get("ucdp_country") or None,
        "country_id": codes.get("gw") or None,
        "region": codes.get("ucdp_region") or None,
    }


def priogrid_cell(lat: float, lon: float) -> int | None:
    """The PRIO-GRID cell, half a degree wide, counted eastward and northward from the south-west corner; None for what is on no globe."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    row = min(floor((lat + 90) * CELLS_A_DEGREE), CELLS_A_ROW // 2 - 1)
    column = min(floor((lon + 180) * CELLS_A_DEGREE), CELLS_A_ROW - 1)
    return row * CELLS_A_ROW + column + 1


def _date_precision(days: int | None) -> int | None:
    return None if days is None else next((code for most, code in DATE_PRECISION if days <= most), LONGER)


def _death_cells(incident: Told, sides: tuple[str, str]) -> Row:
    """Deaths by side; what is no side's and no civilian's, or a sum for all together, is unknown."""
    deaths = incident.deaths
    of = {side: killed.best for side, killed in deaths.by_side.items()}
    civilians = deaths.of(side for side in of if is_civilian(side)).best
    own = [of.get(side) if side and not is_civilian(side) else None for side in sides]
    total = deaths.total.best
    both = {side for side in (incident.dyad.first, incident.dyad.second, *sides) if side and not is_civilian(side)}
    counted = sum(of.get(side) or 0 for side in both) + (civilians or 0)
    return {
        "deaths_a": own[0],
        "deaths_b": own[1],
        "deaths_civilians": civilians,
        "deaths_unknown": None if total is None or total == counted else total - counted,
        "best": total,
        "high": deaths.total.high,
        "low": deaths.total.low,
    }
