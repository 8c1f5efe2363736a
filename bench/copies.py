"""Families of copies: pairs and partitions found among generated reports, beside plain MinHash and SimHash in the same run.

    python -m bench.copies --documents N [--seed N] [--json]
    python -m bench.copies --texts DIR [--seed N] [--json]

Of each baseline the threshold that does best on the very data is taken. Seconds are those of the processor, without making the reports;
memory is what the index holds, by tracemalloc, in a second run over a tenth of the documents where there are more than 2,000.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import numpy as np
from bench.copies_made import Made, copied, corpus

from counterclaim.copies import Copies, sign

Partition: TypeAlias = list[int]
Figures: TypeAlias = dict[str, float]
PERMUTATIONS, BANDS = 128, 32
JACCARDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
DISTANCES = (3, 6, 8, 10, 12)


def ours(made: Sequence[Made]) -> Partition:
    copies = Copies(sign(each.document, each.edits) for each in made)
    of = {member: number for number, family in enumerate(copies.families()) for member in family.members}
    return [of[each.document.id] for each in made]


def minhash(made: Sequence[Made]) -> Callable[[float], Partition]:
    """Runs of three words, 128 values, 32 bands of 4; documents whose estimated Jaccard reaches a threshold are joined."""
    from rensa import RMinHash

    shingles = [_shingles(each.document.text) for each in made]
    rows = np.array([sketch.digest() for sketch in RMinHash.from_token_sets(shingles, num_perm=PERMUTATIONS, seed=1)], np.uint32)
    buckets: dict[tuple[int, bytes], list[int]] = {}
    width = PERMUTATIONS // BANDS
    for at, row in enumerate(rows):
        for band in range(BANDS):
            buckets.setdefault((band, row[band * width : (band + 1) * width].tobytes()), []).append(at)
    pairs = sorted({pair for bucket in buckets.values() for pair in combinations(bucket, 2)})
    near = [(one, two, float((rows[one] == rows[two]).mean())) for one, two in pairs]
    return lambda least: _joined(len(made), ((one, two) for one, two, jaccard in near if jaccard >= least))


def simhash(made: Sequence[Made]) -> Callable[[float], Partition]:
    """64 bits over runs of three words; documents at a Hamming distance of at most a threshold are joined. All pairs are looked at."""
    codes = np.array([_simhash(_shingles(each.document.text)) for each in made], np.uint64)
    near: list[tuple[int, int, int]] = []
    for at in range(len(codes)):
        distance = np.bitwise_count(codes[at + 1 :] ^ codes[at])
        near += [(at, at + 1 + int(other), int(distance[other])) for other in np.flatnonzero(distance <= max(DISTANCES))]
    return lambda most: _joined(len(made), ((one, two) for one, two, distance in near if distance <= most))


def _shingles(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]


def _simhash(shingles: Iterable[str]) -> int:
    hashes = b"".join(hashlib.blake2b(each.encode(), digest_size=8).digest() for each in sorted(set(shingles)))
    bits = np.unpackbits(np.frombuffer(hashes, np.uint8).reshape(-1, 8), axis=1)
    return int.from_bytes(np.packbits(bits.mean(axis=0) > 0.5).tobytes(), "big")


def _joined(count: int, pairs: Iterable[tuple[int, int]]) -> Partition:
    of = list(range(count))

    def root(at: int) -> int:
        while of[at] != at:
            of[at] = of[of[at]]
            at = of[at]
        return at

    for one, two in pairs:
        of[root(one)] = root(two)
    return [root(at) for at in range(count)]


def figures(made: Sequence[Made], found: Partition) -> Figures:
    """Precision, recall and F1 of pairs, of those of which one at least is spun, and the adjusted Rand index."""
    spun = [each.is_spun for each in made]
    true, same = _pairs([each.family for each in made], spun), _pairs(found, spun)
    both = _pairs([(each.family, at) for each, at in zip(made, found, strict=True)], spun)
    everything = len(made) * (len(made) - 1) / 2
    expected = true[0] * same[0] / everything
    highest = (true[0] + same[0]) / 2
    index = 1.0 if highest == expected else (both[0] - expected) / (highest - expected)
    named = {"": 0, "spun_": 1}
    scores = {f"{name}{key}": value for name, at in named.items() for key, value in _prf(both[at], same[at], true[at]).items()}
    return scores | {"ari": index} | _by_kind(made, found)


def _by_kind(made: Sequence[Made], found: Partition) -> Figures:
    """Of the documents of each kind, the share of their true pairs that are found."""
    true, both = Counter[int](), Counter[tuple[int, int]]()
    for each, at in zip(made, found, strict=True):
        true[each.family] += 1
        both[each.family, at] += 1
    of: dict[str, list[int]] = {}
    for each, at in zip(made, found, strict=True):
        counts = of.setdefault(each.kind, [0, 0])
        counts[0] += both[each.family, at] - 1
        counts[1] += true[each.family] - 1
    return {f"recall_{kind}": hit / whole if whole else 1.0 for kind, (hit, whole) in sorted(of.items())}


def _pairs(labels: Sequence[object], spun: Sequence[bool]) -> tuple[float, float]:
    """Pairs of one label: all, and those of which one at least is spun."""
    whole, clean = Counter(labels), Counter(label for label, is_spun in zip(labels, spun, strict=True) if not is_spun)
    count = sum(size * (size - 1) / 2 for size in whole.values())
    return count, count - sum(size * (size - 1) / 2 for size in clean.values())


def _prf(both: float, found: float, true: float) -> Figures:
    precision, recall = both / found if found else 1.0, both / true if true else 1.0
    return {"precision": precision, "recall": recall, "f1": 2 * both / (found + true) if found + true else 1.0}


def _best(made: Sequence[Made], by: Callable[[float], Partition], thresholds: Iterable[float]) -> Figures:
    tried = [figures(made, by(threshold)) | {"threshold": threshold} for threshold in thresholds]
    return max(tried, key=lambda scores: scores["f1"])


def _held(made: Sequence[Made]) -> float:
    """Bytes that the index holds for each document, families found."""
    some = made[: max(200, len(made) // 10)] if len(made) > 2000 else made
    tracemalloc.start()
    copies = Copies(sign(each.document, each.edits) for each in some)
    copies.heads()
    held = tracemalloc.get_traced_memory()[0] / len(copies)
    tracemalloc.stop()
    return held


def run(made: Sequence[Made]) -> Mapping[str, Figures]:
    results: dict[str, Figures] = {}
    start = time.process_time()
    found = ours(made)
    seconds = time.process_time() - start
    results["counterclaim"] = figures(made, found) | {"seconds": seconds, "bytes_held": _held(made)}
    for name, baseline, thresholds in (("minhash", minhash, JACCARDS), ("simhash", simhash, DISTANCES)):
        start = time.process_time()
        by = baseline(made)
        seconds = time.process_time() - start
        results[name] = _best(made, by, thresholds) | {"seconds": seconds}
    for scores in results.values():
        scores["documents_per_second"] = len(made) / max(scores["seconds"], 1e-9)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--texts", type=Path, metavar="DIR", help="copies of the .txt files below a folder, in place of generated reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    made = copied(arguments.texts, arguments.seed) if arguments.texts else corpus(arguments.documents, arguments.seed)
    results = run(made)
    if arguments.json:
        print(json.dumps({"documents": len(made), "seed": arguments.seed, **results}))
        return
    rows = list(dict.fromkeys(key for scores in results.values() for key in scores))
    print(f"{'':24}" + "".join(f"{name:>14}" for name in results))
    for row in rows:
        print(f"{row:24}" + "".join(f"{scores[row]:14.3f}" if row in scores else f"{'':14}" for scores in results.values()))


if __name__ == "__main__":
    main()
