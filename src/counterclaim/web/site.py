"""What the routes of one app share."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from counterclaim.ledger import Ledger
from counterclaim.web.queue import Queue
from counterclaim.web.sessions import Sessions
from counterclaim.web.settings import Desk, Restore, Submit, WebSettings


@dataclass(frozen=True, slots=True)
class Site:
    """One ledger as served. `submit`, `restore` and `desk` are given by the caller; without one, what needs it is not offered."""

    ledger: Ledger
    settings: WebSettings
    sessions: Sessions
    submitting: Lock
    queue: Queue
    submit: Submit | None = None
    restore: Restore | None = None
    desk: Desk | None = None


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


SiteDep = Annotated[Site, Depends(site_of)]
