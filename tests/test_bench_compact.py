"""Annotated reports in the compact form: their files, and the folders that bench.incidents reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.compact import folders, toll_of
from bench.incidents import annotated
from train.reports import read_reports, written

FILES = sorted((Path(__file__).parents[1] / "bench" / "reports").glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_claim_is_in_its_report(file: Path) -> None:
    for report in read_reports(file):
        assert report.claims
        assert all(0 <= claim.start < claim.end <= len(report.text) for claim in report.claims)


def test_folders_hold_every_claim(tmp_path: Path) -> None:
    count = folders(FILES, tmp_path)
    incidents = annotated(tmp_path, "en", "")
    assert len(incidents) == count
    rows = [row for incident in incidents for told in incident.gold["documents"] for row in told["claims"]]
    assert len(rows) == sum(len(report.rows) for file in FILES for report in written(file))


@pytest.mark.parametrize(
    ("number", "low", "best", "high"), [("4", 4, 4, 4), (">=10", 10, 10, None), ("<=3", None, 3, 3), ("2-5", 2, None, 5), ("~7", 7, 7, 7)]
)
def test_bounds_of_a_toll(number: str, low: int | None, best: int | None, high: int | None) -> None:
    toll = toll_of("civilians", "killed", number)
    assert (toll.get("low"), toll.get("best"), toll.get("high")) == (low, best, high)


def test_a_line_with_too_few_fields_is_named(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text("@@ one | doc01.txt | Paper | 2024-01-01\nNine died.\n--CLAIMS--\noutlet | - | asserts\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"short\.txt: 3 fields instead of 13"):
        list(read_reports(file))
