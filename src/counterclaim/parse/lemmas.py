"""Lemmas: irregular forms, then the unambiguous (form, tag) pairs of the treebanks, then the spelling rules of English.

The model has a head for lemma rules too; it is not used, for it cuts words it has not seen ("ministries" to "ministrie").
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from counterclaim.parse.tables import rows

# What an inflected form ends in, by Penn tag, and what its base form has instead.
_ENDINGS = {
    "NNS": (("ies", "y"), ("es", ""), ("s", "")),
    "VBZ": (("ies", "y"), ("es", ""), ("s", "")),
    "VBD": (("ied", "y"), ("ed", "")),
    "VBN": (("ied", "y"), ("ed", "")),
    "VBG": (("ing", ""),),
    "JJR": (("ier", "y"), ("er", "")),
    "JJS": (("iest", "y"), ("est", "")),
    "RBR": (("ier", "y"), ("er", "")),
    "RBS": (("iest", "y"), ("est", "")),
}
_SIBILANT = re.compile(r"(?:ss|sh|ch|x|zz|[^aeiou]o)\Z")
_SINGULAR = re.compile(r"(?:ss|us|is)\Z")
_DOUBLED = re.compile(r"(?P<base>.*[aeiou](?P<letter>[bdgkmnprtvl]))(?P=letter)\Z")
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]+[^aeiou]*\Z")
_VOWEL = re.compile(r"[aeiouy]")
_MEN = re.compile(r"(?P<before>.{2,})men\Z")


class Dictionary(NamedTuple):
    """`entries`: (lower-case form, universal tag) -> lemma; `known`: all (lemma, tag)."""

    entries: dict[tuple[str, str], str]
    known: frozenset[tuple[str, str]]


@cache
def dictionary() -> Dictionary:
    text = files("counterclaim.parse").joinpath("data", "lemmas.tsv").read_text(encoding="utf-8")
    entries = {(form, tag): lemma for form, tag, lemma in (line.split("\t") for line in text.splitlines())}
    for row in rows("parse/data", "irregulars.csv"):
        entries.update(dict.fromkeys(((form, row["tag"]) for form in row["forms"].split()), row["lemma"]))
    return Dictionary(entries, frozenset((lemma, tag) for (_, tag), lemma in entries.items()))


@cache
def _wants_e() -> re.Pattern[str]:
    endings = [row["ending"] for row in rows("parse/data", "stem_endings.csv")]
    whole, *others = endings
    return re.compile(rf"\A{whole}\Z|(?:{'|'.join(others)})\Z")


def lemma(form: str, upos: str, xpos: str) -> str:
    """The lemma of a form with its Universal and Penn tags. Proper nouns are their own; other words are in lower case
    unless the treebanks have a capital ("Armenian")."""
    if upos == "PROPN":
        return form
    lower = form.lower()
    known = dictionary().entries.get((lower, upos))
    if known:
        return known
    if upos == "NUM":
        return lower.replace(",", "")
    if xpos not in _ENDINGS and upos == "VERB":
        xpos = "VBG" if lower.endswith("ing") else "VBD"
    return _base(lower, upos, xpos) if xpos in _ENDINGS else lower


def _base(lower: str, upos: str, xpos: str) -> str:
    """The base form of an inflected word: the first candidate that is a known lemma, else what spelling asks for."""
    if xpos == "NNS" and (men := _MEN.match(lower)):
        return men["before"] + "man"
    stems = [lower[: len(lower) - len(ending)] + base for ending, base in _ENDINGS[xpos] if lower.endswith(ending)]
    stems = [stem for stem in stems if len(stem) > 1]
    if not stems or not _VOWEL.search(stems[0]):
        return lower
    spelled = _plural_base(lower) if xpos in ("NNS", "VBZ") else _stem_base(stems[0])
    doubled = _DOUBLED.match(stems[-1])
    candidates = [spelled, *stems, *(stem + "e" for stem in stems), *([doubled["base"]] if doubled else [])]
    known = dictionary().known
    return next((candidate for candidate in candidates if (candidate, upos) in known), spelled)


def _plural_base(lower: str) -> str:
    """Of a plural noun, or of a verb in the third person."""
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith("es") and _SIBILANT.search(lower[:-2]):
        return lower[:-2]
    return lower if _SINGULAR.search(lower) or not lower.endswith("s") else lower[:-1]


def _stem_base(stem: str) -> str:
    """Of what is left without "ing", "ed", "er" or "est"."""
    doubled = _DOUBLED.match(stem)
    if doubled and not (doubled["letter"] == "l" and _ONE_SYLLABLE.match(stem)):
        return doubled["base"]
    return stem + "e" if _wants_e().search(stem) else stem
