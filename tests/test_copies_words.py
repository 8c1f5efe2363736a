"""Words of a text as numbers, with what copying leaves alone marked; and the passages that two texts share."""

from __future__ import annotations

import numpy as np
import pytest

from counterclaim.copies.align import Reading, shared
from counterclaim.copies.words import MOST_WORDS, NAME, NUMBER, QUOTED, Words, grammar_count, words_of
from counterclaim.model import Span
from counterclaim.restore import Edit


def hashes(words: Words) -> list[int]:
    found: list[int] = np.frombuffer(words.hashes, "<u4").tolist()
    return found


def placed(text: str, words: Words) -> list[str]:
    starts, ends = np.frombuffer(words.starts, "<u4").tolist(), np.frombuffer(words.ends, "<u4").tolist()
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("twelve dead", "12 dead"),
        ("1,200 shells", "1200 shells"),
        ("The Army", "the army"),
        ("soldiers’ camp's", "soldiers' camp’s"),
        ("fire – again…", "fire, again"),
        ("Mirna\n\nKorven", "Mirna Korven"),
    ],
    ids=["number words and digits", "a comma within a number", "capitals", "apostrophes", "punctuation", "white space"],
)
def test_words_that_are_the_same(one: str, two: str) -> None:
    assert hashes(words_of(one)) == hashes(words_of(two))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("the guards of Mirna fled", [0, 0, 0, NAME, 0]),
        ("they counted 14 dead", [0, 0, NUMBER, 0]),
        ("they counted fourteen dead", [0, 0, NUMBER, 0]),
        ("no one was there", [0, 0, 0, 0]),
        ("it fell on Tuesday in May", [0, 0, 0, NUMBER, 0, NUMBER]),
        ("GUARDS OF MIRNA FLED 14 TIMES", [0, 0, 0, 0, NUMBER, 0]),
        ("he said “not us” and left", [0, 0, QUOTED, QUOTED, 0, 0]),
        ("she said “not us\n\nand left", [0, 0, QUOTED, QUOTED, 0, 0]),
        ('they said "not us" and «nor they» again', [0, 0, QUOTED, QUOTED, 0, QUOTED, QUOTED, 0]),
        ("„nicht wir“ they said", [QUOTED, QUOTED, 0, 0]),
        ("the soldiers’ camp “was Mirna”", [0, 0, 0, QUOTED, QUOTED | NAME]),
    ],
    ids=[
        "a name",
        "a number",
        "a number in words",
        "one is a pronoun",
        "days and months",
        "in a text in capitals they say nothing",
        "a quotation",
        "one that nothing closes ends with its paragraph",
        "other marks",
        "marks that elsewhere close",
        "an apostrophe opens nothing",
    ],
)
def test_marks(text: str, marks: list[int]) -> None:
    assert list(words_of(text).marks) == marks


def test_a_restored_word_stands_where_what_it_replaces_stands() -> None:
    text = "nan guards opened dense occurrence at Mirna"
    edits = [Edit(Span(18, 34), "dense occurrence", "heavy mortar fire", 0.9, "test"), Edit(Span(0, 3), "nan", "the", 0.9, "test")]
    words = words_of(text, edits)
    assert hashes(words) == hashes(words_of("the guards opened heavy mortar fire at Mirna"))
    assert placed(text, words) == ["nan", "guards", "opened", *["dense occurrence"] * 3, "at", "Mirna"]


def test_of_a_very_long_text_the_beginning_counts() -> None:
    assert len(words_of("word " * (MOST_WORDS + 5))) == MOST_WORDS


def test_words_of_grammar() -> None:
    assert grammar_count(words_of("The guards of Mirna fled to the river")) == 4


FIRST = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango"
SECOND = "one a b c d e f g h uniform victor whiskey xray yankee zulu amber birch cedar dogwood elm fir ginkgo hazel ivy juniper"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (FIRST, FIRST, [(20, 20)]),
        (FIRST, SECOND, []),
        (FIRST, f"more words before it and then {FIRST} and after", [(20, 20)]),
        (FIRST, FIRST.replace("golf", "tennis").replace("lima", "cusco"), [(20, 18)]),
        (f"{FIRST} {SECOND}", f"{SECOND} {FIRST}", [(20, 20), (25, 25)]),
        (FIRST, FIRST.replace("golf", "golf and then"), [(20, 20)]),
        (FIRST, " ".join(FIRST.split()[::-1]), []),
        ("alpha bravo charlie", "alpha bravo charlie", []),
        ("", FIRST, []),
    ],
    ids=["the same", "nothing", "within more", "words replaced", "in another order", "words put in", "backwards", "too short", "empty"],
)
def test_passages(one: str, two: str, expected: list[tuple[int, int]]) -> None:
    """Words of each passage, and how many of them are the same."""
    found = shared(Reading(words_of(one)), Reading(words_of(two)))
    got = [] if found is None else list(zip(found.lengths.tolist(), found.counts(found.same).tolist(), strict=True))
    assert [length for length, _ in got] == [length for length, _ in expected]
    assert all(same >= least - 2 for (_, same), (_, least) in zip(got, expected, strict=True))
