"""A PostgreSQL server of the tests' own, made in a temporary folder and thrown away; or the one of COUNTERCLAIM_POSTGRES_URL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

SERVER_VARIABLE = "COUNTERCLAIM_POSTGRES_URL"
# The tests' data may be lost at any time.
CARELESS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses="


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a running server; skips the test, with the reason, where there can be none."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL server is installed and {SERVER_VARIABLE} is not set")
    # Not pytest's own folder: another user must get in, and the path of a socket is short.
    folder = Path(tempfile.mkdtemp(prefix="counterclaim-pg-"))
    user = _unprivileged_user(folder)
    try:
        _run([binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], user)
        start = [binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", f"{CARELESS} -k {folder}", "start"]
        _run(start, user)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run([binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"], user)
    finally:
        shutil.rmtree(folder)


@contextmanager
def empty_schema(server: str, name: str) -> Iterator[str]:
    """The URL of a schema with nothing in it, which is all that a ledger opened with it sees; dropped afterwards."""
    engine = create_engine(server)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    finally:
        engine.dispose()


def _binaries() -> Path | None:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    return next((folder for folder in [*([Path(found).parent] if found else []), *debian] if (folder / "initdb").is_file()), None)


def _unprivileged_user(folder: Path) -> str | None:
    """Whom to run the server as: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return user


def _run(command: Sequence[object], user: str | None) -> None:
    arguments = [str(part) for part in command]
    done = subprocess.run(arguments, user=user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr.decode()
