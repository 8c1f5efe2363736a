"""Words of a text as numbers, with what copying leaves alone marked: numbers, dates, names, quotations."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, islice
from typing import Protocol, TypeAlias

import numpy as np

from counterclaim.lexicon import rows, table
from counterclaim.model import Span

NAME, NUMBER, QUOTED = 1, 2, 4
MOST_WORDS = 20_000  # of one text; what comes after is not looked at
_LONGEST = 32  # characters of a word that is remembered; _KNOWN: how many such words
_KNOWN = 1 << 16
_CAPITALS = 0.6  # share of capitalised words from which capitals say nothing, as in telegraphic wire

# Each alternative begins with another class of character, so a scan is linear.
_TOKEN = re.compile(r"([^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[“”«»„\"‘’]|\n[ \t]*\n)")
_OPENING = {"“": "”", "«": "»", "„": "”“", '"': '"', "‘": "’"}


class Replacement(Protocol):
    """An edit of a restoration: `restored` is read in place of what stands at `span`."""

    @property
    def span(self) -> Span: ...
    @property
    def restored(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """Parallel little-endian arrays, one entry for each word of a reading, at most MOST_WORDS.

    hashes: uint32, CRC-32 of the word in lower case, numbers written in digits; starts, ends: uint32, character offsets into
    `Document.text`; marks: uint8, a sum of NAME (capitalised), NUMBER (in digits or words, weekdays and months too) and QUOTED.
    """

    hashes: bytes
    starts: bytes
    ends: bytes
    marks: bytes

    def __len__(self) -> int:
        return len(self.marks)


_Word: TypeAlias = tuple[str, int, int, bool]  # the word, its first character, the one after its last, whether it is quoted


def words_of(text: str, replacements: Sequence[Replacement] = ()) -> Words:
    """The words of a text, read with the replacements, whose words stand where what they replace stands. Linear in the length."""
    found = _scan(text)
    if replacements:
        found = list(islice(_replaced(found, replacements), MOST_WORDS))
    forms, starts, ends, quoted = zip(*found, strict=True) if found else ((), (), (), ())
    read = [_read(form) if len(form) <= _LONGEST else _reading(form) for form in forms]
    marks = [mark for _, mark in read]
    kept = 0xFF if marks.count(NAME) <= _CAPITALS * len(marks) else 0xFF ^ NAME
    marked = bytes([(mark & kept) | (QUOTED if in_quotation else 0) for mark, in_quotation in zip(marks, quoted, strict=True)])
    return Words(_packed([number for number, _ in read]), _packed(starts), _packed(ends), marked)


def _scan(text: str) -> list[_Word]:
    """Words in order. A quotation ends with its mark, or with the paragraph where the mark is missing."""
    found: list[_Word] = []
    closing = ""
    pieces = _TOKEN.split(text, 2 * MOST_WORDS)  # by turns what stands between and a token
    for token, end in zip(pieces[1::2], list(accumulate(map(len, pieces)))[1::2], strict=True):
        if token[0].isalnum():
            found.append((token, end - len(token), end, closing != ""))
        elif token[0] == "\n" or token in closing:
            closing = ""
        elif not closing:
            closing = _OPENING.get(token, "")
    return found[:MOST_WORDS]


def _replaced(found: list[_Word], replacements: Sequence[Replacement]) -> Iterator[_Word]:
    """The words with those within the span of a replacement exchanged for its own."""
    at = 0
    for each in sorted(replacements, key=lambda edit: edit.span):
        while at < len(found) and found[at][1] < each.span.start:
            yield found[at]
            at += 1
        quoted = at < len(found) and found[at][3]
        for word, *_ in _scan(each.restored):
            yield word, each.span.start, each.span.end, quoted
        while at < len(found) and found[at][1] < each.span.end:
            at += 1
    yield from found[at:]


def _reading(word: str) -> tuple[int, int]:
    """The hash of a word and its marks but for QUOTED."""
    lower = word.lower().replace("’", "'")
    mark = NAME if word[0].isupper() else 0
    value = _values().get(lower)
    if value is not None:
        lower = value
        mark = NUMBER if value != "1" else 0  # "one" is more often a pronoun
    elif word[0].isdigit():
        lower = word.replace(",", "")
        mark = NUMBER
    elif mark and lower in _dates():
        mark = NUMBER
    return zlib.crc32(lower.encode("utf-8", "surrogatepass")), mark


_read = lru_cache(_KNOWN)(_reading)


def grammar_count(words: Words) -> int:
    """How many of the words are words of grammar."""
    return sum(number in _grammar() for number in np.frombuffer(words.hashes, "<u4").tolist())


@cache
def _grammar() -> frozenset[int]:
    return frozenset(_reading(row["word"])[0] for row in rows("grammar_words.csv"))


@cache
def _values() -> dict[str, str]:
    return {word: str(value) for word, value in table("quantities.toml")["units"].items()}


@cache
def _dates() -> frozenset[str]:
    time = table("time.toml")
    return frozenset((*time["month"], *time["weekday"]))


def _packed(numbers: Sequence[int]) -> bytes:
    return np.array(numbers, "<u4").tobytes()
