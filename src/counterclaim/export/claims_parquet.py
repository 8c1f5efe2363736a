"""Claims as Parquet: the Arrow table, written in batches (docs/formats.md)."""

from __future__ import annotations

from typing import IO

from counterclaim.export.flat import flat_claim
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """One claim a row, in the order of the record; the number of rows."""
    from counterclaim.export.arrow import claims_schema, write_parquet

    return write_parquet((flat_claim(claim) for claim in readable.claim_rows()), claims_schema(), handle)
