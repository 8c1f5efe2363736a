"""Honest text that reads oddly, made from clean text: what the detector has to leave alone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_ARTICLES = re.compile(r"\b(?:the|a|an|The|A|An) ")
_PREPOSITION = re.compile(r"\b(?:in|on|at|by|for|with|from|to|of)\b")
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has been|have been|has|have|had) ")
_CAPITAL = re.compile(r"\b[A-Z]")
_PREPOSITIONS = ("in", "on", "at", "by", "for", "with", "from", "to", "of")


def without_articles(text: str, rng: random.Random) -> str:
    """As speakers of languages without articles write."""
    return _ARTICLES.sub(lambda match: "" if rng.random() < 0.7 else match.group(), text)


def wrong_prepositions(text: str, rng: random.Random) -> str:
    """As poor translations have them."""
    return _PREPOSITION.sub(lambda match: rng.choice(_PREPOSITIONS) if rng.random() < 0.35 else match.group(), text)


def telegraphic(text: str, rng: random.Random) -> str:
    return _AUXILIARY.sub("", _ARTICLES.sub("", text))


def upper(text: str, rng: random.Random) -> str:
    return text.upper()


def lower(text: str, rng: random.Random) -> str:
    """As transcripts without case and punctuation."""
    return re.sub(r"[.,;:!?\"“”]", "", text.lower())


def misspelt(text: str, rng: random.Random) -> str:
    """Letters swapped in some words."""

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > 0.06:
            return word
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return re.sub(r"\b[a-z]{5,20}\b", swap, text)


def scanned(text: str, rng: random.Random) -> str:
    """Words run together or broken, as bad scraping leaves them."""
    words = text.split(" ")
    made = [word[:3] + " " + word[3:] if len(word) > 6 and rng.random() < 0.03 else word for word in words]
    return "".join(word if rng.random() < 0.02 else word + " " for word in made)


def repeated(text: str, rng: random.Random) -> str:
    """Words said twice, and the fillers of speech."""
    fillers = ("uh", "um", "like", "you know", "i mean", "so", "well")
    made = []
    for word in text.split(" "):
        made.append(word)
        chance = rng.random()
        if chance < 0.04:
            made.append(word)
        elif chance < 0.1:
            made.append(rng.choice(fillers))
    return " ".join(made)


def clipped(text: str, rng: random.Random) -> str:
    """Sentences in another order and cut short, as boxes and captions leave them."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    rng.shuffle(sentences)
    return " ".join(each[: rng.randint(20, 200)] for each in sentences)


ODD: dict[str, Callable[[str, random.Random], str]] = {
    "without_articles": without_articles,
    "wrong_prepositions": wrong_prepositions,
    "telegraphic": telegraphic,
    "upper": upper,
    "lower": lower,
    "misspelt": misspelt,
    "scanned": scanned,
    "repeated": repeated,
    "clipped": clipped,
}
