"""`counterclaim serve`: the pages and the API over a ledger. They are lent what they may not import: reading what is sent in, restoring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread

import uvicorn

from counterclaim import flow
from counterclaim.flow import Settings
from counterclaim.ledger import Ledger, View, open_ledger
from counterclaim.link import Doubt
from counterclaim.model import Document, Judgement, Rejection, content_id
from counterclaim.parse import Parser, load
from counterclaim.read import ReadOptions, read
from counterclaim.restore import restore_text
from counterclaim.web import Restored, Submission, Submitted, WebSettings, create_app

PATIENCE = 1.5  # seconds


def serve(location: str, host: str, port: int, settings: WebSettings) -> None:
    """Serve a ledger until the process is told to stop. LedgerError where it cannot be opened."""
    with open_ledger(location, create=False) as ledger:
        submitter, desk = Submitter(ledger, Settings()), Desk(ledger)
        app = create_app(location, settings, submit=submitter.submit, restore=restored, desk=desk)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, timeout_keep_alive=10)


def restored(text: str) -> Sequence[Restored]:
    """The restored words of a text."""
    return tuple(Restored(edit.span, edit.restored, edit.probability) for edit in restore_text(text).edits)


class Desk:
    """Keeps judgements at once, and links anew behind: several that come together are linked once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._changed = Condition()
        self._wanted = self._linking = False

    def judge(self, made: Judgement) -> None:
        """Keep what was decided; wait for the incidents to follow, but no longer than a reader of a page would."""
        with self._ledger.session() as session:
            session.add_judgement(made)
        with self._changed:
            self._wanted = True
            if not self._linking:
                self._linking = True
                Thread(target=self._link, name="link").start()
            self._changed.wait_for(lambda: not self._linking, PATIENCE)

    def doubts(self, view: View) -> Sequence[Doubt]:
        return flow.doubts(view)

    def _link(self) -> None:
        """Link until nothing was judged since; what fails is done again with the next judgement."""
        try:
            while self._take():
                flow.judge(self._ledger, ())
        finally:
            with self._changed:
                self._linking = False
                self._changed.notify_all()

    def _take(self) -> bool:
        with self._changed:
            wanted, self._wanted = self._wanted, False
            self._linking = wanted
            return wanted


class Submitter:
    """Reads reports that are sent in, one at a time; the parser is loaded for the first."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self._ledger, self._settings = ledger, settings
        self._parser: Parser | None = None

    def submit(self, sent: Submission) -> Submitted:
        """Read a report, extract its claims, link anew. The same again changes nothing."""
        found = _document(sent)
        if isinstance(found, Rejection):
            return self._reject(found)
        version = flow.extractor_version(self._settings)
        with self._ledger.view() as view:
            if view.has_extraction(found.id, version):
                return Submitted(found.id)
        self._parser = self._parser or load(self._settings.parser, gate=self._settings.gate)
        extracted = flow.extract_document(found, self._parser, self._settings)
        if extracted.rejection is not None:
            return self._reject(extracted.rejection)
        with self._ledger.session() as session:
            claims = flow.keep(session, extracted, version)
        flow.relink(self._ledger, self._settings)
        return Submitted(found.id, claims)

    def _reject(self, rejection: Rejection) -> Submitted:
        with self._ledger.session() as session:
            session.add_rejection(rejection)
        return Submitted(None, 0, rejection.reason, rejection.detail)


def _document(sent: Submission) -> Document | Rejection:
    """What was sent as a report that was read from a file: the same repairs, the same reasons to reject it."""
    row = {"text": sent.text, "outlet": sent.outlet, "url": sent.url, "title": sent.title}
    line = json.dumps({**row, "published": sent.published.isoformat() if sent.published else None})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "submitted" / f"{content_id(line)[:12]}.jsonl"
        path.parent.mkdir()
        path.write_text(f"{line}\n", encoding="utf-8")
        found = next(read([path], options=ReadOptions(read_at=datetime.now(UTC))))
    return replace(found, original_path=None) if isinstance(found, Document) else found
