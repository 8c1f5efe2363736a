"""Attribution: for each text, the frame that must be found: kind, head of the speaker, cue, heads of what is said."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from counterclaim.parse import Pipeline
from tests.answers import cases, frame_words, frames_of, names

CASES = cases("attribution.csv")
SILENT = (
    "The road runs through the valley and the border runs along the river.",
    "The temperature showed a fall on Tuesday.",
    "Two lorries burned beside the well.",
    "Rice prices rose in the port after the rains.",
)


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_frame(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    parse = pipeline.parse(case["text"])
    assert case["frame"] in [frame_words(parse, frame) for frame in frames_of(parse)]


@pytest.mark.parametrize("text", SILENT)
def test_nobody_speaks(pipeline: Pipeline, text: str) -> None:
    assert frames_of(pipeline.parse(text)) == []


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_what_is_said_is_not_the_attribution(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    parse = pipeline.parse(case["text"])
    for frame in frames_of(parse):
        assert not frame.outside.intersection(frame.content)
        assert list(frame.cue) == sorted(frame.cue)
