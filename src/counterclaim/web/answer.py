"""What goes back: pages, JSON and CSV, each with an ETag where its content depends on nothing but the ledger and the address."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from counterclaim.export.columns import Column, chosen
from counterclaim.export.flat import Row, flat_claim, flat_incident
from counterclaim.export.form import ExportOptions
from counterclaim.export.table import TableWriter
from counterclaim.interchange import ClaimRow, IncidentRow
from counterclaim.text import sha256
from counterclaim.web import visible, wording

JSON, CSV, GEOJSON, PROBLEM = "application/json", "text/csv; charset=utf-8", "application/geo+json", "application/problem+json"
UNCHANGED = 304


@cache
def templates() -> Environment:
    """The templates: everything is escaped and without controls, and a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("counterclaim.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible.harmless,
    )
    made.filters |= {"visible": visible.visible, "link": visible.link, "day": wording.day, "count": wording.count, "name": wording.name}
    made.filters |= {"title_name": wording.title_name, "type_name": wording.type_name, "instant": wording.instant}
    made.globals |= {"static": static}
    return made


@cache
def static(name: str) -> str:
    """The address of a file of ours, which changes with what is in it."""
    content = files("counterclaim.web").joinpath("static", *name.split("/")).read_bytes()
    return f"/static/{name}?v={sha256(content)[:12]}"


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page. Pages may hold who is signed in, so they are checked with us each time and kept by nobody else."""
    site = request.app.state.site
    who = site.sessions.who(request)
    html = templates().get_template(template).render(request=request, who=who, writable=bool(site.settings.tokens), **values)
    return HTMLResponse(html, status, {"cache-control": "private, no-cache", "vary": "cookie"})


def problem(status: int, title: str, detail: str = "") -> Response:
    """RFC 9457: what is wrong, for a program."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(_encoded(body), status, media_type=PROBLEM)


def as_json(request: Request, value: object, media_type: str = JSON, status: int = 200) -> Response:
    return tagged(request, _encoded(value), media_type, status)


def incidents_csv(request: Request, rows: Iterable[IncidentRow]) -> Response:
    return as_csv(request, chosen("incidents", ExportOptions()), map(flat_incident, rows))


def claims_csv(request: Request, rows: Iterable[ClaimRow]) -> Response:
    return as_csv(request, chosen("claims", ExportOptions()), map(flat_claim, rows))


def as_csv(request: Request, columns: Sequence[Column], rows: Iterable[Row]) -> Response:
    handle = io.BytesIO()
    writer = TableWriter(handle, columns)
    for row in rows:
        writer.write(row)
    return tagged(request, handle.getvalue(), CSV)


def tagged(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """With a strong ETag; 304 without a body where the asker has it already."""
    tag = f'"{sha256(body)[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=UNCHANGED, headers=headers)
    return Response(body, status, headers, media_type)


def _encoded(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
