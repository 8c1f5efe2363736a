"""Claims as CSV: the columns of the Arrow table, lists as JSON (docs/formats.md)."""

from __future__ import annotations

from typing import IO

from counterclaim.export.columns import chosen
from counterclaim.export.flat import flat_claim
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.table import TableWriter


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """One claim a row, in the order of the record; the number of rows."""
    writer = TableWriter(handle, chosen("claims", options), hxl=options.hxl)
    for claim in readable.claim_rows():
        writer.write(flat_claim(claim))
    return writer.count
