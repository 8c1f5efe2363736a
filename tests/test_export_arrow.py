from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.export.arrow import claims_schema, claims_table, incidents_schema, incidents_table
from counterclaim.model import Account, Actor, Answer, Claim, Event, Incident, Mention, Place, Point, Span, Toll, When
from tests import strategies

NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)
WHEN = When("at noon", NOON, NOON + timedelta(minutes=1), "minute", True)
PLACE = Place("Upper Post", "the post", 10.5, 20.25, "AAA", "North", 2, 7)
KILLED = Toll("AAA:MIL", "killed", 3, 3, None, text="at least three")


def claim(*tolls: Toll, **fields: Any) -> Claim:
    values = {"event": Event("shelling"), **fields}
    return Claim("c1", "d1", Span(0, 4), "text", Actor("AAA:MOD", "they"), "asserts", casualties=tolls, **values)


def row(*tolls: Toll, **fields: Any) -> dict[str, Any]:
    (found,) = claims_table([claim(*tolls, **fields)], {"d1": "post/doc01.txt"}).to_pylist()
    return dict(found)


@given(st.lists(strategies.claims, max_size=4), strategies.texts)
def test_any_claim_has_its_row(claims: list[Claim], source: str) -> None:
    table = claims_table(claims, defaultdict(lambda: source))
    assert table.schema == claims_schema()
    assert table["claim"].to_pylist() == [found.id for found in claims]
    assert table["when_start"].to_pylist() == [found.event.when.start if found.event.when else None for found in claims]


@given(st.lists(strategies.incidents, max_size=4), strategies.texts)
def test_any_incident_has_its_row(incidents: list[Incident], source: str) -> None:
    table = incidents_table(incidents, defaultdict(lambda: source))
    assert table.schema == incidents_schema()
    assert table["incident"].to_pylist() == [found.id for found in incidents]


def test_the_cells_of_a_claim() -> None:
    event = Event("shelling", "ASSAULT", "190", "Battles/Armed clash", 1, Actor("BBB:MIL", "troops"), None, PLACE, WHEN)
    found = row(KILLED, event=event, cue=Mention("said", Span(5, 9)), via=("wire",))
    expected = {
        "claim": "c1",
        "source": "post/doc01.txt",
        "speaker": "AAA:MOD",
        "speaker_party": "AAA",
        "cue": "said",
        "via": ["wire"],
        "cameo": "190",
        "ucdp": "1",
        "actor": "BBB:MIL",
        "target": None,
        "target_text": None,
        "place_name": "Upper Post",
        "lat": 10.5,
        "where_precision": 2,
        "when_start": NOON,
        "when_precision": "minute",
        "killed_low": 3,
        "killed_high": None,
        "wounded_best": None,
    }
    assert {name: found[name] for name in expected} == expected
    assert found["tolls"][0]["text"] == "at least three"


@pytest.mark.parametrize(
    ("tolls", "best"),
    [
        pytest.param([KILLED], 3, id="one"),
        pytest.param([KILLED, Toll("AAA", "killed", best=1, partial=True)], 3, id="one and a part of it"),
        pytest.param([KILLED, Toll("BBB", "killed", best=5)], None, id="two sides are not added"),
        pytest.param([Toll("AAA", "wounded", best=5)], None, id="another kind"),
        pytest.param([Toll("AAA", "killed", unspecified=True)], None, id="no number"),
        pytest.param([Toll("AAA", "killed", best=0)], 0, id="none were killed"),
        pytest.param([Toll("AAA", "killed", best=10**30)], None, id="a number that nothing can hold"),
    ],
)
def test_the_flat_toll(tolls: list[Toll], best: int | None) -> None:
    found = row(*tolls)
    assert found["killed_best"] == best
    assert len(found["tolls"]) == len(tolls)


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert row(hedge="caf\udce9")["hedge"] == "caf\ufffd"


def test_the_cells_of_an_incident() -> None:
    points = (Point("who_began", "one_sided", (Answer("BBB", ("AAA",), ("c1",)),)),)
    accounts = (Account("AAA", "BBB", (KILLED,), ("c1",)),)
    incident = Incident("i1", "shelling", ("AAA", "BBB"), ("d1",), 1, ("c1",), accounts, points, PLACE, WHEN)
    (found,) = incidents_table([incident], {"d1": "post/doc01.txt"}).to_pylist()
    assert (found["first_day"], found["last_day"]) == (date(2024, 5, 2), date(2024, 5, 2))
    assert (found["documents"], found["sources"]) == (["d1"], ["post/doc01.txt"])
    assert found["accounts"][0]["tolls"][0]["best"] == 3
    assert found["points"][0]["answers"] == [{"value": "BBB", "according_to": ["AAA"], "claims": ["c1"]}]


def test_nothing_still_has_its_columns() -> None:
    assert claims_table([], {}).schema == claims_schema()
    assert incidents_table([], {}).num_rows == 0
