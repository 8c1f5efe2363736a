"""The places of the annotated development incidents, where that folder is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from counterclaim.extract.place import load
from counterclaim.extract.place.resolve import kilometres

SHARED = Path(os.environ.get("COUNTERCLAIM_SHARED") or Path(__file__).parents[2] / "shared") / "incidents"


def can_be_placed(gold: Path) -> bool:
    """Whether a name that the annotation gives for the incident's place leads to a point within 25 km of it."""
    place = json.loads(gold.read_text(encoding="utf-8"))["incident"]["place"]
    entries = [entry for name in (place["name"], *place["alt_names"]) for entry in load().lookup(name)]
    return any(kilometres(entry.lat, entry.lon, place["lat"], place["lon"]) <= 25 for entry in entries)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated incidents are not here")
def test_most_incidents_can_be_placed() -> None:
    golds = sorted(SHARED.glob("*/gold.json"))
    assert sum(map(can_be_placed, golds)) >= 13 * len(golds) / 15
