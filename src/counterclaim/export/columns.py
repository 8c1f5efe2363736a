"""The columns of a format that is a table (lexicon/export_columns.csv), and its schema as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, get_args

from counterclaim.errors import LexiconError
from counterclaim.export.form import ExportOptions, Format
from counterclaim.lexicon import rows

FILE = "export_columns.csv"
Kind: TypeAlias = Literal["key", "text", "integer", "number", "date", "datetime", "boolean", "list"]
# Kind -> (Table Schema type, pandas dtype, R class). Lists are JSON in one cell. R's integers end at 2^31.
TYPES: Mapping[Kind, tuple[str, str, str]] = {
    "key": ("string", "string", "character"),
    "text": ("string", "string", "character"),
    "integer": ("integer", "Int64", "numeric"),
    "number": ("number", "float64", "numeric"),
    "date": ("date", "string", "Date"),
    "datetime": ("datetime", "string", "POSIXct"),
    "boolean": ("boolean", "boolean", "logical"),
    "list": ("array", "string", "character"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `extra` where the published format has none of the name."""

    name: str
    kind: Kind
    extra: bool
    hxl: str
    about: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """All columns of a form, ours last; LexiconError where the file has none or one of no known type."""
    found = tuple(_column(row) for row in rows(FILE) if row["form"] == table)
    if not found:
        raise LexiconError(f"{FILE}: no columns for {table}")
    return found


def _column(row: Mapping[str, str]) -> Column:
    kind = next((known for known in get_args(Kind) if known == row["type"]), None)
    if kind is None:
        raise LexiconError(f"{FILE}: {row['form']}/{row['column']}: no type {row['type']!r}")
    return Column(row["column"], kind, row["extra"] == "y", row["hxl"], row["about"])


def chosen(table: str, options: ExportOptions) -> tuple[Column, ...]:
    """The columns that are written."""
    return tuple(column for column in columns(table) if options.extras or not column.extra)


def schema(name: str, form: Format, options: ExportOptions, key: Sequence[str] = ()) -> str:
    """A Tabular Data Resource (Frictionless) as JSON text: the columns with their types, also as dtypes of pandas and classes of R.

    `key` is what names a row where it is not the columns of type key. ValueError for a format that is no table.
    """
    if form.table is None:
        raise ValueError(f"{name} is no table")
    written = chosen(form.table, options)
    keys = [column.name for column in written if column.kind == "key"]
    described = {
        "profile": "tabular-data-resource",
        "name": name,
        "description": form.about,
        "format": "tsv" if form.delimiter == "\t" else "csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": form.delimiter,
            "lineTerminator": "\n",
            "doubleQuote": True,
            "header": form.header,
            **({"commentRows": [2]} if options.hxl else {}),
        },
        "schema": {"fields": [_field(column) for column in written], "primaryKey": list(key) or keys, "missingValues": [""]},
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _field(column: Column) -> dict[str, object]:
    kind, pandas, r = TYPES[column.kind]
    field: dict[str, object] = {"name": column.name, "type": kind, "description": column.about, "pandas": pandas, "r": r}
    if column.extra:
        field["extra"] = True
    if column.hxl:
        field["hxl"] = column.hxl
    return field
