"""The first form of the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# In code point order in every locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _documents()
    _claims()
    _people_and_runs()
    _incidents()


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back: history would be lost")


def _text(name: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=nullable, primary_key=primary_key)


def _number(name: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, primary_key=primary_key, autoincrement=False)


def _documents() -> None:
    op.create_table("documents", _text("id", primary_key=True), _text("text"), _text("added"))
    op.create_table(
        "sightings",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("document_id", TEXT, sa.ForeignKey("documents.id"), nullable=False),
        _text("source"),
        _text("original_path", nullable=True),
        _text("original_sha256"),
        _text("published", nullable=True),
        _text("read_at", nullable=True),
        _text("digest"),
        _text("row"),
    )
    op.create_index("sightings_by_document", "sightings", ["document_id", "number"])
    op.create_table(
        "rejections",
        _text("digest", primary_key=True),
        _text("source"),
        _text("reason"),
        _text("detail"),
        _text("original_sha256"),
        _text("at"),
    )


def _claims() -> None:
    op.create_table(
        "extractions",
        sa.Column("document_id", TEXT, sa.ForeignKey("documents.id"), primary_key=True),
        _number("revision", primary_key=True),
        _text("version"),
        _text("at"),
    )
    op.create_index("extractions_by_version", "extractions", ["document_id", "version"], unique=True)
    op.create_table(
        "claims",
        _text("document_id", primary_key=True),
        _number("revision", primary_key=True),
        _text("id", primary_key=True),
        _number("start_offset"),
        _number("end_offset"),
        _text("speaker", nullable=True),
        _text("party", nullable=True),
        _text("stance"),
        _text("event_type"),
        sa.Column("background", sa.Boolean, nullable=False),
        _text("first_day", nullable=True),
        _text("last_day", nullable=True),
        _text("row"),
        sa.ForeignKeyConstraint(["document_id", "revision"], ["extractions.document_id", "extractions.revision"]),
    )
    op.create_index("claims_by_id", "claims", ["id"])
    op.create_index("claims_by_speaker", "claims", ["speaker"])
    op.create_index("claims_by_party", "claims", ["party"])
    op.create_index("claims_by_day", "claims", ["first_day", "last_day"])


def _people_and_runs() -> None:
    op.create_table(
        "judgements",
        _text("id", primary_key=True),
        _text("about"),
        _text("decision"),
        _text("judge"),
        _text("at"),
        _text("note"),
    )
    op.create_table("runs", sa.Column("number", sa.Integer, primary_key=True), _text("version"), _text("started"))
    op.create_table(
        "run_ends",
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.number"), primary_key=True, autoincrement=False),
        _text("finished"),
        _text("counts"),
    )


def _incidents() -> None:
    op.create_table(
        "incidents",
        _text("id", primary_key=True),
        _number("revision", primary_key=True),
        sa.Column("run", sa.Integer, sa.ForeignKey("runs.number")),
        _text("at"),
        _text("first_day", nullable=True),
        _text("digest", nullable=True),
        _text("row", nullable=True),
    )
    op.create_table(
        "incident_claims",
        _text("incident_id", primary_key=True),
        _number("revision", primary_key=True),
        _text("claim_id", primary_key=True),
        sa.ForeignKeyConstraint(["incident_id", "revision"], ["incidents.id", "incidents.revision"]),
    )
    op.create_index("incident_claims_by_claim", "incident_claims", ["claim_id"])
