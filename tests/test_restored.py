"""Extraction from a restored reading: claims of a spun copy are those of its original, and point into the text as read."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.flow import Settings, extract_document, extractor_version
from counterclaim.model import Claim, Document, Span
from counterclaim.parse import Pipeline
from counterclaim.restore import Edit, reading
from counterclaim.restored import as_read, read_through
from tests.answers import document_of

EXAMPLE = files("counterclaim") / "example"
SPUN, ORIGINAL = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("doc09.txt", "doc01.txt"))


def told(claims: tuple[Claim, ...]) -> set[tuple[Any, ...]]:
    """What a claim says, without its words."""
    return {(claim.speaker.id, claim.stance, claim.event.actor and claim.event.actor.id) for claim in claims}


def extracted(pipeline: Pipeline, text: str, *, restore: bool) -> tuple[Document, tuple[Claim, ...]]:
    document = document_of(text)
    found = extract_document(document, pipeline, Settings(restore=restore))
    assert found.rejection is None
    return document, found.claims


def test_a_spun_copy_says_more_of_what_its_original_says(pipeline: Pipeline) -> None:
    original = told(extracted(pipeline, ORIGINAL, restore=True)[1])
    restored, as_is = (told(extracted(pipeline, SPUN, restore=restore)[1]) for restore in (True, False))
    assert len(restored & original) > len(as_is & original)
    assert len(restored & original) >= 0.7 * len(original)


def test_claims_point_into_the_text_as_read(pipeline: Pipeline) -> None:
    document, claims = extracted(pipeline, SPUN, restore=True)
    for claim in claims:
        parts = [claim.speaker, claim.cue, claim.event.actor, claim.event.target, *claim.casualties]
        assert document.text[claim.span.start : claim.span.end] == claim.evidence
        for part in parts:
            if part is not None and part.span is not None:
                assert document.text[part.span.start : part.span.end] == part.text
    assert any(why.startswith("restored: ") for claim in claims for why in claim.why)


def test_a_claim_is_no_surer_than_its_words(pipeline: Pipeline) -> None:
    document = document_of(SPUN)
    overlaid = read_through(document)
    assert overlaid is not None
    for claim in extracted(pipeline, SPUN, restore=True)[1]:
        assert claim.confidence <= min((edit.probability for edit in overlaid.edits_in(claim.span)), default=1.0)


def test_clean_text_is_read_as_it_is(pipeline: Pipeline) -> None:
    assert read_through(document_of(ORIGINAL)) is None
    assert extracted(pipeline, ORIGINAL, restore=True) == extracted(pipeline, ORIGINAL, restore=False)


def test_restoring_is_on_unless_told_otherwise(pipeline: Pipeline) -> None:
    document, claims = extracted(pipeline, SPUN, restore=True)
    assert extract_document(document, pipeline, Settings()).claims == claims
    assert extractor_version(Settings()) != extractor_version(Settings(restore=False))


@pytest.mark.parametrize("text", ["", "a", "nan nan nan", "\x00", "…" * 50], ids=ascii)
def test_odd_texts_are_not_restored(text: str) -> None:
    assert read_through(document_of(text)) is None


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["successful", "nan", "border", "“", "Kyiv", "12", ".", "\n\n"]), min_size=1, max_size=12), st.data())
def test_spans_lead_back(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    at = [index for index, word in enumerate(words) if word in {"successful", "nan"} and data.draw(st.booleans())]
    starts = [len(" ".join(words[:index])) + (index > 0) for index in at]
    edits = [Edit(Span(s, s + len(words[i])), words[i], "in the", 0.9, "test") for i, s in zip(at, starts, strict=True)]
    overlaid = reading(text, edits)
    claim = as_read_whole(text, overlaid.text)
    back = as_read(claim, document_of(text), overlaid)
    assert back.evidence == text
    assert any(why.startswith("restored") for why in back.why) == bool(edits)


def as_read_whole(text: str, restored: str) -> Claim:
    """A claim whose span is the whole restored text."""
    from counterclaim.model import Actor, Event

    return Claim(
        "x", document_of(text).id, Span(0, len(restored)), restored, Actor("outlet", ""), "asserts", Event("other"), confidence=1.0
    )
