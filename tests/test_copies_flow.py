"""Copies from reading to showing: signed when read, linked as one report, told to a person."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from typer.testing import CliRunner

from counterclaim import cli, flow
from counterclaim.copies import Copies, sign
from counterclaim.execute import read_into
from counterclaim.flow import Settings
from counterclaim.ledger import Ledger, open_ledger
from counterclaim.link import link
from counterclaim.link.copies import gathered
from counterclaim.link.episode import episodes
from counterclaim.model import Claim, Document, Incident, Place
from counterclaim.restored import read_through
from counterclaim.show import copies_view, incident_list, incident_view
from tests.copied import COMMUNIQUE, REPORT, RIVAL, copies
from tests.copied import made as written
from tests.made import BRIDGE, DAY, FORD, claim, document, on

SHARED = Path(os.environ.get("COUNTERCLAIM_SHARED") or Path(__file__).parents[2] / "shared")

# ---------------------------------------------------------------- linking


def report(name: str, *, place: Place | None = BRIDGE, day: date | None = DAY) -> tuple[Document, list[Claim]]:
    of = document(name, DAY, text=f"report {name}")
    told = [
        claim(of, "ARM:MOD", "accuses", by="AZE", against="ARM", place=place, when=on(day), at=0),
        claim(of, "AZE:MOD", "accuses", by="ARM", against="AZE", place=place, when=on(day), at=3),
    ]
    return of, told


def linked(reports: list[tuple[Document, list[Claim]]], *families: str) -> list[Incident]:
    """Each family is names, the head first: "a b"."""
    of = {document.source.removeprefix("made/").removesuffix(".txt"): document.id for document, _ in reports}
    heads = {of[name]: of[family.split()[0]] for family in families for name in family.split()}
    return link([one for _, told in reports for one in told], [document for document, _ in reports], heads=heads)


def names(incident: Incident, reports: list[tuple[Document, list[Claim]]]) -> list[str]:
    by_id = {document.id: document.source.removeprefix("made/").removesuffix(".txt") for document, _ in reports}
    return sorted(by_id[one] for one in incident.documents)


def test_copies_count_once() -> None:
    reports = [report("a"), report("b"), report("c"), report("d")]
    (incident,) = linked(reports, "c a", "d")
    assert len(incident.documents) == 4
    assert incident.reports == 3
    assert [len(group) for group in incident.copies] == [2]
    assert incident.copies[0][0] == reports[2][0].id, "the head first"


@pytest.mark.parametrize(("families", "day"), [(["b c"], DAY), ([], DAY + timedelta(days=1))], ids=["copies tell it once", "three reports"])
def test_the_day_is_that_of_most_independent_reports(families: list[str], day: date) -> None:
    next_day = DAY + timedelta(days=1)
    (incident,) = linked([report("a"), report("b", day=next_day), report("c", day=next_day)], *families)
    assert incident.when is not None
    assert incident.when.start is not None
    assert incident.when.start.date() == day


LATER = DAY + timedelta(days=40)


@pytest.mark.parametrize(
    ("reports", "families", "expected"),
    [
        ([report("a"), report("b"), report("c", place=FORD, day=LATER)], ["a c"], [["a", "b", "c"]]),
        ([report("a"), report("b"), report("c", place=FORD, day=LATER)], [], [["a", "b"], ["c"]]),
        (
            [report("a"), report("b"), report("c", place=FORD, day=LATER), report("d", place=FORD, day=LATER)],
            ["a c d"],
            [["a", "b", "c", "d"]],
        ),
        (
            [report("a"), report("b"), report("c", place=FORD, day=LATER), report("d", place=FORD, day=LATER)],
            ["a c"],
            [["a", "b"], ["c", "d"]],
        ),
        ([report("a"), report("c", place=FORD, day=LATER)], ["c a"], [["a", "c"]]),
    ],
    ids=[
        "a copy that lost its day stays with its report",
        "without copies they are two events",
        "two such copies are no event of their own",
        "one that stands beside another report stays there",
        "nothing but copies of one report is one event",
    ],
)
def test_where_a_copy_belongs(reports: list[tuple[Document, list[Claim]]], families: list[str], expected: list[list[str]]) -> None:
    found = linked(reports, *families)
    assert sorted(names(incident, reports) for incident in found) == expected
    assert found == linked(reports[::-1], *families)


def test_a_copy_that_a_person_keeps_apart_stays_apart() -> None:
    reports = [report("a"), report("b"), report("c", place=FORD, day=LATER)]
    a, b, c = (document.id for document, _ in reports)
    told = episodes([one for _, claims in reports for one in claims], {document.id: document for document, _ in reports})
    by_document = {episode.document: episode for episode in told}
    groups = [[by_document[a], by_document[b]], [by_document[c]]]
    assert len(gathered(groups, {c: a})) == 1
    assert len(gathered(groups, {c: a}, lambda one, two: {one, two} == {b, c})) == 2


@given(st.lists(st.sampled_from("abcdef"), min_size=6, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_no_report_is_lost_and_each_incident_counts_its_families(heads: list[str], moved: list[bool]) -> None:
    reports = [report(name, place=FORD, day=LATER) if far else report(name) for name, far in zip("abcdef", moved, strict=True)]
    ids = {name: document.id for name, (document, _) in zip("abcdef", reports, strict=True)}
    of = {ids[name]: ids[head] for name, head in zip("abcdef", heads, strict=True)}
    found = link([one for _, told in reports for one in told], [document for document, _ in reports], heads=of)
    assert sorted(one for incident in found for one in incident.documents) == sorted(ids.values())
    for incident in found:
        assert incident.reports == len({of[one] for one in incident.documents})
        assert incident.reports == len(incident.documents) - sum(len(group) - 1 for group in incident.copies)


# ---------------------------------------------------------------- a ledger


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report, its copies and a rival, as files."""
    reports = tmp_path_factory.mktemp("copies") / "reports"
    reports.mkdir()
    texts = {"report": REPORT, "rival": RIVAL, "spun": copies()["spun"], "cut": copies()["cut"]}
    for name, text in texts.items():
        (reports / f"{name}.txt").write_text(text, "utf-8")
    listed = [{"file": f"{name}.txt", "outlet": name.title(), "published": f"2031-05-0{at}"} for at, name in enumerate(texts, 6)]
    (reports / "docs.json").write_text(json.dumps(listed), "utf-8")
    return reports


@pytest.fixture(scope="module")
def location(folder: Path) -> str:
    name = str(folder.parent / "copies.db")
    with open_ledger(name) as ledger:
        read_into(ledger, [folder], Settings(parser="fast"))
    return name


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    with open_ledger(location) as opened:
        yield opened


def test_a_document_is_signed_when_it_is_read(ledger: Ledger) -> None:
    with ledger.view() as view:
        documents = list(view.documents())
        assert [one for one, _ in view.signatures()] == sorted(one.id for one in documents)
        restored = ((one, read_through(one)) for one in documents)
        signed = Copies(sign(one, reading.edits if reading else ()) for one, reading in restored)
        assert flow.copies_in(view).families() == signed.families()


@pytest.mark.parametrize("data", [None, b"another version"], ids=["none", "of another version"])
def test_a_document_without_a_signature_is_signed_anew(ledger: Ledger, tmp_path: Path, data: bytes | None) -> None:
    with ledger.view() as view, open_ledger(tmp_path / "old.db") as old:
        with old.session() as session:
            for one in view.documents():
                session.add_document(one)
                if data is not None:
                    session.add_signature(one.id, "rules-0", data)
                session.add_claims(one.id, "rules-0", [])
        with old.view() as before:
            assert flow.copies_in(before).families() == flow.copies_in(view).families()


def test_the_restored_reading_is_signed_too(folder: Path, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "restored.db") as ledger:
        read_into(ledger, [folder / "spun.txt", folder / "report.txt"], Settings(parser="fast", restore=True))
        with ledger.view() as view:
            (family,) = flow.copies_in(view).families()
            assert "restored" in family.links[0].channels
            assert view.document(family.head).outlet == "Report"


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the shared seed is not here")
def test_the_seed_and_its_restoration_are_one_report_of_their_incident(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "seed.db") as ledger:
        read_into(ledger, [SHARED / "seed" / "tegh_spun", SHARED / "incidents" / "tegh_lachin_2023"], Settings())
        with ledger.view() as view:
            seed = [one.id for one in view.documents() if one.source.startswith("tegh_spun/")]
            (incident,) = (one for one in view.incidents() if set(seed) <= set(one.documents))
            assert [sorted(group) for group in incident.copies] == [sorted(seed)]
            assert incident.reports == len(incident.documents) - 1
            assert len(incident.documents) >= 7
            assert view.document(incident.copies[0][0]).source == "tegh_spun/doc02.txt", "the restoration is the head"


# ---------------------------------------------------------------- told to a person

Run = Callable[..., str]


@pytest.fixture
def run(location: str) -> Run:
    def ran(*arguments: str) -> str:
        done = CliRunner().invoke(cli.app, [*arguments, "--ledger", location], env={"COLUMNS": "120"})
        assert done.exit_code == 0, done.output
        return done.output

    return ran


def test_the_command_lists_families_and_sources(run: Run) -> None:
    said = run("copies")
    family, sources = said.split("No copies, but with words from one source")
    assert family.startswith("Report, 2031-05-06 (reports/report.txt)\n")
    assert "  spun: Spun, 2031-05-08" in family
    assert "  cut: Cut, 2031-05-09" in family
    assert "Rival, 2031-05-07" in sources
    assert "Rival" not in family


def test_the_command_as_json(run: Run, ledger: Ledger) -> None:
    rows = [json.loads(line) for line in run("copies", "--json").splitlines()]
    assert [(row["relation"], row["source"], row["other_source"]) for row in rows if row["relation"] == "copy"] == sorted(
        [("copy", "reports/cut.txt", "reports/report.txt"), ("copy", "reports/spun.txt", "reports/report.txt")],
        key=lambda row: next(one["document"] for one in rows if one["source"] == row[1]),
    )
    (source,) = [row for row in rows if row["relation"] == "source"]
    quoted = max(source["passages"], key=lambda passage: passage["words"])
    with ledger.view() as view:
        assert COMMUNIQUE[:40] in " ".join(view.document(source["other"]).text[quoted["other_start"] :].split())


def test_a_ledger_without_copies(tmp_path: Path) -> None:
    open_ledger(tmp_path / "empty.db").close()
    done = CliRunner().invoke(cli.app, ["copies", "--ledger", str(tmp_path / "empty.db")])
    assert done.output == "No report in this ledger is a copy of another.\n"


def test_an_incident_says_how_many_of_its_reports_are_independent(run: Run, ledger: Ledger) -> None:
    with ledger.view() as view:
        (incident,) = (one for one in view.incidents() if one.copies)
    said = run("show", incident.id)
    assert f"{len(incident.documents)} reports, {len(incident.documents) - 2} independent, " in said
    assert "Report, 2031-05-06; copied by Spun, 2031-05-08; Cut, 2031-05-09" in said
    assert "2031-05-08 (copy of Report, 2031-05-06)" in " ".join(run("show", incident.id, "--all").split())


def shown(view: RenderableType) -> str:
    console = Console(width=110, file=StringIO())
    console.print(view)
    return " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]


def test_where_no_report_is_a_copy_nothing_is_said_of_it() -> None:
    reports = [report("a"), report("b")]
    (incident,) = linked(reports)
    documents = {document.id: document for document, _ in reports}
    assert "2 reports, 4 claims" in shown(incident_view(incident, {}, documents, {}, 100))
    assert "independent" not in shown(incident_list([incident], {}))
    assert "1 independent" in shown(incident_list([replace(incident, reports=1)], {}))


def test_words_of_a_report_are_printed_as_words() -> None:
    hostile = REPORT.replace("Three dead", "[bold red]\x1b[31mThree dead\u202e")
    one, two = written("one", hostile, DAY, "[link=x]Post"), written("two", hostile, DAY, "\x1b[2JWire")
    found = Copies([sign(one), sign(two)])
    said = shown(copies_view(found.families(), found.sources(), {"one": one, "two": two}))
    assert "[link=x]Post" in said
    assert "bold red] [31mThree dead" in said
    assert "\x1b" not in said
    assert "\u202e" not in said
