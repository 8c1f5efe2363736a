"""Checkpoint -> NAME.onnx, NAME.npz (relations), and beside them pieces.bin, labels.json, lemmas.tsv, as the run time reads them.

    python -m train.export --run DIR --data DIR --out DIR --name default|fast [--plain] [--last]

The running average of the weights is taken (`--last`: those of the last step). Matrices become int8 per column with activations
quantised on the fly, the table of wordpieces int8 per row in pieces.bin, one for all sizes; `--plain` leaves all in float32 and in one
file, to measure what quantising costs.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as fn
from numpy.typing import NDArray
from torch import Tensor, nn

from train.corpora import read_conllu
from train.features import UNKNOWN, encoder_folder
from train.labels import lemma_table, read_labels
from train.network import ARC, HIDDEN, RELATION, Network, restored

INPUTS = ("ids", "shw", "first", "shf")
OUTPUTS = ("up", "xp", "ss", "ne", "arc", "ld", "lh")
PIECES, PIECES_FILE = "m.we.weight", "pieces.bin"


class Interface(nn.Module):
    """The network as the file offers it, for one window: tags as numbers, the other heads as scores, no lemma rules.

    Matrices that read the same vectors are one here, so that these are quantised once; what the root says is a constant.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.m = network
        self.words = beside(network.ad, network.hid, network.nh, network.ah, network.ld, network.lh, network.ss)
        self.tags = beside(network.up, network.xp)
        with torch.no_grad():
            self.root_governor, self.root_factors = fn.gelu(network.ah(network.root)), network.lh(network.root)

    def forward(self, ids: Tensor, shw: Tensor, first: Tensor, shf: Tensor) -> tuple[Tensor, ...]:
        m = self.m
        words = self.words(m.encode(ids, None, shw, first, shf))
        bent, own, governing, starts = words.split([2 * HIDDEN + 2 * ARC, 2 * RELATION, 2 * RELATION, 1], -1)
        dependents, tags, names, governors = torch.split(fn.gelu(bent), [ARC, HIDDEN, HIDDEN, ARC], -1)
        rooted = torch.cat([self.root_governor[None, None], governors], 1)
        arcs = (dependents @ m.U + m.ub.weight) @ rooted.transpose(1, 2)
        upos, xpos = self.tags(tags).split([m.up.out_features, m.xp.out_features], -1)
        factors = torch.cat([self.root_factors[None, None], governing], 1)
        return upos.argmax(-1), xpos.argmax(-1), starts[..., 0], m.ne(names), arcs, own, factors


def beside(*matrices: nn.Linear) -> nn.Linear:
    """One matrix that says what several say, one after the other."""
    made = nn.Linear(matrices[0].in_features, sum(matrix.out_features for matrix in matrices))
    with torch.no_grad():
        made.weight.copy_(torch.cat([matrix.weight for matrix in matrices]))
        made.bias.copy_(torch.cat([matrix.bias for matrix in matrices]))
    return made


def write_onnx(network: Network, path: Path) -> None:
    """The float32 file, any number of wordpieces and words."""
    ids = torch.randint(1000, 2000, (1, 20))
    words = torch.ones(1, 12, dtype=torch.long)
    axes = {name: {1: "pieces"} for name in INPUTS[:2]}
    axes |= {name: {1: "words"} for name in (*INPUTS[2:], *OUTPUTS)}
    axes |= {"arc": {1: "words", 2: "governors"}, "lh": {1: "governors"}}
    torch.onnx.export(
        Interface(network).eval(),
        (ids, torch.ones_like(ids), torch.arange(1, 13)[None], words),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """int8: matrices by onnxruntime, wordpieces by rows.

    Seven bits of the matrices are used: with eight, sums of two products overflow on processors without VNNI and the
    result would depend on the machine. It costs nothing (README.md).
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    how = {"weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True, "op_types_to_quantize": ["MatMul"]}
    quantize_dynamic(source, target, **how)
    model = onnx.load(str(target))
    cut_table(model.graph, PIECES, np.array(kept_pieces()))
    quantise_rows(model.graph, PIECES)
    onnx.save(model, str(target))


def part_pieces(source: Path, target: Path) -> None:
    """Move the table of wordpieces to pieces.bin beside the target. It is the encoder's and never trained, so all sizes share it."""
    import onnx
    from onnx.external_data_helper import set_external_data

    model = onnx.load(str(source))
    stored = next(item for item in model.graph.initializer if item.name == PIECES + "_rows")
    (target.parent / PIECES_FILE).write_bytes(stored.raw_data)
    set_external_data(stored, PIECES_FILE)
    stored.ClearField("raw_data")
    stored.data_location = onnx.TensorProto.EXTERNAL
    target.write_bytes(model.SerializeToString())


def kept_pieces(vocabulary: Path | None = None) -> list[int]:
    """Numbers of the wordpieces in Latin letters, digits and marks; the first is the unknown one. Others are unknown in the file."""
    found = (vocabulary or encoder_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [number for number, piece in enumerate(found) if not piece.startswith("[unused") and all(map(_latin, piece))]
    return [UNKNOWN, *(number for number in kept if number != UNKNOWN)]


def _latin(letter: str) -> bool:
    return not letter.isalpha() or "LATIN" in unicodedata.name(letter, "")


def cut_table(graph: Any, table: str, kept: NDArray[np.int64]) -> None:
    """Keep some rows of a float table that a Gather reads; the numbers of the others lead to the first of those kept."""
    from onnx import helper, numpy_helper

    stored = next(item for item in graph.initializer if item.name == table)
    values = numpy_helper.to_array(stored)
    places = np.zeros(len(values), np.int32)
    places[kept] = np.arange(len(kept))
    graph.initializer.remove(stored)
    graph.initializer.append(numpy_helper.from_array(values[kept], table))
    graph.initializer.append(numpy_helper.from_array(places, table + "_places"))
    at, gather = _reader(graph, table, "Gather")
    graph.node.insert(at, helper.make_node("Gather", [table + "_places", gather.input[1]], [table + "_place"]))
    gather.input[1] = table + "_place"


def quantise_rows(graph: Any, table: str) -> None:
    """Let the Gather that reads a float table read int8 rows, and another the scales of the rows."""
    from onnx import helper, numpy_helper

    stored = next(item for item in graph.initializer if item.name == table)
    values = numpy_helper.to_array(stored)
    scales = np.maximum(np.abs(values).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    graph.initializer.remove(stored)
    graph.initializer.append(numpy_helper.from_array(np.rint(values / scales).astype(np.int8), table + "_rows"))
    graph.initializer.append(numpy_helper.from_array(scales, table + "_scales"))
    at, node = _reader(graph, table, "Gather")
    (output,), numbers = node.output, node.input[1]
    made = [
        helper.make_node("Gather", [table + "_rows", numbers], [table + "_row"]),
        helper.make_node("Cast", [table + "_row"], [table + "_cast"], to=1),
        helper.make_node("Gather", [table + "_scales", numbers], [table + "_scale"]),
        helper.make_node("Mul", [table + "_cast", table + "_scale"], [output]),
    ]
    graph.node.remove(node)
    for offset, each in enumerate(made):
        graph.node.insert(at + offset, each)


def _reader(graph: Any, table: str, kind: str) -> tuple[int, Any]:
    """The only node that reads a table, and its place."""
    ((at, node),) = [(at, node) for at, node in enumerate(graph.node) if table in node.input]
    if node.op_type != kind:
        raise ValueError(f"{table} is read by {node.op_type}, not {kind}")
    return at, node


def write_tables(network: Network, run: Path, data: Path, model: Path) -> None:
    """Everything but the ONNX file."""
    np.savez(f"{model}.npz", w=network.lo.weight.detach().numpy(), b=network.lo.bias.detach().numpy())
    read_labels(run / "labels.json").write(model.parent / "labels.json")
    trees = list(read_conllu((data / "train.conllu").read_text(encoding="utf-8").splitlines()))
    lines = ["\t".join(row) for row in lemma_table(trees)]
    (model.parent / "lemmas.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("run", "data", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--last", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    model, network = given.out / given.name, restored(given.run, given.last)
    write_tables(network, given.run, given.data, model)
    shutil.copyfile(encoder_folder() / "tokenizer.json", given.out / "tokenizer.json")
    if given.plain:
        write_onnx(network, model.with_suffix(".onnx"))
        return
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "float.onnx", Path(folder) / "small.onnx"
        write_onnx(network, plain)
        quantise(plain, small)
        part_pieces(small, model.with_suffix(".onnx"))


if __name__ == "__main__":
    main()
