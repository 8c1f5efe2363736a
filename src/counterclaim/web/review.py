"""Judging: the queue, one question a page, answered by a button or a key; who decided what and when, with undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from counterclaim.errors import JudgementError
from counterclaim.export.columns import Column
from counterclaim.ledger import View
from counterclaim.link import Doubt
from counterclaim.model import Claim, Decision, Document, Incident, Judgement
from counterclaim.web import answer, wording
from counterclaim.web.judging import Decided, judgement_of, judgement_rows
from counterclaim.web.report import fields
from counterclaim.web.sessions import is_from_here
from counterclaim.web.site import Site, SiteDep

router = APIRouter(include_in_schema=False, default_response_class=Response)
SEE_OTHER = 303
AROUND = 300  # characters before and after a passage
BEGINNING = 700  # characters of a report
LATEST = 10  # judgements under the queue
PAGE = 100
JUDGEMENT_COLUMNS = ("id", "decision", "about", "against", "field", "value", "by", "at", "note", "stands")
DOUBT_COLUMNS = ("kind", "about", "incidents", "certainty")


@router.get("/review")
def queue(request: Request, site: SiteDep, left: int = 0) -> Response:
    with site.ledger.view() as view:
        doubts = site.queue.open(view)
        place = max(0, min(left, len(doubts) - 1))
        asked = _asked(view, doubts[place]) if doubts else None
        made = _latest(view, LATEST)
    return answer.page(
        request,
        "review.html",
        asked=asked,
        place=place,
        open=len(doubts),
        made=made,
        offered=site.desk is not None,
        found=site.queue.is_found,
    )


@router.get("/review.json")
def queue_json(request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        return answer.as_json(request, {"questions": _rows(site, view)})


@router.get("/review.csv")
def queue_csv(request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        rows = _rows(site, view)
    columns = [Column(one, "number" if one == "certainty" else "text", False, "", "") for one in DOUBT_COLUMNS]
    return answer.as_csv(
        request, columns, [{**row, "about": " ".join(row["about"]), "incidents": " ".join(row["incidents"])} for row in rows]
    )


@router.get("/judgements")
def judgements(request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        return answer.page(request, "judgements.html", made=_latest(view, PAGE), total=sum(1 for _ in view.judgements()))


@router.get("/judgements.json")
def judgements_json(request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        return answer.as_json(request, {"judgements": judgement_rows(list(view.judgements()))})


@router.get("/judgements.csv")
def judgements_csv(request: Request, site: SiteDep) -> Response:
    with site.ledger.view() as view:
        rows = judgement_rows(list(view.judgements()))
    columns = [Column(one, "text", False, "", "") for one in JUDGEMENT_COLUMNS]
    told = [{**row, "about": " ".join(row["about"]), "against": " ".join(row["against"]), "value": str(row["value"] or "")} for row in rows]
    return answer.as_csv(request, columns, [{**row, "stands": "yes" if row["stands"] else "no"} for row in told])


@router.post("/judgements")
def judge(
    request: Request,
    site: SiteDep,
    decision: Annotated[str, Form(max_length=30)],
    about: Annotated[list[str], Form(max_length=2)],
    form: Annotated[str, Form(max_length=200)] = "",
    note: Annotated[str, Form(max_length=1000)] = "",
    back: Annotated[str, Form(max_length=500)] = "/review",
) -> Response:
    """Keep a decision of who is signed in, and go back to where it was made."""
    who = site.sessions.may_write(request, form)
    if not who:
        raise HTTPException(403, "You are not signed in, or the form is an old one.")
    if decision not in get_args(Decision) or decision == "corrected":
        raise HTTPException(422, "That is no decision that a page offers.")
    with site.ledger.view() as view:
        made = _made(view, Decided(decision, about, note=note), who.name)  # type: ignore[arg-type]
    decide(site, made)
    return RedirectResponse(_here(back), SEE_OTHER)


def _made(view: View, sent: Decided, by: str) -> Judgement:
    try:
        return judgement_of(view, sent, by)
    except JudgementError as error:
        raise HTTPException(422, str(error)) from error


def decide(site: Site, made: Judgement) -> None:
    """Keep a judgement; the incidents follow."""
    if site.desk is None:
        raise HTTPException(503, "this site takes no judgements")
    site.desk.judge(made)


def _here(back: str) -> str:
    """A path of ours to go back to; the queue for anything else."""
    parts = urlsplit(back) if back.startswith(("/incidents/", "/reports/", "/review", "/judgements")) and "\\" not in back else None
    return back if parts and not parts.netloc and back.isascii() and back.isprintable() else "/review"


# ---------------------------------------------------------------- signing in and out


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    return answer.page(request, "sign_in.html", refused=False)


@router.post("/sign-in")
def sign_in(request: Request, site: SiteDep, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    back = RedirectResponse("/review", SEE_OTHER)
    if is_from_here(request) and site.sessions.sign_in(token.strip(), back):
        return back
    return answer.page(request, "sign_in.html", 403, refused=True)


@router.post("/sign-out")
def sign_out(request: Request, site: SiteDep, form: Annotated[str, Form(max_length=200)] = "") -> Response:
    if not site.sessions.may_write(request, form):
        raise HTTPException(403, "You are not signed in, or the form is an old one.")
    back = RedirectResponse("/incidents", SEE_OTHER)
    site.sessions.sign_out(request, back)
    return back


# ---------------------------------------------------------------- what is shown


def _rows(site: Site, view: View) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "about": list(one.about), "incidents": list(one.incidents), "certainty": one.certainty, "why": dict(one.why)}
        for one in site.queue.open(view)
    ]


def _asked(view: View, doubt: Doubt) -> dict[str, Any]:
    """One question, with what is needed to answer it."""
    incidents = _current(view, doubt.incidents)
    asked: dict[str, Any] = {
        "kind": doubt.kind,
        "about": doubt.about,
        "incidents": [(one.id, wording.incident_title(one), wording.when_words(one.when)) for one in incidents],
        "why": [(name.replace("_", " "), value) for name, value in doubt.why],
    }
    if doubt.kind != "claimed":
        return {**asked, "reports": [_beginning(view.document(one)) for one in doubt.about]}
    claim = view.claim(doubt.about[0])
    return {**asked, "claim": claim, **_passage(claim, view.document(claim.document)), "fields": fields(claim)}


def _current(view: View, ids: Sequence[str]) -> list[Incident]:
    """The incidents of those ids that are still there: the queue may be older than the latest change."""
    found = (view.goes_on_as(one) for one in ids)
    return [view.incident(one) for one in dict.fromkeys(found) if one]


def _beginning(document: Document) -> dict[str, Any]:
    words = document.text[:BEGINNING]
    return {
        "id": document.id,
        "outlet": wording.outlet(document),
        "published": document.published,
        "headline": wording.headline(document),
        "words": words if len(words) == len(document.text) else f"{words.rstrip()} …",
    }


def _passage(claim: Claim, document: Document) -> dict[str, Any]:
    start, end = claim.span.start, claim.span.end
    return {
        "outlet": wording.outlet(document),
        "published": document.published,
        "before": document.text[_from_word(document.text, max(0, start - AROUND), start) : start],
        "after": document.text[end : end + AROUND],
        "label": f"{wording.title_name(claim.speaker.id) if claim.speaker.id else 'Somebody not identified'} {wording.stance(claim)}",
    }


def _from_word(text: str, start: int, end: int) -> int:
    """Where the first whole word after an offset begins; the offset itself where there is none before `end`."""
    space = text.find(" ", start, end) if start else -1
    return start if space < 0 else space + 1


def _latest(view: View, most: int) -> list[dict[str, Any]]:
    """The latest judgements, the last first, in words and with ways to what they are about."""
    made = list(view.judgements())
    rows = judgement_rows(made)[-most:][::-1]
    at = {one.id: one for one in made}
    return [{**row, "when": at[row["id"]].at, "words": wording.decision(row["decision"], row["field"]), **_ways(view, row)} for row in rows]


def _ways(view: View, row: dict[str, Any]) -> dict[str, Any]:
    """(address, words) of each thing a judgement is about."""
    if row["decision"] == "taken_back":
        return {"ways": [("/judgements", f"judgement {one[:8]}") for one in row["about"]]}
    if row["decision"] in {"same_incident", "not_same_incident"}:
        return {"ways": [(f"/reports/{one}", wording.outlet(view.document(one))) for one in (*row["about"], *row["against"])]}
    found = view.claims_by_id(row["about"])
    return {
        "ways": [
            (f"/reports/{one.document}?claim={one.id}#claim-{one.id}", f"{wording.name(one.speaker.id)} {wording.stance(one)}")
            for one in found.values()
        ]
    }
