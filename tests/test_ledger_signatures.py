"""Signatures in the ledger: stored as they are, the latest extraction's current, added to a ledger of an earlier version."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from counterclaim.ledger import Ledger, open_ledger
from counterclaim.ledger.engine import ledger_engine, ledger_url
from counterclaim.ledger.migrate import MIGRATIONS
from counterclaim.model import Document

EVERY_BYTE = bytes(range(256)) * 40


@pytest.fixture
def ledger(ledger_location: str) -> Iterator[Ledger]:
    with open_ledger(ledger_location) as opened:
        yield opened


def add(ledger: Ledger, document: str, version: str, data: bytes | None) -> None:
    with ledger.session() as session:
        session.add_document(Document(document, f"made/{document}.txt", document))
        if data is not None:
            session.add_signature(document, version, data)
        session.add_claims(document, version, [])


def signatures(ledger: Ledger) -> list[tuple[str, bytes]]:
    with ledger.view() as view:
        return list(view.signatures())


def test_a_signature_comes_back_as_it_was(ledger: Ledger) -> None:
    add(ledger, "d2", "rules-1", EVERY_BYTE)
    add(ledger, "d1", "rules-1", b"")
    add(ledger, "d3", "rules-1", None)
    assert signatures(ledger) == [("d1", b""), ("d2", EVERY_BYTE)]


def test_the_latest_extractions_is_the_current_one_and_none_is_replaced(ledger: Ledger) -> None:
    add(ledger, "d1", "rules-1", b"as read")
    add(ledger, "d1", "rules-2", b"restored")
    with ledger.session() as session:
        assert not session.add_signature("d1", "rules-2", b"other")
    assert signatures(ledger) == [("d1", b"restored")]
    add(ledger, "d1", "rules-3", None)
    assert signatures(ledger) == [], "made by another version than the claims"


def test_a_ledger_from_before_gets_the_table(ledger_location: str) -> None:
    engine = ledger_engine(ledger_url(ledger_location), 60)
    with engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO documents (id, text, added) VALUES ('d0', 'text', '2031-05-06T00:00:00.000000+00:00')"))
    engine.dispose()
    with open_ledger(ledger_location) as ledger:
        add(ledger, "d1", "rules-1", b"new")
        assert signatures(ledger) == [("d1", b"new")]
        with ledger.view() as view:
            assert view.counts().documents == 2
