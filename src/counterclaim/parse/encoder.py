"""The encoder: one ONNX session that turns a window of words into the scores of every head. Knows wordpieces and shapes.

One call holds one window. The model is quantised dynamically: the scale of its activations is taken over the whole tensor,
so what a sentence gets depends on its neighbours in the call. With one window a call, that is the window itself and nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

CLS, SEP, UNKNOWN = 101, 102, 100
OUTPUTS = ("up", "xp", "ss", "ne", "arc", "ld", "lh")  # names in the model of the fields of `Scores`
PIECES_PER_WORD = 12  # as in training
LETTERS_PER_WORD = 100  # longer words are cut before they are looked up; the wordpiece model calls them unknown anyway
BLAS_ROWS = 16  # a product of so few rows is below what OpenBLAS hands to other threads (2**18 multiplications)
FORMS_KEPT = 50_000  # features of words are remembered up to here: about 20 MB

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Labels(NamedTuple):
    """The label sets of the heads, in the order of their scores."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...]


class Scores(NamedTuple):
    """What the model says of one window of n words.

    upos, xpos: chosen label numbers (n); starts: logits of a sentence start (n); entities: (n, labels);
    arcs: (n, n + 1), column 0 the root; dependents (n, 2k) and governors (n + 1, 2k): factors of the relation head.
    """

    upos: Ints
    xpos: Ints
    starts: Floats
    entities: Floats
    arcs: Floats
    dependents: Floats
    governors: Floats


class Features(NamedTuple):
    pieces: tuple[int, ...]
    shape: int


@dataclass(frozen=True)
class Encoder:
    """A loaded model. Holds no state but the session and remembered features of words, which are functions of the word."""

    session: Any
    wordpieces: Any
    labels: Labels
    relation_weights: Floats
    relation_bias: Floats
    remembered: dict[str, Features] = field(default_factory=dict, repr=False)

    def features(self, form: str) -> Features:
        """Wordpieces and shape of a word."""
        known = self.remembered.get(form)
        if known is None:
            known = Features(tuple(self._pieces(form[:LETTERS_PER_WORD])[:PIECES_PER_WORD]) or (UNKNOWN,), word_shape(form))
            if len(self.remembered) < FORMS_KEPT:
                self.remembered[form] = known
        return known

    def _pieces(self, letters: str) -> list[int]:
        if letters.isascii() and letters.isalnum():  # nothing to normalise and nothing to split at: a quarter of the time
            return [piece.id for piece in self.wordpieces.model.tokenize(letters.lower())]
        clean = letters.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no text to it
        ids: list[int] = self.wordpieces.encode(clean, add_special_tokens=False).ids
        return ids

    def scores(self, words: list[Features]) -> Scores:
        """Run the model on one window."""
        lengths = np.array([len(word.pieces) for word in words])
        shapes = np.array([word.shape for word in words], dtype=np.int64)
        total = int(lengths.sum())
        pieces = np.empty((1, total + 2), dtype=np.int64)
        pieces[0, 0], pieces[0, -1] = CLS, SEP
        pieces[0, 1:-1] = [piece for word in words for piece in word.pieces]
        piece_shapes = np.zeros((1, total + 2), dtype=np.int64)
        piece_shapes[0, 1:-1] = np.repeat(shapes, lengths)
        first = 1 + np.concatenate(([0], np.cumsum(lengths)[:-1]))
        inputs = {"ids": pieces, "shw": piece_shapes, "first": first[None], "shf": shapes[None]}
        return Scores(*(output[0] for output in self.session.run(OUTPUTS, inputs)))

    def relations(self, scores: Scores, heads: Ints) -> list[str]:
        """The relation of each word to its head (0 the root, k the k-th word)."""
        half = scores.dependents.shape[1] // 2
        dependents, governors = scores.dependents, scores.governors[heads]
        product = dependents[:, :half] * governors[:, :half]
        total = np.maximum(dependents[:, half:] + governors[:, half:], 0)
        factors = np.concatenate([product, total], axis=1)
        table = self.relation_weights.T
        logits = np.concatenate([factors[at : at + BLAS_ROWS] @ table for at in range(0, len(factors), BLAS_ROWS)]) + self.relation_bias
        logits[:, self.labels.relations.index("root")] = np.where(heads == 0, np.inf, -np.inf)
        return [self.labels.relations[number] for number in logits.argmax(axis=1)]


def word_shape(word: str) -> int:
    """The ten shapes of the training: lower, UPPER, one capital, Title, digits, mixtures of digits, mixed case, marks."""
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word[0].isupper() and word[1:].islower():
        return 4
    letters = any(map(str.isalpha, word))
    if any(map(str.isdigit, word)):
        return 5 if word.isdigit() else 6 if letters else 7
    return (8 if word[0].isupper() else 9) if letters else 10


SHIPPED = ("default", "fast")


def load_encoder(name: str = "default") -> Encoder:
    """Read a shipped model, one of `SHIPPED`: under half a second, 150 MB."""
    with as_file(files("counterclaim.parse").joinpath("data")) as folder:
        return read_encoder(folder / name)


def read_encoder(model: Path) -> Encoder:
    """Read the model whose files are `model`.onnx and `model`.npz, and beside them labels.json, pieces.bin and tokenizer.json.

    pieces.bin, the embeddings of wordpieces, is mapped into memory: processes and models share it.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(f"{model}.onnx", options, providers=["CPUExecutionProvider"])
    wordpieces = Tokenizer.from_file(str(model.parent / "tokenizer.json"))
    wordpieces.no_padding()
    wordpieces.no_truncation()
    table = json.loads((model.parent / "labels.json").read_text(encoding="utf-8"))
    labels = Labels(*(tuple(table[key]) for key in ("up", "xp", "dep", "ner")))
    with np.load(f"{model}.npz") as arrays:
        return Encoder(session, wordpieces, labels, arrays["w"], arrays["b"])
