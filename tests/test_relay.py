"""Relay chains: who speaks where a medium says whose words it passes on, and the media between."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from counterclaim.parse import Pipeline
from tests.answers import cases, claims_by_rules, document_of, names

CASES = cases("relays.csv")


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_relay(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    claim = claims_by_rules(pipeline, document_of(case["text"]))[0]
    assert (claim.speaker.id, "|".join(claim.via) or "-") == (case["speaker"], case["via"])
