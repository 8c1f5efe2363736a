"""Canonical text: what every span of the record points into. Standard library only.

Invariant: a UTF-8 text file without control characters is its own canonical text, up to newlines
(`\\r\\n` and `\\r` become `\\n`, as in Python's text mode). No Unicode normalisation, no quotation mark is
changed, no space is trimmed: offsets of other tools into the same file stay good.
"""

from __future__ import annotations

import hashlib
import re

from counterclaim.model import Span

BOM = "\ufeff"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BREAKS = str.maketrans("\v\f", "\n\n")


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """The canonical form of a text, and each change made to it, in words.

    Dropped: a leading byte order mark, NUL and the other C0 controls. Vertical tabs and form feeds break lines, so
    they become line feeds: dropping them would glue two words together. Unpaired surrogates, which no encoding can
    write, become U+FFFD. Idempotent; linear in the length.
    """
    changes: list[str] = []
    if text.startswith(BOM):
        text = text[1:]
        changes.append("byte order mark dropped")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        changes.append("carriage returns written as line feeds")
    if "\v" in text or "\f" in text:
        text = text.translate(_BREAKS)
        changes.append("vertical tabs and form feeds written as line feeds")
    text, removed = _CONTROLS.subn("", text)
    if removed:
        changes.append(f"control characters removed: {removed}")
    text, replaced = _SURROGATES.subn("\ufffd", text)
    if replaced:
        changes.append(f"unpaired surrogates replaced: {replaced}")
    return text, tuple(changes)


def paragraphs(text: str) -> tuple[Span, ...]:
    """The spans of the paragraphs: runs of lines between blank ones, without the white space around them. Linear."""
    spans: list[Span] = []
    first = last = None
    start = 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            indent = len(line) - len(line.lstrip())
            first = start + indent if first is None else first
            last = start + indent + len(inner)
        elif first is not None and last is not None:
            spans.append(Span(first, last))
            first = None
        start += len(line) + 1
    if first is not None and last is not None:
        spans.append(Span(first, last))
    return tuple(spans)


def sha256(data: bytes) -> str:
    """The SHA-256 of the bytes as stored, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
