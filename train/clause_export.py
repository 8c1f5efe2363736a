"""The trained clause model -> clause.onnx, clause.npz and labels.json, as the run time reads them.

    python -m train.clause_export --model MODEL.npz --start START.npz --out DIR

Matrices become int8 per column with activations quantised on the fly, seven bits of them used (train/export.py says why). Heads that only
helped the training are left out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from train.clause_net import HEADS, ClauseNet
from train.network import WIDTH

SHIPPED = ("stance", "actor", "target", "type")


class Interface(nn.Module):
    """The network as the file offers it: embeddings in, the scores of the shipped heads side by side out."""

    def __init__(self, net: ClauseNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor, claim: Tensor) -> Tensor:
        found = self.net.encode(x, None, claim)
        return torch.cat([head(found) for name, head in zip(HEADS, self.net.heads, strict=True) if name in SHIPPED], -1)


def main() -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("model", "start", "out"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    given = parser.parse_args()
    stored = np.load(given.model, allow_pickle=False)
    signs = json.loads(str(stored["sign_names"]))
    net = ClauseNet(int(stored["layer_count"]), 4 * WIDTH, 12, len(signs), torch.zeros(1, WIDTH))
    state = {
        name: torch.from_numpy(np.asarray(stored[name], dtype=np.float32))
        for name in stored.files
        if name not in {"sign_names", "layer_count"}
    }
    net.load_state_dict(state, strict=False)
    net.eval()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        axes = {"x": {1: "pieces"}, "claim": {1: "pieces"}}
        example = (torch.randn(1, 20, WIDTH), torch.ones(1, 20))
        torch.onnx.export(
            Interface(net),
            example,
            str(plain),
            input_names=["x", "claim"],
            output_names=["scores"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        how = {"weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True, "op_types_to_quantize": ["MatMul"]}
        quantize_dynamic(plain, given.out / "clause.onnx", **how)
    start = np.load(given.start)
    scales = start["scales"].astype(np.float32)
    np.savez_compressed(
        given.out / "clause.npz", signs=state["signs.weight"].numpy(), places=start["places"].astype(np.int32), scales=scales
    )
    labels = {"heads": {name: HEADS[name] for name in SHIPPED}, "signs": sorted(signs, key=signs.__getitem__)}
    (given.out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
