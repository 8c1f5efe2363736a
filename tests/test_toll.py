"""Tolls: side, kind and number of all that a text counts, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from counterclaim.parse import Pipeline
from tests.answers import cases, claims_by_rules, document_of, names, tolls_of

CASES = cases("toll.csv")


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_toll(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    document = document_of(case["text"])
    claims = claims_by_rules(pipeline, document)
    assert tolls_of(claims) == case["tolls"]
    for toll in (toll for claim in claims for toll in claim.casualties):
        assert toll.span is not None
        assert document.text[toll.span.start : toll.span.end] == toll.text
