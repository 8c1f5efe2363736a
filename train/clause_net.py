"""The clause model: the public encoder over a claim's window, with heads that say what kind of claim it is.

Wordpieces keep the embeddings that the parser ships (int8 rows, never trained); the signs of the window have embeddings of their own.
What the heads read: the first vector, and the means over the claim and over the whole window.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as fn
from torch import Tensor, nn

from train.features import CLS, SEP, UNKNOWN
from train.network import POSITIONS, WIDTH, Layer

STANCES = ("accuses", "asserts", "calls_for", "confirms", "declines", "denies", "warns")
TYPES = (
    "abduction",
    "air_strike",
    "armed_clash",
    "attack",
    "bombing",
    "ceasefire_violation",
    "drone_strike",
    "missile_strike",
    "other",
    "shelling",
    "shooting",
)
ROLES = ("self", "first", "second", "third", "another", "civilians", "all", "nobody")
HEADS: dict[str, tuple[str, ...]] = {
    "stance": STANCES,
    "actor": ROLES,
    "target": ROLES,
    "type": TYPES,
    "side": ROLES,
    "kept": ("no", "yes"),
    "background": ("no", "yes"),
}
OFFSET = 40_000  # numbers of signs begin here, beyond those of wordpieces


class ClauseNet(nn.Module):
    """Encoder and heads. ids: (batch, length), wordpieces below OFFSET, signs from it."""

    def __init__(self, layers: int, hidden: int, heads: int, signs: int, table: Tensor) -> None:
        super().__init__()
        self.register_buffer("table", table)
        self.signs = nn.Embedding(signs, WIDTH)
        nn.init.normal_(self.signs.weight, std=0.03)
        self.pe, self.en = nn.Embedding(POSITIONS, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList([Layer(hidden, heads) for _ in range(layers)])
        self.out = nn.Linear(3 * WIDTH, WIDTH)
        self.heads = nn.ModuleList([nn.Linear(WIDTH, len(labels)) for labels in HEADS.values()])

    def embed(self, ids: Tensor) -> Tensor:
        sign = ids >= OFFSET
        words = self.table[torch.where(sign, 0, ids)]
        return torch.where(sign[..., None], self.signs(torch.where(sign, ids - OFFSET, 0)), words)

    def encode(self, x: Tensor, mask: Tensor | None, claim: Tensor) -> Tensor:
        """x: embeddings; claim: 1 where the claim's own words are. The vector that the heads read."""
        x = self.en(x + self.pe.weight[: x.shape[1]])
        x = fn.dropout(x, 0.1, self.training)
        bias = None if mask is None else ((1 - mask.float()) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        seen = torch.ones_like(claim) if mask is None else mask.float()
        means = [(x * part[..., None]).sum(1) / part.sum(1, keepdim=True).clamp(min=1) for part in (claim, seen)]
        return fn.gelu(self.out(fn.dropout(torch.cat([x[:, 0], *means], -1), 0.2, self.training)))

    def forward(self, ids: Tensor, mask: Tensor, claim: Tensor) -> dict[str, Tensor]:
        found = fn.dropout(self.encode(self.embed(ids), mask, claim), 0.2, self.training)
        return {name: head(found) for name, head in zip(HEADS, self.heads, strict=True)}


@dataclass(frozen=True)
class Example:
    """One claim that the rules found: its window as numbers, where its own words are, and its labels (-1: not asked)."""

    ids: list[int]
    claim: list[int]
    labels: dict[str, int]
    row: dict[str, Any]


def read_examples(paths: list[Path], wordpieces: Any, signs: dict[str, int]) -> list[Example]:
    """`signs` is filled with the signs met where it is empty; later ones that it lacks are left out."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    if not signs:
        names = sorted({word[1:] for row in rows for word in row["window"] if word.startswith("\0")})
        signs.update({name: number for number, name in enumerate(names)})
    return [_example(row, wordpieces, signs) for row in rows]


def _example(row: dict[str, Any], wordpieces: Any, signs: dict[str, int]) -> Example:
    ids, claim, inside = [CLS], [0], False
    for word in row["window"]:
        if word.startswith("\0"):
            inside = word == "\0begin" or (inside and word != "\0end")
            pieces = [OFFSET + signs[word[1:]]] if word[1:] in signs else []
        else:
            pieces = list(wordpieces(word))
        ids += pieces
        claim += [int(inside)] * len(pieces)
    return Example([*ids, SEP], [*claim, 0], _labels(row), row)


def _labels(row: dict[str, Any]) -> dict[str, int]:
    found = dict.fromkeys(HEADS, -1)
    if row["paired"]:
        found["kept"] = 1
        found["background"] = int(row["background"])
        found["type"] = TYPES.index(row["type"])
        found["stance"] = STANCES.index(row["stance"])
        for head in ("actor", "target"):
            found[head] = ROLES.index(row[head])
        sides = {side for _, side in row["tolls"]}
        if len(sides) == 1:
            found["side"] = ROLES.index(sides.pop())
    elif not row["ground"]:
        found["kept"] = 0
    return found


def table_of(pieces: Path, scales: np.ndarray, places: np.ndarray) -> Tensor:
    """Embeddings of all wordpieces from the int8 rows that the parser ships."""
    rows = np.frombuffer(pieces.read_bytes(), dtype=np.int8).reshape(-1, WIDTH)
    return torch.from_numpy(rows.astype(np.float32) * scales.reshape(-1, 1))[torch.from_numpy(places.astype(np.int64))]


__all__ = ["CLS", "HEADS", "OFFSET", "SEP", "UNKNOWN", "ClauseNet", "Example", "read_examples", "table_of"]
