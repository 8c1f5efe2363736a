"""Train the screen, the first look at a text.

    python -m train.spin_screen --data DATA --out src/counterclaim/restore/data/screen.npz      # 1 CPU-minute

The texts are those of `train.spin_rank`: none that the context model has seen.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from counterclaim.restore import screen
from counterclaim.restore.tables import tables
from counterclaim.restore.tokens import words
from train.spin import spin, thesaurus, trained
from train.spin_logistic import fit_logistic
from train.spin_odd import ODD
from train.spin_texts import RANKED, pieces

# Taken off the log-odds: in the world, fewer texts are spun than in the training.
CAUTION = 0.7


def cases(texts: list[str], rng: random.Random) -> Iterator[tuple[str, bool]]:
    """Each text spun twice, as it is, and odd; whether it is spun."""
    net, table = thesaurus(), tables()
    pool = [word for word, zipf in zip(table.words, table.zipf, strict=True) if zipf >= 1.5]
    for text in texts:
        for _ in range(2):
            _, rule, manner = trained(rng, net, pool)
            spun, changes = spin(text, rule, manner, rng)
            if len(changes) >= 4:
                yield spun, True
        yield text, False
        yield ODD[rng.choice(list(ODD))](text, rng), False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10_000)
    arguments = parser.parse_args()
    rng = random.Random(7)
    rows = (arguments.data / "train.jsonl").read_text(encoding="utf-8").splitlines()[::RANKED]
    texts = pieces([json.loads(row)["text"] for row in rows], rng)
    rng.shuffle(texts)
    made = [(words(text), spun) for text, spun in cases(texts[: arguments.most], rng)]
    spun = np.array([each for _, each in made], float)
    signs = np.array([screen.signs_of(tokens) for tokens, _ in made])
    mean, scale, weights, bias = fit_logistic(signs, spun)
    odds = ((signs - mean) / scale) @ weights + bias - CAUTION
    print(len(made), "cases, right:", np.mean((odds > 0) == (spun > 0)), flush=True)
    held = {"mean": mean, "scale": scale, "weights": weights, "bias": np.array([bias - CAUTION])}
    np.savez_compressed(arguments.out, **{name: value.astype(np.float32) for name, value in held.items()})


if __name__ == "__main__":
    main()
