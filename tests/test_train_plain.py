"""Texts without annotation for training: what becomes of capitals, and that sentences come without labels."""

from __future__ import annotations

import pytest
from train.corpora import read_conllu, write_conllu
from train.plain import recased, sentences

from counterclaim.parse import Pipeline
from counterclaim.parse.conllu import loads

CAPITALS = """# text = TODAY I SAW THE ARMY [FAR] IN SAN VICENTE.
1	TODAY	today	NOUN	NN	_	3	obl	_	_
2	I	I	PRON	PRP	_	3	nsubj	_	_
3	SAW	see	VERB	VBD	_	0	root	_	_
4	THE	the	DET	DT	_	5	det	_	_
5	ARMY	army	NOUN	NN	_	3	obj	_	_
6	[	[	PUNCT	-LRB-	_	7	punct	_	SpaceAfter=No
7	FAR	FAR	PROPN	NNP	_	5	appos	_	SpaceAfter=No
8	]	]	PUNCT	-RRB-	_	7	punct	_	_
9	IN	in	ADP	IN	_	11	case	_	_
10	SAN	SAN	PROPN	NNP	_	11	compound	_	_
11	VICENTE	VICENTE	PROPN	NNP	_	3	obl	_	SpaceAfter=No
12	.	.	PUNCT	.	_	3	punct	_	_

"""


def test_capitals_become_mixed_case() -> None:
    (parse,) = loads(CAPITALS)
    assert recased(parse) == ["Today", "I", "saw", "the", "army", "[", "FAR", "]", "in", "San", "Vicente", "."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops left. They came back.", ["Troops left.", "They came back."]),
        ("Nothing was said", ["Nothing was said"]),
        ("", []),
    ],
    ids=["two sentences", "no stop", "nothing"],
)
def test_sentences_have_words_and_nothing_else(
    pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory, text: str, expected: list[str]
) -> None:
    path = tmp_path_factory.mktemp("plain") / "plain.conllu"
    write_conllu(path, sentences(pipeline.parse(text), "x"))
    found = list(read_conllu(path.read_text(encoding="utf-8").splitlines()))
    assert [sentence.text for sentence in found] == expected
    assert all(sentence.names is None and not sentence.upos and not sentence.heads for sentence in found)
    assert [sentence.new_document for sentence in found] == [at == 0 for at in range(len(found))]
