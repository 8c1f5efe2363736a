"""What a judgement sets apart or corrects; the trail of incidents, in which those that are there are `new`; the windows of linking."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# In code point order in every locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TRAIL_OF_WHAT_IS_THERE = """
INSERT INTO incident_changes (incident_id, change, revision, run, at)
SELECT id, 'new', revision, run, at FROM incidents
WHERE row IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM incidents AS later WHERE later.id = incidents.id AND later.revision > incidents.revision)
ORDER BY at, id
"""


def upgrade() -> None:
    for name in ("against", "field", "value"):
        op.add_column("judgements", sa.Column(name, TEXT))
    op.create_table(
        "incident_changes",
        sa.Column("cursor", sa.Integer, primary_key=True),
        sa.Column("incident_id", TEXT, nullable=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("other", TEXT),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.number")),
        sa.Column("at", TEXT, nullable=False),
    )
    op.create_table(
        "link_windows",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("kilometres", sa.Float, nullable=False),
        sa.Column("at", TEXT, nullable=False),
    )
    op.execute(TRAIL_OF_WHAT_IS_THERE)


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back: history would be lost")
