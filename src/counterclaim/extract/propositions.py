"""Propositions: each attribution's content, and what no attribution covers, as stretches of tokens with one head each.

A proposition is one clause that can stand on its own. It ends where its content ends: the words of the attribution, and
propositions set inside it, are cut out, so that a neighbour's toll or actor never attaches to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from counterclaim.extract.actor_scan import datelines
from counterclaim.extract.attribution import is_cue_clause
from counterclaim.extract.frame import Frame
from counterclaim.syntax import Parse

Telling = Callable[[int], str]
"""What a clause head tells by itself: "event", "toll" or "" for neither."""


@dataclass(frozen=True, slots=True)
class Proposition:
    """What is said: `head` with `tokens` (its own, in text order), under `frame` or in the document's own voice (None).

    `beside`: told by the outlet inside another's words.
    """

    head: int
    tokens: tuple[int, ...]
    frame: Frame | None
    sentence: int
    beside: bool = False

    @property
    def inside(self) -> frozenset[int]:
        return frozenset(self.tokens)


def find_propositions(parse: Parse, frames: list[Frame], telling: Telling) -> list[Proposition]:
    """Propositions of all frames, then of every sentence or clause that no frame covers, in text order."""
    found: list[Proposition] = []
    for frame in frames:
        found.extend(proposition for proposition in _of_frame(parse, frame, frames, telling) if proposition.tokens)
    found.extend(_told_beside(parse, found, telling))
    covered = {token for proposition in found for token in proposition.tokens} | {token for frame in frames for token in frame.outside}
    lines = datelines(parse)
    for number in range(len(parse.sentences)):
        found.extend(_uncovered(parse, number, covered | lines.keys(), lines, telling))
    return sorted(found, key=lambda proposition: (proposition.sentence, proposition.tokens[0], proposition.head))


REJECTING = frozenset({"deny", "decline", "demand", "condemn", "warn", "accuse", "blame"})


def _told_beside(parse: Parse, found: list[Proposition], telling: Telling) -> list[Proposition]:
    """Relative clauses with a toll inside what a speaker rejects, demands, condemns or accuses of: the outlet tells them.

    "denied any role in the strike that killed eight": the eight are not on the word of the one who denies.
    """
    beside = []
    cues = {token for proposition in found if proposition.frame for token in proposition.frame.cue}
    for at, proposition in enumerate(found):
        if proposition.frame is None or proposition.frame.kind not in REJECTING:
            continue
        for head in proposition.tokens:
            if head != proposition.head and _tells_toll(parse, head, telling, cues):
                tokens = tuple(token for token in _own(parse, head, set()) if token in proposition.inside)
                left = tuple(token for token in found[at].tokens if token not in tokens)
                if tokens and left:
                    found[at] = replace(found[at], tokens=left)
                    beside.append(Proposition(head, tokens, None, proposition.sentence, beside=True))
    return beside


def _tells_toll(parse: Parse, head: int, telling: Telling, cues: set[int]) -> bool:
    """A relative clause with a toll and no cue of its own."""
    if parse.relations[head] != "acl:relcl":
        return False
    below = parse.subtree(head)
    return any(telling(token) == "toll" for token in below) and cues.isdisjoint(below)


def _of_frame(parse: Parse, frame: Frame, frames: list[Frame], telling: Telling) -> list[Proposition]:
    if frame.kind == "relay":
        return []
    heads = frame.content or ((frame.object,) if frame.object is not None and not frame.cue else ())
    if not heads:
        return _object_proposition(parse, frame, frames)
    if frame.kind == "headline" and not any(other is not frame and set(other.cue) & set(_beyond(parse, frame)) for other in frames):
        return [Proposition(heads[0], _trimmed(parse, _beyond(parse, frame)), frame, parse.sentence_of[heads[0]])]
    heads = tuple(part for head in heads for part in _parts(parse, head, telling))
    cut = _cut(parse, frame, frames, heads)
    found = []
    for head in heads:
        tokens = _own(parse, head, cut | (set(heads) - {head}))
        if head == heads[0] and frame.object is not None and frame.cue and frame.object not in frame.outside and frame.object < head:
            tokens = tuple(sorted({*tokens, *parse.subtree(frame.object)}))
        if tokens:
            found.append(Proposition(head, tokens, frame, parse.sentence_of[head]))
    return found


def _beyond(parse: Parse, frame: Frame) -> list[int]:
    """All of a headline but its speaker and mark: headlines lack the words that would hold their parts together in a parse."""
    first, last = parse.sentences[parse.sentence_of[frame.content[0]]]
    return [token for token in range(first, last) if token not in frame.outside]


def _object_proposition(parse: Parse, frame: Frame, frames: list[Frame]) -> list[Proposition]:
    """ "accused Baku of opening fire", "denied the claim": cue and object together are what is said."""
    if not frame.cue:
        return []
    head = frame.cue[0]
    if _taken_up(parse, frame) and frame.object is not None:
        return [Proposition(head, _own(parse, frame.object, set()), frame, parse.sentence_of[head])]
    speaker = set(parse.subtree(frame.speaker)) if frame.speaker is not None and frame.speaker != parse.heads[head] else set()
    cut = _cut(parse, frame, frames, (head,)) | set(parse.kids(head, "ccomp", "parataxis"))
    conjuncts = set(parse.kids(head, "conj"))
    tokens = tuple(token for token in _own(parse, head, cut | conjuncts) if token not in speaker or frame.passive)
    return [Proposition(head, tokens, frame, parse.sentence_of[head])] if tokens else []


def _cut(parse: Parse, frame: Frame, frames: list[Frame], heads: tuple[int, ...]) -> set[int]:
    """Tokens at which the content stops: this frame's own words, and other frames set beside it with a speaker of their own."""
    cut = set(frame.outside) - set(heads)
    for other in frames:
        if other is frame or not other.cue:
            continue
        if other.cue[0] not in heads and other.speaker is not None and parse.base(other.cue[0]) in {"parataxis", "conj", "advcl"}:
            cut.add(other.cue[0])
        if _taken_up(parse, other) and other.object not in heads:
            cut.add(other.cue[0] if other.object is None else other.object)
    return cut


def _taken_up(parse: Parse, frame: Frame) -> bool:
    """ "…, a charge India denied": the object is the noun that the clause hangs on."""
    return frame.object is not None and bool(frame.cue) and parse.heads[frame.cue[0]] == frame.object


def _own(parse: Parse, head: int, cut: set[int]) -> tuple[int, ...]:
    """The subtree of a head without what is cut."""
    found, todo = [], [head]
    while todo:
        token = todo.pop()
        found.append(token)
        todo.extend(child for child in parse.children[token] if child not in cut)
    return _trimmed(parse, sorted(found))


def _trimmed(parse: Parse, tokens: list[int]) -> tuple[int, ...]:
    """Without punctuation and conjunctions at the edges."""
    while tokens and _edge(parse, tokens[0]):
        tokens.pop(0)
    while tokens and parse.upos[tokens[-1]] in {"PUNCT"} and parse.form(tokens[-1]) not in {"”", '"', "’", "''", ")", "]"}:
        tokens.pop()
    return tuple(tokens)


def _edge(parse: Parse, token: int) -> bool:
    if parse.upos[token] == "PUNCT":
        return parse.form(token) not in {"“", '"', "‘", "``", "'"}
    return parse.upos[token] in {"CCONJ"} or (parse.upos[token] == "SCONJ" and parse.lower(token) == "that")


def _uncovered(parse: Parse, number: int, covered: set[int], lines: Mapping[int, int], telling: Telling) -> list[Proposition]:
    """The clauses of a sentence that belong to no frame, without its dateline (`lines`)."""
    first, last = parse.sentences[number]
    root = next((token for token in range(first, last) if parse.heads[token] < 0), None)
    if root is not None and root in lines:  # a parser may hang the sentence on its dateline
        root = next((token for token in range(lines[root], last) if parse.heads[token] in lines and parse.upos[token] != "PUNCT"), None)
    if root is None:
        return []
    found = []
    parts = _parts(parse, root, telling)
    for head in parts:
        if head in covered:
            continue
        others = set(parts) - {head}
        tokens = tuple(token for token in _own(parse, head, covered | others) if token not in covered)
        if tokens:
            found.append(Proposition(head, tokens, None, number))
    return found


def _parts(parse: Parse, head: int, telling: Telling) -> list[int]:
    """A clause head and the coordinated clauses that are claims of their own.

    "… that A and that B" is two. "A, and B" is two where both tell of events; two tolls in one breath ("8 died and 23 were hurt"), and
    what one pair of quotation marks holds together, is one.
    """
    parts = [head]
    for child in parse.kids(head, "conj", "parataxis"):
        if is_cue_clause(parse, child) or not _stands_alone(parse, head, child, telling):
            continue
        parts.extend(_parts(parse, child, telling))
    return parts


def _stands_alone(parse: Parse, head: int, child: int, telling: Telling) -> bool:
    if any(parse.lower(mark) == "that" for mark in parse.kids(child, "mark")) or _opens_with_that(parse, child):
        return True
    if not parse.kids(child, "nsubj", "expl") or _one_quotation(parse, head, child):
        return False
    if ";" in {parse.form(mark) for mark in parse.kids(child, "punct")}:
        return True
    told = (telling(head), telling(child))
    return all(told) and told != ("toll", "toll")


def _opens_with_that(parse: Parse, child: int) -> bool:
    """ "… and that measures were taken": a "that" behind the conjunction, whatever its label."""
    words = [token for token in sorted(parse.subtree(child)) if parse.upos[token] not in {"CCONJ", "PUNCT"}]
    joined = bool(parse.kids(child, "cc")) and len(words) > 1 and words[0] != child
    return joined and parse.lower(words[0]) == "that" and bool(parse.kids(child, "nsubj"))


def _one_quotation(parse: Parse, one: int, two: int) -> bool:
    return any(
        quotation.span.start <= parse.starts[one] < quotation.span.end and quotation.span.start <= parse.starts[two] < quotation.span.end
        for quotation in parse.quotations
    )
