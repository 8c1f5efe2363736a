from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from counterclaim.interchange import (
    claim_from_row,
    claim_row,
    days,
    document_from_row,
    document_row,
    incident_from_row,
    incident_row,
    instant_text,
    rejection_from_row,
    rejection_row,
    to_json,
)
from counterclaim.model import (
    Account,
    Actor,
    Answer,
    Claim,
    Document,
    Event,
    Incident,
    Mention,
    Place,
    Point,
    Rejection,
    Span,
    Toll,
    When,
)
from tests import strategies

NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)
WHEN = When("on Thursday at noon", NOON, NOON + timedelta(minutes=1), "minute", True, "2024-05-02T12:00")
PLACE = Place("Upper Post", "the upper post", 10.5, 20.25, "AAA", "North", 2, 7, 0.75, False, ("BBB/Upper Post",))
TOLL = Toll("AAA:MIL", "killed", 3, 3, None, text="at least three soldiers dead", span=Span(50, 78))
CLAIM = Claim(
    id="c1",
    document="d1",
    span=Span(0, 90),
    evidence="evidence",
    speaker=Actor("AAA:MOD", "the ministry", Span(3, 15)),
    stance="accuses",
    event=Event("shelling", "ASSAULT", "190", "Explosions/Remote violence", 1, Actor("BBB:MIL", "troops"), None, PLACE, WHEN),
    via=("wire",),
    cue=Mention("said", Span(16, 20)),
    quoted="direct",
    casualties=(TOLL,),
    confidence=0.5,
    why=("cue:said",),
)
INCIDENT = Incident(
    id="i1",
    type="shelling",
    parties=("AAA", "BBB"),
    documents=("d1", "d2"),
    reports=1,
    claims=("c1",),
    accounts=(Account("AAA", "BBB", (TOLL,), ("c1",)), Account("BBB", None, (), ())),
    points=(Point("who_began", "one_sided", (Answer("BBB", ("AAA",), ("c1",)),)),),
    place=PLACE,
    when=When("", datetime(2024, 5, 2, tzinfo=UTC), datetime(2024, 5, 4, tzinfo=UTC), "day", True),
)


@given(strategies.claims, strategies.texts)
def test_a_claim_comes_back(claim: Claim, source: str) -> None:
    line = to_json(claim_row(claim, source))
    assert line.encode("utf-8").decode("utf-8").splitlines() == [line]
    again = claim_from_row(json.loads(line))
    assert again == claim
    assert to_json(claim_row(again, source)) == line


@given(strategies.incidents)
def test_an_incident_comes_back(incident: Incident) -> None:
    line = to_json(incident_row(incident, {document: f"source of {document}" for document in incident.documents}))
    assert incident_from_row(json.loads(line)) == incident


@given(strategies.documents)
def test_a_document_comes_back(document: Document) -> None:
    assert document_from_row(json.loads(to_json(document_row(document)))) == document


@given(strategies.rejections)
def test_a_rejection_comes_back(rejection: Rejection) -> None:
    assert rejection_from_row(json.loads(to_json(rejection_row(rejection)))) == rejection


def test_the_claim_of_the_design() -> None:
    row = claim_row(CLAIM, "post/doc01.txt")
    assert list(row)[:10] == ["id", "document", "source", "start", "end", "evidence", "speaker", "via", "cue", "stance"]
    assert list(row)[10:] == ["quoted", "hedge", "background", "event", "casualties", "confidence", "why", "judged"]
    assert row["speaker"] == {"id": "AAA:MOD", "text": "the ministry", "start": 3, "end": 15}
    assert row["cue"] == {"text": "said", "start": 16, "end": 20}
    event = row["event"]
    assert event["actor"] == {"id": "BBB:MIL", "text": "troops", "start": None, "end": None}
    assert event["place"] is not None and list(event["place"])[:6] == ["name", "text", "lat", "lon", "country", "precision"]
    assert event["when"] is not None and list(event["when"])[:5] == ["start", "end", "precision", "text", "anchored"]
    assert event["when"]["start"] == "2024-05-02T12:00:00Z"
    assert list(row["casualties"][0])[:7] == ["side", "kind", "low", "best", "high", "unspecified", "text"]


def test_the_incident_of_the_design() -> None:
    row = incident_row(INCIDENT, {"d1": "post/doc01.txt", "d2": "post/doc02.txt"})
    assert (row["start"], row["end"]) == ("2024-05-02", "2024-05-03")
    assert row["documents"] == ["post/doc01.txt", "post/doc02.txt"]
    assert list(row["accounts"]) == ["AAA", "BBB"]
    assert row["accounts"]["AAA"]["initiator"] == "BBB"
    assert row["accounts"]["AAA"]["casualties"][0]["best"] == 3
    answers = [{"value": "BBB", "according_to": ["AAA"], "claims": ["c1"]}]
    assert row["points"] == [{"question": "who_began", "about": None, "status": "one_sided", "answers": answers}]


def test_a_row_with_only_the_keys_of_the_design() -> None:
    row: Any = claim_row(CLAIM, "post/doc01.txt")
    place, when, toll = row["event"]["place"], row["event"]["when"], row["casualties"][0]
    for part, extra in ((row["event"], ["weapon", "modality"]), (place, list(place)[6:]), (when, list(when)[5:])):
        for key in extra:
            del part[key]
    row["casualties"] = [{"side": toll["side"], "kind": "killed", "best": 3}]
    row["event"]["actor"] = {"id": "BBB:MIL", "text": "troops"}
    claim = claim_from_row(row)
    assert claim.event.actor == CLAIM.event.actor
    assert claim.casualties == (Toll("AAA:MIL", "killed", best=3),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"stance": "insists"}, "insists", id="a word that is none of ours"),
        pytest.param({"start": 9, "end": 3}, "not a span", id="a span that ends before it begins"),
        pytest.param({"speaker": None}, "not a claim", id="no speaker"),
        pytest.param({"event": []}, "not a claim", id="an event of another shape"),
        pytest.param({"via": 3}, "not a claim", id="a relay that is no list"),
    ],
)
def test_what_is_no_claim(change: dict[str, Any], message: str) -> None:
    row: Any = {**claim_row(CLAIM, ""), **change}
    with pytest.raises(ValueError, match=message):
        claim_from_row(row)


def test_a_key_that_is_missing_is_named() -> None:
    row: Any = claim_row(CLAIM, "")
    del row["evidence"]
    with pytest.raises(ValueError, match="evidence"):
        claim_from_row(row)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2024, 5, 2, tzinfo=UTC), "2024-05-02T00:00:00Z"),
        (datetime(2024, 5, 2, 1, 30, tzinfo=timezone(timedelta(hours=4))), "2024-05-01T21:30:00Z"),
        (datetime(2024, 5, 2, 1, 30, 5, 250, tzinfo=UTC), "2024-05-02T01:30:05.000250Z"),
        (datetime(987, 5, 2, tzinfo=UTC), "0987-05-02T00:00:00Z"),
    ],
)
def test_instants(instant: datetime, text: str) -> None:
    assert instant_text(instant) == text


def test_an_instant_says_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2024, 5, 2))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(NOON, NOON + timedelta(hours=1), (date(2024, 5, 2), date(2024, 5, 2)), id="an hour"),
        pytest.param(NOON, NOON + timedelta(days=1), (date(2024, 5, 2), date(2024, 5, 3)), id="over midnight"),
        pytest.param(
            datetime(2024, 5, 1, tzinfo=UTC),
            datetime(2024, 6, 1, tzinfo=UTC),
            (date(2024, 5, 1), date(2024, 5, 31)),
            id="a month",
        ),
        pytest.param(NOON, None, (date(2024, 5, 2), date(2024, 5, 2)), id="no end"),
        pytest.param(None, None, None, id="unanchored"),
    ],
)
def test_the_days_of_a_time(start: datetime | None, end: datetime | None, expected: tuple[date, date] | None) -> None:
    assert days(When("then", start, end)) == expected
