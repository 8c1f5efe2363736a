"""Signatures: all that copies/ has to know of a document, as a value that a ledger can store. The text is not needed again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from counterclaim.copies.words import NAME, NUMBER, QUOTED, Replacement, Words, words_of
from counterclaim.model import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

VERSION = "copies-1/rminhash-2"  # of the signatures; those of different versions are not compared
PERMUTATIONS = 64
ROWS = 4  # of a band: two sets with Jaccard .5 share a band with probability .64, with .8 in practice always, with .2 at .03
_SEED = 20_230_411
_SHINGLE, _RUN, _KEPT_RUN = 3, 5, 3
_RUNS, _QUOTED_RUNS, _KEPT_RUNS = 6, 4, 2  # one of so many is an anchor
_COUNT_BYTES = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of one document. About 15 bytes for each word and 1 kB beside; stored, half of that.

    document: its id. published: its day. key: SHA-256 over hashes and marks of its words, in hexadecimal: the same for the same words in
    the same order, whatever else stands between them. read: its words as read. restored: as restored, None where nothing was.
    bands, anchors, quotes: little-endian uint64, sorted, no two the same.
    bands: a hash for each 4 of 64 MinHash values (R-MinHash, rensa) of the runs of 3 words, and of pairs of neighbouring numbers and names.
    anchors: hashes of some runs of 5 words, and of some of 3 numbers and names. quotes: of some runs of 5 quoted words.
    """

    document: str
    published: date | None
    key: str
    read: Words
    restored: Words | None
    bands: bytes
    anchors: bytes
    quotes: bytes

    @property
    def best(self) -> Words:
        """The words as restored, else as read."""
        return self.restored or self.read


def sign(document: Document, replacements: Sequence[Replacement] = ()) -> Signature:
    """The signature of a document. `replacements`: the edits of its restoration; none overlaps another. Linear in the length."""
    read = words_of(document.text)
    restored = words_of(document.text, replacements) if replacements else None
    layers = [_Features(words) for words in (read, restored) if words is not None]
    return Signature(
        document=document.id,
        published=document.published,
        key=_key(document.id, read, restored),
        read=read,
        restored=restored,
        bands=_distinct([band for layer in layers for band in layer.bands()]),
        anchors=_distinct([anchor for layer in layers for anchor in layer.anchors()]),
        quotes=_distinct([quote for layer in layers for quote in layer.quotes()]),
    )


def _key(document: str, read: Words, restored: Words | None) -> str:
    """A text without words is like no other."""
    parts = [part for words in (read, restored) if words is not None for part in (words.hashes, words.marks)]
    return sha256(b"".join(parts) if len(read) else document.encode("utf-8", "surrogatepass")).hexdigest()


class _Features:
    """What two documents that are worth comparing have in common, from the words of one reading."""

    def __init__(self, words: Words) -> None:
        self.hashes = np.frombuffer(words.hashes, "<u4").astype(np.uint64)
        self.marks = np.frombuffer(words.marks, np.uint8)
        self.kept = self.hashes[(self.marks & (NAME | NUMBER)) != 0]
        self.runs = runs_of(self.hashes, _RUN)

    def bands(self) -> list[int]:
        return [*_bands(runs_of(self.hashes, _SHINGLE), 1), *_bands(runs_of(self.kept, 2), 2)]

    def anchors(self) -> list[int]:
        return [*_sample(self.runs, _RUNS), *_sample(runs_of(self.kept, _KEPT_RUN), _KEPT_RUNS)]

    def quotes(self) -> list[int]:
        return _sample(self.runs[(self.marks[: len(self.runs)] & QUOTED) != 0], _QUOTED_RUNS)


def runs_of(hashes: Numbers, length: int) -> Numbers:
    """One hash for each run of so many neighbours, shape (words - length + 1,); empty where there are fewer."""
    count = len(hashes) - length + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    mixed = np.full(count, length, np.uint64)
    for at in range(length):
        mixed = _mixed(mixed, hashes[at : at + count])
    return mixed


def _bands(values: Numbers, kind: int) -> list[int]:
    """MinHash values of a set, a hash for each band of them; none for an empty set."""
    from rensa import RMinHash

    if not len(values):
        return []
    packed = values.astype("<u8").tobytes()
    minhash = RMinHash(PERMUTATIONS, _SEED)
    minhash.update([packed[at : at + 8] for at in range(0, len(packed), 8)])
    rows = np.array(minhash.digest(), np.uint64).reshape(-1, ROWS)
    mixed = np.arange(len(rows), dtype=np.uint64) + np.uint64(kind << 32)
    for at in range(ROWS):
        mixed = _mixed(mixed, rows[:, at])
    bands: list[int] = mixed.tolist()
    return bands


def _mixed(before: Numbers, more: Numbers) -> Numbers:
    mixed = (before ^ more) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


def _sample(values: Numbers, one_of: int) -> list[int]:
    """Some values, chosen by what they are and not by where they stand, so that another text with them has the same."""
    chosen: list[int] = values[(values >> np.uint64(20)) % np.uint64(one_of) == 0].tolist()
    return chosen


def _distinct(values: list[int]) -> bytes:
    return np.unique(np.array(values, np.uint64)).astype("<u8").tobytes()


# ---------------------------------------------------------------- to be stored


def to_bytes(signature: Signature) -> bytes:
    """A signature to be stored, without the day, which the ledger has. A line of JSON, then the parts that its `sizes` count in bytes.

    Offsets are stored as their differences, and these and the marks deflated: most words stand one space after the one before.
    """
    parts = [part for words in (signature.read, signature.restored) if words is not None for part in _packed(words)]
    parts += [signature.bands, signature.anchors, signature.quotes]
    head = {"version": VERSION, "document": signature.document, "key": signature.key, "sizes": [len(part) for part in parts]}
    return b"".join((json.dumps(head).encode("ascii"), b"\n", *parts))


def from_bytes(data: bytes, published: date | None = None) -> Signature:
    """The signature that was stored. ValueError where it is none or of another version: sign the document again."""
    line, _, rest = data.partition(b"\n")
    try:
        head = json.loads(line)
        if head["version"] != VERSION:
            raise ValueError(f"a signature of version {head['version']}, not {VERSION}")
        parts = _cut(rest, head["sizes"])
        restored = _unpacked(*parts[2:4]) if len(parts) == 7 else None
        return Signature(head["document"], published, head["key"], _unpacked(*parts[:2]), restored, *parts[-3:])
    except (KeyError, TypeError, UnicodeDecodeError, zlib.error) as error:
        raise ValueError(f"no signature: {error}") from error


def _packed(words: Words) -> tuple[bytes, bytes]:
    starts, ends = (np.frombuffer(each, "<u4").astype(np.int64) for each in (words.starts, words.ends))
    gaps = np.diff(starts, prepend=0)
    numbers = np.concatenate([gaps, ends - starts]).astype("<i4").view(np.uint8).reshape(-1, _COUNT_BYTES).T.tobytes()
    return words.hashes, zlib.compress(numbers + words.marks, 1)


def _unpacked(hashes: bytes, deflated: bytes) -> Words:
    rest, count = zlib.decompress(deflated), len(hashes) // 4
    numbers = np.frombuffer(rest, np.uint8, 2 * _COUNT_BYTES * count).reshape(_COUNT_BYTES, -1).T.copy().view("<i4").ravel()
    starts = numbers[:count].cumsum()
    ends = starts + numbers[count:]
    return Words(hashes, starts.astype("<u4").tobytes(), ends.astype("<u4").tobytes(), rest[2 * _COUNT_BYTES * count :])


def _cut(data: bytes, sizes: list[int]) -> list[bytes]:
    if len(sizes) not in {5, 7} or sum(sizes) != len(data):
        raise ValueError(f"{len(data)} bytes where {sum(sizes)} were stored")
    parts, at = [], 0
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    return parts
