"""How reliable the confidence of claims is, and the weights that it is computed from.

    python -m bench.confidence --data DIR [--data DIR ...] [--fit lexicon/confidence.csv]

DIR holds annotated incidents, as for `bench.incidents`. A claim is right when it is paired with an annotated one of the same
speaker's party and stance. The table is of weights fitted without the incident in question (five parts): claims by their confidence,
and how many of them are right. Unpaired background claims count for nothing, since the annotation keeps at most three a report. The
clause model, which has been trained on such incidents, is left out.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
from bench.incidents import Annotated, annotated, documents_of, gold_claims, told_by_us
from bench.scoring import Told, paired, party
from numpy.typing import NDArray

from counterclaim import lexicon
from counterclaim.extract import ExtractOptions, findings
from counterclaim.extract.confidence import BASE, probability, signs
from counterclaim.extract.draft import Draft
from counterclaim.interchange import claim_row
from counterclaim.model import Document
from counterclaim.parse import Parser, load

assembly = import_module("counterclaim.extract.assemble")
PARTS, BINS, RARE = 5, 10, 15
RIDGE, STEPS = 1.0, 50
HEAD = """# How signs of a claim speak for its speaker and stance being right: weights of a logistic model (extract/confidence.py).
# Fitted by bench.confidence on annotated incidents.
"""
OPTIONS = ExtractOptions(clause_model=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A claim of a report: the incident, the signs that it shows, and whether it is right."""

    incident: str
    signs: tuple[str, ...]
    right: bool


def main(arguments: Sequence[str] | None = None) -> int:
    asked = argparse.ArgumentParser(prog="bench.confidence", description=__doc__)
    asked.add_argument("--data", type=Path, action="append", required=True)
    asked.add_argument("--fit", type=Path, help="write the weights fitted on all")
    options = asked.parse_args(arguments)
    pipeline = load()
    examples = [example for folder in options.data for example in _examples(folder, pipeline)]
    show(examples, cross_fitted(examples))
    if options.fit:
        _write(options.fit, fitted(examples))
    return 0


def _examples(folder: Path, pipeline: Parser) -> list[Example]:
    incidents = annotated(folder, "en", "")
    documents = {document.source: document for document in documents_of(incidents, None)}
    return [
        example
        for source, gold in gold_claims(incidents, set(documents))
        for example in _of_report(documents[source], gold, pipeline, incidents)
    ]


def _of_report(document: Document, gold: list[Told], pipeline: Parser, incidents: Sequence[Annotated]) -> list[Example]:
    report, propositions = findings(document, pipeline.parse(document.text), OPTIONS)
    drafts, focus, grounds = assembly.drafted(report, propositions)
    told = [
        told_by_us(claim_row(assembly.claim_of(report, draft, focus, ground), document.source))
        for draft, ground in zip(drafts, grounds, strict=True)
    ]
    pairs = {ours: gold[at] for at, ours in paired(gold, told)}
    return [
        Example(document.source.split("/")[0], _signs(draft, ground), _is_right(pairs.get(at), claim))
        for at, (draft, ground, claim) in enumerate(zip(drafts, grounds, told, strict=True))
        if at in pairs or not claim.background
    ]


def _signs(draft: Draft, ground: str) -> tuple[str, ...]:
    return tuple(signs(draft, background=bool(ground)))


def _is_right(gold: Told | None, ours: Told) -> bool:
    return gold is not None and party(gold.speaker) == party(ours.speaker) and gold.stance == ours.stance


def cross_fitted(examples: Sequence[Example]) -> list[float]:
    """The confidence of each, by weights that have not seen its incident."""
    part = {name: at % PARTS for at, name in enumerate(sorted({example.incident for example in examples}))}
    fits = [fitted([example for example in examples if part[example.incident] != number]) for number in range(PARTS)]
    return [probability(example.signs, fits[part[example.incident]]) for example in examples]


def fitted(examples: Sequence[Example]) -> dict[str, float]:
    """Weights by sign: logistic regression with a ridge, by Newton's method; signs of few examples have none."""
    often = Counter(sign for example in examples for sign in example.signs)
    names = [BASE, *sorted(sign for sign, count in often.items() if count >= RARE)]
    at = {name: column for column, name in enumerate(names)}
    shown = np.zeros((len(examples), len(names)))
    shown[:, 0] = 1
    for row, example in enumerate(examples):
        shown[row, [at[sign] for sign in example.signs if sign in at]] = 1
    weights = _newton(shown, np.array([example.right for example in examples], dtype=float))
    return dict(zip(names, (float(round(weight, 3)) for weight in weights), strict=True))


def _newton(shown: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.zeros(shown.shape[1])
    ridge = np.full(shown.shape[1], RIDGE)
    ridge[0] = 1e-6
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-shown @ weights))
        slope = shown.T @ (right - odds) - ridge * weights
        curve = (shown * (odds * (1 - odds))[:, None]).T @ shown + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def show(examples: Sequence[Example], sure: Sequence[float]) -> None:
    """The reliability table, the expected calibration error, and the area under the ROC curve."""
    print(f"{len(examples)} claims, {sum(example.right for example in examples) / len(examples):.3f} right")
    print("confidence   claims   mean   right")
    off = 0.0
    for low in range(BINS):
        inside = [(one, example.right) for one, example in zip(sure, examples, strict=True) if min(int(one * BINS), BINS - 1) == low]
        if inside:
            mean, right = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            off += abs(mean - right) * len(inside) / len(examples)
            print(f"{low / BINS:.1f} to {(low + 1) / BINS:.1f}   {len(inside):6d}   {mean:.3f}   {right:.3f}")
    print(f"expected calibration error {off:.3f}; area under the ROC curve {_area(examples, sure):.3f}")


def _area(examples: Sequence[Example], sure: Sequence[float]) -> float:
    ranked = np.argsort(np.argsort(np.array(sure), kind="stable"), kind="stable") + 1
    right = np.array([example.right for example in examples])
    count = int(right.sum())
    return float((ranked[right].sum() - count * (count + 1) / 2) / max(count * (len(right) - count), 1))


def _write(path: Path, weights: dict[str, float]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# How signs of a claim speak for its speaker and stance being right: weights of a logistic model (extract/confidence.py).\n"
        )
        file.write("# Fitted by bench.confidence on annotated incidents.\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("sign", "weight"))
        ways = (row["sign"] for row in lexicon.rows("confidence.csv") if row["sign"] not in weights)
        kept = {**weights, **dict.fromkeys(ways, 0.0)}  # the ways that a speaker is found stay listed, however rare
        out.writerows((sign, f"{weight:.3f}") for sign, weight in sorted(kept.items()))


if __name__ == "__main__":
    sys.exit(main())
