"""JSON Lines and JSON lists: one report a row. A bad row is its own rejection; the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from counterclaim.errors import Rejected
from counterclaim.model import Rejection
from counterclaim.read.decode import decode
from counterclaim.read.listing import parse_json
from counterclaim.read.options import Raw, stated
from counterclaim.text import sha256

_ROW_START = re.compile(rb'(?:\xef\xbb\xbf)?\s{0,1000}\{\s{0,100}"')
_LIST_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}\[\s{0,1000}\{")


def starts_rows(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a row of JSON Lines."""
    return bool(_ROW_START.match(head))


def starts_list(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a JSON list of objects."""
    return bool(_LIST_START.match(head))


def json_lines(stream: BinaryIO, source: str, max_bytes: int) -> Iterator[Raw | Rejection]:
    """The rows of a JSON Lines stream, one in memory at a time. Sources get `#` and the number of the line, from 1."""
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        here = f"{source}#{number}"
        if len(line) > max_bytes:
            _skip_line(stream, line)
            yield Rejection(here, "too_large", f"a row of over {max_bytes} bytes")
        elif line.strip():
            yield _line(line.rstrip(b"\r\n"), here)


def json_value(data: bytes, source: str, digest: str) -> Iterator[Raw | Rejection]:
    """The rows of a .json file: a list of objects, one object, or JSON Lines by another name."""
    text, changes = decode(data, source)
    try:
        value = parse_json(text, source)
    except Rejected:
        lines = data.splitlines()
        if len(lines) < 2 or not starts_rows(lines[1]):
            raise
        yield from (_line(line, f"{source}#{n}") for n, line in enumerate(lines, start=1) if line.strip())
        return
    rows = [(f"{source}#{n}", row) for n, row in enumerate(value, start=1)] if isinstance(value, list) else [(source, value)]
    yield from (_raw(row, here, digest, changes) for here, row in rows)


def _line(line: bytes, source: str) -> Raw | Rejection:
    digest = sha256(line)
    try:
        text, changes = decode(line, source)
        return _raw(parse_json(text, source), source, digest, changes)
    except Rejected as broken:
        return Rejection(broken.source, broken.reason, broken.detail, digest)


def _raw(row: object, source: str, digest: str, changes: tuple[str, ...]) -> Raw | Rejection:
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(text, str):
        return Rejection(source, "malformed", 'a row is an object with a "text"', digest)
    return Raw(source, text, stated(row), digest, changes)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)
