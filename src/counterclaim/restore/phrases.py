"""Spun phrases: one word that became several, several that became one, and words that only together say what they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from counterclaim import lexicon
from counterclaim.model import Span
from counterclaim.restore.tokens import Word
from counterclaim.restore.values import Edit

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str, float], ...]]
LIST = "spun"


@cache
def phrases() -> Phrases:
    """Rows of `lexicon/spun_phrases.csv` by first word, longest first: words, original, weight."""
    found: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for row in lexicon.rows("spun_phrases.csv"):
        parts = tuple(row["spun"].split())
        found.setdefault(parts[0], []).append((parts, row["original"], float(row["weight"])))
    return {first: tuple(sorted(rows, key=lambda each: (-len(each[0]), each))) for first, rows in found.items()}


def phrase_edits(text: str, tokens: Sequence[Word], least: float) -> Iterator[Edit]:
    """Edits of whole phrases, in order, none overlapping another. Words of a phrase stand one space apart and are lower-case. Linear."""
    table, at = phrases(), 0
    while at < len(tokens):
        found = next((row for row in table.get(tokens[at].text, ()) if row[2] >= least and _stands(text, tokens, at, row[0])), None)
        if found is None:
            at += 1
            continue
        last = tokens[at + len(found[0]) - 1]
        span = Span(tokens[at].start, last.end)
        yield Edit(span, text[span.start : span.end], found[1], found[2], f"phrase of the list {LIST}")
        at += len(found[0])


def _stands(text: str, tokens: Sequence[Word], at: int, parts: tuple[str, ...]) -> bool:
    some = tokens[at : at + len(parts)]
    if len(some) < len(parts) or text[some[0].start : some[-1].end] != " ".join(parts):
        return False
    return some[0].open and (some[-1].open or some[-1].text.isdigit())


def merged(words: Sequence[Edit], phrases: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits of words, but for those inside an edited phrase, and those of phrases, in order."""
    covered = [edit.span for edit in phrases]
    made, at = [], 0
    for edit in words:
        while at < len(covered) and covered[at].end <= edit.span.start:
            at += 1
        if at == len(covered) or not covered[at].overlaps(edit.span):
            made.append(edit)
    return tuple(sorted((*made, *phrases), key=lambda edit: edit.span))
