"""A ledger survives what happens to the programs that write to it: killed at any moment, or two at once."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counterclaim.export import ExportOptions
from counterclaim.export.claims_jsonl import write
from counterclaim.ledger import Counts, open_ledger
from tests.ledger_worker import CLAIMS_OF_A_DOCUMENT, VERSION, read_into

ROOT = Path(__file__).parent.parent
DOCUMENTS = 60
WHOLE = Counts(DOCUMENTS, DOCUMENTS + DOCUMENTS // 3, DOCUMENTS * CLAIMS_OF_A_DOCUMENT, 0, 0, 0)


def worker(location: str, batch: int, stdin: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.ledger_worker", location, str(DOCUMENTS), str(batch)]
    return subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_at(location: str, documents: int, *, waiting: bool) -> None:
    """Kill a worker in the middle of its nth document, or wherever it is when it is let run on from there."""
    process = worker(location, 5, subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    for _ in range(documents):
        assert process.stdout.readline().startswith("writing")
        process.stdin.write("\n")
        process.stdin.flush()
    assert process.stdout.readline().startswith("writing")
    if not waiting:
        process.stdin.close()
        process.stdin = None
    process.send_signal(signal.SIGKILL)
    process.communicate()


def exported(location: str) -> bytes:
    lines = io.BytesIO()
    with open_ledger(location, create=False) as ledger, ledger.view() as view:
        write(view, lines, ExportOptions())
        assert view.counts() == WHOLE
        assert list(view.pending(VERSION)) == []
    return lines.getvalue()


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    location = str(tmp_path_factory.mktemp("whole") / "ledger.db")
    read_into(location, DOCUMENTS, 7, repr)
    return exported(location)


def test_a_run_killed_at_any_moment_is_completed_by_the_next(ledger_location: str, uninterrupted: bytes) -> None:
    for documents, waiting in ((7, True), (5, False)):
        kill_at(ledger_location, documents, waiting=waiting)
        with open_ledger(ledger_location) as ledger, ledger.view() as view:
            done = view.counts()
            assert list(view.pending(VERSION)) == []
            assert done.claims == done.documents * CLAIMS_OF_A_DOCUMENT
            assert done.claims < WHOLE.claims or not waiting
    read_into(ledger_location, DOCUMENTS, 5, repr)
    assert exported(ledger_location) == uninterrupted


def test_two_programs_may_write_one_ledger_at_once(ledger_location: str, uninterrupted: bytes) -> None:
    both = [worker(ledger_location, batch, subprocess.DEVNULL) for batch in (1, 2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [(process.returncode, errors) for process, (_, errors) in zip(both, said, strict=True)] == [(0, ""), (0, "")]
    assert exported(ledger_location) == uninterrupted
