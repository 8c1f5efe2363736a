"""Whether the clause around a time expression looks back or ahead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from counterclaim.extract.when.anchor import Tense
from counterclaim.extract.when.classes import Shape
from counterclaim.syntax import Parse

FUTURE_AUX = frozenset({"will", "'ll", "’ll", "shall", "wo"})
# With a bare infinitive these look ahead too ("could come on Tuesday"), with "have" back.
MODALS = FUTURE_AUX | {"would", "could", "can", "may", "might", "must", "should", "ca"}
# Verbs whose infinitive or object lies ahead ("plans to meet on Tuesday"), and adjectives that do the same ("payable Dec. 1").
AHEAD = frozenset(
    {
        "plan",
        "expect",
        "schedule",
        "set",
        "intend",
        "due",
        "aim",
        "vow",
        "slate",
        "prepare",
        "hope",
        "payable",
        "effective",
        "able",
        "ready",
    }
)
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
WINDOW = 12


def tense_at(parse: Parse, first: int, last: int) -> Tense:
    """By the word above the expression: a verb with its auxiliaries, an adjective like "due"; under a noun it is not told."""
    top = outermost(parse, first, last)
    governor = parse.heads[top]
    if governor < 0:
        return "unknown"
    if in_quotation(parse, governor) != in_quotation(parse, top):
        return "unknown"
    if parse.upos[governor] in {"VERB", "AUX"} or parse.kids(governor, "cop"):
        return verb_tense(parse, governor)
    return "future" if parse.lemmas[governor] in AHEAD else "unknown"


def in_quotation(parse: Parse, token: int) -> bool:
    """What is said in quotation marks has its own tense."""
    at = parse.starts[token]
    place = bisect_right(parse.quotations, at, key=lambda quotation: quotation.span.start) - 1
    return place >= 0 and at < parse.quotations[place].span.end


def outermost(parse: Parse, first: int, last: int) -> int:
    return next((token for token in range(first, last) if not first <= parse.heads[token] < last), first)


def verb_tense(parse: Parse, verb: int) -> Tense:
    helpers = parse.kids(verb, "aux", "cop")
    head = parse.heads[verb]
    if any(parse.lower(token) in MODALS for token in helpers):
        return "past" if any(parse.lower(token) == "have" for token in helpers) or could_not(parse, verb) else "future"
    if any(parse.lower(token) == "to" for token in parse.kids(verb, "mark")):
        return of_infinitive(parse, head)
    tags = {parse.xpos[verb], *(parse.xpos[token] for token in helpers)}
    perfect = parse.xpos[verb] == "VBN" and any(parse.lemmas[token] in {"have", "be"} for token in helpers)
    if parse.lemmas[verb] in AHEAD and not any(parse.lower(token) == "had" for token in helpers):
        return "future"
    return "past" if "VBD" in tags or perfect else "unknown"


def could_not(parse: Parse, verb: int) -> bool:
    """ "Could not be reached on Sunday" looks back, as "could" alone does not."""
    helpers = {parse.lower(token) for token in parse.kids(verb, "aux", "advmod")}
    return "could" in helpers and not helpers.isdisjoint(NEGATIONS)


def of_infinitive(parse: Parse, head: int) -> Tense:
    """ "To leave on Tuesday" lies ahead of a plan, unless the plan itself is told from later ("had been due to")."""
    if head < 0 or not (parse.lemmas[head] in AHEAD or parse.lower(head) == "going"):
        return "unknown"
    return "past" if any(parse.lower(token) == "had" for token in parse.kids(head, "aux")) else "future"


def tense_near(pieces: Sequence[Shape], place: int) -> Tense:
    """Without a parse: an auxiliary of the future among the words around, in the same sentence; a past is not told."""
    for step in (range(place - 1, max(place - WINDOW, -1), -1), range(place + 1, min(place + WINDOW // 2, len(pieces)))):
        for index in step:
            piece = pieces[index]
            if piece.form in {".", ";"}:
                break
            if piece.lower in FUTURE_AUX or piece.lower.endswith("'ll"):
                return "future"
            if piece.broken:
                break
    return "unknown"
