"""Confidence: a probability that falls with what had to be inferred, and that changing parties does not change."""

from __future__ import annotations

import pytest

from counterclaim.extract.confidence import BASE, probability
from counterclaim.parse import Pipeline
from tests.answers import claims_by_rules, document_of

SURER = [
    pytest.param(
        "The Kenyan army said its troops shelled Mandera.",
        "Kimani said its troops shelled Mandera.",
        id="an organ that is named before a name of nobody known",
    ),
    pytest.param(
        "The Kenyan army said its troops shelled Mandera.",
        "Shells hit Mandera.",
        id="a speaker that is named before the outlet's own voice",
    ),
    pytest.param(
        "The Kenyan army denied that it had shelled Mandera.",
        "The Kenyan army said it had nothing to add.",
        id="a stance that the cue says before one that nothing says",
    ),
]


def confidence_of(pipeline: Pipeline, text: str) -> float:
    return claims_by_rules(pipeline, document_of(text, ""))[0].confidence


@pytest.mark.parametrize(("surer", "less"), SURER)
def test_what_is_said_in_plain_words_is_surer(pipeline: Pipeline, surer: str, less: str) -> None:
    assert 0 < confidence_of(pipeline, less) < confidence_of(pipeline, surer) < 1


def test_no_party_is_believed_more_than_another(pipeline: Pipeline) -> None:
    told = "{} troops killed two men at a {} post, the {} army said."
    one = told.format("Kenyan", "Ugandan", "Ugandan")
    other = told.format("Ugandan", "Kenyan", "Kenyan")
    assert confidence_of(pipeline, one) == confidence_of(pipeline, other)


def test_a_sign_without_a_weight_says_nothing() -> None:
    weights = {BASE: 0.0, "cue": 1.0}
    assert probability([], weights) == probability(["speaker: never seen"], weights) == 0.5
    assert probability(["cue"], weights) == pytest.approx(0.7311, abs=1e-4)
