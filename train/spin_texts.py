"""Which training texts the context model leaves to the rankers and the detectors, and how they are cut."""

from __future__ import annotations

import random

# The context model sees five texts of this many.
RANKED = 6


def pieces(texts: list[str], rng: random.Random) -> list[str]:
    """Texts cut at line or sentence ends to between 60 and 600 words."""
    made = []
    for text in texts:
        parts = text.replace("\n", " \n").split(" ")
        at = 0
        while at < len(parts):
            length = rng.choice([60, 100, 160, 250, 400, 600])
            made.append(" ".join(parts[at : at + length]))
            at += length
    return [each for each in made if len(each.split()) > 40]
