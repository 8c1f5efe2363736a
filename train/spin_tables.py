"""The tables of the restorer: WordNet inverted, and how common words are.

    python -m train.spin_tables --wordnet /usr/share/wordnet --out src/counterclaim/restore/data/words.npz     # 20 s; needs wordfreq

WordNet 3.0 is Debian's `wordnet-base` (licence of Princeton University, see docs/restore.md); frequencies are those of wordfreq
(CC BY-SA 4.0). An edge says that a dictionary made of WordNet may give `found` for `head`: by which relation, and at which rank.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

PARTS = ("noun", "verb", "adj", "adv")
LETTER = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
KINDS = ("synonym", "similar", "broader", "narrower", "also", "derived", "sister")
POINTERS = {"&": "similar", "@": "broader", "~": "narrower", "^": "also", "+": "derived", "\\": "derived", "=": "also"}
FLAT_ORDER = ("adj", "noun", "adv", "verb")
WORD = re.compile(r"[a-z]{1,24}")
INFLECTIONS = ("s", "ed", "ing", "er", "est")
ENDING_PARTS = {"s": ("noun", "verb"), "ed": ("verb",), "ing": ("verb",), "er": ("adj",), "est": ("adj",)}
ENDINGS = (
    *(("ies", "y", "s"), ("es", "", "s"), ("s", "", "s"), ("ied", "y", "ed"), ("ed", "", "ed"), ("ed", "e", "ed")),
    *(("ing", "", "ing"), ("ing", "e", "ing"), ("ier", "y", "er"), ("er", "", "er"), ("er", "e", "er")),
    *(("iest", "y", "est"), ("est", "", "est"), ("est", "e", "est")),
)
MOST = {"synonym": 24, "similar": 16, "broader": 8, "narrower": 12, "also": 8, "derived": 6, "sister": 0}


@dataclass(slots=True)
class WordNet:
    """Synsets as (words, pointers), and the synsets of each headword by part of speech, most frequent sense first."""

    synsets: dict[tuple[str, str], tuple[list[str], list[tuple[str, str, str]]]] = field(default_factory=dict)
    senses: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def alternatives(self, head: str, part: str) -> Iterator[tuple[str, str, int]]:
        """Words that stand for the headword as that part of speech, in the order of a flat dictionary: word, kind, sense."""
        for sense, offset in enumerate(self.senses.get((part, head), ())):
            words, pointers = self.synsets[part, offset]
            yield from ((word, "synonym", sense) for word in words)
            for sign in ("&", "@", "~", "^", "=", "+", "\\"):
                for symbol, other, target in pointers:
                    if symbol == sign:
                        yield from ((word, POINTERS[sign], sense) for word in self.synsets[target, other][0])


def read_wordnet(folder: Path) -> WordNet:
    net = WordNet()
    for part in PARTS:
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line[0].isdigit():
                offset, synset = _synset(line)
                net.synsets[part, offset] = synset
        for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
            if line[0] != " ":
                cells = line.split()
                net.senses[part, cells[0]] = cells[len(cells) - int(cells[2]) :]
    return net


def _synset(line: str) -> tuple[str, tuple[list[str], list[tuple[str, str, str]]]]:
    cells = line.partition(" | ")[0].split()
    count = int(cells[3], 16)
    words = [word.partition("(")[0] for word in cells[4 : 4 + 2 * count : 2]]
    at = 4 + 2 * count
    pointers = [tuple(cells[at + 1 + 4 * i : at + 4 + 4 * i]) for i in range(int(cells[at]))]
    return cells[0], (words, [(sign, offset, LETTER[part]) for sign, offset, part in pointers])


def flat_alternatives(net: WordNet, head: str) -> list[tuple[str, str, str]]:
    """Single-word alternatives of a headword in the order of a flattened dictionary: word, kind, part; each word once."""
    found: dict[str, tuple[str, str, str]] = {}
    for part in FLAT_ORDER:
        counts = dict.fromkeys(MOST, 0)
        for word, kind, _ in net.alternatives(head, part):
            lower = word.lower()
            if WORD.fullmatch(lower) and lower != head and counts[kind] < MOST[kind]:
                counts[kind] += 1
                found.setdefault(lower, (lower, kind, part))
    return list(found.values())


def frequencies(least: float) -> dict[str, float]:
    """Zipf frequency of lower-case English words of wordfreq, `least` and more."""
    from wordfreq import get_frequency_dict

    table = get_frequency_dict("en", "large")
    return {word: 9 + float(np.log10(f)) for word, f in table.items() if WORD.fullmatch(word) and 9 + np.log10(f) >= least}


def edges(net: WordNet, heads: list[str]) -> Iterator[tuple[str, str, int, int]]:
    """Head, found, kind and rank among the single-word alternatives of the head, in one part of speech or all."""
    for head in heads:
        for rank, (word, kind, _) in enumerate(flat_alternatives(net, head)):
            yield head, word, KINDS.index(kind), min(rank, 31)


def inflections(net: WordNet, folder: Path, forms: list[str]) -> Iterator[tuple[str, str, int]]:
    """Form, lemma and INFLECTIONS index, for forms that WordNet's exceptions or the regular endings explain."""
    irregular = _exceptions(folder)
    for form in forms:
        seen = set()
        for lemma, kind in (*irregular.get(form, ()), *_regular(form)):
            if lemma != form and (lemma, kind) not in seen and any((part, lemma) in net.senses for part in ENDING_PARTS[kind]):
                seen.add((lemma, kind))
                yield form, lemma, INFLECTIONS.index(kind)


def _exceptions(folder: Path) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for part in ("noun", "verb", "adj"):
        for line in (folder / f"{part}.exc").read_text(encoding="utf-8").splitlines():
            form, *lemmas = line.split()
            kind = {"noun": "s", "adj": "est" if form.endswith("est") else "er"}.get(part) or _verb_kind(form)
            found.setdefault(form, []).extend((lemma, kind) for lemma in lemmas)
    return found


def _verb_kind(form: str) -> str:
    return "ing" if form.endswith("ing") else "s" if form.endswith("s") else "ed"


def _regular(form: str) -> Iterator[tuple[str, str]]:
    for ending, instead, kind in ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            yield stem + instead, kind
            if kind in {"ed", "ing", "er", "est"} and not instead and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1], kind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    net = read_wordnet(arguments.wordnet)
    zipf = frequencies(2.6)
    known = {head for _, head in net.senses}
    heads = sorted(word for word, value in zipf.items() if value >= 3.3 and word in known)
    rows = [row for row in edges(net, heads) if row[1] in known]
    vocabulary = sorted({*zipf, *(row[1] for row in rows)})
    number = {word: at for at, word in enumerate(vocabulary)}
    rows.sort(key=lambda row: (number[row[1]], row[3], number[row[0]]))
    starts = np.searchsorted(np.array([number[row[1]] for row in rows]), np.arange(len(vocabulary) + 1))
    inflected = [
        (number[form], number[lemma], kind) for form, lemma, kind in inflections(net, arguments.wordnet, vocabulary) if lemma in number
    ]
    np.savez_compressed(
        arguments.out,
        words=np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        zipf=np.array([round(10 * max(0.0, zipf.get(word, 1.0))) for word in vocabulary], np.uint8),
        starts=starts.astype(np.int32),
        heads=np.array([number[row[0]] for row in rows], np.int32),
        kinds=np.array([row[2] for row in rows], np.uint8),
        ranks=np.array([row[3] for row in rows], np.uint8),
        forms=np.array([row[0] for row in inflected], np.int32),
        lemmas=np.array([row[1] for row in inflected], np.int32),
        inflections=np.array([row[2] for row in inflected], np.uint8),
    )
    print(
        len(vocabulary),
        "words,",
        len(heads),
        "heads,",
        len(rows),
        "edges,",
        len(inflected),
        "forms,",
        arguments.out.stat().st_size,
        "bytes",
    )


if __name__ == "__main__":
    main()
