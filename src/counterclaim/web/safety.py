"""What every request passes: the name it was asked under, its size, how often it comes; and the headers of every answer.

Report text that got past an escape by a mistake of ours would still find no script, no frame, no form target and no other host to
send anything to.
"""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterclaim.web.settings import WebSettings

# Styles are files but for the one that Observable Plot puts into its own picture, which is known by its hash.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
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
LONGEST_PATH = 4000  # bytes, with the query


class Safety:
    """ASGI middleware: refuses with 400, 413, 414, 421 or 429, and adds the headers."""

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

        if refusal := self._refusal(scope):
            status, words = refusal
            await PlainTextResponse(words, status)(scope, receive, with_headers)
            return
        body = Body(receive, self._settings.most_body)
        try:
            await self._app(scope, body, with_headers)
        except TooLarge:
            await PlainTextResponse("The request is too large.\n", 413)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
        if self._settings.hosts and host.lower() not in self._settings.hosts:
            return 421, "This site does not go by that name; see counterclaim serve --allow-host.\n"
        if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > LONGEST_PATH:
            return 414, "The address is too long.\n"
        if int(headers.get("content-length", "0")) > self._settings.most_body if headers.get("content-length", "0").isdigit() else True:
            return 413, "The request is too large.\n"
        rate = self._reads if scope["method"] in READING else self._writes
        if not rate.allows((scope.get("client") or ("",))[0]):
            return 429, "Too many requests; try again in a minute.\n"
        return None


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
