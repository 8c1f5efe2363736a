"""A format: how it is written, what of it can be chosen, and which table of columns it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal

from counterclaim.export.readable import Readable

Shape = Literal["dyadic", "monadic"]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What can be chosen. A format takes those that its `Format.takes` names; another value than these is an ExportError there.

    shape: "dyadic" is a row for each incident with two parties in it, "monadic" a row for each party of each incident.
    hxl: a row of HXL tags below the header. extras: our own columns after those of the published format.
    """

    shape: Shape = "dyadic"
    hxl: bool = False
    extras: bool = True


@dataclass(frozen=True, slots=True)
class Format:
    """`write(readable, handle, options)` gives the number of rows. `table` is its form in export_columns.csv, None where it is no table."""

    write: Callable[[Readable, IO[bytes], ExportOptions], int]
    about: str
    table: str | None = None
    takes: frozenset[str] = frozenset()
    header: bool = True
    delimiter: str = ","
