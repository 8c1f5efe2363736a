"""Even-handedness: telling a sentence of B where it was told of A exchanges the parties in the record and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim.parse import Pipeline
from tests.answers import claims_of, document_of
from tests.swap import DYADS, forms, pairs, record, told

LINES = (Path(__file__).parent / "cases" / "swap.txt").read_text(encoding="utf-8").splitlines()
TEMPLATES = tuple(line for line in LINES if not line.startswith("#"))
SAMPLE = tuple(pairs(TEMPLATES, dyads_each=3))


def test_sample() -> None:
    """The sample is large enough to say something, and the whole much larger."""
    assert len(TEMPLATES) >= 60
    assert {(first, second) for _, first, second in SAMPLE} == set(DYADS)
    assert len(set(pairs(TEMPLATES, dyads_each=len(DYADS)))) >= 500


@pytest.mark.parametrize("dyad", DYADS, ids="-".join)
def test_forms_tell_the_parties_apart(dyad: tuple[str, str]) -> None:
    words = [word for state in dyad for word in (forms(state).name, forms(state).adjective, forms(state).capital)]
    assert all(words)
    assert len(set(words)) == 6


@pytest.mark.parametrize(("template", "first", "second"), SAMPLE)
def test_swap(pipeline: Pipeline, template: str, first: str, second: str) -> None:
    records = []
    for one, other in ((first, second), (second, first)):
        document = document_of(told(template, one, other))
        records.append(record(document, claims_of(pipeline, document), one, other))
    assert records[0] == records[1]
