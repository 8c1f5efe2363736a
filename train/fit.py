"""Training: several heads on one encoder, from the public encoder or from a shipped model, with checkpoints.

    python -m train.fit --data DIR --size teacher --out DIR [--epochs N]
    python -m train.fit --data DIR --size slim|fast --teacher RUN_DIR [--cut RUN_DIR] --out DIR [--epochs N]

Learning rates rise, stay, and fall to nothing over the last part of the steps; until the fall begins a run is the same whatever
`--epochs` says, so the end can be moved by starting again with another number. A run that was stopped goes on from its last
checkpoint and ends as if it had not been stopped.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as fn
from torch import Tensor

from train.augment import name_pool
from train.batches import IGNORED, Batch, Epochs
from train.corpora import read_conllu
from train.distil import imitation, within_sentences
from train.features import Wordpieces, encoder_folder
from train.labels import Labels, labels_of, read_labels
from train.network import Build, Network, load_public, restored
from train.slim import SAMPLED, slimmed, uses

BUILDS = {
    "teacher": Build.full(6),
    "slim": Build(((768, 8),) * 6, whole=3),
    "fast": Build(((640, 8),) * 3, whole=1),
}
KEPT = {6: [0, 1, 2, 3, 4, 5], 3: [0, 2, 4]}  # layers of a network of six that one of so many is cut from
RATE_ENCODER, RATE_HEADS, WARM_UP, FALL = 1.5e-4, 1e-3, 150, 0.4
WEIGHTS = {"up": 1.0, "xp": 0.5, "lem": 0.5, "ss": 1.0, "arc": 1.0, "dep": 1.0, "ne": 1.5}
SEED, CLIP, AVERAGED = 0, 2.0, 0.998
HARD = 0.5  # weight of the gold labels where there is a teacher
REPORT_STEPS = 50


@dataclass
class Run:
    """All that a checkpoint holds."""

    network: Network
    optimizer: torch.optim.Optimizer
    average: dict[str, Tensor]
    step: int = 0

    def save(self, path: Path) -> None:
        """Written beside and renamed, so that a stop in the middle loses nothing."""
        state: dict[str, Any] = {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "average": self.average}
        state["whole"] = self.network.build.whole
        torch.save({**state, "step": self.step, "random": torch.get_rng_state()}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def restore(self, path: Path) -> None:
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average, self.step = state["average"], state["step"]
        torch.set_rng_state(state["random"])


def cross_entropy(scores: Tensor, wanted: Tensor) -> Tensor:
    """Mean over what is asked; nothing where nothing is."""
    total = fn.cross_entropy(scores.reshape(-1, scores.shape[-1]), wanted.reshape(-1), ignore_index=IGNORED, reduction="sum")
    return total / (wanted != IGNORED).sum().clamp(min=1)


def losses(network: Network, scores: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Loss of each head whose targets the batch has. Arcs compete within the sentence and the root."""
    wanted = batch.targets
    found = {key: cross_entropy(scores[key], wanted[key]) for key in ("up", "xp", "lem", "ne") if (wanted[key] != IGNORED).any()}
    asked = wanted["ss"] != IGNORED
    if asked.any():
        found["ss"] = fn.binary_cross_entropy_with_logits(scores["ss"][asked], wanted["ss"][asked].float())
    if (wanted["head"] != IGNORED).any():
        allowed = within_sentences(batch.sentences)
        found["arc"] = cross_entropy(scores["arc"].masked_fill(~allowed, -1e4), wanted["head"])
        heads = wanted["head"].clamp(min=0)[:, :, None].expand(-1, -1, scores["lh"].shape[-1])
        found["dep"] = cross_entropy(network.relation_scores(scores["ld"], torch.gather(scores["lh"], 1, heads)), wanted["dep"])
    return found


def rate(step: int, total: int) -> float:
    """Share of the full learning rate: rise, stay, linear fall. A short run rises over a seventh of its steps."""
    return min(1.0, (step + 1) / min(WARM_UP, total / 7), max(0.0, (total - step) / (FALL * total)))


def initial(labels: Labels, build: Build) -> Network:
    """The public encoder under new heads."""
    torch.manual_seed(SEED)
    network = Network(build, labels)
    load_public(network, encoder_folder() / "model.safetensors", KEPT[len(build.layers)])
    return network


def cut(source: Network, build: Build, labels: Labels, epochs: Epochs) -> Network:
    """A network of that build out of a trained one, by what its parts are worth on batches of the first epoch."""
    if source.build == build:
        return source

    def loss(batch: Batch) -> Tensor:
        found = losses(source, source.heads(source.encode(*batch.inputs)), batch)
        return torch.stack([WEIGHTS[key] * value for key, value in found.items()]).sum()

    torch.manual_seed(SEED)
    found = uses(source, (epochs.batch(planned, 0, number) for number, planned in enumerate(epochs.plan(0)[:SAMPLED])), loss)
    same = len(build.layers) == len(source.layers)
    return slimmed(source, list(range(len(source.layers))) if same else KEPT[len(build.layers)], build, labels, found)


def start(network: Network, rate_encoder: float) -> Run:
    """Before the first step. Embeddings of wordpieces and positions stay as they are."""
    network.we.weight.requires_grad = network.pe.weight.requires_grad = False
    trained = [(name, value) for name, value in network.named_parameters() if value.requires_grad]
    encoder = [value for name, value in trained if name.startswith(("layers", "en.", "te"))]
    heads = [value for name, value in trained if not name.startswith(("layers", "en.", "te"))]
    groups = [{"params": encoder, "lr": rate_encoder}, {"params": heads, "lr": rate_encoder * RATE_HEADS / RATE_ENCODER}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, foreach=True)
    for group in optimizer.param_groups:
        group["full"] = group["lr"]
    return Run(network, optimizer, {name: value.detach().clone() for name, value in trained})


def train_step(run: Run, batch: Batch, share: float, teacher: Network | None = None) -> dict[str, float]:
    """One update; the losses by head."""
    for group in run.optimizer.param_groups:
        group["lr"] = group["full"] * share
    network = run.network
    words = network.encode(*batch.inputs)
    scores = network.heads(words)
    found = losses(network, scores, batch)
    total = torch.stack([words.new_zeros(()), *(WEIGHTS[key] * value for key, value in found.items())]).sum()
    if teacher is not None:
        found["soft"] = imitation(teacher, batch, words, scores)
        total = HARD * total + found["soft"]
    torch.autograd.backward(total)
    torch.nn.utils.clip_grad_norm_([p for group in run.optimizer.param_groups for p in group["params"]], CLIP)
    run.optimizer.step()
    run.optimizer.zero_grad(set_to_none=True)
    run.step += 1
    own = dict(network.named_parameters())
    kept = min(AVERAGED, run.step / (run.step + 10))
    with torch.no_grad():
        torch._foreach_lerp_(list(run.average.values()), [own[name].detach() for name in run.average], 1 - kept)
    return {key: float(value.detach()) for key, value in found.items()}


def train(run: Run, epochs: Epochs, length: float, checkpoint: Path, minutes: float, teacher: Network | None) -> None:
    """Steps until `length` epochs are done; reports, and checkpoints every so many minutes."""
    ends = [0]
    plans: dict[int, list[list[list[Any]]]] = {}
    while len(ends) <= length + 1:
        plans[len(ends) - 1] = epochs.plan(len(ends) - 1)
        ends.append(ends[-1] + len(plans[len(ends) - 1]))
    whole = int(length)
    total = ends[whole] + int((length - whole) * (ends[whole + 1] - ends[whole]))
    print(f"{total} steps, from {run.step}", flush=True)
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    begun = saved = time.monotonic()
    run.network.train()
    for epoch, (first, last) in enumerate(pairwise(ends)):
        for step in range(max(first, run.step), min(last, total)):
            batch = epochs.batch(plans[epoch][step - first], epoch, step - first)
            found = train_step(run, batch, rate(step, total), teacher)
            sums.update(found)
            counts.update(found.keys())
            if run.step % REPORT_STEPS == 0:
                shown = " ".join(f"{key} {sums[key] / counts[key]:.3f}" for key in counts)
                print(
                    f"step {run.step} epoch {epoch} {time.monotonic() - begun:.0f} s, {time.process_time():.0f} CPU-s {shown}",
                    flush=True,
                )
                sums.clear()
                counts.clear()
            if time.monotonic() - saved > minutes * 60:
                run.save(checkpoint)
                saved = time.monotonic()
    run.save(checkpoint)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="where train.convert wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=BUILDS, required=True)
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument("--rate", type=float, default=RATE_ENCODER, help="learning rate of the encoder; the heads' follows it")
    parser.add_argument("--teacher", type=Path, help="run of a larger model to imitate")
    parser.add_argument("--cut", type=Path, help="run of the model to begin from, cut to size if it is larger; without it the teacher")
    parser.add_argument("--seed", type=int, default=SEED, help="of the order of the batches and of what augmentation does to them")
    parser.add_argument("--labels", type=Path, help="labels.json to keep; without it the teacher's, or made of the data")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--checkpoint-minutes", type=float, default=4.0)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.out.mkdir(parents=True, exist_ok=True)
    trees, names = (list(read_conllu((given.data / f"{part}.conllu").read_text("utf-8").splitlines())) for part in ("train", "names"))
    known = given.labels or (given.teacher / "labels.json" if given.teacher else None)
    labels = read_labels(known) if known else labels_of(trees)
    build = BUILDS[given.size]
    labels.write(given.out / "labels.json")
    epochs = Epochs(trees, names, name_pool(trees + names, Path(__file__).parent), labels, Wordpieces(), given.seed)
    teacher = restored(given.teacher) if given.teacher else None
    source = restored(given.cut) if given.cut else teacher
    checkpoint = given.out / "checkpoint.pt"
    if checkpoint.exists():
        run = start(Network(build, labels), given.rate)
        run.restore(checkpoint)
    else:
        run = start(cut(source, build, labels, epochs) if source else initial(labels, build), given.rate)
    train(run, epochs, given.epochs, checkpoint, given.checkpoint_minutes, teacher)


if __name__ == "__main__":
    main()
