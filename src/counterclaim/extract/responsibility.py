"""Who is said to be responsible, where no verb says who did it: "the blame rests with Kenya", "the blast was the work of Kenyan agents".

Words: lexicon/responsibility.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from counterclaim import lexicon
from counterclaim.extract import event
from counterclaim.syntax import Parse

RESTING = frozenset({"with", "on", "upon", "at", "to"})
POINTING = frozenset({"that", "who", "which"})


@cache
def _words() -> Mapping[tuple[str, str], frozenset[str]]:
    return {(row["word"], row["way"]): frozenset(filter(None, row["with"].split("|"))) for row in lexicon.rows("responsibility.csv")}


def responsible(parse: Parse, head: int) -> int | None:
    """The head of the phrase of who is responsible, by a clause headed at `head`; None where it does not say so."""
    lemma = parse.lemmas[head].lower()
    copular = bool(parse.kids(head, "cop"))
    behind = any((parse.lower(case), "adjective") in _words() for case in parse.kids(head, "case"))  # "behind the blast"
    if copular and (behind or (lemma, "adjective") in _words()):
        return event.subject(parse, head)
    if copular and (lemma, "work") in _words():
        return _owner(parse, head)
    if copular and _is_cleft(parse, head):
        return head
    return _bearer(parse, head, lemma)


def _owner(parse: Parse, noun: int) -> int | None:
    """ "Kenya's doing", "the work of Kenyan agents"."""
    of = [child for child in parse.kids(noun, "nmod") if "of" in event._case(parse, child)]
    return next(iter((*parse.kids(noun, "nmod:poss"), *of)), None)


def _is_cleft(parse: Parse, head: int) -> bool:
    """ "It was Kenya that broke the truce"."""
    it = any(parse.lower(child) == "it" for child in parse.kids(head, "nsubj", "expl"))
    clauses = parse.kids(head, "acl", "advcl", "csubj", "ccomp")
    return it and any(parse.lower(kid) in POINTING for clause in clauses for kid in parse.kids(clause, "nsubj", "mark"))


def _bearer(parse: Parse, verb: int, lemma: str) -> int | None:
    subject, thing = event.subject(parse, verb), event._first(parse.kids(verb, "obj"))
    if subject is not None and lemma in _words().get((parse.lemmas[subject].lower(), "rests"), frozenset()):
        return event._oblique(parse, verb, set(RESTING))
    if thing is not None and lemma in _words().get((parse.lemmas[thing].lower(), "bears"), frozenset()):
        return subject
    return None
