"""What a found word may have been: the tables followed backwards, the words of grammar, and the user's rows.

Each candidate comes with its features in the order of `FEATURES`; they depend on the two words only, never on the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np

from counterclaim import lexicon
from counterclaim.restore.context import Context, Floats, context
from counterclaim.restore.tables import KINDS, Numbers, Tables, tables

FEATURES = (
    *("synonym", "similar", "broader", "narrower", "other", "direct", "rank", "first", "inflected", "bare_ending"),
    *("chain", "chain_rank", "long_chain", "grammar", "open", "listed"),
    *("zipf", "rarer", "likeness", "unknown", "alone"),
)
AT = {name: at for at, name in enumerate(FEATURES)}
_OTHER = KINDS.index("also")
_NEAR = 2
_MOST_CHAINS, _MOST_LONG = 120, 60
# Weights of a linear first ranking, fitted to words that the families of train/spin.py changed (conditional logit).
_PRIOR = {
    "synonym": 1.5,
    "similar": 1.0,
    "broader": 0.8,
    "narrower": 0.7,
    "other": -0.3,
    "direct": 2.8,
    "rank": 1.1,
    "first": 1.1,
    "inflected": -0.3,
    "bare_ending": -1.8,
    "chain": 0.7,
    "chain_rank": 2.7,
    "long_chain": 0.9,
    "grammar": -2.0,
    "open": -2.8,
    "listed": 8.0,
    "zipf": 1.3,
    "rarer": 2.1,
    "likeness": 1.9,
    "alone": 2.1,
}
FIT_WEIGHT = 0.43


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words with their numbers in the context model (-1: not in it), their features, and a rough weight to cut the list by."""

    words: tuple[str, ...]
    numbers: Numbers
    features: Floats
    prior: Floats


@dataclass(slots=True)
class _Gathered:
    """Features of candidates as they are found, by word number of the tables or, for grammar words, by word."""

    rows: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, word: str, **features: float) -> None:
        row = self.rows.setdefault(word, {})
        for name, value in features.items():
            row[name] = max(row.get(name, 0.0), value)


@cache
def grammar_words() -> dict[str, None]:
    """Words of grammar, in order, which any word may stand for: some spinners put words of their own there."""
    return dict.fromkeys(row["word"] for row in lexicon.rows("grammar_words.csv"))


@cache
def listed_pairs() -> dict[str, tuple[tuple[str, float, str], ...]]:
    """Spun words of `lexicon/spun.csv`: what each stands for, how sure, and which list the row is of."""
    found: dict[str, tuple[tuple[str, float, str], ...]] = {}
    for row in lexicon.rows("spun.csv"):
        found[row["spun"]] = (*found.get(row["spun"], ()), (row["original"], float(row["weight"]), row["list"]))
    return found


@lru_cache(maxsize=30_000)
def candidates(found: str, lists: frozenset[str]) -> Candidates:
    """Candidates for a lower-case word, in alphabetical order. `lists` names the lists of pairs that are used."""
    table, model = tables(), context()
    gathered = _Gathered()
    for word in grammar_words():
        gathered.add(word, grammar=1)
    for original, weight, kind in listed_pairs().get(found, ()):
        if kind in lists and " " not in original:
            gathered.add(original, listed=weight)
    at = table.number.get(found)
    if at is not None:
        _follow(table, at, gathered)
    spelling = _spelling(found)
    for word in [word for word in gathered.rows if _spelling(word) == spelling]:
        del gathered.rows[word]
    return _packed(found, gathered, table, model)


def _follow(table: Tables, at: int, gathered: _Gathered) -> None:
    for head, kind, rank in _edges(table, at):
        gathered.add(table.words[head], **_direct(kind, rank))
        if rank <= _NEAR:
            for ending in range(3):
                if (head, ending) in table.forms:
                    gathered.add(table.words[table.forms[head, ending]], bare_ending=1, **_direct(kind, rank))
    for lemma, ending in table.lemmas.get(at, ()):
        for head, kind, rank in _edges(table, lemma):
            if (head, ending) in table.forms:
                gathered.add(table.words[table.forms[head, ending]], inflected=1, **_direct(kind, rank))
    for word, rank in _chains(table, at):
        gathered.add(table.words[word], chain=1, chain_rank=1 / (1 + rank))
    for word in _long_chains(table, at):
        gathered.add(table.words[word], long_chain=1)


def _edges(table: Tables, at: int, most: int = 31) -> Iterator[tuple[int, int, int]]:
    low, high = int(table.starts[at]), int(table.starts[at + 1])
    high = low + int(np.searchsorted(table.ranks[low:high], most, side="right"))
    yield from zip(table.heads[low:high].tolist(), table.kinds[low:high].tolist(), table.ranks[low:high].tolist(), strict=True)


def _direct(kind: int, rank: int) -> dict[str, float]:
    name = "other" if kind >= _OTHER else KINDS[kind]
    return {name: 1, "direct": 1, "rank": 1 / (1 + rank), "first": float(rank == 0)}


def _chains(table: Tables, at: int) -> list[tuple[int, int]]:
    """Words from which the rule, used twice, may have come here: with the sum of ranks, the likeliest only."""
    best: dict[int, int] = {}
    for between, _, rank in _edges(table, at, _NEAR):
        for head, _, further in _edges(table, between, _NEAR):
            best[head] = min(best.get(head, 99), rank + further)
    return sorted(best.items(), key=lambda item: (item[1], -table.zipf[item[0]], item[0]))[:_MOST_CHAINS]


def _long_chains(table: Tables, at: int) -> list[int]:
    step = {at}
    for _ in range(3):
        step = {head for word in sorted(step)[:200] for head, _, _ in _edges(table, word, 0)}
    return sorted(step, key=lambda word: (-table.zipf[word], word))[:_MOST_LONG]


def _packed(found: str, gathered: _Gathered, table: Tables, model: Context) -> Candidates:
    words = tuple(sorted(gathered.rows))
    features = np.zeros((len(words), len(FEATURES)), np.float32)
    for row, word in enumerate(words):
        for name, value in gathered.rows[word].items():
            features[row, AT[name]] = value
    numbers = np.array([model.number.get(word, -1) for word in words], np.int32)
    direct = max(1.0, float(features[:, AT["direct"]].sum()))
    zipf = np.array([table.frequency(word) for word in words], np.float32)
    features[:, AT["zipf"]] = zipf / 5
    features[:, AT["rarer"]] = (zipf - table.frequency(found)) / 3
    features[:, AT["likeness"]] = likeness(found, numbers, model)
    features[:, AT["unknown"]] = numbers < 0
    features[:, AT["alone"]] = features[:, AT["direct"]] / direct
    return Candidates(words, numbers, features, prior_of(features))


_SPELLINGS = (
    ("z", "s"),
    ("our", "or"),
    ("ence", "ense"),
    ("ae", "e"),
    ("oe", "e"),
    ("ll", "l"),
    ("que", "ck"),
    ("ogue", "og"),
    ("tre", "ter"),
)


@lru_cache(maxsize=100_000)
def _spelling(word: str) -> str:
    """One form for British and American spellings of a word: neither is a spun form of the other."""
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    return word


def prior_of(features: Floats) -> Floats:
    """The part of the first ranking that does not hang on the text."""
    weights = np.zeros(len(FEATURES), np.float32)
    for name, weight in _PRIOR.items():
        weights[AT[name]] = weight
    made: Floats = features @ weights
    return made


def likeness(found: str, numbers: Numbers, model: Context) -> Floats:
    """Cosine of the vectors of a word and of others, 0 where one has none."""
    at = model.number.get(found)
    if at is None:
        return np.zeros(len(numbers), np.float32)
    lengths = model.lengths[numbers] * model.lengths[at] + np.float32(1e-6)
    made: Floats = np.where(numbers >= 0, model.vectors[np.maximum(numbers, 0)] @ model.vectors[at] / lengths, 0).astype(np.float32)
    return made


def why(found: str, restored: str, lists: frozenset[str]) -> str:
    """What connects the two words, in words: the list that has them as a pair, then what WordNet says of them."""
    listed = next((kind for original, _, kind in listed_pairs().get(found, ()) if original == restored and kind in lists), None)
    relation = _relation(found, restored, lists)
    return f"pair of the list {listed}; {relation}" if listed else relation


def _relation(found: str, restored: str, lists: frozenset[str]) -> str:
    some = candidates(found, lists)
    if restored not in some.words:
        return "context alone"
    row = some.features[some.words.index(restored)]
    if row[AT["first"]]:
        return "first alternative in WordNet"
    relation = next((name for name in ("synonym", "similar", "broader", "narrower", "other") if row[AT[name]]), None)
    if relation:
        return f"{relation} in WordNet"
    if row[AT["chain"]] or row[AT["long_chain"]]:
        return "chain of alternatives in WordNet"
    return "word of grammar that the context calls for" if row[AT["grammar"]] else "no relation in WordNet"
