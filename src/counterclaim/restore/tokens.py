"""Words and marks of a text with their offsets, and which of them a spinner may have replaced. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Each alternative begins with another class of character, so a scan is linear.
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\w\s]|_+|\n[ \t]*\n|\n")
_OPENING = frozenset("“«„")
_CLOSING = frozenset("”»")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Word:
    """One token: `text` stands at `start`..`end`. `form` is what the context model knows it by.

    `open` says whether a spinner may have put it there: a bare lower-case word that is no part of a number, a name or
    a compound. `bare` says whether white space stands on both sides: a simple spinner replaces nothing else. `quoted` says whether it
    stands between quotation marks.
    """

    text: str
    start: int
    end: int
    form: str
    open: bool = False
    bare: bool = False
    quoted: bool = False


def words(text: str) -> tuple[Word, ...]:
    """The tokens of a text in order; blank lines count as one token. Linear in the length."""
    found: list[Word] = []
    quoted = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in _CLOSING or "\n" in token:
            quoted = False
        start, end = match.span()
        found.append(Word(token, start, end, _form(token), _is_open(text, start, end), _is_bare(text, start, end), quoted))
        if token in _OPENING:
            quoted = True
        elif token == '"':
            quoted = not quoted
    return tuple(found)


def _form(token: str) -> str:
    if token[0].isdigit():
        return "<number>"
    if "\n" in token:
        return "<break>"
    return token.lower().replace("’", "'")


def _is_open(text: str, start: int, end: int) -> bool:
    token = text[start:end]
    if not (token.isascii() and token.isalpha() and token.islower() and end - start <= _LONGEST):
        return False
    if text[max(0, start - 1) : start] == ".":
        return False
    return not (_is_joined(text[max(0, start - 1) : start]) or _is_joined(text[end : end + 1]))


def _is_joined(character: str) -> bool:
    """Whether the character beside a word makes it part of a compound, a contraction, an address or a number."""
    return bool(character) and (character.isalnum() or character in "-'’_@/\\#&+=%$")


def _is_bare(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return (not before or before.isspace()) and (not after or after.isspace())


def capital_share(tokens: Sequence[Word]) -> float:
    """The share of words of two letters and more that are wholly in upper case, 0 where there are none."""
    letters = [each.text for each in tokens if each.text[0].isalpha() and len(each.text) > 1]
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0
