"""How sure the model must be that a sentence starts, token by token: paragraphs decide it, stops make it likely, closing marks
and abbreviations forbid it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from counterclaim.model import Span
from counterclaim.parse.tables import abbreviations, rows
from counterclaim.parse.tokens import Offsets
from counterclaim.syntax import Quotation

# Least logit of the model's sentence-start head, by what stands before and after. Chosen on EWT dev and the permissive part of
# GUM dev (raw text): of 1,426 starts after a stop and before a capital, -3 finds 1,425 with 21 false ones, where one
# threshold of 1.75 for everything finds 1,387 with 9; without a stop before, 2 keeps false starts in news under 1 in 5,000 words.
AFTER_STOP = -3.0
AFTER_STOP_BEFORE_QUOTATION = -8.0  # the model takes a straight mark that opens for one that closes
AFTER_STOP_BEFORE_LOWER_CASE = 1.0
AFTER_ABBREVIATION = 0.0
AFTER_ABBREVIATION_BEFORE_OPENER = -3.3
AFTER_DATELINE = -8.0
ELSEWHERE = 2.0

DATELINE_TOKENS = 40  # within which a dateline ends, with the bracketed remarks that transcripts put after it
_STOPS = frozenset((".", "?", "!", "!!", "?!", "!?", "!!!", "??", "???"))
_CLOSING = frozenset(('"', "”", "''", "'", "’", ")", "]", "»", "}"))
_DASHES = frozenset(("-", "--", "–", "—"))
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]?\Z")

Thresholds = NDArray[np.float64]


@cache
def _words(place: str) -> frozenset[str]:
    """The forms of data/boundaries.csv for a place, in lower case."""
    return frozenset(row["form"] for row in rows("parse/data", "boundaries.csv") if row["place"] == place)


@cache
def _endless() -> frozenset[str]:
    """Abbreviations that end no sentence."""
    return frozenset(form for form, row in abbreviations().items() if not row.ends)


def start_thresholds(text: str, tokens: list[Offsets], paragraphs: list[Span], quoted: list[Quotation]) -> Thresholds:
    """For each token: -inf where a sentence must start (paragraphs), inf where none may, else what the model's logit must exceed.

    The closing mark of a quotation belongs to the sentence before it, its opening mark to the one after.
    """
    forms = [text[start:end] for start, end in tokens]
    starts = [start for start, _ in tokens]
    thresholds = np.array(list(_by_neighbours(forms)))
    for quotation in quoted:
        opening = bisect_left(starts, quotation.span.start)
        if thresholds[opening] == AFTER_STOP:
            thresholds[opening] = AFTER_STOP_BEFORE_QUOTATION
        thresholds[opening + 1 : opening + 2] = np.inf
        if quotation.closed:
            closing = bisect_left(starts, quotation.inner.end)
            thresholds[closing : closing + 1] = np.inf
    for paragraph in paragraphs:
        first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
        thresholds[first : min(first + 1, last)] = -np.inf
        length = _enumerator_length(forms[first : min(first + 3, last)])
        thresholds[first + 1 : min(first + 1 + length, last)] = np.inf
        length = _dateline_length(text, tokens[first : min(first + DATELINE_TOKENS, last)])
        thresholds[first + 1 : first + length] = np.inf
        thresholds[first + length : min(first + length + 1, last) if length else first] = AFTER_DATELINE
    return thresholds


def _by_neighbours(forms: list[str]) -> Iterator[float]:
    at, after = _words("at"), _words("after") | _endless()
    last = ""  # the last form that is no closing mark
    for before, form in zip(["", *forms], forms, strict=False):
        if before not in _CLOSING:
            last = before
        yield np.inf if form.lower() in at or before.lower() in after else _least_logit(last, form)


def _least_logit(last: str, form: str) -> float:
    if last in _STOPS:
        return AFTER_STOP_BEFORE_LOWER_CASE if form[0].islower() else AFTER_STOP
    if not last.endswith((".", "…")):
        return ELSEWHERE
    return AFTER_ABBREVIATION_BEFORE_OPENER if form.istitle() and form.lower() in _words("opens") else AFTER_ABBREVIATION


def _enumerator_length(forms: list[str]) -> int:
    """Tokens of a number at the head of a paragraph ("3.", "(a)"), to which the sentence after it is joined."""
    bare = [form for form in forms if form not in ("(", "[")]
    if not bare or not _ENUMERATOR.match(bare[0]):
        return 0
    length = len(forms) - len(bare) + 1
    if forms[length : length + 1] in ([")"], ["."], ["]"]):
        return length + 1
    return length if bare[0][-1] in ".)" else 0


def _dateline_length(text: str, tokens: list[Offsets]) -> int:
    """Tokens of a dateline at the head of a paragraph ("GAZA CITY —", "Lima (AFP) –", "MOSCOW, May 4. /TASS/."), or 0.

    No word of it is in lower case outside brackets; it has a place in capitals where the report has not, or ends in brackets.
    """
    forms = [text[start:end] for start, end in tokens]
    depth = 0
    for index, form in enumerate(forms[:-1]):
        depth += _BRACKETS.get(form, 0)
        if depth == 0 and form.islower():
            return 0
        if depth == 0 and index and _ends_dateline(forms, index, spaced=text[tokens[index][0] - 1].isspace()):
            return index + 1 + _remarks_length(forms[index + 1 :])
    return 0


def _ends_dateline(forms: list[str], index: int, *, spaced: bool) -> bool:
    """Is the form at the index, which may stand after a space, the last mark of a dateline?"""
    head, mark, after = forms[:index], forms[index], forms[index + 1]
    bracketed = head[-1] == ")"
    figures = any(form[0].isdigit() for form in head)
    if mark == ":":
        return bracketed and figures
    if mark == ".":
        return head[-1] == "/" and figures
    capitals = head[0].isupper() and len(head[0]) > 2 and (figures or not (after.isupper() and len(after) > 1))
    return mark in _DASHES and (spaced or mark != "-") and (bracketed or capitals)


def _remarks_length(forms: list[str]) -> int:
    """Tokens of the remarks in square brackets at the head of the forms."""
    length = 0
    while length < len(forms) and forms[length] == "[" and "]" in forms[length:]:
        length += forms[length:].index("]") + 1
    return length
