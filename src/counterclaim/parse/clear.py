"""Dependency trees in the CLEAR style of spaCy's English pipelines, turned into Universal Dependencies.

Labels are rows of data/clear.csv. What the two schemes hang differently is re-hung here: the object of a preposition takes the
preposition's place and the preposition marks it; a predicate takes the place of "be", which becomes its copula; conjuncts all
hang on the first; a person's name is headed by its first word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from counterclaim.parse.tables import rows

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM"))
_CLAUSE = frozenset(("VERB", "AUX"))
_OBJECTS = ("pobj", "pcomp")
_PREPOSITIONS = ("prep", "agent")
_PREDICATES = ("attr", "acomp")
_MARKS = frozenset(("neg", "advmod", "punct", "aux"))  # may stand between "be" and a prepositional phrase that is its predicate
_ONLY_CLEAR = frozenset(("dobj", "pobj", "nsubjpass", "prep"))


@dataclass
class Tree:
    """One document's words: heads (-1 a root) and labels, changed in place; relations is what comes out."""

    heads: list[int]
    labels: list[str]
    upos: list[str]
    lemmas: Sequence[str]
    xpos: Sequence[str]
    names: Sequence[str]  # IOB2 over PER, LOC, ORG
    relations: list[str] = field(default_factory=list)


@cache
def _relations() -> dict[str, tuple[str, str]]:
    """CLEAR label -> relation, and relation under a nominal."""
    return {row["label"]: (row["relation"], row["nominal"] or row["relation"]) for row in rows("parse/data", "clear.csv")}


def is_clear(labels: Sequence[str]) -> bool:
    """Whether a parser with these labels speaks CLEAR; else they are taken to be UD relations."""
    return not _ONLY_CLEAR.isdisjoint(labels)


def to_universal(tree: Tree) -> None:
    """Re-hang and rename one document."""
    tree.relations[:] = [_relation(tree, at) for at in range(len(tree.heads))]
    children: list[list[int]] = [[] for _ in tree.heads]
    for at, head in enumerate(tree.heads):
        if head >= 0:
            children[head].append(at)
    prepositions = [token for token in range(len(tree.heads)) if _is_preposition(tree, children, token)]
    for token in reversed(prepositions):
        _lift_object(tree, children, token)
    for token in range(len(tree.heads)):
        _switch_copula(tree, children, token)
    _hang_conjuncts(tree, children)
    _hang_names(tree, children)
    for at, label in enumerate(tree.labels):
        if label == "aux" and tree.xpos[at] == "TO":
            tree.relations[at] = "mark"


def _relation(tree: Tree, at: int) -> str:
    head = tree.heads[at]
    plain, nominal = _relations().get(tree.labels[at], ("dep", "dep"))
    return nominal if head >= 0 and tree.upos[head] in NOMINAL else plain


def _move(tree: Tree, children: list[list[int]], token: int, head: int) -> None:
    if tree.heads[token] >= 0:
        children[tree.heads[token]].remove(token)
    tree.heads[token] = head
    if head >= 0:
        children[head].append(token)
        children[head].sort()


def _is_preposition(tree: Tree, children: list[list[int]], token: int) -> bool:
    """By its label, whatever its part of speech ("including", "according"), or by what hangs on it."""
    if tree.labels[token] in _PREPOSITIONS:
        return True
    return tree.upos[token] not in _CLAUSE | NOMINAL and any(tree.labels[at] in _OBJECTS for at in children[token])


def _lift_object(tree: Tree, children: list[list[int]], token: int) -> None:
    """ "fired on troops": "troops" takes the place of "on", which becomes its case; a clause ("after firing") gets a mark."""
    kids = children[token]
    inside = [at for at in kids if tree.labels[at] in _OBJECTS]
    inside = inside or [at for at in kids if tree.labels[at] == "conj" and tree.upos[at] in NOMINAL]  # "in and around Kyiv"
    if not inside:
        return
    thing = min(inside, key=lambda at: (tree.upos[at] == "ADP", at))  # "because of": two prepositions side by side
    role = tree.labels[token]
    clause = tree.labels[thing] == "pcomp" and tree.upos[thing] in _CLAUSE
    _move(tree, children, thing, tree.heads[token])
    for other in [at for at in children[token] if at != thing]:
        _move(tree, children, other, thing)
        if tree.labels[other] in _OBJECTS and tree.upos[other] == "ADP":
            tree.labels[other] = tree.relations[other] = "case"
    _move(tree, children, token, thing)
    tree.labels[thing] = ("pcomp" if clause else "pobj") if role in (*_PREPOSITIONS, *_OBJECTS, "dative") else role
    tree.relations[thing] = "obl:agent" if role == "agent" and not clause else _relation(tree, thing)
    tree.labels[token] = tree.relations[token] = "mark" if clause else "case"


def _switch_copula(tree: Tree, children: list[list[int]], token: int) -> None:
    """ "he was the commander": "commander" takes the place of "was". With "there", "be" stays the head and says that something is."""
    if tree.lemmas[token].lower() != "be" or tree.labels[token] in ("aux", "auxpass", "cop", "case"):
        return
    kids = children[token]
    existential = any(tree.labels[at] == "expl" and tree.xpos[at] == "EX" for at in kids)
    if existential:
        tree.upos[token] = "VERB"
        for at in kids:
            if tree.labels[at] in _PREDICATES:
                tree.relations[at] = "nsubj"
        return
    predicate = next((at for at in kids if tree.labels[at] in _PREDICATES), None)
    predicate = _phrase_after(tree, children, token) if predicate is None else predicate
    if predicate is None:
        return
    role, relation = tree.labels[token], tree.relations[token]
    _move(tree, children, predicate, tree.heads[token])
    for other in [at for at in children[token] if at != predicate]:
        _move(tree, children, other, predicate)
    _move(tree, children, token, predicate)
    tree.labels[predicate], tree.relations[predicate] = role, relation
    tree.labels[token] = tree.relations[token] = "cop"
    tree.upos[token] = "AUX"


def _phrase_after(tree: Tree, children: list[list[int]], token: int) -> int | None:
    """ "they were in Baku": the prepositional phrase right after "be", where nothing else completes it."""
    after = [at for at in children[token] if at > token and tree.labels[at] not in _MARKS]
    if not after or tree.labels[after[0]] != "pobj" or any(tree.labels[at] in ("ccomp", "xcomp") for at in after):
        return None
    return after[0]


def _hang_conjuncts(tree: Tree, children: list[list[int]]) -> None:
    """All conjuncts on the first, and each "and" and comma on the conjunct that it comes before."""
    for token, label in enumerate(tree.labels):
        if tree.heads[token] >= 0 and (label == "cc" or tree.lemmas[token] == ","):
            after = [at for at in children[tree.heads[token]] if at > token and tree.labels[at] != "cc"]
            following = after[:1] if label == "punct" else after
            conjunct = next((at for at in following if tree.labels[at] == "conj"), None)
            if conjunct is not None:
                _move(tree, children, token, conjunct)
    for token, label in enumerate(tree.labels):
        head = tree.heads[token]
        if label != "conj" or head < 0:
            continue
        while tree.labels[head] == "conj" and tree.heads[head] >= 0:
            head = tree.heads[head]
        if head != tree.heads[token]:
            _move(tree, children, token, head)


def _hang_names(tree: Tree, children: list[list[int]]) -> None:
    """ "Ilham Aliyev": headed by its first word, the rest flat."""
    first = 0
    while first < len(tree.heads):
        last = first
        if tree.names[first] == "B-PER" and tree.upos[first] == "PROPN":
            while last + 1 < len(tree.heads) and tree.names[last + 1] == "I-PER" and tree.upos[last + 1] == "PROPN":
                last += 1
        if last > first and all(tree.heads[at] == last and tree.labels[at] == "compound" for at in range(first, last)):
            _flatten(tree, children, first, last)
        first = last + 1


def _flatten(tree: Tree, children: list[list[int]], first: int, last: int) -> None:
    tree.labels[first], tree.relations[first] = tree.labels[last], tree.relations[last]
    _move(tree, children, first, tree.heads[last])
    for other in list(children[last]):
        _move(tree, children, other, first)
    _move(tree, children, last, first)
    for at in range(first + 1, last + 1):
        tree.labels[at] = tree.relations[at] = "flat"
