"""What the training reads and makes of it: CoNLL-U, name corpora, GUM's entity layer, lemma rules, augmentation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from train import augment
from train.corpora import Sentence, read_columns, read_conllu, read_iob2, repaired, surface_pieces, with_names, write_conllu
from train.features import word_shape
from train.gum_names import gum_names
from train.labels import labels_of, lemma_by_rule, lemma_rule, lemma_table, read_labels

from counterclaim.parse.encoder import word_shape as runtime_shape

ATTACK = """\
# newdoc id = one
# newpar
# sent_id = one-1
# text = The army didn't name Omar Haddad.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tarmy\tarmy\tNOUN\tNN\t_\t5\tnsubj\t_\t_
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tname\tname\tVERB\tVB\t_\t0\troot\t_\t_
6\tOmar\tOmar\tPROPN\tNNP\t_\t5\tobj\t_\tName=B-PER
7\tHaddad\tHaddad\tPROPN\tNNP\t_\t6\tflat\t_\tSpaceAfter=No|Name=I-PER
8\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_
"""


@pytest.fixture(scope="module")
def attack() -> Sentence:
    (sentence,) = read_conllu(ATTACK.splitlines())
    return sentence


def test_a_treebank_sentence_is_read(attack: Sentence) -> None:
    assert attack.text == "The army didn't name Omar Haddad."
    assert (attack.new_document, attack.new_paragraph, attack.heads) == (True, True, (2, 5, 5, 5, 0, 5, 6, 5))
    assert attack.names == ("O", "O", "O", "O", "O", "B-PER", "I-PER", "O")


def test_what_is_written_is_read_back(attack: Sentence, tmp_path: Path) -> None:
    unnamed = replace(attack, names=None, new_document=False, new_paragraph=False)
    (names_only,) = read_columns(["Kabul I-LOC", "quiet O", ""], " ")
    write_conllu(tmp_path / "x.conllu", [attack, unnamed, names_only])
    back = list(read_conllu((tmp_path / "x.conllu").read_text(encoding="utf-8").splitlines()))
    assert [replace(sentence, misc=()) for sentence in back] == [replace(sentence, misc=()) for sentence in (attack, unnamed, names_only)]


@pytest.mark.parametrize(
    ("surface", "forms", "pieces"),
    [
        ("didn't", ["did", "n't"], ["did", "n't"]),
        ("Dont", ["Do", "nt"], ["Do", "nt"]),
        ("cannot", ["can", "not"], ["can", "not"]),
        ("wanna", ["want", "to"], ["wann", "a"]),  # cut by the lengths of the parts, right or wrong
        ("a", ["a", "b"], None),
    ],
)
def test_multiword_tokens_keep_their_letters(surface: str, forms: list[str], pieces: list[str] | None) -> None:
    assert surface_pieces(surface, forms) == pieces


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["I-LOC", "I-LOC", "O"], ("B-LOC", "I-LOC", "O")),
        (["B-MISC", "I-MISC"], ("O", "O")),
        (["B-PER", "I-ORG"], ("B-PER", "B-ORG")),
        (["B-ORG", "B-ORG"], ("B-ORG", "B-ORG")),
    ],
)
def test_tags_are_repaired(tags: list[str], expected: tuple[str, ...]) -> None:
    assert repaired(tags) == expected


def test_names_of_another_tokenization_are_taken_over_by_letters(attack: Sentence) -> None:
    rows = ["# sent_id = one-1", "1\tThe\tO", "2\tarmy\tB-ORG", "3\tdidn't\tO", "4\tname\tO", "5\tOmarHaddad\tB-PER", "6\t.\tO"]
    tagged = read_iob2(rows)["one-1"]
    assert with_names(attack, tagged).names == ("O", "B-ORG", "O", "O", "O", "B-PER", "I-PER", "O")
    assert with_names(attack, tagged[1:]).names is None


def marked(words: list[tuple[str, str, str]]) -> Sentence:
    """(form, XPOS, Entity mark) with a flat tree on the last word."""
    forms, xpos, marks = zip(*words, strict=True)
    upos = tuple("PROPN" if tag.startswith("NNP") else "NOUN" if tag.startswith("NN") else "X" for tag in xpos)
    heads = (*((len(words),) * (len(words) - 1)), 0)
    misc = tuple("Entity=" + mark if mark else "_" for mark in marks)
    return Sentence("x", forms, (True,) * len(words), forms, upos, xpos, heads, ("dep",) * len(words), misc=misc)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("General", "NNP", "(1-person-new-nnnnn-cf1-2-sgl"), ("Mensah", "NNP", "1)")], "O B-PER"),
        ([("the", "DT", "(1-person-new-nnnnn-cf1-2-sgl"), ("fishermen", "NNS", "1)")], "O O"),
        ([("the", "DT", "(1-place-new-nnnnn-cf1-3-sgl"), ("Volta", "NNP", ""), ("Dam", "NNP", "1)")], "O B-LOC I-LOC"),
        ([("Accra", "NNP", "(1-place-giv-nnnnn-cf1-1-coref)"), ("talks", "NNS", "")], "B-LOC O"),
        ([("Monday", "NNP", "(1-time-new-nnnnn-cf1-1-sgl)"), ("talks", "NNS", "")], "O O"),
        ([("left", "VBD", "1)"), ("open", "JJ", "(2-person")], "O O"),
    ],
    ids=["title left out", "nominal mention", "article left out", "single word", "other kind", "broken marks"],
)
def test_gum_mentions_become_names(words: list[tuple[str, str, str]], expected: str) -> None:
    assert " ".join(gum_names(marked(words))) == expected


WORDS = st.text(st.characters(codec="ascii", categories=["Ll", "Lu"]), min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_lemma_rules_lead_back(form: str, lemma: str) -> None:
    assert lemma_by_rule(lemma_rule(form, lemma), form) == lemma


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [("killed", "kill", "l2|"), ("Armies", "army", "l3|y"), ("went", "go", "=go"), ("Kabul", "Kabul", "k0|"), ("the", "the", "l0|")],
)
def test_lemma_rules(form: str, lemma: str, rule: str) -> None:
    assert lemma_rule(form, lemma) == rule


def test_labels_are_read_back(attack: Sentence, tmp_path: Path) -> None:
    labels = labels_of([attack] * 4)
    labels.write(tmp_path / "labels.json")
    assert read_labels(tmp_path / "labels.json") == labels
    assert ("did", "AUX", "do") in lemma_table([attack])
    assert not any(upos == "PROPN" for _, upos, _ in lemma_table([attack]))


@given(st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc"]), min_size=1, max_size=8))
def test_training_and_run_time_see_the_same_shapes(word: str) -> None:
    assert word_shape(word) == runtime_shape(word)


POOL: augment.Pool = {
    ("PER", 2): ((("Ngozi", "Okafor"),),),
    ("LOC", 1): ((("Lima",),),),
    ("LOC", 2): ((("Dar", "Salaam"),),),
}


def test_a_swap_keeps_words_tree_and_tags(attack: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(augment, "SWAPPED_SENTENCES", 1.0)
    monkeypatch.setattr(augment, "SWAPPED_NAMES", 1.0)
    other = augment.swapped(attack, POOL, Random(0))
    assert other.forms[5:7] == other.lemmas[5:7] == ("Ngozi", "Okafor")
    assert replace(other, forms=attack.forms, lemmas=attack.lemmas) == attack


@given(st.integers(0, 400))
def test_augmented_segments_hold_together(seed: int) -> None:
    (sentence,) = read_conllu(ATTACK.splitlines())
    words = augment.segment_words([sentence, sentence], POOL, Random(seed))
    assert all(word.head is None or word.head < len(words) for word in words)
    assert words[0].starts
    heads = [word.head for word in words if word.sentence == 1 and word.head is not None]
    assert all(head == -1 or words[head].sentence == 1 for head in heads)
    assert words == augment.segment_words([sentence, sentence], POOL, Random(seed))


def test_quotation_marks_are_curled_in_turn() -> None:
    assert augment.curled(['"', "No", '"', "he", "'s", "said"]) == ["“", "No", "”", "he", "’s", "said"]


def test_the_pool_has_names_of_every_kind() -> None:
    pool = augment.name_pool([], Path(augment.__file__).parent)
    assert {("PER", 1), ("PER", 2), ("PER", 3), ("LOC", 1), ("LOC", 2), ("ORG", 1), ("ORG", 2), ("ORG", 3)} <= set(pool)
    assert all(len(name) == length for (_, length), groups in pool.items() for group in groups for name in group)
