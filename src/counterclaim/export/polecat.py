"""Claims in the 40 columns of POLECAT: tab-separated, with a header. What goes where: docs/formats.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from counterclaim import __version__
from counterclaim.export.claim_cells import Coded, coded_claims, first_day, is_point
from counterclaim.export.codes import actor_codes, country_codes, plover_score
from counterclaim.export.columns import chosen
from counterclaim.export.form import ExportOptions
from counterclaim.export.gdelt import Row
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Source, incident_of_claims, sources_of
from counterclaim.export.table import TableWriter
from counterclaim.export.tolls import claimed_tolls
from counterclaim.interchange import ActorRow, PlaceRow

QUADS: Mapping[int | None, str] = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
ALWAYS_EMPTY = ("Contexts", "District", "Feature Type", "Story People", "Story Organizations", "Story Locations")


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """The number of rows: claims that have a PLOVER class."""
    incidents, sources = incident_of_claims(readable), sources_of(readable)
    writer = TableWriter(handle, chosen("polecat", options), delimiter="\t")
    for claim in coded_claims(readable):
        if claim.act.plover:
            writer.write(_row(claim, incidents.get(claim.claim["id"]), sources[claim.claim["document"]]))
    return writer.count


def _row(claim: Coded, incident: str | None, source: Source) -> Row:
    row, act = claim.claim, claim.act
    quad, score = plover_score(act.plover, act.mode)
    return {
        "Event ID": row["id"],
        "Event Date": first_day(row),
        "Event Type": act.plover,
        "Event Mode": act.mode or None,
        "Intensity": score,
        "Quad Code": QUADS.get(quad),
        **_actor_cells("Actor", claim.doer, claim.doer_id),
        **_actor_cells("Recipient", claim.target, claim.target_id),
        **_place_cells(row["event"]["place"]),
        "Source": source.outlet or source.source,
        "Publication Date": source.published,
        "Language": source.language,
        "Version": f"counterclaim {__version__}",
        **dict.fromkeys(ALWAYS_EMPTY),
        **_own_cells(claim, incident, source),
    }


def _actor_cells(role: str, actor: ActorRow | None, identifier: str) -> Row:
    codes = actor_codes(identifier) if identifier else None
    return {
        f"{role} Name": codes.name if codes else None,
        f"{role} Country": (codes.country or None) if codes else None,
        f"{role} COW": (country_codes(codes.country).get("cow") or None) if codes else None,
        f"Primary {role} Sector": codes.sectors[0] if codes and codes.sectors else None,
        f"{role} Sectors": "; ".join(codes.sectors) if codes else None,
        f"{role} Title": None,
        f"{role} Name Raw": (actor["text"] or None) if actor else None,
        f"Wikipedia {role} ID": None,
    }


def _place_cells(place: PlaceRow | None) -> Row:
    if place is None:
        names = ("Placename", "City", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename")
        return dict.fromkeys(names)
    geonames = place.get("geonames")
    return {
        "Placename": place["name"],
        "City": place["name"] if is_point(place) else None,
        "Province": place.get("admin1"),
        "Country": place.get("country"),
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
        "GeoNames ID": None if geonames is None else str(geonames),
        "Raw Placename": place.get("text") or None,
    }


def _own_cells(claim: Coded, incident: str | None, source: Source) -> Row:
    row, event = claim.claim, claim.claim["event"]
    place, when = event["place"], event["when"]
    return {
        "incident": incident,
        "document": row["document"],
        "url": source.url,
        "start": row["start"],
        "end": row["end"],
        "speaker": row["speaker"]["id"],
        "via": "; ".join(row["via"]) or None,
        "stance": row["stance"],
        "quoted": row["quoted"],
        "hedge": row["hedge"],
        "modality": event.get("modality", "actual"),
        "actor": claim.doer_id or None,
        "recipient": claim.target_id or None,
        "weapon": event.get("weapon"),
        "where_precision": place.get("precision", 7) if place else 7,
        "when_precision": when["precision"] if when else None,
        "tolls": claimed_tolls(row),
        "confidence": row["confidence"],
    }
