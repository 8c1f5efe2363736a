"""Paragraphs: text -> paragraphs, shown with `|` for soft line ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.parse.paragraphs import paragraphs

WRAPPED = """   THE BATTALION COMMAND SAID THAT ABOUT FIFTY PEASANTS OF VARIOUS
AGES WERE TAKEN AWAY BY ARMED MEN FROM THE TOWN IN THE EASTERN
DEPARTMENT.  NO ONE WAS HURT.

   THE SOURCE ADDED THAT NOTHING ELSE WAS KNOWN OF THE PEOPLE WHO
WERE TAKEN TO AN UNKNOWN PLACE.
"""
FIRST = """THE BATTALION COMMAND SAID THAT ABOUT FIFTY PEASANTS OF VARIOUS|AGES WERE TAKEN AWAY BY ARMED MEN FROM THE TOWN IN \
THE EASTERN|DEPARTMENT.  NO ONE WAS HURT."""
SECOND = "THE SOURCE ADDED THAT NOTHING ELSE WAS KNOWN OF THE PEOPLE WHO|WERE TAKEN TO AN UNKNOWN PLACE."
CASES: dict[str, tuple[str, list[str]]] = {
    "empty": ("", []),
    "blank": (" \n\t\n ", []),
    "one": ("One line.", ["One line."]),
    "blank line": ("One.\n\nTwo.", ["One.", "Two."]),
    "line ends": ("Headline\nThe first sentence.\r\nThe second.", ["Headline", "The first sentence.", "The second."]),
    "blank line with spaces": ("One.\n  \nTwo.", ["One.", "Two."]),
    "indented": ("  One.\n    Two.", ["One.", "Two."]),
    "unicode separators": ("One.\u2028Two.\u2029Three.\x85Four.", ["One.", "Two.", "Three.", "Four."]),
    "list of like items": (
        "- three soldiers killed\n- four soldiers wounded\n- two vehicles burnt",
        ["- three soldiers killed", "- four soldiers wounded", "- two vehicles burnt"],
    ),
    "live blog, dash": ("21:40 - The ministry speaks.", ["21:40 -", "The ministry speaks."]),
    "live blog, no dash": ("9:50 p.m. State TV admits it.", ["9:50 p.m.", "State TV admits it."]),
    "live blog, brackets": ("[14:05 GMT] “No.”", ["[14:05 GMT]", "“No.”"]),
    "flash": ("BREAKING: Shots heard", ["BREAKING:", "Shots heard"]),
    "a time in its sentence": ("16:30 local time on Tuesday, shots were heard.", ["16:30 local time on Tuesday, shots were heard."]),
    "words in capitals": ("URGENT HELP NEEDED", ["URGENT HELP NEEDED"]),
    "wrapped at a width": (WRAPPED, [FIRST, SECOND]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end].replace("\n", "|") for span in paragraphs(text)] == expected


@given(st.text(alphabet="abc .\n\r\t", max_size=200))
def test_paragraphs_hold_everything_visible_once(text: str) -> None:
    spans = paragraphs(text)
    assert "".join("".join(text[span.start : span.end].split()) for span in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
