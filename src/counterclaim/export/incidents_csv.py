"""Incidents as CSV: the columns of the Arrow table, lists as JSON (docs/formats.md)."""

from __future__ import annotations

from typing import IO

from counterclaim.export.columns import chosen
from counterclaim.export.flat import flat_incident
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.table import TableWriter


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """One incident a row, in the order of the record; the number of rows."""
    writer = TableWriter(handle, chosen("incidents", options), hxl=options.hxl)
    for incident in readable.incident_rows():
        writer.write(flat_incident(incident))
    return writer.count
