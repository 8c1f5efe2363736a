"""Stance and hedge of the claim that a text makes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from counterclaim.parse import Pipeline
from tests.answers import NOTHING, about, cases, claims_by_rules, document_of, names

CASES = cases("stance.csv")
HEDGED = tuple(row for row in CASES if row["hedge"])


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_stance(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    claims = about(claims_by_rules(pipeline, document_of(case["text"])), case["evidence"])
    assert [claim.stance for claim in claims] == [case["stance"]]


@pytest.mark.parametrize("case", HEDGED, ids=names(HEDGED))
def test_hedge(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    claims = about(claims_by_rules(pipeline, document_of(case["text"])), case["evidence"])
    assert [claim.hedge or NOTHING for claim in claims] == [case["hedge"]]
