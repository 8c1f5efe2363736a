"""Running the flow: in this process or on several cores. Any number of workers, and any order of files, gives the same ledger content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from counterclaim import flow
from counterclaim.flow import Counts, Extracted, Settings
from counterclaim.ledger import Ledger
from counterclaim.model import Document
from counterclaim.parse import Parser, load
from counterclaim.read import ReadOptions, read

BATCH = 16  # documents in one transaction: large enough for the disk, small enough to lose little when killed

Progress = Callable[[Counts], None]
Extract = Callable[[Sequence[Document]], Iterable[Extracted]]


def read_into(ledger: Ledger, paths: Sequence[str | Path], settings: Settings, jobs: int = 1, progress: Progress | None = None) -> Counts:
    """Read reports into a ledger and link all that it holds. Documents already read by this version are skipped.

    `progress` is called after each batch with the counts so far. ReadError and LedgerError for what concerns the whole run.
    """
    version = flow.extractor_version(settings)
    with ledger.session() as session:
        run = session.start_run(version)
    tally = _Tally(progress)
    with _extractor(settings, jobs) as extract:
        for batch in _batches(_new(ledger, paths, settings, version, tally)):
            _keep(ledger, _results(batch, extract), version, tally)
    incidents = flow.relink(ledger, settings, run)
    counts = replace(tally.counts(), incidents=len(incidents))
    with ledger.session() as session:
        session.finish_run(run, {"read": counts.read, "known": counts.known, "rejected": counts.rejected, "claims": counts.claims})
    return counts


@dataclass(slots=True)
class _Tally:
    """Counts as they grow."""

    progress: Progress | None
    read: int = 0
    known: int = 0
    claims: int = 0
    words: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def counts(self) -> Counts:
        return Counts(self.read, self.known, self.reasons.total(), self.claims, 0, self.words, dict(sorted(self.reasons.items())))

    def report(self) -> None:
        if self.progress is not None:
            self.progress(self.counts())


def _new(ledger: Ledger, paths: Sequence[str | Path], settings: Settings, version: str, tally: _Tally) -> Iterator[Document]:
    """Documents that this version has not been over; rejections and new sightings of known documents are kept at once."""
    options = ReadOptions(published=settings.published, languages=settings.languages, read_at=datetime.now(UTC))
    for item in read(paths, options=options):
        if isinstance(item, Document) and not _is_done(ledger, item.id, version):
            yield item
            continue
        with ledger.session() as session:
            if isinstance(item, Document):
                session.add_document(item)
                tally.known += 1
            else:
                session.add_rejection(item)
                tally.reasons[item.reason] += 1
        tally.report()


def _is_done(ledger: Ledger, document: str, version: str) -> bool:
    with ledger.view() as view:
        return view.has_extraction(document, version)


def _results(batch: Sequence[Document], extract: Extract) -> Iterator[tuple[Extracted, bool]]:
    """The result of each document of the batch, and whether it is the first of its content: the same is extracted once."""
    first = {document.id: document for document in reversed(batch)}
    found = {result.document.id: result for result in extract([one for one in batch if first[one.id] is one])}
    for document in batch:
        yield found[document.id].of(document), first[document.id] is document


def _keep(ledger: Ledger, results: Iterable[tuple[Extracted, bool]], version: str, tally: _Tally) -> None:
    """Write a batch in one transaction."""
    with ledger.session() as session:
        for result, is_first in results:
            tally.claims += flow.keep(session, result, version)
            if result.rejection is not None:
                tally.reasons[result.rejection.reason] += 1
            elif is_first:
                tally.read += 1
                tally.words += len(result.document.text.split())
            else:
                tally.known += 1
    tally.report()


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@contextmanager
def _extractor(settings: Settings, jobs: int) -> Iterator[Extract]:
    """A function from a batch to its results in the same order, on one core or several."""
    if jobs <= 1:
        yield _Here(settings)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (settings,)) as pool:

        def on_all(batch: Sequence[Document]) -> list[Extracted]:
            futures: list[Future[Extracted]] = [pool.submit(_work, document) for document in batch]
            return [future.result() for future in futures]

        yield on_all


class _Here:
    """Extraction in this process; the parser is loaded for the first document."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pipeline: Parser | None = None

    def __call__(self, batch: Sequence[Document]) -> list[Extracted]:
        self._pipeline = self._pipeline or load(self._settings.parser, gate=self._settings.gate)
        return [flow.extract_document(document, self._pipeline, self._settings) for document in batch]


_worker: list[_Here] = []  # one per worker process, made by its initializer: a pool gives no other way to hand it a value


def _start(settings: Settings) -> None:
    _worker[:] = [_Here(settings)]


def _work(document: Document) -> Extracted:
    return _worker[0]([document])[0]
