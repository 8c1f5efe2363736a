"""Fits the weights of extract/place/resolve.py on annotated toponyms: a conditional logit, by gradient descent.

    python train/place_weights.py FILE[:HALF]...     (corpora as for bench.toponyms; prints [weights] for lexicon/place_words.toml)

One example is a name of a document with its candidates and "none of these"; right are the candidates with the annotated id,
else those within 40 km or, for units and states, their own radius. Each corpus has the same total weight. Weights of evidence
that the corpora do not have (parties, the outlet's home, similar names) stay as they are.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from bench.toponyms import Article, Gold, part, read_articles

from counterclaim.extract.place import group, load
from counterclaim.extract.place.gazetteer import Entry
from counterclaim.extract.place.resolve import (
    ROUNDS,
    Name,
    Surroundings,
    dot,
    features_by_document,
    features_by_name,
    features_of_none,
    kilometres,
    probabilities,
)
from counterclaim.extract.place.toponyms import Lookups, toponym_for
from counterclaim.extract.place.words import place_words
from counterclaim.syntax import Parse

NEAR_KM, STRENGTH, STEPS, RATE, REFITS = 40.0, 0.02, 2000, 0.3, 3
# What a text says outright counts, however seldom the corpora have it.
FLOORS = {"type_agrees": 0.5, "held": 2.0}
Example = tuple[list[dict[str, float]], list[int], float]


def right_ones(entries: tuple[Entry, ...], gold: list[Gold]) -> list[int]:
    """Indices of candidates that the annotation bears out; the index after the last for none of them."""
    ids = {one.geonames for one in gold if one.geonames}
    exact = [number for number, entry in enumerate(entries) if entry.geonames in ids]
    if exact:
        return exact
    near = [
        number
        for number, entry in enumerate(entries)
        for one in gold
        if one.lat is not None and one.lon is not None
        if kilometres(entry.lat, entry.lon, one.lat, one.lon) <= max(NEAR_KM, entry.radius)
    ]
    return sorted(set(near)) or [len(entries)]


def names_of(article: Article, parse: Parse) -> tuple[list[Name], list[list[Gold]]]:
    words = place_words()
    lookups = Lookups(load(), words)
    spans = {gold.span: gold for gold in sorted(article.gold, key=lambda gold: gold.span) if gold.lat is not None}
    known = [(toponym, gold) for span, gold in spans.items() if (toponym := toponym_for(parse, span, lookups, words))]
    names, index_of = group(parse, [toponym for toponym, _ in known], words)
    gold: list[list[Gold]] = [[] for _ in names]
    for (_, one), index in zip(known, index_of, strict=True):
        gold[index].append(one)
    return names, gold


def examples(names: list[Name], gold: list[list[Gold]], weights: dict[str, float], share: float) -> list[Example]:
    found: list[Example] = []
    full = alone = features_by_name(names, Surroundings())
    nothing = [features_of_none(name) for name in names]
    for _ in range(ROUNDS + 1):
        chances = [probabilities([dot(weights, row) for row in rows], dot(weights, none)) for rows, none in zip(full, nothing, strict=True)]
        full = features_by_document(names, alone, chances)
    for name, rows, marks in zip(names, full, gold, strict=True):
        if rows and marks:
            found.append(([*rows, features_of_none(name)], right_ones(name.entries[: len(rows)], marks), share * len(marks) ** 0.5))
    return found


def fit(data: list[Example], weights: dict[str, float]) -> dict[str, float]:
    """Gradient descent with momentum on the mean log loss; features are columns, candidates rows, examples groups."""
    columns = sorted(set(weights) | {name for rows, _, _ in data for row in rows for name in row})
    at = {name: number for number, name in enumerate(columns)}
    table = np.zeros((sum(len(rows) for rows, _, _ in data), len(columns)))
    group_of, right, share = np.zeros(len(table), int), np.zeros(len(table), bool), np.zeros(len(data))
    line = 0
    for number, (rows, correct, weight) in enumerate(data):
        share[number] = weight
        for candidate, row in enumerate(rows):
            for name, value in row.items():
                table[line, at[name]] = value
            group_of[line], right[line] = number, candidate in correct
            line += 1
    share /= share.sum()
    vector = np.array([weights.get(name, 0.0) for name in columns])
    floors = np.array([FLOORS.get(name, -np.inf) for name in columns])
    start, speed = vector.copy(), np.zeros(len(columns))
    starts = np.searchsorted(group_of, np.arange(len(data)))
    for step in range(STEPS):
        scores = table @ vector
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[group_of])
        chance = scores / np.add.reduceat(scores, starts)[group_of]
        correct_mass = np.add.reduceat(chance * right, starts)
        posterior = np.where(right, chance / np.maximum(correct_mass, 1e-12)[group_of], 0.0)
        gradient = table.T @ ((chance - posterior) * share[group_of]) + STRENGTH * (vector - start) / 10
        speed = 0.9 * speed - RATE * gradient
        vector = np.maximum(vector + speed, floors)
        if step % 1000 == 0:
            print(step, "log loss", float(-(share * np.log(np.maximum(correct_mass, 1e-12))).sum()), file=sys.stderr)
    return {name: float(value) for name, value in zip(columns, vector, strict=True)}


def refit(corpora: list[list[tuple[list[Name], list[list[Gold]]]]]) -> dict[str, float]:
    """Fits, recomputes what the names say together under the new weights, and fits again."""
    weights = dict(place_words().weights)
    for _ in range(REFITS):
        data: list[Example] = []
        for corpus in corpora:
            share = 1.0 / sum(len(marks) ** 0.5 for _, gold in corpus for marks in gold)
            data.extend(example for names, gold in corpus for example in examples(names, gold, weights, share))
        weights = fit(data, weights)
    return weights


def main() -> None:
    from counterclaim.parse import load as load_parser

    parse = load_parser().parse
    corpora: dict[str, list[tuple[list[Name], list[list[Gold]]]]] = defaultdict(list)
    for argument in sys.argv[1:]:
        path, _, half = argument.partition(":")
        for article in part(read_articles(Path(path)), half or "first"):
            corpora[argument].append(names_of(article, parse(article.text)))
    for name, value in refit(list(corpora.values())).items():
        print(f"{name} = {value:.2f}")


if __name__ == "__main__":
    main()
