"""Linking of reports that say little, or say it loosely: the day of a statement, a place only named, no violence, few parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.link import link
from counterclaim.link.blocks import NEAREST, SMALL, neighbours
from counterclaim.link.episode import episodes
from counterclaim.model import Claim, Document, EventType, Place
from tests.made import BRIDGE, COUNTRY, DAY, FORD, claim, document, on, toll

Report = tuple[Document, list[Claim]]
ONE = {frozenset({"a", "b"})}
TWO = {frozenset({"a"}), frozenset({"b"})}
MARSH = replace(BRIDGE, name="Oldmarsh", text="Oldmarsh")
MILL = Place("Mill", "the mill", BRIDGE.lat + 60 / 111, 46.0, "AAA", precision=1) if BRIDGE.lat else BRIDGE  # 60 km from the bridge
TOWN = Place("Upland", "Upland", 40.0, 46.0, "AAA", "Upland Province", precision=1)  # a region is called after it
UPLAND_VILLAGE = Place("Hamlet", "Hamlet", 41.1, 46.0, "AAA", precision=1)  # 122 km from it
DYADS = [("ARM", "AZE"), ("ETH", "ERI"), ("IND", "PAK"), ("ISR", "hezbollah"), ("KHM", "THA"), ("KGZ", "TJK"), ("boko_haram", "NGA")]


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def told(  # noqa: PLR0913 - a factory: every field has its default
    name: str,
    *,
    sides: tuple[str, str] = ("ARM", "AZE"),
    place: Place | None = BRIDGE,
    days: int = 0,
    loose: bool = False,
    kind: EventType = "armed_clash",
    dead: int | None = None,
    text: str = "",
    named_before: date | None = None,
) -> Report:
    """A report in which each side accuses the other. Where it is `loose` no claim names the day: it is that of a statement beside it."""
    of = document(name, later(days), text=text or f"report {name}")
    one, other = sides
    when = replace(on(later(days), words="on Thursday"), from_context=loose)
    harm = [toll(f"{one}:MIL", "killed", dead)] if dead else []
    claims = [
        claim(of, f"{one}:MOD", "accuses", kind, by=other, against=one, place=place, when=when, tolls=harm, at=0),
        claim(of, f"{other}:MOD", "accuses", kind, by=one, against=other, place=place, when=when, at=3),
    ]
    if named_before:
        claims.append(claim(of, "outlet", "asserts", kind, when=on(named_before), at=5, background=True))
    return of, claims


def groups(reports: Sequence[Report]) -> set[frozenset[str]]:
    names = {of.id: of.source.removeprefix("made/").removesuffix(".txt") for of, _ in reports}
    found = link([one for _, claims in reports for one in claims], [of for of, _ in reports])
    return {frozenset(names[identifier] for identifier in incident.documents) for incident in found}


JOINED = [
    pytest.param(told("a"), told("b", days=3), TWO, id="its own words name a day three days later"),
    pytest.param(told("a"), told("b", days=3, loose=True), ONE, id="someone spoke three days later, of the same place"),
    pytest.param(told("b", loose=True), told("a", days=3), TWO, id="what is told cannot come after the telling"),
    pytest.param(told("a"), told("b", days=3, loose=True, place=FORD), TWO, id="someone spoke three days later, of another place"),
    pytest.param(told("a"), told("b", days=3, loose=True, place=None), TWO, id="someone spoke three days later, of no place"),
    pytest.param(told("a"), told("b", days=12, loose=True), TWO, id="someone spoke twelve days later"),
    pytest.param(told("a"), told("b", days=90, loose=True, named_before=DAY), ONE, id="months later, the day in its background"),
    pytest.param(told("a"), told("b", days=90, named_before=DAY), TWO, id="a later clash that recalls the day in its background"),
    pytest.param(told("a", dead=23), told("b", days=90, loose=True, dead=23), ONE, id="months later, the number of dead again"),
    pytest.param(told("a", dead=3), told("b", days=90, loose=True, dead=3), TWO, id="months later, a number that is too common"),
    pytest.param(told("a", dead=23), told("b", days=90, dead=23), TWO, id="a number again on another day that it names"),
    pytest.param(
        told("a", place=MARSH),
        told("b", days=3, loose=True, place=None, text="Shots at Oldmarsh"),
        ONE,
        id="someone spoke three days later, no place found, the text names it",
    ),
    pytest.param(told("a"), told("b", place=FORD), TWO, id="placed elsewhere"),
    pytest.param(
        told("a", place=MARSH), told("b", place=FORD, text="Shots at Oldmarsh"), ONE, id="placed elsewhere, the text names the place"
    ),
    pytest.param(told("a", place=TOWN), told("b", place=UPLAND_VILLAGE), ONE, id="a town or the region that is called after it"),
    pytest.param(told("a"), told("b", place=replace(COUNTRY, country="ARM")), ONE, id="only the country of a party"),
    pytest.param(
        told("a", sides=("MLI", "wagner")),
        told("b", sides=("MLI", "FRA"), place=FORD),
        TWO,
        id="a party in common, another place on the same day",
    ),
    pytest.param(
        told("a", sides=("YEM-HOUTHI", "SAU")), told("b", sides=("houthis", "SAU"), place=None), ONE, id="a movement's authorities"
    ),
]


@pytest.mark.parametrize(("one", "two", "expected"), JOINED)
def test_two_reports_are_of_one_incident_or_of_two(one: Report, two: Report, expected: set[frozenset[str]]) -> None:
    assert groups([one, two]) == expected
    assert groups([two, one]) == expected


@pytest.mark.parametrize("capital", ["Baku", "Yerevan"])
def test_a_capital_that_is_named_is_a_government(capital: str) -> None:
    seat = Place(capital, capital, 40.0, 46.0, "AAA", precision=1)
    assert groups([told("a", place=seat), told("b", days=3, loose=True, place=None, text=f"{capital} said so")]) == TWO


@pytest.mark.parametrize("sides", DYADS, ids="-".join)
@pytest.mark.parametrize(
    "other", [{"days": 3}, {"place": MILL}, {"days": 3, "place": MILL}], ids=["three days", "60 km", "three days and 60 km"]
)
def test_two_clashes_of_one_dyad_stay_two(sides: tuple[str, str], other: dict[str, object]) -> None:
    """Each told by three reports, one of them loose."""
    first = [told(name, sides=(sides[1], sides[0]) if name == "b" else sides, loose=name == "c") for name in "abc"]
    second = [told(name, sides=sides, loose=name == "z", **other) for name in "xyz"]  # type: ignore[arg-type]
    assert groups([*first, *second]) == {frozenset("abc"), frozenset("xyz")}


@pytest.mark.parametrize("sides", DYADS, ids="-".join)
def test_one_clash_by_two_clocks_is_one(sides: tuple[str, str]) -> None:
    """A night that one side dates by the evening, the other by the morning, and a third by both."""
    assert groups([told("a", sides=sides), told("b", sides=(sides[1], sides[0]), days=1), told("c", sides=sides, loose=True, days=1)]) == {
        frozenset("abc")
    }


# ---------------------------------------------------------------- no violence


SILENT = [
    pytest.param({}, ONE, id="the same day, place and parties"),
    pytest.param({"place": None}, {frozenset("a")}, id="no place"),
    pytest.param({"place": FORD}, {frozenset("a")}, id="another place"),
    pytest.param({"days": 3}, {frozenset("a")}, id="another day"),
    pytest.param({"sides": ("KHM", "THA")}, {frozenset("a")}, id="other parties"),
]


@pytest.mark.parametrize(("other", "expected"), SILENT)
def test_a_report_of_no_violence_joins_an_incident_or_none(other: dict[str, object], expected: set[frozenset[str]]) -> None:
    assert groups([told("a"), told("b", kind="other", **other)]) == expected  # type: ignore[arg-type]


def test_reports_of_no_violence_make_no_incident_and_join_no_two() -> None:
    silent = [told(name, kind="other") for name in "st"]
    assert groups(silent) == set()
    assert not any({"a", "x"} <= group for group in groups([told("a"), *silent, told("x", days=2)]))


# ---------------------------------------------------------------- many, in any order


POOL = [
    told("a"),
    told("b", days=3, loose=True),
    told("c", days=3),
    told("d", place=None, text="Shots at Mill"),
    told("e", kind="other"),
    told("f", place=MILL, dead=23),
    told("g", days=60, loose=True, place=MILL, dead=23),
    told("h", sides=("IND", "PAK"), place=None),
]


@given(st.permutations(POOL))
def test_any_order_gives_the_same_incidents(reports: list[Report]) -> None:
    ours = link([one for _, claims in reports for one in claims], [of for of, _ in reports])
    assert ours == link([one for _, claims in POOL for one in claims], [of for of, _ in POOL])


def test_hundreds_of_reports_of_one_event_are_compared_with_few_and_are_one() -> None:
    reports = [told(f"r{number}", place=None if number % 7 == 0 else BRIDGE, days=number % 2) for number in range(4 * SMALL)]
    found = episodes([one for _, claims in reports for one in claims], {of.id: of for of, _ in reports})
    pairs = neighbours(found, 50.0)
    assert len(pairs) < len(found) * NEAREST * 2
    assert len(groups(reports)) == 1


@settings(max_examples=5)
@given(st.permutations([told(f"r{number}", days=number % 9, place=(BRIDGE, MILL, None)[number % 3]) for number in range(2 * SMALL)]))
def test_any_order_of_a_large_block_gives_the_same_incidents(reports: list[Report]) -> None:
    assert groups(reports) == groups(sorted(reports, key=lambda report: report[0].id))
