"""The pages: what each shows, what its address means, and the same as JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterclaim.interchange import incident_from_row
from counterclaim.web.incident import folded
from tests.record import border_clash
from tests.served import site

RECORD = border_clash()
INCIDENT = RECORD.linked[0]
DENIAL = next(claim for claim in RECORD.claimed if claim.stance == "denies")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with site(tmp_path_factory.mktemp("site") / "ledger.db", RECORD) as made:
        yield made


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


# ---------------------------------------------------------------- the list


FILTERS = [
    pytest.param("", 1, id="none"),
    pytest.param("party=FIN", 1, id="a party"),
    pytest.param("party=FIN&party=SWE", 1, id="both parties"),
    pytest.param("party=FIN&party=NOR", 0, id="a party that it has and one that it has not"),
    pytest.param("place=torn", 1, id="part of the place's name, in another case"),
    pytest.param("place=fin", 1, id="a country"),
    pytest.param("place=%25", 0, id="a wildcard is a character"),
    pytest.param("since=2031-05-06&until=2031-05-06", 1, id="the day"),
    pytest.param("since=2031-05-07", 0, id="later"),
    pytest.param("until=2031-05-05", 0, id="earlier"),
    pytest.param("type=shooting", 1, id="its type"),
    pytest.param("type=bombing", 0, id="another type"),
    pytest.param("status=contradicted", 1, id="a status that a point has"),
    pytest.param("status=unstated", 0, id="a status that no point has"),
    pytest.param("reports=2", 1, id="as many reports"),
    pytest.param("reports=3", 0, id="more reports than there are"),
    pytest.param("q=fire", 1, id="a word of a report"),
    pytest.param("q=FIRED+their", 1, id="two words, in any case and order"),
    pytest.param('q="fired+first"', 1, id="words together"),
    pytest.param('q="first+fired"', 0, id="words together in another order"),
    pytest.param("q=zeppelin", 0, id="a word of none"),
    pytest.param("q=fire+zeppelin", 0, id="not all words"),
    pytest.param("q=troops+lost", 0, id="two words, one in each report"),
    pytest.param("q=%22+OR+1%3D1+--", 0, id="an operator is a word"),
    pytest.param("q=---", 0, id="nothing to look for"),
]


@pytest.mark.parametrize(("query", "number"), FILTERS)
def test_filters(query: str, number: int, client: TestClient) -> None:
    assert f"{number} incident" in text(client, f"/incidents?{query}")
    assert client.get(f"/incidents.json?{query}").json()["total"] == number


@pytest.mark.parametrize("query", ["since=soon", "reports=-1", "type=war", "after=xyz", "limit=1000", "order=random"])
def test_what_is_not_understood_is_left_out_and_said(query: str, client: TestClient) -> None:
    shown = text(client, f"/incidents?{query}")
    assert f"Not understood and left out: {query.partition('=')[0]}" in shown
    assert "1 incident" in shown


def test_each_filter_can_be_taken_off(client: TestClient) -> None:
    page = client.get("/incidents?q=fire&party=FIN&party=SWE&place=Torn&reports=2").text
    found = [link.replace("&amp;", "&") for link in re.findall(r'class="chip" href="([^"]*)"', page)]
    assert found == [
        "/incidents?party=FIN&party=SWE&place=Torn&reports=2",
        "/incidents?q=fire&party=SWE&place=Torn&reports=2",
        "/incidents?q=fire&party=FIN&place=Torn&reports=2",
        "/incidents?q=fire&party=FIN&party=SWE&reports=2",
        "/incidents?q=fire&party=FIN&party=SWE&place=Torn",
    ]


def test_the_filters_go_with_the_views(client: TestClient) -> None:
    page = client.get("/incidents?party=FIN").text
    ways = ("/incidents/map", "/incidents/timeline", "/incidents.json", "/incidents.csv")
    assert [path for path in ways if f'href="{path}?party=FIN"' not in page] == []


def test_the_list_says_what_is_contradicted(client: TestClient) -> None:
    shown = text(client, "/incidents")
    assert "Shooting at Tornio, Finland" in shown
    assert "Finland · Sweden" in shown
    assert "contradicted: who began; killed, Sweden" in shown


def test_the_list_as_json_is_the_interchange_form(client: TestClient) -> None:
    rows = client.get("/incidents.json").json()["incidents"]
    assert [incident_from_row(row) for row in rows] == list(RECORD.linked)


def test_the_list_as_csv(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/incidents.csv").text)))
    assert [row["incident"] for row in rows] == [INCIDENT.id]


def test_the_map_in_words_and_as_geojson(client: TestClient) -> None:
    assert "Tornio , Finland 1 1 2031-05-06" in text(client, "/incidents/map")
    feature = client.get("/incidents/map.json").json()["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [24.147, 65.848]}
    assert client.get(feature["properties"]["list"]).status_code == 200
    assert client.get("/incidents/map.csv").text.splitlines()[1].startswith("Tornio,FIN,65.848,24.147,1,1")


def test_the_timeline_in_words_and_as_json(client: TestClient) -> None:
    assert "2031-05-06 1 1" in text(client, "/incidents/timeline")
    assert client.get("/incidents/timeline.json").json()["periods"][0]["period"] == "2031-05-06"
    assert client.get("/incidents/timeline.csv").text.splitlines()[1] == "2031-05-06,2031-05-06,2031-05-06,1,1"


# ---------------------------------------------------------------- an incident


def test_an_incident_has_its_accounts_side_by_side(client: TestClient) -> None:
    shown = text(client, f"/incidents/{INCIDENT.id}")
    assert "Question Finland says Sweden says" in shown
    assert "Who began? ≠ contradicted Sweden" in shown
    assert "At least 9" in shown


def test_every_status_has_a_word_and_a_mark(client: TestClient) -> None:
    page = client.get(f"/incidents/{INCIDENT.id}").text
    found = set(re.findall(r'<span class="status (\w+)"><span class="mark" aria-hidden="true">(.?)</span> ([^<]+)</span>', page))
    assert {status for status, _, _ in found} == {point.status for point in INCIDENT.points}
    assert all(word for _, _, word in found)


def test_every_claim_of_an_incident_leads_to_its_passage(client: TestClient) -> None:
    page = client.get(f"/incidents/{INCIDENT.id}").text
    links = set(re.findall(r'href="(/reports/(\w+)\?claim=(\w+)#claim-(\w+))"', page.replace("&amp;", "&")))
    assert {claim for _, _, claim, _ in links} == set(INCIDENT.claims)
    for link, _, claim, anchor in links:
        assert claim == anchor
        assert f'id="claim-{claim}"' in client.get(link.partition("#")[0]).text


def test_the_beginning_of_an_id_leads_to_the_whole(client: TestClient) -> None:
    answer = client.get(f"/incidents/{INCIDENT.id[:6]}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/incidents/{INCIDENT.id}")


def test_an_incident_as_json_and_its_claims_as_csv(client: TestClient) -> None:
    assert incident_from_row(client.get(f"/incidents/{INCIDENT.id}.json").json()) == INCIDENT
    rows = list(csv.DictReader(io.StringIO(client.get(f"/incidents/{INCIDENT.id}.csv").text)))
    assert {row["claim"] for row in rows} == set(INCIDENT.claims)


def test_copies_are_folded_under_their_report() -> None:
    reports = [{"id": one} for one in "abcde"]
    found = folded(reports, [("b", "a", "d"), ("x", "e")])
    assert [(one["id"], [copy["id"] for copy in one["copies"]]) for one in found] == [("b", ["a", "d"]), ("c", []), ("e", [])]


# ---------------------------------------------------------------- a report


def test_a_report_shows_its_text_and_the_chosen_claim(client: TestClient) -> None:
    shown = text(client, f"/reports/{DENIAL.document}?claim={DENIAL.id}")
    assert "An answer." in shown
    assert "Sweden denies" in shown
    assert f"characters {DENIAL.span.start} to {DENIAL.span.end}" in shown


def test_the_text_of_a_report_is_all_there(client: TestClient) -> None:
    for report in RECORD.reports:
        page = client.get(f"/reports/{report.id}").text
        body = page[page.index('<div class="text">') : page.index('<aside class="panel"')]
        assert "".join(re.sub(r"<[^>]*>", "", body).split()) == "".join(report.text.split())


def test_the_reports_are_listed_the_last_first(client: TestClient) -> None:
    shown = text(client, "/reports")
    assert shown.index("Skerry Online") < shown.index("Northern Wire")
    assert [row["outlet"] for row in client.get("/reports.json").json()["reports"]] == ["Skerry Online", "Northern Wire"]


@pytest.mark.parametrize("path", ["/incidents/z", "/reports/z", "/nothing", "/reports/z.json", "/incidents/z.csv", "/static/z.js"])
def test_what_is_not_there(path: str, client: TestClient) -> None:
    assert client.get(path).status_code == 404


# ---------------------------------------------------------------- everywhere


PATHS = ["/incidents", "/incidents/map", "/incidents/timeline", f"/incidents/{INCIDENT.id}", f"/reports/{DENIAL.document}", "/reports"]
PATHS += ["/api"]


@pytest.mark.parametrize("path", [*PATHS, "/sign-in"])
def test_pages_hold_no_script_and_no_style_of_their_own(path: str, client: TestClient) -> None:
    page = client.get(path).text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert "<style" not in page
    assert re.findall(r"\s(?:style|on\w+)=", page) == []
    assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//(?!example\.org)""", page) == []


@pytest.mark.parametrize("path", [f"{path}.json" for path in PATHS[:-1]] + [f"{path}.csv" for path in PATHS[:-1]])
def test_what_has_not_changed_is_not_sent_again(path: str, client: TestClient) -> None:
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_everything_shipped_for_the_pages_is_what_the_lock_file_pins() -> None:
    import hashlib
    import json

    vendor = Path(__file__).parent.parent / "src" / "counterclaim" / "web" / "static" / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text())
    assert {path.name for path in vendor.iterdir()} == {*manifest, "manifest.json", "LICENSES.txt"}
    for name, made in manifest.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == made["sha256"], name
    licences = (vendor / "LICENSES.txt").read_text()
    assert [one for made in manifest.values() for one in made["packages"] if f"{one} " not in licences] == []
