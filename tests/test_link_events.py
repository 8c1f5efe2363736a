"""Reports that tell of more than one event: what makes a second incident of a report, and what judgements and copies do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.judged import judgement
from counterclaim.ledger import open_ledger
from counterclaim.link import link, review_queue
from counterclaim.model import Claim, Document, Incident, Judgement, Stance
from tests.made import BRIDGE, DAY, FORD, claim, document, on, toll

Report = tuple[Document, list[Claim]]
BEFORE = DAY - timedelta(days=8)
TWO = [["a"], ["a"]]


def main(of: Document, day: date = DAY, *, loose: bool = False, at: int = 0) -> list[Claim]:
    when = replace(on(day), from_context=loose)
    return [
        claim(of, "ARM:MOD", "accuses", by="AZE", against="ARM", place=BRIDGE, when=when, at=at),
        claim(of, "AZE:MOD", "accuses", by="ARM", against="AZE", place=BRIDGE, when=replace(when, from_context=True), at=at + 1),
        claim(of, "ARM:MOD", "asserts", by="AZE", against="ARM", place=BRIDGE, when=replace(when, from_context=True), at=at + 2),
    ]


def other(of: Document, day: date = BEFORE, stance: Stance = "asserts", **parts: Any) -> Claim:
    """What the report says of another clash."""
    given: dict[str, Any] = {"by": "AZE", "against": "ARM", "place": FORD, "when": on(day), "at": 4} | parts
    return claim(of, "ARM:MOD", stance, **given)


def report(name: str, *of_another: Any, loose: bool = False) -> Report:
    of = document(name, text=f"report {name}")
    return of, [*main(of, loose=loose), *(make(of) for make in of_another)]


def linked(reports: Sequence[Report], judgements: Sequence[Judgement] = (), heads: dict[str, str] | None = None) -> list[Incident]:
    return link([one for _, claims in reports for one in claims], [of for of, _ in reports], judgements=judgements, heads=heads)


def names(found: Sequence[Incident], reports: Sequence[Report]) -> list[list[str]]:
    """The reports of each incident by name, by day."""
    of = {document.id: document.source.removeprefix("made/").removesuffix(".txt") for document, _ in reports}
    return [sorted(of[identifier] for identifier in incident.documents) for incident in found]


MADE = [
    pytest.param(report("a", other), TWO, id="last week's clash at another place"),
    pytest.param(report("a", lambda of: other(of, place=None, tolls=[toll("ARM", "killed", 4)])), TWO, id="last week's dead"),
    pytest.param(report("a", lambda of: other(of, place=None)), [["a"]], id="last week's clash, of which it says no more"),
    pytest.param(report("a", lambda of: other(of, when=replace(on(BEFORE), from_context=True))), [["a"]], id="a day from context"),
    pytest.param(report("a", lambda of: other(of, DAY - timedelta(days=2))), [["a"]], id="two days before: a clash and the answer"),
    pytest.param(report("a", lambda of: other(of, stance="denies")), [["a"]], id="a denial tells of no event"),
    pytest.param(report("a", lambda of: other(of, kind="other")), [["a"]], id="a meeting"),
    pytest.param(report("a", lambda of: other(of, background=True)), [["a"]], id="background is in no incident"),
    pytest.param(report("a", other, loose=True), [["a"]], id="the main day may be that of a statement: of what happened a week ago"),
    pytest.param(
        report("a", other, lambda of: other(of, BEFORE - timedelta(days=9), at=5)), [["a"], ["a"], ["a"]], id="two earlier clashes"
    ),
]


@pytest.mark.parametrize(("made", "expected"), MADE)
def test_what_makes_a_second_incident_of_a_report(made: Report, expected: list[list[str]]) -> None:
    found = linked([made])
    assert names(found, [made]) == expected
    held = sorted(identifier for incident in found for identifier in incident.claims)
    assert held == sorted(one.id for one in made[1] if not one.background)
    assert len({incident.id for incident in found}) == len(found)


def of_before(name: str) -> Report:
    """A report of the other clash alone."""
    of = document(name, BEFORE, text=f"report {name}")
    return of, [other(of), other(of, stance="accuses", at=5)]


REPORTS = [report("a", other), report("b"), of_before("c")]


@given(st.permutations(REPORTS))
def test_each_event_is_with_the_other_reports_of_it(reports: list[Report]) -> None:
    found = linked(reports)
    assert found == linked(REPORTS)
    assert names(found, reports) == [["a", "c"], ["a", "b"]]


def said(decision: Any, *about: str, against: Sequence[str] = ()) -> Judgement:
    return judgement(decision, about, by="a reader", at=datetime(2031, 5, 9, tzinfo=UTC), against=against)


def test_reports_that_a_person_kept_apart_share_no_event() -> None:
    a, b, c = (of.id for of, _ in REPORTS)
    assert sorted(names(linked(REPORTS, [said("not_same_incident", a, against=[c])]), REPORTS)) == [["a"], ["a", "b"], ["c"]]
    assert sorted(names(linked(REPORTS, [said("not_same_incident", a, against=[b])]), REPORTS)) == [["a"], ["a", "c"], ["b"]]


def test_what_a_person_put_together_are_the_main_events() -> None:
    reports = [REPORTS[0], REPORTS[1], report("d", place_elsewhere)]
    a, _, d = (of.id for of, _ in reports)
    assert names(linked(reports, [said("same_incident", a, d)]), reports) == [["d"], ["a"], ["a", "b", "d"]]


def place_elsewhere(of: Document) -> Claim:
    return other(of, DAY - timedelta(days=20))


def test_copies_of_both_events_are_one_report_in_each() -> None:
    reports = [report("a", other), report("b", other)]
    (head, copy) = (of.id for of, _ in reports)
    found = linked(reports, heads={copy: head})
    assert names(found, reports) == [["a", "b"], ["a", "b"]]
    assert [incident.reports for incident in found] == [1, 1]


def test_a_claim_judged_wrong_is_set_aside_once() -> None:
    of, claims = report("a", other)
    wrong = claims[2].id
    found = linked([(of, claims)], [said("wrong", wrong)])
    assert sorted(incident.set_aside for incident in found) == [(), (wrong,)]


def test_a_review_asks_of_the_main_event() -> None:
    claims, documents = [one for _, told in REPORTS for one in told], [of for of, _ in REPORTS]
    doubts = review_queue(claims, documents, linked(REPORTS), twindow=1, spatwindow=50.0, threshold=0.5)
    assert not [doubt for doubt in doubts if doubt.kind == "joined" and REPORTS[2][0].id in doubt.about]


def test_a_ledger_keeps_a_report_in_both_of_its_incidents(tmp_path: Path) -> None:
    found = linked(REPORTS)
    with open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        with ledger.session() as session:
            for of, claims in REPORTS:
                session.add_document(of)
                session.add_claims(of.id, "rules-1", claims)
            session.put_incidents(found)
        with ledger.view() as view:
            assert sorted(view.incidents_of(REPORTS[0][0].id)) == sorted(incident.id for incident in found)
            assert list(view.incidents()) == found
