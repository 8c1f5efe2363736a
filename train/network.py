"""The network: a BERT encoder of our own writing that takes the weights of MiniLM, and its heads.

The first wordpiece stands for a word, and after some layers only first wordpieces go on, with the two marks of the encoder. Word shapes
are added before the encoder (zero at first, so that training starts from the public one) and after it. Dependencies: biaffine arcs;
relations by products and sums of two small factors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as fn
from torch import Tensor, nn

from train.features import SHAPES
from train.labels import Labels, read_labels

WIDTH, ATTENTION_HEADS, HEAD_WIDTH, VOCABULARY, POSITIONS = 384, 12, 32, 30522, 512
ARC, RELATION, HIDDEN = 256, 128, 256
DROP_ENCODER, DROP_WORD, DROP_TAG, DROP_ARC = 0.1, 0.15, 0.2, 0.25


@dataclass(frozen=True)
class Build:
    """How large an encoder is: (hidden units, attention heads) of each layer; how many layers see all wordpieces."""

    layers: tuple[tuple[int, int], ...]
    whole: int

    @classmethod
    def full(cls, layers: int) -> Build:
        """As the public encoder is, with fewer layers or as many."""
        return cls(((4 * WIDTH, ATTENTION_HEADS),) * layers, layers)


class Layer(nn.Module):
    """One transformer layer, post-norm."""

    def __init__(self, hidden: int, heads: int) -> None:
        super().__init__()
        self.heads, inner = heads, heads * HEAD_WIDTH
        self.qkv, self.o = nn.Linear(WIDTH, 3 * inner), nn.Linear(inner, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, hidden), nn.Linear(hidden, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """bias: 0 for what may be seen, large and negative for padding; None, for the export: there is no padding."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, HEAD_WIDTH).permute(2, 0, 3, 1, 4).unbind(0)
        if bias is None:
            mixed = torch.softmax(q @ k.transpose(-1, -2) * (1 / math.sqrt(HEAD_WIDTH)), -1) @ v
        else:
            mixed = fn.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = self.o(mixed.transpose(1, 2).reshape(batch, length, self.heads * HEAD_WIDTH))
        x = self.n1(x + fn.dropout(mixed, DROP_ENCODER, self.training))
        out: Tensor = self.n2(x + fn.dropout(self.f2(fn.gelu(self.f1(x))), DROP_ENCODER, self.training))
        return out


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, build: Build, labels: Labels) -> None:
        super().__init__()
        self.build = build
        self.we, self.pe = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.te, self.en = nn.Parameter(torch.zeros(WIDTH)), nn.LayerNorm(WIDTH, eps=1e-12)
        self.sh_in, self.sh = nn.Embedding(SHAPES, WIDTH), nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.sh_in.weight)
        nn.init.normal_(self.sh.weight, std=0.02)
        self.layers = nn.ModuleList([Layer(hidden, heads) for hidden, heads in build.layers])
        self.ad, self.ah = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.U, self.ub = nn.Parameter(torch.randn(ARC, ARC) / ARC), nn.Linear(ARC, 1)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.ld, self.lh = nn.Linear(WIDTH, 2 * RELATION), nn.Linear(WIDTH, 2 * RELATION)
        self.lo = nn.Linear(2 * RELATION, len(labels.relations))
        self.hid, self.nh = nn.Linear(WIDTH, HIDDEN), nn.Linear(WIDTH, HIDDEN)
        self.up, self.xp = nn.Linear(HIDDEN, len(labels.upos)), nn.Linear(HIDDEN, len(labels.xpos))
        self.lem, self.ne = nn.Linear(HIDDEN, len(labels.lemma_rules)), nn.Linear(HIDDEN, len(labels.names))
        self.ss = nn.Linear(WIDTH, 1)

    def encode(self, ids: Tensor, mask: Tensor | None, shw: Tensor, first: Tensor, shf: Tensor) -> Tensor:
        """Vectors of the words: (batch, words, WIDTH). mask None, for the export: one window, no padding."""
        x = self.we(ids) + self.pe.weight[: ids.shape[1]] + self.te + self.sh_in(shw)
        x = fn.dropout(self.en(x), DROP_ENCODER, self.training)
        bias = None if mask is None else ((1 - mask.float()) * -1e4)[:, None, None, :]
        for layer in self.layers[: self.build.whole]:
            x = layer(x, bias)
        if mask is None:
            x = torch.cat([x[:, :1], x[0][first[0]][None], x[:, -1:]], 1)
        else:
            places = torch.cat([torch.zeros_like(first[:, :1]), first, mask.sum(1, keepdim=True) - 1], 1)
            x = torch.gather(x, 1, places[:, :, None].expand(-1, -1, WIDTH))
            seen = fn.pad((shf > 0).float(), (1, 1), value=1.0)
            bias = ((1 - seen) * -1e4)[:, None, None, :]
        for layer in self.layers[self.build.whole :]:
            x = layer(x, bias)
        shaped: Tensor = x[:, 1:-1] + self.sh(shf)
        return shaped

    def heads(self, words: Tensor) -> dict[str, Tensor]:
        """Scores of every head; `ld` and `lh` are the factors of the relation head."""

        def drop(x: Tensor, share: float = DROP_ARC) -> Tensor:
            return fn.dropout(x, share, self.training)

        words = drop(words, DROP_WORD)
        rooted = torch.cat([self.root.expand(words.shape[0], 1, WIDTH), words], 1)
        dependents, governors = drop(fn.gelu(self.ad(words))), drop(fn.gelu(self.ah(rooted)))
        arcs = dependents @ self.U @ governors.transpose(1, 2) + self.ub(governors).transpose(1, 2)
        tags, names = drop(fn.gelu(self.hid(words)), DROP_TAG), drop(fn.gelu(self.nh(words)), DROP_TAG)
        scores = {"up": self.up(tags), "xp": self.xp(tags), "lem": self.lem(tags), "ss": self.ss(words)[..., 0]}
        return {**scores, "ne": self.ne(names), "arc": arcs, "ld": self.ld(words), "lh": self.lh(rooted)}

    def relation_scores(self, dependents: Tensor, governors: Tensor) -> Tensor:
        """Relation scores of matched factors (..., 2 * RELATION)."""
        k = RELATION
        product = dependents[..., :k] * governors[..., :k]
        total = fn.relu(dependents[..., k:] + governors[..., k:])
        scores: Tensor = self.lo(fn.dropout(torch.cat([product, total], -1), DROP_TAG, self.training))
        return scores


def load_public(network: Network, path: Path, kept: list[int]) -> None:
    """Fill embeddings and layers with those of the public encoder; `kept` names its layers in order."""
    from safetensors.torch import load_file

    weights = load_file(str(path))
    state: dict[str, Tensor] = {
        "we.weight": weights["embeddings.word_embeddings.weight"],
        "pe.weight": weights["embeddings.position_embeddings.weight"],
        "te": weights["embeddings.token_type_embeddings.weight"][0],
        "en.weight": weights["embeddings.LayerNorm.weight"],
        "en.bias": weights["embeddings.LayerNorm.bias"],
    }
    places = {"o": "attention.output.dense", "n1": "attention.output.LayerNorm", "f1": "intermediate.dense"}
    places |= {"f2": "output.dense", "n2": "output.LayerNorm"}
    for at, layer in enumerate(kept):
        base = f"encoder.layer.{layer}."
        for kind in ("weight", "bias"):
            three = [weights[f"{base}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            state[f"layers.{at}.qkv.{kind}"] = torch.cat(three)
            for name, place in places.items():
                state[f"layers.{at}.{name}.{kind}"] = weights[f"{base}{place}.{kind}"]
    _fill(network, state)


def restored(folder: Path, last: bool = False) -> Network:
    """The network of a run's checkpoint: the averaged weights, or those of the last step."""
    state: dict[str, Any] = torch.load(folder / "checkpoint.pt", weights_only=True)
    own: dict[str, Tensor] = state["network"]
    count = 1 + max(int(name.split(".")[1]) for name in own if name.startswith("layers."))
    layers = tuple((len(own[f"layers.{at}.f1.weight"]), own[f"layers.{at}.o.weight"].shape[1] // HEAD_WIDTH) for at in range(count))
    network = Network(Build(layers, state.get("whole", count)), read_labels(folder / "labels.json"))
    network.load_state_dict(own | ({} if last else state["average"]))
    return network.eval()


def _fill(network: Network, state: dict[str, Tensor]) -> None:
    own: dict[str, Any] = network.state_dict()
    network.load_state_dict({**own, **{name: value.reshape(own[name].shape) for name, value in state.items() if name in own}})
