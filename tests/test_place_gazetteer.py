"""The gazetteer: names of one place, the country of a bare name, and the file that it is kept in."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.errors import LexiconError
from counterclaim.extract.place.build import open_database
from counterclaim.extract.place.gazetteer import Entry, Gazetteer, load
from counterclaim.extract.place.merge import Named, OwnRows
from counterclaim.lexicon import rows

KINDS = {
    "region", "town", "admin1", "river", "island", "village", "sea", "crossing", "district", "camp", "valley", "islands", "shoal",
    "lake", "range", "zone", "line", "strait", "base", "corridor", "mountain", "country", "gulf", "continent", "plant", "pass",
    "temple", "dam", "plateau", "canal", "station", "resort", "prison", "glacier", "settlement", "desert", "forest", "site",
}  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("Stepanakert", "Khankendi", "Xankəndi"), id="Karabakh"),
        pytest.param(("Martakert", "Aghdara", "Ağdərə"), id="ruined town of two names"),
        pytest.param(("Shusha", "Shushi", "Şuşa"), id="town of two names"),
        pytest.param(("Second Thomas Shoal", "Ayungin Shoal", "Ren'ai Jiao"), id="shoal of three names"),
        pytest.param(("Scarborough Shoal", "Huangyan Dao", "Panatag Shoal"), id="shoal"),
        pytest.param(("Senkaku Islands", "Diaoyu Islands"), id="islands"),
        pytest.param(("Dokdo", "Takeshima", "Liancourt Rocks"), id="islets"),
        pytest.param(("Preah Vihear", "Phra Viharn"), id="temple"),
        pytest.param(("Essequibo", "Esequibo", "Guayana Esequiba"), id="region"),
        pytest.param(("Snake Island", "Zmiinyi Island"), id="island"),
        pytest.param(("Bakhmut", "Artemivsk"), id="renamed town"),
        pytest.param(("Kobani", "Ayn al-Arab"), id="town of a Kurdish and an Arabic name"),
        pytest.param(("Tigray", "TIGRAY REGION"), id="unit with and without its word"),
    ],
)
def test_one_place_of_many_names(names: tuple[str, ...]) -> None:
    found = [{entry.id for entry in load().lookup(name)} for name in names]
    assert set.intersection(*found)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Kharkiv", "UKR"), ("Duhok", "IRQ"), ("Syunik", "ARM"), ("Cabo Delgado", "MOZ"), ("Jolo", "PHL"), ("Ukraine", "UKR"),
        ("Kachin State", "MMR"), ("Chiapas", "MEX"), ("Zzyrkhovka", None), ("", None), ("Gulf of Guinea", None),
    ],
)  # fmt: skip
def test_country_of_a_bare_name(name: str, country: str | None) -> None:
    assert load().country_of(name) == country


@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [(39.55, 46.48, "Asia/Yerevan"), (34.0, 74.0, "Asia/Kolkata"), (-13.15, -74.2, "America/Lima"), (0.0, -30.0, None)],
)
def test_zone_of_a_point(lat: float, lon: float, zone: str | None) -> None:
    assert load().timezone(lat, lon) == zone


def test_similar_names_only_in_given_countries() -> None:
    assert {entry.country for entry in load().similar("Kramatorske", ("UKR",))} == {"UKR"}
    assert load().similar("Kramatorske", ("PER",)) == ()
    assert load().similar("Kramatorske", ()) == ()


def test_rows_of_our_own_are_well_formed() -> None:
    states = {row["iso3"] for row in rows("place_countries.csv")}
    table = rows("places.csv")
    assert len(table) > 900
    for row in table:
        assert row["type"] in KINDS, row["name"]
        assert set(filter(None, row["countries"].split("|"))) <= states, row["name"]
        assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180, row["name"]
        assert float(row["radius"]) > 0, row["name"]
        assert row["source"], row["name"]


def test_rows_of_our_own_cover_the_continents() -> None:
    continent = {row["iso3"]: row["continent"] for row in rows("place_countries.csv")}
    counts = [continent[row["countries"].split("|")[0]] for row in rows("places.csv") if row["countries"]]
    for name, least in [("AS", 300), ("AF", 150), ("EU", 60), ("NA", 40), ("SA", 40), ("OC", 5)]:
        assert counts.count(name) >= least, name


def test_no_name_twice_in_one_country() -> None:
    seen = [(row["name"], row["countries"]) for row in rows("places.csv")]
    assert len(seen) == len(set(seen))


def village(name: str, lat: float, lon: float, country: str = "UKR") -> Named:
    entry = Entry(0, name, "settlement", lat, lon, country, (), "Donetsk", 900, 3.0, 1, "Europe/Kyiv", 77)
    return entry, [(0, name)]


def few_places() -> Iterator[Named]:
    yield village("Zeleny Hai", 48.0, 37.5)
    yield village("Zeleny Hai", 47.0, 35.5)


def unwritable() -> Path:
    raise PermissionError("a read-only home")


def test_file_is_made_once_and_read_again(tmp_path: Path) -> None:
    for _ in range(2):
        gazetteer = Gazetteer(open_database([lambda: tmp_path], few_places))
        assert [entry.lat for entry in gazetteer.lookup("ZELENY HAI")] == [48.0, 47.0]
    assert [file.suffix for file in sorted(tmp_path.iterdir())] == [".sqlite", ".lock"] or len(list(tmp_path.glob("*.sqlite"))) == 1
    assert not list(tmp_path.glob("*.tmp"))


def test_next_folder_where_the_first_cannot_be_written(tmp_path: Path) -> None:
    gazetteer = Gazetteer(open_database([unwritable, lambda: tmp_path], few_places))
    assert len(gazetteer.lookup("Zeleny Hai")) == 2


def test_memory_where_no_folder_can_be_written() -> None:
    gazetteer = Gazetteer(open_database([unwritable], few_places))
    assert len(gazetteer.lookup("Zeleny Hai")) == 2


def test_our_row_takes_up_the_town_that_it_means() -> None:
    own = Entry(0, "Zeleny Hai", "town", 48.01, 37.51, "UKR", (), None, 0, 4.0, 1, None, None)
    joined = OwnRows([(own, [(0, "Zeleny Hai"), (0, "Green Grove")])])
    assert joined.takes_up(*village("Zeleny Hai", 48.0, 37.5))
    assert not joined.takes_up(*village("Zeleny Hai", 47.0, 35.5))
    assert not joined.takes_up(*village("Zeleny Hai", 48.0, 37.5, country="RUS"))
    entry, names = next(iter(joined))
    assert (entry.geonames, entry.timezone, entry.lat) == (77, "Europe/Kyiv", 48.01)
    assert (0, "Green Grove") in names


@pytest.mark.parametrize(
    "row",
    ["Here,,village,UKR,north,38,3,,ours", "Here,,village,UKR,48", "Here,,village,UKR,48,38,wide,,ours"],
    ids=["lat", "short", "radius"],
)
def test_a_malformed_row_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "extra.csv"
    path.write_text(f"name,names,type,countries,lat,lon,radius,adjectives,source\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"extra\.csv"):
        load().with_extra(path)


def test_units_have_names_and_points() -> None:
    with (Path(__file__).parents[1] / "src/counterclaim/lexicon/place_units.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len({row["country"] for row in table}) > 180
    assert all(row["name"] and -90 <= float(row["lat"]) <= 90 for row in table)
