"""The parser from raw text against CoNLL-U files: CoNLL 2018 measure, names, relations of reporting verbs, speed.

    python -m bench.pipeline --data DIR [--model DIR] [--case plain|upper|lower] [--json] [--limit N]

DIR holds `dev*.conllu` as `train.convert` writes them (or any CoNLL-U; names in MISC as Name=B-PER). The text of a document
is made of its sentences and paragraphs; no gold boundary is given to the parser. Words match where they cover the same letters,
a dependency where word and head match, and relations count without their subtype, as in the shared task.
Speed is in gold words per CPU-second over everything from text to `Parse`. `--model` measures another model.onnx,
relations.npz and labels.json than the shipped ones; `--limit` stops after so many documents of each file.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice, pairwise
from pathlib import Path

from train.corpora import Sentence, read_conllu

from counterclaim.parse import Pipeline, load
from counterclaim.syntax import Parse

# The reporting verbs of the first measurement, kept so that figures compare.
REPORTING = frozenset(
    {
        "say",
        "tell",
        "add",
        "announce",
        "report",
        "claim",
        "warn",
        "accuse",
        "deny",
        "confirm",
        "state",
        "explain",
        "argue",
        "note",
        "insist",
        "believe",
        "think",
        "call",
        "suggest",
        "estimate",
        "show",
        "find",
    }
)
CONTENT = frozenset(("ccomp", "parataxis"))

Extent = tuple[int, int]  # half-open, in letters of the text without its spaces


@dataclass(frozen=True)
class Analysis:
    """Gold or found, alike: columns over words, extents of words and sentences, names as (extent, kind). heads: -1 the root."""

    words: tuple[Extent, ...]
    sentences: frozenset[Extent]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    names: frozenset[tuple[Extent, str]]
    named: bool = True  # whether anybody annotated the names


@dataclass
class Score:
    """Sums over documents; `right` of `gold` and `found`."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, key: str, gold: Iterable[object], found: Iterable[object]) -> None:
        wanted, had = frozenset(gold), frozenset(found)
        self.count(key, len(wanted), len(had), len(wanted & had))

    def count(self, key: str, gold: int, found: int, right: int) -> None:
        self.gold[key] += gold
        self.found[key] += found
        self.right[key] += right

    def row(self, key: str) -> dict[str, float]:
        right, found, gold = self.right[key], self.found[key], self.gold[key]
        both = 200 * right / max(1, found + gold)
        return {"P": 100 * right / max(1, found), "R": 100 * right / max(1, gold), "F": both, "gold": gold}


def documents(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """Runs of sentences of one document."""
    run: list[Sentence] = []
    for sentence in sentences:
        if run and sentence.new_document:
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def text_of(document: list[Sentence]) -> str:
    """Paragraphs parted by an empty line, sentences by a space where the last word has one."""
    made: list[str] = []
    for sentence in document:
        if made:
            made.append("\n\n" if sentence.new_paragraph else "")
        made += [form + " " * space for form, space in zip(sentence.forms, sentence.spaces, strict=True)]
    return "".join(made)


def recased(sentence: Sentence, case: str) -> Sentence:
    """All letters upper or lower, where that keeps their number."""
    if case == "plain":
        return sentence

    def change(letter: str) -> str:
        other = letter.upper() if case == "upper" else letter.lower()
        return other if len(other) == 1 else letter

    return replace(sentence, forms=tuple("".join(map(change, form)) for form in sentence.forms))


def extents(lengths: Sequence[int]) -> list[Extent]:
    ends = [0, *accumulate(lengths)]
    return list(pairwise(ends))


def gold_analysis(document: list[Sentence]) -> Analysis:
    words = extents([len(form) for sentence in document for form in sentence.forms])
    offsets = [0, *accumulate(map(len, document))]
    tags = [tag for sentence in document for tag in (sentence.names or ("O",) * len(sentence))]
    heads = [head - 1 + offset if head else -1 for sentence, offset in zip(document, offsets, strict=False) for head in sentence.heads]
    return Analysis(
        tuple(words),
        frozenset((words[first][0], words[last - 1][1]) for first, last in pairwise(offsets)),
        tuple(tag for sentence in document for tag in sentence.upos),
        tuple(tag for sentence in document for tag in sentence.xpos),
        tuple(lemma for sentence in document for lemma in sentence.lemmas),
        tuple(heads),
        simple_relations(relation for sentence in document for relation in sentence.relations),
        frozenset(name_extents(tags, words)),
        all(sentence.names is not None for sentence in document),
    )


def simple_relations(relations: Iterable[str]) -> tuple[str, ...]:
    """Without subtypes, but for the two that the relations below ask for."""
    return tuple(each if each.endswith((":pass", ":agent")) else _universal(each) for each in relations)


def found_analysis(parse: Parse) -> Analysis:
    spaces = [0, *accumulate(map(str.isspace, parse.text))]
    words = tuple((start - spaces[start], end - spaces[end]) for start, end in zip(parse.starts, parse.ends, strict=True))
    return Analysis(
        words,
        frozenset((words[first][0], words[last - 1][1]) for first, last in parse.sentences),
        parse.upos,
        parse.xpos,
        parse.lemmas,
        parse.heads,
        simple_relations(parse.relations),
        frozenset(name_extents(parse.entities, words)),
    )


def name_extents(tags: Sequence[str], words: Sequence[Extent]) -> Iterator[tuple[Extent, str]]:
    """Letters and kind of each name in IOB2 tags."""
    first = -1
    for at, tag in enumerate([*tags, "O"]):
        if first >= 0 and not tag.startswith("I-"):
            yield (words[first][0], words[at - 1][1]), tags[first][2:]
            first = -1
        if tag.startswith("B-"):
            first = at


def compare(gold: Analysis, found: Analysis, score: Score) -> None:
    """Add one document to the sums."""
    score.add("Words", gold.words, found.words)
    score.add("Sents", gold.sentences, found.sentences)
    place = {extent: at for at, extent in enumerate(found.words)}
    pairs = [(at, place[extent]) for at, extent in enumerate(gold.words) if extent in place]
    sizes = len(gold.words), len(found.words)
    for key, wanted, had in (
        ("UPOS", gold.upos, found.upos),
        ("XPOS", gold.xpos, found.xpos),
        ("Lemma", gold.lemmas, found.lemmas),
    ):
        score.count(key, *sizes, sum(wanted[a] == had[b] or wanted[a] == "_" for a, b in pairs))
    heads = [(a, b) for a, b in pairs if _extent(gold, gold.heads[a]) == _extent(found, found.heads[b])]
    score.count("UAS", *sizes, len(heads))
    score.count("LAS", *sizes, sum(_universal(gold.relations[a]) == _universal(found.relations[b]) for a, b in heads))
    verbs = [(a, b) for a, b in pairs if gold.upos[a] == "VERB"]
    score.count("verb lemma", len(verbs), len(verbs), sum(gold.lemmas[a] == found.lemmas[b] for a, b in verbs))
    if gold.named:
        score.add("names", gold.names, found.names)
        score.add("names untyped", (extent for extent, _ in gold.names), (extent for extent, _ in found.names))
        for kind in ("PER", "LOC", "ORG"):
            score.add(f"names {kind}", *([name for name in each.names if name[1] == kind] for each in (gold, found)))
    wanted_links, had_links = relation_links(gold), relation_links(found)
    for key in LINKS:
        score.add(key, wanted_links[key], had_links[key])


def _extent(analysis: Analysis, head: int) -> Extent | None:
    return analysis.words[head] if head >= 0 else None


def _universal(relation: str) -> str:
    return relation.partition(":")[0]


LINKS = ("reporting nsubj", "reporting content", "passive subject", "passive agent")


def relation_links(analysis: Analysis) -> dict[str, set[tuple[Extent, Extent]]]:
    """(governor, dependent) of the relations that rules use; a content link runs from the reporting verb either way."""
    links: dict[str, set[tuple[Extent, Extent]]] = {key: set() for key in LINKS}
    for at, (head, relation) in enumerate(zip(analysis.heads, analysis.relations, strict=True)):
        if head < 0:
            continue
        link = (analysis.words[head], analysis.words[at])
        reporting = analysis.upos[head] == "VERB" and analysis.lemmas[head] in REPORTING
        if reporting and _universal(relation) == "nsubj":
            links["reporting nsubj"].add(link)
        if reporting and _universal(relation) in CONTENT:
            links["reporting content"].add(link)
        elif relation == "parataxis" and analysis.upos[at] == "VERB" and analysis.lemmas[at] in REPORTING:
            links["reporting content"].add(link[::-1])
        if relation == "nsubj:pass":
            links["passive subject"].add(link)
        if relation == "obl:agent":
            links["passive agent"].add(link)
    return links


def other_pipeline(folder: Path) -> Pipeline:
    """The shipped parser on another model of the same interface."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    shipped = load().encoder
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    if tuple(labels["dep"]) != shipped.labels.relations:
        raise SystemExit(f"{folder} has other labels than the shipped model")
    with np.load(folder / "relations.npz") as arrays:
        return Pipeline(replace(shipped, session=session, relation_weights=arrays["w"], relation_bias=arrays["b"]))


def measure(pipeline: Pipeline, path: Path, case: str, limit: int | None) -> dict[str, object]:
    """All figures of one file."""
    score, seconds, words = Score(), 0.0, 0
    sentences = (recased(sentence, case) for sentence in read_conllu(path.read_text(encoding="utf-8").splitlines()))
    for document in islice(documents(sentences), limit):
        text = text_of(document)
        begun = time.process_time()
        parse = pipeline.parse(text)
        seconds += time.process_time() - begun
        words += sum(map(len, document))
        compare(gold_analysis(document), found_analysis(parse), score)
    rows = {key: score.row(key) for key in score.gold}
    return {"file": path.stem, "case": case, "words": words, "words per CPU-second": words / max(seconds, 1e-9), "scores": rows}


def show(result: dict[str, object], rows: dict[str, dict[str, float]]) -> None:
    print(f"{result['file']} ({result['case']}): {result['words']} words, {result['words per CPU-second']:.0f} words per CPU-second")
    print("  " + "  ".join(f"{key} {row['F']:.2f}" for key, row in rows.items() if key not in LINKS and not key.startswith("names")))
    for key in (key for key in rows if key in LINKS or key.startswith("names")):
        row = rows[key]
        print(f"  {key}: P {row['P']:.1f} R {row['R']:.1f} F {row['F']:.1f} ({row['gold']:.0f})")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.pipeline", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of dev*.conllu")
    parser.add_argument("--model", type=Path, help="folder with another model.onnx, relations.npz and labels.json")
    parser.add_argument("--case", choices=["plain", "upper", "lower"], default="plain")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="documents of each file")
    given = parser.parse_args(arguments)
    paths = sorted(given.data.glob("dev*.conllu"))
    if not paths:
        print(f"no dev*.conllu in {given.data}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    pipeline = other_pipeline(given.model) if given.model else load()
    loading = time.monotonic() - begun
    results = [measure(pipeline, path, given.case, given.limit) for path in paths]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if given.json:
        print(json.dumps({"load seconds": loading, "peak MB": peak, "files": results}, indent=1))
        return 0
    for result in results:
        rows = result["scores"]
        assert isinstance(rows, dict)
        show(result, rows)
    print(f"load {loading:.2f} s, peak memory {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
