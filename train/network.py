"""The network: a BERT encoder of our own writing that takes the weights of MiniLM, and its heads.

The first wordpiece stands for a word. Word shapes are added before the encoder (zero at first, so that training starts from
the public one) and after it. Dependencies: biaffine arcs; relations by products and sums of two small factors.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as fn
from torch import Tensor, nn

from train.features import SHAPES
from train.labels import Labels, read_labels

WIDTH, ATTENTION_HEADS, VOCABULARY, POSITIONS = 384, 12, 30522, 512
ARC, RELATION, HIDDEN = 256, 128, 256
DROP_ENCODER, DROP_WORD, DROP_TAG, DROP_ARC = 0.1, 0.15, 0.2, 0.25


class Layer(nn.Module):
    """One transformer layer, post-norm."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor, plain: bool) -> Tensor:
        batch, length, _ = x.shape
        size = WIDTH // ATTENTION_HEADS
        q, k, v = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, size).permute(2, 0, 3, 1, 4).unbind(0)
        if plain:  # spelt out for the export
            mixed = torch.softmax(q @ k.transpose(-1, -2) * (1 / math.sqrt(size)) + bias, -1) @ v
        else:
            mixed = fn.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = self.o(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.n1(x + fn.dropout(mixed, DROP_ENCODER, self.training))
        out: Tensor = self.n2(x + fn.dropout(self.f2(fn.gelu(self.f1(x))), DROP_ENCODER, self.training))
        return out


class Network(nn.Module):
    """Encoder and heads. The parameters' names are those of the first shipped model, so that its weights can be read back."""

    def __init__(self, layers: int, labels: Labels) -> None:
        super().__init__()
        self.we, self.pe = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.te, self.en = nn.Parameter(torch.zeros(WIDTH)), nn.LayerNorm(WIDTH, eps=1e-12)
        self.sh_in, self.sh = nn.Embedding(SHAPES, WIDTH), nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.sh_in.weight)
        nn.init.normal_(self.sh.weight, std=0.02)
        self.layers = nn.ModuleList([Layer() for _ in range(layers)])
        self.ad, self.ah = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.U, self.ub = nn.Parameter(torch.randn(ARC, ARC) / ARC), nn.Linear(ARC, 1)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.ld, self.lh = nn.Linear(WIDTH, 2 * RELATION), nn.Linear(WIDTH, 2 * RELATION)
        self.lo = nn.Linear(2 * RELATION, len(labels.relations))
        self.hid, self.nh = nn.Linear(WIDTH, HIDDEN), nn.Linear(WIDTH, HIDDEN)
        self.up, self.xp = nn.Linear(HIDDEN, len(labels.upos)), nn.Linear(HIDDEN, len(labels.xpos))
        self.lem, self.ne = nn.Linear(HIDDEN, len(labels.lemma_rules)), nn.Linear(HIDDEN, len(labels.names))
        self.ss = nn.Linear(WIDTH, 1)

    def encode(self, ids: Tensor, mask: Tensor, shw: Tensor, first: Tensor, shf: Tensor, plain: bool = False) -> Tensor:
        """Vectors of the words: (batch, words, WIDTH)."""
        x = self.we(ids) + self.pe.weight[: ids.shape[1]] + self.te + self.sh_in(shw)
        x = fn.dropout(self.en(x), DROP_ENCODER, self.training)
        bias = ((1 - mask.float()) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias, plain)
        shapes: Tensor = self.sh(shf)
        return torch.gather(x, 1, first[:, :, None].expand(-1, -1, WIDTH)) + shapes

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


def load_shipped(network: Network, path: Path, relations: Path) -> None:
    """Fill everything but the frozen embeddings from a quantised ONNX file of ours and its table of relation weights."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    state = {name[2:]: torch.tensor(array) for name, array in arrays.items() if name.startswith("m.") and array.dtype == np.float32}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            stem = node.input[1].removesuffix("_quantized")
            weight = (arrays[node.input[1]].astype(np.float32) - arrays[stem + "_zero_point"]) * arrays[stem + "_scale"]
            name = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".")
            state["U" if stem == "m.U" else f"{name}.weight"] = torch.tensor(weight if stem == "m.U" else weight.T)
    for name in ("sh_in", "sh"):
        stem = f"m.{name}.weight"
        zero, scale = arrays[stem + "_zero_point"].astype(np.float32), arrays[stem + "_scale"]
        state[f"{name}.weight"] = torch.tensor((arrays[stem + "_quantized"].astype(np.float32) - zero) * scale)
    with np.load(relations) as table:
        state |= {"lo.weight": torch.tensor(table["w"]), "lo.bias": torch.tensor(table["b"])}
    missing = set(network.state_dict()) - set(state) - {"we.weight"}
    if missing:
        raise ValueError(f"{path} lacks {sorted(missing)}")
    _fill(network, state)


def restored(folder: Path, last: bool = False) -> Network:
    """The network of a run's checkpoint: the averaged weights, or those of the last step."""
    state: dict[str, Any] = torch.load(folder / "checkpoint.pt", weights_only=True)
    layers = 1 + max(int(name.split(".")[1]) for name in state["network"] if name.startswith("layers."))
    network = Network(layers, read_labels(folder / "labels.json"))
    network.load_state_dict(state["network"] | ({} if last else state["average"]))
    return network.eval()


def thinned(teacher: Network, kept: list[int], labels: Labels) -> Network:
    """A network of some layers of another, with all its heads."""
    state = teacher.state_dict()
    own: dict[str, Tensor] = {}
    for name, value in state.items():
        if not name.startswith("layers."):
            own[name] = value
            continue
        _, layer, rest = name.split(".", 2)
        if int(layer) in kept:
            own[f"layers.{kept.index(int(layer))}.{rest}"] = value
    network = Network(len(kept), labels)
    network.load_state_dict(own)
    return network


def _fill(network: Network, state: dict[str, Tensor]) -> None:
    own: dict[str, Any] = network.state_dict()
    network.load_state_dict({**own, **{name: value.reshape(own[name].shape) for name, value in state.items() if name in own}})
