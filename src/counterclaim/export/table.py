"""Tables as text: CSV that survives hostile cells and comes back as it was, and TSV that splits the same way for every reader.

CSV (RFC 4180): a text cell that a spreadsheet would take for a formula has one apostrophe put before it. The rule can be turned
round: a text cell that begins with apostrophes (any number) and then such a beginning had one added; `as_written` takes it off.
TSV has no quoting: line ends, tabs and other controls are spaces. A double quotation mark at the beginning of a cell is a single
one, since readers that know quoting would take all up to the next mark for one cell; elsewhere it stays.
In both NUL and half surrogate pairs are U+FFFD. Bidirectional controls stay: they are part of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import IO

from counterclaim.export.columns import Column
from counterclaim.interchange import instant_text

# Spaces, controls and invisible characters before the sign are passed over by some programs.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_TO_BE_QUOTED = re.compile(r"^\s|[\",;\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]|\s$")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
TEXTS = frozenset({"text", "key", "list"})


class TableWriter:
    """Writes rows, given by column name, as lines of UTF-8. A row has a value for every column, or KeyError."""

    def __init__(
        self, handle: IO[bytes], columns: Sequence[Column], *, delimiter: str = ",", header: bool = True, hxl: bool = False
    ) -> None:
        self._handle, self._columns, self._delimiter = handle, columns, delimiter
        self.count = 0
        if header:
            self._line([column.name for column in columns])
        if hxl:
            self._line([column.hxl for column in columns])

    def write(self, row: Mapping[str, object]) -> None:
        """One row."""
        self._line([self._cell(column, row[column.name]) for column in self._columns])
        self.count += 1

    def _cell(self, column: Column, value: object) -> str:
        text = cell_text(value)
        if self._delimiter == "\t":
            return tsv_text(text)
        return csv_text(text) if column.kind in TEXTS else text

    def _line(self, cells: Sequence[str]) -> None:
        ready = cells if self._delimiter == "\t" else map(_quoted, cells)
        self._handle.write(f"{self._delimiter.join(ready)}\n".encode())


def _quoted(cell: str) -> str:
    """Between quotation marks where it would else not be one cell to every reader: a lone carriage return ends a line for some."""
    return '"{}"'.format(cell.replace('"', '""')) if _TO_BE_QUOTED.search(cell) else cell


def cell_text(value: object) -> str:
    """A value as the text of a cell: nothing is "", lists are JSON, instants and days ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return instant_text(value) or ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def csv_text(text: str) -> str:
    """A text as it stands in a CSV cell."""
    clean = _SURROGATES.sub("\ufffd", text.replace("\x00", "\ufffd"))
    return f"'{clean}" if _FORMULA.match(clean) else clean


def as_written(cell: str) -> str:
    """The text that `csv_text` made a cell of (but for NUL and half surrogate pairs)."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def tsv_text(text: str) -> str:
    """A text as it stands in a TSV cell."""
    clean = _CONTROLS.sub(" ", _SURROGATES.sub("\ufffd", text.replace("\x00", "\ufffd")))
    return f"'{clean[1:]}" if clean.startswith('"') else clean
