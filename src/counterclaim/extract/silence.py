"""Silence: a speaker who withholds, cannot be reached, has no figure; and what nobody could check.

"The army has yet to comment", "the spokesman could not be reached", "no word from Kabul", "calls to the ministry went unanswered", "the
figures could not be verified". Words: lexicon/silences.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from counterclaim import lexicon
from counterclaim.extract import event
from counterclaim.extract.frame import Frame
from counterclaim.lexicon import word_set
from counterclaim.syntax import Parse

TOWARDS = frozenset({"to", "with", "for"})


@cache
def _ways() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """For each way to be silent, lemma to the words that must stand with it (empty: none need)."""
    table: dict[str, dict[str, frozenset[str]]] = {}
    for raw in lexicon.rows("silences.csv"):
        table.setdefault(raw["way"], {})[raw["lemma"]] = frozenset(filter(None, raw["with"].split("|")))
    return table


def silence(parse: Parse, token: int, passive: bool) -> Frame | None:
    """The frame of a silence whose word is the token. Its content is empty: the clause itself is what is told."""
    lemma = parse.lemmas[token].lower()
    if lemma in _ways()["check"] and parse.upos[token] == "VERB" and _is_unable(parse, token) and not _of_a_claim(parse, token):
        return _unchecked(parse, token, passive)
    if lemma in _ways()["reach"] and passive and event.negated(parse, token):
        return _frame(parse, (token,), event._passive_subject(parse, token))
    if lemma in _ways()["withhold"] and not passive:
        return _withheld(parse, token)
    if lemma in _ways()["lack"] and not passive and event.negated(parse, token) and _has_object(parse, token, _ways()["lack"][lemma]):
        return _frame(parse, (token,), event.subject(parse, token))
    return None


def noun_silence(parse: Parse, token: int) -> Frame | None:
    """ "No word from Kabul", "calls to the ministry went unanswered", "the spokesman was not reachable"."""
    lemma = parse.lemmas[token].lower()
    if lemma in _ways()["word"] and any(parse.lower(child) in {"no", "without"} for child in parse.kids(token, "det", "case")):
        return _frame(parse, (token,), event._nmod(parse, token, {"from", "by"}))
    if lemma in _ways()["call"] and (answer := _unanswered(parse, token)) is not None:
        return _frame(parse, (answer,), event._nmod(parse, token, TOWARDS))
    if lemma in _ways()["available"] and event.negated(parse, token):
        subjects = parse.kids(token, "nsubj")
        return _frame(parse, (token,), subjects[-1] if subjects else None)
    return None


def _frame(parse: Parse, cue: tuple[int, ...], speaker: int | None) -> Frame | None:
    if speaker is None:
        return None
    return Frame(cue, "decline", speaker, (), None, outside=frozenset(cue), why=f"cue: silences.csv {parse.lemmas[cue[0]]}")


def _withheld(parse: Parse, token: int) -> Frame | None:
    """ "has yet to comment", "did not immediately respond", "gave no figure", "without saying who"."""
    carrier = parse.heads[token]
    around = {parse.lower(child) for child in parse.children[token]}
    above = set() if carrier < 0 or parse.base(token) != "xcomp" else {parse.lower(child) for child in (*parse.children[carrier], carrier)}
    yet = {"yet", "to"} <= around or "yet" in above
    without = any(parse.lower(child) == "without" for child in parse.kids(token, "mark"))
    if not (event.negated(parse, token) or yet or without):
        return None
    cue = tuple(sorted({token, carrier} if yet else {token}))
    return _frame(parse, cue, event.subject(parse, token))


def _is_unable(parse: Parse, token: int) -> bool:
    """The verb is negated, or hangs on an inability: "could not be verified", "it was not possible to verify", "unable to check"."""
    if event.negated(parse, token):
        return True
    above = parse.heads[token]
    if above < 0 or parse.base(token) not in {"xcomp", "csubj", "ccomp", "advcl", "acl"}:
        return False
    lemma = parse.lemmas[above].lower()
    return lemma in word_set("unable") or (lemma in word_set("able") and event.negated(parse, above))


def _of_a_claim(parse: Parse, token: int) -> bool:
    """ "In a claim that could not be verified": a hedge of the claim, no silence of its own."""
    head = parse.heads[token]
    return parse.relations[token] == "acl:relcl" and head >= 0 and parse.base(head) == "obl"


def _unchecked(parse: Parse, token: int, passive: bool) -> Frame | None:
    """Whoever could not check: the agent, the subject; else nobody is named and the document itself says so."""
    if not passive:
        above = parse.heads[token]
        subject = event.subject(parse, token)
        subject = event.subject(parse, above) if subject is None and above >= 0 else subject
        known = subject is not None and parse.lower(subject) not in {"it", "there"}
        return Frame((token,), "decline", subject if known else None, (), None, outside=frozenset((token,)), why=_why(parse, token))
    return Frame((token,), "decline", event._agent(parse, token), (), None, outside=frozenset((token,)), why=_why(parse, token))


def _why(parse: Parse, token: int) -> str:
    return f"cue: silences.csv {parse.lemmas[token]}"


def _has_object(parse: Parse, token: int, things: frozenset[str]) -> bool:
    return any(parse.lemmas[child].lower() in things for child in parse.kids(token, "obj"))


def _unanswered(parse: Parse, token: int) -> int | None:
    """The word that says that a call got no answer."""
    head = parse.heads[token]
    around = (head, *parse.children[head]) if head >= 0 and parse.base(token) == "nsubj" else ()
    found = next((at for at in around if parse.lower(at) in _ways()["unanswered"]), None)
    if found is None and head >= 0 and parse.base(token) == "nsubj" and event.negated(parse, head):
        found = head if parse.lemmas[head].lower() in {"answer", "return", "pick"} else None
    return found
