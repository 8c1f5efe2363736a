"""How often two words stand side by side in the texts of the context model: evidence that its vectors blur.

    python -m train.spin_pairs --data DATA --context context.npz --out src/counterclaim/restore/data/pairs.npz     # 20 CPU-seconds

Keys are `left * words + right` by the context model's numbers, in order; values are counts, at most 255.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from counterclaim.restore.tokens import words
from train.spin_context import MARKS, RANKED, SPECIAL, read_texts

LEAST = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("data", "context", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    vocabulary = np.load(arguments.context)["vocabulary"].tobytes().decode().split("\n")
    number = {word: at for at, word in enumerate(vocabulary)}
    cased = [text for at, text in enumerate(read_texts(arguments.data / "train.jsonl")) if at % RANKED]
    parts = []
    for text in [*cased, *read_texts(arguments.data / "lower.jsonl")]:
        parts.append(np.array([*(number.get(word.form, 0) for word in words(text)), 0], np.uint32))
    every = np.concatenate(parts)
    first = len(SPECIAL) + len(MARKS)
    left, right = every[:-1], every[1:]
    keys, counts = np.unique((left * np.uint32(len(vocabulary)) + right)[(left >= first) & (right >= first)], return_counts=True)
    kept = counts >= LEAST
    single = np.bincount(every, minlength=len(vocabulary))
    np.savez_compressed(
        arguments.out,
        keys=np.diff(keys[kept], prepend=np.uint32(0)).astype(np.uint32),
        counts=np.minimum(counts[kept], 255).astype(np.uint8),
        single=single.astype(np.uint32),
    )
    print(kept.sum(), "pairs,", arguments.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
