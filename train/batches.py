"""Segments of consecutive sentences, batches of about equal length, and their tensors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from train.augment import Pool, Word, segment_words
from train.corpora import Sentence
from train.features import CLS, SEP, Wordpieces
from train.labels import Labels, lemma_rule

PIECES_A_BATCH, PIECES_A_SEGMENT, PIECES_A_SENTENCE = 1400, 160, 250
SENTENCES_A_SEGMENT, SENTENCES_A_NAME_SEGMENT = 8, 6
SORTED_TOGETHER = 400  # segments among which lengths are sorted: little padding, batches still mixed
IGNORED = -100


class Inputs(NamedTuple):
    """What the network takes: wordpieces, mask, shapes by wordpiece; first wordpieces and shapes by word."""

    ids: Tensor
    mask: Tensor
    shw: Tensor
    first: Tensor
    shf: Tensor


@dataclass(frozen=True)
class Batch:
    """Inputs of the network; sentence numbers (-1: padding); targets by head, IGNORED where not asked."""

    inputs: Inputs
    sentences: Tensor
    targets: dict[str, Tensor]


def segments(sentences: list[Sentence], longest: int, sizes: dict[int, int], random: Random) -> Iterator[list[Sentence]]:
    """Runs of one to `longest` sentences of one document that fit; sizes: wordpieces by sentence identity (id())."""
    run: list[Sentence] = []
    total, limit = 0, random.randint(1, longest)
    for sentence in sentences:
        size = sizes[id(sentence)]
        if size > PIECES_A_SENTENCE:
            continue
        if run and (sentence.new_document or len(run) >= limit or total + size > PIECES_A_SEGMENT):
            yield run
            run, total, limit = [], 0, random.randint(1, longest)
        run.append(sentence)
        total += size
    if run:
        yield run


class Epochs:
    """Batches of one epoch after another, each a function of the seed and the number of the epoch."""

    def __init__(self, trees: list[Sentence], names: list[Sentence], pool: Pool, labels: Labels, pieces: Wordpieces, seed: int) -> None:
        self.trees, self.names, self.pool, self.pieces, self.seed = trees, names, pool, pieces, seed
        self.sizes = self._measured(trees + names)
        tables = {"up": labels.upos, "xp": labels.xpos, "dep": labels.relations, "lem": labels.lemma_rules, "ne": labels.names}
        self.numbers = {key: {label: at for at, label in enumerate(table)} for key, table in tables.items()}

    def _measured(self, sentences: list[Sentence]) -> dict[int, int]:
        return {id(sentence): sum(len(self.pieces(form)) for form in sentence.forms) for sentence in sentences}

    def plan(self, epoch: int) -> list[list[list[Sentence]]]:
        """The segments of each batch, before augmentation."""
        random = Random(f"{self.seed} {epoch}")
        every = [*segments(self.trees, SENTENCES_A_SEGMENT, self.sizes, random)]
        every += segments(self.names, SENTENCES_A_NAME_SEGMENT, self.sizes, random)
        random.shuffle(every)
        planned: list[list[list[Sentence]]] = []
        for first in range(0, len(every), SORTED_TOGETHER):
            planned += self._packed(sorted(every[first : first + SORTED_TOGETHER], key=self._size))
        random.shuffle(planned)
        return planned

    def _size(self, segment: list[Sentence]) -> int:
        return sum(self.sizes[id(sentence)] for sentence in segment) + 2

    def _packed(self, ordered: list[list[Sentence]]) -> Iterator[list[list[Sentence]]]:
        batch: list[list[Sentence]] = []
        for segment in ordered:
            if batch and self._size(segment) * (len(batch) + 1) > PIECES_A_BATCH:
                yield batch
                batch = []
            batch.append(segment)
        if batch:
            yield batch

    def batch(self, planned: list[list[Sentence]], epoch: int, number: int) -> Batch:
        random = Random(f"{self.seed} {epoch} {number}")
        return self.tensors([segment_words(segment, self.pool, random) for segment in planned])

    def tensors(self, rows: list[list[Word]]) -> Batch:
        pieces = [[self.pieces(word.form) for word in row] for row in rows]
        length = max(sum(map(len, row)) for row in pieces) + 2
        shape, wide = (len(rows), max(map(len, rows))), (len(rows), length)
        ids, mask, shapes = (np.zeros(wide, np.int64) for _ in range(3))
        first, word_shapes = (np.zeros(shape, np.int64) for _ in range(2))
        sentences = np.full(shape, -1, np.int64)
        targets = {key: np.full(shape, IGNORED, np.int64) for key in ("up", "xp", "lem", "ne", "dep", "head", "ss")}
        for at, (row, cut) in enumerate(zip(rows, pieces, strict=True)):
            lengths = np.array([len(each) for each in cut])
            end = int(lengths.sum()) + 1
            own = np.array([word.shape for word in row])
            ids[at, 0], ids[at, 1:end], ids[at, end] = CLS, [piece for each in cut for piece in each], SEP
            mask[at, : end + 1] = 1
            shapes[at, 1:end] = np.repeat(own, lengths)
            first[at, : len(row)] = 1 + np.concatenate(([0], np.cumsum(lengths)[:-1]))
            word_shapes[at, : len(row)] = own
            sentences[at, : len(row)] = [word.sentence for word in row]
            self._targets(row, {key: table[at] for key, table in targets.items()})
        as_tensor = torch.from_numpy
        inputs = Inputs(*map(as_tensor, (ids, mask, shapes, first, word_shapes)))
        return Batch(inputs, as_tensor(sentences), {key: as_tensor(table) for key, table in targets.items()})

    def _targets(self, row: list[Word], targets: dict[str, NDArray[np.int64]]) -> None:
        """Fill one row of the targets. Name corpora do not say where sentences begin: their lines are tweets."""
        numbers = self.numbers
        for at, word in enumerate(row):
            if word.name is not None:
                targets["ne"][at] = numbers["ne"][word.name]
            if word.upos is None:
                continue
            targets["up"][at], targets["xp"][at] = numbers["up"][word.upos], numbers["xp"].get(word.xpos or "", IGNORED)
            targets["ss"][at] = word.starts
            if word.lemma is not None:
                targets["lem"][at] = numbers["lem"].get(lemma_rule(word.base, word.lemma), IGNORED)
            if word.head is not None:
                targets["head"][at] = word.head + 1
                targets["dep"][at] = numbers["dep"].get(word.relation or "", IGNORED)
