"""Signatures, by which copies of a document are found. Those of documents read before are missing until they are read again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# In code point order in every locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "signatures",
        sa.Column("document_id", TEXT, sa.ForeignKey("documents.id"), nullable=False, primary_key=True),
        sa.Column("version", TEXT, nullable=False, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back: history would be lost")
