"""The app: one ledger, its pages and its API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from counterclaim import __version__
from counterclaim.errors import LedgerError
from counterclaim.ledger import open_ledger
from counterclaim.web import api, incident, incidents, report, review
from counterclaim.web.answer import page, problem
from counterclaim.web.queue import Queue
from counterclaim.web.safety import Safety
from counterclaim.web.sessions import Sessions
from counterclaim.web.settings import Desk, Restore, Submit, WebSettings
from counterclaim.web.site import Site

STATIC = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600
KEPT = 64  # restored reports kept in memory
TITLES = {
    400: "Not understood",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Not allowed",
    413: "Too large",
    422: "Not understood",
}


def create_app(
    ledger: str,
    settings: WebSettings | None = None,
    *,
    submit: Submit | None = None,
    restore: Restore | None = None,
    desk: Desk | None = None,
) -> FastAPI:
    """The app over a ledger (a path or a database URL), which must be there. LedgerError where it cannot be opened.

    `submit` reads a report into the same ledger, for POST /api/v1/documents; `restore` gives the restored words of a text, for the
    page of a report that was read that way; both are called one at a time. `desk` keeps judgements and says what to judge.
    """
    chosen = settings or WebSettings()
    opened = open_ledger(ledger, create=False)
    kept = lru_cache(KEPT)(restore) if restore else None
    site = Site(opened, chosen, Sessions(chosen), Lock(), Queue(desk, opened), submit, kept, desk)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        yield
        opened.close()

    app = FastAPI(
        title="counterclaim",
        version=__version__,
        summary="Claims and counterclaims about contested armed incidents, kept apart and side by side.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=running,
        middleware=[Middleware(Safety, settings=chosen), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)],
        exception_handlers={HTTPException: _refused, RequestValidationError: _invalid, LedgerError: _ledger},
    )
    app.state.site = site
    for routes in (incidents.router, incident.router, report.router, review.router, api.router, api.pages):
        app.include_router(routes)
    app.mount("/static", Kept(directory=STATIC), name="static")
    return app


class Kept(StaticFiles):
    """Our files; an address with a version may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        answer.headers["cache-control"] = f"public, max-age={YEAR}, immutable" if versioned else "no-cache"
        return answer


async def _refused(request: Request, error: Any) -> Response:
    answer = _wrong(request, error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Any) -> Response:
    told = "; ".join(f"{'.'.join(map(str, one['loc'][1:])) or 'body'}: {one['msg']}" for one in error.errors()[:5])
    return _wrong(request, 422, told)


async def _ledger(request: Request, error: Any) -> Response:
    """The ledger names what it lacks; its own location is nobody's business."""
    told = str(error)
    missing = told.startswith(("no document ", "incident ", "claim ", "judgement "))
    return _wrong(request, 404 if missing else 503, told if missing else "The ledger cannot be read or written now.")


def _wrong(request: Request, status: int, detail: str) -> Response:
    title = TITLES.get(status, "Something went wrong")
    if request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv", ".geojson")):
        return problem(status, title, detail)
    return page(request, "error.html", status, title=title, detail=detail)
