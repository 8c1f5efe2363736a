"""What the routes of one app share."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from counterclaim.ledger import Ledger
from counterclaim.web.sessions import Sessions
from counterclaim.web.settings import Restore, Submit, WebSettings


@dataclass(frozen=True, slots=True)
class Site:
    """One ledger as served. `submit` and `restore` are given by the caller; without one, what needs it is not offered."""

    ledger: Ledger
    settings: WebSettings
    sessions: Sessions
    submitting: Lock
    submit: Submit | None = None
    restore: Restore | None = None


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


SiteDep = Annotated[Site, Depends(site_of)]
