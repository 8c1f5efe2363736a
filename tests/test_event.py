"""Events: for an event word of a text, its type and the heads of its doer and target."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from counterclaim.extract.event import codes
from counterclaim.parse import Pipeline
from tests.answers import cases, names, trigger_words, triggers_of

CASES = cases("event.csv")
QUIET = (
    "The minister opened a school on the border.",
    "A wave of heat struck the coast and crops failed.",
    "Talks between the firms collapsed over wages.",
)


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_trigger(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    parse = pipeline.parse(case["text"])
    trigger = triggers_of(parse)[case["word"]]
    assert trigger_words(parse, trigger) == case["event"]
    assert trigger.type in codes()


@pytest.mark.parametrize("text", QUIET)
def test_nothing_violent(pipeline: Pipeline, text: str) -> None:
    assert not [word for word, trigger in triggers_of(pipeline.parse(text)).items() if trigger.type not in {"other", "attack"}]
