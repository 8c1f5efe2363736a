"""The measure of bench.pipeline on a sentence small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.pipeline import Analysis, Score, compare, documents, gold_analysis, recased, text_of
from train.corpora import Sentence

SAID = Sentence(
    "1",
    ("Police", "said", "two", "men", "were", "shot", "by", "rebels", "."),
    (True,) * 7 + (False, True),
    ("police", "say", "two", "man", "be", "shoot", "by", "rebel", "."),
    ("NOUN", "VERB", "NUM", "NOUN", "AUX", "VERB", "ADP", "NOUN", "PUNCT"),
    ("NNS", "VBD", "CD", "NNS", "VBD", "VBN", "IN", "NNS", "."),
    (2, 0, 4, 6, 6, 2, 8, 6, 2),
    ("nsubj", "root", "nummod", "nsubj:pass", "aux:pass", "ccomp", "case", "obl:agent", "punct"),
    ("O",) * 9,
)
GOLD = gold_analysis([SAID])


def scored(found: Analysis) -> Score:
    score = Score()
    compare(GOLD, found, score)
    return score


def test_the_gold_analysis_scores_full_marks() -> None:
    score = scored(GOLD)
    assert {key: score.row(key)["F"] for key in ("Words", "Sents", "UPOS", "XPOS", "Lemma", "UAS", "LAS")} == dict.fromkeys(
        ("Words", "Sents", "UPOS", "XPOS", "Lemma", "UAS", "LAS"), 100.0
    )
    assert {key: score.gold[key] for key in ("reporting nsubj", "reporting content", "passive subject", "passive agent")} == {
        "reporting nsubj": 1,
        "reporting content": 1,
        "passive subject": 1,
        "passive agent": 1,
    }


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        ({"heads": (1, -1, 3, 5, 5, 1, 7, 1, 1)}, "UAS", 800 / 9),
        ({"relations": (*GOLD.relations[:7], "obl", "punct")}, "LAS", 100.0),  # subtypes do not count
        ({"relations": (*GOLD.relations[:7], "obl", "punct")}, "passive agent", 0.0),
        ({"relations": ("obj", *GOLD.relations[1:])}, "LAS", 800 / 9),
        ({"lemmas": ("polices", *GOLD.lemmas[1:])}, "Lemma", 800 / 9),
        ({"sentences": frozenset({(0, 10), (10, 38)})}, "Sents", 0.0),
        ({"names": frozenset({((0, 6), "ORG")})}, "names", 0.0),
    ],
)
def test_one_mistake_costs_what_it_should(change: dict[str, object], key: str, expected: float) -> None:
    assert scored(replace(GOLD, **change)).row(key)["F"] == pytest.approx(expected)  # type: ignore[arg-type]


def test_a_wrong_cut_loses_the_word_and_what_hangs_on_it() -> None:
    """ "Police" cut in two: 8 of 9 words are found among 10; the subject is gone."""
    cut = replace(
        GOLD,
        words=((0, 3), (3, 6), *GOLD.words[1:]),
        upos=("NOUN", *GOLD.upos),
        xpos=("NN", *GOLD.xpos),
        lemmas=("pol", "ice", *GOLD.lemmas[1:]),
        heads=(1, 2, *(head + 1 if head >= 0 else -1 for head in GOLD.heads[1:])),
        relations=("compound", *GOLD.relations),
    )
    score = scored(cut)
    assert (score.right["Words"], score.found["Words"], score.right["LAS"]) == (8, 10, 8)
    assert score.right["reporting nsubj"] == 0


def test_documents_become_texts_with_paragraphs() -> None:
    first, second = replace(SAID, new_document=True), replace(SAID, new_paragraph=True)
    (document,) = documents([first, second])
    assert text_of(document) == "Police said two men were shot by rebels. \n\nPolice said two men were shot by rebels. "
    assert recased(SAID, "upper").text == "POLICE SAID TWO MEN WERE SHOT BY REBELS."
