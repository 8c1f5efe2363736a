"""Names out of GUM's entity layer.

GUM marks every mention of a person, place or organization, with its head, named or not. A mention is a name where its head
is a proper noun; the name is the run of proper nouns about that head, with the small words that names hold, less titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from train.corpora import Sentence

KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}
TITLES = frozenset(
    {
        "president",
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "professor",
        "senator",
        "sen.",
        "general",
        "gen.",
        "minister",
        "prime",
        "king",
        "queen",
        "pope",
        "judge",
        "justice",
        "governor",
        "captain",
        "colonel",
        "lord",
        "lady",
        "sir",
        "rep.",
        "mr",
        "mrs",
        "dr",
    }
)
LINKS = frozenset({"of", "the", "for", "and", "-", "&", "'s", "."})
MARK = re.compile(r"\([^()]*\)?|[^()]*\)")
SPLIT = re.compile(r"\[.*")


@dataclass(frozen=True, slots=True)
class Mention:
    """First and last word, and the fields group, type, status, salience, centering, minimal span, ..."""

    first: int
    last: int
    fields: tuple[str, ...]


def mentions(sentence: Sentence) -> Iterator[Mention]:
    """Mentions that open and close within the sentence."""
    opened: list[tuple[str, int, tuple[str, ...]]] = []
    for index, misc in enumerate(sentence.misc):
        value = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        for mark in MARK.findall(value):
            if not mark.startswith("("):
                group = SPLIT.sub("", mark.rstrip(")"))
                at = next((k for k in reversed(range(len(opened))) if opened[k][0] == group), None)
                if at is not None:
                    _, first, fields = opened.pop(at)
                    yield Mention(first, index, fields)
                continue
            fields = tuple(mark[1:].rstrip(")").split("-", 7))
            if mark.endswith(")"):
                yield Mention(index, index, fields)
            else:
                opened.append((SPLIT.sub("", fields[0]), index, fields))


def gum_names(sentence: Sentence) -> tuple[str, ...]:
    """IOB2 tags, longer mentions first."""
    tags = ["O"] * len(sentence)
    for mention in sorted(mentions(sentence), key=lambda m: m.first - m.last):
        kind = KINDS.get(mention.fields[1]) if len(mention.fields) > 5 else None
        head = _head(sentence, mention) if kind else None
        if kind is None or head is None or (kind == "PER" and sentence.xpos[head] == "NNPS"):
            continue
        first, last = _run(sentence, mention, head, kind)
        if all(tag == "O" for tag in tags[first : last + 1]):
            tags[first : last + 1] = ["B-" + kind] + ["I-" + kind] * (last - first)
    return tuple(tags)


def _head(sentence: Sentence, mention: Mention) -> int | None:
    """The word of the minimal span whose head lies outside the mention, if it is a proper noun."""
    if not all(number.isdigit() for number in mention.fields[5].split(",")):
        return None
    span = [mention.first + int(number) - 1 for number in mention.fields[5].split(",")]
    span = [word for word in span if mention.first <= word <= mention.last]
    outside = [word for word in span if not mention.first <= sentence.heads[word] - 1 <= mention.last]
    head = next(iter(outside or span), None)
    return head if head is not None and sentence.upos[head] == "PROPN" else None


def _run(sentence: Sentence, mention: Mention, head: int, kind: str) -> tuple[int, int]:
    """First and last word of the name about the head, within the mention."""

    def proper(word: int) -> bool:
        return mention.first <= word <= mention.last and sentence.upos[word] == "PROPN"

    def small(word: int, allowed: frozenset[str]) -> bool:
        return mention.first <= word <= mention.last and sentence.forms[word].lower() in allowed

    of, the = frozenset(("of", "for")), frozenset(("the",))
    first = last = head
    while True:
        if proper(first - 1):
            first -= 1
        elif proper(first - 2) and small(first - 1, LINKS):
            first -= 2
        elif proper(first - 3) and small(first - 2, of) and small(first - 1, the):
            first -= 3
        else:
            break
    while True:
        if proper(last + 1):
            last += 1
        elif kind == "ORG" and proper(last + 2) and small(last + 1, of | {"-", "&", "and"}):
            last += 2
        elif proper(last + 3) and small(last + 1, of) and small(last + 2, the):
            last += 3
        else:
            break
    while kind == "PER" and first < last and sentence.forms[first].lower() in TITLES:
        first += 1
    return first, last
