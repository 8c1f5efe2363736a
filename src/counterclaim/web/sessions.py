"""Who is signed in: a session in the memory of the server, named by a random cookie, with its own secret against forged forms."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from counterclaim.web.settings import WebSettings
from counterclaim.web.tokens import holder

COOKIE = "counterclaim"
HOURS = 12
MOST = 1000


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed in; `form` is what every form of theirs must send back."""

    name: str
    form: str
    since: float


class Sessions:
    """The sessions of one server; they end with it."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._signed: OrderedDict[str, Signed] = OrderedDict()

    def who(self, request: Request) -> Signed | None:
        """Who asks, by the cookie."""
        found = self._signed.get(request.cookies.get(COOKIE, ""))
        return found if found and monotonic() - found.since < HOURS * 3600 else None

    def sign_in(self, token: str, response: Response) -> bool:
        """Begin a session for the holder of a token; False for nobody's."""
        name = holder(self._settings.tokens, token)
        if name is None:
            return False
        key = secrets.token_urlsafe(32)
        self._signed[key] = Signed(name, secrets.token_urlsafe(32), monotonic())
        if len(self._signed) > MOST:
            self._signed.popitem(last=False)
        response.set_cookie(COOKIE, key, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=self._settings.secure)
        return True

    def sign_out(self, request: Request, response: Response) -> None:
        self._signed.pop(request.cookies.get(COOKIE, ""), None)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._settings.secure)

    def may_write(self, request: Request, form: str) -> Signed | None:
        """Who sends a form: signed in, with the secret of the session, from a page of ours; None for anything else."""
        who = self.who(request)
        return who if who and hmac.compare_digest(who.form.encode(), form.encode()) and is_from_here(request) else None


def is_from_here(request: Request) -> bool:
    """Whether a page of ours sends this. A browser says where a form comes from; what says nothing is no browser."""
    origin = request.headers.get("origin")
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin" and (
        origin is None or urlsplit(origin).netloc == request.headers.get("host")
    )
