"""Words of harm (lexicon/harm.csv) and of people (lexicon/victims.csv), where they stand in a parse."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from counterclaim import lexicon
from counterclaim.model import TollKind
from counterclaim.syntax import Parse


@cache
def _harm() -> Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], TollKind, str], ...]]:
    table: dict[tuple[str, str], list[tuple[tuple[str, ...], TollKind, str]]] = {}
    for raw in lexicon.rows("harm.csv"):
        words = tuple(raw["lemma"].split())
        table.setdefault((words[0], raw["pos"]), []).append((words, raw["kind"], raw["victims"]))  # type: ignore[arg-type]
    return {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in table.items()}


@cache
def victim_classes() -> Mapping[str, str]:
    return {raw["lemma"]: raw["class"] for raw in lexicon.rows("victims.csv") if raw["class"] != "group"}


@cache
def groups() -> frozenset[str]:
    return frozenset(raw["lemma"] for raw in lexicon.rows("victims.csv") if raw["class"] == "group")


def harm_at(parse: Parse, token: int) -> tuple[tuple[str, ...], TollKind, str] | None:
    pos, lemma = parse.upos[token], parse.lemmas[token].lower()
    lower = parse.lower(token)
    options = (
        [(lemma, pos), (lower, pos), (lower, "ADJ")]
        if pos in {"VERB", "ADJ", "NOUN", "AUX"}
        else [(lower, "NOUN")]
        if pos == "PROPN"
        else []
    )
    if lower in {"dead", "wounded", "injured", "missing", "killed"} and _stands_as_noun(parse, token):
        options = [(lower, "NOUN")]
    for key in options:
        for row in _harm().get(key, ()):
            if len(row[0]) == 1 or _has_words(parse, token, row[0][1:]):
                return row
    return None


def _has_words(parse: Parse, token: int, words: tuple[str, ...]) -> bool:
    """The other words of an idiom below its verb: "paid the ultimate price", "fell in the line of duty"."""
    below = [child for child in parse.children[token] if parse.base(child) in {"obj", "obl", "compound", "advmod", "xcomp"}]
    around = {parse.lemmas[part].lower() for child in below for part in (child, *parse.children[child])}
    return set(words) <= around


def _stands_as_noun(parse: Parse, token: int) -> bool:
    """ "the dead", "the wounded", "there are dead and wounded": an adjective that counts people by itself."""
    if parse.upos[token] in {"NOUN", "PROPN"}:
        return True
    if parse.upos[token] in {"ADJ", "VERB"} and parse.base(token) in {"nsubj", "obj", "obl", "nmod"}:
        return True
    head = parse.heads[token]
    if parse.upos[token] == "ADJ" and parse.kids(token, "nummod") and not parse.kids(token, "nsubj"):
        return True
    if parse.base(token) == "conj" and head >= 0 and parse.upos[head] in {"NOUN", "ADJ"} and not parse.kids(token, "nsubj", "obj", "aux"):
        return harm_at(parse, head) is not None
    return bool(parse.kids(token, "det")) and parse.base(token) not in {"amod", "acl"}


def is_harm(parse: Parse, token: int) -> bool:
    return harm_at(parse, token) is not None


def kind_at(parse: Parse, token: int) -> TollKind | None:
    row = harm_at(parse, token)
    return None if row is None else row[1]


def listed_class(parse: Parse, token: int) -> str | None:
    """The class of all in the list that says who the people were: "four people, a nurse and three boys"."""
    if victim_classes().get(parse.lemmas[token].lower()) != "person" or not parse.kids(token, "appos"):
        return None
    classes = {victim_classes().get(parse.lemmas[child].lower()) for child in parse.kids(token, "appos", "conj")}
    return classes.pop() if len(classes) == 1 else None


def is_people(parse: Parse, token: int) -> bool:
    counts = parse.upos[token] in {"NUM", "PRON"} or (parse.upos[token] == "DET" and parse.base(token) in {"nsubj", "obj"})
    return counts or parse.lemmas[token].lower() in victim_classes() or parse.entities[token] != "O"
