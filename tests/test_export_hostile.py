"""Report text that is meant to break a reader, or the program that a table is opened with."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.export import FORMATS, ExportOptions, export
from counterclaim.export.columns import columns
from counterclaim.export.table import as_written, csv_text, tsv_text
from counterclaim.export.words import one_line
from counterclaim.model import Claim, Document, Incident, Place
from tests import strategies
from tests.record import Record, border_clash

pd = pytest.importorskip("pandas")

TEXTS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\ufeff=1",
    "\uff1d1",
    "'=1",
    "''=1",
    "'quoted' words",
    'a "b" c',
    '"begins with a mark',
    "one\ttwo",
    "one\ntwo",
    "one\r\ntwo",
    "one\rtwo",
    "one,two;three",
    "\u202egnp.exe",
    "\u2028",
    "\x85",
    "\x1b[31mred",
    "",
    "  spaces  ",
    "NA",
    "\U0001f525",
    "#hashtag",
]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_csv_gives_back_what_was_written(text: str) -> None:
    assert as_written(csv_text(text)) == text


@given(st.text() | st.lists(st.sampled_from([*"=+-@'\t\n \u200b\ufeff", "a"])).map("".join))
def test_csv_gives_back_any_text(text: str) -> None:
    assert as_written(csv_text(text)) == text.replace("\x00", "\ufffd")


@given(st.text() | st.lists(st.sampled_from([*"=+-@'\t\n\r \u200b\ufeff\u202e", "a"])).map("".join))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = csv_text(text)
    seen = cell.lstrip("".join(map(chr, range(33))) + "\x85\xa0\u2028\u2029\u200b\u200e\u200f\u202a\u202c\u202e\u2066\u2069\ufeff")
    assert not cell or cell[0] == "'" or not seen or seen[0] not in "=+-@"


@given(st.text(alphabet=st.characters(codec=None)))
def test_tsv_is_one_cell_to_any_reader(text: str) -> None:
    line = f"{tsv_text(text)}\tend\n"
    assert line.split("\t") == [line.split("\t", maxsplit=1)[0], "end\n"]
    assert len(line.splitlines()) <= 1
    assert len(next(csv.reader([line], delimiter="\t"))) == 2
    assert next(csv.reader([line], delimiter="\t")) == next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("text", ["a\u202eb\u2066c\u200f", "a\nb\tc\x00d", "a\u2028b"])
def test_words_put_into_our_sentences_stay_in_their_place(text: str) -> None:
    assert one_line(text).isprintable()


def hostile(text: str) -> Record:
    """The border clash with this wherever a report's words stand."""
    record = border_clash()
    place = Place(text, text, 65.848, 24.147, "FIN", text, precision=1)
    reports = [replace(one, source=f"{text}{number}", outlet=text, url=text, title=text) for number, one in enumerate(record.reports)]
    claimed = [
        replace(
            one,
            evidence=text,
            hedge=text,
            speaker=replace(one.speaker, text=text),
            via=(text,),
            event=replace(one.event, place=place, weapon=text),
            casualties=tuple(replace(toll, text=text) for toll in one.casualties),
        )
        for one in record.claimed
    ]
    return Record(reports, claimed, [replace(one, place=place) for one in record.linked])


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("text", [text for text in TEXTS if text] + ["\x00", "caf\udce9"], ids=ascii)
def test_every_format_keeps_its_form(form: str, text: str, tmp_path: Path) -> None:
    path, plain = tmp_path / "hostile", tmp_path / "plain"
    rows = export(hostile(text), form, path)
    if form != "ftm-statements":  # there the same words are the same statement
        assert rows == export(border_clash(), form, plain)
    table = FORMATS[form].table
    if table is None and not form.endswith("parquet"):
        lines = path.read_bytes().decode("utf-8")
        assert [json.loads(line) for line in lines.splitlines()] if form.endswith("jsonl") else json.loads(lines)
    elif table is not None:
        many = len(columns(table))
        text = path.read_bytes().decode("utf-8")
        tabs = FORMATS[form].delimiter == "\t"
        lines_of_cells = [line.split("\t") for line in text.rstrip("\n").split("\n")] if tabs else csv.reader(io.StringIO(text, newline=""))
        assert {len(line) for line in lines_of_cells} == {many}


@pytest.mark.parametrize("text", [text for text in TEXTS if text], ids=ascii)
def test_pandas_gets_the_evidence_back(text: str, tmp_path: Path) -> None:
    export(hostile(text), "claims-csv", tmp_path / "claims.csv")
    read = pd.read_csv(tmp_path / "claims.csv", dtype="string", keep_default_na=False)
    assert {as_written(cell) for cell in read["evidence"]} == {text}


@settings(max_examples=12)
@given(st.lists(strategies.claims, max_size=3), st.lists(strategies.incidents, max_size=3), strategies.texts)
def test_any_record_can_be_written(claims: list[Claim], incidents: list[Incident], source: str) -> None:
    ids = {one.document for one in claims} | {identifier for one in incidents for identifier in one.documents}
    record = Record([Document(identifier, source, source) for identifier in sorted(ids)], claims, incidents)
    for form in FORMATS:
        for options in (ExportOptions(), ExportOptions(shape="monadic")):
            if options.shape == "dyadic" or "shape" in FORMATS[form].takes:
                FORMATS[form].write(record, io.BytesIO(), options)
