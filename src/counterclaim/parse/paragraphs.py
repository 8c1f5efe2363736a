"""Paragraphs of a text: a blank line ends one, and so does the end of a line, unless the text was wrapped at a fixed width."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from counterclaim.model import Span

# A text counts as wrapped at a fixed width when the lines that are followed by another line of their block are of like
# length: old wire files (MUC: 72 to 80 columns) and mail. Lines of web pages are whole paragraphs or short headlines.
WRAP_COLUMNS = (40, 100)
WRAP_SLACK = 12  # the next line's first word may be hyphenated or stand after two spaces: ragged edges of MUC files
WRAP_SHARE = 0.75  # of the breaks must look forced; list items and verse stay below

# What stands before an entry of a live blog or a flash: a clock time ("21:40 -", "9:50 p.m.", "[14.05 GMT]"), or a word in capitals.
# It is a paragraph of its own; a time that the sentence goes on from ("16:30 local time") is not.
_STAMP = re.compile(
    r"\[?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?(?:a\.m\.|p\.m\.|am|pm|AM|PM))?(?: ?(?:GMT|UTC|BST|CET|CEST|EET|EST|EDT|MSK|IST|JST|PKT))?\]?"
    r"(?: ?[-–—:|] ?| (?=[A-Z\"“‘']))"
    r"|(?:BREAKING(?: NEWS)?|JUST IN|URGENT|FLASH|UPDATED?|DEVELOPING|ALERT)(?: ?[-–—:|]+ ?| (?=[A-Z][a-z]))"
)


class Line(NamedTuple):
    start: int
    end: int
    indented: bool
    block: int


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs in order, without surrounding white space; every visible character is in exactly one."""
    lines = _lines(text)
    width = _wrap_width(text, lines)
    spans: list[Span] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and width and _continues(text, previous, line, width):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.extend(_parted(text, line))
        previous = line
    return spans


def _parted(text: str, line: Line) -> list[Span]:
    """A line, with the stamp that opens it apart."""
    stamp = _STAMP.match(text, line.start, line.end)
    if stamp is None or stamp.end() >= line.end:
        return [Span(line.start, line.end)]
    end = line.start + len(stamp.group().rstrip())
    return [Span(line.start, end), Span(stamp.end(), line.end)]


def _lines(text: str) -> list[Line]:
    """The lines with something on them; lines without a blank line between them share a block."""
    lines, offset, block = [], 0, 0
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            lead = len(raw) - len(raw.lstrip())
            lines.append(Line(offset + lead, offset + lead + len(content), lead > 0, block))
        else:
            block += 1
        offset += len(raw)
    return lines


def _wrap_width(text: str, lines: list[Line]) -> int:
    """The column at which the text was wrapped, or 0."""
    breaks = [(a, b) for _, block in groupby(lines, lambda line: line.block) for a, b in pairwise(block) if not b.indented]
    if not breaks:
        return 0
    low, high = WRAP_COLUMNS
    width = max(a.end - a.start for a, _ in breaks)
    forced = sum(_forced(text, a, b, width) for a, b in breaks)
    typical = median(a.end - a.start for a, _ in breaks)
    return width if width <= high and typical >= low and forced >= WRAP_SHARE * len(breaks) else 0


def _forced(text: str, line: Line, following: Line, width: int) -> bool:
    """Would the next line's first word not have fitted?"""
    word = text[following.start : min(following.end, following.start + width)].split(None, 1)[0]
    return line.end - line.start + 1 + len(word) > width - WRAP_SLACK


def _continues(text: str, line: Line, following: Line, width: int) -> bool:
    return line.block == following.block and not following.indented and _forced(text, line, following, width)
