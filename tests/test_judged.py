"""Judgements: what can be said, which of it stands, how claims read and reports link after it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import JudgementError
from counterclaim.judged import as_judged, judgement, standing
from counterclaim.link import link
from counterclaim.link.bonds import bonds_of
from counterclaim.model import Decision, Incident, Judgement
from tests.made import BRIDGE, FORD, claim, document, on, toll

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)


def said(decision: Decision, *about: str, after: int = 0, **parts: Any) -> Judgement:
    """A judgement so many minutes after noon."""
    return judgement(decision, about, by="a reader", at=NOON + timedelta(minutes=after), **parts)


# ---------------------------------------------------------------- what can be said


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        pytest.param({"decision": "wrong", "about": ["c"], "by": "  "}, "name", id="nobody's"),
        pytest.param({"decision": "wrong", "about": []}, "about", id="about nothing"),
        pytest.param({"decision": "perhaps", "about": ["c"]}, "perhaps", id="no decision that there is"),
        pytest.param({"decision": "same_incident", "about": ["d"]}, "two reports", id="one report alone"),
        pytest.param({"decision": "same_incident", "about": ["d", "d"]}, "two reports", id="one report twice"),
        pytest.param({"decision": "not_same_incident", "about": ["d", "e"], "against": ["e"]}, "itself", id="a report against itself"),
        pytest.param({"field": None, "value": "x"}, "no field", id="corrected, but not what"),
        pytest.param({"field": "evidence", "value": "x"}, "evidence", id="the evidence is not corrected"),
        pytest.param({"field": "stance", "value": "thinks"}, "thinks", id="a stance that is none"),
        pytest.param({"field": "type", "value": "war"}, "war", id="a type that is none"),
        pytest.param({"field": "type", "value": ["attack"]}, "word", id="a type that is a list"),
        pytest.param({"field": "stance", "value": None}, "empty", id="no stance at all"),
        pytest.param({"field": "speaker", "value": "FIN"}, "id and text", id="a speaker without its parts"),
        pytest.param({"field": "actor", "value": {"id": 3, "text": "x"}}, "id", id="an actor whose code is a number"),
        pytest.param({"field": "place", "value": {"name": "Bridge", "lat": 91, "lon": 0}}, "degrees", id="north of the pole"),
        pytest.param({"field": "place", "value": {"name": "Bridge", "lat": 40.0}}, "both", id="a latitude alone"),
        pytest.param({"field": "place", "value": {"name": "Bridge", "precision": 9}}, "precision", id="a precision that is none"),
        pytest.param({"field": "when", "value": {"text": "then", "start": None, "end": None, "anchored": True}}, "anchored", id="a time"),
        pytest.param({"field": "casualties", "value": [{"side": "FIN", "kind": "killed", "best": -1}]}, "under 0", id="fewer than none"),
        pytest.param(
            {"field": "casualties", "value": [{"side": "FIN", "kind": "killed", "low": 5, "high": 3}]}, "order", id="least over most"
        ),
        pytest.param({"field": "casualties", "value": [{"side": "FIN", "kind": "lost", "best": 1}]}, "lost", id="a kind that is none"),
        pytest.param({"field": "background", "value": "yes"}, "true or false", id="background is yes or no"),
        pytest.param({"field": "weapon", "value": ""}, "word", id="a weapon without a name"),
    ],
)
def test_what_makes_no_sense_is_refused(parts: dict[str, Any], message: str) -> None:
    with pytest.raises(JudgementError, match=message):
        judgement(**{"decision": "corrected", "about": ["c"], "by": "a reader", "at": NOON, **parts})


def test_the_same_decision_has_the_same_id_in_any_order_of_what_it_is_about() -> None:
    assert said("same_incident", "d", "e") == said("same_incident", "e", "d", "e")
    assert said("wrong", "c").id != said("right", "c").id != said("right", "c", after=1).id


# ---------------------------------------------------------------- which stand


def test_a_judgement_is_taken_back_and_put_up_again() -> None:
    first = said("wrong", "c")
    back = said("taken_back", first.id, after=1)
    again = said("taken_back", back.id, after=2)
    assert standing([first]) == (first,)
    assert standing([first, back]) == ()
    assert standing([again, back, first]) == (first,)


def test_two_who_take_back_and_one_who_goes_back_on_it() -> None:
    first, other = said("wrong", "c"), said("right", "c", after=1)
    one, two = said("taken_back", first.id, other.id, after=2), said("taken_back", first.id, after=3)
    assert standing([first, other, one, two]) == ()
    assert standing([first, other, one, two, said("taken_back", one.id, after=4)]) == (other,)
    assert standing([said("taken_back", "never made"), first]) == (first,)


# ---------------------------------------------------------------- how claims read

OF = document("one", text="They fired. Four died.")
TOLD = claim(OF, "AAA:MOD", "accuses", by="BBB", against="AAA", place=BRIDGE, when=on(OF.published), tolls=[toll("AAA", "killed", 4)])


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("speaker", {"id": "AAA:MFA", "text": "the foreign ministry"}, ("AAA:MFA", "the foreign ministry")),
        ("stance", "denies", "denies"),
        ("actor", None, None),
        ("weapon", "mortar", "mortar"),
        ("background", True, True),
    ],
)
def test_a_field_reads_as_it_should(field: Any, value: Any, expected: Any) -> None:
    (read,) = as_judged([TOLD], [said("corrected", TOLD.id, field=field, value=value)])
    fields = {
        "speaker": (read.speaker.id, read.speaker.text),
        "stance": read.stance,
        "actor": read.event.actor,
        "weapon": read.event.weapon,
        "background": read.background,
    }
    assert fields[field] == expected
    assert read.judged == "corrected"
    assert any("a reader" in reason and field in reason for reason in read.why)
    assert replace(read, **{name: getattr(TOLD, name) for name in ("speaker", "stance", "event", "background", "judged", "why")}) == TOLD


def test_a_corrected_type_brings_its_codes() -> None:
    (read,) = as_judged([TOLD], [said("corrected", TOLD.id, field="type", value="shelling")])
    assert (read.event.type, read.event.plover) == ("shelling", "ASSAULT")
    assert read.event.acled


def test_the_later_correction_counts_and_the_order_of_giving_does_not() -> None:
    three, five = (
        said("corrected", TOLD.id, field="casualties", value=[{"side": "AAA", "kind": "killed", "best": number}], after=number)
        for number in (3, 5)
    )
    both = [list(as_judged([TOLD], order)) for order in ([three, five], [five, three])]
    assert both[0] == both[1]
    assert both[0][0].casualties[0].best == 5
    assert list(as_judged(both[0], [three, five])) == both[0], "twice is once"


def test_what_nobody_judged_is_as_it_was() -> None:
    assert list(as_judged([TOLD], [said("wrong", "another")])) == [TOLD]


# ---------------------------------------------------------------- how reports link

DOCUMENTS = [document(name, text=f"report {name}") for name in "abcd"]
A, B, C, D = (one.id for one in DOCUMENTS)
PLACES = {A: BRIDGE, B: BRIDGE, C: FORD, D: FORD}
CLAIMS = [claim(of, "AAA:MOD", "accuses", by="BBB", against="AAA", place=PLACES[of.id], when=on(of.published)) for of in DOCUMENTS]


def groups(judgements: Sequence[Judgement]) -> set[frozenset[str]]:
    return {frozenset(incident.documents) for incident in linked(judgements)}


def linked(judgements: Sequence[Judgement]) -> list[Incident]:
    return link(CLAIMS, DOCUMENTS, judgements=judgements)


def test_unasked_they_are_two() -> None:
    assert groups([]) == {frozenset({A, B}), frozenset({C, D})}


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        pytest.param([said("same_incident", B, C)], [{A, B, C, D}], id="what is bonded brings what is like it"),
        pytest.param([said("not_same_incident", A, B)], [{A}, {B}, {C, D}], id="what is kept apart"),
        pytest.param([said("not_same_incident", A, against=[B, C])], [{A}, {B}, {C, D}], id="one against others"),
        pytest.param(
            [said("same_incident", A, B), said("not_same_incident", A, B, after=1)], [{A}, {B}, {C, D}], id="the later counts, apart"
        ),
        pytest.param([said("not_same_incident", A, B), said("same_incident", A, B, after=1)], [{A, B}, {C, D}], id="the later counts, one"),
        pytest.param(
            [said("same_incident", A, C), said("not_same_incident", C, D, after=1)], [{A, B, C}, {D}], id="bonded here and apart there"
        ),
        pytest.param([said("same_incident", A, "gone")], [{A, B}, {C, D}], id="with a report that is not there"),
        pytest.param(
            [one := said("not_same_incident", A, B), said("taken_back", one.id, after=1)], [{A, B}, {C, D}], id="apart, and taken back"
        ),
    ],
)
def test_reports_are_bonded_and_kept_apart(judgements: Sequence[Judgement], expected: Sequence[set[str]]) -> None:
    assert groups(judgements) == {frozenset(group) for group in expected}
    assert linked(judgements) == linked(judgements[::-1])


def test_a_claim_that_is_wrong_counts_for_nothing_and_is_named() -> None:
    told = CLAIMS[1]
    found = next(incident for incident in linked([]) if told.id in incident.claims)
    judged = linked([said("wrong", told.id)])
    assert all(told.id not in incident.claims for incident in judged)
    another = claim(DOCUMENTS[1], "BBB", "denies", by="BBB", place=BRIDGE, when=on(DOCUMENTS[1].published), at=1)
    (kept,) = [incident for incident in link([*CLAIMS, another], DOCUMENTS, judgements=[said("wrong", told.id)]) if B in incident.documents]
    assert kept.set_aside == (told.id,)
    assert told.id not in {identifier for account in kept.accounts for identifier in account.claims}
    assert told.id not in {identifier for point in kept.points for answer in point.answers for identifier in answer.claims}
    assert found.set_aside == ()


decisions = st.lists(
    st.tuples(st.sampled_from(["same_incident", "not_same_incident"]), st.sets(st.sampled_from([A, B, C, D]), min_size=2, max_size=3)),
    max_size=6,
)


@given(decisions, st.randoms(use_true_random=False))
def test_any_order_of_judgements_makes_the_same_incidents(made: list[tuple[Any, set[str]]], order: random.Random) -> None:
    judgements = [said(decision, *about, after=minute) for minute, (decision, about) in enumerate(made)]
    shuffled = list(judgements)
    order.shuffle(shuffled)
    assert linked(judgements) == linked(shuffled)
    assert sorted(document for group in groups(judgements) for document in group) == sorted([A, B, C, D])


@given(decisions)
def test_the_last_word_is_kept(made: list[tuple[Any, set[str]]]) -> None:
    judgements = [said(decision, *about, after=minute) for minute, (decision, about) in enumerate(made)]
    bonds = bonds_of(judgements)
    if judgements:
        last = judgements[-1]
        pairs = [(one, two) for one in last.about for two in last.about if one < two]
        together = [bonds.same.get(one, one) == bonds.same.get(two, two) for one, two in pairs]
        assert all(together) if last.decision == "same_incident" else not any(together)
