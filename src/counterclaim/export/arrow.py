"""Claims and incidents as Arrow tables: flat typed columns, from which pandas, polars, DuckDB and Parquet are one step.

Codes are text, instants are UTC, days are dates; the cells are those of `flat`.
What Arrow cannot hold, half a surrogate pair or a number of more than 64 bits, becomes U+FFFD or null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import IO, Any

import pyarrow as pa

from counterclaim.export.columns import Kind, columns
from counterclaim.export.flat import Row, flat_claim, flat_incident
from counterclaim.interchange import claim_row, incident_row
from counterclaim.model import Claim, Incident

ROWS_A_BATCH = 10_000
LARGEST = 2**63 - 1


def claims_table(claims: Iterable[Claim], sources: Mapping[str, str]) -> pa.Table:
    """One row a claim, in the order given; `sources` gives the source of each document id."""
    return _table((flat_claim(claim_row(claim, sources[claim.document])) for claim in claims), claims_schema())


def incidents_table(incidents: Iterable[Incident], sources: Mapping[str, str]) -> pa.Table:
    """One row an incident, in the order given; `sources` gives the source of each document id."""
    return _table((flat_incident(incident_row(incident, sources)) for incident in incidents), incidents_schema())


def write_parquet(rows: Iterator[Row], schema: pa.Schema, handle: IO[bytes]) -> int:
    """Rows as Parquet, one row group for every ten thousand; how many."""
    from pyarrow import parquet

    count = 0
    with parquet.ParquetWriter(handle, schema, compression="zstd") as writer:
        for batch in _batches(rows, schema):
            writer.write_batch(batch)
            count += batch.num_rows
    return count


@cache
def claims_schema() -> pa.Schema:
    """The columns of `claims_table`."""
    return _schema("claims", {"via": pa.string(), "why": pa.string(), "tolls": _toll()})


@cache
def incidents_schema() -> pa.Schema:
    """The columns of `incidents_table`."""
    texts = pa.list_(pa.string())
    account = pa.struct([("party", pa.string()), ("initiator", pa.string()), ("tolls", pa.list_(_toll())), ("claims", texts)])
    answer = pa.struct([("value", pa.string()), ("according_to", texts), ("claims", texts)])
    point = pa.struct([*((name, pa.string()) for name in ("question", "about", "status")), ("answers", pa.list_(answer))])
    lists = dict.fromkeys(("parties", "documents", "sources", "claims"), pa.string())
    return _schema("incidents", {**lists, "accounts": account, "points": point})


def _schema(table: str, lists: Mapping[str, pa.DataType]) -> pa.Schema:
    types: Mapping[Kind, pa.DataType] = {
        "key": pa.string(),
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "boolean": pa.bool_(),
    }
    found = [(column.name, types.get(column.kind) or pa.list_(lists[column.name])) for column in columns(table)]
    return pa.schema(found)


def _toll() -> pa.DataType:
    names = [(name, pa.string()) for name in ("side", "kind")]
    bounds = [(name, pa.int64()) for name in ("low", "best", "high")]
    return pa.struct([*names, *bounds, ("unspecified", pa.bool_()), ("text", pa.string()), ("partial", pa.bool_())])


def _table(rows: Iterator[Row], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(_batches(rows, schema), schema)


def _batches(rows: Iterator[Row], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, ROWS_A_BATCH)):
        yield _batch(chunk, schema)


def _batch(rows: list[Row], schema: pa.Schema) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(rows, schema)
    except (UnicodeEncodeError, OverflowError):
        return pa.RecordBatch.from_pylist([_storable(row) for row in rows], schema)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, int):
        return value if -LARGEST <= value <= LARGEST else None
    if isinstance(value, Mapping):
        return {key: _storable(part) for key, part in value.items()}
    return [_storable(part) for part in value] if isinstance(value, tuple | list) else value
