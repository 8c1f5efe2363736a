"""Fixtures that more than one module needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from counterclaim.parse import Pipeline, load
from tests.postgres import empty_schema, postgres_server

# No deadline: how long an example takes says something of the machine, not of the code.
settings.register_profile("counterclaim", deadline=None, max_examples=50)
settings.load_profile("counterclaim")


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The shipped parser."""
    return load()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A running PostgreSQL server; its tests are skipped where there is none."""
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where there is no ledger yet, on each database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    with empty_schema(request.getfixturevalue("postgres"), "ledger_test") as url:
        yield url
