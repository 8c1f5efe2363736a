"""Inflected forms of a word or phrase: the known ones of the parser's dictionary, and what the spelling rules of English make.

For finding words without a parse. Too many forms do no harm there: those that nobody writes are never met.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from counterclaim.parse.lemmas import dictionary

_ES = ("s", "x", "z", "ch", "sh", "o")
_OPEN_CLASS = frozenset(("NOUN", "VERB", "ADJ"))
_CLOSED_CLASS = ("ADP", "PRON", "DET", "SCONJ", "CCONJ", "AUX")  # "through" for "threw" is a slip of the treebanks
_VOWELS = frozenset("aeiou")


def verb_forms(phrase: str) -> set[str]:
    """Of a phrase that begins with a verb: "opened fire"."""
    first, *rest = phrase.split()
    return {" ".join((form, *rest)) for form in _known().get(first, frozenset()) | {first, *_verb_spellings(first)}}


def noun_forms(phrase: str) -> set[str]:
    """Of a phrase that ends with a noun: "mortar shells"."""
    *rest, last = phrase.split()
    return {" ".join((*rest, form)) for form in _known().get(last, frozenset()) | {last, *_noun_spellings(last)}}


@cache
def _known() -> dict[str, frozenset[str]]:
    """Lemma -> its forms as noun, verb or adjective, in lower case."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    entries = dictionary().entries
    for (form, tag), lemma in entries.items():
        if tag in _OPEN_CLASS and not any((form, other) in entries for other in _CLOSED_CLASS):
            found[lemma.lower()].add(form)
    return {lemma: frozenset(forms) for lemma, forms in found.items()}


def _verb_spellings(verb: str) -> tuple[str, ...]:
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    doubled = verb + verb[-1] if verb[-1] not in "aeiouwxy" and verb[-2:-1] in _VOWELS else stem
    return verb + ("es" if verb.endswith(_ES) else "s"), stem + "ed", stem + "ing", doubled + "ed", doubled + "ing"


def _noun_spellings(noun: str) -> tuple[str, ...]:
    if noun.endswith("man"):
        return (noun[:-3] + "men",)
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return (noun[:-1] + "ies",)
    return (noun + ("es" if noun.endswith(_ES) else "s"),)
