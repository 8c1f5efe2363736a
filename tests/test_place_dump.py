"""A user's own gazetteer: built from a dump or a CSV file, on top of ours or in its place, and what is said of bad files."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.errors import LexiconError
from counterclaim.extract.place import PlaceContext, find_places
from counterclaim.extract.place.dump import build_file
from counterclaim.extract.place.gazetteer import Gazetteer, load
from counterclaim.parse import load as load_parser

KRAMATORSK = 704508


def dump_row(number: int, name: str, kind: str = "P\tPPL", lat: str = "48.5", country: str = "UA", names: str = "") -> str:
    return f"{number}\t{name}\t{name}\t{names}\t{lat}\t38.5\t{kind}\t{country}\t\t05\t\t\t\t700\t\t90\tEurope/Kyiv\t2020-01-01\n"


def built(folder: Path, text: str, *, alone: bool = False) -> Gazetteer:
    source, target = folder / "source.txt", folder / "places.gazetteer"
    source.write_text(text, encoding="utf-8")
    build_file(source, target, alone=alone)
    return load().with_extra(target)


DUMP = (
    dump_row(9000001, "Zzyrkhovka", names="Zzyrhivka,Ззирхівка,ZZY")
    + dump_row(9000002, "Qorvat Heights", "T\tHLL")
    + dump_row(9000003, "Grand Hotel Zzyr", "S\tHTL")
    + dump_row(9000004, "Qorvat Region", "A\tADM2")
    + dump_row(KRAMATORSK, "Kramatorsk", lat="1.0")
)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        pytest.param("Zzyrkhovka", ["settlement"], id="first name"),
        pytest.param("Zzyrhivka", ["settlement"], id="other name"),
        pytest.param("ZZY", [], id="an airport's code is no name"),
        pytest.param("Grand Hotel Zzyr", [], id="hotels are left out"),
        pytest.param("Qorvat", ["admin2"], id="a unit without its word"),
        pytest.param("Kharkiv", ["admin1", "settlement"], id="ours is still there"),
    ],
)
def test_a_dump_on_top_of_ours(tmp_path: Path, name: str, kinds: list[str]) -> None:
    assert [entry.kind for entry in built(tmp_path, DUMP).lookup(name)][: len(kinds) or None] == kinds


def test_a_place_of_geonames_that_both_have_is_one_as_ours_has_it(tmp_path: Path) -> None:
    found = [entry for entry in built(tmp_path, DUMP).lookup("Kramatorsk") if entry.geonames == KRAMATORSK]
    assert [entry.lat for entry in found] == [pytest.approx(48.7, abs=0.1)]


def test_in_place_of_ours(tmp_path: Path) -> None:
    gazetteer = built(tmp_path, DUMP, alone=True)
    assert gazetteer.lookup("Kharkiv") == ()
    assert [entry.lat for entry in gazetteer.lookup("Kramatorsk")] == [1.0]
    assert gazetteer.timezone(48.4, 38.4) == "Europe/Kyiv"


def test_misspelt_names_are_sought_in_both(tmp_path: Path) -> None:
    gazetteer = built(tmp_path, DUMP)
    assert {entry.name for entry in gazetteer.similar("Zzirkhovka", ("UKR",))} == {"Zzyrkhovka"}
    assert KRAMATORSK in [entry.geonames for entry in gazetteer.similar("Kramatorske", ("UKR",))]


@pytest.mark.parametrize("file", ["rows.csv", "places.gazetteer"])
def test_a_users_row_stands_for_ours_of_that_name_near_by(tmp_path: Path, file: str) -> None:
    source = tmp_path / "rows.csv"
    source.write_text("name,lat,lon,countries\nKramatorsk,48.70,37.50,UKR\n", encoding="utf-8")
    if file != source.name:
        assert build_file(source, tmp_path / file) == 1
    found = [entry for entry in load().with_extra(tmp_path / file).lookup("Kramatorsk") if entry.country == "UKR"]
    assert [(entry.lat, entry.lon) for entry in found if entry.kind == "settlement"] == [(48.70, 37.50)]


def test_read_with_it(tmp_path: Path) -> None:
    built(tmp_path, DUMP)
    context = PlaceContext(parties=("UKR",), extra=tmp_path / "places.gazetteer")
    (mention,) = find_places(load_parser().parse("Clashes broke out in Zzyrkhovka on Monday."), context)
    assert (mention.place.lat, mention.place.geonames) == (48.5, 9000001)


def test_progress_ends_with_all(tmp_path: Path) -> None:
    source, told = tmp_path / "dump.txt", []
    source.write_text(DUMP, encoding="utf-8")
    build_file(source, tmp_path / "out", progress=lambda read, size, places: told.append((read, size, places)))
    size = source.stat().st_size
    assert told == [(size, size, 4)]


def test_one_source_one_file(tmp_path: Path) -> None:
    built(tmp_path, DUMP)
    first = (tmp_path / "places.gazetteer").read_bytes()
    built(tmp_path, DUMP)
    assert (tmp_path / "places.gazetteer").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(DUMP + "9\tHere\n", r"source\.txt, row 6: 2 columns", id="short row of a dump"),
        pytest.param(DUMP + dump_row(9, "Here", lat="north"), r"source\.txt, row 6: .*north", id="latitude of a dump"),
        pytest.param(dump_row(9, "Here", lat="91"), r"row 1: no point on the globe", id="off the globe"),
        pytest.param("# ours\nname,lat,lon\nHere,48,38\n\nThere,48,x\n", r"source\.txt, row 5: ", id="row of a CSV file, as lines count"),
        pytest.param("name,lat,lon,countries\nHere,48,38,UKR|RU\n", r"row 2: .*RU", id="country"),
        pytest.param("name,lat\nHere,48\n", r"no column 'lon'", id="no column"),
        pytest.param("name,lat,lon,precision\nHere,48,38,9\n", r"row 2: .*precision", id="precision"),
        pytest.param("", r"no header", id="empty"),
        pytest.param("PK\x03\x04\0\0", r"unpacked", id="archive"),
    ],
)
def test_a_bad_source_is_named_and_leaves_nothing(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        built(tmp_path, text)
    assert [file.name for file in tmp_path.iterdir()] == ["source.txt"]


def test_a_file_that_is_not_ours_to_read(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    with pytest.raises(LexiconError, match=r"other\.sqlite"):
        load().with_extra(path)
    with pytest.raises(LexiconError, match="cannot be read"):
        load().with_extra(tmp_path / "none")


def test_a_target_that_cannot_be(tmp_path: Path) -> None:
    source = tmp_path / "rows.csv"
    source.write_text("name,lat,lon\nHere,48,38\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="cannot be written"):
        build_file(source, tmp_path / "no" / "folder")
    with pytest.raises(LexiconError, match="source itself"):
        build_file(source, source)
