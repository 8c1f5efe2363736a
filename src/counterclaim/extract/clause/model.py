"""The clause model: one ONNX session that reads a window and says what kind of claim it is.

Knows wordpieces and signs. The embeddings of wordpieces are those that the parser ships (`parse/data/pieces.bin`); all else is in
`data/`. Made by `train/clause_fit.py` and `train/clause_export.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterclaim.extract.clause.window import Item, Window

CLS, SEP, UNKNOWN = 101, 102, 100
PIECES_PER_WORD = 12  # as in training
WIDTH = 384
LETTERS_PER_WORD = 100


class Said(NamedTuple):
    """What the model says on one question: its answer and how probable that is."""

    answer: str
    probability: float


@dataclass(frozen=True)
class ClauseModel:
    """A loaded model. `heads`: the questions and their answers, in the order of the scores."""

    session: Any
    wordpieces: Any
    heads: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, int]
    sign_rows: NDArray[np.float32]
    piece_rows: NDArray[np.int8]
    places: NDArray[np.int32]
    scales: NDArray[np.float32]
    remembered: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def read(self, window: Window) -> dict[str, Said]:
        """The most probable answer to each question. One window a call: what a claim gets depends on nothing beside it."""
        rows, claim = self._embedded(window)
        (scores,) = self.session.run(("scores",), {"x": rows[None], "claim": claim[None]})
        found, at = {}, 0
        for head, answers in self.heads.items():
            odds = np.exp(scores[0, at : at + len(answers)] - scores[0, at : at + len(answers)].max())
            best = int(odds.argmax())
            found[head] = Said(answers[best], float(odds[best] / odds.sum()))
            at += len(answers)
        return found

    def _embedded(self, window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Embeddings (pieces, 384) and where the claim's own words are (pieces)."""
        ids, claim, signs, inside = [CLS], [0], [], False
        for word in window:
            if isinstance(word, Item):
                inside = word.name == "begin" or (inside and word.name != "end")
                if word.name not in self.signs:
                    continue
                signs.append((len(ids), self.signs[word.name]))
                part: Sequence[int] = (UNKNOWN,)  # its row is a sign's
            else:
                part = self._ids(word)
            ids += part
            claim += [int(inside)] * len(part)
        rows = self._pieces((*ids, SEP))
        if signs:
            at, which = zip(*signs, strict=True)
            rows[list(at)] = self.sign_rows[list(which)]
        return rows, np.array([*claim, 0], dtype=np.float32)

    def _pieces(self, ids: Sequence[int]) -> NDArray[np.float32]:
        kept = self.places[list(ids)]
        embedded: NDArray[np.float32] = self.piece_rows[kept].astype(np.float32) * self.scales[kept][:, None]
        return embedded

    def _ids(self, word: str) -> tuple[int, ...]:
        known = self.remembered.get(word)
        if known is None:
            clean = word[:LETTERS_PER_WORD].encode("utf-8", "replace").decode("utf-8")
            ids = self.wordpieces.encode(clean, add_special_tokens=False).ids[:PIECES_PER_WORD]
            known = self.remembered[word] = tuple(ids) or (UNKNOWN,)
        return known


@cache
def load_model() -> ClauseModel:
    """Read the shipped model: a tenth of a second, 30 MB."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    with as_file(files("counterclaim.extract.clause") / "data") as own, as_file(files("counterclaim.parse") / "data") as shared:
        session = onnxruntime.InferenceSession(str(own / "clause.onnx"), options, providers=["CPUExecutionProvider"])
        wordpieces = Tokenizer.from_file(str(shared / "tokenizer.json"))
        wordpieces.no_padding()
        wordpieces.no_truncation()
        labels = json.loads((own / "labels.json").read_text(encoding="utf-8"))
        rows = np.memmap(shared / "pieces.bin", dtype=np.int8, mode="r").reshape(-1, WIDTH)
        with np.load(own / "clause.npz") as arrays:
            tables = {name: arrays[name] for name in ("signs", "places", "scales")}
    heads = {head: tuple(answers) for head, answers in labels["heads"].items()}
    signs = {name: number for number, name in enumerate(labels["signs"])}
    return ClauseModel(session, wordpieces, heads, signs, tables["signs"], rows, tables["places"], tables["scales"])
