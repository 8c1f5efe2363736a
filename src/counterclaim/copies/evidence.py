"""Links with their evidence: what was found between two texts, as passages of two documents that have them."""

from __future__ import annotations

import numpy as np

from counterclaim.copies.compare import Comparison, Stretch
from counterclaim.copies.signature import Signature
from counterclaim.copies.values import Link, Passage
from counterclaim.copies.words import NAME, NUMBER, Words
from counterclaim.model import Span


def link_of(one: Signature, two: Signature, found: Comparison, is_copy: bool = False) -> Link:
    """The link of two documents of different texts, `found` being what the first text shares with the second. The second is the head."""
    words = (one.best, two.best) if found.restored else (one.read, two.read)
    manner = "spun" if found.restored and one.restored is not None else found.manner(1)
    return Link(
        one=one.document,
        two=two.document,
        relation="copy" if is_copy else "source",
        manner=manner if is_copy else "shared",
        channels=found.channels,
        covered=found.covered,
        kept=found.kept,
        kept_words=found.kept_words,
        passages=_passages(words, found.stretches),
    )


def exact_link(one: Signature, two: Signature) -> Link:
    """The link of two documents of the same words."""
    kept = sum(mark & (NAME | NUMBER) != 0 for mark in one.read.marks)
    last = len(one.read)
    whole = (Stretch(((0, last), (0, last)), last, 1.0, False),) if last else ()
    return Link(one.document, two.document, "copy", "exact", ("exact",), (1.0, 1.0), 1.0, kept, _passages((one.read, two.read), whole))


def _passages(words: tuple[Words, Words], stretches: tuple[Stretch, ...]) -> tuple[Passage, ...]:
    one, two = (_Offsets(each) for each in words)
    return tuple(Passage(one.span(*each.ranges[0]), two.span(*each.ranges[1]), each.words, each.same, each.quoted) for each in stretches)


class _Offsets:
    """Where the words of a reading stand."""

    def __init__(self, words: Words) -> None:
        self._starts, self._ends = np.frombuffer(words.starts, "<u4"), np.frombuffer(words.ends, "<u4")

    def span(self, first: int, last: int) -> Span:
        """The characters from the first word to the one before the last."""
        return Span(int(self._starts[first]), int(self._ends[last - 1]))
