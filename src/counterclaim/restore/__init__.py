"""Whether a text was put through an article spinner, and what it said before.

    restoration = restore_text(text)               # probability, family, edits
    overlaid = reading(text, restoration.edits)    # the restored text, whose spans lead back to the text as read

The text as read is never changed. The whole story:

    words        tokens.py      which words a spinner may have touched
    screen       screen.py      a cheap look at all of them; clean texts end here
    candidates   candidates.py  what each may have been: tables followed backwards, words of grammar, lists
    context      context.py     how well each fits between its neighbours
    judge        rank.py        a probability for each, the word as it stands among them
    detect       detect.py      the document as a whole; a text that is not spun ends here at the latest, with no edit
    judge again                 on the context restored so far, knowing the document
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterclaim.model import Span
from counterclaim.restore.candidates import why
from counterclaim.restore.context import context
from counterclaim.restore.detect import ceiling, detector, most_odds, outlook, signs
from counterclaim.restore.family import family_of
from counterclaim.restore.features import Outlook
from counterclaim.restore.overlay import Reading, reading, restored_numbers
from counterclaim.restore.phrases import LIST, merged, phrase_edits
from counterclaim.restore.rank import Verdicts, judge
from counterclaim.restore.screen import screen, signs_of
from counterclaim.restore.tables import Numbers
from counterclaim.restore.tokens import Word, words
from counterclaim.restore.values import Edit, Restoration

__all__ = ["Edit", "Reading", "Restoration", "RestoreOptions", "reading", "restore_text", "spun_probability"]

# The first look is without lists, so that what is called spun does not hang on them.
_NONE: frozenset[str] = frozenset()
# Log-odds of the screen below which a text is taken to be clean.
CLEARED = -2.2


@dataclass(frozen=True, slots=True)
class RestoreOptions:
    """`lists` names the lists of `lexicon/spun.csv` that are used. No edit is made in a text less likely spun than `least_spun`,
    nor of a word less likely put there than `least_changed`; words in quotation marks need `least_quoted`, rows of phrases a weight
    of `least_phrase`.
    """

    lists: frozenset[str] = frozenset({"seed", "spun"})
    least_spun: float = 0.5
    least_changed: float = 0.85
    least_quoted: float = 0.85
    least_phrase: float = 0.7


def spun_probability(text: str) -> float:
    """The calibrated probability that a text was machine-spun, 0 to 1. Linear in the length."""
    tokens = words(text)
    odds = _screened(tokens)
    return _probability(odds if odds < CLEARED else _look(tokens)[2])


def restore_text(text: str, options: RestoreOptions | None = None) -> Restoration:
    """How likely the text was machine-spun, and what to read in place of which words. Linear in the length; never raises for any text."""
    chosen = options or RestoreOptions()
    tokens = words(text)
    odds = _screened(tokens)
    if odds < CLEARED and _probability(odds) < chosen.least_spun:
        return Restoration(round(_probability(odds), 4))
    numbers, found, log_odds = _look(tokens)
    probability = _probability(log_odds)
    if probability < chosen.least_spun or not len(found.at):
        return Restoration(round(probability, 4))
    again = found
    for stage in (2, 3):
        again = judge(tokens, restored_numbers(tokens, numbers, again), found.at, outlook(tokens, again, log_odds), stage, chosen.lists)
    edits = _edits(tokens, again, chosen)
    if LIST in chosen.lists:
        edits = merged(edits, tuple(phrase_edits(text, tokens, chosen.least_phrase)))
    return Restoration(round(probability, 4), family_of(edits), edits)


def _screened(tokens: Sequence[Word]) -> float:
    """The screen's log-odds that the document was spun."""
    return min(screen().log_odds(signs_of(tokens)), most_odds(sum(each.open for each in tokens)))


def _look(tokens: Sequence[Word]) -> tuple[Numbers, Verdicts, float]:
    """The first pass: numbers of the words, what each may have been, and the log-odds that the document was spun."""
    numbers = context().numbers(tokens)
    at = np.array([index for index, each in enumerate(tokens) if each.open], np.int32)
    found = judge(tokens, numbers, at, Outlook(), 1, _NONE)
    return numbers, found, min(detector().log_odds(signs(tokens, found)), ceiling(tokens, found))


def _probability(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))


def _edits(tokens: Sequence[Word], found: Verdicts, options: RestoreOptions) -> tuple[Edit, ...]:
    made: list[Edit] = []
    for row, at in enumerate(found.at.tolist()):
        word, best = tokens[at], str(found.words[row, 0])
        least = options.least_quoted if word.quoted else options.least_changed
        if best and found.changed[row] > least:
            chance = round(float(found.chances[row, 0]), 4)
            made.append(Edit(Span(word.start, word.end), word.text, best, chance, why(word.form, best, options.lists)))
    return tuple(made)
