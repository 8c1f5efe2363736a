"""Restoration of spun texts: words put right, wrong changes, calibration, detection; false alarms on clean text.

    python -m bench.restore --spun FILE --restored FILE [--lists spun,seed] [--json] [--errors]
    python -m bench.restore --clean PATH… [--json] [--limit N]
    python -m bench.restore --cases FILE.jsonl [--json] [--limit N]

`--clean` takes text files, folders of them, MUC files (one document to a heading), JSON lines with "text". `--cases` are the rows of
`train/spin_cases.py`. Of a changed word, "right" is exactly what stood there. Without `--lists`, no list of pairs is used ("off").
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from counterclaim.restore import Edit, Restoration, RestoreOptions, restore_text
from counterclaim.restore.tokens import words

MUC_HEAD = re.compile(r"^(?:DEV|TST\d)-MUC\d-\d{4}.*$", re.MULTILINE)
Figures = dict[str, float]


@dataclass(slots=True)
class Counts:
    """Words of some texts together. `chances`: probability and outcome of each edit of any word; `called`: of each document."""

    words: int = 0
    changed: int = 0
    right: int = 0
    touched: int = 0
    unchanged: int = 0
    altered: int = 0
    chances: list[tuple[float, bool]] = field(default_factory=list)
    called: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, text: str, originals: Mapping[int, str], restoration: Restoration, is_spun: bool) -> None:
        edits = dict(part for edit in restoration.edits for part in by_word(edit))
        self.called.append((restoration.spun_probability, is_spun))
        for word in words(text):
            if not word.text[0].isalnum():
                continue
            self.words += 1
            edit, before = edits.get(word.start), originals.get(word.start)
            right = edit is not None and before is not None and edit[0] == before.lower()
            if edit is not None:
                self.chances.append((edit[1], right))
            self._count(edit is not None, before is not None, right)
            if not right and (edit is not None or before is not None):
                self.errors.append(f"{word.text} -> {edit[0] if edit else '-'} ({before or 'unchanged'})")

    def _count(self, edited: bool, was_changed: bool, right: bool) -> None:
        if was_changed:
            self.changed += 1
            self.right += right
            self.touched += edited
        else:
            self.unchanged += 1
            self.altered += edited

    def figures(self) -> Figures:
        return {
            "documents": len(self.called),
            "words": self.words,
            "changed": self.changed,
            "right": _share(self.right, self.changed),
            "touched": _share(self.touched, self.changed),
            "altered": _share(self.altered, self.unchanged),
            "called_spun": _share(sum(chance > 0.5 for chance, _ in self.called), len(self.called)),
            "edit_ece": expected_calibration_error(self.chances),
            "words_per_second": _share(self.words, self.seconds),
        }


def by_word(edit: Edit) -> Iterator[tuple[int, tuple[str, float]]]:
    """The words that an edit changes: where each starts, what is read instead, and the edit's probability. What is left over goes last."""
    found, restored = edit.found.split(), edit.restored.split()
    start = edit.span.start
    for at, word in enumerate(found):
        new = " ".join(restored[at:] if at == len(found) - 1 else restored[at : at + 1])
        if new != word:
            yield start, (new, edit.probability)
        start += len(word) + 1


def _share(part: float, whole: float) -> float:
    return round(part / whole, 5) if whole else 0.0


def expected_calibration_error(pairs: Iterable[tuple[float, bool]], bins: int = 10) -> float:
    """The mean distance of probability and outcome over bins of equal width, weighted by their size."""
    gathered: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for chance, outcome in pairs:
        gathered[min(bins - 1, int(chance * bins))].append((chance, outcome))
    total = sum(map(len, gathered))
    return _share(sum(abs(sum(chance for chance, _ in each) - sum(outcome for _, outcome in each)) for each in gathered), total)


def area_under_curve(pairs: Sequence[tuple[float, bool]]) -> float:
    """The chance that a spun document scores above a clean one; ties count half."""
    ordered = sorted(pairs)
    rank_sum, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        rank_sum += sum(outcome for _, outcome in ordered[at:end]) * (at + end + 1) / 2
        at = end
    spun = sum(outcome for _, outcome in ordered)
    return _share(rank_sum - spun * (spun + 1) / 2, spun * (len(ordered) - spun))


def aligned(spun: str, restored: str) -> dict[int, str]:
    """What stood at each replaced word, by its offset; words that were added or dropped are left out."""
    found, before = ([word for word in words(text) if word.text[0].isalnum()] for text in (spun, restored))
    matcher = difflib.SequenceMatcher(None, [w.text for w in found], [w.text for w in before], autojunk=False)
    made: dict[int, str] = {}
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace":
            made |= {word.start: other.text for word, other in zip(found[a:b], before[c:d], strict=False)}
    return made


def measure(rows: Iterable[tuple[str, Mapping[int, str], bool]], options: RestoreOptions) -> Counts:
    counts = Counts()
    restore_text("The guns fell silent at dusk.", options)
    for text, originals, is_spun in rows:
        started = time.process_time()
        restoration = restore_text(text, options)
        counts.seconds += time.process_time() - started
        counts.add(text, originals, restoration, is_spun)
    return counts


def clean_texts(paths: Iterable[Path]) -> Iterator[str]:
    for path in sorted(each for given in paths for each in (given.rglob("*") if given.is_dir() else [given]) if each.is_file()):
        if path.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line)
        elif path.suffix in {".txt", ""} and not path.name.startswith("."):
            yield from (part for part in MUC_HEAD.split(path.read_text(encoding="utf-8", errors="replace")) if part.strip())


def families(path: Path, options: RestoreOptions, limit: int | None) -> dict[str, Counts]:
    """Counts of each family of a file of cases."""
    rows: dict[str, list[tuple[str, Mapping[int, str], bool]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[:limit]:
        row = json.loads(line)
        originals = {start: original for start, _, _, original in row["changes"]}
        rows.setdefault(row["family"], []).append((row["text"], originals, row["spun"]))
    return {family: measure(rows[family], options) for family in sorted(rows)}


def checksum(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(each for given in paths for each in (given.rglob("*") if given.is_dir() else [given]) if each.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _print(results: Mapping[str, Figures]) -> None:
    columns = list(dict.fromkeys(name for figures in results.values() for name in figures))
    print(f"{'':32}" + "".join(f"{name:>17}" for name in columns))
    for name, figures in results.items():
        print(f"{name:32}" + "".join(f"{figures[column]:17.5g}" if column in figures else f"{'':17}" for column in columns))


def _pairs(arguments: argparse.Namespace, options: RestoreOptions) -> dict[str, Counts]:
    if arguments.spun:
        spun, restored = (path.read_text(encoding="utf-8") for path in (arguments.spun, arguments.restored))
        return {arguments.spun.name: measure([(spun, aligned(spun, restored), True)], options)}
    if arguments.clean:
        texts = list(clean_texts(arguments.clean))[: arguments.limit]
        return {"clean": measure(((text, {}, False) for text in texts), options)}
    return families(arguments.cases, options, arguments.limit)


def results_of(counts: Mapping[str, Counts]) -> dict[str, Figures]:
    made = {family: each.figures() for family, each in counts.items()}
    called = [pair for each in counts.values() for pair in each.called]
    if len({outcome for _, outcome in called}) == 2:
        made["detection"] = {"documents": len(called), "auc": area_under_curve(called), "ece": expected_calibration_error(called)}
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.restore", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--spun", type=Path)
    parser.add_argument("--restored", type=Path)
    parser.add_argument("--clean", type=Path, nargs="+")
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--lists", default="", help="lists of lexicon/spun.csv to use, with commas: spun,seed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args(arguments)
    if not (given.cases or given.clean or (given.spun and given.restored)):
        parser.error("needs --spun with --restored, or --clean, or --cases")
    counts = _pairs(given, RestoreOptions(lists=frozenset(filter(None, given.lists.split(",")))))
    data = checksum([path for path in (given.spun, given.restored, *(given.clean or ()), given.cases) if path])
    if given.json:
        print(json.dumps({"data": data, "lists": given.lists, "results": results_of(counts)}))
    else:
        print(f"data {data}, lists {given.lists or 'off'}")
        _print(results_of(counts))
    if given.errors:
        print("\n".join(error for each in counts.values() for error in each.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
