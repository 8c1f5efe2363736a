"""PLOVER roots: what kind of act a clause tells of, by its verb, what the verb is done to, and if it is done, meant, wanted or refused.

Vocabulary: lexicon/plover.csv (words and what they do to their complement), plover_things.csv (what they are done to); events.csv adds its
event words. The outermost word that has a class of its own wins: who rejects a call to halt raids rejects; who says that he will
halt them agrees to; who demands that they halt requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from counterclaim import lexicon
from counterclaim.extract import event
from counterclaim.syntax import Parse

ROOTS = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE"),
    *("REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD"})
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
DEPTH = 8  # of words within words: "said it agreed to try to open talks"
MUST = frozenset({"must", "should", "ought"})
WILL = frozenset({"will", "would", "'ll", "shall", "wo", "'d"})
MAY = frozenset({"may", "might", "could"})
# Other names that versions of the ontology have had for the same roots.
OTHER_NAMES = {
    "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}


@dataclass(frozen=True, slots=True)
class Sense:
    """One way to read a word: what it must take, the word beside it, and what it then does."""

    root: str
    takes: str
    rest: tuple[str, ...]


@cache
def _senses() -> Mapping[tuple[str, str], tuple[Sense, ...]]:
    """Senses by (lemma, part of speech), the most specific first: nouns by their last word, others by their first."""
    table: dict[tuple[str, str], list[Sense]] = {}
    for row in lexicon.rows("plover.csv"):
        for words in row["words"].split("|"):
            parts = tuple(words.split())
            key, rest = (parts[-1], parts[:-1]) if row["pos"] == "NOUN" else (parts[0], parts[1:])
            table.setdefault((key, row["pos"]), []).append(Sense(row["root"], row["takes"], rest))
    return {key: tuple(sorted(senses, key=lambda sense: (not sense.takes, -len(sense.rest)))) for key, senses in table.items()}


@cache
def _things() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """(words before, kind) by the last word of a thing."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in lexicon.rows("plover_things.csv"):
        for words in row["words"].split("|"):
            *before, last = words.split()
            table.setdefault(last, []).append((tuple(before), row["thing"]))
    return {last: tuple(rows) for last, rows in table.items()}


def root_name(name: str) -> str:
    """The root as named here, of a name from any version of the ontology."""
    return OTHER_NAMES.get(name.strip().upper(), name.strip().upper())


def root_between(parse: Parse, source: Iterable[int], target: Iterable[int]) -> str | None:
    """What the source (tokens) does to the target (tokens), as the text tells it; None where no word of it says."""
    source, target = sorted(source), sorted(target)
    tried: set[int] = set()
    for token in _predicates(parse, source, target):
        if token not in tried and (root := root_of(parse, token)) is not None:
            return root
        tried.add(token)
    return None


def root_of(parse: Parse, head: int, depth: int = 0) -> str | None:
    """The root of the clause or phrase headed at a token; None where its words say nothing."""
    if depth > DEPTH:
        return None
    root = next((found for sense in _fitting(parse, head) if (found := _root_by(parse, head, sense, depth)) is not None), None)
    if root is None and (row := event._row_at(parse, head)) is not None and row.plover is not None:
        root = root_name(row.plover)
    return _inflected(parse, head, root) if root is not None else None


def _fitting(parse: Parse, head: int) -> Iterator[Sense]:
    lemma, pos = parse.lemmas[head].lower(), {"AUX": "VERB", "PROPN": "NOUN"}.get(parse.upos[head], parse.upos[head])
    for kind in (pos, "VERB") if pos == "ADJ" else (pos,):
        for sense in _senses().get((lemma, kind), ()):
            if _has_rest(parse, head, sense.rest, kind) and (not sense.takes or sense.takes in _taken(parse, head)):
                yield sense


def _has_rest(parse: Parse, head: int, rest: tuple[str, ...], kind: str) -> bool:
    if not rest:
        return True
    if kind == "NOUN":
        return _before(parse, head, len(rest)) == rest
    around = [child for child in parse.children[head] if child > head]
    lemmas = {parse.lemmas[token].lower() for child in around for token in (child, *parse.kids(child, "case"))}
    return lemmas.issuperset(rest)


def _before(parse: Parse, head: int, count: int) -> tuple[str, ...]:
    """Lemmas of the words before a token; a hyphen is no word."""
    words = [parse.lemmas[token].lower() for token in range(max(0, head - 2 * count), head) if parse.form(token) != "-"]
    return tuple(words[-count:]) if count else ()


def _taken(parse: Parse, head: int) -> set[str]:
    """Kinds of the things that a word is done to."""
    found: set[str] = set()
    for child in parse.kids(head, "obj", "nsubj:pass", "iobj", "nmod"):
        for token in _heart(parse, child):
            found |= _kinds(parse, token)
    for child in parse.kids(head, "obl", "xcomp"):
        found |= _kinds(parse, child)
    return found


def _heart(parse: Parse, noun: int) -> Iterator[int]:
    """A noun, what is joined to it, and what it is a part, an amount or a kind of: "part of an aid program for"."""
    yield noun
    for child in parse.kids(noun, "conj", "compound", "amod"):
        yield child
    for child in parse.kids(noun, "nmod"):
        if any(parse.lower(mark) in {"of", "for"} for mark in parse.kids(child, "case")):
            yield child
            yield from parse.kids(child, "compound")


def _kinds(parse: Parse, token: int) -> set[str]:
    kinds = {kind for before, kind in _things().get(parse.lemmas[token].lower(), ()) if _before(parse, token, len(before)) == before}
    return kinds | {"place"} if parse.entities[token].endswith("LOC") else kinds


def _root_by(parse: Parse, head: int, sense: Sense, depth: int) -> str | None:
    if sense.root in ROOTS:
        return sense.root
    if sense.root == "demand":
        return "REQUEST"
    if sense.root == "oppose":
        return "REJECT"
    below = next((root for child in _complements(parse, head) if (root := root_of(parse, child, depth + 1)) is not None), None)
    if sense.root == "intend":
        return _meant(below) if below else None
    if sense.root == "cease":
        return "YIELD" if below in HOSTILE else "SANCTION" if below in FRIENDLY else None
    return below


def _complements(parse: Parse, head: int) -> Iterator[int]:
    """What a word governs: clauses and objects in the order of the text, then what it is done with, then its subject."""
    yield from sorted(parse.kids(head, "ccomp", "xcomp", "obj", "acl", "nsubj:pass"))
    if parse.upos[head] in {"VERB", "AUX"}:
        yield from parse.kids(head, "advcl", "parataxis")
        yield from parse.kids(head, "obl")
        yield from parse.kids(head, "nsubj")
    else:
        yield from parse.kids(head, "nmod", "compound")


def _meant(root: str) -> str:
    """An act that is meant or will be done: friendly acts are agreed to, hostile ones threatened."""
    return "AGREE" if root in FRIENDLY else "THREATEN" if root in HOSTILE else root


def _inflected(parse: Parse, head: int, root: str) -> str:
    """The root by the helpers of its word: negated, due, to come, possible."""
    helpers = {parse.lower(child) for child in parse.kids(head, "aux")}
    if helpers & MUST:
        return "REQUEST"
    if event.negated(parse, head):
        return "REJECT" if root in FRIENDLY else "AGREE" if root == "REJECT" or helpers & WILL else root
    if helpers & WILL or (helpers & MAY and root in HOSTILE):
        return _meant(root)
    return root


def _predicates(parse: Parse, source: list[int], target: list[int]) -> Iterator[int]:
    """Words that may tell what the source does, the likeliest first."""
    anchor = _anchor(parse, source) if source else None
    if anchor is None:
        anchor = _anchor(parse, target) if target else None
    if anchor is not None:
        chain = [anchor, *_joined(parse, anchor)]
        wanted = set(target)
        yield from sorted(chain, key=lambda token: (wanted.isdisjoint(_own(parse, token, chain)), chain.index(token)))
        yield from (up for up in parse.ancestors(anchor))
    around = source or target
    middle = around[len(around) // 2] if around else 0
    first, last = parse.sentences[parse.sentence_of[middle]] if len(parse) else (0, 0)
    yield from sorted(range(first, last), key=lambda token: (parse.upos[token] not in {"VERB", "AUX"}, abs(token - middle)))


def _anchor(parse: Parse, tokens: list[int]) -> int | None:
    """The predicate that a phrase is the doer of: up from its head through names, owners and parts."""
    inside = set(tokens)
    head = next((token for token in tokens if parse.heads[token] not in inside and parse.upos[token] != "PUNCT"), None)
    while head is not None and parse.heads[head] >= 0:
        base, above = parse.base(head), parse.heads[head]
        if base in {"nsubj", "csubj"} or parse.upos[above] in {"VERB", "AUX"}:
            return above
        head = above
    return head


def _joined(parse: Parse, anchor: int) -> list[int]:
    """Predicates that share a predicate's doer: joined verbs, and participles and purposes beside it."""
    found, layer = [], [anchor]
    for _ in range(3):
        layer = [child for token in layer for child in parse.kids(token, "conj", "advcl") if parse.upos[child] in {"VERB", "AUX"}]
        found += [token for token in layer if not parse.kids(token, "nsubj")]
    return found


def _own(parse: Parse, token: int, others: list[int]) -> set[int]:
    """The subtree of a predicate without those of the predicates joined to it."""
    inside = set(parse.subtree(token))
    for other in others:
        if other != token and other in inside:
            inside -= set(parse.subtree(other))
    return inside
