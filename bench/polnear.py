"""Attributions against PolNeAR: which tokens are source, cue and content, and which whole spans come out exactly.

    python -m bench.polnear --data SPLIT [--json] [--limit N] [--errors]

SPLIT is a folder with text/ and attributions/. Tokens: F1 over tokens with the right role, all roles together (micro) and each. Exact:
spans with just the right tokens; soft: spans paired with those that they overlap, each with the Dice coefficient of the two as credit.
Marks of punctuation count for neither.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bench.polnear_gold import ROLES, Article, articles, files
from bench.polnear_spans import Found, attributions_in

from counterclaim.model import Span
from counterclaim.syntax import Parse

Labels = Mapping[str, frozenset[int]]


@dataclass(slots=True)
class Score:
    """Counts of one role: tokens and spans, right, found and in the gold; soft is the sum of the credits."""

    tokens: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    soft: float = 0.0

    def figures(self) -> dict[str, float]:
        return {
            "token_p": ratio(self.tokens["right"], self.tokens["found"]),
            "token_r": ratio(self.tokens["right"], self.tokens["gold"]),
            "token_f1": ratio(2 * self.tokens["right"], self.tokens["found"] + self.tokens["gold"]),
            "exact_f1": ratio(2 * self.spans["exact"], self.spans["found"] + self.spans["gold"]),
            "soft_f1": ratio(2 * self.soft, self.spans["found"] + self.spans["gold"]),
        }


def ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def gold_labels(article: Article, parse: Parse) -> list[Labels]:
    """Each attribution of the gold as tokens by role."""
    words = worded(parse)
    return [{role: covered(parse, getattr(one, role)) & words for role in ROLES} for one in article.gold]


def covered(parse: Parse, spans: Iterable[Span]) -> frozenset[int]:
    """Tokens that begin in one of the spans, or that a span begins in."""
    found: set[int] = set()
    for span in spans:
        tokens = parse.tokens_in(span)
        first = tokens.start - 1
        found |= set(tokens)
        if first >= 0 and parse.ends[first] > span.start and parse.starts[first] < span.start:
            found.add(first)
    return frozenset(found)


def worded(parse: Parse) -> frozenset[int]:
    return frozenset(token for token in range(len(parse)) if any(letter.isalnum() for letter in parse.form(token)))


def found_labels(parse: Parse, found: Iterable[Found]) -> list[Labels]:
    words = worded(parse)
    return [{role: getattr(one, role) & words for role in ROLES} for one in found]


def tally(scores: Mapping[str, Score], gold: Sequence[Labels], found: Sequence[Labels]) -> None:
    """Counts one article, into each role's score."""
    for role in ROLES:
        score = scores[role]
        wanted, got = [one[role] for one in gold if one[role]], [one[role] for one in found if one[role]]
        all_wanted, all_got = frozenset().union(*wanted), frozenset().union(*got)
        score.tokens.update(right=len(all_wanted & all_got), found=len(all_got), gold=len(all_wanted))
        score.spans.update(exact=sum((Counter(wanted) & Counter(got)).values()), found=len(got), gold=len(wanted))
        score.soft += soft_credit(wanted, got)


def soft_credit(wanted: Sequence[frozenset[int]], got: Sequence[frozenset[int]]) -> float:
    """Spans paired one to one, the best Dice coefficient first; the sum of the coefficients."""
    at: dict[int, list[int]] = {}
    for number, span in enumerate(got):
        for token in span:
            at.setdefault(token, []).append(number)
    pairs = {(i, j) for i, span in enumerate(wanted) for token in span for j in at.get(token, ())}
    ranked = sorted((-2 * len(wanted[i] & got[j]) / (len(wanted[i]) + len(got[j])), i, j) for i, j in pairs)
    credit, used_wanted, used_got = 0.0, set(), set()
    for negative, i, j in ranked:
        if i not in used_wanted and j not in used_got:
            used_wanted.add(i)
            used_got.add(j)
            credit -= negative
    return credit


def figures(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    together = Score()
    for score in scores.values():
        together.tokens.update(score.tokens)
        together.spans.update(score.spans)
        together.soft += score.soft
    return {"micro": together.figures(), **{role: score.figures() for role, score in scores.items()}}


def scored(wanted: Iterable[Article], errors: bool) -> tuple[int, dict[str, Score]]:
    from counterclaim.parse import load

    pipeline, scores, count = load(), {role: Score() for role in ROLES}, 0
    for article in wanted:
        parse = pipeline.parse(article.text)
        gold, found = gold_labels(article, parse), found_labels(parse, attributions_in(parse))
        tally(scores, gold, found)
        count += 1
        if errors:
            explain(parse, gold, found)
    return count, scores


def explain(parse: Parse, gold: Sequence[Labels], found: Sequence[Labels]) -> None:
    """One line for each attribution that is missed, spurious, or not exact: its class, then its words."""
    left = list(found)
    for one in gold:
        same = next((other for other in left if other["cue"] & one["cue"] or (other["content"] & one["content"])), None)
        if same is None:
            print("missed", shown(parse, one), sep="\t")
            continue
        left.remove(same)
        for role in ROLES:
            if one[role] != same[role]:
                print(role, spoken(parse, one[role]), spoken(parse, same[role]), spoken(parse, one["cue"]), sep="\t")
    for other in left:
        print("spurious", shown(parse, other), sep="\t")


def shown(parse: Parse, one: Labels) -> str:
    return " | ".join(spoken(parse, one[role]) for role in ROLES)


def spoken(parse: Parse, tokens: frozenset[int]) -> str:
    return " ".join(parse.form(token) for token in sorted(tokens))


def checksum(split: Path) -> str:
    """SHA-256 over the texts and their annotations, 16 digits."""
    digest = hashlib.sha256()
    for path in files(split):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.polnear", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="SPLIT")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="the first N articles")
    parser.add_argument("--errors", action="store_true", help="print what was missed, spurious or not exact")
    given = parser.parse_args(arguments)
    count, scores = scored(islice(articles(given.data), given.limit), given.errors)
    if not count:
        print(f"no annotated articles in {given.data}", file=sys.stderr)
        return 2
    values = {"articles": count, "checksum": checksum(given.data), **figures(scores)}
    if given.json:
        print(json.dumps(values))
        return 0
    for name, value in values.items():
        shown = "  ".join(f"{key} {number:.3f}" for key, number in value.items()) if isinstance(value, dict) else str(value)
        print(f"{name:10} {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
