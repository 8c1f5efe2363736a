from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from counterclaim import cli
from counterclaim.errors import ExportError
from counterclaim.export import FORMATS, ExportOptions, export, replacing, schema_of
from counterclaim.export.form import Shape
from counterclaim.interchange import ClaimRow, IncidentRow, claim_row, incident_row
from counterclaim.ledger import Ledger, View, open_ledger
from counterclaim.model import Actor, Claim, Document, Event, Incident, Span

DOCUMENTS = [Document("d2", "post/doc02.txt", "Второй отчёт"), Document("d1", "post/doc01.txt", "first")]


def claim(identifier: str, document: str, start: int) -> Claim:
    speaker = Actor("AAA:MOD", "министерство\u2028")
    return Claim(identifier, document, Span(start, start + 2), "ab", speaker, "asserts", Event("shelling"))


CLAIMS = [claim("c1", "d2", 0), claim("c2", "d1", 3), claim("c3", "d1", 1), claim("c0", "d1", 1)]
INCIDENT = Incident("i1", "shelling", ("AAA",), ("d1", "d2"), 2, ("c1", "c2"), (), ())


def fill(path: Path, *, backwards: bool) -> Ledger:
    """A ledger with all of that, written in one order or the other."""
    ledger, step = open_ledger(path), -1 if backwards else 1
    with ledger.session() as session:
        for document in DOCUMENTS[::step]:
            session.add_document(document)
            session.add_claims(document.id, "rules-1", [c for c in CLAIMS[::step] if c.document == document.id])
        session.put_incidents([INCIDENT])
    return ledger


@pytest.fixture
def view(tmp_path: Path) -> Iterator[View]:
    with fill(tmp_path / "ledger.db", backwards=False) as ledger, ledger.view() as view:
        yield view


class Broken:
    """What fails when one claim has been written."""

    def claim_rows(self) -> Iterator[ClaimRow]:
        yield claim_row(CLAIMS[0], "post/doc02.txt")
        raise ZeroDivisionError

    def incident_rows(self) -> Iterator[IncidentRow]:
        return iter(())

    def documents(self) -> Iterator[Document]:
        return iter(DOCUMENTS)

    def document(self, identifier: str) -> Document:
        return next(document for document in DOCUMENTS if document.id == identifier)


def test_claims_are_lines_in_order(view: View, tmp_path: Path) -> None:
    assert export(view, "claims-jsonl", tmp_path / "claims.jsonl") == 4
    lines = (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        claim_row(CLAIMS[3], "post/doc01.txt"),
        claim_row(CLAIMS[2], "post/doc01.txt"),
        claim_row(CLAIMS[1], "post/doc01.txt"),
        claim_row(CLAIMS[0], "post/doc02.txt"),
    ]


def test_incidents_are_lines(view: View, tmp_path: Path) -> None:
    assert export(view, "incidents-jsonl", tmp_path / "incidents.jsonl") == 1
    row = incident_row(INCIDENT, {document.id: document.source for document in DOCUMENTS})
    assert json.loads((tmp_path / "incidents.jsonl").read_bytes()) == row


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_content_gives_the_same_bytes(form: str, view: View, tmp_path: Path) -> None:
    export(view, form, tmp_path / "one")
    with fill(tmp_path / "other.db", backwards=True) as other, other.view() as other_view:
        export(other_view, form, tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_standard_output_gets_what_a_file_gets(form: str, view: View, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    export(view, form, tmp_path / "file")
    export(view, form)
    assert capfdbinary.readouterr().out == (tmp_path / "file").read_bytes()


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "claims.jsonl"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        export(Broken(), "claims-jsonl", target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with replacing(tmp_path / "link") as handle:
        handle.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_a_device_is_written_to() -> None:
    with replacing(Path("/dev/null")) as handle:
        handle.write(b"new")
    assert Path("/dev/null").is_char_device()


def test_a_format_that_is_not_there(view: View) -> None:
    with pytest.raises(ExportError, match=r"no format 'claims-xml'; there are acled, .*, web-annotation"):
        export(view, "claims-xml")


def test_the_command_has_every_format() -> None:
    assert [form.value for form in cli.Format] == sorted(FORMATS)
    assert [shape.value for shape in cli.ShapeName] == list(get_args(Shape))


@pytest.mark.parametrize(
    ("form", "options", "refused"),
    [
        ("claims-jsonl", ExportOptions(hxl=True), "claims-jsonl has no choice of hxl"),
        ("geojson", ExportOptions(shape="monadic", extras=False), "geojson has no choice of shape, extras"),
        ("gdelt-events", ExportOptions(hxl=True), "gdelt-events has no choice of hxl"),
    ],
)
def test_an_option_that_a_format_does_not_take(form: str, options: ExportOptions, refused: str, view: View) -> None:
    with pytest.raises(ExportError, match=refused):
        export(view, form, options=options)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_table_has_its_schema_beside_it(form: str, view: View, tmp_path: Path) -> None:
    export(view, form, tmp_path / "record.csv")
    schema = tmp_path / "record.schema.json"
    assert schema.exists() == (FORMATS[form].table is not None)
    if schema.exists():
        assert schema.read_text("utf-8") == schema_of(form)


def test_what_is_no_table_has_no_schema() -> None:
    with pytest.raises(ExportError, match="geojson is no table"):
        schema_of("geojson")


@pytest.mark.parametrize("path", ["", "missing/claims.jsonl"])
def test_a_path_that_cannot_be_written(path: str, view: View, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export(view, "claims-jsonl", tmp_path / path)
