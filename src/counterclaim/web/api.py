"""The API: the same incidents, claims and reports for programs (docs/api.md). Read-only but for the holders of tokens."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from counterclaim.errors import JudgementError
from counterclaim.interchange import claim_row, incident_row, instant_text
from counterclaim.ledger import ClaimFilter, View
from counterclaim.web import answer, wire
from counterclaim.web.judging import Decided, judgement_of, judgement_rows
from counterclaim.web.query import IncidentQuery, cursor_text
from counterclaim.web.report import head
from counterclaim.web.review import decide
from counterclaim.web.settings import Submission
from counterclaim.web.site import SiteDep
from counterclaim.web.tokens import holder

ROOT = "/api/v1"
MOST_STEPS = 2**31 - 1
Identifier = Annotated[str, Path(pattern="^[0-9a-f]{8,64}$", description="The whole id.")]
router = APIRouter(prefix=ROOT, default_response_class=Response)
pages = APIRouter(include_in_schema=False, default_response_class=Response)
READS = {**wire.problems(400, 404, 421, 422, 429), 304: {"description": "The ETag sent is that of the content now"}}


@router.get("/incidents", tags=["incidents"], response_model=wire.IncidentList, responses=READS, operation_id="incidents")
def incidents(request: Request, site: SiteDep, query: Annotated[IncidentQuery, Query()]) -> Response:
    """Incidents that match all of the filters, a page at a time: `next` of one page is `after` of the one that follows."""
    try:
        after = query.cursor
    except ValueError as error:
        raise HTTPException(404, f"after: {error}") from error
    with site.ledger.view() as view:
        rows, following = view.find_incidents(query.wanted, query.order, after, query.limit)
        total = view.count_incidents(query.wanted)
    return answer.as_json(request, {"total": total, "next": cursor_text(following, query.order), "incidents": rows})


@router.get("/incidents/{incident}", tags=["incidents"], response_model=wire.Incident, responses=READS, operation_id="incident")
def incident(incident: Identifier, request: Request, site: SiteDep) -> Response:
    """One incident: its accounts and points."""
    with site.ledger.view() as view:
        found = view.incident(incident)
        sources = {identifier: view.document(identifier).source for identifier in found.documents}
    return answer.as_json(request, incident_row(found, sources))


@router.get(
    "/incidents/{incident}/claims", tags=["incidents"], response_model=wire.ClaimList, responses=READS, operation_id="incident_claims"
)
def incident_claims(incident: Identifier, request: Request, site: SiteDep) -> Response:
    """Its claims, by report and place in the text."""
    with site.ledger.view() as view:
        found = view.incident(incident)
        return answer.as_json(request, {"claims": list(view.claim_rows(ClaimFilter(incident=found.id)))})


@router.get(
    "/incidents/{incident}/history", tags=["incidents"], response_model=wire.History, responses=READS, operation_id="incident_history"
)
def incident_history(incident: Identifier, request: Request, site: SiteDep) -> Response:
    """Every state that it has had, also of one that was withdrawn."""
    with site.ledger.view() as view:
        found = view.incident_history(incident)
        if not found:
            raise HTTPException(404, f"no incident {incident}")
        sources = _all_sources(view, [identifier for one in found if one.incident for identifier in one.incident.documents])
    revisions = [
        {
            "revision": one.revision,
            "at": instant_text(one.at),
            "withdrawn": one.withdrawn,
            "incident": incident_row(one.incident, sources) if one.incident else None,
        }
        for one in found
    ]
    return answer.as_json(request, {"revisions": revisions})


@router.get("/reports", tags=["reports"], response_model=wire.ReportList, responses=READS, operation_id="reports")
def reports(
    request: Request,
    site: SiteDep,
    after: Annotated[str | None, Query(max_length=100, description="Cursor: `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> Response:
    """Reports without their texts, the last published first."""
    with site.ledger.view() as view:
        found, following = view.find_documents(after, limit)
    return answer.as_json(request, {"next": following, "reports": [head(one) for one in found]})


@router.get("/reports/{report}", tags=["reports"], response_model=wire.Report, responses=READS, operation_id="report")
def report(report: Identifier, request: Request, site: SiteDep) -> Response:
    """One report with its text as read."""
    with site.ledger.view() as view:
        found = view.document(report)
    return answer.as_json(request, {**head(found), "text": found.text})


@router.get("/reports/{report}/claims", tags=["reports"], response_model=wire.ClaimList, responses=READS, operation_id="report_claims")
def report_claims(report: Identifier, request: Request, site: SiteDep) -> Response:
    """What is claimed in it, in the order of the text."""
    with site.ledger.view() as view:
        found = view.document(report)
        claims = view.document_claims(report)
    return answer.as_json(request, {"claims": [claim_row(claim, found.source) for claim in claims]})


@router.get("/changes", tags=["changes"], response_model=wire.ChangeList, responses=READS, operation_id="changes")
def changes(
    request: Request,
    site: SiteDep,
    since: Annotated[int, Query(ge=0, le=MOST_STEPS, description="The last cursor seen; 0 is the beginning.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """What became of incidents since a cursor: new, changed, renamed, merged, split, withdrawn. `next` is the `since` to go on from."""
    with site.ledger.view() as view:
        found = view.changes(since, limit)
    steps = [
        {"cursor": one.cursor, "incident": one.incident, "change": one.change, "other": one.other, "at": instant_text(one.at)}
        for one in found
    ]
    return answer.as_json(request, {"next": found[-1].cursor if found else since, "changes": steps})


@router.get("/judgements", tags=["judgements"], response_model=wire.JudgementList, responses=READS, operation_id="judgements")
def judgements(
    request: Request,
    site: SiteDep,
    after: Annotated[int, Query(ge=0, le=MOST_STEPS, description="Cursor: `next` of the page before.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """What people decided, the first first; `stands` is false for what was taken back."""
    with site.ledger.view() as view:
        rows = judgement_rows(list(view.judgements()))
    more = after + limit < len(rows)
    return answer.as_json(request, {"next": after + limit if more else None, "judgements": rows[after : after + limit]})


def writer(request: Request, site: SiteDep) -> str:
    """Who writes, by the token in the header `Authorization: Bearer`; 401 without one of this site."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    name = holder(site.settings.tokens, token.strip()) if scheme.lower() == "bearer" else None
    if name is None:
        raise HTTPException(401, "a token of this site is needed: Authorization: Bearer TOKEN", {"www-authenticate": "Bearer"})
    return name


Writer = Annotated[str, Depends(writer)]
WRITES = wire.problems(400, 401, 413, 421, 422, 429)
SECURED: dict[str, Any] = {"security": [{"token": []}]}


@router.post(
    "/documents",
    tags=["writing"],
    status_code=201,
    response_model=wire.Taken,
    responses={**WRITES, **wire.problems(503)},
    openapi_extra=SECURED,
    operation_id="submit_document",
)
def submit(by: Writer, new: wire.NewReport, request: Request, site: SiteDep) -> Response:
    """Read a report: its claims are extracted and the incidents put together anew before this answers.

    The same report again changes nothing.
    """
    if site.submit is None:
        raise HTTPException(503, "this site takes no reports")
    with site.submitting:
        done = site.submit(Submission(new.text, new.outlet, new.url, new.title, new.published, by))
    if done.document is None:
        raise HTTPException(422, f"not a report: {done.reason}" + (f" ({done.detail})" if done.detail else ""))
    made = answer.as_json(request, {"document": done.document, "claims": done.claims}, status=201)
    made.headers["location"] = f"{ROOT}/reports/{done.document}"
    return made


@router.post(
    "/judgements",
    tags=["writing"],
    status_code=201,
    response_model=wire.Judgement,
    responses={**WRITES, **wire.problems(404, 503)},
    openapi_extra=SECURED,
    operation_id="judge",
)
def judge(by: Writer, new: wire.NewJudgement, request: Request, site: SiteDep) -> Response:
    """Keep what a person decided, under the name of the token. The incidents follow: at once, or a little later where there are many."""
    with site.ledger.view() as view:
        try:
            made = judgement_of(view, Decided(new.decision, new.about, new.against, new.note, new.field, new.value), by)
        except JudgementError as error:
            raise HTTPException(422, str(error)) from error
    decide(site, made)
    return answer.as_json(request, judgement_rows([made])[0], status=201)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    return answer.as_json(request, described(request.app))


@pages.get("/api")
def about(request: Request) -> Response:
    return answer.page(request, "api.html", spec=described(request.app))


def described(app: Any) -> dict[str, Any]:
    """The OpenAPI description of the app."""
    made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes, openapi_version="3.1.0")
    made.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return made


def _all_sources(view: View, documents: list[str]) -> dict[str, str]:
    return {identifier: view.document(identifier).source for identifier in dict.fromkeys(documents)}
