"""The words that the model reads in place of the names of states: one set of names, given out in the order in which states appear.

A model reads a name that its treebanks are full of better than one that it never saw. With stand-ins it reads "Armenia accused Azerbaijan",
"Azerbaijan accused Armenia" and "Chad accused Sudan" as one sentence. The text and all that is made of it keep the names as written.
Vocabulary: lexicon/states.csv; stand-ins: lexicon/stand_ins.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from counterclaim import lexicon

ENDS = frozenset(".!?:;\"”“’‘'()-–—")  # before a word that has its capital from the beginning of a sentence
MAX_ACRONYM = 4  # "US", "UAE": known to every model, and left as they are
SLOTS = {"names": "name", "adjectives": "adjective", "capitals": "capital"}


class Name(NamedTuple):
    """A form of a state's name: whose, and the column of stand_ins.csv that gives its stand-in."""

    state: str
    slot: str


def stand_ins(forms: Sequence[str]) -> list[str]:
    """The forms of a text's tokens, with those of the names of states replaced; as many as before."""
    found, given, at = list(forms), dict[str, int](), 0
    while at < len(forms):
        match = _match(forms, at)
        if match is None:
            at += 1
            continue
        name, words = match
        if _in_other_name(forms, at, len(words), name, found):
            at += len(words)
            continue
        row = given.setdefault(name.state, len(given))
        if row < len(_rows()):
            found[at : at + len(words)] = _cased(_rows()[row][name.slot].split(), words)
        at += len(words)
    return found


def _match(forms: Sequence[str], at: int) -> tuple[Name, Sequence[str]] | None:
    """The name of a state of one or two tokens that begins at a token, the longer one first."""
    if not forms[at][:1].isupper():
        return None
    for words in (forms[at : at + 2], forms[at : at + 1]):
        name = _names().get(tuple(word.lower() for word in words))
        if name is not None and not (len(words) == 1 and words[0].isupper() and len(words[0]) <= MAX_ACRONYM):
            return name, words
    return None


def _in_other_name(forms: Sequence[str], at: int, width: int, name: Name, read: Sequence[str]) -> bool:
    """Part of another name: "New Mexico", "George Washington"; and a capital in "Baku Airport", "Washington Post"."""
    before = forms[at - 1] if at else ""
    begins = at < 2 or forms[at - 2] in ENDS
    if before.istitle() and before.isalpha() and not begins and read[at - 1] == before:
        return True
    after = forms[at + width] if at + width < len(forms) else ""
    return name.slot.startswith("capital") and after.istitle() and _match(forms, at + width) is None


def _cased(stand_in: Sequence[str], words: Sequence[str]) -> list[str]:
    """The stand-in in capitals where the words are, and with their plural s."""
    plural = "s" if words[-1].lower().endswith("s") and tuple(word.lower() for word in words) in _plurals() else ""
    return [word.upper() if given.isupper() else word for word, given in zip([*stand_in[:-1], stand_in[-1] + plural], words, strict=True)]


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return tuple(lexicon.rows("stand_ins.csv"))


@cache
def _names() -> dict[tuple[str, ...], Name]:
    return dict(_forms())


@cache
def _plurals() -> frozenset[tuple[str, ...]]:
    """Plurals of adjectives: "Armenians"."""
    names = _names()
    return frozenset(words for words in names if names[words].slot.startswith("adjective") and (*words[:-1], words[-1][:-1]) in names)


def _forms() -> Iterator[tuple[tuple[str, ...], Name]]:
    for row in lexicon.rows("states.csv"):
        for column, slot in SLOTS.items():
            for form in filter(None, row[column].split("|")):
                words = tuple(form.lower().split())
                if len(words) > 2:
                    continue
                name = Name(row["id"], slot + ("2" if len(words) == 2 else ""))
                yield words, name
                if slot == "adjective":
                    yield (*words[:-1], words[-1] + "s"), name
