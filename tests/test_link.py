"""Linking: which claims are of one incident, what each party's account is, and how the points stand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.link import LinkOptions, link, toll_words
from counterclaim.model import Claim, Document, EventType, Incident, Place, Point, PointStatus, Question, Stance, Toll, When
from tests.made import BRIDGE, BRIDGE_AS_THEY_SAY, COUNTRY, DAY, FORD, HILL, claim, document, on, toll

Report = tuple[Document, list[Claim]]


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def clash(
    name: str,
    *,
    sides: tuple[str, str] = ("ARM", "AZE"),
    place: Place | None = BRIDGE,
    day: date | None = DAY,
    published: date | None = DAY,
    kind: EventType = "armed_clash",
) -> Report:
    """A report of a clash in which each side accuses the other."""
    of = document(name, published, text=f"report {name}")
    when = on(day)
    one, other = sides
    told = [
        claim(of, f"{one}:MOD", "accuses", kind, by=other, against=one, place=place, when=when, at=0),
        claim(of, f"{other}:MOD", "accuses", kind, by=one, against=other, place=place, when=when, at=3),
    ]
    return of, told


def one_sided(name: str, *, side: str = "ARM", day: date = DAY, kind: EventType = "armed_clash") -> Report:
    """A statement on one's own dead that names no place and nobody else."""
    of = document(name, day, text=f"report {name}")
    return of, [claim(of, f"{side}:MOD", "asserts", kind, against=side, when=on(day), tolls=[toll(f"{side}:MIL", "killed", 4)])]


def linked(reports: Sequence[Report], options: LinkOptions | None = None) -> list[Incident]:
    return link([one for _, claims in reports for one in claims], [of for of, _ in reports], options)


def groups(reports: Sequence[Report], options: LinkOptions | None = None) -> set[frozenset[str]]:
    """The reports of each incident, by name."""
    names = {of.id: of.source.removeprefix("made/").removesuffix(".txt") for of, _ in reports}
    return {frozenset(names[identifier] for identifier in incident.documents) for incident in linked(reports, options)}


def apart(*names: str) -> set[frozenset[str]]:
    return {frozenset({name}) for name in names}


ONE = {frozenset({"a", "b"})}
TWO = apart("a", "b")
VAGUE = Place("Aland", "Aland", 40.5, 46.5, "AAA", precision=6)
JOINED = [
    pytest.param(clash("a"), clash("b"), ONE, id="one clash, two outlets"),
    pytest.param(clash("a"), clash("b", place=BRIDGE_AS_THEY_SAY), ONE, id="each side's name for one place"),
    pytest.param(clash("a"), clash("b", place=HILL), ONE, id="14 km apart, one day"),
    pytest.param(clash("a"), clash("b", day=later(1), published=later(1)), ONE, id="two clocks: the night between two days"),
    pytest.param(clash("a"), clash("b", published=later(30)), ONE, id="told again a month later"),
    pytest.param(clash("a"), clash("b", place=None), ONE, id="one report names no place"),
    pytest.param(clash("a"), clash("b", place=COUNTRY), ONE, id="one report names the country only"),
    pytest.param(clash("a"), clash("b", kind="shelling"), ONE, id="one calls it shelling"),
    pytest.param(clash("a"), clash("b", day=None), ONE, id="a Tuesday in a dated report: by place and parties"),
    pytest.param(
        clash("a", day=date(2031, 5, 31), published=date(2031, 5, 31)),
        clash("b", day=date(2031, 6, 1), published=date(2031, 6, 1)),
        ONE,
        id="across the end of a month",
    ),
    pytest.param(clash("a"), one_sided("b"), ONE, id="one side's statement, no place"),
    pytest.param(clash("a"), one_sided("b", kind="shelling"), ONE, id="one side's statement, which calls it shelling"),
    pytest.param(one_sided("a"), one_sided("b", side="AZE"), TWO, id="two statements that share no party"),
    pytest.param(clash("a"), one_sided("b", day=later(3)), TWO, id="one side's statement of three days later"),
    pytest.param(clash("a"), clash("b", sides=("ARM", "IRN"), place=None), TWO, id="two dyads with a party in common"),
    pytest.param(clash("a"), clash("b", sides=("ARM", "IRN")), ONE, id="a party more or less, at one place"),
    pytest.param(clash("a"), clash("b", day=later(4), published=later(4)), TWO, id="four days apart"),
    pytest.param(clash("a"), clash("b", day=later(2), published=later(2)), TWO, id="two days apart"),
    pytest.param(clash("a"), clash("b", place=FORD), TWO, id="133 km apart on one day"),
    pytest.param(clash("a"), clash("b", sides=("ETH", "ERI"), place=FORD), TWO, id="other parties, other place, one day"),
    pytest.param(clash("a"), clash("b", sides=("ETH", "ERI"), place=None), TWO, id="other parties, no place, one day"),
    pytest.param(clash("a"), clash("b", day=None, place=None), TWO, id="parties alone are not enough"),
    pytest.param(clash("a"), clash("b", day=None, published=None), TWO, id="a report that nothing dates is of any year"),
    pytest.param(clash("a", day=None, published=None), clash("b", day=None, published=None), ONE, id="two undated, one place and dyad"),
    pytest.param(
        clash("a", day=None, published=None),
        clash("b", day=None, published=None, place=None),
        TWO,
        id="two undated, parties alone",
    ),
]


@pytest.mark.parametrize(("one", "two", "expected"), JOINED)
def test_two_reports_are_of_one_incident_or_of_two(one: Report, two: Report, expected: set[frozenset[str]]) -> None:
    assert groups([one, two]) == expected
    assert groups([two, one]) == expected


DYADS = [("ARM", "AZE"), ("ETH", "ERI"), ("IND", "PAK"), ("ISR", "hezbollah"), ("KHM", "THA"), ("KGZ", "TJK"), ("boko_haram", "NGA")]


@pytest.mark.parametrize("sides", DYADS, ids="-".join)
def test_two_clashes_of_one_dyad_stay_two(sides: tuple[str, str]) -> None:
    reports = [
        clash("a", sides=sides),
        clash("b", sides=sides[::-1]),
        clash("c", sides=sides, day=later(4), published=later(4)),
        clash("d", sides=sides, day=later(4), published=later(5)),
        clash("e", sides=sides, place=FORD),
    ]
    assert groups(reports) == {frozenset("ab"), frozenset("cd"), frozenset("e")}


def test_unanchored_reports_of_two_weekdays_are_not_joined() -> None:
    one, two = (document(name, None, text=f"report {name}") for name in "ab")
    tuesday = on(None)
    friday = When("Friday", timex="XXXX-WXX-5")
    told = [claim(of, "ARM", "accuses", by="AZE", against="ARM", place=BRIDGE, when=when) for of, when in ((one, tuesday), (two, friday))]
    assert len(link(told, [one, two])) == 2
    assert len(link([told[0], claim(two, "ARM", "accuses", by="AZE", against="ARM", place=BRIDGE, when=tuesday)], [one, two])) == 1


@pytest.mark.parametrize(("days", "expected"), [(1, ONE), (5, ONE), (12, TWO)], ids=["the day after", "within a week", "twelve days after"])
def test_a_report_that_names_no_day_tells_news_of_the_week_before_it(days: int, expected: set[frozenset[str]]) -> None:
    of, told = clash("b", day=later(days), published=later(days))
    assumed = [replace(one, event=replace(one.event, when=replace(on(later(days), words=""), from_context=True))) for one in told]
    assert groups([clash("a"), (of, assumed)]) == expected


@pytest.mark.parametrize("place", [None, COUNTRY], ids=["no place", "a country"])
def test_a_vague_report_does_not_chain_two_clashes(place: Place | None) -> None:
    found = groups([clash("a"), clash("b", place=FORD), clash("v", place=place)])
    assert not any({"a", "b"} <= group for group in found)
    found = groups([clash("a"), clash("b", day=later(2), published=later(2)), clash("v", place=place, day=later(1), published=later(1))])
    assert not any({"a", "b"} <= group for group in found)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (LinkOptions(), {frozenset("ab"), frozenset("c")}),
        (LinkOptions(twindow=0), {frozenset("a"), frozenset("b"), frozenset("c")}),
        (LinkOptions(spatwindow=150.0), {frozenset("ab"), frozenset("c")}),
    ],
    ids=["default", "twindow 0", "wider"],
)
def test_the_windows_are_the_users(options: LinkOptions, expected: set[frozenset[str]]) -> None:
    assert groups([clash("a"), clash("b", day=later(1)), clash("c", day=later(3))], options) == expected


def test_a_wider_spatwindow_joins_what_is_further_apart() -> None:
    reports = [clash("a"), clash("b", place=FORD)]
    assert groups(reports, LinkOptions(spatwindow=150.0)) == ONE


def test_background_and_claims_without_their_document_are_in_no_incident() -> None:
    of, told = clash("a")
    old = claim(of, "ARM", "accuses", by="AZE", place=FORD, when=on(later(-900)), at=4, background=True)
    _, lost = clash("gone")
    (incident,) = link([*told, old, *lost], [of])
    assert set(incident.claims) == {one.id for one in told}


def test_a_report_without_violence_makes_no_incident() -> None:
    of = document()
    assert link([claim(of, "un", "calls_for", "other")], [of]) == []
    assert link([], []) == []


# ---------------------------------------------------------------- parties


def parties_of(*told: Claim) -> tuple[str, ...]:
    (incident,) = link(told, [OF])
    return incident.parties


OF = document("one", text="one report")
BOTH = (
    claim(OF, "ARM:MOD", "accuses", by="AZE:MIL", against="ARM:MIL", when=on(DAY)),
    claim(OF, "AZE:MOD", "accuses", by="ARM:MIL", against="AZE:MIL", when=on(DAY), at=1),
)
PARTIES = [
    pytest.param(BOTH, ("ARM", "AZE"), id="two states that accuse each other"),
    pytest.param((*BOTH, claim(OF, "hrw", "accuses", by="AZE", at=2)), ("ARM", "AZE"), id="a rights group that accuses is none"),
    pytest.param((*BOTH, claim(OF, "un", "asserts", tolls=[toll("ARM", "killed", 2)], at=2)), ("ARM", "AZE"), id="nor is who counts dead"),
    pytest.param(
        (*BOTH, claim(OF, "ARM", tolls=[toll("civilians", "killed", 2)], at=2)), ("ARM", "AZE"), id="civilians are hit and are no party"
    ),
    pytest.param((*BOTH, claim(OF, "reuters", "accuses", by="AZE", at=2)), ("ARM", "AZE"), id="an agency is none"),
    pytest.param((claim(OF, "MLI", "accuses", by="un", against="MLI"),), ("MLI", "un"), id="a body that is accused is one"),
    pytest.param(
        (claim(OF, "outlet", by="hezbollah", against="unifil", tolls=[toll("unifil", "killed", 2)]),),
        ("hezbollah", "unifil"),
        id="a body with dead is one",
    ),
    pytest.param(
        (claim(OF, "PER", "accuses", by="protesters", against="PER:POLICE"),), ("PER", "protesters"), id="protesters can be a side"
    ),
    pytest.param((claim(OF, "civilians", "asserts", by="gunmen"),), ("gunmen",), id="an act by somebody not in the lists"),
]


@pytest.mark.parametrize(("told", "expected"), PARTIES)
def test_parties_are_who_acts_is_accused_or_has_dead(told: Sequence[Claim], expected: tuple[str, ...]) -> None:
    assert parties_of(*told) == expected


# ---------------------------------------------------------------- accounts


SAYS: list[object] = [
    pytest.param("accuses", "AZE", "AZE", id="accuses the other"),
    pytest.param("confirms", "ARM:MIL", "ARM", id="confirms its own act"),
    pytest.param("asserts", "AZE", None, id="an act told without blame"),
    pytest.param("denies", "ARM", None, id="denies"),
    pytest.param("declines", "ARM", None, id="declines to say"),
    pytest.param("accuses", None, None, id="accuses nobody in particular"),
]


@pytest.mark.parametrize(("stance", "doer", "initiator"), SAYS)
def test_initiator_of_an_account(stance: Stance, doer: str | None, initiator: str | None) -> None:
    (incident,) = link([claim(OF, "ARM:MOD", stance, by=doer, when=on(DAY))], [OF])
    (account,) = incident.accounts
    assert (account.party, account.initiator) == ("ARM", initiator)


def test_an_account_holds_the_organs_of_a_party_together_and_latest_first() -> None:
    first, second = document("first", DAY, text="first"), document("second", later(1), text="second")
    told = [
        claim(first, "ARM:MOD", "accuses", by="AZE", place=BRIDGE, when=on(DAY), tolls=[toll("ARM:MIL", "killed", 39)]),
        claim(second, "ARM:PM", "asserts", by="AZE", place=BRIDGE, when=on(DAY), tolls=[toll("ARM:MIL", "killed", 50)]),
    ]
    (incident,) = link(told, [first, second])
    (account,) = incident.accounts
    assert account.claims == (told[1].id, told[0].id)
    assert [toll_words(one) for one in account.casualties] == ["50", "39"]


def test_a_number_not_given_is_left_out_beside_a_number() -> None:
    told = claim(OF, "ARM", "accuses", by="AZE", tolls=[toll("ARM", "killed"), toll("ARM:MIL", "killed", 4), toll("ARM", "wounded")])
    (incident,) = link([told], [OF])
    assert [(one.kind, toll_words(one)) for one in incident.accounts[0].casualties] == [("killed", "4"), ("wounded", "number not given")]


# ---------------------------------------------------------------- points


def point(incident: Incident, question: Question, about: str | None = None) -> Point | None:
    return next((one for one in incident.points if (one.question, one.about) == (question, about)), None)


def answers(found: Point | None) -> dict[str, tuple[str, ...]]:
    return {} if found is None else {answer.value: answer.according_to for answer in found.answers}


BEGAN = [
    pytest.param(
        [("ARM", "accuses", "AZE"), ("AZE", "accuses", "ARM")], "contradicted", {"ARM": ("AZE",), "AZE": ("ARM",)}, id="each the other"
    ),
    pytest.param(
        [("ARM", "accuses", "AZE"), ("AZE", "denies", "AZE")], "contradicted", {"AZE": ("ARM",), "not AZE": ("AZE",)}, id="denied"
    ),
    pytest.param([("ARM", "accuses", "AZE"), ("AZE", "confirms", "AZE")], "agreed", {"AZE": ("ARM", "AZE")}, id="admitted"),
    pytest.param([("ARM", "accuses", "AZE"), ("AZE", "declines", "AZE")], "one_sided", {"AZE": ("ARM",)}, id="the other is silent"),
    pytest.param([("ARM", "asserts", None)], "unstated", {}, id="nobody says"),
    pytest.param(
        [("ARM", "accuses", "AZE"), ("outlet", "accuses", "AZE")], "one_sided", {"AZE": ("ARM", "outlet")}, id="the outlet settles nothing"
    ),
    pytest.param(
        [("ARM", "accuses", "AZE"), ("outlet", "accuses", "ARM")],
        "one_sided",
        {"AZE": ("ARM",), "ARM": ("outlet",)},
        id="nor does it contradict",
    ),
    pytest.param([("outlet", "accuses", "ARM")], "one_sided", {"ARM": ("outlet",)}, id="only the outlet speaks"),
    pytest.param([("ARM", "accuses", "AZE"), ("USA", "accuses", "AZE")], "agreed", {"AZE": ("ARM", "USA")}, id="a third state agrees"),
    pytest.param(
        [("ARM", "denies", "ARM"), ("AZE", "denies", "AZE")], "compatible", {"not ARM": ("ARM",), "not AZE": ("AZE",)}, id="both deny"
    ),
]


@pytest.mark.parametrize(("said", "status", "expected"), BEGAN)
def test_who_began(said: Sequence[tuple[str, Stance, str | None]], status: PointStatus, expected: dict[str, tuple[str, ...]]) -> None:
    told = [claim(OF, speaker, stance, by=doer, when=on(DAY), at=at) for at, (speaker, stance, doer) in enumerate(said)]
    (incident,) = link(told, [OF])
    found = point(incident, "who_began")
    assert found is not None
    assert (found.status, answers(found)) == (status, expected)


def at_least(number: int) -> Toll:
    return toll("ARM:MIL", "killed", number, least=True)


def up_to(number: int) -> Toll:
    return toll("ARM:MIL", "killed", number, most=True)


def exactly(number: int) -> Toll:
    return toll("ARM:MIL", "killed", number)


SOME = toll("ARM:MIL", "killed")
BOUNDS = [
    pytest.param(exactly(4), exactly(4), "agreed", id="equal"),
    pytest.param(exactly(4), at_least(3), "compatible", id="4, at least 3"),
    pytest.param(exactly(4), exactly(9), "contradicted", id="4, 9"),
    pytest.param(exactly(4), at_least(9), "contradicted", id="4, at least 9"),
    pytest.param(exactly(4), up_to(10), "compatible", id="4, up to 10"),
    pytest.param(exactly(12), up_to(10), "contradicted", id="12, up to 10"),
    pytest.param(at_least(3), at_least(9), "compatible", id="two lower bounds"),
    pytest.param(exactly(4), SOME, "compatible", id="4, number not given"),
    pytest.param(exactly(0), SOME, "contradicted", id="none, some"),
    pytest.param(SOME, SOME, "agreed", id="neither gives a number"),
    pytest.param(exactly(4), None, "one_sided", id="one speaks"),
    pytest.param(Toll("ARM", "killed", 3, 4, 5), Toll("ARM", "killed", 5, 6, 7), "compatible", id="ranges that meet"),
    pytest.param(Toll("ARM", "killed", 3, 4, 5), Toll("ARM", "killed", 6, 6, 7), "contradicted", id="ranges that do not"),
    pytest.param(Toll("ARM", "killed", best=4), exactly(4), "agreed", id="a bare best number"),
]


@pytest.mark.parametrize(("mine", "theirs", "status"), BOUNDS)
def test_tolls_are_compared_by_their_bounds(mine: Toll, theirs: Toll | None, status: PointStatus) -> None:
    told = [claim(OF, "ARM", "accuses", by="AZE", tolls=[mine])]
    told += [claim(OF, "AZE", "accuses", by="ARM", tolls=[theirs], at=1)] if theirs else []
    (incident,) = link(told, [OF])
    found = point(incident, "killed", "ARM")
    assert found is not None
    assert found.status == status


@pytest.mark.parametrize("days", [1, -1], ids=["raised the day after", "the other report was the later"])
def test_the_latest_number_of_a_party_stands(days: int) -> None:
    first, second = document("first", DAY, text="first"), document("second", later(days), text="second")
    told = [
        claim(first, "ARM", "accuses", by="AZE", place=BRIDGE, when=on(DAY), tolls=[exactly(39)]),
        claim(second, "ARM", "accuses", by="AZE", place=BRIDGE, when=on(DAY), tolls=[exactly(50)]),
    ]
    (incident,) = link(told, [first, second])
    assert answers(point(incident, "killed", "ARM")) == {"50" if days > 0 else "39": ("ARM",)}


IGNORED: list[object] = [
    pytest.param({"stance": "denies", "tolls": [exactly(9)]}, id="a number that is denied"),
    pytest.param({"stance": "declines", "tolls": [SOME]}, id="a number not told"),
    pytest.param({"tolls": [Toll("ARM", "killed", best=1, low=1, high=1, partial=True)]}, id="a part of another number"),
    pytest.param({"tolls": [toll(None, "killed", 9)]}, id="of no known side"),
    pytest.param({"speaker": None, "tolls": [exactly(9)]}, id="by nobody knows whom"),
]


@pytest.mark.parametrize("more", IGNORED)
def test_what_gives_no_toll(more: dict[str, object]) -> None:
    other = claim(OF, **{"speaker": "AZE", "at": 1, **more})  # type: ignore[arg-type]
    (incident,) = link([claim(OF, "ARM", "accuses", by="AZE", tolls=[exactly(4)]), other], [OF])
    found = point(incident, "killed", "ARM")
    assert found is not None
    assert (found.status, answers(found)) == ("one_sided", {"4": ("ARM",)})


WORDS = [
    (exactly(4), "4"),
    (at_least(4), "at least 4"),
    (up_to(4), "up to 4"),
    (Toll("ARM", "killed", 3, 4, 5), "3-5"),
    (Toll("ARM", "killed", best=4), "about 4"),
    (SOME, "number not given"),
    (Toll("ARM", "killed"), "number not given"),
    (exactly(0), "0"),
]


@pytest.mark.parametrize(("one", "expected"), WORDS, ids=[words for _, words in WORDS])
def test_tolls_in_words(one: Toll, expected: str) -> None:
    assert toll_words(one) == expected


def test_where_and_when_as_each_side_gives_them() -> None:
    told = [
        claim(OF, "ARM", "accuses", by="AZE", place=BRIDGE, when=on(DAY, 720)),
        claim(OF, "AZE", "accuses", by="ARM", place=HILL, when=on(DAY, 740), at=1),
        claim(OF, "AZE", "accuses", by="ARM", place=COUNTRY, when=on(DAY, 740), at=2),
        claim(OF, "AZE", "denies", by="AZE", place=FORD, when=on(later(9)), at=3),
    ]
    (incident,) = link(told, [OF])
    where, when = point(incident, "where"), point(incident, "when")
    assert answers(where) == {"Bridge": ("ARM",), "Hill": ("AZE",)}
    assert answers(when) == {"2031-05-06 12:00 UTC": ("ARM",), "2031-05-06 12:20 UTC": ("AZE",)}
    assert where is not None and when is not None
    assert (where.status, when.status) == ("compatible", "compatible")


def test_an_unanchored_time_stays_in_its_own_words() -> None:
    of = document(published=None)
    (incident,) = link([claim(of, "ARM", "accuses", by="AZE", place=BRIDGE, when=on(None))], [of])
    assert incident.when == on(None)
    assert answers(point(incident, "when")) == {"Tuesday (unanchored)": ("ARM",)}


# ---------------------------------------------------------------- the same whatever the order


POOL = [
    clash("a"),
    clash("b", place=HILL),
    clash("c", place=None, published=later(1)),
    clash("d", day=later(4), published=later(4)),
    clash("e", place=FORD),
    clash("f", day=None, published=None),
    clash("g", day=None, published=None, place=HILL),
    clash("h", sides=("ETH", "ERI")),
    clash("i", sides=("ARM", "IRN"), place=COUNTRY, day=later(1)),
    clash("j", place=COUNTRY, day=later(2), kind="shelling"),
]
CLAIMS = [one for _, told in POOL for one in told]
DOCUMENTS = [of for of, _ in POOL]


@given(st.permutations(CLAIMS), st.permutations(DOCUMENTS))
def test_any_order_gives_the_same_incidents(claims: list[Claim], documents: list[Document]) -> None:
    assert link(claims, documents) == link(CLAIMS, DOCUMENTS)


@given(st.lists(st.sampled_from(POOL), min_size=1, unique_by=lambda report: report[0].id))
def test_every_claim_is_in_one_incident_with_its_whole_document(reports: list[Report]) -> None:
    found = linked(reports)
    held = [identifier for incident in found for identifier in incident.claims]
    assert sorted(held) == sorted(one.id for _, told in reports for one in told)
    assert sorted(identifier for incident in found for identifier in incident.documents) == sorted(of.id for of, _ in reports)
    assert len({incident.id for incident in found}) == len(found)
    for incident in found:
        cited = {identifier for one in incident.points for answer in one.answers for identifier in answer.claims}
        assert cited <= set(incident.claims)
        assert {identifier for account in incident.accounts for identifier in account.claims} <= set(incident.claims)


@pytest.mark.parametrize("more", [clash("z", published=later(1)), clash("z", place=None, published=later(2))], ids=["like", "vague"])
def test_the_id_survives_a_later_report(more: Report) -> None:
    (before,) = linked([clash("a"), clash("b")] if clash("a")[0].id < clash("b")[0].id else [clash("b"), clash("a")])
    (after,) = linked([clash("a"), clash("b"), more])
    assert after.id == before.id
    assert after.reports == 3


def in_process(program: str, seed: str) -> bytes:
    command, root = [sys.executable, "-c", program], Path(__file__).parent.parent
    return subprocess.run(command, cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout


def test_the_same_in_every_process() -> None:
    program = "from tests.test_link import CLAIMS, DOCUMENTS; from counterclaim.link import link; print(link(CLAIMS, DOCUMENTS))"
    told = [in_process(program, seed) for seed in ("1", "2")]
    assert told[0] == told[1] != b""


def swapped(words: str) -> str:
    return words.replace("ARM", "#").replace("AZE", "ARM").replace("#", "AZE")


def told_by(one: str, other: str) -> str:
    """The accounts and points of a clash of two parties, in words, without ids."""
    claims = [
        claim(OF, f"{one}:MOD", "accuses", by=other, against=one, when=on(DAY), tolls=[toll(one, "killed", 4)]),
        claim(OF, f"{other}:MFA", "denies", by=other, when=on(DAY), at=1),
        claim(OF, f"{other}:MOD", "asserts", when=on(DAY), tolls=[toll(one, "killed", 9, least=True)], at=2),
    ]
    (incident,) = link(claims, [OF])
    accounts = [f"{one.party} blames {one.initiator}: {one.casualties}" for one in incident.accounts]
    points = [
        f"{one.question} {one.about} {one.status} {answer.value} {party}"
        for one in incident.points
        for answer in one.answers
        for party in answer.according_to
    ]
    return "\n".join((*accounts, *points))


def test_even_handed() -> None:
    """With the parties' names exchanged, the accounts and the points come out exchanged and nothing else different."""
    turned = swapped(told_by("ARM", "AZE"))
    assert sorted(turned.split("\n")) == sorted(told_by("AZE", "ARM").split("\n"))
