"""Alembic runs this: migrate over the connection that was handed in, in its transaction."""

from __future__ import annotations

from alembic import context

from counterclaim.ledger.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
