"""Quotations of a text: straight and curly, double and single marks, guillemets and doubled back-quotes.

A quotation never leaves its paragraph: one that is not closed there ends with it (`closed` false), which is also how news
style writes a quotation of several paragraphs, each but the last without its closing mark. Nested ones are not listed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from counterclaim.model import Span
from counterclaim.syntax import Quotation

_MARK = re.compile(r"``|''|[\"“”„«»‹›‘’']")
_CLOSERS = {
    '"': ('"', "”"),
    "“": ("”", '"', "''"),
    "”": ("”",),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "›": ("‹",),
    "``": ("''", '"'),
    "''": ("''",),
    "‘": ("’", "'"),
    "'": ("'", "’"),
}
_SINGLE = frozenset("‘’'")
_OPENS_AFTER = frozenset("([{<-–—/:“„«‘\"'`|*>")
_ELISION = re.compile(r"['’‘](?:\d\ds?\b|em\b|til\b|cause\b|tis\b|twas\b|n\b)", re.IGNORECASE)


class Mark(NamedTuple):
    """A quotation mark and what its place allows it to be."""

    start: int
    end: int
    sign: str
    opens: bool
    closes: bool
    possessive: bool


def quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """The outermost quotations, in order. One pass over the marks of each paragraph."""
    return [quotation for paragraph in paragraphs for quotation in _in_paragraph(text, paragraph)]


def _in_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    marks = [_mark(text, found, paragraph) for found in _MARK.finditer(text, paragraph.start, paragraph.end)]
    last_single = max((i for i, mark in enumerate(marks) if mark.sign in _SINGLE and mark.closes), default=-1)
    found: list[Quotation] = []
    opener: Mark | None = None
    for index, mark in enumerate(marks):
        if opener is None:
            if mark.opens and (mark.sign not in _SINGLE or index < last_single or mark.start == paragraph.start):
                opener = mark
        elif _closes(opener, mark, marks[index + 1 : index + 2]):
            found.append(Quotation(Span(opener.start, mark.end), Span(opener.end, mark.start)))
            opener = None
        elif _reopens(opener, mark):
            found.append(_unclosed(text, opener, mark.start))
            opener = mark
    if opener is not None and (opener.sign not in _SINGLE or opener.start == paragraph.start):
        found.append(_unclosed(text, opener, paragraph.end))
    return found


def _mark(text: str, found: re.Match[str], paragraph: Span) -> Mark:
    start, end = found.span()
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    sign = found.group()
    clear_before = before.isspace() or before in _OPENS_AFTER
    opens = sign in _CLOSERS and clear_before and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if sign in _SINGLE and _ELISION.match(text, start, paragraph.end):
        opens = False
    if sign in "“«":
        opens = True
    possessive = sign in _SINGLE and before in "sSxXzZ" and after == " " and text[end + 1 : end + 2].isalnum()
    return Mark(start, end, sign, opens, closes, possessive)


def _closes(opener: Mark, mark: Mark, following: list[Mark]) -> bool:
    if mark.sign not in _CLOSERS[opener.sign]:
        return False
    if mark.sign in _SINGLE:
        return mark.closes and not (mark.possessive and any(other.sign in _SINGLE and other.closes for other in following))
    return mark.closes or not mark.opens or mark.sign == "»"


def _reopens(opener: Mark, mark: Mark) -> bool:
    """The same kind of mark opens again: the quotation before was never closed."""
    return mark.sign == opener.sign and mark.opens and mark.sign not in _SINGLE


def _unclosed(text: str, opener: Mark, end: int) -> Quotation:
    while end > opener.end and text[end - 1].isspace():
        end -= 1
    return Quotation(Span(opener.start, end), Span(opener.end, end), closed=False)
