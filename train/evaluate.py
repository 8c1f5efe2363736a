"""A model on the gold words and sentences of dev files: what the network is worth without tokenizer and sentence splitter.

    python -m train.evaluate --data DIR --model PATH [--file dev-ewt ...] [--limit N]

From raw text: `python -m bench.pipeline`. PATH is the model that train.export wrote, quantised or not, without the ending .onnx.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bench.pipeline import Analysis, Score, compare, documents, gold_analysis, name_extents, simple_relations

from counterclaim.parse.encoder import Encoder, read_encoder
from counterclaim.parse.lemmas import lemma
from counterclaim.parse.names import best_labels
from counterclaim.parse.tree import best_heads
from train.corpora import Sentence, read_conllu

SHOWN = ("UPOS", "XPOS", "Lemma", "UAS", "LAS", "names", "names untyped")


def analysed(encoder: Encoder, document: list[Sentence], gold: Analysis) -> Analysis:
    """The gold analysis of a document with its columns as the model has them, each sentence parsed by itself."""
    upos: list[str] = []
    xpos: list[str] = []
    heads: list[int] = []
    relations: list[str] = []
    tags: list[str] = []
    for sentence in document:
        scores = encoder.scores([encoder.features(form) for form in sentence.forms])
        best = best_heads(scores.arcs)
        relations += encoder.relations(scores, best)
        heads += [int(head) - 1 + len(upos) if head else -1 for head in best]
        tags += best_labels(scores.entities, encoder.labels.entities)
        upos += [encoder.labels.upos[number] for number in scores.upos]
        xpos += [encoder.labels.xpos[number] for number in scores.xpos]
    forms = [form for sentence in document for form in sentence.forms]
    return replace(
        gold,
        upos=tuple(upos),
        xpos=tuple(xpos),
        lemmas=tuple(map(lemma, forms, upos, xpos)),
        heads=tuple(heads),
        relations=simple_relations(relations),
        names=frozenset(name_extents(tags, gold.words)),
    )


def scored(encoder: Encoder, path: Path, limit: int | None) -> Score:
    score = Score()
    sentences: Iterator[Sentence] = read_conllu(path.read_text(encoding="utf-8").splitlines())
    for document in islice(documents(sentences), limit):
        gold = gold_analysis(document)
        compare(gold, analysed(encoder, document, gold), score)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--file", nargs="+", default=["dev-ewt", "dev-gum", "dev-gum-news"])
    parser.add_argument("--limit", type=int, help="documents of each file")
    given = parser.parse_args()
    encoder = read_encoder(given.model)
    for name in given.file:
        score = scored(encoder, given.data / f"{name}.conllu", given.limit)
        print(f"{name}: " + "  ".join(f"{key} {score.row(key)['F']:.2f}" for key in SHOWN), flush=True)


if __name__ == "__main__":
    main()
