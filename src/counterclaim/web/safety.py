"""What every request passes: the name it was asked under, its size, how often it comes; and the headers of every answer.

Report text that got past an escape by a mistake of ours would still find no script, no frame, no form target and no other host to
send anything to.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterclaim.web.settings import WebSettings

# Styles are files but for the one that Observable Plot puts into its own picture, which is known by its hash.
PLOT = "'sha256-JfPDHgm3M00SEYqzWdpmbLc6b5Jyd5vZoNyIt2wphgQ='"
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {PLOT}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}
READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_ADDRESSES = 10_000
LONGEST_ADDRESS = 20_000  # bytes, with the query
REFUSALS = {
    400: "The address is too long.",
    413: "The request is too large.",
    421: "This site does not go by that name; see counterclaim serve --allow-host.",
    429: "Too many requests; try again in a minute.",
}


class Safety:
    """ASGI middleware: refuses with 400, 413, 421 or 429, and adds the headers."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app, self._settings = app, settings
        self._reads, self._writes = Rate(settings.reads), Rate(settings.writes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        status = self._refusal(scope)
        try:
            answer = _refused(scope, status) if status else self._app
            await answer(scope, Body(receive, self._settings.most_body), with_headers)
        except TooLarge:
            await _refused(scope, 413)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if self._settings.hosts and _name(headers.get("host", "")) not in self._settings.hosts:
            return 421
        if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > LONGEST_ADDRESS:
            return 400
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 12 or int(length) > self._settings.most_body:
            return 413
        rate = self._reads if scope["method"] in READING else self._writes
        return None if rate.allows((scope.get("client") or ("",))[0]) else 429


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name.lower()


def _refused(scope: Scope, status: int) -> Response:
    """For a program RFC 9457, for a person a line."""
    words = REFUSALS[status]
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(f"{words}\n", status)
    body = json.dumps({"type": "about:blank", "title": words, "status": status, "detail": ""})
    return Response(body, status, media_type="application/problem+json")


class TooLarge(Exception):
    """A body that goes on after its limit."""


class Body:
    """The body of a request, counted as it comes."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLarge
        return message


class Rate:
    """So many requests a minute from each address, unused ones saved up for one minute at most; 0 is no limit."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        if not self._per_minute:
            return True
        now = monotonic()
        left, then = self._left.pop(address, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - then) * self._per_minute / 60)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return left >= 1
