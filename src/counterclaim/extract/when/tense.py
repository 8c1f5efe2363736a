"""Whether the clause around a time expression looks back or ahead."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.extract.when.atoms import Shape
from counterclaim.extract.when.value import Tense
from counterclaim.syntax import Parse

FUTURE_AUX = frozenset({"will", "'ll", "’ll", "shall", "wo"})
# Verbs whose infinitive or object lies ahead: "plans to meet on Tuesday".
AHEAD = frozenset({"plan", "expect", "schedule", "set", "intend", "due", "aim", "vow", "slate", "prepare", "hope"})
WINDOW = 12


def tense_at(parse: Parse, first: int, last: int) -> Tense:
    """By the nearest verb above the expression and its auxiliaries."""
    top = outermost(parse, first, last)
    for token in parse.ancestors(top):
        if parse.upos[token] in {"VERB", "AUX"} or parse.kids(token, "cop"):
            found = verb_tense(parse, token)
            if found != "unknown":
                return found
    return "unknown"


def outermost(parse: Parse, first: int, last: int) -> int:
    return next((token for token in range(first, last) if not first <= parse.heads[token] < last), first)


def verb_tense(parse: Parse, verb: int) -> Tense:
    helpers = parse.kids(verb, "aux", "cop")
    if any(parse.lower(token) in FUTURE_AUX for token in helpers):
        return "future"
    head = parse.heads[verb]
    infinitive = any(parse.lower(token) == "to" for token in parse.kids(verb, "mark"))
    if infinitive:
        return "future" if head >= 0 and (parse.lemmas[head] in AHEAD or parse.lower(head) == "going") else "unknown"
    tags = {parse.xpos[verb], *(parse.xpos[token] for token in helpers)}
    if tags & {"VBD"} or (parse.xpos[verb] == "VBN" and any(parse.lemmas[token] in {"have", "be"} for token in helpers)):
        return "past"
    return "past" if parse.xpos[verb] == "VBN" and parse.base(verb) in {"acl", "advcl"} else "unknown"


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
