"""Training of the clause model, and its measurement by leaving incidents out.

    python -m train.clause_fit --start START.npz --pieces PIECES.bin --tokenizer TOKENIZER.json \
        --examples FILE... [--folds N] [--out MODEL.npz]

With `--folds` the incidents are parted in so many groups, each is read by a model trained on the others, and what the model and the rules
say of them is printed side by side. With `--out` a model is trained on all. Same seed, same machine, same model.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as fn
from torch import Tensor

from train.clause_net import HEADS, OFFSET, ClauseNet, Example, read_examples, table_of
from train.features import Wordpieces
from train.network import WIDTH

WEIGHTS = {"stance": 1.0, "actor": 1.0, "target": 1.0, "type": 0.7, "side": 0.5, "kept": 0.3, "background": 0.2}
SWAPPED = ("first", "second", "third")


@dataclass(frozen=True)
class How:
    """What may be tried: layers kept of the six, passes over the examples, rates, share of findings hidden."""

    layers: int = 6
    epochs: int = 8
    rate: float = 5e-5
    rate_heads: float = 5e-4
    hidden: float = 0.15
    batch: int = 32
    smooth: float = 0.05
    permuted: float = 0.15


def built(start: Any, pieces: Path, signs: int, how: How) -> ClauseNet:
    """The network with the weights of the public encoder."""
    net = ClauseNet(how.layers, 4 * WIDTH, 12, signs, table_of(pieces, start["scales"], start["places"]))
    state = net.state_dict()
    state["pe.weight"] = _matrix(start, "embeddings.position_embeddings.weight")
    for kind in ("weight", "bias"):
        state[f"en.{kind}"] = _matrix(start, f"embeddings.LayerNorm.{kind}")
    places = {"o": "attention.output.dense", "n1": "attention.output.LayerNorm", "f1": "intermediate.dense"}
    places |= {"f2": "output.dense", "n2": "output.LayerNorm"}
    for at, layer in enumerate(np.linspace(0, 5, how.layers).round().astype(int)):
        base = f"encoder.layer.{layer}."
        for kind in ("weight", "bias"):
            three = [_matrix(start, f"{base}attention.self.{name}.{kind}") for name in ("query", "key", "value")]
            state[f"layers.{at}.qkv.{kind}"] = torch.cat(three)
            for name, place in places.items():
                state[f"layers.{at}.{name}.{kind}"] = _matrix(start, f"{base}{place}.{kind}")
    net.load_state_dict(state)
    return net


def _matrix(start: Any, name: str) -> Tensor:
    if name + "/rows" in start:
        return torch.from_numpy(start[name + "/rows"].astype(np.float32) * start[name + "/scale"])
    return torch.from_numpy(start[name].astype(np.float32))


def batch_of(examples: list[Example], device: str) -> tuple[Tensor, Tensor, Tensor, dict[str, Tensor]]:
    """ids, mask, claim and labels, padded."""
    longest = max(len(example.ids) for example in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask, claim = torch.zeros(len(examples), longest), torch.zeros(len(examples), longest)
    for at, example in enumerate(examples):
        ids[at, : len(example.ids)] = torch.tensor(example.ids)
        mask[at, : len(example.ids)] = 1
        claim[at, : len(example.ids)] = torch.tensor(example.claim, dtype=torch.float)
    labels = {name: torch.tensor([example.labels[name] for example in examples], device=device) for name in HEADS}
    return ids.to(device), mask.to(device), claim.to(device), labels


def varied(example: Example, signs: dict[str, int], names: list[str], how: How, chance: random.Random) -> Example:
    """An example with some findings of the rules hidden and, at times, the other parties in another order."""
    ids, claim, labels = [], [], dict(example.labels)
    order = dict(zip(SWAPPED, SWAPPED, strict=True))
    if chance.random() < how.permuted:
        order = dict(zip(SWAPPED, chance.sample(SWAPPED, 3), strict=True))
    for number, own in zip(example.ids, example.claim, strict=True):
        new = number
        if number >= OFFSET:
            group, _, name = names[number - OFFSET].partition(":")
            if group in {"stance", "actor", "target", "event", "toll", "frame", "modality"} and chance.random() < how.hidden:
                continue
            new = OFFSET + signs.get(f"{group}:{order[name]}", number - OFFSET) if name in order else number
        ids.append(new)
        claim.append(own)
    for head in ("actor", "target", "side"):
        answers = HEADS[head]
        if labels[head] >= 0 and answers[labels[head]] in order:
            labels[head] = answers.index(order[answers[labels[head]]])
    return Example(ids, claim, labels, example.row)


def fitted(examples: list[Example], start: Any, pieces: Path, signs: dict[str, int], how: How, device: str, seed: int = 0) -> ClauseNet:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    names = sorted(signs, key=signs.__getitem__)
    net = built(start, pieces, len(signs), how).to(device)
    fresh = [value for name, value in net.named_parameters() if name.split(".")[0] in {"signs", "out", "heads"}]
    old = [value for name, value in net.named_parameters() if name.split(".")[0] not in {"signs", "out", "heads"}]
    optimizer = torch.optim.AdamW([{"params": old, "lr": how.rate}, {"params": fresh, "lr": how.rate_heads}], weight_decay=0.01)
    steps = how.epochs * (len(examples) // how.batch + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / (0.08 * steps)) * max(0.0, 1 - step / steps))
    for _ in range(how.epochs):
        net.train()
        order = chance.sample(examples, len(examples))
        for at in range(0, len(order), how.batch):
            rows = [varied(example, signs, names, how, chance) for example in order[at : at + how.batch]]
            ids, mask, claim, labels = batch_of(rows, device)
            loss = torch.zeros((), device=device)
            for name, scores in net(ids, mask, claim).items():
                if (labels[name] >= 0).any():
                    loss = loss + WEIGHTS[name] * fn.cross_entropy(scores, labels[name], ignore_index=-1, label_smoothing=how.smooth)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return net.eval()


@torch.no_grad()
def read(net: ClauseNet, examples: list[Example], device: str) -> list[dict[str, np.ndarray]]:
    """Probabilities of every head for each example."""
    found: list[dict[str, np.ndarray]] = []
    for at in range(0, len(examples), 64):
        ids, mask, claim, _ = batch_of(examples[at : at + 64], device)
        scores = {name: torch.softmax(value, -1).cpu().numpy() for name, value in net(ids, mask, claim).items()}
        found += [{name: value[row] for name, value in scores.items()} for row in range(len(ids))]
    return found


def compared(examples: list[Example], said: list[dict[str, np.ndarray]]) -> dict[str, tuple[int, int, int]]:
    """By head: how many are asked, right by the rules, right by the model."""
    table = {}
    for head, labels in HEADS.items():
        asked = [(example, probability[head]) for example, probability in zip(examples, said, strict=True) if example.labels[head] >= 0]
        right = sum(int(probability.argmax()) == example.labels[head] for example, probability in asked)
        rules = sum(_by_rules(example, head) == labels[example.labels[head]] for example, _ in asked)
        table[head] = (len(asked), rules, right)
    return table


def _by_rules(example: Example, head: str) -> str:
    if head == "kept":
        return "yes"
    if head == "background":
        return "yes" if example.row["ground"] else "no"
    if head == "side":
        return str(example.row["tolls"][0][0])
    return str(example.row["rule"][head])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("start", "pieces", "tokenizer"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument(
        "--asked", type=Path, nargs="*", default=[], help="of these files' incidents only the figures are printed; all train"
    )
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--set", nargs="*", default=[], help="NAME=VALUE of How")
    given = parser.parse_args()
    changes = dict(pair.split("=") for pair in given.set)
    how = How(**{name: type(getattr(How(), name))(value) for name, value in changes.items()})
    device = "cuda" if torch.cuda.is_available() else "cpu"
    start, signs = np.load(given.start), dict[str, int]()
    examples = read_examples(given.examples, Wordpieces(given.tokenizer), signs)
    began = time.time()
    if given.folds:
        asked = {json.loads(line)["doc"] for path in given.asked for line in path.read_text(encoding="utf-8").splitlines()}
        _folds(examples, asked, given, start, signs, how, device)
    if given.out:
        net = fitted(examples, start, given.pieces, signs, how, device)
        state = {name: value.cpu().numpy().astype(np.float16) for name, value in net.state_dict().items() if name != "table"}
        np.savez_compressed(given.out, **{"sign_names": json.dumps(signs), "layer_count": how.layers, **state})
    print(f"{len(examples)} examples, {time.time() - began:.0f} s on {device}, {how}")


def _folds(examples: list[Example], asked: set[str], given: Any, start: Any, signs: dict[str, int], how: How, device: str) -> None:
    groups = sorted({example.row["group"] for example in examples if not asked or example.row["doc"] in asked})
    random.Random(1).shuffle(groups)
    held_all, said_all = [], []
    for fold in range(given.folds):
        out = set(groups[fold :: given.folds])
        held = [example for example in examples if example.row["group"] in out]
        net = fitted([example for example in examples if example.row["group"] not in out], start, given.pieces, signs, how, device)
        held_all += held
        said_all += read(net, held, device)
    for root in sorted({example.row["root"] for example in held_all}):
        chosen = [at for at, example in enumerate(held_all) if example.row["root"] == root]
        print(root)
        for head, (count, rules, right) in compared([held_all[at] for at in chosen], [said_all[at] for at in chosen]).items():
            print(f"  {head:11} {count:5}  rules {rules / max(count, 1):.3f}  model {right / max(count, 1):.3f}")
    if given.predictions:
        with given.predictions.open("w") as out_file:
            for example, probability in zip(held_all, said_all, strict=True):
                row = {
                    "doc": example.row["doc"],
                    "i": example.row["i"],
                    "said": {name: [round(float(p), 4) for p in value] for name, value in probability.items()},
                }
                out_file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
