"""Engines for the two databases: how each is reached, begun and locked. One writer at a time on both; readers never wait."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from counterclaim.errors import LedgerError

BUSY_SECONDS = 60
# Any number will do that no other program takes in the same database.
POSTGRES_WRITER_LOCK = 0x636F756E7465
WRITING = {"counterclaim_writing": True}


def ledger_url(location: str | Path) -> URL:
    """The database of a path, a `sqlite:///` URL or a `postgresql://` URL; LedgerError for any other."""
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(Path(location).absolute()))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"not the URL of a ledger: {location.split('://')[0]}://…") from error
    backend = url.drivername.split("+")[0]
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise LedgerError("a ledger is a file: sqlite:///PATH")
        return URL.create("sqlite", database=str(Path(url.database).absolute()))
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    raise LedgerError(f"{backend} is not a database for a ledger: give a path, sqlite:///PATH or postgresql://…")


def ledger_engine(url: URL, wait: float) -> Engine:
    """An engine whose writers wait so many seconds for another; connects to nothing yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": wait})
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    try:
        engine = create_engine(url)
    except ImportError as error:
        raise LedgerError("a ledger on PostgreSQL needs psycopg: pip install 'counterclaim[postgres]'") from error
    event.listen(engine, "begin", partial(_postgres_begin, wait))
    return engine


def set_write_ahead(engine: Engine) -> None:
    """Have readers of a SQLite file not wait for its writer; kept in the file, so that it is set once."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            _switch_journal(cursor)
        cursor.close()
    finally:
        connection.close()


def _switch_journal(cursor: Any) -> None:
    # SQLite does not always wait here for another process that switches the same new file; that one's switch does for both.
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = wal").fetchone()
            return
        except sqlite3.OperationalError:
            if monotonic() > deadline:
                raise
            sleep(0.05)


def is_busy(error: DBAPIError) -> bool:
    """Whether it was another writer that stood in the way."""
    return "database is locked" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "55P03"


def _sqlite_connect(connection: sqlite3.Connection, _: object) -> None:
    # The driver's own BEGIN comes too late and too weak: see _sqlite_begin.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = on")
    # In WAL mode a killed process loses nothing; a power cut may lose the last commits, which the next run does again.
    connection.execute("PRAGMA synchronous = normal")


def _sqlite_begin(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once if another wrote meanwhile, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")


def _postgres_begin(wait: float, connection: Connection) -> None:
    if _is_writing(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(wait * 1000)}")
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_WRITER_LOCK})


def _is_writing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("counterclaim_writing"))
