"""The exports that are tables: the published columns, their types by a real reader, unique keys, options."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from counterclaim.export import FORMATS, ExportOptions, export, schema_of
from counterclaim.export.columns import columns
from counterclaim.lexicon import read_file
from tests.record import Record, border_clash

pd = pytest.importorskip("pandas")

COUNTS = {"acled": 31, "ucdp-ged": 49, "gdelt-events": 61, "gdelt-mentions": 16, "polecat": 40, "ftm-statements": 14}
LIST = Path(__file__).parent / "cases" / "published_columns.csv"
PUBLISHED = {form: [row["column"] for row in read_file(LIST) if row["form"] == form] for form in COUNTS}
TABLES = sorted(name for name, form in FORMATS.items() if form.table)
WITH_SHAPES = ("acled", "ucdp-ged")


def written(record: Record, form: str, folder: Path, options: ExportOptions | None = None) -> Path:
    path = folder / f"{form}.csv"
    export(record, form, path, options)
    return path


def frame(path: Path) -> Any:
    """What docs/formats.md tells a reader to do, with nothing but the file and its schema."""
    described = json.loads(path.with_suffix(".schema.json").read_text("utf-8"))
    fields = described["schema"]["fields"]
    return pd.read_csv(
        path,
        sep=described["dialect"]["delimiter"],
        header=0 if described["dialect"]["header"] else None,
        names=[field["name"] for field in fields],
        dtype={field["name"]: field["pandas"] for field in fields},
        skiprows=[row - 1 for row in described["dialect"].get("commentRows", [])],
    )


@pytest.mark.parametrize("form", sorted(PUBLISHED))
def test_the_published_columns_come_first_and_in_order(form: str) -> None:
    names, count = PUBLISHED[form], COUNTS[form]
    assert len(names) == count
    assert [column.name for column in columns(form) if not column.extra] == names
    assert [column.name for column in columns(form)][:count] == names
    assert len({column.name for column in columns(form)}) == len(columns(form))


@pytest.mark.parametrize("form", TABLES)
def test_pandas_reads_it_with_the_types_of_its_schema(form: str, tmp_path: Path) -> None:
    path = written(border_clash(), form, tmp_path)
    read = frame(path)
    described = json.loads(path.with_suffix(".schema.json").read_text("utf-8"))["schema"]
    assert [str(kind) for kind in read.dtypes] == [field["pandas"] for field in described["fields"]]
    assert len(read) > 0
    assert not read.duplicated(described["primaryKey"]).any(), "a key names one row"
    for field in described["fields"]:
        values = read[field["name"]].dropna()
        if field["type"] == "array":
            assert all(isinstance(json.loads(value), list) for value in values)
        if field["type"] == "date":
            assert (values == pd.to_datetime(values).dt.strftime("%Y-%m-%d")).all()


@pytest.mark.parametrize("form", TABLES)
def test_a_naive_reader_splits_it_into_the_same_cells(form: str, tmp_path: Path) -> None:
    """TSV without quotation marks and CSV as RFC 4180: every line has a cell for every column."""
    path = written(border_clash(), form, tmp_path)
    text = path.read_bytes().decode("utf-8")
    many = len(columns(FORMATS[form].table or ""))
    if FORMATS[form].delimiter == "\t":
        assert {len(line.split("\t")) for line in text.rstrip("\n").split("\n")} == {many}
        assert not any(cell.startswith('"') for line in text.split("\n") for cell in line.split("\t"))
    else:
        assert {len(cells) for cells in csv.reader(io.StringIO(text, newline=""), strict=True)} == {many}


@pytest.mark.parametrize("form", sorted(PUBLISHED))
def test_without_extras_it_has_the_published_columns_only(form: str, tmp_path: Path) -> None:
    if "extras" not in FORMATS[form].takes:
        pytest.skip("it has none")
    path = written(border_clash(), form, tmp_path, ExportOptions(extras=False))
    first = path.read_text("utf-8").split("\n")[0]
    assert len(next(csv.reader([first], delimiter=FORMATS[form].delimiter))) == COUNTS[form]
    assert list(frame(path).columns) == PUBLISHED[form]


@pytest.mark.parametrize("form", [form for form in TABLES if "hxl" in FORMATS[form].takes])
def test_hxl_tags_stand_below_the_header(form: str, tmp_path: Path) -> None:
    options = ExportOptions(hxl=True)
    path = written(border_clash(), form, tmp_path, options)
    header, tags, *_ = csv.reader(path.read_text("utf-8").splitlines())
    assert [tag for tag in tags if tag and not tag.startswith("#")] == []
    assert len(header) == len(tags)
    assert len(frame(path)) == len(frame(written(border_clash(), form, tmp_path)))
    tagged = [field.get("hxl", "") for field in json.loads(schema_of(form, options))["schema"]["fields"]]
    assert tagged == tags


@pytest.mark.parametrize(("form", "tags"), [("ucdp-ged", {"best": "#affected+killed", "adm_1": "#adm1+name", "date_start": "#date+start"})])
def test_the_tags_that_hdx_gives(form: str, tags: dict[str, str]) -> None:
    assert {column.name: column.hxl for column in columns(form) if column.name in tags} == tags


@pytest.mark.parametrize("form", WITH_SHAPES)
def test_monadic_is_a_row_for_each_party(form: str, tmp_path: Path) -> None:
    dyadic = frame(written(border_clash(), form, tmp_path))
    monadic = frame(written(border_clash(), form, tmp_path, ExportOptions(shape="monadic")))
    key, first, second = ("event_id_cnty", "actor1", "actor2") if form == "acled" else ("id", "side_a", "side_b")
    assert len(dyadic) == 1
    assert list(monadic[key]) == list(dyadic[key]) * 2
    assert list(monadic[first]) == [dyadic[first][0], dyadic[second][0]]
    assert monadic[second].isna().all()


SCRIPT = """
arguments <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(arguments[1], sep = arguments[2], header = arguments[3] == "TRUE", quote = if (arguments[2] == "\\t") "" else "\\"",
                 colClasses = strsplit(arguments[4], ",")[[1]], na.strings = "", check.names = FALSE, encoding = "UTF-8", comment.char = "")
cat(nrow(rows), ncol(rows), anyDuplicated(rows[[as.integer(arguments[5])]]), "\\n")
"""


@pytest.mark.parametrize("form", TABLES)
def test_r_reads_it_with_the_classes_of_its_schema(form: str, tmp_path: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("R is not installed")
    path = written(border_clash(), form, tmp_path)
    described = json.loads(schema_of(form))
    fields: list[dict[str, Any]] = described["schema"]["fields"]
    # R's own reader knows days, and "true"; instants it is given as text.
    classes = ["character" if field["r"] == "POSIXct" else field["r"] for field in fields]
    key = next(number for number, field in enumerate(fields, 1) if field["name"] == described["schema"]["primaryKey"][0])
    header = str(described["dialect"]["header"]).upper()
    (tmp_path / "read.R").write_text(SCRIPT, encoding="utf-8")
    command = [
        rscript,
        "--vanilla",
        str(tmp_path / "read.R"),
        str(path),
        described["dialect"]["delimiter"],
        header,
        ",".join(classes),
        str(key),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(len(frame(path))), str(len(fields)), "0"]
