"""The generated reports that linking is measured on."""

from __future__ import annotations

import pytest
from bench.link import figures, made
from bench.scoring import b_cubed


def test_the_same_seed_gives_the_same_reports() -> None:
    assert made(300, 4, 30) == made(300, 4, 30)
    documents, claims, truth = made(300, 4, 30, seed=2)
    assert (len(documents), len(claims), set(truth)) == (30, 300, {document.id for document in documents})


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ({"a": "1", "b": "1", "c": "2"}, (1.0, 1.0, 1.0)),
        ({}, (1.0, 2 / 3, 0.8)),
        ({"a": "1", "b": "1", "c": "1"}, (5 / 9, 1.0, 5 / 7)),
    ],
    ids=["as they belong", "none placed", "all in one"],
)
def test_b_cubed(placed: dict[str, str], expected: tuple[float, float, float]) -> None:
    assert b_cubed({"a": "x", "b": "x", "c": "y"}, placed) == pytest.approx(expected)


def test_floor() -> None:
    found = figures(2_000, 40, 365)
    b3 = found["b_cubed"]
    assert isinstance(b3, dict) and b3["f1"] > 0.95
    assert found["reports"] == 200
