"""A user's own rows of ACLED or UCDP GED beside our incidents."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from counterclaim.errors import ExportError
from counterclaim.export.beside import Counts, beside
from counterclaim.export.theirs import read_theirs
from counterclaim.geo import kilometres
from counterclaim.model import Account, Incident, Place
from tests.made import on, toll
from tests.record import DAY, TORNIO, Record

ACLED_HEADER = "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,geo_precision,fatalities"
UCDP_HEADER = "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,latitude,longitude,date_start,date_end,best,high,low"
FAR = Place("Vaasa", "Vaasa", 63.096, 21.616, "FIN", precision=1)


def incident(name: str, day: date | None = DAY, place: Place | None = TORNIO, parties: Sequence[str] = ("FIN", "SWE")) -> Incident:
    account = Account("FIN", None, (toll("SWE", "killed", 4),), ())
    return Incident(name, "armed_clash", tuple(parties), (), 1, (), (account,), (), place, on(day) if day else None)


def acled(name: str, day: date | str = DAY, lat: float | str = 65.85, lon: float | str = 24.15, exact: int = 1, actors: str = "") -> str:
    first, _, second = actors.partition(" v ")
    return f"{name},{day},Battles,Armed clash,{first},{second},Tornio,{lat},{lon},{exact},5"


def laid(tmp_path: Path, ours: Sequence[Incident], lines: Sequence[str], **windows: float) -> tuple[Counts, list[dict[str, str]]]:
    path = tmp_path / "theirs.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    handle = io.BytesIO()
    counts = beside(Record([], [], ours), read_theirs(path), handle, int(windows.get("twindow", 1)), windows.get("spatwindow", 50.0))
    return counts, list(csv.DictReader(io.StringIO(handle.getvalue().decode(), newline="")))


# How their row differs from our incident of that day at Tornio; what it is.
PAIRS: list[tuple[str, str, str]] = [
    ("the same day and place", acled("a"), "matched"),
    ("the day after", acled("a", DAY + timedelta(days=1)), "matched"),
    ("two days before", acled("a", DAY - timedelta(days=2)), "only_theirs"),
    ("40 km off", acled("a", lat=66.2), "matched"),
    ("60 km off", acled("a", lat=66.4), "only_theirs"),
    ("60 km off, and only in the area", acled("a", lat=66.4, exact=3), "matched"),
    ("200 km off, and only in the area", acled("a", lat=67.7, exact=3), "only_theirs"),
    ("a day in words", acled("a", "6 May 2031"), "matched"),
    ("no day", acled("a", "soon"), "not_comparable"),
    ("a day that may be two days", acled("a", "05/06/2031"), "not_comparable"),
    ("no coordinates", acled("a", lat="", lon=""), "not_comparable"),
    ("on no globe", acled("a", lat=965.0), "not_comparable"),
]


@pytest.mark.parametrize(("line", "status"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_windows(line: str, status: str, tmp_path: Path) -> None:
    counts, rows = laid(tmp_path, [incident("i1")], [ACLED_HEADER, line])
    (theirs,) = [row for row in rows if row["their_id"] == "a"]
    assert theirs["status"] == status
    assert counts.matched == (status == "matched")
    assert counts.only_ours == (status != "matched")


def test_the_windows_are_the_callers(tmp_path: Path) -> None:
    line = acled("a", DAY - timedelta(days=2), lat=66.4)
    counts, _ = laid(tmp_path, [incident("i1")], [ACLED_HEADER, line], twindow=2, spatwindow=70)
    assert counts.matched == 1


def test_a_matched_row_has_both_numbers(tmp_path: Path) -> None:
    _, (row,) = laid(
        tmp_path, [incident("i1")], [ACLED_HEADER, acled("a", actors="Military Forces of Finland (2015-) v Military Forces of Sweden")]
    )
    expected = {
        "incident": "i1",
        "their_id": "a",
        "days_apart": "0",
        "km": "0.3",
        "basis": "point",
        "near": "1",
        "shared_parties": '["FIN","SWE"]',
        "our_killed_best": "4",
        "their_killed": "5",
        "their_actors": "Military Forces of Finland (2015-); Military Forces of Sweden",
        "their_type": "Battles/Armed clash",
    }
    assert {name: row[name] for name in expected} == expected


def test_the_parties_decide_before_the_distance(tmp_path: Path) -> None:
    lines = [acled("near", actors="ISWAP v Military Forces of Chad"), acled("far", lat=66.1, actors="Military Forces of Sweden v ")]
    _, rows = laid(tmp_path, [incident("i1")], [ACLED_HEADER, *lines])
    assert {row["their_id"]: row["status"] for row in rows} == {"far": "matched", "near": "also_matched"}


def test_each_row_is_matched_once_and_the_closest_first(tmp_path: Path) -> None:
    ours = [incident("one"), incident("two", DAY + timedelta(days=1)), incident("three", place=FAR)]
    lines = [acled("a", DAY + timedelta(days=1)), acled("b"), acled("c", lat=66.0)]
    counts, rows = laid(tmp_path, ours, [ACLED_HEADER, *lines])
    assert [(row["status"], row["incident"], row["their_id"]) for row in rows] == [
        ("matched", "one", "b"),
        ("matched", "two", "a"),
        ("only_ours", "three", ""),
        ("also_matched", "one", "c"),
    ]
    assert counts == Counts(matched=2, also_matched=1, only_ours=1)
    assert [row["near"] for row in rows] == ["3", "3", "0", "2"]


def test_ours_without_a_day_cannot_be_compared(tmp_path: Path) -> None:
    _, rows = laid(tmp_path, [incident("undated", None), incident("nowhere", place=None)], [ACLED_HEADER])
    assert [(row["status"], row["note"]) for row in rows] == [("not_comparable", "no day"), ("not_comparable", "no coordinates")]


def test_ucdp_rows_have_their_bounds(tmp_path: Path) -> None:
    line = "77,1,Government of Finland,Government of Sweden,1,Tornio,65.85,24.15,2031-05-06 00:00:00.000,2031-05-08 00:00:00.000,6,9,3"
    counts, (row,) = laid(tmp_path, [incident("i1", DAY + timedelta(days=2))], [UCDP_HEADER, line])
    assert counts.matched == 1
    found = (row["their_killed_low"], row["their_killed"], row["their_killed_high"], row["their_type"], row["days_apart"])
    assert found == ("3", "6", "9", "state-based", "0")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_as_a_spreadsheet_saves_it(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text("\ufeff" + f"{ACLED_HEADER}\n{acled('a')}\n".replace(",", delimiter), encoding="utf-8")
    (row,) = read_theirs(path)
    assert (row.id, row.first, row.lat, row.killed) == ("a", DAY, 65.85, 5)


def test_a_row_of_hxl_tags_is_passed_over(tmp_path: Path) -> None:
    counts, _ = laid(tmp_path, [], [ACLED_HEADER, "#event+id,#date,,,,,,,,,", acled("a")])
    assert counts == Counts(only_theirs=1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "neither ACLED nor UCDP GED: it lacks the columns event_date, "),
        ("", "neither ACLED nor UCDP GED"),
        (f"{ACLED_HEADER}\n{'x' * 200_000}\n", "cannot be read"),
    ],
    ids=["another table", "an empty file", "a cell that is too long"],
)
def test_what_is_no_such_file(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=reason):
        list(read_theirs(path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be read"):
        list(read_theirs(tmp_path / "none.csv"))


def test_their_words_are_no_formula_in_what_we_write(tmp_path: Path) -> None:
    _, (row,) = laid(tmp_path, [], [ACLED_HEADER, acled("=1+1", actors="@x")])
    assert (row["their_id"], row["their_actors"]) == ("'=1+1", "'@x")


def test_an_event_of_ten_thousand_years_is_no_trouble(tmp_path: Path) -> None:
    line = "77,1,A,B,1,Tornio,65.85,24.15,0001-01-01,9999-12-31,6,9,3"
    counts, _ = laid(tmp_path, [incident("i1")], [UCDP_HEADER, line])
    assert counts == Counts(only_ours=1, only_theirs=1)


def test_kilometres() -> None:
    assert kilometres(0, 0, 0, 1) == pytest.approx(111.19, abs=0.01)
    assert kilometres(0, 179.5, 0, -179.5) == pytest.approx(111.19, abs=0.01)
