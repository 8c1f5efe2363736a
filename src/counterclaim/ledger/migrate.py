"""Bring a store to this version's tables, or say why it cannot be."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from counterclaim.errors import LedgerError
from counterclaim.ledger.schema import SCHEMA_VERSION, VERSION_TABLE, metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def schema_version(connection: Connection, name: str) -> str | None:
    """The version of the store's tables, None where there are none yet.

    LedgerError where they are those of another program, or of a newer version of this one.
    """
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
        if version is not None:
            return _known(str(version), name)
    # A SQLite file belongs to one program; a PostgreSQL database may have other tables beside ours.
    foreign = tables if connection.dialect.name == "sqlite" else tables & set(metadata.tables)
    if foreign - {VERSION_TABLE}:
        raise LedgerError(f"{name} is not a ledger: it has tables of another program ({', '.join(sorted(foreign)[:5])})")
    return None


def _known(version: str, name: str) -> str:
    if version != SCHEMA_VERSION and version not in known_versions():
        raise LedgerError(f"{name} was written by a newer counterclaim (ledger version {version}, this one knows {SCHEMA_VERSION})")
    return version


def known_versions() -> list[str]:
    """The versions that there is a migration to, the newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
