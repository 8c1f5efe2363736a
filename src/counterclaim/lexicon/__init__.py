"""Vocabularies as data: CSV and TOML files in this folder, each read once, on first use.

A malformed file raises LexiconError, which names file, row and reason.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from counterclaim.errors import LexiconError

__all__ = ["read_file", "read_numbered", "read_rows", "rows", "table", "word_set"]


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of a CSV file of this folder, column name to cell; empty cells are "". `name` is the file name, "cues.csv"."""
    return read_rows(_resource(name), name)


@cache
def table(name: str) -> Mapping[str, Any]:
    """A TOML file of this folder. `name` is the file name, "quantities.toml"."""
    try:
        return MappingProxyType(tomllib.loads(_resource(name)))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: {error}") from error


@cache
def word_set(name: str) -> frozenset[str]:
    """A set of word_sets.csv, by its name; KeyError for a name that is not there."""
    return {row["set"]: frozenset(row["words"].split("|")) for row in rows("word_sets.csv")}[name]


def read_rows(text: str, name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of CSV text with a header. Lines that begin with # and blank lines are skipped; `name` stands in error messages."""
    return tuple(row for _, row in _numbered(text, name))


def _numbered(text: str, name: str) -> list[tuple[int, Mapping[str, str]]]:
    numbers = [number for number, line in enumerate(text.splitlines(), 1) if _is_kept(line)]
    reader = csv.reader((line for line in text.splitlines() if _is_kept(line)), strict=True)
    found: list[tuple[int, Mapping[str, str]]] = []
    try:
        header = _header(next(reader, []), name)
        for cells in reader:
            if len(cells) != len(header):
                raise csv.Error(f"{len(cells)} cells where the header has {len(header)}")
            row = MappingProxyType(dict(zip(header, map(str.strip, cells), strict=True)))
            found.append((numbers[min(reader.line_num, len(numbers)) - 1], row))
    except csv.Error as error:
        row_number = numbers[min(reader.line_num, len(numbers)) - 1] if numbers else 1
        raise LexiconError(f"{name}, row {row_number}: {error}") from error
    return found


def _resource(name: str) -> str:
    try:
        return (files(__name__) / name).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name}: cannot be read: {error}") from error


def read_file(path: Path) -> tuple[Mapping[str, str], ...]:
    """Rows of a user's own CSV file, in the form of one of ours."""
    return tuple(row for _, row in read_numbered(path))


def read_numbered(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """Rows of a user's own CSV file, each with its line in the file, for messages."""
    try:
        return _numbered(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read: {error}") from error


def _is_kept(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    if not header or len(set(header)) != len(header) or not all(header):
        raise LexiconError(f"{name}, row 1: no header, a column without a name, or two of one name")
    return header
