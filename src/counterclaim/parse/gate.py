"""The gate before the parser: which paragraphs can hold a claim about armed violence, or carry context for one. No parsing.

One pass of an Aho-Corasick automaton over the text in lower case finds the words of our vocabularies that speak of violence, each
with a weight (lexicon/gate.csv). Where the different words within `WINDOW` characters weigh `ENOUGH`, that stretch is kept, with the
paragraphs within `REACH` of it (what goes before and after, quotations that continue) and the head of the text (headline, dateline,
first paragraph). A text of which half is kept is kept whole, and so is one that is too short to judge; a brief one needs less.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from counterclaim.lexicon import rows
from counterclaim.model import Span
from counterclaim.parse.forms import noun_forms, verb_forms
from counterclaim.parse.lemmas import dictionary

# Chosen on the annotated incidents and the MUC development texts (nothing may be lost) and on news of all kinds (docs/parse.md).
WINDOW = 600  # characters, about a hundred words
ENOUGH = 5
ENOUGH_IN_BRIEF = 3  # a denial in four sentences may hardly name the act, and costs little
# Of a kind, so that an accident, an epidemic, a trial, a match or a takeover does not pass by itself.
MOST = {
    "harm": 3,
    "crime": 3,
    "everyday": 2,
    "dispute": 3,
    "people": 2,
}
REACH = 1000  # characters
HEAD = 2  # paragraphs
SHORT = 400  # characters
BRIEF = 1500  # characters
NOTHING = "none"  # the kind of phrases that mean something else: "heart attack"
ACRONYM = 4  # letters: one as short may mean anything
ACRONYM_WEIGHT = 2
_TAGS = ("NOUN", "VERB", "ADJ", "ADV", "PRON", "ADP", "AUX", "DET")
_WORD = re.compile(r"[^\W_]+")


class Word(NamedTuple):
    """What a form counts as: forms of one word, or names of one group, count once."""

    base: str
    kind: str
    weight: int


class Hit(NamedTuple):
    at: int
    word: Word


@dataclass(frozen=True)
class Automaton:
    """`matcher` finds forms by number; words[number] is what that form counts as."""

    matcher: Any
    words: tuple[Word, ...]


def kept_paragraphs(text: str, paragraphs: list[Span]) -> list[bool]:
    """For each paragraph, whether it is to be parsed. Time is linear in the length of the text."""
    total = sum(block.end - block.start for block in paragraphs)
    if total <= SHORT:
        return [True] * len(paragraphs)
    stretches = list(_hot(_hits(text, paragraphs), ENOUGH if total > BRIEF else ENOUGH_IN_BRIEF))
    kept = [False] * len(paragraphs)
    at = 0
    for number, block in enumerate(paragraphs if stretches else ()):
        while at < len(stretches) and stretches[at].end + REACH < block.start:
            at += 1
        kept[number] = number < HEAD or (at < len(stretches) and stretches[at].start - REACH < block.end)
    share = sum(block.end - block.start for block, wanted in zip(paragraphs, kept, strict=True) if wanted)
    return kept if 2 * share < total else [True] * len(paragraphs)


def _hits(text: str, paragraphs: list[Span]) -> Iterator[Hit]:
    """The words found, by about where they end: folding changes lengths, evenly enough."""
    automaton = _automaton()
    for block in paragraphs:
        folded = fold(text[block.start : block.end])
        scale = (block.end - block.start) / len(folded)
        for number, _, end in automaton.matcher.find_matches_as_indexes(folded):
            if automaton.words[number].weight:
                yield Hit(block.start + int(end * scale), automaton.words[number])


def _hot(hits: Iterator[Hit], enough: int) -> Iterator[Span]:
    """Stretches whose different words weigh enough, in order; they may overlap."""
    window: deque[Hit] = deque()
    counts: Counter[Word] = Counter()
    weights: Counter[str] = Counter()
    for hit in hits:
        while window and hit.at - window[0].at > WINDOW:
            gone = window.popleft().word
            counts[gone] -= 1
            if not counts[gone]:
                weights[gone.kind] -= gone.weight
        window.append(hit)
        counts[hit.word] += 1
        if counts[hit.word] == 1:
            weights[hit.word.kind] += hit.word.weight
        if sum(min(weight, MOST.get(kind, ENOUGH)) for kind, weight in weights.items()) >= enough:
            yield Span(window[0].at, hit.at)


def fold(text: str) -> str:
    """Words in lower case, each between two spaces of its own, so that a form is found as whole words only."""
    return f" {'  '.join(_WORD.findall(text.casefold()))} "


@cache
def _automaton() -> Automaton:
    from ahocorasick_rs import AhoCorasick, MatchKind

    forms = _forms()
    return Automaton(AhoCorasick(list(forms), matchkind=MatchKind.LeftmostLongest), tuple(forms.values()))


def _forms() -> dict[str, Word]:
    """Folded form -> what it counts as. A form that can be a word of harm is one; else the heaviest counts."""
    found: dict[str, Word] = {}
    for (_, phrase), (word, pos) in _words().items():
        if not word.weight and word.kind != NOTHING:
            continue
        for form in map(fold, verb_forms(phrase) if pos == "VERB" else noun_forms(phrase)):
            known = found.get(form)
            if known is None or _rank(word) > _rank(known):
                found[form] = word
    return dict(sorted(found.items()))


def _rank(word: Word) -> tuple[bool, bool, int, str]:
    return word.kind == NOTHING, word.kind == "harm", word.weight, word.base


def _words() -> dict[tuple[str, str], tuple[Word, str]]:
    """(file, phrase) -> what it counts as, and its part of speech, by the rows of gate.csv in order."""
    found: dict[tuple[str, str], tuple[Word, str]] = {}
    for rule in rows("gate.csv"):
        only = frozenset(rule["words"].split("|")) - {""}
        for row in _chosen(rule):
            for name in row[rule["column"]].split("|"):
                phrase = name.strip("~= ")
                if phrase and (not only or phrase in only) and not _is_ambiguous(phrase):
                    base = row["id"] if rule["file"] == "groups.csv" else phrase.casefold()
                    found[rule["file"], phrase.casefold()] = (Word(base, rule["kind"], _weight(rule, phrase)), row.get("pos", "NOUN"))
    return found


def _chosen(rule: Mapping[str, str]) -> Iterable[Mapping[str, str]]:
    """The rows that a rule is about; without a file, its own words."""
    if not rule["file"]:
        return [{rule["column"]: rule["words"]}]
    column, _, value = rule["only"].partition("=")
    return [row for row in rows(rule["file"]) if not column or row[column] == value]


def _weight(rule: Mapping[str, str], name: str) -> int:
    weight = int(rule["weight"])
    return min(weight, ACRONYM_WEIGHT) if name.isupper() and len(name) <= ACRONYM else weight


def _is_ambiguous(name: str) -> bool:
    """A name that is a word once it is in lower case: "FACT", "LeT"."""
    return not name.islower() and any((name.lower(), tag) in dictionary().entries for tag in _TAGS)
