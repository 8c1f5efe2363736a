"""What the record can be written as. Each format is one module with a `write(readable, handle, options)`; FORMATS is the list of them.

The same content gives the same bytes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from counterclaim.errors import ExportError
from counterclaim.export import (
    acled,
    claims_csv,
    claims_jsonl,
    claims_parquet,
    ftm_statements,
    gdelt_events,
    gdelt_mentions,
    geojson,
    incidents_csv,
    incidents_jsonl,
    incidents_parquet,
    polecat,
    timemap,
    ucdp_ged,
    web_annotation,
)
from counterclaim.export.columns import schema
from counterclaim.export.form import ExportOptions, Format
from counterclaim.export.readable import Readable

__all__ = ["FORMATS", "ExportOptions", "Format", "Readable", "export", "replacing", "schema_of"]

INCIDENTS = frozenset({"shape", "hxl", "extras"})
FORMATS: dict[str, Format] = {
    "acled": Format(acled.write, "Incidents in the columns of ACLED", "acled", INCIDENTS),
    "claims-csv": Format(claims_csv.write, "Claims as CSV", "claims", frozenset({"hxl"})),
    "claims-jsonl": Format(claims_jsonl.write, "Claims as JSON Lines"),
    "claims-parquet": Format(claims_parquet.write, "Claims as Parquet"),
    "ftm-statements": Format(ftm_statements.write, "Statements of FollowTheMoney", "ftm-statements"),
    "gdelt-events": Format(
        gdelt_events.write,
        "Claimed acts in the columns of GDELT 2.0 events",
        "gdelt-events",
        frozenset({"extras"}),
        header=False,
        delimiter="\t",
    ),
    "gdelt-mentions": Format(
        gdelt_mentions.write,
        "Claims in the columns of GDELT 2.0 mentions",
        "gdelt-mentions",
        frozenset({"extras"}),
        header=False,
        delimiter="\t",
    ),
    "geojson": Format(geojson.write, "Incidents as GeoJSON"),
    "incidents-csv": Format(incidents_csv.write, "Incidents as CSV", "incidents", frozenset({"hxl"})),
    "incidents-jsonl": Format(incidents_jsonl.write, "Incidents as JSON Lines"),
    "incidents-parquet": Format(incidents_parquet.write, "Incidents as Parquet"),
    "polecat": Format(polecat.write, "Claims in the columns of POLECAT", "polecat", frozenset({"extras"}), delimiter="\t"),
    "timemap": Format(timemap.write, "Incidents, reports and parties for TimeMap"),
    "ucdp-ged": Format(ucdp_ged.write, "Incidents in the columns of UCDP GED", "ucdp-ged", INCIDENTS),
    "web-annotation": Format(web_annotation.write, "Claims as Web Annotations"),
}
KEYS_OF_PARTIES = {"acled": ("event_id_cnty", "actor1"), "ucdp-ged": ("id", "side_a")}
SCHEMA_SUFFIX = ".schema.json"


def export(readable: Readable, form: str, path: Path | None = None, options: ExportOptions | None = None) -> int:
    """Write the record in a form of FORMATS to a path, or to standard output; the number of rows.

    A file is there whole or not at all, and an older one stays until then. A table that goes to a file has its schema beside it:
    `acled.csv` has `acled.schema.json`. ExportError for a form that is not there, an option that it does not take, or a path that
    cannot be written.
    """
    options = options or ExportOptions()
    written = _checked(form, options)
    if path is None:
        return written.write(readable, sys.stdout.buffer, options)
    with replacing(path) as handle:
        count = written.write(readable, handle, options)
    if written.table and path.is_file():
        with replacing(path.with_suffix(SCHEMA_SUFFIX)) as handle:
            handle.write(schema_of(form, options).encode())
    return count


def schema_of(form: str, options: ExportOptions | None = None) -> str:
    """The schema of a table as JSON text. ExportError for a form that is no table, or that does not take an option."""
    options = options or ExportOptions()
    written = _checked(form, options)
    if written.table is None:
        raise ExportError(f"{form} is no table: it has no schema")
    return schema(form, written, options, KEYS_OF_PARTIES.get(form, ()) if options.shape == "monadic" else ())


def _checked(form: str, options: ExportOptions) -> Format:
    if form not in FORMATS:
        raise ExportError(f"no format {form!r}; there are {', '.join(sorted(FORMATS))}")
    usual = ExportOptions()
    unknown = [name for name in ("shape", "hxl", "extras") if getattr(options, name) != getattr(usual, name)]
    refused = [name for name in unknown if name not in FORMATS[form].takes]
    if refused:
        raise ExportError(f"{form} has no choice of {', '.join(refused)}")
    return FORMATS[form]


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A handle whose bytes take the place of the file when the block ends; when it raises the file is as it was."""
    target = path.resolve()
    # A pipe or a device cannot be replaced, only written to.
    part = target.with_name(f".{target.name}.{os.getpid()}.part") if target.is_file() or not target.exists() else target
    try:
        with part.open("wb") as handle:
            yield handle
        part.replace(target)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        if part != target:
            part.unlink(missing_ok=True)
