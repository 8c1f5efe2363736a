"""One incident: what each party says of it, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from counterclaim.interchange import claim_row, incident_row
from counterclaim.ledger import ClaimFilter, View
from counterclaim.model import Claim, Document, Incident
from counterclaim.summary import summary_of
from counterclaim.web import answer, toll_history, wording
from counterclaim.web.accounts import IncidentPage
from counterclaim.web.site import SiteDep

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/incidents/{incident}.json")
def as_json(incident: str, request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        found, _, documents = _load(view, incident)
    return answer.as_json(request, incident_row(found, {one.id: one.source for one in documents.values()}))


@router.get("/incidents/{incident}.csv")
def as_csv(incident: str, request: Request, site: SiteDep) -> Response:
    """The claims of the incident."""
    with site.ledger.view() as view:
        _, claims, documents = _load(view, incident)
    return answer.claims_csv(request, [claim_row(claim, documents[claim.document].source) for claim in claims])


@router.get("/incidents/{incident}")
def shown(incident: str, request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        found, claims, documents = _load(view, incident)
        history = view.incident_history(found.id)
    if found.id != incident:
        return RedirectResponse(f"/incidents/{found.id}", 307)
    page = IncidentPage(found, claims, documents)
    charts = [(one, toll_history.chart(one)) for one in toll_history.histories(page)]
    return answer.page(
        request,
        "incident.html",
        incident=found,
        page=page,
        title=wording.incident_title(found),
        when=wording.when_words(found.when),
        parties=[wording.title_name(party) for party in found.parties],
        charts=charts,
        summary=_summary(found, page),
        aside=page.quotes(page.claims[one] for one in found.set_aside if one in page.claims),
        reports=_reports(found, claims, documents),
        undated=sum(1 for one in documents.values() if one.published is None),
        revisions=history,
    )


def _load(view: View, incident: str) -> tuple[Incident, list[Claim], dict[str, Document]]:
    found = view.incident(incident)
    documents = {identifier: view.document(identifier) for identifier in found.documents}
    claims = list(view.claims(ClaimFilter(incident=found.id)))
    aside = view.claims_by_id(found.set_aside)
    return found, [*claims, *(one for one in aside.values() if one not in claims)], documents


def _summary(incident: Incident, page: IncidentPage) -> list[tuple[str, str | None]]:
    """The incident in words: each clause with the way to the first passage that it rests on."""
    clauses = [
        (one.text, [page.claims[claim] for claim in one.claims if claim in page.claims]) for one in summary_of(incident, page.claims)
    ]
    return [(text, f"/reports/{on[0].document}?claim={on[0].id}#claim-{on[0].id}" if on else None) for text, on in clauses]


def _reports(incident: Incident, claims: list[Claim], documents: dict[str, Document]) -> list[dict[str, Any]]:
    """The reports, the first published first."""
    ordered = sorted(documents.values(), key=lambda one: (one.published is None, str(one.published), one.source, one.id))
    rows = [
        {
            "id": one.id,
            "outlet": wording.outlet(one),
            "headline": wording.headline(one),
            "published": one.published,
            "claims": sum(1 for claim in claims if claim.document == one.id),
        }
        for one in ordered
    ]
    return folded(rows, incident.copies)


def folded(reports: Sequence[dict[str, Any]], copies: Iterable[Sequence[str]]) -> list[dict[str, Any]]:
    """The reports with their copies under them. Each of `copies` is a family by id, the report that the others are copies of first."""
    head_of = {copy: family[0] for family in copies for copy in family[1:]}
    listed = {one["id"] for one in reports}
    heads = [one for one in reports if head_of.get(one["id"]) not in listed]
    return [{**one, "copies": [copy for copy in reports if head_of.get(copy["id"]) == one["id"]]} for one in heads]
