"""Stand-ins: the parser reads every state by the same names, and the parse keeps the names as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.parse import Pipeline
from counterclaim.parse.stand_ins import stand_ins

READ = [
    ("Chad accused Sudan", "Italy accused Canada", "in order of appearance"),
    ("Sudan accused Chad", "Italy accused Canada", "whichever comes first"),
    ("Azerbaijani troops fired on Armenians near Yerevan", "Italian troops fired on Canadians near Ottawa", "adjective, plural, capital"),
    ("NIGER SAID MALIAN PLANES", "ITALY SAID CANADIAN PLANES", "capitals stay capitals"),
    ("South Sudan and Burkina Faso", "Costa Rica and Sri Lanka", "two words for two"),
    ("the niger delta and a chad", "the niger delta and a chad", "a small letter is no name"),
    ("US and UAE jets", "US and UAE jets", "acronyms are left"),
    ("He flew Air France to Mali", "He flew Air France to Italy", "part of another name"),
    ("near Baku Airport in Azerbaijan", "near Baku Airport in Italy", "a capital in another name"),
    ("The Chad army fired . In Kyiv they said so", "The Italy army fired . In Ottawa they said so", "a capital letter from the sentence"),
]
PAIRS = [("Kyrgyzstan", "Tajikistan"), ("Ecuador", "Peru"), ("Eritrea", "Ethiopia"), ("North Korea", "South Korea")]


@pytest.mark.parametrize(("text", "read", "reason"), READ, ids=[row[-1] for row in READ])
def test_stand_ins(text: str, read: str, reason: str) -> None:
    assert " ".join(stand_ins(text.split())) == read


@pytest.mark.parametrize(("one", "other"), PAIRS, ids="-".join)
def test_either_party_is_parsed_alike(pipeline: Pipeline, one: str, other: str) -> None:
    first, second = (
        pipeline.parse(
            f"{a} said that {b} had shelled a village on its side of the river, killing nine people, and that its army had answered."
        )
        for a, b in ((one, other), (other, one))
    )
    assert (first.heads, first.relations, first.upos, first.entities) == (second.heads, second.relations, second.upos, second.entities)
    assert first.text.startswith(one)


@given(st.lists(st.sampled_from(["Chad", "said", "New", "Zealand", "Sri", "Lankan", "Malians", "US", "", ".", "Tokyo", "É"])))
def test_as_many_words_as_before(forms: list[str]) -> None:
    read = stand_ins(forms)
    assert len(read) == len(forms)
    assert [form for form in read if form == ""] == [form for form in forms if form == ""]
