"""Bytes as they are stored: opened, hashed, unpacked, and never more of them than allowed."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from counterclaim.read.inputs import Input
from counterclaim.read.options import ReadOptions, rejected

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b"
HEAD = 1 << 16
MAX_RATIO = 100  # deflate reaches 1032:1 on one repeated byte; repetitive text stays under 50:1


class Stored(io.RawIOBase):
    """The bytes of an input as stored, counted and hashed as they are read. Leaves the stream open."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.count, self.hash = stream, 0, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        data = self.stream.read(memoryview(buffer).nbytes)
        self.count += len(data)
        self.hash.update(data)
        return _fill(buffer, data)


class Unpacked(io.RawIOBase):
    """The content of a gzip stream, unpacked as it is read; Rejected (too_large) where it grows out of all proportion."""

    def __init__(self, packed: io.BufferedReader, stored: Stored, source: str, max_bytes: int) -> None:
        self.stored, self.source, self.max_bytes = stored, source, max_bytes
        self.content = gzip.GzipFile(fileobj=packed)
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        try:
            data = self.content.read(memoryview(buffer).nbytes)
        except (OSError, EOFError, zlib.error) as error:
            raise rejected(self.source, "malformed", f"gzip: {error}") from None
        self.count += len(data)
        if self.count > max(self.max_bytes + HEAD, MAX_RATIO * self.stored.count):
            raise rejected(self.source, "too_large", f"unpacks to over {MAX_RATIO} times its size")
        return _fill(buffer, data)


@dataclass(frozen=True, slots=True)
class Opened:
    """An input being read: its content, unpacked; and its bytes as stored."""

    content: io.BufferedReader
    stored: Stored

    @property
    def head(self) -> bytes:
        """The first bytes of the content, not consumed."""
        return self.content.peek(HEAD)

    @property
    def sha256(self) -> str:
        """The hash of the stored bytes; of all of them once the content has been read to its end."""
        return self.stored.hash.hexdigest()

    def whole(self, source: str, max_bytes: int) -> bytes:
        """All of the content, or Rejected (too_large)."""
        data = self.content.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise rejected(source, "too_large", f"over {max_bytes} bytes")
        return data


@contextmanager
def opened(found: Input, options: ReadOptions) -> Iterator[Opened]:
    """An input, nothing of it consumed yet. Standard input is left open for whoever owns it."""
    if found.path is None:
        yield _opened(options.stdin or sys.stdin.buffer, found.source, options.max_bytes)
        return
    with found.path.open("rb") as file:
        yield _opened(file, found.source, options.max_bytes)


def _opened(stream: BinaryIO, source: str, max_bytes: int) -> Opened:
    stored = Stored(stream)
    content = _buffered(stored)
    if content.peek(HEAD).startswith(GZIP):
        content = _buffered(Unpacked(content, stored, source, max_bytes))
    return Opened(content, stored)


def _buffered(raw: io.RawIOBase) -> io.BufferedReader:
    return io.BufferedReader(raw, HEAD)


def _fill(buffer: WriteableBuffer, data: bytes) -> int:
    memoryview(buffer).cast("B")[: len(data)] = data
    return len(data)
