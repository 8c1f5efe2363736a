"""Whole texts to claims, and what holds of the claims of any text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.extract import extract
from counterclaim.model import Claim, Document
from counterclaim.parse import Pipeline
from tests.answers import NOTHING, cases, claim_words, claims_by_rules, claims_of, document_of, names
from tests.swap import DYADS, told

CASES = cases("claims.csv")
SAYINGS = (
    "The {A.adj} army said {B.adj} troops had killed {N} of its men.",
    "{A.cap} denied the report.",
    "“{B.adj} guns hit the mill,” the {A.adj} ministry said. “{N} people died.”",
    "{A} and {B} accused each other of opening fire.",
    "According to {B.cap}, {N} soldiers were wounded.",
    "Residents said {N} villagers had fled.",
    "It was quiet on Sunday.",
    "{A.adj} troops: {N} dead",
)
NUMBERS = ("two", "at least 9", "dozens of", "3-4", "1,200", "no", "none", "up to 30", "9999999999999")
JOINS = (" ", "\n\n", "\n", "  ", "\u00a0", " \u2014 ")
ODD = (
    "",
    " ",
    "\n",
    ".",
    "“",
    "a",
    "7",
    "\u0301",
    "\ufffd",
    "\U0001f4a5",
    "\u202e",
    "said",
    "“said",
    ":",
    "-",
    "((((((",
    "said said said",
    "NATO:.",
    "(: .",
    "a. (:.",
    'a. says:"',
)


@st.composite
def reports(draw: st.DrawFn) -> str:
    """Texts of several sayings about one dyad, badly joined."""
    first, second = draw(st.sampled_from(DYADS))
    text = ""
    for saying in draw(st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=6)):
        text += told(saying, first, second).replace("{N}", draw(st.sampled_from(NUMBERS))) + draw(st.sampled_from(JOINS))
    return text


def check(document: Document, claims: list[Claim]) -> None:
    """What holds of all claims of a document."""
    text = document.text
    assert len({claim.id for claim in claims}) == len(claims)
    assert claims == sorted(claims, key=lambda claim: (claim.span, claim.id))
    for claim in claims:
        assert text[claim.span.start : claim.span.end] == claim.evidence != ""
        assert claim.document == document.id
        assert claim.speaker.id
        assert claim.why
        assert 0 <= claim.confidence <= 1
        for found in (claim.cue, claim.speaker, claim.event.actor, claim.event.target, *claim.casualties):
            if found is not None and found.span is not None:
                assert text[found.span.start : found.span.end] == found.text
        for toll in claim.casualties:
            bounds = [bound for bound in (toll.low, toll.best, toll.high) if bound is not None]
            assert bounds == sorted(bounds)
            assert toll.unspecified == (not bounds)


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_claims(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    document = document_of(case["text"], case["outlet"])
    claims = claims_by_rules(pipeline, document)
    check(document, claims)
    assert ("; ".join(map(claim_words, claims)) or NOTHING) == case["claims"]


@settings(max_examples=60)
@given(text=reports())
def test_claims_of_any_report(pipeline: Pipeline, text: str) -> None:
    document = replace(document_of(""), text=text)
    claims = claims_of(pipeline, document)
    check(document, claims)
    assert claims == extract(document, pipeline.parse(text))


@settings(max_examples=40)
@given(text=st.text(max_size=120))
def test_claims_of_any_text(pipeline: Pipeline, text: str) -> None:
    document = replace(document_of(""), text=text)
    check(document, claims_of(pipeline, document))


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_texts(pipeline: Pipeline, text: str) -> None:
    document = replace(document_of(""), text=text)
    check(document, claims_of(pipeline, document))


@pytest.mark.parametrize("place", ["Xqrzavil", "Upper Nowhereton", "Brqzheim", "al-Zzyxqa"])
def test_an_unknown_place_loses_nothing_else(pipeline: Pipeline, place: str) -> None:
    text = f"The Kenyan army said Somali gunmen had killed four of its soldiers near {place} on 12 May 2024."
    (claim,) = claims_of(pipeline, document_of(text))
    assert (claim.speaker.id, claim.stance) == ("KEN:MIL", "accuses")
    assert claim.event.when is not None
    assert claim.event.when.timex == "2024-05-12"
    assert [(toll.side, toll.best) for toll in claim.casualties] == [("KEN:MIL", 4)]
    assert claim.event.place is None or claim.event.place.lat is None


def test_the_outlet_changes_nothing_that_is_said(pipeline: Pipeline) -> None:
    text = "The Peruvian army said two Ecuadorian soldiers were wounded."
    told_by = [claims_of(pipeline, document_of(text, outlet)) for outlet in ("", "Reuters", "The Quayside Gazette")]
    assert [[claim_words(claim) for claim in claims] for claims in told_by] == [[claim_words(claim) for claim in told_by[0]]] * 3


CONTEXT = [
    (
        "The Kenyan army said two of its soldiers were killed.",
        "2024-05-12",
        "the day of publication",
        None,
        "nothing else dates it",
    ),
    (
        "The army visited Garissa on 10 May 2024. The Kenyan army said two of its soldiers were killed.",
        "2024-05-10",
        "the first day named in the report",
        "Garissa",
        "the first day and point named",
    ),
    (
        "The army visited the town on 3 March 2021. The Kenyan army said two of its soldiers were killed.",
        None,
        None,
        None,
        "a report that looks back is not dated by its publication",
    ),
    (
        'Nairobi must "stop its aggression", the Somali army said. Its soldiers were fired on.',
        "2024-05-12",
        "the day of publication",
        None,
        "a capital that stands for its state is no place",
    ),
]


@pytest.mark.parametrize(("text", "day", "dated_by", "place", "reason"), CONTEXT, ids=[row[-1] for row in CONTEXT])
def test_context(pipeline: Pipeline, text: str, day: str | None, dated_by: str | None, place: str | None, reason: str) -> None:
    document = replace(document_of(""), text=text, published=date(2024, 5, 12))
    claims = [claim for claim in claims_of(pipeline, document) if not claim.background]
    assert claims, reason
    for claim in claims:
        when, where = claim.event.when, claim.event.place
        assert (when.start.date().isoformat() if when and when.start else None) == day, reason
        assert (f"when: from context, {dated_by}" in claim.why) == (dated_by is not None), claim.why
        assert (where.name if where else None) == place, reason


def test_a_year_beside_a_weekday_of_no_date_looks_back(pipeline: Pipeline) -> None:
    text = "The Kenyan army said two of its soldiers were killed on Tuesday. A battle in 2020 killed thousands."
    tuesday, battle = claims_of(pipeline, replace(document_of(""), text=text, published=None))
    assert not tuesday.background
    assert tuesday.event.when is not None
    assert tuesday.event.when.start is None
    assert battle.background
