"""`open_ledger`, and the ledger: who may write, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from counterclaim.errors import LedgerError
from counterclaim.ledger.engine import BUSY_SECONDS, WRITING, is_busy, ledger_engine, ledger_url, set_write_ahead
from counterclaim.ledger.migrate import migrate, schema_version
from counterclaim.ledger.schema import SCHEMA_VERSION
from counterclaim.ledger.session import Session
from counterclaim.ledger.view import View


class Ledger:
    """An open ledger. Each process opens its own; close it, or use it in a `with`."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        self.engine = engine

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The one writer: committed when the block ends, rolled back when it raises. Keep it short: one batch of documents.

        Waits for another writer; LedgerError when that takes too long, or when the ledger cannot be written.
        """
        with _writing(self.engine, self.name) as connection:
            yield Session(connection)

    @contextmanager
    def view(self) -> Iterator[View]:
        """A reader, which sees the ledger as it was at its first look, and waits for nobody."""
        with _naming(self.name), self.engine.connect() as connection, _reading(connection).begin():
            yield View(connection)

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_ledger(location: str | Path, *, create: bool = True, wait: float = BUSY_SECONDS) -> Ledger:
    """The ledger at a path, a `sqlite:///` URL or a `postgresql://` URL, made or brought up to date where need be.

    `wait` is how many seconds its sessions wait for another writer. LedgerError, naming it, where there is none and
    `create` is false, where it is something else, is of a newer version, or cannot be reached.
    """
    url = ledger_url(location)
    name = _name(location, url.render_as_string(hide_password=True))
    if url.get_backend_name() == "sqlite":
        _check_file(Path(url.database or ""), name, create)
    engine = ledger_engine(url, wait)
    try:
        with _naming(name):
            _prepare(engine, name, create)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(engine, name)


def _name(location: str | Path, shown: str) -> str:
    return shown if "://" in str(location) and not str(location).startswith("sqlite") else str(location)


def _check_file(path: Path, name: str, create: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"{name} is a folder, not a ledger")
    if not path.parent.is_dir():
        raise LedgerError(f"{name} cannot be made: there is no folder {path.parent}")
    if not create and not path.exists():
        raise LedgerError(f"there is no ledger {name}")


def _prepare(engine: Engine, name: str, create: bool) -> None:
    """Look first, and change only what is a ledger or is to become one."""
    with engine.connect() as connection, connection.begin():
        version = schema_version(connection, name)
        if version == SCHEMA_VERSION:
            return
        if version is None and not create:
            raise LedgerError(f"there is no ledger in {name}")
    if engine.dialect.name == "sqlite":
        set_write_ahead(engine)
    with _writing(engine, name) as connection:
        if schema_version(connection, name) != SCHEMA_VERSION:
            migrate(connection)


def _reading(connection: Connection) -> Connection:
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


@contextmanager
def _writing(engine: Engine, name: str) -> Iterator[Connection]:
    with _naming(name), engine.connect() as connection:
        connection.execution_options(**WRITING)
        with connection.begin():
            yield connection


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """What the database says goes on as ours, with the name of the ledger."""
    try:
        yield
    except DBAPIError as error:
        busy = "another program has been writing to it for too long: " if is_busy(error) else ""
        raise LedgerError(f"{name}: {busy}{str(error.orig).strip()}") from error
