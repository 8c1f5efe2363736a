"""Speakers: ids of the speakers of all claims of a text, in text order. Line breaks are written \\n."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from counterclaim.parse import Pipeline
from tests.answers import cases, claims_by_rules, document_of, names

CASES = cases("speaker.csv")


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_speakers(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    claims = claims_by_rules(pipeline, document_of(case["text"], case["outlet"]))
    assert "; ".join(claim.speaker.id or "" for claim in claims) == case["speakers"]
    assert all(claim.why[0].startswith("speaker: ") for claim in claims)
