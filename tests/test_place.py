"""Places in sentences: what a name is used for and where it is; with the real parser and the real gazetteer."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.extract.place import PlaceContext, PlaceMention, find_places
from counterclaim.extract.place.resolve import kilometres
from counterclaim.parse import load
from counterclaim.syntax import Parse

CASES = Path(__file__).parent / "cases" / "places.csv"
NEAR_KM = 25.0


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def parsed(text: str) -> Parse:
    return load().parse(text)


def places(text: str, *parties: str) -> tuple[PlaceMention, ...]:
    return find_places(parsed(text), PlaceContext(parties=parties))


def named(text: str, name: str, *parties: str) -> PlaceMention | None:
    return next((mention for mention in places(text, *parties) if mention.place.text == name), None)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["reason"])
def test_use_and_point(case: dict[str, str]) -> None:
    mention = named(case["text"], case["name"], *filter(None, case["parties"].split("|")))
    if case["kind"] == "none":
        assert mention is None
        return
    assert mention is not None
    assert (mention.kind, mention.place.country) == (case["kind"], case["country"] or None)
    if not case["lat"]:
        assert mention.place.lat is None
        return
    assert mention.place.lat is not None and mention.place.lon is not None
    distance = kilometres(float(case["lat"]), float(case["lon"]), mention.place.lat, mention.place.lon)
    assert distance <= float(case["radius"] or NEAR_KM)


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        pytest.param("Shells fell in Kramatorsk.", "Kramatorsk", 1, id="a town is exact"),
        pytest.param("Shells fell near Kramatorsk.", "Kramatorsk", 2, id="near a town"),
        pytest.param("Shells fell 5 km north of Kramatorsk.", "Kramatorsk", 2, id="a distance from a town"),
        pytest.param("Shells fell in the Zakho district.", "Zakho", 3, id="a district"),
        pytest.param("Shells fell in Duhok province.", "Duhok", 4, id="a first-level unit"),
        pytest.param("Shells fell along the Dnipro River.", "Dnipro River", 5, id="a line"),
        pytest.param("Shells fell in Yemen.", "Yemen", 6, id="a country"),
        pytest.param("Shells fell in southern Yemen.", "Yemen", 5, id="a part of a country"),
        pytest.param("The ship was hit in the Red Sea.", "Red Sea", 7, id="the high seas"),
    ],
)
def test_precision(text: str, name: str, precision: int) -> None:
    mention = named(text, name)
    assert mention is not None
    assert mention.place.precision == precision


def test_distance_does_not_move_the_point() -> None:
    near, there = named("Shells fell 5 km north of Kramatorsk.", "Kramatorsk"), named("Shells fell in Kramatorsk.", "Kramatorsk")
    assert near is not None and there is not None
    assert (near.place.lat, near.place.lon) == (there.place.lat, there.place.lon)


def test_a_name_that_the_gazetteer_lacks_stays_with_its_reason() -> None:
    mention = named("Clashes broke out in the village of Zzyrkhovka on Monday.", "Zzyrkhovka")
    assert mention is not None
    assert (mention.place.lat, mention.place.precision, mention.place.score) == (None, 7, 0.0)
    assert "not in the gazetteer" in mention.why


def test_a_lacking_name_takes_the_unit_that_the_text_gives_it() -> None:
    mention = named("Clashes broke out in Zzyrkhovka, Kaduna state, on Monday.", "Zzyrkhovka", "NGA")
    assert mention is not None
    assert (mention.place.country, mention.place.precision) == ("NGA", 4)


def test_other_readings_are_kept() -> None:
    mention = named("A fire broke out in Springfield.", "Springfield")
    assert mention is not None
    assert mention.place.alternatives


def test_spans_and_tokens_agree_with_the_text() -> None:
    text = "Baku said Armenian troops had fired on Kalbajar; clashes went on in Sotk, Jermuk and Goris."
    parse = parsed(text)
    for mention in places(text):
        assert text[mention.span.start : mention.span.end] == mention.place.text
        first, last = mention.tokens
        assert (parse.starts[first], parse.ends[last]) == (mention.span.start, mention.span.end)
        assert first <= mention.head_token <= last


def test_a_users_rows_come_first(tmp_path: Path) -> None:
    rows = tmp_path / "extra.csv"
    rows.write_text("name,names,type,countries,lat,lon,radius,adjectives,source\nZzyrkhovka,,village,UKR,48.5,38.5,3,,ours\n")
    text = "Clashes broke out in Zzyrkhovka on Monday."
    mention = next(iter(find_places(parsed(text), PlaceContext(parties=("UKR",), extra=rows))))
    assert (mention.place.lat, mention.place.country) == (48.5, "UKR")


@given(st.permutations(["Armenia", "Azerbaijan"]))
def test_parties_may_be_exchanged(names: list[str]) -> None:
    first, second = names
    text = f"{first} accused {second} of firing at border posts. {second} denied it."
    kinds = [(mention.place.text, mention.kind) for mention in places(text, "ARM", "AZE")]
    assert [kind for _, kind in kinds] == ["metonym", "metonym", "metonym"]


def test_equal_texts_give_equal_places() -> None:
    text = "Rockets hit Tyre, Sidon and Nabatieh, in southern Lebanon."
    assert places(text, "LBN", "ISR") == find_places(load().parse(text), PlaceContext(parties=("LBN", "ISR")))


def test_no_words_no_places() -> None:
    assert places("") == ()
