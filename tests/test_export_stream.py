"""Memory: what an export holds does not grow with text. Measured on claims that are made as they are asked for."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from counterclaim.export import FORMATS, ExportOptions
from counterclaim.interchange import ClaimRow, IncidentRow, claim_row, incident_row
from counterclaim.model import Account, Answer, Document, Incident, Point, content_id
from tests.made import claim, on, toll
from tests.record import DAY, TORNIO

CLAIMS_A_REPORT, REPORTS_AN_INCIDENT = 10, 4
TEXT = "Sweden shelled the post, Finland said. " * 200
# Bytes held for each claim: nothing where claims are only passed on, its id and its incident's where they are looked up.
PASSED_ON, LOOKED_UP = 60, 700
LIMITS = {form: PASSED_ON if form in {"claims-csv", "claims-jsonl", "incidents-csv", "incidents-jsonl"} else LOOKED_UP for form in FORMATS}


@dataclass(frozen=True)
class Made:
    """As many reports as wanted, ten claims each, one incident for every four; nothing of it is kept."""

    reports: int

    def documents(self) -> Iterator[Document]:
        return (self._document(number) for number in range(self.reports))

    def document(self, identifier: str) -> Document:
        return self._document(int(identifier))

    def claim_rows(self) -> Iterator[ClaimRow]:
        return (row for number in range(self.reports) for row in self._claims(number))

    def incident_rows(self) -> Iterator[IncidentRow]:
        return (self._incident(number) for number in range(0, self.reports, REPORTS_AN_INCIDENT))

    def _document(self, number: int) -> Document:
        return Document(f"{number:08}", f"made/{number:08}.txt", TEXT, outlet=f"Wire {number % 50}", published=DAY)

    def _day(self, number: int) -> date:
        return DAY + timedelta(days=number // REPORTS_AN_INCIDENT % 300)

    def _claims(self, number: int) -> Iterator[ClaimRow]:
        report, when = self._document(number), on(self._day(number))
        for at in range(CLAIMS_A_REPORT):
            tolls = [toll("SWE", "killed", at + 1)]
            made = claim(
                report, "FIN", "accuses", "shelling", by="SWE:MIL", against="FIN", place=TORNIO, when=when, tolls=tolls, at=at * 40
            )
            yield {**claim_row(made, report.source), "id": self._id(number, at), "evidence": TEXT[at * 40 : at * 40 + 300]}

    def _id(self, number: int, at: int) -> str:
        return content_id(number, at)

    def _incident(self, first: int) -> IncidentRow:
        numbers = range(first, min(first + REPORTS_AN_INCIDENT, self.reports))
        claims = tuple(self._id(number, at) for number in numbers for at in range(CLAIMS_A_REPORT))
        documents = tuple(f"{number:08}" for number in numbers)
        points = (Point("killed", "one_sided", (Answer("3", ("FIN",), claims[:1]),), "SWE"),)
        accounts = (Account("FIN", "SWE", (toll("SWE", "killed", 3),), claims),)
        made = Incident(
            content_id(first), "shelling", ("FIN", "SWE"), documents, len(documents), claims, accounts, points, TORNIO, on(self._day(first))
        )
        return incident_row(made, {document: f"made/{document}.txt" for document in documents})


class Nowhere(io.RawIOBase):
    """Takes bytes and keeps none."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(memoryview(data))  # type: ignore[arg-type]


def held(form: str, reports: int) -> int:
    """The most bytes that were held at one time."""
    gc.collect()
    tracemalloc.start()
    try:
        with io.BufferedWriter(Nowhere()) as handle:
            FORMATS[form].write(Made(reports), handle, ExportOptions())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"claims-parquet", "incidents-parquet"}))
def test_what_is_held_does_not_grow_with_text(form: str) -> None:
    held(form, 8)  # what is loaded on first use
    few, many = 8, 32
    growth = (held(form, many) - held(form, few)) / ((many - few) * CLAIMS_A_REPORT)
    assert growth < LIMITS[form], f"{growth:.0f} bytes a claim"
