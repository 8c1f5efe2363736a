"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from counterclaim.web import answer
from counterclaim.web.sessions import is_from_here
from counterclaim.web.site import SiteDep

router = APIRouter(include_in_schema=False, default_response_class=Response)
SEE_OTHER = 303


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    return answer.page(request, "sign_in.html", refused=False)


@router.post("/sign-in")
def sign_in(request: Request, site: SiteDep, token: Annotated[str, Form(max_length=200)] = "") -> Response:
    back = RedirectResponse("/incidents", SEE_OTHER)
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
