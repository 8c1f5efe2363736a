"""Choosing among readings: the arithmetic of evidence, on places made for the purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.extract.place.gazetteer import Entry
from counterclaim.extract.place.resolve import Name, Surroundings, holds, kilometres, probabilities, resolve
from counterclaim.extract.place.words import place_words

WEIGHTS = place_words().weights


def place(number: int, kind: str, country: str, lat: float, lon: float, population: int = 5000, admin1: str | None = None) -> Entry:
    radius = {"country": 500.0, "admin1": 100.0, "admin2": 30.0}.get(kind, 3.0)
    return Entry(number, f"P{number}", kind, lat, lon, country, (), admin1, population, radius, 1, None, number)


HERE, THERE = place(1, "settlement", "MMR", 22.0, 95.0), place(2, "settlement", "PHL", 10.0, 123.0)
STATE = place(3, "country", "MMR", 21.0, 96.0, 50_000_000)
UNIT = place(4, "admin1", "PHL", 10.1, 123.1, 900_000, "Cebu")
LARGE = place(5, "settlement", "PHL", 14.6, 121.0, 1_600_000)


def chosen(*names: Name, parties: tuple[str, ...] = ()) -> list[int | None]:
    return [choice.entry.id if choice.entry else None for choice in resolve(names, Surroundings(parties), WEIGHTS)]


def test_the_party_whose_ground_it_is() -> None:
    assert chosen(Name((HERE, THERE)), parties=("PHL",)) == [2]
    assert chosen(Name((HERE, THERE)), parties=("MMR",)) == [1]


def test_the_country_named_beside_it() -> None:
    assert chosen(Name((HERE, THERE)), Name((STATE,))) == [1, 3]


def test_the_unit_that_is_said_to_hold_it() -> None:
    assert chosen(Name((HERE, THERE), inside=(1,)), Name((UNIT,)), parties=("MMR",)) == [2, 4]


def test_more_inhabitants_where_nothing_else_is_known() -> None:
    assert chosen(Name((HERE, LARGE))) == [5]


def test_a_word_of_kind() -> None:
    same_name = (place(6, "admin1", "IRQ", 37.0, 43.0, 1_000_000, "Duhok"), place(7, "settlement", "IRQ", 36.9, 43.0, 340_000, "Duhok"))
    assert chosen(Name(same_name, kinds=("admin1", "region"))) == [6]
    assert chosen(Name(same_name, kinds=("settlement",))) == [7]


def test_no_candidates_no_place() -> None:
    choice = resolve([Name(())], Surroundings(), WEIGHTS)[0]
    assert (choice.entry, choice.others) == (None, ())


@given(st.lists(st.floats(-50, 50), max_size=12), st.floats(-50, 50))
def test_probabilities_sum_to_one(scores: list[float], none: float) -> None:
    chances = probabilities(scores, none)
    assert len(chances) == len(scores) + 1
    assert sum(chances) == pytest.approx(1.0)


@given(st.permutations([Name((HERE, THERE)), Name((STATE,)), Name((LARGE, UNIT))]))
def test_order_of_names_does_not_matter(names: list[Name]) -> None:
    by_name = dict(zip(names, chosen(*names), strict=True))
    assert by_name == dict(zip(sorted(names, key=repr), chosen(*sorted(names, key=repr)), strict=True))


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        pytest.param(STATE, HERE, True, id="country holds its town"),
        pytest.param(STATE, THERE, False, id="country does not hold another's town"),
        pytest.param(UNIT, THERE, True, id="unit by distance, where the town's unit is not known"),
        pytest.param(UNIT, LARGE, False, id="unit does not hold a far town"),
        pytest.param(HERE, STATE, False, id="town holds no country"),
        pytest.param(HERE, HERE, False, id="nothing holds itself"),
    ],
)
def test_holds(outer: Entry, inner: Entry, expected: bool) -> None:
    assert holds(outer, inner) is expected


def test_kilometres_across_the_date_line() -> None:
    assert kilometres(0.0, 179.9, 0.0, -179.9) == pytest.approx(22.2, abs=0.1)
