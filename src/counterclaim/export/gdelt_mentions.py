"""Claims in the 16 columns of GDELT 2.0 mentions, with character offsets: tab-separated, no header. What goes where: docs/formats.md."""

from __future__ import annotations

from typing import IO

from counterclaim.export.claim_cells import Coded, coded_claims, offset
from counterclaim.export.columns import chosen
from counterclaim.export.form import ExportOptions
from counterclaim.export.gdelt import Event, Events, Row, second_number
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Texts
from counterclaim.export.table import TableWriter
from counterclaim.export.tolls import claimed_tolls
from counterclaim.interchange import ActorRow
from counterclaim.model import Document

WEB, CITATION_ONLY = 1, 2  # GDELT's types of mention: a page with an address, and a source that has none
ALWAYS_EMPTY = ("SentenceID", "MentionDocTone", "MentionDocTranslationInfo", "Extras")


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """The number of rows."""
    events, texts = Events(readable), Texts(readable)
    writer = TableWriter(handle, chosen("gdelt-mentions", options), delimiter="\t", header=False)
    for claim in coded_claims(readable):
        if event := events.of(claim):
            writer.write(_row(claim, event, events, texts.document(claim.claim["document"])))
    return writer.count


def _row(claim: Coded, event: Event, events: Events, document: Document) -> Row:
    row = claim.claim
    return {
        "GLOBALEVENTID": event.number,
        "EventTimeDate": second_number(events.published(event)),
        "MentionTimeDate": second_number(document.published),
        "MentionType": WEB if document.url else CITATION_ONLY,
        "MentionSourceName": document.outlet or document.source,
        "MentionIdentifier": document.url or row["source"],
        "Actor1CharOffset": _start(claim.doer),
        "Actor2CharOffset": _start(claim.target),
        "ActionCharOffset": row["start"],
        "InRawText": 1,
        "Confidence": round(min(1.0, max(0.1, row["confidence"])) * 10) * 10,
        "MentionDocLen": len(document.text),
        **dict.fromkeys(ALWAYS_EMPTY),
        **_own_cells(claim, event),
    }


def _own_cells(claim: Coded, event: Event) -> Row:
    row = claim.claim
    return {
        "claim": row["id"],
        "document": row["document"],
        "incident": event.incident,
        "speaker": row["speaker"]["id"],
        "stance": row["stance"],
        "quoted": row["quoted"],
        "hedge": row["hedge"],
        "modality": row["event"].get("modality", "actual"),
        "ActionCharEnd": row["end"],
        "SpeakerCharOffset": offset(row["speaker"].get("start")),
        "CueCharOffset": offset(row["cue"]["start"] if row["cue"] else None),
        "tolls": claimed_tolls(row),
    }


def _start(actor: ActorRow | None) -> int:
    return offset(actor.get("start") if actor else None)
