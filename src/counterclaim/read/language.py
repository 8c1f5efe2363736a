"""Whether a text is in a language asked for: py3langid on lower-cased text, with a clear margin."""

from __future__ import annotations

import functools
import math
from typing import Protocol

# Difference of log posteriors over the square root of the bytes. On slices of 60 to 400 characters, English wire
# copy (upper case and mixed, lists of foreign names among it) reaches 5.2; other languages are over 7.4 from 100
# characters and over 15 from 200. English with words exchanged by a spinner is at 0.
MARGIN = 6.0
JUDGED_CHARACTERS = 20_000
# Frequent in English and in no other language: over 10 % of the words of English news, under 1 % elsewhere. Where they
# are frequent the rest may be a list of foreign names or of hashes, and the model need not be loaded.
ENGLISH_WORDS = frozenset({"the", "and", "that", "with", "from", "said", "were", "which", "their", "has", "have", "been"})
ENGLISH_SHARE = 0.04


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def foreign(text: str, accepted: tuple[str, ...], min_letters: int) -> str | None:
    """The language a text is in, where that is clearly none of the accepted ones (ISO 639-1); None otherwise."""
    sample = text[:JUDGED_CHARACTERS].lower()
    if sum(map(str.isalpha, sample)) < min_letters:
        return None
    if "en" in accepted and _reads_as_english(sample):
        return None
    ranked = _identifier().rank(sample)
    best, score = ranked[0]
    nearest = max((s for language, s in ranked if language in accepted), default=-math.inf)
    margin = (score - nearest) / math.sqrt(len(sample.encode("utf-8", "replace")))
    return best if margin > MARGIN else None


def _reads_as_english(sample: str) -> bool:
    words = sample.split()
    return sum(word in ENGLISH_WORDS for word in words) > ENGLISH_SHARE * len(words)


@functools.cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return identifier
