"""The API: what it answers, how it pages, who may write; and that nothing breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.errors import SchemathesisError
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth
from starlette.testclient import TestClient

from counterclaim.ledger import open_ledger
from counterclaim.serving import Desk
from counterclaim.web import Submission, Submitted, WebSettings, create_app
from tests.made import HILL, claim, document, on
from tests.record import Record, border_clash, record_of
from tests.served import BEARER, TOKENS, fill, site

INCIDENT = border_clash().linked[0]
OPEN = WebSettings(tokens=TOKENS, reads=0, writes=0)


def taken(sent: Submission) -> Submitted:
    """A reader that takes what has letters."""
    return Submitted("ab" * 12, len(sent.text)) if any(map(str.isalpha, sent.text)) else Submitted(None, 0, "empty", sent.by)


def several(number: int) -> Record:
    """So many incidents, a month apart, each of one report."""
    reports, claims = [], []
    for index in range(number):
        day = date(2031, 1, 1) + timedelta(days=31 * index)
        report = document(f"report {index}", day)
        reports.append(report)
        claims.append(claim(report, "FIN:MOD", "accuses", "shooting", by="SWE", against="FIN", place=HILL, when=on(day)))
    return record_of(reports, claims)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with site(tmp_path_factory.mktemp("api") / "ledger.db", settings=OPEN, submit=taken) as made:
        yield made


# ---------------------------------------------------------------- reading


def test_an_incident_is_where_its_id_says(client: TestClient) -> None:
    listed = client.get("/api/v1/incidents").json()["incidents"][0]
    assert client.get(f"/api/v1/incidents/{INCIDENT.id}").json() == listed
    assert listed["id"] == INCIDENT.id


def test_the_claims_of_an_incident_are_those_of_its_reports(client: TestClient) -> None:
    claims = client.get(f"/api/v1/incidents/{INCIDENT.id}/claims").json()["claims"]
    by_report = [row for report in INCIDENT.documents for row in client.get(f"/api/v1/reports/{report}/claims").json()["claims"]]
    assert sorted(row["id"] for row in claims) == sorted(row["id"] for row in by_report) == sorted(INCIDENT.claims)
    texts = {report: client.get(f"/api/v1/reports/{report}").json()["text"] for report in INCIDENT.documents}
    assert all(texts[row["document"]][row["start"] : row["end"]] == row["evidence"] for row in claims)


def test_the_history_of_an_incident(client: TestClient) -> None:
    revisions = client.get(f"/api/v1/incidents/{INCIDENT.id}/history").json()["revisions"]
    assert [(one["revision"], one["withdrawn"], one["incident"]["id"]) for one in revisions] == [(1, False, INCIDENT.id)]


def every(client: TestClient, kind: str, **params: str) -> Iterator[dict[str, str]]:
    """The rows of all pages of a list, each page asked for with the cursor of the one before."""
    page = client.get(f"/api/v1/{kind}", params=params).json()
    yield from page[kind]
    while page["next"] is not None:
        page = client.get(f"/api/v1/{kind}", params={**params, "after": page["next"]}).json()
        yield from page[kind]


@pytest.mark.parametrize("order", ["newest", "reports", "disputed"])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_together_are_the_whole_list(order: str, limit: int, tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db", several(7), OPEN) as client:
        found = [row["id"] for row in every(client, "incidents", order=order, limit=str(limit))]
        assert len(found) == len(set(found)) == 7
        assert found == [row["id"] for row in client.get("/api/v1/incidents", params={"order": order, "limit": 100}).json()["incidents"]]


def test_a_page_is_not_moved_by_what_is_added_meanwhile(tmp_path: Path) -> None:
    location = tmp_path / "ledger.db"
    with site(location, several(4), OPEN) as client:
        first = client.get("/api/v1/incidents?limit=2").json()
        with open_ledger(location) as ledger:
            more = several(6)
            fill(ledger, more.reports, more.claimed)
        second = client.get("/api/v1/incidents", params={"limit": 2, "after": first["next"]}).json()
    days = [row["start"] for row in first["incidents"] + second["incidents"]]
    assert days == ["2031-04-04", "2031-03-04", "2031-02-01", "2031-01-01"]


def test_reports_are_paged_by_cursor(tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db", several(5), OPEN) as client:
        found = [row["published"] for row in every(client, "reports", limit="2")]
    assert found == sorted(found, reverse=True)
    assert len(found) == 5


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/api/v1/incidents/00000000", 404, id="no such incident"),
        pytest.param("/api/v1/incidents/00000000/history", 404, id="no history of none"),
        pytest.param("/api/v1/reports/00000000", 404, id="no such report"),
        pytest.param("/api/v1/nothing", 404, id="no such path"),
        pytest.param("/api/v1/incidents?since=soon", 422, id="not a day"),
        pytest.param("/api/v1/incidents?limit=0", 422, id="an empty page"),
        pytest.param("/api/v1/incidents?after=aaaa", 404, id="not a cursor"),
        pytest.param("/api/v1/incidents?order=reports&after=WyJuZXdlc3QiLCIyMDMxIiwiYSJd", 404, id="a cursor of another order"),
    ],
)
def test_what_is_wrong_is_said_to_programs(path: str, status: int, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_the_location_of_the_ledger_is_not_told(client: TestClient) -> None:
    assert "ledger.db" not in client.get("/api/v1/incidents/00000000").text


# ---------------------------------------------------------------- writing


WRONG_TOKENS = [{}, {"authorization": "Bearer "}, {"authorization": "Bearer cc_other"}, {"authorization": "Basic YWRhOmFkYQ=="}]


@pytest.mark.parametrize("headers", WRONG_TOKENS, ids=str)
def test_nobody_writes_without_a_token(headers: dict[str, str], client: TestClient) -> None:
    answer = client.post("/api/v1/documents", json={"text": "Words."}, headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_site_without_tokens_is_read_only(tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db", settings=WebSettings(), submit=taken) as client:
        assert client.post("/api/v1/documents", json={"text": "Words."}, headers=BEARER).status_code == 401


def test_a_report_is_taken(client: TestClient) -> None:
    answer = client.post("/api/v1/documents", json={"text": "Words.", "published": "2031-05-06"}, headers=BEARER)
    assert (answer.status_code, answer.json()) == (201, {"document": "ab" * 12, "claims": 6})
    assert answer.headers["location"] == f"/api/v1/reports/{'ab' * 12}"


def test_what_is_no_report_is_refused_with_the_reason(client: TestClient) -> None:
    answer = client.post("/api/v1/documents", json={"text": "123"}, headers=BEARER)
    assert (answer.status_code, answer.json()["detail"]) == (422, "not a report: empty (ada)")


# ---------------------------------------------------------------- the description


def test_the_description_has_every_route(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    paths = set(described["paths"])
    assert {"/api/v1/incidents", "/api/v1/incidents/{incident}", "/api/v1/reports", "/api/v1/documents"} <= paths
    assert all(path.startswith("/api/v1/") for path in paths)
    shown = client.get("/api").text
    assert [path for path in paths if path not in shown] == []


REFUSED = ["400", "401", "404", "405", "413", "422"]  # 413 comes before the rest of a body is read


def test_schemathesis_finds_no_failure(tmp_path: Path) -> None:
    """Every operation, with values that fit the description and values that do not. Through hypothesis, without the plugin of pytest."""
    location = tmp_path / "ledger.db"
    made = border_clash()
    with open_ledger(location) as ledger:
        fill(ledger, made.reports, made.claimed)
        app = create_app(str(location), OPEN, submit=lambda sent: Submitted("ab" * 12, len(sent.text)), desk=Desk(ledger))
        config = SchemathesisConfig.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}})
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
        operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
        assert len(operations) >= 11
        for operation in operations:
            for mode in GenerationMode:
                fuzz(operation, mode)


def fuzz(operation: Any, mode: GenerationMode) -> None:
    try:
        cases = operation.as_strategy(generation_mode=mode)
    except (Unsatisfiable, SchemathesisError):
        return  # nothing about it can be wrong

    @given(cases)
    @settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    def call(case: Any) -> None:
        case.call_and_validate(headers=BEARER, excluded_checks=[ignored_auth])  # it leaves our header where it is: see above

    call()
