"""Texts for measuring restoration: clean ones, odd ones, and ones spun by families that nothing was trained on.

    python -m train.spin_cases --data DATA --out cases.jsonl [--roget DIR]

Rows as `bench.restore --cases` reads them: {"family", "spun", "text", "changes": [[start, end, found, original], …]}. `--roget` is the
folder of Aiksaurus (Debian's `libaiksaurus-1.2-data`, GPL): a thesaurus of another origin than WordNet, which is only measured with.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

from train.spin import Choose, Manner, cipher, held_out, spin, thesaurus, trained
from train.spin_odd import ODD
from train.spin_tables import WORD

Row = dict[str, object]


def read_aiksaurus(folder: Path) -> dict[str, list[str]]:
    """Words and those that share a meaning with them, single words only. Words and meanings are zero-ended runs of two-byte numbers."""
    data = (folder / "words.dat").read_bytes()
    names: list[str] = []
    at = 0
    while at < len(data):
        end = data.index(b"\0", at)
        names.append(data[at:end].decode("latin-1").replace(":", " "))
        at = end + 1
        while data[at : at + 2] != b"\xff\xff":
            at += 2
        at += 2
    raw = (folder / "meanings.dat").read_bytes()
    numbers = [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw) - 1, 2)]
    found: dict[str, list[str]] = {}
    group: list[str] = []
    for number in numbers:
        if number == 0xFFFF:
            words = [each for each in group if WORD.fullmatch(each)]
            for word in words:
                found.setdefault(word, []).extend(each for each in words if each != word)
            group = []
        elif number < len(names):
            group.append(names[number])
    return {word: sorted(set(others)) for word, others in found.items() if others}


def texts(path: Path, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Dev texts cut to at most 400 words: source and text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parts = row["text"].split(" ")
        for at in range(0, len(parts), 400):
            if len(parts[at : at + 400]) >= 60:
                yield row["source"], " ".join(parts[at : at + 400])


def families(roget: Path | None, pool: list[str], rng: random.Random) -> dict[str, tuple[Choose, Manner]]:
    net = thesaurus()
    made = held_out(net, read_aiksaurus(roget) if roget else None)
    rule, _ = made["alphabetical"]
    code = rng.sample(["and", "for", "in", "of", "the", "to", "was", "with"], 3)
    made["alphabetical+cipher"] = (cipher(rule, pool, code, rng), Manner(0.4))
    return made


def rows(data: Path, roget: Path | None) -> Iterator[Row]:
    rng = random.Random(99)
    net = thesaurus()
    pool = sorted(word for word in net.forms.values() if len(word) < 9)[::7]
    for source, text in texts(data / "dev.jsonl", rng):
        yield {"family": f"clean {source}", "spun": False, "text": text, "changes": []}
        if source.startswith("muc"):
            continue
        odd = rng.choice(list(ODD))
        yield {"family": f"odd {odd}", "spun": False, "text": ODD[odd](text, rng), "changes": []}
        for name, (rule, manner) in families(roget, pool, rng).items():
            if rng.random() < 0.5:
                yield from _spun(f"unseen {name}", text, rule, manner, rng)
        name, rule, manner = trained(rng, net, pool)
        yield from _spun(f"seen {name}", text, rule, manner, rng)


def _spun(name: str, text: str, rule: Choose, manner: Manner, rng: random.Random) -> Iterator[Row]:
    spun, changes = spin(text, rule, manner, rng)
    if len(changes) >= 5:
        yield {"family": name, "spun": True, "text": spun, "changes": [[c.start, c.end, c.found, c.original] for c in changes]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--roget", type=Path)
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8") as file:
        for row in rows(arguments.data, arguments.roget):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
