"""One JSON document that is a long list, written item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

from counterclaim.interchange import to_json


def write_list(handle: IO[bytes], opening: str, items: Iterable[Mapping[str, object]], closing: str) -> int:
    """The items, a line each and apart by commas, between the two; how many. `opening` ends where the first item can stand."""
    handle.write(opening.encode())
    count = 0
    for item in items:
        handle.write((",\n" if count else "\n").encode() + to_json(item).encode())
        count += 1
    handle.write(f"\n{closing}\n".encode())
    return count
