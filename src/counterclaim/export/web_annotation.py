"""Claims as Web Annotations (W3C): each claim a note on the words of its report, by what they are and by where they stand."""

from __future__ import annotations

from typing import IO

from counterclaim.export.codes import actor_name
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Texts, incident_of_claims
from counterclaim.export.stream import write_list
from counterclaim.export.tolls import claimed_tolls
from counterclaim.export.words import one_line
from counterclaim.interchange import ClaimRow
from counterclaim.model import Document

Row = dict[str, object]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of text before and after, by which a reader finds the words again when the page has changed


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """An AnnotationPage with one annotation a claim, a line each; the number of annotations."""
    texts, incidents = Texts(readable), incident_of_claims(readable)
    items = (_annotation(claim, texts.document(claim["document"]), incidents.get(claim["id"])) for claim in readable.claim_rows())
    opening = f'{{"@context":"{CONTEXT}","id":"urn:counterclaim:claims","type":"AnnotationPage","items":['
    return write_list(handle, opening, items, "]}")


def _annotation(claim: ClaimRow, document: Document, incident: str | None) -> Row:
    return {
        "id": f"urn:counterclaim:claim:{claim['id']}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": _words(claim)},
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in _tags(claim)),
            *([{"id": f"urn:counterclaim:incident:{incident}", "purpose": "linking"}] if incident else []),
            {"type": "Dataset", "format": "application/json", "value": _fields(claim)},
        ],
        "target": {
            "type": "SpecificResource",
            "source": document.url or f"urn:counterclaim:document:{document.id}",
            "scope": f"urn:counterclaim:document:{document.id}",
            "selector": _selectors(claim, document.text),
        },
    }


def _selectors(claim: ClaimRow, text: str) -> list[Row]:
    start, end = claim["start"], claim["end"]
    return [
        {
            "type": "TextQuoteSelector",
            "exact": claim["evidence"],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _words(claim: ClaimRow) -> str:
    """ "Sweden accuses (indirect): shooting by Finland"."""
    event, speaker = claim["event"], claim["speaker"]
    doer = event["actor"]["id"] if event["actor"] else None
    act = event["type"].replace("_", " ") if event["type"] != "other" else (event["plover"] or "other").lower()
    by = f" by {actor_name(doer)}" if doer else ""
    who = actor_name(speaker["id"]) if speaker["id"] else one_line(speaker["text"]) or "somebody"
    return f"{who} {claim['stance'].replace('_', ' ')}: {act}{by}"


def _tags(claim: ClaimRow) -> list[str]:
    return [f"stance:{claim['stance']}", f"event:{claim['event']['type']}", *(["background"] if claim["background"] else [])]


def _fields(claim: ClaimRow) -> Row:
    event = claim["event"]
    return {
        "speaker": claim["speaker"]["id"],
        "via": claim["via"],
        "stance": claim["stance"],
        "quoted": claim["quoted"],
        "hedge": claim["hedge"],
        "modality": event.get("modality", "actual"),
        "event_type": event["type"],
        "actor": event["actor"]["id"] if event["actor"] else None,
        "target": event["target"]["id"] if event["target"] else None,
        "tolls": claimed_tolls(claim),
        "confidence": claim["confidence"],
    }
