"""The tables. Rows are only ever inserted: what replaces a row is a new row with a higher revision or number. The tables that incidents
are found by hold nothing of their own: their rows are replaced, and could be made again from the others.

`row` columns hold the interchange form as JSON text; the columns beside it are there to be searched and sorted by.
The migrations make these tables; a test holds the two together.
"""

from __future__ import annotations

from typing import get_args

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, Table

from counterclaim.ledger.columns import ExactText, Instant, plain_text
from counterclaim.model import PointStatus

SCHEMA_VERSION = "0004"
VERSION_TABLE = "counterclaim_version"

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("id", ExactText, primary_key=True),
    Column("text", ExactText, nullable=False),
    Column("added", Instant, nullable=False),
)

# Every source at which a document was seen; a source seen again with other metadata is a new sighting.
sightings = Table(
    "sightings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document_id", ExactText, ForeignKey("documents.id"), nullable=False),
    Column("source", ExactText, nullable=False),
    Column("original_path", ExactText),
    Column("original_sha256", ExactText, nullable=False),
    Column("published", plain_text()),
    Column("read_at", Instant),
    Column("digest", plain_text(), nullable=False),
    Column("row", plain_text(), nullable=False),
    # Not by source: a hostile one may be longer than an index entry can be.
    Index("sightings_by_document", "document_id", "number"),
)

# The completion marker: a document whose claims of a version are all there has its row here, in the same transaction.
extractions = Table(
    "extractions",
    metadata,
    Column("document_id", ExactText, ForeignKey("documents.id"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("version", ExactText, nullable=False),
    Column("at", Instant, nullable=False),
    Index("extractions_by_version", "document_id", "version", unique=True),
)

# What finds copies of a document, as the extraction of that version made it.
signatures = Table(
    "signatures",
    metadata,
    Column("document_id", ExactText, ForeignKey("documents.id"), primary_key=True),
    Column("version", ExactText, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("document_id", ExactText, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("id", ExactText, primary_key=True),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("speaker", ExactText),
    Column("party", ExactText),
    Column("stance", plain_text(), nullable=False),
    Column("event_type", plain_text(), nullable=False),
    Column("background", Boolean, nullable=False),
    Column("first_day", plain_text()),
    Column("last_day", plain_text()),
    Column("row", plain_text(), nullable=False),
    ForeignKeyConstraint(["document_id", "revision"], ["extractions.document_id", "extractions.revision"]),
    Index("claims_by_id", "id"),
    Index("claims_by_speaker", "speaker"),
    Index("claims_by_party", "party"),
    Index("claims_by_day", "first_day", "last_day"),
)

rejections = Table(
    "rejections",
    metadata,
    Column("digest", plain_text(), primary_key=True),
    Column("source", ExactText, nullable=False),
    Column("reason", ExactText, nullable=False),
    Column("detail", ExactText, nullable=False),
    Column("original_sha256", ExactText, nullable=False),
    Column("at", Instant, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", ExactText, primary_key=True),
    Column("about", plain_text(), nullable=False),
    Column("decision", plain_text(), nullable=False),
    Column("judge", ExactText, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", ExactText, nullable=False),
    Column("against", plain_text()),
    Column("field", plain_text()),
    Column("value", plain_text()),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version", ExactText, nullable=False),
    Column("started", Instant, nullable=False),
)

run_ends = Table(
    "run_ends",
    metadata,
    Column("run", Integer, ForeignKey("runs.number"), primary_key=True, autoincrement=False),
    Column("finished", Instant, nullable=False),
    Column("counts", plain_text(), nullable=False),
)

# `row` is null where the incident was withdrawn.
incidents = Table(
    "incidents",
    metadata,
    Column("id", ExactText, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("run", Integer, ForeignKey("runs.number")),
    Column("at", Instant, nullable=False),
    Column("first_day", plain_text()),
    Column("digest", plain_text()),
    Column("row", plain_text()),
)

incident_claims = Table(
    "incident_claims",
    metadata,
    Column("incident_id", ExactText, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("claim_id", ExactText, primary_key=True),
    ForeignKeyConstraint(["incident_id", "revision"], ["incidents.id", "incidents.revision"]),
    Index("incident_claims_by_claim", "claim_id"),
)

# One row for each current incident: what a list of incidents is filtered and sorted by. A day that is not known is "".
incident_facets = Table(
    "incident_facets",
    metadata,
    Column("incident_id", ExactText, primary_key=True),
    Column("event_type", plain_text(), nullable=False),
    Column("first_day", plain_text(), nullable=False),
    Column("last_day", plain_text(), nullable=False),
    Column("place", ExactText),
    Column("place_words", ExactText, nullable=False),
    Column("country", ExactText),
    Column("lat", Float),
    Column("lon", Float),
    Column("reports", BigInteger, nullable=False),
    *(Column(status, Integer, nullable=False) for status in get_args(PointStatus)),
    Index("incident_facets_by_day", "first_day", "incident_id"),
)

incident_parties = Table(
    "incident_parties",
    metadata,
    Column("incident_id", ExactText, ForeignKey("incident_facets.incident_id"), primary_key=True),
    Column("party", ExactText, primary_key=True),
    Index("incident_parties_by_party", "party"),
)

incident_documents = Table(
    "incident_documents",
    metadata,
    Column("incident_id", ExactText, ForeignKey("incident_facets.incident_id"), primary_key=True),
    Column("document_id", ExactText, primary_key=True),
    Index("incident_documents_by_document", "document_id"),
)

# What followed from each new set of incidents, in order: an export that remembers a cursor can follow.
incident_changes = Table(
    "incident_changes",
    metadata,
    Column("cursor", Integer, primary_key=True),
    Column("incident_id", ExactText, nullable=False),
    Column("change", plain_text(), nullable=False),
    Column("other", ExactText),
    Column("revision", Integer, nullable=False),
    Column("run", Integer, ForeignKey("runs.number")),
    Column("at", Instant, nullable=False),
)

# The windows that the incidents were last linked with; a judgement links with the same.
link_windows = Table(
    "link_windows",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("days", Integer, nullable=False),
    Column("kilometres", Float, nullable=False),
    Column("at", Instant, nullable=False),
)
