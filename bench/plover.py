"""The PLOVER root of what a given source does to a given target, in a sentence.

    python -m bench.plover --data FILE.tsv [--json] [--limit N] [--errors]

FILE.tsv has the columns sentence, source, target and gold_root; others are ignored, and source or target may be empty. Roots are compared
under one set of names: CONCEDE and RETREAT are YIELD, DEMAND is REQUEST, DISAPPROVE and INVESTIGATE are ACCUSE, FIGHT is ASSAULT.
`python -m bench.plover_gold` brings PLOVER's own gold-standard records into these columns.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterclaim.extract.plover import root_between, root_name
from counterclaim.syntax import Parse

COLUMNS = ("sentence", "source", "target", "gold_root")


@dataclass(frozen=True, slots=True)
class Record:
    sentence: str
    source: str
    target: str
    root: str


@dataclass(slots=True)
class Roots:
    """Gold and found roots, counted in pairs; "" where nothing was found."""

    pairs: Counter[tuple[str, str]]

    @property
    def accuracy(self) -> float:
        total = sum(self.pairs.values())
        return round(sum(count for (gold, found), count in self.pairs.items() if gold == found) / total, 4) if total else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean of F1 over the roots that the gold has."""
        roots = sorted({gold for gold, _ in self.pairs})
        return round(sum(self.f1(root) for root in roots) / len(roots), 4) if roots else 0.0

    def f1(self, root: str) -> float:
        both = sum(count * ((gold == root) + (found == root)) for (gold, found), count in self.pairs.items())
        return round(2 * self.pairs[root, root] / both, 4) if both else 0.0


def records(path: Path) -> list[Record]:
    """The rows of a file; ValueError where a column is missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path.name} has no column {', '.join(missing)}")
        return [Record(row["sentence"], row["source"] or "", row["target"] or "", root_name(row["gold_root"])) for row in reader]


def tokens_of(parse: Parse, name: str) -> list[int]:
    """Tokens of the first place where a name stands, else of its last words; of several names apart by "/", all."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in name.split("/"))):
        words = part.split()
        tries = (" ".join(words[at:]) for at in range(len(words)))
        at, text = next(((at, text) for text in tries if (at := parse.text.find(text)) >= 0), (-1, ""))
        found |= {token for token in range(len(parse)) if at <= parse.starts[token] < at + len(text)} if at >= 0 else set()
    return sorted(found)


def root_in(parse: Parse, record: Record) -> str:
    return root_between(parse, tokens_of(parse, record.source), tokens_of(parse, record.target)) or ""


def figures(found: Roots) -> dict[str, object]:
    each = {root: found.f1(root) for root in sorted({gold for gold, _ in found.pairs})}
    return {"records": sum(found.pairs.values()), "accuracy": found.accuracy, "macro_f1": found.macro_f1, "f1": each}


def confusions(found: Roots) -> list[str]:
    wrong = sorted(((count, pair) for pair, count in found.pairs.items() if pair[0] != pair[1]), key=lambda row: (-row[0], row[1]))
    return [f"{count:4}  {gold} taken for {taken or 'nothing'}" for count, (gold, taken) in wrong[:20]]


def classified(rows: Iterable[Record], errors: bool) -> Roots:
    from counterclaim.parse import load

    parse, found = load().parse, Roots(Counter())
    for row in rows:
        root = root_in(parse(row.sentence), row)
        found.pairs[row.root, root] += 1
        if errors and root != row.root:
            print(f"{row.root}\t{root}\t{row.source}\t{row.target}\t{row.sentence}")
    return found


def show(values: Mapping[str, object], found: Roots) -> None:
    for key, value in values.items():
        shown = "  ".join(f"{name} {number:.2f}" for name, number in value.items()) if isinstance(value, dict) else str(value)
        print(f"{key:10} {shown}")
    print("\n".join(confusions(found)))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.plover", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="tab-separated file with the columns " + ", ".join(COLUMNS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="the first N rows")
    parser.add_argument("--errors", action="store_true", help="print each row that came out wrong")
    given = parser.parse_args(arguments)
    try:
        rows = records(given.data)[: given.limit]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    found = classified(rows, given.errors)
    values = {"checksum": hashlib.sha256(given.data.read_bytes()).hexdigest()[:16], **figures(found)}
    if given.json:
        print(json.dumps(values))
    else:
        show(values, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
