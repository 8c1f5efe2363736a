"""Write the context model as the package reads it.

python -m train.spin_export --run RUN.npz --tables words.npz --out src/counterclaim/restore/data/context.npz
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

COMMON = 1500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("run", "tables", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    run, tables = np.load(arguments.run), np.load(arguments.tables)
    words = run["vocabulary"].tobytes().decode().split("\n")
    zipf = dict(zip(tables["words"].tobytes().decode().split("\n"), tables["zipf"].tolist(), strict=True))
    vectors = run["vectors.weight"]
    scale = np.abs(vectors).max(axis=1) / 127
    order = sorted((at for at, word in enumerate(words) if word.isalpha()), key=lambda at: (-zipf.get(words[at], 0), at))
    out = run["out.weight"].T
    np.savez_compressed(
        arguments.out,
        vocabulary=run["vocabulary"],
        vectors=np.round(vectors / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=run["bias.weight"][:, 0].astype(np.float16),
        first=run["first.weight"].T.astype(np.float16),
        first_bias=run["first.bias"].astype(np.float16),
        second=(run["second.weight"].T @ out).astype(np.float16),
        second_bias=(run["second.bias"] @ out).astype(np.float16),
        straight=(run["straight.weight"].T @ out).astype(np.float16),
        common=np.array(sorted(order[:COMMON]), np.int32),
    )
    print(len(words), "words,", arguments.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
