"""One report: its text as read, what is claimed in it, and why each claim is what it is."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from counterclaim.export.columns import Column
from counterclaim.interchange import claim_row, document_row
from counterclaim.ledger import View
from counterclaim.model import Actor, Claim, Document, Incident
from counterclaim.web import answer, passages, wording
from counterclaim.web.accounts import is_spun
from counterclaim.web.settings import Restored
from counterclaim.web.site import Site, SiteDep
from counterclaim.web.visible import one_line

router = APIRouter(include_in_schema=False, default_response_class=Response)

PAGE = 50
HUES = 5  # speakers with a colour of their own


@router.get("/reports")
def listed(request: Request, site: SiteDep, after: str = "") -> Response:
    with site.ledger.view() as view:
        found, following = view.find_documents(after or None, PAGE)
        total = view.count_documents()
        reports = [(one, wording.outlet(one), wording.headline(one) if one.title else _first_line(view, one.id)) for one in found]
    return answer.page(request, "reports.html", reports=reports, total=total, more=following)


@router.get("/reports.json")
def listed_json(request: Request, site: SiteDep, after: str = "") -> Response:
    with site.ledger.view() as view:
        found, following = view.find_documents(after or None, PAGE)
    more = f"/reports.json?after={quote(following)}" if following else None
    return answer.as_json(request, {"reports": [head(one) for one in found], "next": more})


@router.get("/reports.csv")
def listed_csv(request: Request, site: SiteDep, after: str = "") -> Response:
    with site.ledger.view() as view:
        found, _ = view.find_documents(after or None, PAGE)
    columns = [Column(name, "text", False, "", "") for name in ("id", "source", "outlet", "url", "title", "language", "published")]
    return answer.as_csv(request, columns, [head(one) for one in found])


@router.get("/reports/{document}.json")
def as_json(document: str, request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        found, claims = _load(view, document)
    told = [claim_row(claim, found.source) for claim in claims]
    return answer.as_json(request, {**head(found), "text": found.text, "claims": told})


@router.get("/reports/{document}.csv")
def as_csv(document: str, request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        found, claims = _load(view, document)
    return answer.claims_csv(request, [claim_row(claim, found.source) for claim in claims])


@router.get("/reports/{document}")
def shown(document: str, request: Request, site: SiteDep, claim: str = "", at: int = 0) -> Response:
    with site.ledger.view() as view:
        found, claims = _load(view, document)
        incidents = [view.incident(one) for one in view.incidents_of(document)]
        family = _family(view, document, incidents)
    chosen = next((one for one in claims if one.id == claim), None)
    start, end = passages.part_of(len(found.text), chosen.span.start if chosen else at)
    edits = _edits(site, found, claims)
    hues = _hues(claims)
    return answer.page(
        request,
        "report.html",
        document=found,
        headline=wording.headline(found),
        outlet=wording.outlet(found),
        incidents=[(one.id, wording.incident_title(one)) for one in incidents],
        family=family,
        paragraphs=passages.paragraphs(found.text, claims, edits, start, end),
        hues={one.id: hues.get(one.speaker.party, 0) for one in claims},
        speakers=[(wording.title_name(party) if party else "A speaker not identified", hue) for party, hue in hues.items()],
        claims=claims,
        labels={one.id: f"{wording.name(one.speaker.id)} {wording.stance(one)}" for one in claims},
        chosen=chosen,
        fields=fields(chosen) if chosen else [],
        restored=_restored(found.text, chosen, edits) if chosen else "",
        edits=len(edits),
        earlier=start - passages.MOST_TEXT if start else None,
        later=end if end < len(found.text) else None,
        length=len(found.text),
    )


def head(document: Document) -> dict[str, object]:
    """The report without its text, and without where it lay on our disk, which is nobody's business."""
    row: dict[str, object] = dict(document_row(document))
    return {name: value for name, value in row.items() if name not in {"text", "original_path"}}


def _first_line(view: View, document: str) -> str:
    return wording.headline(view.document(document))


def _load(view: View, document: str) -> tuple[Document, list[Claim]]:
    found = view.document(document)
    return found, view.document_claims(document)


def _edits(site: Site, document: Document, claims: Sequence[Claim]) -> Sequence[Restored]:
    """The restored words of a report whose claims rest on some; found again, as the ledger keeps the text as read only."""
    return site.restore(document.text) if site.restore and any(map(is_spun, claims)) else ()


def _restored(text: str, claim: Claim, edits: Sequence[Restored]) -> str:
    """The evidence of a claim with its words restored; empty where none of them is."""
    at, pieces = claim.span.start, list[str]()
    for edit in sorted(edits, key=lambda one: one.span.start):
        if at <= edit.span.start and edit.span.end <= claim.span.end:
            pieces += (text[at : edit.span.start], edit.restored)
            at = edit.span.end
    return one_line("".join((*pieces, text[at : claim.span.end]))) if pieces else ""


def _family(view: View, document: str, incidents: Sequence[Incident]) -> list[tuple[str, str]]:
    """(id, outlet and day) of the reports that descend from the same one, that one first; empty where it has no copies."""
    families = (family for incident in incidents for family in incident.copies if document in family)
    found = [view.document(one) for one in next(families, ())]
    return [(one.id, f"{wording.outlet(one)}, {wording.day(one.published)}") for one in found]


def _hues(claims: Sequence[Claim]) -> dict[str | None, int]:
    """Party -> colour: those that speak most have one of their own, by name; the others share none."""
    often: dict[str | None, int] = {}
    for claim in claims:
        often[claim.speaker.party] = often.get(claim.speaker.party, 0) + 1
    coloured = sorted(often, key=lambda party: (party in (None, "outlet", "unknown"), -often[party], party or ""))[:HUES]
    by_name = sorted((party for party in coloured if party), key=lambda party: (wording.name(party), party))
    found: dict[str | None, int] = {party: hue for hue, party in enumerate(by_name, 1)}
    return found | {party: 0 for party in often if party not in found}


def fields(claim: Claim) -> list[tuple[str, str]]:
    """What the record holds of a claim, in words; what it does not say is left out."""
    event = claim.event
    place, when = event.place, event.when
    from_context = " (from context)"
    found = [
        ("Speaker", _actor(claim.speaker)),
        ("Via", ", ".join(wording.name(one) for one in claim.via)),
        ("Stance", claim.stance.replace("_", " ")),
        ("Cue", f"“{one_line(claim.cue.text)}”" if claim.cue else ""),
        ("Quoted", {"direct": "in the speaker's own words", "indirect": "reported", "none": ""}[claim.quoted]),
        ("Hedge", one_line(claim.hedge or "")),
        ("Background", "yes: it does not count for the incident" if claim.background else ""),
        ("Event", wording.type_name(event.type) + ("" if event.modality == "actual" else f", {event.modality}")),
        ("Doer", _actor(event.actor)),
        ("Target", _actor(event.target)),
        ("With", (event.weapon or "").replace("_", " ")),
        ("Where", wording.place_name(place) + (from_context if place.from_context else "") if place else ""),
        ("When", wording.when_words(when) + (from_context if when.from_context else "") if when else ""),
        ("Tolls", "; ".join(wording.toll_line(toll) for toll in claim.casualties)),
        (
            "Codes",
            ", ".join(
                f"{scheme} {code}" for scheme, code in (("PLOVER", event.plover), ("CAMEO", event.cameo), ("ACLED", event.acled)) if code
            ),
        ),
        ("Confidence", f"{claim.confidence:.2f}"),
    ]
    return [(label, words) for label, words in found if words]


def _actor(actor: Actor | None) -> str:
    if actor is None:
        return ""
    written = f" (“{one_line(actor.text)}”)" if actor.text else ""
    return (wording.title_name(actor.id) if actor.id else "Not identified") + written
