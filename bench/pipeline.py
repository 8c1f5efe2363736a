"""The parser from raw text: CoNLL 2018 measure, names, relations of reporting verbs, speed; beside a spaCy pipeline, and behind the gate.

    python -m bench.pipeline --data DIR [--model NAME|FOLDER/NAME] [--against SPACY_PIPELINE] [--gate [INCIDENTS]]
                             [--case plain|upper|lower] [--only TEXT] [--passes N] [--json] [--limit N]

DIR holds CoNLL-U files (`*.conllu`; names in MISC as Name=B-PER, as `train.convert` writes them), files of names (`*.iob2`, `*.iob`,
`*.bio`: token and tag on a line, as Universal NER and CoNLL have them) and plain texts (`*.txt`: speed only), any of these; files called
train* are left out. The text of a document is made of its sentences and paragraphs; no gold boundary is given to the parser, but that
each sentence of a file of names is a paragraph. Tags of names are mapped to PER, LOC and ORG; others are dropped, and it is said which.

`--model`: "default", "fast", or FOLDER/NAME for the files NAME.onnx and NAME.npz, with labels.json, pieces.bin and tokenizer.json beside
them. `--against`: a spaCy pipeline (name or folder) through the adapter of `parse/spacy_pipeline.py`, on the same text in the same run.
`--gate`: speed with and without the gate and how much of the text it lets through; with a folder of annotated incidents, also its recall
of their gold claims.

Speed is in gold words per CPU-second over everything from text to `Parse`, on one thread: the best of so many passes over all documents,
which the parsers take in turn. `--limit`: so many documents of each file.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.pipeline_data import File, Sample, checksum, data_files, documents, read_file, recased, text_of
from bench.pipeline_gate import GateFigures, gate_figures
from bench.pipeline_scores import (
    LINKS,
    Analysis,
    Score,
    compare,
    extents,
    found_analysis,
    gold_analysis,
    name_extents,
    relation_links,
    simple_relations,
)

from counterclaim.errors import ParseError
from counterclaim.parse import Parser, Pipeline, load
from counterclaim.parse.encoder import read_encoder

__all__ = [
    "Analysis",
    "Score",
    "compare",
    "documents",
    "extents",
    "found_analysis",
    "gold_analysis",
    "name_extents",
    "recased",
    "relation_links",
    "simple_relations",
    "text_of",
]

COLUMNS = ("Words", "Sents", "UPOS", "XPOS", "Lemma", "verb lemma", "UAS", "LAS", "names", "names untyped")
OURS, GATED = "ours", "ours, gated"

Row = dict[str, float]


@dataclass(frozen=True)
class Figures:
    """What one parser makes of the files: scores by file, and words per CPU-second over all of them."""

    scores: Mapping[str, Mapping[str, Row]]
    speed: float


def chosen(model: str | None) -> Pipeline:
    """The parser to measure: a shipped one by name, or a model by its files."""
    if model is not None and Path(f"{model}.onnx").is_file():
        return Pipeline(read_encoder(Path(model)))
    found = load(model or "default")
    if not isinstance(found, Pipeline):
        raise ParseError("--model is for our own parser; use --against for a spaCy pipeline")
    return found


def scored(parser: Parser, file: File) -> dict[str, Row]:
    """The figures of one file; none of a plain text."""
    score = Score()
    for sample in file.samples:
        if sample.gold is not None:
            compare(sample.gold, found_analysis(parser.parse(sample.text)), score)
    return {key: score.row(key) for key in score.gold}


def speeds(parsers: Mapping[str, Parser], samples: Sequence[Sample], passes: int) -> dict[str, float]:
    """Words per CPU-second of each parser: its best pass, after one document to warm up; they take turns."""
    best = dict.fromkeys(parsers, float("inf"))
    words = sum(sample.words for sample in samples)
    for parser in parsers.values():
        parser.parse(samples[0].text)
    for _ in range(passes):
        for name, parser in parsers.items():
            begun = time.process_time()
            for sample in samples:
                parser.parse(sample.text)
            best[name] = min(best[name], time.process_time() - begun)
    return {name: words / max(seconds, 1e-9) for name, seconds in best.items()}


def measure(parsers: Mapping[str, Parser], files: Sequence[File], passes: int) -> dict[str, Figures]:
    """Every figure of every parser. The gated one is measured for speed only."""
    taken = speeds(parsers, [sample for file in files for sample in file.samples], passes)
    return {
        name: Figures({} if name == GATED else {file.name: scored(parser, file) for file in files}, taken[name])
        for name, parser in parsers.items()
    }


def as_json(
    figures: Mapping[str, Figures], files: Sequence[File], about: Mapping[str, object], gate: GateFigures | None
) -> dict[str, object]:
    return {
        **about,
        "files": [
            {
                "file": file.name,
                "documents": len(file.samples),
                "words": sum(sample.words for sample in file.samples),
                "tags mapped": file.mapped,
                "tags dropped": file.dropped,
            }
            for file in files
        ],
        "parsers": {name: {"words per CPU-second": each.speed, "scores": each.scores} for name, each in figures.items()},
        "ours is times": {name: figures[OURS].speed / each.speed for name, each in figures.items() if name != OURS},
        "gate": gate._asdict() if gate else None,
    }


def show(figures: Mapping[str, Figures], files: Sequence[File], gate: GateFigures | None) -> None:
    """The same as tables."""
    annotated = [file.name for file in files if any(sample.gold for sample in file.samples)]
    wide = max(map(len, [*figures, *annotated])) + 1
    if annotated:
        print(" " * (2 * wide) + "  " + "".join(f"{key:>14}" for key in COLUMNS))
    for file in files:
        for name, each in figures.items():
            rows = each.scores.get(file.name, {})
            if rows:
                shown = (f"{rows[key]['F']:14.2f}" if key in rows else " " * 13 + "-" for key in COLUMNS)
                print(f"{file.name:{wide}} {name:{wide}} " + "".join(shown))
        for name, each in figures.items():
            _show_details(name, each.scores.get(file.name, {}))
        _show_tags(file)
    print()
    for name, each in figures.items():
        ratio = f"; ours is {figures[OURS].speed / each.speed:.2f} times that" if name not in (OURS, GATED) else ""
        print(f"{name:{wide}} {each.speed:8.0f} words per CPU-second{ratio}")
    if gate:
        _show_gate(gate, figures[GATED].speed / figures[OURS].speed)


def _show_details(name: str, rows: Mapping[str, Row]) -> None:
    """Relations that rules use, and names by kind."""
    for key in (key for key in rows if key in LINKS or (key.startswith("names ") and key not in COLUMNS)):
        row = rows[key]
        print(f"    {name}: {key}: P {row['P']:.1f} R {row['R']:.1f} F {row['F']:.1f} ({row['gold']:.0f})")


def _show_tags(file: File) -> None:
    for tag, kind in file.mapped.items():
        print(f"    tag {tag} is taken for {kind}")
    for tag, count in file.dropped.items():
        print(f"    tag {tag} is dropped: {count} names")


def _show_gate(gate: GateFigures, gain: float) -> None:
    print(f"gate: {gain:.2f} times the words per CPU-second, {100 * gate.share:.1f} % of the words let through")
    if gate.claims:
        print(f"gate: {gate.kept} of {gate.claims} gold claims let through, recall {gate.kept / gate.claims:.4f}")
    if gate.claims and gate.inside is not None:
        print(f"gate: {gate.inside} of them where the report stands in a long text, recall {gate.inside / gate.claims:.4f}")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.pipeline", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of *.conllu, *.iob2, *.iob, *.bio, *.txt")
    parser.add_argument("--model", help="name of a shipped model, or FOLDER/NAME of the files of another")
    parser.add_argument("--against", metavar="SPACY_PIPELINE", help="name or folder of a spaCy pipeline to measure too")
    parser.add_argument("--gate", nargs="?", const="", metavar="INCIDENTS", help="measure the gate; INCIDENTS: annotated incidents")
    parser.add_argument("--case", choices=["plain", "upper", "lower"], default="plain")
    parser.add_argument("--only", default="", metavar="TEXT", help="only files whose name contains TEXT")
    parser.add_argument("--passes", type=int, default=3, help="passes for speed (default: 3)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="documents of each file")
    return parser.parse_args(arguments)


def _parsers(given: argparse.Namespace, ours: Pipeline) -> dict[str, Parser]:
    found: dict[str, Parser] = {OURS: ours}
    if given.gate is not None:
        found[GATED] = replace(ours, gate=True)
    if given.against:
        found[Path(given.against).name] = load("spacy:" + given.against)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    paths = data_files(given.data, given.only) if given.data.is_dir() else []
    files = [file for file in (read_file(path, given.case, given.limit) for path in paths) if file.samples]
    if not files:
        print(f"nothing to measure on in {given.data}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    try:
        ours = chosen(given.model)
        loading = time.monotonic() - begun
        parsers = _parsers(given, ours)
    except ParseError as error:
        print(error, file=sys.stderr)
        return 2
    figures = measure(parsers, files, max(1, given.passes))
    gate = gate_figures(_texts(files), Path(given.gate) if given.gate else None) if given.gate is not None else None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    about = {"sha256": checksum(paths), "case": given.case, "model": given.model or "default", "load seconds": loading, "peak MB": peak}
    if given.json:
        print(json.dumps(as_json(figures, files, about, gate)))
        return 0
    words = sum(sample.words for file in files for sample in file.samples)
    print(f"{len(files)} files, {words} words ({given.case}), data {about['sha256']}, model {about['model']}")
    show(figures, files, gate)
    print(f"load {loading:.2f} s, peak memory {peak:.0f} MB")
    return 0


def _texts(files: Iterable[File]) -> list[str]:
    return [sample.text for file in files for sample in file.samples]


if __name__ == "__main__":
    sys.exit(main())
