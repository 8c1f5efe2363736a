"""Rows of our own joined with what GeoNames has of the same place, so that one place is one candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from counterclaim.extract.place.gazetteer import Entry
from counterclaim.extract.place.names import name_key

Named = tuple[Entry, list[tuple[int, str]]]
TOWNS = frozenset({"town", "village", "settlement", "city"})
UNITS = frozenset({"region", "admin1", "district", "island", "islands"})
TOWN_DEGREES, UNIT_DEGREES = 0.15, 2.5  # how far apart two points for one town, or one unit, may lie


class OwnRows:
    """Our rows, each of which may take up one town or unit of the same name and ground."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self._rows = list(rows)
        self._taken: set[int] = set()
        self._at: dict[tuple[float, int, int], list[int]] = defaultdict(list)
        for number, (entry, _) in enumerate(self._rows):
            degrees = TOWN_DEGREES if entry.kind in TOWNS else UNIT_DEGREES
            for dy, dx in product((-1, 0, 1), repeat=2):
                self._at[degrees, int(entry.lat // degrees) + dy, int(entry.lon // degrees) + dx].append(number)

    def __iter__(self) -> Iterator[Named]:
        return iter(self._rows)

    def takes_up(self, entry: Entry, names: list[tuple[int, str]]) -> bool:
        """Joins a place of GeoNames to the row that means it, if there is one."""
        unit = entry.kind in {"admin1", "admin2"}
        degrees = UNIT_DEGREES if unit else TOWN_DEGREES
        for number in self._at.get((degrees, int(entry.lat // degrees), int(entry.lon // degrees)), ()):
            own, own_names = self._rows[number]
            if number in self._taken or entry.country not in own.countries or own.kind not in (UNITS if unit else TOWNS):
                continue
            if entry.kind == "admin2" and own.kind != "district":
                continue
            if {name_key(name) for _, name in own_names} & {name_key(name) for _, name in names}:
                self._rows[number] = joined(own, own_names, entry, names)
                self._taken.add(number)
                return True
        return False


def joined(own: Entry, own_names: list[tuple[int, str]], other: Entry, names: list[tuple[int, str]]) -> Named:
    """Our name, point and countries; the other's population, zone, unit and id. A unit stays a unit."""
    unit = other.kind == "admin1"
    entry = replace(
        own,
        kind="admin1" if unit else own.kind,
        precision=4 if unit else own.precision,
        radius=max(own.radius, other.radius) if unit else own.radius,
        admin1=other.admin1,
        population=other.population,
        timezone=other.timezone,
        geonames=other.geonames,
    )
    return entry, own_names + names
