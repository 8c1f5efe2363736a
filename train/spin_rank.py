"""Train the rankers and the detector on texts that the context model has not seen, spun by our spinners.

    python -m train.spin_rank --data DATA --out src/counterclaim/restore/data/ranker.npz      # 10 CPU-minutes; torch

First pass: ranker 1 on single words. Detector: documents, from what ranker 1 finds. Later passes: rankers 2 and 3 on the context that
the pass before restored, told how the document looked to it.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from counterclaim.restore import detect, rank
from counterclaim.restore.context import context
from counterclaim.restore.features import CHOICE, KEPT, Block, Outlook, block
from counterclaim.restore.overlay import restored_numbers
from counterclaim.restore.tables import tables
from counterclaim.restore.tokens import Word, words
from train.spin import spin, thesaurus, trained
from train.spin_context import read_texts
from train.spin_logistic import fit_logistic
from train.spin_odd import ODD
from train.spin_texts import RANKED, pieces

# Taken off the detector's log-odds: in the world, fewer texts are spun than in the training.
CAUTION = 0.7
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """A text with what stood at each word that was changed; `weight` of its words in training."""

    tokens: tuple[Word, ...]
    numbers: np.ndarray
    at: np.ndarray
    original: dict[int, str]
    spun: bool
    kind: str


def make_case(text: str, original: dict[int, str], spun: bool, kind: str) -> Case:
    tokens = words(text)
    at = np.array([index for index, each in enumerate(tokens) if each.open], np.int32)
    return Case(tokens, context().numbers(tokens), at, original, spun, kind)


def cases(texts: list[str], rng: random.Random) -> list[Case]:
    net, table = thesaurus(), tables()
    pool = [word for word, zipf in zip(table.words, table.zipf, strict=True) if zipf >= 1.5]
    made = []
    for text in texts:
        for _ in range(2):
            family, rule, manner = trained(rng, net, pool)
            spun, changes = spin(text, rule, manner, rng)
            if len(changes) >= 4:
                made.append(make_case(spun, {each.start: each.original.lower() for each in changes}, True, family))
        made.append(make_case(text, {}, False, "clean"))
        name = rng.choice(list(ODD))
        made.append(make_case(ODD[name](text, rng), {}, False, name))
    return made


def gather(
    made: list[Case], outlooks: list[Outlook] | None, numbers: list[np.ndarray], share: float, rng: np.random.Generator
) -> list[np.ndarray]:
    """Features of a share of the words of all cases: kept, choices, mask, and the right answer (0 kept, -1 none of the candidates)."""
    parts: list[tuple[np.ndarray, ...]] = []
    for index, case in enumerate(made):
        at = case.at[rng.random(len(case.at)) < (share if case.spun else share / 2)]
        if not len(at):
            continue
        some = block(case.tokens, numbers[index], at, outlooks[index] if outlooks else Outlook(), NOTHING)
        looked = some.words[:, 0] != ""
        if not looked.any():
            continue
        at, some = at[looked], Block(at[looked], some.words[looked], some.choices[looked], some.kept[looked])
        answers = [
            _answer(case.original.get(case.tokens[position].start), row) for position, row in zip(at.tolist(), some.words, strict=True)
        ]
        parts.append((some.kept.astype(np.float16), some.choices.astype(np.float16), some.words != "", np.array(answers)))
    return [np.concatenate(each) for each in zip(*parts, strict=True)]


def _answer(original: str | None, candidates: np.ndarray) -> int:
    if original is None:
        return 0
    where = np.flatnonzero(candidates == original)
    return int(where[0]) + 1 if len(where) else -1


class Pair(nn.Module):
    def __init__(self, data: list[np.ndarray]) -> None:
        super().__init__()
        self.kept_mean, self.kept_scale = _moments(data[0])
        self.choice_mean, self.choice_scale = _moments(data[1][data[2]])
        self.kept = nn.Sequential(nn.Linear(len(KEPT), 24), nn.ReLU(), nn.Linear(24, 1))
        self.choice = nn.Sequential(nn.Linear(len(CHOICE), 40), nn.ReLU(), nn.Linear(40, 1))

    def forward(self, kept: torch.Tensor, choices: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        one = self.kept((kept - self.kept_mean) / self.kept_scale)
        many = self.choice((choices - self.choice_mean) / self.choice_scale)[..., 0].masked_fill(~mask, -1e4)
        return torch.log_softmax(torch.cat([one, many], 1), 1)


def _moments(values: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    values = values.astype(np.float32)
    scale = values.std(0)
    return torch.from_numpy(values.mean(0)), torch.from_numpy(np.where(scale < 1e-3, 1, scale))


def fit(data: list[np.ndarray], epochs: int, seed: int) -> Pair:
    torch.manual_seed(seed)
    model = Pair(data)
    optimiser = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=1e-3)
    rng = np.random.default_rng(seed)
    steps = epochs * (len(data[0]) // 256)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, total_steps=steps + 1)
    for epoch in range(epochs):
        order = rng.permutation(len(data[0]))
        total = 0.0
        for low in range(0, len(order) - 255, 256):
            some = order[low : low + 256]
            kept, choices, mask, answer = (torch.from_numpy(each[some]) for each in data)
            loss = _loss(model(kept.float(), choices.float(), mask), answer)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"  epoch {epoch} loss {total / max(1, len(order) // 256):.4f}", flush=True)
    return model


def _loss(log_chances: torch.Tensor, answer: torch.Tensor) -> torch.Tensor:
    """Log loss; where the right word is no candidate, that of having been changed at all."""
    known = answer >= 0
    right = -log_chances.gather(1, answer.clamp(min=0)[:, None])[:, 0]
    changed = -torch.log1p(-log_chances[:, 0].exp().clamp(max=1 - 1e-6))
    return torch.where(known, right, changed).mean()


def pack(model: Pair, stage: int) -> dict[str, np.ndarray]:
    made = {}
    for name in ("kept", "choice"):
        layers = getattr(model, name)
        values = (
            getattr(model, f"{name}_mean"),
            getattr(model, f"{name}_scale"),
            layers[0].weight.T,
            layers[0].bias,
            layers[2].weight.T,
            layers[2].bias,
        )
        for key, value in zip(("mean", "scale", "first", "first_bias", "second", "second_bias"), values, strict=True):
            made[f"{stage}_{name}_{key}"] = value.detach().numpy().astype(np.float32)
    made[f"{stage}_choice_first"][CHOICE.index("listed")] = 0
    return made


def fit_detector(signs: np.ndarray, spun: np.ndarray) -> dict[str, np.ndarray]:
    mean, scale, weights, bias = fit_logistic(signs, spun)
    return {"detector_mean": mean, "detector_scale": scale, "detector_weights": weights, "detector_bias": np.array([bias - CAUTION])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--epochs", type=int, default=6)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng, chance = random.Random(7), np.random.default_rng(7)
    texts = pieces(read_texts(arguments.data / "train.jsonl")[::RANKED], rng)
    rng.shuffle(texts)
    made = cases(texts[: arguments.most], rng)
    print(len(texts), "texts,", len(made), "cases", flush=True)
    held: dict[str, np.ndarray] = {}
    data = gather(made, None, [case.numbers for case in made], arguments.share, chance)
    print(
        "first pass:",
        data[0].shape,
        "changed",
        (data[3] != 0).mean(),
        "not among candidates",
        (data[3] < 0).sum() / (data[3] != 0).sum(),
        flush=True,
    )
    held |= pack(fit(data, arguments.epochs, 1), 1)
    np.savez_compressed(arguments.out, **held)
    found = [rank.judge(case.tokens, case.numbers, case.at, Outlook(), 1, NOTHING) for case in made]
    signs = np.array([detect.signs(case.tokens, each) for case, each in zip(made, found, strict=True)])
    spun = np.array([case.spun for case in made], float)
    held |= fit_detector(signs, spun)
    np.savez_compressed(arguments.out, **held)
    odds = [detect.detector().log_odds(each) for each in signs]
    print("detector right:", np.mean((np.array(odds) > 0) == (spun > 0)), flush=True)
    for stage in (2, 3):
        outlooks = [detect.outlook(case.tokens, each, log_odds) for case, each, log_odds in zip(made, found, odds, strict=True)]
        numbers = [restored_numbers(case.tokens, case.numbers, each) for case, each in zip(made, found, strict=True)]
        data = gather(made, outlooks, numbers, arguments.share, chance)
        held |= pack(fit(data, arguments.epochs, stage), stage)
        np.savez_compressed(arguments.out, **held)
        if stage == 2:
            rank.ranker.cache_clear()
            again = zip(made, numbers, outlooks, strict=True)
            found = [rank.judge(case.tokens, some, case.at, outlook, 2, NOTHING) for case, some, outlook in again]


if __name__ == "__main__":
    main()
