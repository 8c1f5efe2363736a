"""Groups, bodies, outlets and people nobody names, of all regions: names to ids. Needs the shipped parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from counterclaim.extract.actor import find_actors
from tests.answers import cases, names
from tests.test_actor import answer, head_of, parsed

CASES = cases("groups.csv")


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_phrase(case: Mapping[str, str]) -> None:
    found = parsed(case["text"])
    index = find_actors(found, date.fromisoformat(case["published"]))
    assert answer(index, case["how"], head_of(found, case["phrase"])) == case["expected"]


def test_cases_are_of_all_regions() -> None:
    wanted = {"africa", "americas", "central_asia", "east_asia", "europe", "middle_east", "pacific", "south_asia"}
    assert wanted | {"bodies", "generic", "hard", "outlets"} == {row["region"] for row in CASES}
    assert len(CASES) >= 150
