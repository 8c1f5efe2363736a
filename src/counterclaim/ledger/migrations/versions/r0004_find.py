"""What incidents are found by: facets of each current incident, and the words of documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# In code point order in every locale.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
STATUSES = ("agreed", "contradicted", "compatible", "one_sided", "unstated")
CURRENT = """
SELECT id, first_day, row FROM incidents WHERE row IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM incidents AS later WHERE later.id = incidents.id AND later.revision > incidents.revision)
"""
FTS_FILL = """
INSERT INTO document_words (rowid, text)
SELECT min(sightings.number), documents.text FROM documents JOIN sightings ON sightings.document_id = documents.id GROUP BY documents.id
"""
GIN = "CREATE INDEX document_words ON documents USING gin (to_tsvector('simple', left(text, 100000)))"


def upgrade() -> None:
    facets, parties, documents = _tables()
    for part in _parts():
        op.bulk_insert(facets, [one["facets"] for one in part])
        op.bulk_insert(parties, [row for one in part for row in one["parties"]])
        op.bulk_insert(documents, [row for one in part for row in one["documents"]])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE document_words USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')")
        op.execute(FTS_FILL)
    else:
        op.execute(GIN)


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken back: history would be lost")


def _tables() -> tuple[sa.Table, sa.Table, sa.Table]:
    facets = op.create_table(
        "incident_facets",
        sa.Column("incident_id", TEXT, primary_key=True),
        sa.Column("event_type", TEXT, nullable=False),
        sa.Column("first_day", TEXT, nullable=False),
        sa.Column("last_day", TEXT, nullable=False),
        sa.Column("place", TEXT),
        sa.Column("place_words", TEXT, nullable=False),
        sa.Column("country", TEXT),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("reports", sa.BigInteger, nullable=False),
        *(sa.Column(status, sa.Integer, nullable=False) for status in STATUSES),
    )
    op.create_index("incident_facets_by_day", "incident_facets", ["first_day", "incident_id"])
    parties = op.create_table(
        "incident_parties",
        sa.Column("incident_id", TEXT, sa.ForeignKey("incident_facets.incident_id"), primary_key=True),
        sa.Column("party", TEXT, primary_key=True),
    )
    op.create_index("incident_parties_by_party", "incident_parties", ["party"])
    documents = op.create_table(
        "incident_documents",
        sa.Column("incident_id", TEXT, sa.ForeignKey("incident_facets.incident_id"), primary_key=True),
        sa.Column("document_id", TEXT, primary_key=True),
    )
    op.create_index("incident_documents_by_document", "incident_documents", ["document_id"])
    return facets, parties, documents


def _parts() -> Iterator[list[dict[str, Any]]]:
    rows = op.get_bind().execute(sa.text(CURRENT)).all()
    for first in range(0, len(rows), 500):
        yield [_found_by(json.loads(row), first_day) for _, first_day, row in rows[first : first + 500]]


def _found_by(row: dict[str, Any], first_day: str | None) -> dict[str, Any]:
    place = row["place"] or {}
    statuses = [point["status"] for point in row["points"]]
    words = (place.get("name"), place.get("text"), place.get("admin1"), place.get("country"))
    facets = {
        "incident_id": row["id"],
        "event_type": row["type"],
        "first_day": first_day or "",
        "last_day": row["end"] or "",
        "place": _escaped(place.get("name")),
        "place_words": _escaped("|".join(dict.fromkeys(word.casefold() for word in words if word))),
        "country": _escaped(place.get("country")),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "reports": row["reports"],
        **{status: statuses.count(status) for status in STATUSES},
    }
    by = {"incident_id": row["id"]}
    return {
        "facets": facets,
        "parties": [{**by, "party": _escaped(party)} for party in dict.fromkeys(row["parties"])],
        "documents": [{**by, "document_id": _escaped(one)} for one in dict.fromkeys(row["document_ids"])],
    }


def _escaped(text: str | None) -> str | None:
    from counterclaim.ledger.columns import escaped

    return None if text is None else escaped(text)
