"""One key for all spellings of a name: case, diacritics, apostrophes, hyphens, "St" and "Saint", "'s", a leading "the"."""

from __future__ import annotations

import unicodedata

# Letters that have no decomposition in Unicode but are written plainly in English text.
PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ŋ": "n"})
MARKS = str.maketrans(dict.fromkeys("'’‘ʻʼ`´ʿʾ′ʹʺ.", "") | dict.fromkeys("-‐‑–—/,_()", " "))
LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
SHORTEST_JOINED = 3  # letters of a word that may be one half of a name: "Sheikh Khan", not "in a"
ARTICLES = ("al ", "el ", "ar ", "as ", "ad ", "an ", "at ", "az ", "ash ")


def name_key(name: str) -> str:
    """The key under which a name is kept and looked up; empty for a name without a letter or digit."""
    text = name.strip()
    if text[-2:] in {"'s", "’s", "'S", "’S"}:
        text = text[:-2]
    text = text.casefold()
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).translate(PLAIN)
    words = [LONG_FORMS.get(word, word) for word in text.translate(MARKS).split()]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def other_keys(key: str) -> tuple[str, ...]:
    """Keys to try where the first finds nothing: without or with the Arabic article, and two longer words as one."""
    words = key.split(" ")
    joined = ("".join(words),) if 1 < len(words) <= 3 and min(map(len, words)) >= SHORTEST_JOINED else ()
    for article in ARTICLES:
        if key.startswith(article):
            return (key.removeprefix(article), *joined)
    return joined if len(words) > 1 else ("al " + key,)


# Letters that different romanisations write for one sound, longest first; vowels, "h", "y" and "w" come and go.
SOUNDS = (
    ("tch", "c"), ("sch", "s"), ("dzh", "j"), ("zh", "j"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("dj", "j"),
    ("ts", "s"), ("tz", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "k"), ("v", "b"),
    ("z", "s"), ("c", "s"), ("j", "s"), ("d", "t"),
)  # fmt: skip
SILENT = str.maketrans(dict.fromkeys("aeiouhyw ", ""))


def sound_key(key: str) -> str:
    """A rough key of the consonants of a name's key, equal for most spellings of one name; empty where too little is left."""
    text = key
    for written, sound in SOUNDS:
        text = text.replace(written, sound)
    first, rest = text[:1], text[1:].translate(SILENT)
    bare = "".join(char for char, before in zip(rest, first + rest, strict=False) if char != before)
    return first + bare if bare and len(key) >= 4 else ""


def edits(a: str, b: str, most: int) -> int:
    """Levenshtein distance, given up as `most` + 1 once it must exceed that."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, char in enumerate(a, start=1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (char != other))
        if min(row) > most:
            return most + 1
    return row[-1]
