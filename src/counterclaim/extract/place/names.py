"""One key for all spellings of a name: case, diacritics, apostrophes, hyphens, "St" and "Saint", "'s", a leading "the"."""

from __future__ import annotations

import unicodedata

# Letters that have no decomposition in Unicode but are written plainly in English text.
PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ŋ": "n"})
MARKS = str.maketrans(dict.fromkeys("'’‘ʻʼ`´ʿʾ′ʹʺ.", "") | dict.fromkeys("-‐‑–—/,_()", " "))
LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
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
    """Keys to try where the first finds nothing: without or with the Arabic article, and as one word."""
    for article in ARTICLES:
        if key.startswith(article):
            return (key.removeprefix(article), key.replace(" ", ""))
    return ("al " + key, key.replace(" ", "")) if " " not in key else (key.replace(" ", ""),)
