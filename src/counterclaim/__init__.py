"""Claims and counterclaims about contested armed incidents, kept apart and side by side.

    import counterclaim

    documents = [item for item in counterclaim.read(["reports/"]) if isinstance(item, counterclaim.Document)]
    claims = [claim for document in documents for claim in counterclaim.extract(document)]
    incidents = counterclaim.link(claims, documents)
    table = counterclaim.claims_table(claims, documents)  # a pyarrow.Table; .to_pandas() from there

    with counterclaim.open_ledger("reports.db") as ledger:
        counterclaim.read_into(ledger, ["reports/"])

Importing is cheap: models, vocabularies and libraries are loaded by the first call that needs them.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from counterclaim.model import Claim, Document, Incident, Rejection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    import pyarrow

    from counterclaim.flow import Counts
    from counterclaim.ledger import Ledger
    from counterclaim.parse import Pipeline

__version__ = "0.1.0"
__all__ = [
    "Claim",
    "Document",
    "Incident",
    "Rejection",
    "claims_table",
    "extract",
    "incidents_table",
    "link",
    "open_ledger",
    "read",
    "read_into",
]


def read(paths: Iterable[str | Path] | str | Path, *, published: date | None = None) -> Iterator[Document | Rejection]:
    """Reports at the paths (files, folders, patterns, "-"), each a Document, or a Rejection that says why not.

    `published` stands in where a report has no date of its own. Nothing raises for one bad input.
    """
    from counterclaim.read import ReadOptions
    from counterclaim.read import read as read_reports

    return read_reports(paths, options=ReadOptions(published=published))


def extract(document: Document, pipeline: Pipeline | None = None) -> list[Claim]:
    """The claims of a document, in text order. ParseError when the text is too long to parse.

    `pipeline` is `counterclaim.parse.load()`; keep one for many documents, as loading takes half a second.
    """
    from counterclaim.extract import extract as extract_claims
    from counterclaim.parse import load

    return extract_claims(document, (pipeline or load()).parse(document.text))


def link(claims: Iterable[Claim], documents: Iterable[Document], *, twindow: int = 1, spatwindow: float = 50.0) -> list[Incident]:
    """Incidents from the claims of many documents. `twindow` is in days, `spatwindow` in kilometres. Copies count as one report."""
    from counterclaim.copies import Copies, sign
    from counterclaim.link import LinkOptions
    from counterclaim.link import link as link_claims

    given = list(documents)
    heads = Copies(map(sign, given)).heads()
    return link_claims(claims, given, LinkOptions(twindow=twindow, spatwindow=spatwindow), heads=heads)


def open_ledger(location: str | Path) -> Ledger:
    """The ledger at a path or a database URL (SQLite, PostgreSQL), made if it is not there. LedgerError if it cannot be opened."""
    from counterclaim.ledger import open_ledger as open_it

    return open_it(location)


def read_into(ledger: Ledger, paths: Iterable[str | Path], *, published: date | None = None, jobs: int = 1) -> Counts:
    """Read reports into a ledger, link all that it holds, and say what was done."""
    from counterclaim.execute import read_into as run
    from counterclaim.flow import Settings

    return run(ledger, list(paths), Settings(published=published), jobs)


def claims_table(claims: Iterable[Claim], documents: Iterable[Document]) -> pyarrow.Table:
    """Claims as an Arrow table, one row each; columns in docs/formats.md."""
    from counterclaim.export.arrow import claims_table as table

    return table(claims, {document.id: document.source for document in documents})


def incidents_table(incidents: Iterable[Incident], documents: Iterable[Document]) -> pyarrow.Table:
    """Incidents as an Arrow table, one row each; columns in docs/formats.md."""
    from counterclaim.export.arrow import incidents_table as table

    return table(incidents, {document.id: document.source for document in documents})


class _Package(ModuleType):
    """This package. Importing the subpackage `read` would bind its name here, over the verb of that name; the verb stays."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
