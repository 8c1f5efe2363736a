"""CoNLL-U in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import ParseError
from counterclaim.model import Span
from counterclaim.parse.conllu import dumps, loads
from counterclaim.parse.paragraphs import paragraphs
from counterclaim.parse.quotations import quotations
from counterclaim.parse.tokens import tokenize
from counterclaim.syntax import Parse

SAMPLE = """\
# newdoc id = sample
# newpar
# sent_id = 1
# text = They didn't fire, Baku said.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tfire\tfire\tVERB\tVB\t_\t7\tccomp\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
5.1\tit\tit\tPRON\tPRP\t_\t_\t_\t4:obj\t_
6\tBaku\tBaku\tPROPN\tNNP\t_\t7\tnsubj\t_\tNER=B-LOC
7\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
8\t.\t.\tPUNCT\t.\t_\t7\tpunct\t_\t_

# sent_id = 2
# newpar
1\t“\t“\tPUNCT\t``\t_\t2\tpunct\t_\tSpaceAfter=No
2\tCalm\tcalm\tADJ\tJJ\t_\t0\troot\t_\tSpaceAfter=No
3\t”\t”\tPUNCT\t''\t_\t2\tpunct\t_\t_

# newdoc id = other
1\tDunno\t_\tX\tUH\t_\t0\troot\t_\t_
"""
LINE = "1\tYes\tyes\tINTJ\tUH\t_\t{head}\troot\t_\t_\n"


def test_reading() -> None:
    first, second = loads(SAMPLE)
    tokens = ["They", "did", "n't", "fire", ",", "Baku", "said", ".", "“", "Calm", "”"]
    assert first.text == "They didn't fire, Baku said.\n\n“Calm”"
    assert [first.form(token) for token in range(len(first))] == tokens
    assert first.heads == (3, 3, 3, 6, 3, 6, -1, 6, 9, -1, 9)
    assert first.sentences == ((0, 8), (8, 11))
    assert first.entities[5] == "B-LOC"
    assert [quotation.inner for quotation in first.quotations] == [Span(31, 35)]
    assert (second.text, second.lemmas) == ("Dunno", ("_",))


def test_words_that_are_not_written_share_the_stretch() -> None:
    rows = "1-2\tau\t_\t_\t_\t_\t_\t_\t_\t_\n1\tà\tà\tADP\t_\t_\t0\troot\t_\t_\n2\tle\tle\tDET\t_\t_\t1\tdet\t_\t_\n"
    (parse,) = loads(rows)
    assert (parse.text, parse.starts, parse.ends) == ("au", (0, 0), (2, 2))


@pytest.mark.parametrize(
    ("conllu", "reason"),
    [
        ("1\tYes\tyes\n", "line 1: 3 columns"),
        (LINE.format(head="x"), "not a word of its sentence"),
        (LINE.format(head=2), "not a word of its sentence"),
        (LINE.format(head=1), "in a circle"),
        (LINE.format(head=0).replace("1", "one", 1), "no word number"),
        (LINE.format(head=0).replace("1", "2", 1), "not numbered from 1"),
        ("1.1" + LINE.format(head=0)[1:], "not numbered from 1"),
        ("# text = No\n" + LINE.format(head=0), "not those of its # text"),
    ],
)
def test_malformed(conllu: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        loads(conllu)


def test_nothing() -> None:
    assert loads("") == loads("\n\n# only a comment\n") == []


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """Parses such as the pipeline makes: the text is free, one sentence a paragraph, heads a chain."""
    text = draw(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab .,'\"“”|=\\\n\t\u00a0\x00")), max_size=80))
    blocks = paragraphs(text)
    tokens = [tokenize(text, block.start, block.end) for block in blocks]
    offsets = [offset for block in tokens for offset in block]
    sentences, first = [], 0
    for block in tokens:
        if block:
            sentences.append((first, first + len(block)))
        first += len(block)
    roots = {first for first, _ in sentences}
    tags = draw(st.lists(st.sampled_from(["O", "B-PER", "I-PER"]), min_size=len(offsets), max_size=len(offsets)))
    return Parse(
        text=text,
        starts=tuple(start for start, _ in offsets),
        ends=tuple(end for _, end in offsets),
        lemmas=tuple(text[start:end].lower() for start, end in offsets),
        upos=("NOUN",) * len(offsets),
        xpos=("NN",) * len(offsets),
        heads=tuple(-1 if token in roots else token - 1 for token in range(len(offsets))),
        relations=tuple("root" if token in roots else "dep" for token in range(len(offsets))),
        entities=tuple(tags),
        sentences=tuple(sentences),
        quotations=tuple(quotations(text, blocks)),
    )


@given(parses())
def test_round_trip(parse: Parse) -> None:
    assert loads(dumps(parse)) == ([parse] if len(parse) else [])
