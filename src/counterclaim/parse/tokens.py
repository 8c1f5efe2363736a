"""Tokens of a text, by the word segmentation of the English UD treebanks that the model was trained on.

Clitics are words ("do|n't", "Baku|'s"), hyphens separate ("large|-|calibre") except after affixes ("anti-government"), currency
signs and units leave their number. Every token is a stretch of the text as it stands; white space and invisible format
characters between words belong to no token. Time is linear in the length of the text: each pattern is matched at a position
where a token begins, consumes what it scans, and repeats over disjoint character classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from unicodedata import category

from counterclaim.parse.tables import abbreviations, affixes, contractions

Offsets = tuple[int, int]

CONTEXT_WINDOW = 24  # characters looked at after a stop to decide whether it belongs to the word before it

_CHUNK = re.compile(r"[^\s\x00\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SIMPLE = re.compile(r"[^\W\d_]+")
_ATOM = r"(?:[+#]?\d+(?:[.,:/]\d+)*[^\W_]*(?:['’][^\W_]+)* | [^\W_]+(?:['’.&_][^\W_]+)*)"
_RAW = re.compile(
    rf"""
      (?P<stamp>    \d{{4}}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)? )
    | (?P<elided>   ['’](?:\d\ds|em|til|cause)\b | (?<=\S)['’]s\b )
    | (?P<slashed>  [a-z]{{1,2}}/[a-z]{{1,3}}\b | [A-Z]/[A-Z]\b )
    | (?P<compound> {_ATOM}(?:-{_ATOM})* )
    | (?P<decimal>  \.\d+ )
    | (?P<quote>    `` | '' )
    | (?P<run>      [.!?…]{{2,}} | -{{2,}} | –{{2,}} | —{{2,}} | ={{2,}} | \*{{2,}} | _{{2,}} | ~{{2,}} | \${{2,}} | \+{{2,}} )
    | (?P<mark>     . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>\"“”«»]+ | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+ | [@#]\w+",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS_TAIL = ".,;:!?)]}'’”*"
_CLITIC = re.compile(r"n['’]t\Z|['’](?:s|m|d|ll|re|ve)\Z", re.IGNORECASE)
_FIGURE = re.compile(r"([+#]?\d+(?:[.,:/]\d+)*)([^\W\d_]+)\Z")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "d", "s"))
_DOTTED = re.compile(r"(?:[^\W\d_]|[A-Z]{2})(?:\.(?:[^\W\d_]|[A-Z]{2}))+\Z")
_RUN_ON = re.compile(r"(?<=[a-z\d]{2})\.(?=[A-Z][a-z])")
_SELECTORS = frozenset("\ufe0e\ufe0f")
_MODIFIERS = frozenset("\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Offsets]:
    """Half-open offsets of the tokens of text[start:end], in order, disjoint, not empty, without white space.

    The stretch should be a paragraph: whether a stop belongs to an abbreviation is decided by what follows within it.
    """
    stop = len(text) if end is None else end
    split = contractions()
    found: list[Offsets] = []
    for chunk in _CHUNK.finditer(text, start, stop):
        first, last = chunk.span()
        if _SIMPLE.fullmatch(text, first, last) and text[first:last].lower() not in split:
            found.append((first, last))
        else:
            found.extend(_joined(text, _pieces(text, first, last, stop)))
    return found


def _joined(text: str, pieces: Iterator[Offsets]) -> Iterator[Offsets]:
    """Combining marks, joiners and modifiers belong to the token before them, and so do the letters that go on after them."""
    held = next(pieces)
    for piece in pieces:
        before, first = text[piece[0] - 1], text[piece[0]]
        if _attaches(first) or before == "\u200d" or (_is_mark(before) and first.isalnum()):
            held = (held[0], piece[1])
        else:
            yield held
            held = piece
    yield held


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and category(character)[0] == "M" and character not in _SELECTORS


def _attaches(character: str) -> bool:
    return character > "\u02ff" and (character in _MODIFIERS or character in _SELECTORS or category(character)[0] == "M")


def _pieces(text: str, first: int, last: int, stop: int) -> Iterator[Offsets]:
    """The tokens of a stretch without white space; together they cover it."""
    stretch = text[first:last].lower()
    addressed = any(sign in stretch for sign in ("@", "#", "://", "www."))
    position = first
    while position < last:
        address = _ADDRESS.match(text, position, last) if addressed else None
        tokens = [(position, _trimmed(text, position, address.end()))] if address else _raw_tokens(text, position, last, stop)
        yield from tokens
        position = tokens[-1][1]


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of an address without the punctuation of the sentence around it."""
    while end > start + 1 and text[end - 1] in _ADDRESS_TAIL:
        end -= 1
    return end


def _raw_tokens(text: str, position: int, last: int, stop: int) -> list[Offsets]:
    raw = _RAW.match(text, position, last)
    assert raw is not None  # its last alternative takes any character
    if raw.lastgroup != "compound":
        return [raw.span()]
    tokens = [token for group in _hyphen_groups(text, position, raw.end()) for token in _word_tokens(text, *group)]
    if _keeps_stop(text, tokens[-1], last, stop):
        tokens[-1] = (tokens[-1][0], tokens[-1][1] + 1)
    return tokens


def _hyphen_groups(text: str, start: int, end: int) -> list[Offsets]:
    """A compound at its hyphens, which are tokens; affixes stay joined, telephone numbers and dates stay whole."""
    word = text[start:end]
    parts = word.split("-")
    if len(parts) == 1 or word.lower() in affixes().whole or _is_code(parts):
        return [(start, end)]
    affix = affixes()
    ends = list(accumulate((len(part) + 1 for part in parts), initial=start))
    groups = [(ends[0], ends[1] - 1)]
    for number, part in enumerate(parts[1:], 1):
        if (number == 1 and parts[0].lower() in affix.prefixes) or part.lower() in affix.suffixes:
            groups[-1] = (groups[-1][0], ends[number + 1] - 1)
        else:
            groups += [(ends[number] - 1, ends[number]), (ends[number], ends[number + 1] - 1)]
    return groups


def _is_code(parts: list[str]) -> bool:
    lengths = [len(part) for part in parts]
    return all(part.isdigit() for part in parts) and (len(parts) > 2 or lengths == [3, 4])


def _word_tokens(text: str, start: int, end: int) -> list[Offsets]:
    """One word at its clitics, contractions, units, and stops that want a space ("killed.The", "No.4")."""
    word = text[start:end]
    if not word.isalpha():
        cut = _inner_cut(word)
        if cut:
            at = sorted({0, *cut, len(word)})
            return [token for a, b in pairwise(at) for token in _word_tokens(text, start + a, start + b)]
    pieces = contractions().get(word.lower())
    if pieces and sum(pieces) == len(word):
        ends = [start + sum(pieces[: number + 1]) for number in range(len(pieces))]
        return list(zip([start, *ends[:-1]], ends, strict=True))
    return [(start, end)]


def _inner_cut(word: str) -> list[int]:
    """Offsets at which a word has to be cut further."""
    clitic = _CLITIC.search(word)
    if clitic and clitic.start():
        return [clitic.start()]
    figure = _FIGURE.match(word)
    if figure and _is_unit(*figure.groups()):
        return [figure.end(1)]
    head, _, tail = word.partition(".")
    row = abbreviations().get(head.lower() + ".") if tail else None
    if row and (tail[0].isupper() or tail[0].isdigit()) and (row.context != "number" or tail[0].isdigit()):
        return [len(head) + 1]
    run_on = _RUN_ON.search(word)
    return [run_on.start(), run_on.end()] if run_on else []


def _is_unit(figure: str, letters: str) -> bool:
    """ "4pm", "375mm", "12:00GMT" are two words; "20th", "1990s", "3G" one."""
    if letters.lower() in _ORDINALS:
        return False
    return letters.islower() or not figure.isdigit() or len(letters) > 1


def _keeps_stop(text: str, token: Offsets, last: int, stop: int) -> bool:
    """Does the full stop right after the word belong to it?"""
    start, end = token
    if end >= last or text[end] != "." or text[end : end + 2] == "..":
        return False
    word = text[start:end]
    if _DOTTED.match(word):
        return True
    following = text[end + 1 : min(stop, end + 1 + CONTEXT_WINDOW)].lstrip(" \t\n\r\u00a0-").lstrip("\"'“‘(")[:1]
    if len(word) == 1 and word.isupper():
        return following.isupper()
    row = abbreviations().get(word.lower() + ".")
    if row is None or not (word[0].isupper() or row.kind in ("word", "number")):
        return False
    return {"any": True, "name": following.isupper(), "number": following.isdigit()}[row.context]
