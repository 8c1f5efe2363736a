"""Organs of many states: templates with their country, proper names, acronyms, and names that are any state's. Needs the shipped parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from counterclaim import lexicon
from counterclaim.extract.actor import find_actors
from counterclaim.lexicon import actors
from tests.answers import cases, names
from tests.test_actor import answer, head_of, parsed

CASES = cases("organs.csv")
ANY_STATE = (
    "national human rights commission",
    "attorney general of the republic",
    "prosecutor general's office",
    "presidential guard",
    "national police",
    "election commission",
    "public ministry",
    "civil defence",
    "coast guard command",
)  # names that many states have: only the words around them tell whose


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_phrase(case: Mapping[str, str]) -> None:
    found = parsed(case["text"])
    index = find_actors(found, date.fromisoformat(case["published"]))
    assert answer(index, case["how"], head_of(found, case["phrase"])) == case["expected"]


def test_cases_are_of_many_countries() -> None:
    assert len({row["expected"].split(":")[0] for row in CASES}) >= 50
    assert {"africa", "americas", "central_asia", "east_asia", "europe", "middle_east", "pacific", "south_asia"} <= {
        r["region"] for r in CASES
    }


@pytest.mark.parametrize("name", ANY_STATE)
def test_name_of_any_state_is_fixed_to_none(name: str) -> None:
    entries = actors.load().entries[actors.atoms(name)]
    assert any(entry.kind in actors.ORGANS and not entry.id for entry in entries)
    assert not [entry for entry in entries if entry.kind == "organ" and not entry.when]


@pytest.mark.parametrize("name", ["groups.csv", "bodies.csv", "named_organs.csv", "outlets.csv"])
def test_name_means_one_party_at_a_time(name: str) -> None:
    """Within a file, no name has two parties under the same conditions and on the same day."""
    seen: dict[tuple[object, ...], set[str]] = {}
    for row in lexicon.rows(name):
        key = (row.get("from", ""), row.get("to", ""), row.get("when", ""))
        for alias in row["names"].split("|"):
            seen.setdefault((actors.atoms(alias.strip().lstrip("~")), *key), set()).add(row["id"].partition(":")[0])
    assert [(key, sorted(ids)) for key, ids in seen.items() if len(ids) > 1] == []
