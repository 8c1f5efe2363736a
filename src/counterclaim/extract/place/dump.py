"""A user's own gazetteer: a GeoNames dump or a CSV file, indexed once into a local file that `read --gazetteer` takes.

The file is SQLite with the tables of build.py and one more, `about`, that says whether it stands on top of ours or in its place.
A dump is read line by line, so that twelve million rows need no more memory than one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path

from counterclaim.errors import LexiconError
from counterclaim.extract.place.build import insert_entry
from counterclaim.extract.place.gazetteer import Entry, ranked_keys
from counterclaim.extract.place.merge import Named
from counterclaim.extract.place.names import sound_key
from counterclaim.extract.place.sources import COUNTRIES, OWN_PRECISION, TOWN_KM, UNITS, is_written_so, own_places, without_unit_word
from counterclaim.lexicon import read_file, rows

Progress = Callable[[int, int, int], None]
"""Bytes read, bytes in all, places so far."""

MAGIC = b"SQLite format 3\0"
FORM = 1  # of the file; one of another form has to be built again
FIRST_ID = 1_000_000_000  # ids of a user's places, apart from ours
COLUMNS_OF_DUMP = 19
BATCH = 5_000  # places between two calls of `progress`
MOST_NAMES = 200  # of one place
SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE about (form INTEGER, alone INTEGER, source TEXT);
CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lat REAL, lon REAL, country TEXT, others TEXT, admin1 TEXT,
  population INTEGER, radius REAL, precision INTEGER, timezone TEXT, geonames INTEGER);
CREATE TABLE name (key TEXT, entry INTEGER, rank INTEGER);
CREATE TABLE sound (sound TEXT, entry INTEGER, key TEXT);
"""
INDEXES = """
CREATE INDEX name_key ON name (key);
CREATE INDEX sound_key ON sound (sound);
CREATE INDEX entry_lat ON entry (lat);
CREATE INDEX entry_geonames ON entry (geonames);
"""


def build_file(source: Path, target: Path, *, alone: bool = False, progress: Progress | None = None) -> int:
    """Indexes a GeoNames dump (tab-separated, 19 columns) or a CSV file in the form of lexicon/places.csv; the number of places.

    `alone`: the file takes the place of our gazetteer. It is written beside its place and moved there whole. Raises LexiconError,
    naming file and row, for rows that are neither, and for a file that cannot be read or written.
    """
    if target.exists() and target.samefile(source):
        raise LexiconError(f"{target} is the source itself: give another name with --out")
    draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(b"")
    except OSError as error:
        raise LexiconError(f"{target} cannot be written: {error.strerror}") from error
    try:
        with closing(sqlite3.connect(draft)) as connection:
            count = _filled(connection, source, alone, progress or _silent)
        draft.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        raise LexiconError(f"{source.name} to {target}: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def opened_file(path: Path) -> tuple[sqlite3.Connection, bool]:
    """A user's places, and whether they are to be used alone: a file that `build_file` made, or the rows of a CSV file, in memory."""
    if not is_built(path):
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _filled(connection, path, False, _silent)
        return connection, False
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        form, alone = connection.execute("SELECT form, alone FROM about").fetchone()
    except (sqlite3.DatabaseError, TypeError) as error:
        raise LexiconError(f"{path.name}: not a file that `counterclaim gazetteer build` made: {error}") from error
    if form != FORM:
        raise LexiconError(f"{path.name}: made by another version; build it again")
    return connection, bool(alone)


def _silent(_read: int, _all: int, _places: int) -> None:
    """No progress."""


def _filled(connection: sqlite3.Connection, source: Path, alone: bool, progress: Progress) -> int:
    connection.executescript(SCHEMA)
    connection.execute("INSERT INTO about VALUES (?, ?, ?)", (FORM, int(alone), source.name))
    places = dump_places(source) if is_dump(source) else ((0, place) for place in own_places(source))
    size, count = source.stat().st_size, 0
    for count, (seen, (entry, names)) in enumerate(places, start=1):
        _insert(connection, FIRST_ID + count, entry, names)
        if count % BATCH == 0:
            progress(seen, size, count)
    connection.executescript(INDEXES)
    connection.commit()
    progress(size, size, count)
    return count


def _insert(connection: sqlite3.Connection, number: int, entry: Entry, names: list[tuple[int, str]]) -> None:
    insert_entry(connection, number, entry)
    keys = ranked_keys(names)
    connection.executemany("INSERT INTO name VALUES (?,?,?)", [(key, number, rank) for rank, key in keys])
    sounds = [(sound, number, key) for rank, key in keys if rank < 2 and (sound := sound_key(key))]
    connection.executemany("INSERT INTO sound VALUES (?,?,?)", sounds)


def is_dump(source: Path) -> bool:
    """By its first line. Raises LexiconError for a file that is no text."""
    with source.open("rb") as file:
        head = file.readline(1 << 16)
    try:
        line = head.decode("utf-8")
    except UnicodeDecodeError:
        line = "\0"
    if "\0" in line:
        raise LexiconError(f"{source.name}: neither a GeoNames dump nor a CSV file in UTF-8; an archive has to be unpacked first")
    return line.count("\t") >= COLUMNS_OF_DUMP - 2


@cache
def _kinds() -> Mapping[str, str]:
    return {row["code"]: row["kind"] for row in rows("geonames_features.csv")}


def dump_places(source: Path) -> Iterator[tuple[int, Named]]:
    """Bytes read so far and a place, for each row of a dump with a kind of place that reports name."""
    iso3 = {row["iso2"]: row["iso3"] for row in read_file(COUNTRIES)}
    admin1 = {row["code"]: row["name"] for row in read_file(UNITS) if row["level"] == "1"}
    seen = 0
    with source.open("rb") as file:
        for number, line in enumerate(file, start=1):
            seen += len(line)
            try:
                place = place_of_row(line.decode("utf-8").rstrip("\r\n").split("\t"), iso3, admin1)
            except (ValueError, IndexError) as error:
                raise LexiconError(f"{source.name}, row {number}: {error}") from error
            if place is not None:
                yield seen, place


def place_of_row(cells: list[str], iso3: Mapping[str, str], admin1: Mapping[str, str]) -> Named | None:
    """Columns of the GeoNames readme: id, name, ascii name, other names, lat, lon, class, code, country, cc2, admin1, ..., population,
    elevation, dem, time zone, date; None for a kind of place that is left out."""
    if len(cells) != COLUMNS_OF_DUMP:
        raise ValueError(f"{len(cells)} columns where a GeoNames dump has {COLUMNS_OF_DUMP}")
    kind = _kinds().get(cells[7], "settlement" if cells[6] == "P" else "")
    lat, lon = float(cells[4]), float(cells[5])
    if not kind or not cells[1]:
        return None
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError(f"no point on the globe: {cells[4]}, {cells[5]}")
    others = tuple(code for two in cells[9].split(",") if (code := iso3.get(two)) and two != cells[8])
    level = {"admin1": 4, "admin2": 3, "country": 6}
    entry = Entry(
        0, cells[1], kind, lat, lon, iso3.get(cells[8]), others, admin1.get(f"{cells[8]}.{cells[10]}"), int(cells[14] or 0),
        {"country": 300.0, "admin1": 80.0, "admin2": 25.0}.get(kind, TOWN_KM), level.get(kind) or OWN_PRECISION.get(kind, 1),
        cells[17] or None, int(cells[0]),
    )  # fmt: skip
    first = [name for name in (cells[1], cells[2]) if name]
    names = [(0, name) for name in first]
    names += [(1, name) for name in islice(cells[3].split(","), MOST_NAMES) if name and is_written_so(name)]
    if kind in {"admin1", "admin2"}:
        names += [(1, bare) for name in first for bare in without_unit_word(name)]
    return entry, names


def is_built(path: Path) -> bool:
    """Whether a file is one that `build_file` made, by its first bytes."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
