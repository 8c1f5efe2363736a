"""Floors of the annotated reports: what is under one, and how they are raised."""

from __future__ import annotations

import json

import pytest
from bench.gate import FLOORS, MEASURES, raised, under


@pytest.mark.parametrize(
    ("figure", "low"),
    [(0.62, []), (0.65, []), (0.5996, []), (0.598, ["claim"])],
    ids=["at the floor or above", "above", "within the rounding", "under"],
)
def test_a_figure_under_its_floor_is_named(figure: float, low: list[str]) -> None:
    assert under({"claim": 0.6}, {"claim": figure, "toll": 0.1}) == low


def test_a_measure_that_is_missing_is_under() -> None:
    assert under({"claim": 0.6}, {}) == ["claim"]


def test_floors_are_never_lowered() -> None:
    assert raised({"claim": 0.6, "toll": 0.4}, {"claim": 0.7, "toll": 0.3}) == {"claim": 0.7, "toll": 0.4}


def test_every_measure_of_every_set_has_a_floor() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert {name: set(row) for name, row in floors.items()} == {"incidents": set(MEASURES), "invented": set(MEASURES)}
