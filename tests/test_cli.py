"""The command line as a person and as a pipe meet it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from counterclaim import __version__, cli
from tests.written import REPORTS, UNDATED, write

COMMANDS = (
    "read",
    "show",
    "claims",
    "copies",
    "review",
    "changes",
    "rejected",
    "export",
    "report",
    "restore",
    "beside",
    "serve",
    "token",
    "demo",
)
GROUPS = ("gazetteer", "judge")
ESCAPE = "\x1b"


class Said(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """The entry point itself, in this process: `call("show", …)`."""

    def run(*arguments: object, width: int = 100) -> Said:
        monkeypatch.setattr(sys, "argv", ["counterclaim", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", str(width))
        capsys.readouterr()
        code: object = 0
        try:
            cli.main()
        except SystemExit as exit_:
            code = exit_.code or 0
        assert isinstance(code, int)
        return Said(code, *capsys.readouterr())

    return run


def shell(*arguments: object, words: str = "", env: dict[str, str] | None = None) -> Said:
    """A process of its own, with pipes."""
    command = [sys.executable, "-W", "error", "-c", "from counterclaim.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, input=words.encode(), capture_output=True, check=False, env={**os.environ, **(env or {})})
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A ledger that the written reports and one bad path have been read into, by a process with pipes."""
    folder = tmp_path_factory.mktemp("cli")
    location = folder / "reports.db"
    said = shell("read", write(folder / "reports"), folder / "missing.txt", "--ledger", location)
    assert said.code == 0
    assert said.out == ""
    assert said.err.startswith(f"{len(REPORTS)} read, 0 already known, 1 rejected (1 not_found); ")
    assert ESCAPE not in said.err
    yield location


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    location = tmp_path_factory.mktemp("undated") / "undated.db"
    said = shell("read", "-", "--ledger", location, words=UNDATED)
    assert (said.code, said.out) == (0, "")
    return location


def rows(said: Said) -> list[dict[str, Any]]:
    assert said.code == 0
    return [json.loads(line) for line in said.out.splitlines()]


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("command", COMMANDS + GROUPS)
def test_every_command_says_what_it_does(command: str) -> None:
    said = CliRunner().invoke(cli.app, [command, "--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    assert said.exit_code == 0
    assert f"counterclaim {command}" in said.output or "Usage" in said.output
    assert len(said.output.split()) > 20


def test_the_commands_are_these() -> None:
    said = CliRunner().invoke(cli.app, ["--help"], env={"COLUMNS": "200"})
    assert all(re.search(rf"^\W*{command}\s", said.output, re.MULTILINE) for command in COMMANDS + GROUPS)
    assert "--install-completion" in said.output
    assert "--show-completion" in said.output
    assert [command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback] == list(COMMANDS)
    assert [group.name for group in cli.app.registered_groups] == list(GROUPS)


def test_no_arguments_is_help_and_a_version_is_there(call: Call) -> None:
    assert "Usage" in "".join(call()[1:])
    assert call("--version") == (0, f"{__version__}\n", "")


def test_a_gazetteer_is_built_and_read_with(call: Call, tmp_path: Path) -> None:
    rows_file, built, report = tmp_path / "rows.csv", tmp_path / "own.gazetteer", tmp_path / "report.txt"
    rows_file.write_text("name,lat,lon,countries\nZzyrkhovka,48.5,38.5,UKR\n", encoding="utf-8")
    report.write_text("Ukraine said on Monday that shelling killed two civilians in Zzyrkhovka.", encoding="utf-8")
    said = call("gazetteer", "build", rows_file, "--out", built)
    assert (said.code, said.err) == (0, f"1 places written to {built}\n")
    call("read", report, "--gazetteer", built, "--ledger", tmp_path / "x.db")
    (row,) = rows(call("claims", "--json", "--ledger", tmp_path / "x.db"))
    assert (row["event"]["place"]["lat"], row["event"]["place"]["country"]) == (48.5, "UKR")


def test_a_gazetteer_of_bad_rows_is_refused_by_line(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("name,lat,lon\nHere,48,38\nThere,north,38\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text("Ukraine said on Monday that shelling killed two civilians in Kharkiv.", encoding="utf-8")
    for arguments in (
        ("gazetteer", "build", path, "--out", tmp_path / "x"),
        ("read", tmp_path / "report.txt", "--gazetteer", path, "--ledger", tmp_path / "y"),
    ):
        said = call(*arguments)
        assert (said.code, "rows.csv, row 3: " in said.err) == (2, True), said


# ---------------------------------------------------------------- exit status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "--ledger", "{tmp}/none.db"), "there is no ledger"),
        (("claims", "--ledger", "{tmp}/none.db"), "there is no ledger"),
        (("rejected", "--ledger", "{tmp}/none.db"), "there is no ledger"),
        (("export", "claims-jsonl", "--ledger", "{tmp}/none.db"), "there is no ledger"),
        (("read", "x", "--ledger", "{tmp}/no/folder.db"), "no folder"),
        (("read", "x", "--ledger", "mysql://localhost/x"), "mysql"),
        (("show", "--ledger", "{tmp}"), "is a folder"),
        (("show", "ffffffffff", "--ledger", "{ledger}"), "no such incident"),
        (("export", "claims-jsonl", "--ledger", "{ledger}", "--out", "{tmp}/no/claims.jsonl"), "cannot be written"),
        (("export", "xml", "--ledger", "{ledger}"), "xml"),
        (("claims", "--stance", "thinks", "--ledger", "{ledger}"), "thinks"),
        (("claims", "--since", "yesterday", "--ledger", "{ledger}"), "yesterday"),
        (("read", "--ledger", "{ledger}"), "PATH"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_a_message_and_status_2(
    call: Call, ledger: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    said = call(*(argument.format(tmp=tmp_path, ledger=ledger) for argument in arguments))
    assert said.code == 2
    assert message in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_status_1_when_everything_was_rejected(call: Call, tmp_path: Path) -> None:
    said = call("read", tmp_path / "missing.txt", "--ledger", tmp_path / "x.db")
    assert said.code == 1
    assert "1 rejected (1 not_found)" in said.err


def test_status_0_when_something_was_known(call: Call, ledger: Path) -> None:
    said = call("read", ledger.parent / "reports" / "wire.txt", ledger.parent / "missing.txt", "--ledger", ledger)
    assert said.code == 0
    assert said.err.startswith("0 read, 1 already known, 1 rejected")


def test_a_pipe_that_closes_is_no_error(ledger: Path) -> None:
    command = [sys.executable, "-c", "from counterclaim.cli import main; main()", "claims", "--json", "--ledger", str(ledger)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert errors == ""


# ---------------------------------------------------------------- JSON


def test_read_as_json(call: Call, ledger: Path) -> None:
    (counts,) = rows(call("read", ledger.parent / "reports", "--json", "--ledger", ledger))
    assert counts == {"read": 0, "known": len(REPORTS), "rejected": 0, "reasons": {}, "claims": 0, "incidents": 2}


def test_show_as_json_is_what_export_writes(call: Call, ledger: Path) -> None:
    said = call("show", "--json", "--ledger", ledger)
    incidents = json.loads(said.out)
    assert incidents == rows(call("export", "incidents-jsonl", "--ledger", ledger))
    assert json.loads(call("show", incidents[0]["id"][:6], "--json", "--ledger", ledger).out) == incidents[:1]


def test_claims_as_json_are_what_export_writes(call: Call, ledger: Path) -> None:
    assert rows(call("claims", "--json", "--ledger", ledger)) == rows(call("export", "claims-jsonl", "--ledger", ledger))


def test_rejected(call: Call, ledger: Path) -> None:
    (row,) = rows(call("rejected", "--json", "--ledger", ledger))
    assert (row["source"].rpartition("/")[2], row["reason"]) == ("missing.txt", "not_found")
    assert call("rejected", "--ledger", ledger).out.split("\t")[1] == "not_found"


# ---------------------------------------------------------------- filters

FILTERS: list[tuple[tuple[str, ...], Callable[[dict[str, Any]], bool]]] = [
    (("--party", "ESP"), lambda row: party(row) == "ESP"),
    (("--speaker", "PRT"), lambda row: party(row) == "PRT"),
    (("--speaker", "PRT:MOD"), lambda row: bool(row["speaker"]["id"] == "PRT:MOD")),
    (("--stance", "denies"), lambda row: bool(row["stance"] == "denies")),
    (("--source", "reports/wire"), lambda row: bool(row["source"] == "reports/wire.txt")),
    (("--since", "2031-05-09"), lambda row: days(row)[1] >= "2031-05-09" if days(row)[1] else False),
    (("--until", "2031-05-06"), lambda row: days(row)[0] <= "2031-05-06" if days(row)[0] else False),
    (("--party", "ESP", "--stance", "accuses"), lambda row: party(row) == "ESP" and row["stance"] == "accuses"),
]


def party(row: dict[str, Any]) -> str:
    return str(row["speaker"]["id"]).partition(":")[0]


def days(row: dict[str, Any]) -> tuple[str, str]:
    """First and last day of the event, "" without one; `end` is the first instant after it."""
    when = row["event"]["when"] or {}
    start, end = when.get("start") or "", when.get("end") or ""
    whole = end.endswith("T00:00:00Z") and end > start
    return start[:10], start[:10] if whole else end[:10]


@pytest.mark.parametrize(("options", "kept"), FILTERS, ids=[" ".join(options) for options, _ in FILTERS])
def test_claims_are_filtered(call: Call, ledger: Path, options: tuple[str, ...], kept: Callable[[dict[str, Any]], bool]) -> None:
    every = rows(call("claims", "--json", "--ledger", ledger))
    found = rows(call("claims", "--json", "--ledger", ledger, *options))
    assert found == [row for row in every if kept(row)]
    assert 0 < len(found) < len(every)


def test_no_claims_match(call: Call, ledger: Path) -> None:
    assert call("claims", "--party", "ZWE", "--ledger", ledger) == (0, "No claims match.\n", "")


# ---------------------------------------------------------------- what is seen


def incident(call: Call, ledger: Path) -> dict[str, Any]:
    found: list[dict[str, Any]] = json.loads(call("show", "--json", "--ledger", ledger).out)
    return max(found, key=lambda row: len(row["claims"]))


def words_of(text: str) -> set[str]:
    return set(re.sub(r"[│┌┐└┘─“”\"]", " ", text).split())


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_show_never_cuts_the_words_of_a_report(call: Call, ledger: Path, width: int) -> None:
    one = incident(call, ledger)
    said = call("show", one["id"], "--all", "--ledger", ledger, width=width)
    assert said.code == 0
    assert max(map(len, said.out.splitlines())) <= width
    evidence = [row["evidence"] for row in rows(call("claims", "--json", "--ledger", ledger)) if row["id"] in one["claims"]]
    assert len(evidence) == len(one["claims"]) > 6
    assert words_of(" ".join(evidence)) <= words_of(said.out)
    assert "…" not in said.out


@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_never_cut_words(call: Call, ledger: Path, width: int) -> None:
    evidence = " ".join(row["evidence"] for row in rows(call("claims", "--json", "--ledger", ledger)))
    said = call("claims", "--ledger", ledger, width=width)
    assert "…" not in said.out
    assert words_of(evidence) <= words_of(said.out)
    listed = call("show", "--ledger", ledger, width=width).out
    assert "…" not in listed
    assert {"Elvas", "Bergen", "Portugal,", "Spain"} <= set(listed.split())


def test_show_puts_the_parties_side_by_side_in_the_order_of_the_alphabet(call: Call, ledger: Path) -> None:
    out = call("show", incident(call, ledger)["id"], "--ledger", ledger).out
    assert re.search(r"^ +Portugal says +Spain says +others say", out, re.MULTILINE)
    assert re.search(r"^ Who began\? +Spain +Portugal", out, re.MULTILINE)
    assert re.search(r"^┌─ Portugal ─+┐ ┌─ Spain ─+┐", out, re.MULTILINE)
    assert "≠ CONTRADICTED" in out
    assert "Wire, 2031-05-06" in out


@pytest.mark.parametrize("width", [60, 100])
def test_show_says_that_a_tuesday_without_a_date_is_unanchored(call: Call, undated: Path, width: int) -> None:
    said = call("show", "--ledger", undated, width=width)
    assert "date not known: “on Tuesday” is unanchored" in said.out
    assert "1 report without a date of publication" in " ".join(said.out.split())
    assert not re.search(r"\b(19|20)\d\d\b", said.out)
    (row,) = json.loads(call("show", "--json", "--ledger", undated).out)
    assert row["start"] is None


def test_a_date_of_publication_anchors_it(call: Call, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(UNDATED, encoding="utf-8")
    call("read", tmp_path / "report.txt", "--published", "2031-05-07", "--ledger", tmp_path / "x.db")
    assert "6 May 2031" in call("show", "--ledger", tmp_path / "x.db").out


def test_an_empty_ledger_says_so(call: Call, tmp_path: Path) -> None:
    call("read", tmp_path / "missing.txt", "--ledger", tmp_path / "x.db")
    assert call("show", "--ledger", tmp_path / "x.db").out == "No incidents in this ledger.\n"


@pytest.mark.parametrize("command", [("show",), ("claims",)], ids=" ".join)
def test_no_colour_and_no_progress_in_a_pipe(ledger: Path, command: tuple[str, ...]) -> None:
    said = shell(*command, env={"COUNTERCLAIM_LEDGER": str(ledger), "TERM": "xterm-256color", "COLUMNS": "90"})
    assert said.code == 0
    assert said.out
    assert ESCAPE not in said.out + said.err
    assert said.err == ""


def test_text_of_reports_is_no_markup_and_no_control_sequence(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    outlet = "[bold red]Wire[/] \x9b31m\u202eodd"
    (folder / "a.txt").write_text(UNDATED.replace("a fence", "a [link=x]fence[/link]\x9b31m\u202e"), encoding="utf-8")
    (folder / "docs.json").write_text(json.dumps([{"file": "a.txt", "outlet": outlet}, {"file": "\x9b31m.txt"}]), encoding="utf-8")
    call("read", folder, "--ledger", tmp_path / "x.db")
    said = "".join(call(command, "--ledger", tmp_path / "x.db").out for command in ("show", "claims", "rejected"))
    assert "[bold red]Wire[/]" in said
    assert "[link=x]fence[/link]" in said
    assert not set(said) & {"\x9b", ESCAPE, "\u202e"}


# ---------------------------------------------------------------- export


def test_export_replaces_a_file_as_a_whole(call: Call, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.jsonl"
    out.write_text("old\n", encoding="utf-8")
    with out.open(encoding="utf-8") as before:
        said = call("export", "claims-jsonl", "--out", out, "--ledger", ledger)
        assert before.read() == "old\n"
    lines = out.read_text(encoding="utf-8").splitlines()
    assert said == (0, "", f"{len(lines)} rows written to {out}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["claims.jsonl"]
    assert [json.loads(line) for line in lines] == rows(call("claims", "--json", "--ledger", ledger))


# ---------------------------------------------------------------- demo


def test_demo(call: Call) -> None:
    said = call("demo")
    assert said.code == 0
    assert "invented" in said.out.splitlines()[0]
    assert "10 read, 0 already known, 0 rejected" in said.err
    assert re.search(r"^┌─ Finland ─+┐ ┌─ Sweden ─+┐", said.out, re.MULTILINE)
    assert re.search(r"^ Who began\? +Sweden +Finland", said.out, re.MULTILINE)
    assert "≠ CONTRADICTED" in said.out
    assert "…" not in said.out
    assert ESCAPE not in said.out
