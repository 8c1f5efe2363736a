"""From an opened input to the raw texts of its reports: what format it is in, by name and by content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from counterclaim.errors import Rejected
from counterclaim.model import Rejection
from counterclaim.read.decode import decode
from counterclaim.read.html import declared_charset, is_other_xml, is_page, report_in
from counterclaim.read.inputs import Input
from counterclaim.read.options import Raw, ReadOptions, rejected
from counterclaim.read.rows import json_lines, json_value, starts_list, starts_rows
from counterclaim.read.stored import Opened, opened

ROWS = (".jsonl", ".ndjson")
PAGES = (".html", ".htm", ".xhtml")
TEXTS = (".txt", ".md")
TABLES = (".csv", ".tsv", ".tab")  # rows of data, not prose


def raw_texts(found: Input, options: ReadOptions) -> Iterator[Raw | Rejection]:
    """The reports of an input. Raises Rejected or OSError where the input as a whole cannot be read."""
    with opened(found, options) as stream:
        if found.name.endswith(ROWS) or (_unnamed(found) and starts_rows(stream.head)):
            for row in json_lines(stream.content, found.source, options.max_bytes):
                yield row if isinstance(row, Rejection) else replace(row, stated=row.stated.over(found.stated))
        else:
            yield from _whole(found, stream, options.max_bytes)


def _whole(found: Input, stream: Opened, max_bytes: int) -> Iterator[Raw | Rejection]:
    data = stream.whole(found.source, max_bytes)
    try:
        if found.name.endswith(".json") or (_unnamed(found) and starts_list(data)):
            for row in json_value(data, found.source, stream.sha256):
                yield row if isinstance(row, Rejection) else replace(row, stated=row.stated.over(found.stated))
        else:
            yield _text_or_page(found, data, stream.sha256)
    except Rejected as reason:
        yield Rejection(reason.source, reason.reason, reason.detail, stream.sha256)


def _text_or_page(found: Input, data: bytes, digest: str) -> Raw:
    if found.name.endswith(TABLES):
        raise rejected(found.source, "unsupported", "a table; reports in rows are read as JSON Lines")
    text, changes = decode(data, found.source, declared_charset(data))
    if is_page(text) or (found.name.endswith(PAGES) and "<" in text):
        page = report_in(text, found.source, found.stated.url)
        return Raw(found.source, page.text, found.stated.over(page.stated), digest, (*changes, "text extracted from HTML"))
    if is_other_xml(text):
        raise rejected(found.source, "unsupported", "XML that is not XHTML")
    return Raw(found.source, text, found.stated, digest, changes)


def _unnamed(found: Input) -> bool:
    """Whether the name does not tell the format, so that the content has to: standard input, no or another extension."""
    return not found.name.endswith((*ROWS, *PAGES, *TEXTS, ".json"))
