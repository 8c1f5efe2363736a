"""One contract for the ledger, held on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event

from counterclaim.errors import LedgerError
from counterclaim.interchange import claim_row
from counterclaim.ledger import ClaimFilter, IncidentChanges, Judgement, Ledger, open_ledger
from counterclaim.model import Actor, Claim, Document, Event, Incident, Place, Rejection, Span, Toll, When, content_id
from tests import strategies

MAY = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def ledger(ledger_location: str) -> Iterator[Ledger]:
    with open_ledger(ledger_location) as opened:
        yield opened


def document(identifier: str = "d1", source: str = "post/doc01.txt", **fields: Any) -> Document:
    return Document(identifier, source, f"text of {identifier}", **fields)


def claim(identifier: str = "c1", of: str = "d1", speaker: str | None = "AAA:MOD", start: int = 0, **fields: Any) -> Claim:
    values = {"stance": "asserts", "event": Event("shelling"), **fields}
    return Claim(id=identifier, document=of, span=Span(start, start + 4), evidence="text", speaker=Actor(speaker, "they"), **values)


def on(first: int, days: int = 1) -> Event:
    """A shelling on some days of May 2024."""
    start = MAY + timedelta(days=first - 1)
    return Event("shelling", when=When("then", start, start + timedelta(days=days), "day", True))


def incident(identifier: str = "i1", claims: tuple[str, ...] = ("c1",), **fields: Any) -> Incident:
    values = {"type": "shelling", "parties": ("AAA",), "documents": ("d1",), "reports": 1, "accounts": (), "points": ()}
    return Incident(id=identifier, claims=claims, **{**values, **fields})


def add(ledger: Ledger, *found: Claim, version: str = "rules-1", **fields: Any) -> None:
    """The documents that the claims are of, then the claims."""
    with ledger.session() as session:
        for of in dict.fromkeys(each.document for each in found):
            session.add_document(document(of, f"post/{of}.txt", **fields))
            session.add_claims(of, version, [each for each in found if each.document == of])


def found_ids(ledger: Ledger, wanted: ClaimFilter) -> list[str]:
    with ledger.view() as view:
        return [each.id for each in view.claims(wanted)]


# ---------------------------------------------------------------- documents


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.documents)
def test_a_document_comes_back(ledger: Ledger, read: Document) -> None:
    read = dataclasses.replace(read, id=content_id(read.text))
    with ledger.session() as session:
        session.add_document(read)
        assert read in session.sightings(read.id)


def test_a_document_seen_again_is_not_new(ledger: Ledger) -> None:
    read = document(read_at=MAY)
    with ledger.session() as session:
        assert session.add_document(read)
        assert not session.add_document(dataclasses.replace(read, read_at=MAY + timedelta(days=1)))
        assert session.sightings("d1") == [read]


@pytest.mark.parametrize("order", [["b/x.txt", "a/x.txt", "c/x.txt"], ["c/x.txt", "b/x.txt", "a/x.txt"]])
def test_a_document_goes_by_the_least_of_its_sources(ledger: Ledger, order: list[str]) -> None:
    with ledger.session() as session:
        for source in order:
            session.add_document(document("d1", source, outlet=f"outlet of {source}"))
    with ledger.view() as view:
        assert view.document("d1").source == "a/x.txt"
        assert view.document("d1").outlet == "outlet of a/x.txt"
        assert view.sources() == {"d1": "a/x.txt"}
        assert (view.counts().documents, view.counts().sources) == (1, 3)


def test_metadata_that_was_set_right_takes_the_place_of_the_old(ledger: Ledger) -> None:
    for published in (date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 1)):
        with ledger.session() as session:
            session.add_document(document(published=published))
            assert session.document("d1").published == published
    with ledger.view() as view:
        assert len(view.sightings("d1")) == 3
        assert view.counts().sources == 1


def test_documents_come_by_day_of_publication_then_source(ledger: Ledger) -> None:
    read = [
        document("d4", "a", published=None),
        document("d3", "Z", published=date(2024, 5, 2)),
        document("d2", "a", published=date(2024, 5, 2)),
        document("d1", "b", published=date(2024, 5, 1)),
    ]
    with ledger.session() as session:
        for each in read:
            session.add_document(each)
    with ledger.view() as view:
        assert [each.id for each in view.documents()] == ["d1", "d3", "d2", "d4"]


def test_a_document_does_not_change_its_text(ledger: Ledger) -> None:
    with ledger.session() as session:
        session.add_document(document())
        with pytest.raises(LedgerError, match="d1"):
            session.add_document(dataclasses.replace(document(), text="another text"))


def test_a_document_that_is_not_there(ledger: Ledger) -> None:
    with ledger.view() as view, pytest.raises(LedgerError, match="d9"):
        view.document("d9")


# ---------------------------------------------------------------- claims


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.claims, strategies.texts)
def test_a_claim_comes_back(ledger: Ledger, found: Claim, source: str) -> None:
    with ledger.session() as session:
        session.add_document(document(found.document, source))
        version = f"rules-{len(session.extractions(found.document))}"
        session.add_claims(found.document, version, [found])
        assert [each for each in session.claims() if each.document == found.document] == [found]


def test_claims_come_in_the_order_of_the_text(ledger: Ledger) -> None:
    found = [claim("c3", "b", start=0), claim("c2", "a", start=5), claim("c9", "a", start=0), claim("c1", "a", start=5)]
    add(ledger, *found)
    assert found_ids(ledger, ClaimFilter()) == ["c9", "c1", "c2", "c3"]
    with ledger.view() as view:
        assert next(view.claim_rows()) == claim_row(found[2], "post/a.txt")


def test_a_version_goes_over_a_document_once(ledger: Ledger) -> None:
    add(ledger, claim("c1"), claim("c2"))
    with ledger.session() as session:
        assert session.has_extraction("d1", "rules-1")
        assert session.add_claims("d1", "rules-1", [claim("c3")]) == 0
        assert session.counts().claims == 2


def test_no_claims_is_also_an_answer(ledger: Ledger) -> None:
    with ledger.session() as session:
        session.add_document(document())
        assert list(session.pending("rules-1")) == ["d1"]
        assert session.add_claims("d1", "rules-1", []) == 0
        assert list(session.pending("rules-1")) == []
        assert list(session.pending("rules-2")) == ["d1"]


def test_a_later_version_takes_the_place_of_the_claims_and_history_keeps_them(ledger: Ledger) -> None:
    add(ledger, claim("c1"), claim("c2"))
    add(ledger, claim("c2"), claim("c3"), version="rules-2")
    assert found_ids(ledger, ClaimFilter()) == ["c2", "c3"]
    with ledger.view() as view:
        assert [each.id for each in view.superseded_claims("d1", "rules-1")] == ["c1", "c2"]
        assert [(each.revision, each.version) for each in view.extractions("d1")] == [(1, "rules-1"), (2, "rules-2")]


def test_a_claim_given_twice_is_one(ledger: Ledger) -> None:
    add(ledger, claim("c1"), claim("c1"))
    assert found_ids(ledger, ClaimFilter()) == ["c1"]


@pytest.mark.parametrize(
    ("of", "found", "message"),
    [
        pytest.param("d9", [claim(of="d9")], "no document d9", id="of a document that is not there"),
        pytest.param("d1", [claim(of="d2")], "document d2", id="of another document"),
        pytest.param("d1", [claim(), claim(hedge="reportedly")], "c1", id="two claims that share an id"),
    ],
)
def test_claims_that_cannot_be_kept(ledger: Ledger, of: str, found: list[Claim], message: str) -> None:
    with ledger.session() as session:
        session.add_document(document())
        with pytest.raises(LedgerError, match=message):
            session.add_claims(of, "rules-1", found)


FILTERED = [
    claim("c1", "d1", "AAA", event=on(3)),
    claim("c2", "d1", "AAA:MOD", stance="accuses", event=on(3, 5), start=1),
    claim("c3", "d1", "AAAX", event=Event("bombing"), start=2),
    claim("c4", "d2", "a_bb", background=True, event=on(9)),
    claim("c5", "d2", "a%bb", event=on(9), start=1),
    claim("c6", "d2", None, event=on(1, 31), start=2),
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ClaimFilter(), "c1 c2 c3 c4 c5 c6"),
        (ClaimFilter(speaker="AAA"), "c1 c2 c3"),
        (ClaimFilter(speaker="AAA:"), "c2"),
        (ClaimFilter(speaker="aaa"), ""),
        (ClaimFilter(speaker="a_"), "c4"),
        (ClaimFilter(speaker="a%"), "c5"),
        (ClaimFilter(party="AAA"), "c1 c2"),
        (ClaimFilter(stance="accuses"), "c2"),
        (ClaimFilter(event_type="bombing"), "c3"),
        (ClaimFilter(background=True), "c4"),
        (ClaimFilter(background=False, source="post/d2"), "c5 c6"),
        (ClaimFilter(source="post/"), "c1 c2 c3 c4 c5 c6"),
        (ClaimFilter(source="elsewhere"), "c1 c2 c3"),
        (ClaimFilter(source="nowhere"), ""),
        (ClaimFilter(since=date(2024, 5, 8)), "c4 c5 c6"),
        (ClaimFilter(since=date(2024, 5, 7), until=date(2024, 5, 7)), "c2 c6"),
        (ClaimFilter(until=date(2024, 5, 3)), "c1 c2 c6"),
        (ClaimFilter(until=date(2024, 4, 30)), ""),
        (ClaimFilter(incident="i1"), "c2 c4"),
        (ClaimFilter(incident="i2"), ""),
        (ClaimFilter(incident="i1", party="AAA", since=date(2024, 5, 1)), "c2"),
    ],
)
def test_which_claims(ledger: Ledger, wanted: ClaimFilter, expected: str) -> None:
    add(ledger, *FILTERED)
    with ledger.session() as session:
        session.add_document(document("d1", "elsewhere.txt"))
        session.put_incidents([incident("i1", ("c1", "c4")), incident("i2", ("c3",))])
        session.put_incidents([incident("i1", ("c2", "c4"))])
    assert sorted(found_ids(ledger, wanted)) == expected.split()


# ---------------------------------------------------------------- incidents


def test_an_incident_gets_a_new_revision_only_when_it_has_changed(ledger: Ledger) -> None:
    add(ledger, claim())
    moved = incident("i2", place=Place("Upper Post", "the post"))
    rounds = [
        ([incident("i1"), incident("i2")], IncidentChanges(new=2)),
        ([incident("i2"), incident("i1")], IncidentChanges(unchanged=2)),
        ([incident("i1"), moved], IncidentChanges(changed=1, unchanged=1)),
        ([moved], IncidentChanges(withdrawn=1, unchanged=1)),
        ([moved], IncidentChanges(unchanged=1)),
        ([incident("i1"), moved], IncidentChanges(new=1, unchanged=1)),
    ]
    for found, expected in rounds:
        with ledger.session() as session:
            assert session.put_incidents(found) == expected
    with ledger.view() as view:
        assert list(view.incidents()) == [incident("i1"), moved]
        assert [(state.revision, state.withdrawn) for state in view.incident_history("i1")] == [(1, False), (2, True), (3, False)]
        assert [state.incident for state in view.incident_history("i2")] == [incident("i2"), moved]
        assert view.counts().incidents == 2


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.incidents)
def test_an_incident_comes_back(ledger: Ledger, found: Incident) -> None:
    with ledger.session() as session:
        session.put_incidents([found])
        assert list(session.incidents()) == [found]
        assert session.incident(found.id) == found


def test_incidents_come_by_day_and_with_the_sources_of_their_documents(ledger: Ledger) -> None:
    add(ledger, claim(of="d1"), claim(of="d2"))
    found = [incident("i1", documents=("d1", "d2")), incident("i3", when=on(3).when), incident("i4", when=on(2).when)]
    with ledger.session() as session:
        session.put_incidents([*found, incident("i2", when=on(3).when)])
    with ledger.view() as view:
        rows = list(view.incident_rows())
    assert [row["id"] for row in rows] == ["i4", "i2", "i3", "i1"]
    assert rows[-1]["documents"] == ["post/d1.txt", "post/d2.txt"]


@pytest.mark.parametrize(("beginning", "expected"), [("ab", "abc1"), ("abc1", "abc1"), ("d", "d"), ("de", "def")])
def test_an_incident_by_the_beginning_of_its_id(ledger: Ledger, beginning: str, expected: str) -> None:
    with ledger.session() as session:
        session.put_incidents([incident("abc1"), incident("d"), incident("def")])
        assert session.incident(beginning).id == expected


@pytest.mark.parametrize(("beginning", "message"), [("x", "no such"), ("a", "a1, a2"), ("", "a1, a2, b"), ("a%", "no such")])
def test_an_incident_that_is_none_or_several(ledger: Ledger, beginning: str, message: str) -> None:
    with ledger.session() as session:
        session.put_incidents([incident("a1"), incident("a2"), incident("b")])
        with pytest.raises(LedgerError, match=message):
            session.incident(beginning)


def test_two_incidents_do_not_share_an_id(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="i1"), ledger.session() as session:
        session.put_incidents([incident("i1"), incident("i1", reports=2)])
    with ledger.view() as view:
        assert list(view.incidents()) == []


# ---------------------------------------------------------------- the rest


def test_a_rejection_is_kept_once(ledger: Ledger) -> None:
    found = [Rejection("b", "empty"), Rejection("a", "binary", "\x00\x01"), Rejection("a", "binary", "\x00\x02")]
    with ledger.session() as session:
        assert [session.add_rejection(each) for each in [*found, found[0]]] == [True, True, True, False]
    with ledger.view() as view:
        assert list(view.rejections()) == [found[1], found[2], found[0]]


def test_judgements_are_appended(ledger: Ledger) -> None:
    later = Judgement("j1", ("c1", "c2"), "not_same_incident", "a reader", MAY + timedelta(hours=1), "other days")
    earlier = Judgement("j2", ("c1",), "right", "a reader", MAY + timedelta(minutes=59, milliseconds=1))
    with ledger.session() as session:
        assert [session.add_judgement(each) for each in (later, earlier, later)] == [True, True, False]
        assert list(session.judgements()) == [earlier, later]


def test_runs_are_numbered_and_one_that_was_killed_has_no_end(ledger: Ledger) -> None:
    with ledger.session() as session:
        first, second = session.start_run("1.0"), session.start_run("1.1")
        session.put_incidents([incident()], run=second)
        session.finish_run(second, {"documents": 3})
    with ledger.view() as view:
        runs = view.runs()
        assert [(run.number, run.version, dict(run.counts)) for run in runs] == [
            (first, "1.0", {}),
            (second, "1.1", {"documents": 3}),
        ]
        assert runs[0].finished is None
        assert runs[1].finished is not None and runs[1].finished >= runs[1].started
        assert view.incident_history("i1")[0].run == second


def test_nothing_is_kept_of_a_session_that_fails(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.session() as session:
        session.add_document(document())
        session.add_claims("d1", "rules-1", [claim()])
        raise ZeroDivisionError
    with ledger.view() as view:
        assert view.counts().documents == view.counts().claims == 0


def test_a_view_does_not_see_what_is_written_meanwhile(ledger: Ledger) -> None:
    add(ledger, claim())
    with ledger.view() as view:
        assert view.counts().claims == 1
        add(ledger, claim(of="d2"))
        assert view.counts().claims == 1
    with ledger.view() as view:
        assert view.counts().claims == 2


def test_an_iterator_may_be_left_unfinished(ledger: Ledger) -> None:
    add(ledger, *(claim(f"c{number}") for number in range(20)))
    with ledger.view() as view:
        assert next(view.claims()).id == "c0"


def test_the_order_of_writing_does_not_matter(ledger_location: str, tmp_path: Any) -> None:
    read = [document(f"d{number}", f"{where}/d{number}.txt") for number in range(6) for where in "ab"]
    found = {each.id: [claim(f"{each.id}-{number}", each.id, start=number) for number in range(3)] for each in read}
    rows = []
    for location in (ledger_location, str(tmp_path / "shuffled.db")):
        with open_ledger(location) as ledger, ledger.session() as session:
            for each in read:
                session.add_document(each)
                session.add_claims(each.id, "rules-1", found[each.id])
            session.put_incidents([incident(of, tuple(c.id for c in claims), documents=(of,)) for of, claims in found.items()])
            rows.append((list(session.claim_rows()), list(session.incident_rows()), list(session.documents())))
        random.Random(4).shuffle(read)
    assert rows[0] == rows[1]


def test_rows_are_only_inserted(ledger: Ledger) -> None:
    statements: list[str] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for version in ("rules-1", "rules-2"):
        add(ledger, claim(casualties=(Toll("AAA", "killed", best=len(version)),)), version=version)
        with ledger.session() as session:
            session.put_incidents([incident(version)], run=session.start_run(version))
            session.add_rejection(Rejection("a", "empty"))
            session.finish_run(1 if version == "rules-1" else 2, {})
    derived = tuple(f"DELETE FROM {table} " for table in ("incident_facets", "incident_parties", "incident_documents"))
    verbs = {statement.split()[0] for statement in statements if not statement.startswith(derived)}
    assert verbs <= {"SELECT", "INSERT", "BEGIN", "SET"}
