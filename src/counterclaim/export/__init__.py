"""What the record can be written as. Each format is one module with a `write(readable, handle)`; FORMATS is the list of them.

The same content gives the same bytes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from counterclaim.errors import ExportError
from counterclaim.export import claims_jsonl, incidents_jsonl
from counterclaim.export.readable import Readable

FORMATS: dict[str, Callable[[Readable, IO[bytes]], int]] = {
    "claims-jsonl": claims_jsonl.write,
    "incidents-jsonl": incidents_jsonl.write,
}


def export(readable: Readable, form: str, path: Path | None = None) -> int:
    """Write the record in a form of FORMATS to a path, or to standard output; the number of rows.

    A file is there whole or not at all, and an older one stays until then. ExportError for a form that is not there
    or a path that cannot be written.
    """
    if form not in FORMATS:
        raise ExportError(f"no format {form!r}; there are {', '.join(sorted(FORMATS))}")
    if path is None:
        return FORMATS[form](readable, sys.stdout.buffer)
    with replacing(path) as handle:
        return FORMATS[form](readable, handle)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A handle whose bytes take the place of the file when the block ends; when it raises the file is as it was."""
    target = path.resolve()
    # A pipe or a device cannot be replaced, only written to.
    part = target.with_name(f".{target.name}.{os.getpid()}.part") if target.is_file() or not target.exists() else target
    try:
        with part.open("wb") as handle:
            yield handle
        part.replace(target)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        if part != target:
            part.unlink(missing_ok=True)
