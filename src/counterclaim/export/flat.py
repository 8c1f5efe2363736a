"""Claims and incidents as flat rows: one cell for each column of the tables `claims` and `incidents` (lexicon/export_columns.csv).

A cell is null where the record says nothing. No figure is added up: `killed_low`, `killed_best` and `killed_high` are those
of a claim's only whole toll of that kind, and `tolls` holds every one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeAlias

from counterclaim.interchange import ActorRow, ClaimRow, EventRow, IncidentRow, PlaceRow, TollRow, WhenRow
from counterclaim.model import TollKind

Row: TypeAlias = dict[str, object]


def flat_claim(claim: ClaimRow) -> Row:
    """The cells of a claim."""
    speaker, cue, event = claim["speaker"], claim["cue"], claim["event"]
    return {
        "claim": claim["id"],
        "document": claim["document"],
        "source": claim["source"],
        "start": claim["start"],
        "end": claim["end"],
        "evidence": claim["evidence"],
        "speaker": speaker["id"],
        "speaker_party": party_of(speaker["id"]),
        "speaker_text": speaker["text"],
        "via": claim["via"],
        "cue": cue["text"] if cue else None,
        "stance": claim["stance"],
        "quoted": claim["quoted"],
        "hedge": claim["hedge"],
        "background": claim["background"],
        **_event_cells(event),
        **_place_cells(event["place"]),
        **_when_cells(event["when"]),
        **_only(claim["casualties"], "killed"),
        **_only(claim["casualties"], "wounded"),
        "tolls": [toll_cells(toll) for toll in claim["casualties"]],
        "confidence": claim["confidence"],
        "why": claim["why"],
    }


def flat_incident(incident: IncidentRow) -> Row:
    """The cells of an incident."""
    return {
        "incident": incident["id"],
        "event_type": incident["type"],
        "first_day": _day(incident["start"]),
        "last_day": _day(incident["end"]),
        **_when_cells(incident.get("when")),
        **_place_cells(incident["place"]),
        "parties": incident["parties"],
        "documents": incident.get("document_ids", incident["documents"]),
        "sources": incident["documents"],
        "reports": incident["reports"],
        "claims": incident["claims"],
        "accounts": [
            {
                "party": party,
                "initiator": account["initiator"],
                "tolls": [toll_cells(toll) for toll in account["casualties"]],
                "claims": account["claims"],
            }
            for party, account in incident["accounts"].items()
        ],
        "points": [
            {"question": p["question"], "about": p.get("about"), "status": p["status"], "answers": p["answers"]} for p in incident["points"]
        ],
        "confidence": incident.get("confidence", 0.0),
    }


def party_of(identifier: str | None) -> str | None:
    """The party that an actor belongs to: `ARM:MOD` -> `ARM`."""
    return identifier.split(":")[0] if identifier else None


def toll_cells(toll: TollRow) -> Row:
    """A toll without its place in the text."""
    return {
        "side": toll["side"],
        "kind": toll["kind"],
        "low": toll.get("low"),
        "best": toll.get("best"),
        "high": toll.get("high"),
        "unspecified": toll.get("unspecified", False),
        "text": toll.get("text", ""),
        "partial": toll.get("partial", False),
    }


def _event_cells(event: EventRow) -> Row:
    nobody: ActorRow = {"id": None, "text": ""}
    actor, target = event["actor"] or nobody, event["target"] or nobody
    return {
        "event_type": event["type"],
        "plover": event["plover"],
        "cameo": event["cameo"],
        "acled": event["acled"],
        "ucdp": None if event["ucdp"] is None else str(event["ucdp"]),
        "actor": actor["id"],
        "actor_text": actor["text"] or None,
        "target": target["id"],
        "target_text": target["text"] or None,
        "weapon": event.get("weapon"),
        "modality": event.get("modality", "actual"),
    }


def _place_cells(place: PlaceRow | None) -> Row:
    given: Row = dict(place) if place else {}
    return {
        "place_name": given.get("name"),
        "place_text": given.get("text", "" if place else None),
        **{name: given.get(name) for name in ("lat", "lon", "country", "admin1")},
        "where_precision": given.get("precision", 7 if place else None),
        "geonames": given.get("geonames"),
    }


def _when_cells(when: WhenRow | None) -> Row:
    return {
        "when_start": _instant(when["start"]) if when else None,
        "when_end": _instant(when["end"]) if when else None,
        "when_text": when["text"] if when else None,
        "when_precision": when["precision"] if when else None,
        "anchored": when["anchored"] if when else None,
    }


def _only(tolls: Iterable[TollRow], kind: TollKind) -> Row:
    """The bounds of the only whole toll of a kind: two may be of two sides or overlap, and are not for us to add."""
    whole = [toll_cells(toll) for toll in tolls if toll["kind"] == kind and not toll.get("partial")]
    return {f"{kind}_{bound}": whole[0][bound] if len(whole) == 1 else None for bound in ("low", "best", "high")}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
