"""Finding incidents: filters, orders, pages, counts, on both databases; and that what they are found by follows what is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterclaim.ledger import Cursor, IncidentFilter, Ledger, Order, open_ledger
from counterclaim.ledger.facets import fts_query
from counterclaim.ledger.migrate import MIGRATIONS
from counterclaim.model import Incident, Place, Point, content_id
from tests.made import DAY, document, on

TEXTS = {
    "bridge": "Mortar fire at the bridge.\n\nTwo guards died, the ministry said.",
    "hill": "Shells fell on Zürich Hill, and the guards left.",
    "ford": "A cease-fire at the ford held; nobody of the 2nd brigade fired.",
    "odd": "\\u0000 back\\slash \x00 nul and \ud83d half, Żubr",
}


def incident(name: str, day: date | None, parties: tuple[str, ...], *, contradicted: int = 0, reports: int = 1) -> Incident:
    disputed = (Point("killed", "contradicted", (), about=f"S{index}") for index in range(contradicted))
    points = (*disputed, Point("where", "agreed", ()))
    place = Place(name.title(), f"the {name}", 40.0 + len(name), 46.0, "AAA", precision=1)
    return Incident(
        content_id(name),
        "shelling" if contradicted else "armed_clash",
        parties,
        (document(name).id,),
        reports,
        (),
        (),
        points,
        place,
        on(day) if day else None,
    )


BRIDGE = incident("bridge", DAY, ("AAA", "BBB"), contradicted=2, reports=3)
HILL = incident("hill", DAY + timedelta(days=40), ("AAA", "CCC"), contradicted=1)
FORD = incident("ford", DAY + timedelta(days=41), ("BBB", "CCC"), reports=2)
ODD = incident("odd", None, ("AAA",))


@pytest.fixture
def ledger(ledger_location: str) -> Iterator[Ledger]:
    with open_ledger(ledger_location) as opened:
        with opened.session() as session:
            for name, text in TEXTS.items():
                session.add_document(replace(document(name), text=text))
            session.put_incidents([BRIDGE, HILL, FORD, ODD])
        yield opened


def found(ledger: Ledger, wanted: IncidentFilter, order: Order = "newest") -> list[str]:
    with ledger.view() as view:
        rows, more = view.find_incidents(wanted, order)
        assert more is None
        assert view.count_incidents(wanted) == len(rows)
        assert sum(one.incidents for one in view.incident_places(wanted)) == len(rows)
        assert sum(one.incidents for one in view.incident_days(wanted)) == len([row for row in rows if row["start"]])
    return [str(row["place"]["name"]).lower() if row["place"] else "" for row in rows]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        pytest.param(IncidentFilter(), ["ford", "hill", "bridge", "odd"], id="all, the undated last"),
        pytest.param(IncidentFilter(parties=("AAA",)), ["hill", "bridge", "odd"], id="a party"),
        pytest.param(IncidentFilter(parties=("AAA", "CCC")), ["hill"], id="two parties"),
        pytest.param(IncidentFilter(place="THE BRI"), ["bridge"], id="a place as written, in another case"),
        pytest.param(IncidentFilter(place="_"), [], id="a wildcard is a character"),
        pytest.param(IncidentFilter(since=DAY + timedelta(days=1)), ["ford", "hill"], id="since: the undated are not within"),
        pytest.param(IncidentFilter(until=DAY), ["bridge"], id="until: nor here"),
        pytest.param(IncidentFilter(event_type="shelling"), ["hill", "bridge"], id="a type"),
        pytest.param(IncidentFilter(status="contradicted"), ["hill", "bridge"], id="a status"),
        pytest.param(IncidentFilter(reports=2), ["ford", "bridge"], id="reports"),
        pytest.param(IncidentFilter(words="guards"), ["hill", "bridge"], id="a word"),
        pytest.param(IncidentFilter(words="GUARDS mortar"), ["bridge"], id="two words"),
        pytest.param(IncidentFilter(words='"mortar fire"'), ["bridge"], id="together"),
        pytest.param(IncidentFilter(words='"fire mortar"'), [], id="not together"),
        pytest.param(IncidentFilter(words="zürich"), ["hill"], id="a letter with a mark"),
        pytest.param(IncidentFilter(words="cease-fire"), ["ford"], id="a word with a hyphen"),
        pytest.param(IncidentFilter(words="2nd"), ["ford"], id="a number with letters"),
        pytest.param(IncidentFilter(words="half"), ["odd"], id="beside what no database can hold"),
        pytest.param(IncidentFilter(words="guards", parties=("CCC",)), ["hill"], id="words and a party"),
        pytest.param(IncidentFilter(words="!!!"), [], id="no words"),
    ],
)
def test_filters(wanted: IncidentFilter, names: list[str], ledger: Ledger) -> None:
    assert found(ledger, wanted) == names


@pytest.mark.parametrize(
    ("order", "names"),
    [("newest", ["ford", "hill", "bridge", "odd"]), ("reports", ["bridge", "ford"]), ("disputed", ["bridge", "hill"])],
)
def test_orders(order: Order, names: list[str], ledger: Ledger) -> None:
    assert found(ledger, IncidentFilter(), order)[: len(names)] == names


@pytest.mark.parametrize("order", ["newest", "reports", "disputed"])
@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages(order: Order, limit: int, ledger: Ledger) -> None:
    pages: list[str] = []
    after: Cursor | None = None
    with ledger.view() as view:
        whole = [row["id"] for row in view.find_incidents(IncidentFilter(), order)[0]]
        for _ in range(5):
            rows, after = view.find_incidents(IncidentFilter(), order, after, limit)
            pages += [row["id"] for row in rows]
            if after is None:
                break
    assert pages == whole


def test_an_incident_that_changes_is_found_by_what_it_is_now(ledger: Ledger) -> None:
    moved = replace(HILL, parties=("DDD",), points=(), place=None)
    with ledger.session() as session:
        session.put_incidents([moved, FORD])
    assert found(ledger, IncidentFilter(parties=("AAA",))) == []
    assert found(ledger, IncidentFilter(status="contradicted")) == []
    with ledger.view() as view:
        assert [row["id"] for row in view.find_incidents(IncidentFilter(parties=("DDD",)))[0]] == [HILL.id]
        assert view.incident_parties() == {"BBB": 1, "CCC": 1, "DDD": 1}


def test_documents_by_page_the_last_published_first(ledger: Ledger) -> None:
    with ledger.view() as view:
        first, after = view.find_documents(None, 3)
        rest, end = view.find_documents(after, 3)
        assert [one.id for one in first + rest] == sorted(document(name).id for name in TEXTS)
        assert (end, view.count_documents(), view.incidents_of(document("hill").id)) == (None, 4, [HILL.id])


@given(words=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_words_are_a_search(words: str, ledger: Ledger) -> None:
    with ledger.view() as view:
        view.find_incidents(IncidentFilter(words=words, place=words))


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("mortar fire", '"mortar" "fire"'),
        ('"mortar fire" hill', '"mortar fire" "hill"'),
        ('mortar" OR x*', '"mortar " "OR" "x*"'),
        ("-- ***", '""'),
        ("", '""'),
    ],
)
def test_a_query_of_fts5_holds_no_operator(words: str, query: str) -> None:
    assert fts_query(words) == query


def test_a_ledger_made_before_is_found_in_when_it_is_opened(tmp_path: Path) -> None:
    """Back to the tables of the version before, with content; then opened by this one."""
    before = ScriptDirectory(str(MIGRATIONS)).get_revision("0004").down_revision
    path = tmp_path / "ledger.db"
    with open_ledger(path) as made, made.session() as session:
        for name, text in TEXTS.items():
            session.add_document(replace(document(name), text=text))
        session.put_incidents([BRIDGE, HILL, FORD, ODD])
        session.put_incidents([BRIDGE, HILL, ODD])
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("incident_documents", "incident_parties", "incident_facets", "document_words"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE counterclaim_version SET version_num = ?", (str(before),))
    with open_ledger(path) as opened:
        assert found(opened, IncidentFilter()) == ["hill", "bridge", "odd"]
        assert found(opened, IncidentFilter(words='"mortar fire"', parties=("AAA", "BBB"))) == ["bridge"]
        assert found(opened, IncidentFilter(status="contradicted", reports=3, place="the bridge")) == ["bridge"]
