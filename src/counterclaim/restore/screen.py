"""A first, cheap look at a text: how many of its words are such as spinners put there, and how many of those go ill with their neighbours.

No candidate is made and the context model is not asked, so that clean text, which is nearly all there is, costs little. Only a text that
this look cannot clear is judged word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from counterclaim.restore.context import Context, Floats, context
from counterclaim.restore.tables import KINDS, Tables, archive, tables
from counterclaim.restore.tokens import Word

# What the tables say of a word alone, over all words that the rule may have turned into it: `best`, how strong the strongest link
# is; `first` and `any`, how much commoner (in powers of ten) such a word is: of those it is among the first two alternatives of; of all.
STATIC = ("best", "first", "any")
_STRENGTH = {"synonym": 1.5, "similar": 1.0, "broader": 0.8, "narrower": 0.7}
_OTHER, _DIRECT, _RANK, _FIRST, _ZIPF, _RARER = -0.3, 2.8, 1.1, 1.1, 0.26, 0.7
_INFLECTED = 0.9
LEAST = (("best", 4.0), ("best", 6.0), ("first", 1.0), ("first", 2.0), ("any", 1.0), ("any", 2.0), ("any", 3.0))
LOOSE = (("best", 4.0), ("first", 1.0), ("any", 1.5), ("any", 2.5))
SPACED = (("first", None), ("any", None), ("any", 2.0), ("best", 4.0))
# A pair of words seen less often than this (log, against chance) does not go together.
_PAIRED = 0.5
_SMOOTH = 5.0


@dataclass(frozen=True, slots=True)
class Screen:
    """A logistic regression on the signs of `signs_of`."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def log_odds(self, signs: Floats) -> float:
        return float(((signs - self.mean) / self.scale) @ self.weights + self.bias)


@cache
def screen() -> Screen:
    held = archive("screen.npz")
    mean, scale, weights, bias = (held[name].astype(np.float32) for name in ("mean", "scale", "weights", "bias"))
    return Screen(mean, scale, weights, float(bias[0]))


@cache
def static() -> Floats:
    """The STATIC figures of all words of the tables, words x 3. An inflected form has a little less than its lemma, at the least."""
    table = tables()
    count = len(table.words)
    found = np.repeat(np.arange(count), np.diff(table.starts))
    commoner = np.maximum(table.zipf[table.heads] - table.zipf[found], 0)
    made = np.zeros((count, len(STATIC)), np.float32)
    np.maximum.at(made[:, 0], found, _strengths(table, found))
    np.maximum.at(made[:, 1], found[table.ranks <= 1], commoner[table.ranks <= 1])
    np.maximum.at(made[:, 2], found, commoner)
    forms, lemmas = np.array([(form, lemma) for form, of_form in table.lemmas.items() for lemma, _ in of_form], np.int64).T
    inherited = made[lemmas] * np.float32(_INFLECTED)
    np.maximum.at(made, forms, inherited)
    return made


def _strengths(table: Tables, found: NDArray[np.int64]) -> Floats:
    """How likely each link was followed, as a first ranking weighs it (`candidates.py`)."""
    kinds = np.array([_STRENGTH.get(kind, _OTHER) for kind in KINDS], np.float32)
    zipf = table.zipf[table.heads]
    ranked = _RANK / (1 + table.ranks.astype(np.float32)) + _FIRST * (table.ranks == 0)
    made: Floats = (kinds[table.kinds] + _DIRECT + ranked + _ZIPF * zipf + _RARER * (zipf - table.zipf[found])).astype(np.float32)
    return made


def signs_of(tokens: Sequence[Word]) -> Floats:
    """What the screen knows of a document: means over its open words. Linear in the length."""
    open_at = [at for at, each in enumerate(tokens) if each.open]
    figures = _figures([tokens[at].form for at in open_at])
    loose = np.clip(_PAIRED - _pairing(tokens, open_at, context()), 0, 1)
    bare = np.array([tokens[at].bare for at in open_at], bool)
    some = len(open_at) + _SMOOTH
    means = [column.sum() / some for column in figures.T]
    shares = [_over(figures, name, least).sum() / some for name, least in LEAST]
    unpaired = [(_over(figures, name, least) * loose).sum() / some for name, least in LOOSE]
    spaced = [_difference(_over(figures, name, least) * (1 if least is None else loose), bare) for name, least in SPACED]
    return np.array([*means, *shares, *unpaired, *spaced], np.float32)


def _figures(forms: Sequence[str]) -> Floats:
    number = tables().number
    at = np.array([number.get(form, -1) for form in forms], np.int64)
    found: Floats = static()[np.maximum(at, 0)] * (at >= 0)[:, None]
    return found


def _pairing(tokens: Sequence[Word], open_at: Sequence[int], model: Context) -> Floats:
    """How well each open word goes with the neighbour that it goes with better."""
    padded = np.pad(model.numbers(tokens).astype(np.int64), 1, constant_values=-1)
    at = np.array(open_at, np.int64)
    here = padded[at + 1]
    left, right = model.pairs.association(padded[at], here), model.pairs.association(here, padded[at + 2])
    made: Floats = np.maximum(left, right)
    return made


def _over(figures: Floats, name: str, least: float | None) -> Floats:
    column = figures[:, STATIC.index(name)]
    return column if least is None else (column > least).astype(np.float32)


def _difference(values: Floats, bare: NDArray[np.bool_]) -> float:
    """The mean over words between spaces less that over words beside punctuation, which simple spinners leave."""
    return float(values[bare].sum() / (bare.sum() + _SMOOTH) - values[~bare].sum() / ((~bare).sum() + _SMOOTH))
