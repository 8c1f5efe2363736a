"""Read reports: text, HTML, JSON Lines, gzip of any of these; files, folders, patterns, standard input.

    for report in read(["reports/", "page.html", "wire.jsonl.gz", "-"], options=ReadOptions()):
        ...                                    # a Document, or a Rejection that says why not

One bad input never stops the others, and nothing is dropped without a Rejection, but for what was never offered as
a report: hidden files, docs.json itself, and the files of a folder that its docs.json does not list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from counterclaim.errors import Rejected
from counterclaim.model import Document, Rejection
from counterclaim.read.formats import raw_texts
from counterclaim.read.inputs import Finder, Input
from counterclaim.read.judge import judged
from counterclaim.read.options import ReadOptions, Reason

__all__ = ["ReadOptions", "Reason", "read"]


def read(paths: Iterable[str | Path] | str | Path, *, options: ReadOptions) -> Iterator[Document | Rejection]:
    """Each report at the paths, as it is read, in a fixed order; one in memory at a time. No input makes it raise.

    A path is a file, a folder (recursively, sorted), a glob pattern, or "-" for standard input. The reasons of
    rejections are those of `Reason`. Copies are not looked for: the same content has the same id.
    """
    finder = Finder(options.max_bytes)
    for given in [paths] if isinstance(paths, (str, Path)) else paths:
        for found in finder.find(str(given)):
            if isinstance(found, Rejection):
                yield found
            else:
                yield from _reports(found, options)


def _reports(found: Input, options: ReadOptions) -> Iterator[Document | Rejection]:
    """The reports of one file: its rows, or the one that it is."""
    try:
        for raw in raw_texts(found, options):
            yield raw if isinstance(raw, Rejection) else judged(raw, found.path, options)
    except Rejected as reason:
        yield Rejection(reason.source, reason.reason, reason.detail)
    except OSError as error:
        yield Rejection(found.source, "unreadable", error.strerror or str(error))
