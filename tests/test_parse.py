"""The pipeline as a whole, with the shipped model."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.errors import ParseError
from counterclaim.parse import TEXT_LIMIT, TOKEN_LIMIT, Pipeline, load
from counterclaim.parse.conllu import dumps, loads
from counterclaim.parse.tree import find_cycle
from counterclaim.syntax import Parse

REPORT = """Two soldiers killed on disputed border

KHOREV, 3 May (AFP) – The Varnian defence ministry said two of its soldiers were killed on Tuesday when Ostrian forces shelled a
post near the village of Lim. “We did not fire first,” Lt. Gen. Ivo Maran told reporters. “They did.”

Ostria’s army denied the claim, accusing Varnia of opening fire with large-calibre mortars at 4pm (12:00 GMT).
"""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return load()


@pytest.fixture(scope="module")
def fast() -> Pipeline:
    return load("fast")


def _check(parse: Parse, text: str) -> None:
    """What holds of every parse."""
    assert parse.text == text
    columns = (parse.ends, parse.lemmas, parse.upos, parse.xpos, parse.heads, parse.relations, parse.entities)
    assert {len(column) for column in columns} == {len(parse)}
    assert [token for first, last in parse.sentences for token in range(first, last)] == list(range(len(parse)))
    for first, last in parse.sentences:
        heads = [head - first + 1 if head >= 0 else 0 for head in parse.heads[first:last]]
        assert heads.count(0) == 1
        assert all(0 <= head <= last - first for head in heads)
        assert find_cycle([0, *heads]) is None
    assert all((head < 0) == (relation == "root") for head, relation in zip(parse.heads, parse.relations, strict=True))
    assert all(end > start for start, end in zip(parse.starts, parse.ends, strict=True))
    assert "" not in parse.lemmas


SENTENCES = {
    "stops": ("Shots were fired. Two died.", ["Shots were fired.", "Two died."]),
    "headline": ("Two killed on border\nThe army said so.", ["Two killed on border", "The army said so."]),
    "rank": (
        "It was hit, Lt. Gen. Maran said. No. 5 post was lost.",
        ["It was hit, Lt. Gen. Maran said.", "No. 5 post was lost."],
    ),
    "stop before the closing mark": ("He said: “We fired.” They denied it.", ["He said: “We fired.”", "They denied it."]),
    "closing mark before the stop": ("He denied “any role”. Troops left.", ["He denied “any role”.", "Troops left."]),
    "straight marks": (
        'They “fired”. "We did not," he said. "They did."',
        ["They “fired”.", '"We did not," he said.', '"They did."'],
    ),
    "question in a quotation": ("“Who fired?” she asked. Nobody knew.", ["“Who fired?” she asked.", "Nobody knew."]),
    "list": ("1. The army fired first.\n2. It denies this.", ["1. The army fired first.", "2. It denies this."]),
    "clock at the end": ("It began at 5 p.m. The army fired.", ["It began at 5 p.m.", "The army fired."]),
    "state at the end": ("They met in the U.S. The talks failed.", ["They met in the U.S.", "The talks failed."]),
    "dateline in capitals": ("LIM CITY — Shells hit a post.", ["LIM CITY —", "Shells hit a post."]),
    "dateline with an agency": ("Khorev (AFP) – Shells hit a post.", ["Khorev (AFP) –", "Shells hit a post."]),
    "dateline with a colon": ("Khorev, 4 May (APK): Shells hit a post.", ["Khorev, 4 May (APK):", "Shells hit a post."]),
    "dateline with remarks": (
        "KHOREV, 4 MAY 90 (RADIO A-B) -- [REPORT] [TEXT] TWO MEN WERE KILLED.",
        ["KHOREV, 4 MAY 90 (RADIO A-B) -- [REPORT] [TEXT]", "TWO MEN WERE KILLED."],
    ),
    "dateline between slashes": ("KHOREV, May 4. /APK/. Two men were killed.", ["KHOREV, May 4. /APK/.", "Two men were killed."]),
    "no dateline": ("Varnia – Ostria talks failed on Monday.", ["Varnia – Ostria talks failed on Monday."]),
    "weapon is no dateline": ("T-72 tanks fired on Monday.", ["T-72 tanks fired on Monday."]),
    "upper case": ("THREE MEN WERE KILLED. THE ARMY BLAMED REBELS.", ["THREE MEN WERE KILLED.", "THE ARMY BLAMED REBELS."]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    parse = pipeline.parse(text)
    spans = [parse.sentence_span(number) for number in range(len(parse.sentences))]
    assert [text[span.start : span.end] for span in spans] == expected


def test_a_report(pipeline: Pipeline) -> None:
    parse = pipeline.parse(REPORT)
    _check(parse, REPORT)
    said = next(token for token in range(len(parse)) if parse.form(token) == "said")
    assert parse.lemmas[said] == "say"
    assert [parse.form(token) for token in parse.kids(said, "nsubj")] == ["ministry"]
    assert [parse.lemmas[token] for token in parse.kids(said, "ccomp")] == ["kill"]
    names = [parse.form(token) for token, tag in enumerate(parse.entities) if tag.endswith("-PER")]
    assert names[:2] == ["Ivo", "Maran"]
    quoted = [REPORT[quotation.inner.start : quotation.inner.end] for quotation in parse.quotations]
    assert quoted == ["We did not fire first,", "They did."]


TEXTS = {
    "empty": "",
    "one character": "a",
    "one mark": '"',
    "white space": " \n\t\u2029",
    "nul": "a\x00b",
    "emoji": "👨‍👩‍👧 killed 👍🏽",
    "right to left": "قُتل ثلاثة جنود. قال الوزير",
    "lone surrogate": "a \ud800 b",
    "combining marks": "\u0301" * 40,
    "long word": "a" * 5000,
    "no sentence end": "a " * 1500,
    "only marks": "\"'" * 300,
    "many paragraphs": "x\n" * 300,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_odd_texts(pipeline: Pipeline, text: str) -> None:
    _check(pipeline.parse(text), text)


@pytest.mark.parametrize("text", [*TEXTS.values(), REPORT, REPORT.upper()], ids=[*TEXTS.keys(), "report", "report in capitals"])
def test_odd_texts_with_the_fast_parser(fast: Pipeline, text: str) -> None:
    _check(fast.parse(text), text)


def test_the_fast_parser_agrees_on_what_is_plain(pipeline: Pipeline, fast: Pipeline) -> None:
    """Tokens do not depend on the model; of the trees of a plain report most is the same."""
    ours, other = pipeline.parse(REPORT), fast.parse(REPORT)
    assert (ours.starts, ours.ends, ours.quotations) == (other.starts, other.ends, other.quotations)
    assert sum(map(int.__eq__, ours.heads, other.heads)) > 0.8 * len(ours)


@settings(max_examples=25, deadline=None)
@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aA1.,-'\"“” \n")), max_size=120))
def test_any_text(pipeline: Pipeline, text: str) -> None:
    parse = pipeline.parse(text)
    _check(parse, text)
    assert loads(dumps(parse)) == ([parse] if len(parse) else [])


@pytest.mark.parametrize("text", ["a" * (TEXT_LIMIT + 1), "a " * (TOKEN_LIMIT + 1)], ids=["characters", "tokens"])
def test_too_long(pipeline: Pipeline, text: str) -> None:
    with pytest.raises(ParseError, match="limit"):
        pipeline.parse(text)


def test_unknown_name() -> None:
    with pytest.raises(ParseError, match="no parser called 'gold'"):
        load("gold")


def test_same_text_same_parse_whatever_was_parsed_before(pipeline: Pipeline) -> None:
    texts = [REPORT, "One sentence.", REPORT.upper(), "Fire! " * 80, REPORT + "\n" + REPORT]
    expected = [load().parse(text) for text in texts]
    order = list(range(len(texts))) * 2
    random.Random(1).shuffle(order)
    assert all(pipeline.parse(texts[number]) == expected[number] for number in order)


def test_same_text_same_parse_in_another_process(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from counterclaim.parse import load; from counterclaim.parse.conllu import dumps; "
        "sys.stdout.buffer.write(dumps(load().parse(Path(sys.argv[1]).read_text('utf-8'))).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "4"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "report.txt")], capture_output=True, check=True, env=environment, timeout=120
    )
    assert done.stdout.decode() == dumps(pipeline.parse(REPORT))


def test_a_paragraph_ends_a_window_and_a_sentence(pipeline: Pipeline) -> None:
    """A long document is cut into windows; each sentence is whole and inside one paragraph."""
    text = REPORT * 12
    parse = pipeline.parse(text)
    _check(parse, text)
    assert all("\n\n" not in text[parse.sentence_span(n).start : parse.sentence_span(n).end] for n in range(len(parse.sentences)))


def test_loading_is_quick() -> None:
    began = time.process_time()
    load()
    assert time.process_time() - began < 2
