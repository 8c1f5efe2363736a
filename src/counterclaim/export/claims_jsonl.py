"""Claims as JSON Lines in the interchange form (docs/formats.md)."""

from __future__ import annotations

from typing import IO

from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.interchange import to_json


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """One claim a line by (source, start, end, id), in UTF-8; the number of claims."""
    count = 0
    for row in readable.claim_rows():
        handle.write(to_json(row).encode() + b"\n")
        count += 1
    return count
