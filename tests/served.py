"""A site over a made ledger, for the tests of pages and API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from counterclaim.ledger import Ledger, open_ledger
from counterclaim.link import link
from counterclaim.model import Claim, Document
from counterclaim.serving import Desk
from counterclaim.web import WebSettings, create_app
from counterclaim.web.settings import Restore, Submit
from counterclaim.web.tokens import hash_of
from tests.record import Record, border_clash

TOKEN = "cc_a-token-that-only-tests-know"
TOKENS = {"ada": hash_of(TOKEN)}
BEARER = {"authorization": f"Bearer {TOKEN}"}


def fill(ledger: Ledger, reports: Sequence[Document], claimed: Sequence[Claim]) -> None:
    """Write reports, their claims and the incidents that they link to."""
    with ledger.session() as session:
        for document in reports:
            session.add_document(document)
            session.add_claims(document.id, "made-1", [claim for claim in claimed if claim.document == document.id])
        session.put_incidents(link(claimed, reports))


@contextmanager
def site(
    location: str | Path,
    record: Record | None = None,
    settings: WebSettings | None = None,
    submit: Submit | None = None,
    restore: Restore | None = None,
) -> Iterator[TestClient]:
    """A client of a site over a ledger of a record, the border clash if none is given. It takes judgements."""
    made = record or border_clash()
    with open_ledger(location) as ledger:
        fill(ledger, made.reports, made.claimed)
        chosen = settings or WebSettings(tokens=TOKENS, writes=0)
        app = create_app(str(location), chosen, submit=submit, restore=restore, desk=Desk(ledger))
        with TestClient(app, raise_server_exceptions=True, follow_redirects=False) as client:
            yield client
