"""The measures of bench.restore."""

from __future__ import annotations

import pytest
from bench.restore import aligned, area_under_curve, by_word, expected_calibration_error

from counterclaim.model import Span
from counterclaim.restore import Edit


@pytest.mark.parametrize(
    ("found", "restored", "expected"),
    [
        ("nan", "the", [(5, "the")]),
        ("equipped forces", "armed forces", [(5, "armed")]),
        ("atomic number 2", "he", [(5, "he"), (12, ""), (19, "")]),
        ("fto", "let go", [(5, "let go")]),
    ],
    ids=["one word", "a phrase of which one word changes", "several for one", "one for several"],
)
def test_by_word(found: str, restored: str, expected: list[tuple[int, str]]) -> None:
    edit = Edit(Span(5, 5 + len(found)), found, restored, 0.9, "test")
    assert [(start, new) for start, (new, _) in by_word(edit)] == expected


def test_aligned_leaves_out_what_was_added() -> None:
    assert aligned("nan army said simply", "the army said") == {0: "the"}


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [([(0.1, False), (0.9, True)], 1.0), ([(0.9, False), (0.1, True)], 0.0), ([(0.5, False), (0.5, True)], 0.5)],
    ids=["apart", "the wrong way round", "tied"],
)
def test_area_under_curve(pairs: list[tuple[float, bool]], expected: float) -> None:
    assert area_under_curve(pairs) == expected


def test_calibration() -> None:
    assert expected_calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == 0
    assert expected_calibration_error([(0.95, False)]) == 0.95
