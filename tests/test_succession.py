"""What becomes of incidents: the trail that follows them, and finding them by every id that they had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger, open_ledger
from counterclaim.ledger.engine import ledger_engine, ledger_url
from counterclaim.ledger.migrate import MIGRATIONS
from counterclaim.ledger.succession import Held, succession
from counterclaim.model import Incident

Claims = Mapping[str, str]  # incident -> its claims, a letter each, the letter being the document too


def incident(identifier: str, claims: str) -> Incident:
    told = tuple(f"c{letter}" for letter in claims)
    return Incident(identifier, "shelling", ("AAA",), tuple(f"d{letter}" for letter in claims), 1, told, (), ())


@pytest.mark.parametrize(
    ("before", "after", "ended", "begun"),
    [
        pytest.param({}, {"i": "ab"}, {}, {"i": ("new", None)}, id="the first"),
        pytest.param({"i": "ab"}, {"i": "abc"}, {}, {}, id="growth"),
        pytest.param({"i": "ab"}, {}, {"i": ("withdrawn", None)}, {}, id="gone"),
        pytest.param({"i": "ab"}, {"j": "abc"}, {"i": ("renamed_to", "j")}, {"j": ("renamed_from", "i")}, id="an earlier report came"),
        pytest.param({"i": "ab", "j": "c"}, {"i": "abc"}, {"j": ("merged_into", "i")}, {}, id="two are one"),
        pytest.param({"i": "abc"}, {"i": "ab", "j": "c"}, {}, {"j": ("split_from", "i")}, id="one is two"),
        pytest.param(
            {"i": "ab", "j": "c"},
            {"k": "abc"},
            {"i": ("renamed_to", "k"), "j": ("merged_into", "k")},
            {"k": ("renamed_from", "i")},
            id="two are one of another id: the larger goes on",
        ),
        pytest.param(
            {"i": "abc"},
            {"j": "ab", "k": "c"},
            {"i": ("renamed_to", "j")},
            {"j": ("renamed_from", "i"), "k": ("split_from", "i")},
            id="one is two of other ids: it goes on as the larger",
        ),
        pytest.param(
            {"i": "abc", "j": "d"},
            {"j": "abd", "k": "c"},
            {"i": ("merged_into", "j")},
            {"k": ("split_from", "i")},
            id="most of it went into another, the rest is its own",
        ),
        pytest.param({"i": "a"}, {"j": "b"}, {"i": ("withdrawn", None)}, {"j": ("new", None)}, id="nothing in common"),
    ],
)
def test_each_incident_is_followed(before: Claims, after: Claims, ended: object, begun: object) -> None:
    held = {name: Held(frozenset(f"c{one}" for one in told), frozenset(f"d{one}" for one in told)) for name, told in before.items()}
    found = [incident(name, told) for name, told in after.items()]
    for order in (found, found[::-1]):
        followed = succession(order, dict(reversed(held.items())))
        assert followed.ended == ended
        assert followed.begun == begun


def test_claims_of_a_newer_extractor_are_followed_by_their_documents() -> None:
    held = {"i": Held(frozenset({"old1", "old2"}), frozenset({"da"}))}
    assert succession([incident("j", "a")], held).ended == {"i": ("renamed_to", "j")}


# ---------------------------------------------------------------- in the ledger


@pytest.fixture
def ledger(ledger_location: str) -> Iterator[Ledger]:
    with open_ledger(ledger_location) as opened:
        yield opened


def put(ledger: Ledger, **found: str) -> None:
    with ledger.session() as session:
        session.put_incidents([incident(name, claims) for name, claims in found.items()])


def trail(ledger: Ledger, since: int = 0) -> list[tuple[str, str, str | None]]:
    with ledger.view() as view:
        return [(step.incident, step.change, step.other) for step in view.changes(since)]


def test_the_trail_can_be_followed_from_a_cursor(ledger: Ledger) -> None:
    put(ledger, i="ab", j="c")
    assert trail(ledger) == [("i", "new", None), ("j", "new", None)]
    put(ledger, i="ab", j="c")
    with ledger.view() as view:
        last = view.last_change()
        assert view.changes(last) == []
        assert [step.cursor for step in view.changes(0, 1)] == [view.changes()[0].cursor]
    put(ledger, i="abc")
    assert trail(ledger, last) == [("i", "changed", None), ("j", "merged_into", "i")]
    put(ledger, i="ab", j="c")
    assert trail(ledger, last)[2:] == [("i", "changed", None), ("j", "split_from", "i")]
    with ledger.view() as view:
        steps = view.changes()
        assert [step.cursor for step in steps] == sorted({step.cursor for step in steps})
        assert [state.revision for state in view.incident_history("j")] == [1, 2, 3]
        assert [step.revision for step in steps if step.incident == "j"] == [1, 2, 3]


def test_an_incident_is_found_by_every_id_that_it_had(ledger: Ledger) -> None:
    put(ledger, first="ab", other="c", gone="z")
    put(ledger, second="abd", other="c")
    put(ledger, third="abcde")
    with ledger.view() as view:
        assert {view.incident(name).id for name in ("first", "fir", "second", "other", "third")} == {"third"}
        assert view.goes_on_as("other") == "third"
        assert view.goes_on_as("gone") is view.goes_on_as("never") is None
        for name in ("gone", "never"):
            with pytest.raises(LedgerError, match="no such incident"):
                view.incident(name)
    put(ledger, first="ab", other="cde")
    with ledger.view() as view:
        assert view.incident("first").id == "first", "its own again"
        assert view.incident("second").id == "other" if view.goes_on_as("third") == "other" else "first"


def test_a_ledger_from_before_has_its_incidents_in_the_trail(ledger_location: str) -> None:
    engine = ledger_engine(ledger_url(ledger_location), 60)
    row = "INSERT INTO incidents (id, revision, at, digest, row) VALUES ('{}', {}, '2031-05-06T00:00:00.000000+00:00', {}, {})"
    kept = '{"id": "i0", "type": "other", "place": null, "end": null, "points": [], "reports": 1, "parties": [], "document_ids": []}'
    judged = "INSERT INTO judgements (id, about, decision, judge, at, note) VALUES ('j1', '[\"c1\"]', 'wrong', 'a reader', '{}', '')"
    with engine.connect() as connection, connection.begin():
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, "0002")
        for name, revision, there in (("i0", 1, True), ("i0", 2, True), ("i1", 1, True), ("i1", 2, False)):
            values = ("'x'", f"'{kept.replace(':', chr(92) + ':')}'") if there else ("NULL", "NULL")
            connection.execute(text(row.format(name, revision, *values)))
        connection.execute(text(judged.format("2031-05-06T00:00:00.000000+00:00")))
    engine.dispose()
    with open_ledger(ledger_location) as ledger, ledger.view() as view:
        assert [(step.incident, step.change, step.revision) for step in view.changes()] == [("i0", "new", 2)]
        assert [(one.id, one.about, one.against, one.field, one.value) for one in view.judgements()] == [("j1", ("c1",), (), None, None)]
        assert view.windows() is None
