"""Alembic migrations, run by `open_ledger`; packaged so that an installed wheel can make and upgrade a ledger."""
