"""Canonical text and paragraphs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.text import canonical, paragraphs, sha256

CANONICAL = [
    (
        "clean",
        "“Fire!” – he said.\n\tTab, no-break\u00a0space, e\u0301 ",
        "“Fire!” – he said.\n\tTab, no-break\u00a0space, e\u0301 ",
        0,
    ),
    ("windows newlines", "one\r\ntwo\r\n", "one\ntwo\n", 1),
    ("old mac newlines", "one\rtwo\r\r", "one\ntwo\n\n", 1),
    ("byte order mark", "\ufeffone", "one", 1),
    ("mark inside stays", "one\ufefftwo", "one\ufefftwo", 0),
    ("NUL", "o\0ne", "one", 1),
    ("transmission marks", "\x01\x02BULLETIN\x03\x1b", "BULLETIN", 1),
    ("form feed breaks", "page one\fpage two", "page one\npage two", 1),
    ("DEL and C1 are no C0", "a\x7fb\x85c", "a\x7fb\x85c", 0),
    ("line separator stays", "a\u2028b", "a\u2028b", 0),
    ("unpaired surrogate", "a\ud800b", "a\ufffdb", 1),
    ("all at once", "\ufeffa\0\r\nb\v\ud800", "a\nb\n\ufffd", 5),
    ("nothing", "", "", 0),
]


@pytest.mark.parametrize(("text", "expected", "changes"), [row[1:] for row in CANONICAL], ids=[row[0] for row in CANONICAL])
def test_canonical(text: str, expected: str, changes: int) -> None:
    found, made = canonical(text)
    assert found == expected
    assert len(made) == changes


PARAGRAPHS = [
    ("two", "One.\n\nTwo.", ["One.", "Two."]),
    ("hard-wrapped", "One line\nand the next.\n\nTwo.\n", ["One line\nand the next.", "Two."]),
    ("blank lines of spaces", "  One.  \n \t \n\n   Two.   ", ["One.", "Two."]),
    ("leading newlines", "\n\n\nOne.", ["One."]),
    ("only white space", " \n \n", []),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PARAGRAPHS], ids=[row[0] for row in PARAGRAPHS])
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in paragraphs(text)] == expected


@given(st.text())
def test_canonical_is_idempotent_and_writable(text: str) -> None:
    once, _ = canonical(text)
    assert canonical(once.removeprefix("\ufeff"))[0] == once.removeprefix("\ufeff")
    once.encode("utf-8")
    assert not set(once) & set(map(chr, [*range(9), *range(11, 32)]))


@given(st.text(alphabet=st.sampled_from("ab.\n \t")))
def test_paragraphs_cover_all_but_white_space(text: str) -> None:
    spans = paragraphs(text)
    assert all(a.end < b.start for a, b in pairwise(spans))
    assert sum(len(text[s.start : s.end].replace(" ", "").replace("\t", "").replace("\n", "")) for s in spans) == sum(
        not c.isspace() for c in text
    )


def test_sha256_is_the_published_one() -> None:
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
