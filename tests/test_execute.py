"""A whole run over a ledger: the same content whatever the order, the number of processes, and what happened on the way."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from importlib.resources import files
from pathlib import Path

import pytest

from counterclaim import flow
from counterclaim.errors import LexiconError
from counterclaim.execute import BATCH, read_into
from counterclaim.export import FORMATS, ExportOptions
from counterclaim.extract import ExtractOptions
from counterclaim.flow import Counts, Settings
from counterclaim.ledger import Ledger, open_ledger
from counterclaim.parse import TEXT_LIMIT
from tests.written import REPORTS, write

ROOT = Path(__file__).parent.parent
EXAMPLE = str(files("counterclaim") / "example")
TOO_LONG = "Spain said two soldiers were killed near Elvas on Tuesday. " * (TEXT_LIMIT // 55)


def exported(ledger: Ledger) -> dict[str, bytes]:
    """Every export that all claims and incidents go into."""
    with ledger.view() as view:
        found = {}
        for form in ("claims-jsonl", "incidents-jsonl"):
            lines = io.BytesIO()
            FORMATS[form].write(view, lines, ExportOptions())
            found[form] = lines.getvalue()
    return found


def run(location: Path, paths: Sequence[str | Path], settings: Settings | None = None, jobs: int = 1) -> tuple[Counts, dict[str, bytes]]:
    with open_ledger(location) as ledger:
        counts = read_into(ledger, paths, settings or Settings(), jobs)
        return counts, exported(ledger)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("execute") / "reports")


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, bytes]:
    """The exports of a run over the folder that nothing disturbed."""
    counts, found = run(folder.parent / "whole.db", [folder])
    assert (counts.read, counts.known, counts.rejected) == (len(REPORTS), 0, 0)
    assert counts.claims == len(found["claims-jsonl"].splitlines()) > 0
    assert counts.incidents == len(found["incidents-jsonl"].splitlines()) > 0
    assert counts.words == sum(len(text.split()) for text in REPORTS.values())
    return found


# ---------------------------------------------------------------- the same bytes


def test_read_twice_adds_nothing(folder: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    _, once = run(tmp_path / "ledger.db", [folder])
    counts, twice = run(tmp_path / "ledger.db", [folder])
    assert once == twice == whole
    assert (counts.read, counts.known, counts.claims, counts.rejected) == (0, len(REPORTS), 0, 0)
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.view() as view:
        assert {incident.id: len(view.incident_history(incident.id)) for incident in view.incidents()} == dict.fromkeys(
            (incident.id for incident in view.incidents()), 1
        )
        assert all(len(view.extractions(document.id)) == 1 for document in view.documents())
        assert all(len(view.sightings(document.id)) == 1 for document in view.documents())


@pytest.mark.parametrize(("turn", "apart"), [(1, False), (3, True)], ids=["one run", "a run a file"])
def test_any_order_of_files_gives_the_same_bytes(folder: Path, tmp_path: Path, whole: dict[str, bytes], turn: int, *, apart: bool) -> None:
    names = [folder / name for name in REPORTS]
    names = names[turn:] + names[:turn]
    for paths in [[name] for name in reversed(names)] if apart else [names]:
        _, found = run(tmp_path / "ledger.db", paths)
    assert found == whole


def test_two_processes_give_the_same_bytes(folder: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    assert run(tmp_path / "ledger.db", [folder], jobs=2)[1] == whole


@pytest.mark.parametrize("size", [1, 2])
def test_any_size_of_batch_gives_the_same_bytes(
    folder: Path, tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("counterclaim.execute.BATCH", size)
    assert run(tmp_path / "ledger.db", [folder])[1] == whole


# ---------------------------------------------------------------- the same content twice


@pytest.mark.parametrize("batch", [1, BATCH], ids=["found when the first is kept", "found in one batch"])
def test_content_under_two_names_is_one_document(
    tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("counterclaim.execute.BATCH", batch)
    reports = write(tmp_path / "reports")
    copies = write(tmp_path / "copies")  # sorts before "reports", and is read after it
    counts, found = run(tmp_path / "ledger.db", [reports, copies])
    assert (counts.read, counts.known) == (len(REPORTS), len(REPORTS))
    turned, other = run(tmp_path / "turned.db", [copies, reports])
    assert (turned.read, turned.known) == (counts.read, counts.known)
    assert found == other
    claims = [json.loads(line) for line in found["claims-jsonl"].splitlines()]
    assert {claim["source"].split("/")[0] for claim in claims} == {"copies"}
    assert sorted(claim["id"] for claim in claims) == sorted(json.loads(line)["id"] for line in whole["claims-jsonl"].splitlines())
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.view() as view:
        assert view.counts().documents == len(REPORTS)
        assert view.counts().sources == 2 * len(REPORTS)


# ---------------------------------------------------------------- what goes wrong


def test_a_document_that_fails_is_a_rejection_and_the_rest_goes_on(folder: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    for name in ("long.txt", "long_too.txt"):
        (tmp_path / name).write_text(TOO_LONG, encoding="utf-8")
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    paths = [tmp_path / "long.txt", tmp_path / "empty.txt", tmp_path / "missing.txt", tmp_path / "long_too.txt", folder]
    counts, found = run(tmp_path / "ledger.db", paths)
    assert found == whole
    assert counts.read == len(REPORTS)
    assert dict(counts.reasons) == {"empty": 1, "not_found": 1, "unparsable": 2}
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.view() as view:
        kept = [(one.source.rpartition("/")[2], one.reason) for one in view.rejections()]
        assert sorted(kept) == [
            ("empty.txt", "empty"),
            ("long.txt", "unparsable"),
            ("long_too.txt", "unparsable"),
            ("missing.txt", "not_found"),
        ]
        assert view.counts().documents == len(REPORTS)
    again, _ = run(tmp_path / "ledger.db", paths)
    assert again.reasons == counts.reasons
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.view() as view:
        assert view.counts().rejections == len(kept)


def test_other_rows_go_over_all_again(folder: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    own = tmp_path / "actors.csv"
    own.write_text("id,class,country,authority,from,to,when,names\nriver_guard,group,PRT,,,,,River Guard of Nowhere\n", encoding="utf-8")
    run(tmp_path / "ledger.db", [folder])
    counts, found = run(tmp_path / "ledger.db", [folder], Settings(extract=ExtractOptions(actors=own)))
    assert (counts.read, counts.known) == (len(REPORTS), 0)
    assert found == whole
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.view() as view:
        assert all(len(view.extractions(document.id)) == 2 for document in view.documents())


def test_a_users_file_that_is_malformed_stops_the_run(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "actors.csv"
    own.write_text("id\na,b\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"actors\.csv"):
        run(tmp_path / "ledger.db", [folder], Settings(extract=ExtractOptions(actors=own)))


def test_a_run_and_its_counts_are_noted(folder: Path, tmp_path: Path) -> None:
    seen: list[Counts] = []
    with open_ledger(tmp_path / "ledger.db") as ledger:
        counts = read_into(ledger, [folder, tmp_path / "missing.txt"], Settings(), progress=seen.append)
        with ledger.view() as view:
            (noted,) = view.runs()
    assert noted.finished is not None
    assert noted.counts == {"read": counts.read, "known": 0, "rejected": 1, "claims": counts.claims}
    assert (seen[-1].read, seen[-1].claims, seen[-1].rejected) == (counts.read, counts.claims, 1)


# ---------------------------------------------------------------- killed

# A document a transaction, so that there is much to be killed between.
READ = "import counterclaim.execute as execute; execute.BATCH = 1; from counterclaim.cli import main; main()"


def start(location: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", READ, "read", EXAMPLE, "--ledger", str(location)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_when(location: Path, documents: int) -> bool:
    """Kill a run as soon as the ledger holds so many documents; whether it was still running."""
    process = start(location)
    try:
        while process.poll() is None and held(location) < documents:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.03)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


def held(location: Path) -> int:
    """Documents in the ledger, -1 before a run is noted in it."""
    try:
        with closing(sqlite3.connect(f"file:{location}?mode=ro", uri=True)) as connection:
            ((runs, documents),) = connection.execute("select (select count(*) from runs), (select count(*) from documents)")
    except sqlite3.OperationalError:  # not there yet
        return -1
    return int(documents) if runs else -1


def test_a_run_that_is_killed_is_completed_by_the_same_command(tmp_path: Path) -> None:
    location = tmp_path / "killed.db"
    killed = [kill_when(location, documents) for documents in (0, 2, 6)]
    assert any(killed)
    with open_ledger(location) as ledger, ledger.view() as view:
        version = flow.extractor_version(Settings())
        assert all(view.has_extraction(document.id, version) for document in view.documents())
    counts, found = run(location, [EXAMPLE])
    assert counts.read + counts.known == 10
    assert found == run(tmp_path / "whole.db", [EXAMPLE])[1]
