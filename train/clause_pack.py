"""The public encoder as one small file, int8 by rows, for `train.clause_fit`, which then needs no other package.

python -m train.clause_pack --out START.npz
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from train.export import kept_pieces
from train.features import encoder_folder


def main() -> None:
    from safetensors.numpy import load_file

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    weights = load_file(str(encoder_folder() / "model.safetensors"))
    words, kept = weights.pop("embeddings.word_embeddings.weight"), kept_pieces()
    places = np.zeros(len(words), np.int32)
    places[kept] = np.arange(len(kept))
    scales = np.maximum(np.abs(words[kept]).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    weights["embeddings.position_embeddings.weight"] = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    packed: dict[str, Any] = {"places": places, "scales": scales[:, 0]}
    for name, value in weights.items():
        if value.ndim == 2 and value.size > 10_000:
            scale = np.abs(value).max(axis=1, keepdims=True) / 127
            packed[name + "/rows"], packed[name + "/scale"] = np.rint(value / scale).astype(np.int8), scale.astype(np.float32)
        elif value.dtype == np.float32:
            packed[name] = value
    np.savez_compressed(given.out, **packed)


if __name__ == "__main__":
    main()
