"""Incidents as Parquet: the Arrow table, written in batches (docs/formats.md)."""

from __future__ import annotations

from typing import IO

from counterclaim.export.flat import flat_incident
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """One incident a row, in the order of the record; the number of rows."""
    from counterclaim.export.arrow import incidents_schema, write_parquet

    return write_parquet((flat_incident(incident) for incident in readable.incident_rows()), incidents_schema(), handle)
