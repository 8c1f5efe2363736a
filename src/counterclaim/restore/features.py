"""What is known of each word that may be spun, and of each thing that it may have been: numbers for the ranker.

A `Block` holds some words of one text, each with its `MOST` likeliest candidates. In later passes the context is the one restored so far,
and features say how the whole document looked to the pass before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from counterclaim.restore.candidates import AT, FEATURES, FIT_WEIGHT, Candidates, candidates, grammar_words, likeness, prior_of
from counterclaim.restore.context import Floats, context
from counterclaim.restore.tables import Numbers, tables
from counterclaim.restore.tokens import Word

MOST = 24
OPEN = 6
BLOCK = 1000
# A word this likely between its neighbours (log) is taken to stand rightly, without a look at candidates.
FITTING = -0.7
_UNKNOWN, _CLIP = -16.0, 20.0
# Grounds of what the pass before would change, as means over the document: they tell the family of spinners.
GROUNDS = ("first", "direct", "chain", "inflected", "grammar")
CHOICE = (
    *(*FEATURES, "fit", "better", "article", "repeated", "spun", "pair", "pair_sum", "left", "right"),
    *(f"document_{name}" for name in GROUNDS),
    *("document_rate", "document_changed"),
)
KEPT = (
    *("fit", "zipf", "bare", "quoted", "edges", "grammar", "rare", "best_grammar", "best_common"),
    *("spun", "changed", "rate", "left", "right", "times", "attached", "other_rate", "evidence"),
)
_C, _K = {name: at for at, name in enumerate(CHOICE)}, {name: at for at, name in enumerate(KEPT)}

Objects = NDArray[np.object_]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the pass before found of a document.

    `spun`: log-odds. By word form: `changed`, how often it was out of place; `pairs`, for what it was taken; `times` it stands
    there, `attached` the share of them beside punctuation. `evidence`: the sum of the log-odds of its being out of place.
    `grounds`: means of the features GROUNDS over what was out of place.
    """

    spun: float = 0.0
    changed: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    rate_bare: float = 0.0
    rate_attached: float = 0.0
    grounds: tuple[float, ...] = (0.0,) * len(GROUNDS)
    attached: Mapping[str, float] = field(default_factory=dict)
    times: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """Words `at` (token numbers, n), their candidates (n x MOST; "" where fewer) and the features of both."""

    at: Numbers
    words: Objects
    choices: Floats
    kept: Floats


@dataclass(frozen=True, slots=True)
class _View:
    """The words `at` of one text as the context model sees them: vectors, totals, log chances of common words, neighbours."""

    tokens: Sequence[Word]
    at: Numbers
    gaps: Floats
    totals: Floats
    common: Floats
    called: NDArray[np.intp]
    before: Longs
    after: Longs
    counts: Floats
    outlook: Outlook


def block(tokens: Sequence[Word], numbers: Numbers, at: Numbers, outlook: Outlook, lists: frozenset[str]) -> Block:
    """Features of the words `at`. Memory is bounded by len(at); time is linear in it."""
    view = _view(tokens, numbers, at, outlook)
    made = Block(at, np.full((len(at), MOST), "", object), np.zeros((len(at), MOST, len(CHOICE)), np.float32), _kept(view))
    chosen = np.full((len(at), MOST), -1, np.int64)
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(made.kept[:, _K["fit"]] < FITTING).tolist():
        rows.setdefault(tokens[int(at[row])].form, []).append(row)
    for form, some in rows.items():
        chosen[some] = _fill(made, view, form, np.array(some), lists)
    _fill_text(made, view, chosen)
    return made


def _view(tokens: Sequence[Word], numbers: Numbers, at: Numbers, outlook: Outlook) -> _View:
    model = context()
    gaps = model.gaps(numbers, at)
    common = model.scores(gaps, model.common)
    top = common.max(axis=1, keepdims=True)
    totals = (np.log(np.exp(common - top).sum(axis=1, keepdims=True)) + top)[:, 0]
    common -= totals[:, None]
    called = np.argpartition(-common, OPEN - 1, axis=1)[:, :OPEN]
    padded = np.pad(numbers.astype(np.int64), 1, constant_values=-1)
    counts = (np.minimum(np.bincount(numbers, minlength=len(model.vectors)), 5) / 5).astype(np.float32)
    return _View(tokens, at, gaps, totals, common, called, padded[at], padded[at + 2], counts, outlook)


def _kept(view: _View) -> Floats:
    """Features of the words as they stand."""
    model = context()
    found = np.array([model.number.get(view.tokens[at].form, -1) for at in view.at.tolist()], np.int64)
    grammar = np.array([model.number[word] for word in grammar_words() if word in model.number], np.int32)
    own = (view.gaps * model.vectors[np.maximum(found, 0)]).sum(axis=1) + model.bias[np.maximum(found, 0)] - view.totals
    own = np.clip(np.where(found >= 0, own, _UNKNOWN), -_CLIP, 0)
    kept = np.zeros((len(view.at), len(KEPT)), np.float32)
    for row, at in enumerate(view.at.tolist()):
        kept[row] = _kept_row(view.tokens[at], view.outlook)
    kept[:, _K["fit"]] = own
    kept[:, _K["best_grammar"]] = (model.scores(view.gaps, grammar) - view.totals[:, None]).max(axis=1) - own
    kept[:, _K["best_common"]] = view.common.max(axis=1) - own
    kept[:, _K["left"]] = model.pairs.association(view.before, found)
    kept[:, _K["right"]] = model.pairs.association(found, view.after)
    return kept


def _kept_row(word: Word, outlook: Outlook) -> Floats:
    table = tables()
    at, zipf = table.number.get(word.form), table.frequency(word.form)
    edges = 0 if at is None else int(table.starts[at + 1] - table.starts[at])
    row = np.zeros(len(KEPT), np.float32)
    row[_K["zipf"]] = zipf / 5
    row[_K["bare"]] = word.bare
    row[_K["quoted"]] = word.quoted
    row[_K["edges"]] = np.log1p(edges)
    row[_K["grammar"]] = word.form in grammar_words()
    row[_K["rare"]] = zipf < 3
    row[_K["spun"]] = outlook.spun / 5
    row[_K["changed"]] = outlook.changed.get(word.form, 0.0)
    row[_K["rate"]] = outlook.rate_bare if word.bare else outlook.rate_attached
    row[_K["other_rate"]] = outlook.rate_attached if word.bare else outlook.rate_bare
    row[_K["times"]] = np.log1p(min(outlook.times.get(word.form, 0), 20))
    row[_K["evidence"]] = outlook.evidence.get(word.form, 0.0) / 5
    row[_K["attached"]] = outlook.attached.get(word.form, 0.0)
    return row


def _fill(made: Block, view: _View, form: str, rows: NDArray[np.intp], lists: frozenset[str]) -> Longs:
    """Candidates of one word form, at all the places where it stands; their numbers in the context model."""
    some = _with_open(candidates(form, lists), form, view.called[rows])
    fit = context().scores(view.gaps[rows], np.maximum(some.numbers, 0)) - view.totals[rows, None]
    fit = np.clip(np.where(some.numbers >= 0, fit, _UNKNOWN), -_CLIP, 0)
    most = min(MOST, len(some.words))
    best = np.sort(np.argpartition(-(FIT_WEIGHT * fit + some.prior), most - 1, axis=1)[:, :most], axis=1)
    words = np.array(some.words, object)[best]
    made.words[rows, :most] = words
    made.choices[rows, :most, : len(FEATURES)] = some.features[best]
    made.choices[rows, :most, _C["fit"]] = np.take_along_axis(fit, best, axis=1)
    for word, chance in view.outlook.pairs.get(form, {}).items():
        made.choices[rows, :most, _C["pair"]] += np.float32(chance) * (words == word)
        made.choices[rows, :most, _C["pair_sum"]] += np.float32(min(chance * view.outlook.times[form], 6) / 3) * (words == word)
    _fill_articles(made, view, form, rows, words)
    numbers = np.full((len(rows), MOST), -1, np.int64)
    numbers[:, :most] = some.numbers[best]
    return numbers


def _fill_articles(made: Block, view: _View, form: str, rows: NDArray[np.intp], words: Objects) -> None:
    """Whether a candidate agrees better (1) or worse (-1) with the article before it than the word that stands there."""
    articles = np.array([_article(view.tokens, int(view.at[row])) for row in rows], np.float32)
    if articles.any():
        vowels = np.array([[word[:1] in "aeiou" for word in row] for row in words], np.float32)
        made.choices[rows, : words.shape[1], _C["article"]] = (vowels - (form[:1] in "aeiou")) * articles[:, None]


def _fill_text(made: Block, view: _View, chosen: Longs) -> None:
    """Features of all candidates that hang on the text around and the document."""
    there = chosen >= 0
    made.choices[:, :, _C["better"]] = (made.choices[:, :, _C["fit"]] - made.kept[:, None, _K["fit"]]) * (made.words != "")
    made.choices[:, :, _C["repeated"]] = view.counts[chosen] * there
    made.choices[:, :, _C["spun"]] = view.outlook.spun / 5
    made.choices[:, :, _C[f"document_{GROUNDS[0]}"] : _C["document_rate"]] = view.outlook.grounds
    made.choices[:, :, _C["document_rate"]] = made.kept[:, None, _K["rate"]]
    made.choices[:, :, _C["document_changed"]] = made.kept[:, None, _K["changed"]]
    pairs = context().pairs
    made.choices[:, :, _C["left"]] = pairs.association(np.broadcast_to(view.before[:, None], chosen.shape), chosen)
    made.choices[:, :, _C["right"]] = pairs.association(chosen, np.broadcast_to(view.after[:, None], chosen.shape))


def _article(tokens: Sequence[Word], at: int) -> int:
    """1 after "an", -1 after "a", else 0."""
    before = tokens[at - 1].form if at else ""
    return {"an": 1, "a": -1}.get(before, 0)


def _with_open(some: Candidates, form: str, called: NDArray[np.intp]) -> Candidates:
    """The candidates and, marked as open, the words that the contexts themselves call for."""
    model, known = context(), {*some.words, form}
    added = [at for at in sorted({*called.ravel().tolist()}) if model.common_words[at] not in known]
    numbers = model.common[added]
    features = _open_features()[added]
    features[:, AT["rarer"]] = (features[:, AT["zipf"]] * 5 - tables().frequency(form)) / 3
    features[:, AT["likeness"]] = likeness(form, numbers, model)
    return Candidates(
        (*some.words, *(model.common_words[at] for at in added)),
        np.concatenate([some.numbers, numbers]),
        np.concatenate([some.features, features]),
        np.concatenate([some.prior, prior_of(features)]),
    )


@cache
def _open_features() -> Floats:
    """Features of common words as open candidates, but for those that hang on the word found."""
    words = context().common_words
    features = np.zeros((len(words), len(FEATURES)), np.float32)
    features[:, AT["open"]] = 1
    features[:, AT["zipf"]] = [tables().frequency(word) / 5 for word in words]
    return features
