"""Lemmas: form and tags -> lemma."""

from __future__ import annotations

import pytest

from counterclaim.parse.lemmas import lemma

CASES = [
    ("killed", "VERB", "VBN", "kill"),
    ("KILLED", "VERB", "VBN", "kill"),
    ("said", "VERB", "VBD", "say"),
    ("initiating", "VERB", "VBG", "initiate"),
    ("ensuing", "VERB", "VBG", "ensue"),
    ("shelled", "VERB", "VBD", "shell"),
    ("shelling", "VERB", "VBG", "shell"),
    ("abducted", "VERB", "VBN", "abduct"),
    ("fled", "VERB", "VBD", "flee"),
    ("slain", "VERB", "VBN", "slay"),
    ("stabbed", "VERB", "VBN", "stab"),
    ("kidnapped", "VERB", "VBN", "kidnap"),
    ("besieged", "VERB", "VBN", "besiege"),
    ("seized", "VERB", "VBD", "seize"),
    ("dying", "VERB", "VBG", "die"),
    ("repelling", "VERB", "VBG", "repel"),
    ("patrolled", "VERB", "VBD", "patrol"),
    ("specifying", "VERB", "VBG", "specify"),
    ("denies", "VERB", "VBZ", "deny"),
    ("accuses", "VERB", "VBZ", "accuse"),
    ("clashes", "VERB", "VBZ", "clash"),
    ("strafing", "VERB", "VBG", "strafe"),
    ("torching", "VERB", "VBG", "torch"),
    ("neutralised", "VERB", "VBN", "neutralise"),
    ("de-escalating", "VERB", "VBG", "de-escalate"),
    ("ministries", "NOUN", "NNS", "ministry"),
    ("casualties", "NOUN", "NNS", "casualty"),
    ("militiamen", "NOUN", "NNS", "militiaman"),
    ("clashes", "NOUN", "NNS", "clash"),
    ("mortars", "NOUN", "NNS", "mortar"),
    ("knives", "NOUN", "NNS", "knife"),
    ("sorties", "NOUN", "NNS", "sortie"),
    ("people", "NOUN", "NNS", "people"),
    ("headquarters", "NOUN", "NNS", "headquarters"),
    ("buses", "NOUN", "NNS", "bus"),
    ("deadliest", "ADJ", "JJS", "deadly"),
    ("worst", "ADJ", "JJS", "bad"),
    ("Baku", "PROPN", "NNP", "Baku"),
    ("1,200", "NUM", "CD", "1200"),
    ("'s", "AUX", "VBZ", "be"),
    ("n't", "PART", "RB", "not"),
    ("The", "DET", "DT", "the"),
]


@pytest.mark.parametrize(("form", "upos", "xpos", "expected"), CASES, ids=[f"{row[0]}-{row[2]}" for row in CASES])
def test_lemma(form: str, upos: str, xpos: str, expected: str) -> None:
    assert lemma(form, upos, xpos) == expected
