"""docs.json: the list of the reports of its folder, with their metadata.

    [{"file": "doc01.txt", "outlet": "…", "url": "…", "title": "…", "published": "2023-04-11", "language": "en"}, …]

Where there is one, only the files it lists are reports of that folder and of the folders below it (a folder below
with a docs.json of its own answers for itself). Paths in it are data: one that leaves the folder is not followed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from counterclaim.errors import Rejected
from counterclaim.model import Rejection
from counterclaim.read.decode import decode
from counterclaim.read.options import Metadata, rejected, stated
from counterclaim.text import BOM

LISTING = "docs.json"


@dataclass(frozen=True, slots=True)
class Listing:
    """Files by their path in the folder, in order; and the rows that are no good."""

    files: Mapping[str, Metadata]
    rejections: tuple[Rejection, ...] = ()


def listing(folder: Path, max_bytes: int) -> Listing | None:
    """The docs.json of a folder, None where there is none. A broken one lists nothing and is itself a rejection."""
    path = folder / LISTING
    source = f"{folder.resolve().name}/{LISTING}"
    try:
        if not path.is_file():
            return None
        return _listing(_rows(path, source, max_bytes), source)
    except Rejected as broken:
        return Listing({}, (Rejection(source, broken.reason, broken.detail),))
    except OSError as error:
        return Listing({}, (Rejection(source, "unreadable", error.strerror or str(error)),))


def parse_json(text: str, source: str) -> object:
    """Any JSON value, or Rejected (malformed): nesting and numbers beyond the parser's limits too."""
    try:
        return json.loads(text.removeprefix(BOM))
    except (ValueError, RecursionError) as error:
        raise rejected(source, "malformed", f"not JSON: {error}") from None


def _rows(path: Path, source: str, max_bytes: int) -> list[object]:
    with path.open("rb") as stream:
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise rejected(source, "too_large", f"over {max_bytes} bytes")
    rows = parse_json(decode(data, source)[0], source)
    if not isinstance(rows, list):
        raise rejected(source, "malformed", "not a list of rows")
    return rows


def _listing(rows: list[object], source: str) -> Listing:
    files: dict[str, Metadata] = {}
    bad: list[Rejection] = []
    for number, row in enumerate(rows, start=1):
        try:
            name, metadata = _row(row, f"{source}#{number}")
            if name in files:
                raise rejected(f"{source}#{number}", "malformed", f"listed twice: {name}")
            files[name] = metadata
        except Rejected as broken:
            bad.append(Rejection(broken.source, broken.reason, broken.detail))
    return Listing(dict(sorted(files.items(), key=lambda row: row[0])), tuple(bad))


def _row(row: object, source: str) -> tuple[str, Metadata]:
    file = row.get("file") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(file, str) or not file.strip() or "\0" in file:
        raise rejected(source, "malformed", 'a row is an object with a "file"')
    if _leaves(file):
        raise rejected(source, "outside_folder", file)
    return PurePosixPath(file).as_posix(), stated(row)


def _leaves(file: str) -> bool:
    """Whether a path is absolute or climbs, read as a POSIX or as a Windows path."""
    windows = PureWindowsPath(file)
    return PurePosixPath(file).is_absolute() or bool(windows.anchor) or ".." in (*windows.parts, *PurePosixPath(file).parts)
