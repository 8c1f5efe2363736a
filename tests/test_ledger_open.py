"""What is opened as a ledger, what is not, and what the user is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger, open_ledger
from counterclaim.ledger.migrate import known_versions
from counterclaim.ledger.schema import SCHEMA_VERSION, VERSION_TABLE, metadata
from counterclaim.model import Document
from tests.postgres import empty_schema


@pytest.fixture
def ledger(ledger_location: str) -> Iterator[Ledger]:
    with open_ledger(ledger_location) as opened:
        yield opened


def set_version(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", (version,))


# ---------------------------------------------------------------- the tables


def test_the_migrations_make_the_tables_of_the_schema(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        # The words that are searched are a virtual table of SQLite, an index on an expression of PostgreSQL: not in the schema's terms.
        opts = {"version_table": VERSION_TABLE, "compare_type": True, "include_name": lambda name, *_: "document_words" not in (name or "")}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_version() -> None:
    assert known_versions()[0] == SCHEMA_VERSION


# ---------------------------------------------------------------- where


@pytest.mark.parametrize("name", ["ledger.db", "a b%20c?d#e.db", "файл.db", "file:x.db"])
@pytest.mark.parametrize("form", [str, Path])
def test_a_path(name: str, form: type, tmp_path: Path) -> None:
    open_ledger(form(tmp_path / name)).close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("location", ["ledger.db", "sqlite:///ledger.db"])
def test_a_relative_path(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_ledger(location).close()
    assert (tmp_path / "ledger.db").is_file()


def test_an_absolute_url(tmp_path: Path) -> None:
    open_ledger(f"sqlite:///{tmp_path}/ledger.db").close()
    assert (tmp_path / "ledger.db").is_file()


def test_what_was_written_is_there_when_it_is_opened_again(ledger_location: str) -> None:
    with open_ledger(ledger_location) as ledger, ledger.session() as session:
        session.add_document(Document("d1", "doc01.txt", "text"))
    with open_ledger(ledger_location, create=False) as ledger, ledger.view() as view:
        assert view.document("d1").text == "text"


def test_readers_do_not_wait_for_the_writer(ledger: Ledger) -> None:
    with ledger.session() as session, ledger.view() as view:
        session.add_document(Document("d1", "doc01.txt", "text"))
        assert view.counts().documents == 0


def test_a_writer_waits_for_another_only_so_long(ledger: Ledger, ledger_location: str) -> None:
    busy = pytest.raises(LedgerError, match="another program has been writing")
    with ledger.session(), open_ledger(ledger_location, wait=0.05) as other, busy, other.session():
        raise AssertionError("there were two writers")


# ---------------------------------------------------------------- what is refused


def test_there_is_none_and_none_is_to_be_made(ledger_location: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger"):
        open_ledger(ledger_location, create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("location", "message"),
    [
        pytest.param("mysql://host/base", "mysql", id="another database"),
        pytest.param("postgresql://user:secret@/base?host=/nowhere", "postgresql", id="a server that is not there"),
        pytest.param("sqlite://", "a ledger is a file", id="in memory"),
        pytest.param("sqlite:///:memory:", "a ledger is a file", id="in memory, by name"),
        pytest.param("://", "not the URL", id="no URL"),
        pytest.param("postgresql://h:port/base", "not the URL", id="a malformed URL"),
        pytest.param("missing/ledger.db", "no folder", id="in a folder that is not there"),
        pytest.param(".", "a folder", id="a folder"),
    ],
)
def test_a_location_that_is_none(location: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LedgerError, match=message) as refused:
        open_ledger(location)
    assert "secret" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, not a ledger.\n" * 100)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"notes\.txt"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"other.db is not a ledger.*bookmarks"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_a_ledger_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(path).close()
    set_version(path, "9999")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"ledger.db was written by a newer counterclaim .*9999"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_a_database_may_hold_other_tables_beside_a_ledger_on_postgresql(postgres: str) -> None:
    with empty_schema(postgres, "shared_test") as location:
        with open_ledger(location) as ledger, ledger.engine.begin() as connection:
            connection.execute(text("CREATE TABLE bookmarks (url TEXT)"))
        open_ledger(location).close()


def test_tables_of_our_names_are_not_taken_over_on_postgresql(postgres: str) -> None:
    with empty_schema(postgres, "foreign_test") as location:
        engine = create_engine(location)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE documents (url TEXT)"))
        engine.dispose()
        with pytest.raises(LedgerError, match="not a ledger"):
            open_ledger(location)
