"""One document through parse and extract: every span holds, and whatever goes wrong in a report is its own rejection."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.errors import LexiconError
from counterclaim.extract import ExtractOptions
from counterclaim.flow import Extracted, Settings, extract_document, extractor_version, keep
from counterclaim.ledger import open_ledger
from counterclaim.model import Document, Rejection, Span, content_id
from counterclaim.parse import TEXT_LIMIT, Pipeline
from counterclaim.syntax import Parse
from tests.written import REPORTS, UNDATED


def made(text: str, published: date | None = date(2031, 5, 7), source: str = "made/doc.txt") -> Document:
    return Document(content_id("document", text, str(published)), source, text, outlet="Wire", published=published)


def check_spans(document: Document, extracted: Extracted) -> None:
    """Whatever has a span has its words there."""
    assert extracted.rejection is None
    text = document.text
    for claim in extracted.claims:
        assert claim.document == document.id
        assert text[claim.span.start : claim.span.end] == claim.evidence
        spans: list[tuple[str, Span | None]] = [
            (actor.text, actor.span) for actor in (claim.speaker, claim.event.actor, claim.event.target) if actor
        ]
        spans += [(toll.text, toll.span) for toll in claim.casualties]
        spans += [(claim.cue.text, claim.cue.span)] if claim.cue else []
        for words, span in spans:
            assert span is None or text[span.start : span.end] == words
    assert len({claim.id for claim in extracted.claims}) == len(extracted.claims)


# ---------------------------------------------------------------- every claim stands in its text

QUOTES = st.sampled_from(
    [('"', '"'), ("“", "”"), ("'", "'"), ("«", "»"), ("„", "“"), ("‘", "’"), ("``", "''"), ("“", ""), ("", '"'), ('"', "”")]
)
STATES = st.sampled_from(["Portugal", "Spain", "Côte d'Ivoire", "Türkiye", "the U.S.", "Åland", "NORTH KOREA", "Bosnia-Herzegovina"])
BODIES = st.sampled_from(
    ["defence ministry", "army", "Foreign Minister João Peña", "MoD", "spokesperson (who asked not to be named)", "side"]
)
CUES = st.sampled_from(
    ["said", "claimed", "denied that", "accused them, saying", "declined to say whether", "warned:", "told the news agency"]
)
ACTS = st.sampled_from(
    [
        "troops opened fire near Elvas",
        "a drone struck a lorry [sic] at 06:40 (0540 GMT)",
        "two soldiers were killed and five\u00a0were wounded",
        "at least 1,200 people – among them children – have died",
        "nobody was hurt",
        "“heavy” shelling… went on\u2028until dawn",
        "the enemy’s losses are “no fewer than 40 to 50”",
        "nan forces opened dense occurrence connected our positions",
    ]
)
ENDS = st.sampled_from([".", "!", "…", "", ".\n", ".\n\n", " (photo: AFP).\n\n", ".[1] ", " 😀.\n", ")."])
STARTS = st.sampled_from(["", "ELVAS, May 6 (Wire) – ", "\ufeff", "• ", "1. ", "UPDATE: ", "\t", "(Adds detail) ", "\u200b", "On Tuesday "])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    opening, closing = draw(QUOTES)
    who, body, cue, act, end = draw(STATES), draw(BODIES), draw(CUES), draw(ACTS), draw(ENDS)
    shape = draw(st.integers(0, 3))
    words = (
        f"{who}'s {body} {cue} {opening}{act}{closing}{end}",
        f"{opening}{act},{closing} {who}'s {body} {cue}{end}",
        f"{act}, {who} {cue} ({opening}{act}{closing}){end}",
        f"{who} and {draw(STATES)} accused each other after {act}{end}",
    )[shape]
    return f"{draw(STARTS)}{words}"


@given(st.lists(sentences(), min_size=1, max_size=4).map(" ".join), st.sampled_from([None, date(2031, 5, 7)]))
@settings(max_examples=40)
def test_evidence_is_where_it_says(pipeline: Pipeline, text: str, published: date | None) -> None:
    document = made(text, published)
    check_spans(document, extract_document(document, pipeline, Settings()))


@given(st.text(max_size=200))
@settings(max_examples=30)
def test_any_text_at_all(pipeline: Pipeline, text: str) -> None:
    document = made(text)
    check_spans(document, extract_document(document, pipeline, Settings()))


@pytest.mark.parametrize("text", [*REPORTS.values(), UNDATED], ids=[*REPORTS, "undated"])
def test_reports(pipeline: Pipeline, text: str) -> None:
    document = made(text)
    first = extract_document(document, pipeline, Settings())
    check_spans(document, first)
    assert bool(first.claims) == (text != REPORTS["talks.txt"])
    assert extract_document(document, pipeline, Settings()) == first


def test_a_tuesday_in_an_undated_report_stays_unanchored(pipeline: Pipeline) -> None:
    found = extract_document(made(UNDATED, None), pipeline, Settings())
    times = [claim.event.when for claim in found.claims if claim.event.when is not None]
    assert times
    assert not any(when.anchored or when.start or when.end for when in times)
    assert "Tuesday" in times[0].text


# ---------------------------------------------------------------- what goes wrong is kept as a rejection


def test_a_text_too_long_to_parse_is_a_rejection(pipeline: Pipeline) -> None:
    document = made("x " * (TEXT_LIMIT // 2 + 1))
    found = extract_document(document, pipeline, Settings())
    assert found.claims == ()
    assert found.rejection is not None
    assert (found.rejection.source, found.rejection.reason) == ("made/doc.txt", "unparsable")


class Broken(Pipeline):
    """A parser with a defect."""

    def parse(self, text: str) -> Parse:
        raise ZeroDivisionError("a defect")


def test_a_defect_of_ours_is_a_rejection_of_that_report(pipeline: Pipeline) -> None:
    found = extract_document(made("Spain said so."), Broken(pipeline.encoder), Settings())
    assert found.rejection is not None
    assert (found.rejection.reason, found.rejection.detail) == ("failed", "ZeroDivisionError: a defect")


def test_a_users_file_that_cannot_be_read_concerns_the_whole_run(pipeline: Pipeline, tmp_path: Path) -> None:
    broken = tmp_path / "mine.csv"
    broken.write_text("no,such\nheader\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"mine\.csv"):
        extract_document(made("Portugal said two soldiers were killed."), pipeline, Settings(extract=ExtractOptions(actors=broken)))


def test_a_result_for_the_same_content_found_elsewhere() -> None:
    one, two = made("text", source="a/one.txt"), made("text", source="b/two.txt")
    assert Extracted(one).of(two) == Extracted(two)
    refused = Extracted(one, rejection=Rejection("a/one.txt", "failed", "why"))
    assert refused.of(two) == Extracted(two, rejection=Rejection("b/two.txt", "failed", "why"))


def test_a_document_and_its_claims_are_kept_together(pipeline: Pipeline, tmp_path: Path) -> None:
    document = made(REPORTS["wire.txt"])
    found = extract_document(document, pipeline, Settings())
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.session() as session:
            assert keep(session, found, "one") == len(found.claims)
            assert keep(session, found, "one") == 0
            assert keep(session, Extracted(document, rejection=Rejection("x", "failed")), "one") == 0
        with ledger.view() as view:
            counts = view.counts()
    assert (counts.documents, counts.claims, counts.rejections) == (1, len(found.claims), 1)


# ---------------------------------------------------------------- the version names what decides


def test_the_version_follows_the_users_rows_and_not_their_place(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one.csv", "same.csv", "other.csv"))
    one.write_text("id,names\n", encoding="utf-8")
    same.write_bytes(one.read_bytes())
    other.write_text("id,names\nx,X\n", encoding="utf-8")
    plain, first, second, third = (extractor_version(Settings(extract=ExtractOptions(actors=path))) for path in (None, one, same, other))
    assert first == second
    assert len({plain, first, third}) == 3
    assert extractor_version(Settings()) == plain
