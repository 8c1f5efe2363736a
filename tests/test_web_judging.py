"""Judging on the pages and by the API: the queue, forms that nobody can forge, undo, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from counterclaim.web import WebSettings
from tests.record import border_clash
from tests.served import BEARER, TOKEN, TOKENS, site

RECORD = border_clash()
INCIDENT = RECORD.linked[0]
CLAIM = next(claim for claim in RECORD.claimed if claim.stance == "accuses")
REPORTS = [report.id for report in RECORD.reports]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with site(tmp_path / "ledger.db") as made:
        yield made


def sign_in(client: TestClient) -> str:
    """Sign in; the secret that every form must send back."""
    assert client.post("/sign-in", data={"token": TOKEN}).status_code == 303
    found = re.search(r'name="form" value="([^"]+)"', client.get("/review").text)
    assert found
    return found[1]


def judged(client: TestClient, claim: str) -> str | None:
    rows = client.get(f"/api/v1/incidents/{INCIDENT.id}/claims").json()["claims"]
    rows += client.get(f"/api/v1/reports/{CLAIM.document}/claims").json()["claims"]
    return next((row["judged"] for row in rows if row["id"] == claim), None)


def test_a_claim_is_judged_and_that_undone(client: TestClient) -> None:
    form = sign_in(client)
    sent = {"form": form, "decision": "wrong", "about": CLAIM.id, "note": "read again", "back": f"/incidents/{INCIDENT.id}"}
    answer = client.post("/judgements", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/incidents/{INCIDENT.id}")
    assert judged(client, CLAIM.id) == "wrong"
    made = client.get("/judgements.json").json()["judgements"]
    assert [(one["by"], one["decision"], one["note"], one["stands"]) for one in made] == [("ada", "wrong", "read again", True)]
    assert "read again" in client.get("/judgements").text
    client.post("/judgements", data={"form": form, "decision": "taken_back", "about": made[0]["id"]})
    assert judged(client, CLAIM.id) is None
    assert [one["stands"] for one in client.get("/judgements.json").json()["judgements"]] == [False, True]


def test_what_is_decided_leaves_the_queue_and_comes_back_when_undone(client: TestClient) -> None:
    before = client.get("/review.json").json()["questions"]
    asked = next(one for one in before if one["kind"] == "claimed")
    made = client.post("/api/v1/judgements", json={"decision": "right", "about": asked["about"]}, headers=BEARER).json()
    assert asked["about"] not in [one["about"] for one in client.get("/review.json").json()["questions"]]
    client.post("/api/v1/judgements", json={"decision": "taken_back", "about": [made["id"]]}, headers=BEARER)
    assert client.get("/review.json").json()["questions"] == before


def test_two_reports_are_parted_and_the_change_is_in_the_feed(client: TestClient) -> None:
    last = client.get("/api/v1/changes").json()["next"]
    sent = {"decision": "not_same_incident", "about": REPORTS[:1], "against": REPORTS[1:]}
    assert client.post("/api/v1/judgements", json=sent, headers=BEARER).status_code == 201
    steps = client.get(f"/api/v1/changes?since={last}").json()
    assert {"changed", "split_from"} <= {one["change"] for one in steps["changes"]}
    assert client.get(f"/api/v1/changes?since={steps['next']}").json() == {"next": steps["next"], "changes": []}
    assert client.get("/incidents.json").json()["total"] == 2


FORGED: list[Any] = [
    pytest.param({"form": ""}, {}, 403, id="without the secret of the session"),
    pytest.param({"form": "other"}, {}, 403, id="with another secret"),
    pytest.param({}, {"origin": "https://elsewhere.example"}, 403, id="from another site"),
    pytest.param({}, {"sec-fetch-site": "cross-site"}, 403, id="a browser that says it comes from another site"),
    pytest.param({"decision": "corrected"}, {}, 422, id="a decision that no form offers"),
    pytest.param({"decision": "same_incident"}, {}, 404, id="a claim where reports are meant"),
    pytest.param({"about": "0" * 24}, {}, 404, id="a claim that is not there"),
]


@pytest.mark.parametrize(("change", "headers", "status"), FORGED)
def test_a_form_that_is_not_ours_does_nothing(change: dict[str, str], headers: dict[str, str], status: int, client: TestClient) -> None:
    sent = {"form": sign_in(client), "decision": "right", "about": CLAIM.id, **change}
    assert client.post("/judgements", data=sent, headers=headers).status_code == status
    assert client.get("/judgements.json").json() == {"judgements": []}


def test_nobody_judges_who_is_not_signed_in(client: TestClient) -> None:
    assert client.post("/judgements", data={"form": "", "decision": "right", "about": CLAIM.id}).status_code == 403
    assert client.post("/api/v1/judgements", json={"decision": "right", "about": [CLAIM.id]}).status_code == 401
    page = client.get("/review").text
    assert "Sign in to judge" in page
    assert 'name="decision"' not in page


def test_a_site_without_tokens_offers_no_judging(tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db", settings=WebSettings()) as client:
        assert "read-only" in client.get("/review").text


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/review\\@elsewhere", "/incidents/é", "javascript:1"]
)
def test_a_form_leads_back_to_us_only(back: str, client: TestClient) -> None:
    answer = client.post("/judgements", data={"form": sign_in(client), "decision": "right", "about": CLAIM.id, "back": back})
    assert answer.headers["location"] == "/review"


SENSELESS: list[Any] = [
    pytest.param({"decision": "same_incident", "about": REPORTS[:1]}, 422, id="one report is the same as what"),
    pytest.param({"decision": "corrected", "about": [CLAIM.id], "field": "stance", "value": "shouts"}, 422, id="no stance"),
    pytest.param({"decision": "corrected", "about": [CLAIM.id], "field": "casualties", "value": [1]}, 422, id="no toll"),
    pytest.param({"decision": "right", "about": ["0" * 24]}, 404, id="a claim that is not there"),
    pytest.param({"decision": "maybe", "about": [CLAIM.id]}, 422, id="no decision"),
]


@pytest.mark.parametrize(("sent", "status"), SENSELESS)
def test_what_makes_no_sense_is_refused(sent: dict[str, Any], status: int, client: TestClient) -> None:
    assert client.post("/api/v1/judgements", json=sent, headers=BEARER).status_code == status


def test_a_correction_is_read_everywhere(client: TestClient) -> None:
    sent = {"decision": "corrected", "about": [CLAIM.id], "field": "stance", "value": "asserts"}
    assert client.post("/api/v1/judgements", json=sent, headers=BEARER).status_code == 201
    rows = client.get(f"/api/v1/reports/{CLAIM.document}/claims").json()["claims"]
    assert next(row["stance"] for row in rows if row["id"] == CLAIM.id) == "asserts"


def test_judgements_are_paged(client: TestClient) -> None:
    for claim in RECORD.claimed[:3]:
        client.post("/api/v1/judgements", json={"decision": "right", "about": [claim.id]}, headers=BEARER)
    first = client.get("/api/v1/judgements?limit=2").json()
    rest = client.get(f"/api/v1/judgements?limit=2&after={first['next']}").json()
    assert ([len(one["judgements"]) for one in (first, rest)], rest["next"]) == ([2, 1], None)
    assert set(TOKENS) == {one["by"] for one in first["judgements"]}


@pytest.mark.parametrize("path", ["/review.csv", "/judgements.csv"])
def test_both_pages_as_csv(path: str, client: TestClient) -> None:
    client.post("/api/v1/judgements", json={"decision": "right", "about": [CLAIM.id]}, headers=BEARER)
    assert len(client.get(path).text.splitlines()) > 1
