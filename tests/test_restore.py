"""Restoration of spun texts: what is put right, what is never touched, and that every span leads back."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.model import Span
from counterclaim.restore import CLEARED, Edit, Restoration, RestoreOptions, reading, restore_text, show, spun_probability
from counterclaim.restore.candidates import candidates, listed_pairs
from counterclaim.restore.phrases import merged, phrase_edits
from counterclaim.restore.screen import screen, signs_of
from counterclaim.restore.tables import tables
from counterclaim.restore.tokens import words

NO_LISTS = RestoreOptions(lists=frozenset())
EAGER = RestoreOptions(least_spun=0.0, least_changed=0.1, least_quoted=0.1)

# Written for this test, then put through the first-alternative rule by hand: in -> successful, on -> connected, as -> arsenic,
# at -> astatine, both -> some, have -> person, part -> portion, there -> location, no -> nary, be -> beryllium.
SPUN = (
    "Villagers successful the north said connected Monday that shells person been falling successful their fields for 3 days. "
    "The army said successful a statement that location were nary soldiers successful the area astatine the time. "
    "Some sides person accused each different of firing first. A doctor astatine the hospital successful Karsa said 12 people "
    "were wounded, among them a teacher who lives connected the main road. “We person asked for a truce,” the mayor said, "
    "“but nary 1 wants to beryllium the first to stop.” The road successful the valley was closed arsenic portion of the search."
)
CLEAN_SENTENCES = (
    "Villagers in the north said on Monday that shells have been falling in their fields for three days.",
    "The army said in a statement that there were no soldiers in the area at the time, and both sides accused each other of firing first.",
    "A doctor at the hospital said 12 people were wounded, among them a teacher who lives on the main road out of the town.",
    "The road through the valley was closed as part of the search, and the mayor asked for a truce so that the dead could be buried.",
)
PAIRS = [("successful", "in"), ("connected", "on"), ("person", "have"), ("location", "there"), ("nary", "no"), ("astatine", "at")]

ODD = [
    ("wire in capitals", "SANTA LUCIA, 3 MAY (EFE) -- ARMY SAYS 4 REBELS KILLED NEAR RIVER. NO WORD ON LOSSES OF TROOPS. MORE."),
    (
        "telegraphic",
        (
            "Reports two vehicles hit near bridge. Crew of one dead, other withdrew under fire. No further details available. Road closed "
            "until morning. Request ambulance to east gate soonest. Unit holding position, ammunition low, no contact "
            "with command since noon."
        ),
    ),
    (
        "translated badly",
        (
            "The enemy, having in view the provocation, have carried out the shelling from the side of the height over "
            "the positions of our "
            "army. By the answer actions of our units the firing points of the enemy were suppressed. Loss among the "
            "personal staff there is "
            "no. The responsibility for the all consequences lays on the military-political leadership of the opposite side."
        ),
    ),
    (
        "communiqué",
        (
            "In accordance with paragraph 4 of the Protocol, the Commission takes note of the communication transmitted "
            "by the depositary and "
            "reaffirms the necessity of full compliance by all parties with the obligations incumbent upon them, without prejudice to the "
            "final determination of the line of demarcation."
        ),
    ),
    (
        "transcript",
        (
            "so i mean we were like you know sitting in the yard and then uh there was this this noise right and my uncle he goes get down "
            "get down and we all um we all went to the to the cellar and it just it kept on i don't know maybe twenty minutes"
        ),
    ),
    (
        "dialect",
        (
            "Them lads was up by the auld mill when the shooting started, so they was. I seen three of them running, "
            "and wan had no boots on "
            "him at all. Sure nobody knew who was firing at who, and the wee ones were crying something fierce."
        ),
    ),
    (
        "tables and lists",
        (
            "Casualties by district (killed / wounded): Amra 4 / 11; Dosh 0 / 3; Kebir 12 / 40. Source: health office, 09:00. Figures for "
            "Lower Kebir are not in. Changes since yesterday: Amra +1, Kebir +5."
        ),
    ),
    ("names of elements", "The ore holds arsenic, astatine was not found, and beryllium was successful as an alloy, the chemist said."),
    ("too short", "He was successful."),
    ("nothing", ""),
    ("no words", "— 12:30 … 45%"),
]


def test_spun_is_called_spun() -> None:
    assert spun_probability(SPUN) > 0.9


@pytest.mark.parametrize(("found", "original"), PAIRS)
def test_words_put_right(found: str, original: str) -> None:
    edits = [edit for edit in restore_text(SPUN, NO_LISTS).edits if edit.found == found]
    right = [edit.restored == original for edit in edits]
    assert sum(right) * 2 > SPUN.split().count(found), edits


@pytest.mark.parametrize("text", [row[1] for row in ODD], ids=[row[0] for row in ODD])
def test_odd_but_honest_stays(text: str) -> None:
    assert restore_text(text).edits == ()
    assert spun_probability(text) < 0.5


def test_lists_add_pairs() -> None:
    assert ("the", 0.99, "seed") in listed_pairs()["nan"]
    assert "the" in candidates("nan", frozenset({"seed"})).words


PHRASES = [
    ("two for two", "said astatine slightest four", [("astatine slightest", "at least")]),
    ("several for one", "helium, atomic number 2 said", [("atomic number 2", "he")]),
    ("longest first", "arsenic good arsenic the", [("arsenic good arsenic", "as well as")]),
    ("not across punctuation", "astatine, slightest", []),
    ("not capitalised", "Astatine slightest", []),
    ("not inside words", "bastatine slightest", []),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PHRASES], ids=[row[0] for row in PHRASES])
def test_phrases(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(phrase_edits(text, words(text), 0.5))
    assert [(edit.found, edit.restored) for edit in found] == expected
    assert all(text[edit.span.start : edit.span.end] == edit.found for edit in found)


def test_phrases_go_before_their_words() -> None:
    word = [Edit(Span(at, at + 2), "ab", "x", 0.9, "word") for at in (0, 3, 9)]
    phrase = [Edit(Span(3, 8), "ab cd", "y", 0.9, "phrase")]
    assert merged(word, phrase) == (word[0], phrase[0], word[2])


def untouchable(text: str, edits: Iterable[Edit]) -> list[str]:
    """Edits of what a restoration may never touch: all but bare lower-case words, and phrases that begin with one."""
    firsts = [edit.found.split()[0] for edit in edits]
    return [first for first in firsts if not (first.isascii() and first.isalpha() and first.islower())]


WORDS = st.sampled_from(
    [
        "nan",
        "successful",
        "army",
        "Baku",
        "12",
        "3.5",
        "don't",
        "cease-fire",
        "“the",
        "army”",
        "said",
        "connected",
        "a",
        "an",
        "Über",
        "x@y.org",
        "\n\n",
        ".",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, max_size=60), st.text(max_size=30))
def test_any_text(pieces: list[str], noise: str) -> None:
    text = " ".join([*pieces, noise])
    restoration = restore_text(text, EAGER)
    assert 0 <= restoration.spun_probability <= 1
    assert untouchable(text, restoration.edits) == []
    at = 0
    for edit in restoration.edits:
        assert edit.span.start >= at
        assert text[edit.span.start : edit.span.end] == edit.found != edit.restored
        assert 0 <= edit.probability <= 1
        assert edit.why
        at = edit.span.end
    assert restore_text(text, EAGER) == restoration


@settings(deadline=None)
@given(
    st.text(alphabet="ab c", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4), st.text(alphabet="xyz", max_size=5)), max_size=5),
)
def test_spans_lead_back(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    for start, length, new in sorted(wanted):
        end = start + length
        if end <= len(text) and (not edits or start >= edits[-1].span.end):
            edits.append(Edit(Span(start, end), text[start:end], new, 1.0, "test"))
    laid = reading(text, edits)
    for offset in range(len(laid.text) + 1):
        back = laid.original(Span(offset, offset))
        assert 0 <= back.start <= back.end <= len(text)
    for start in range(len(laid.text)):
        back = laid.original(Span(start, start + 1))
        inside = [edit for edit in edits if edit.span.overlaps(back)]
        assert laid.text[start] in (text[back.start : back.end] + "".join(edit.restored for edit in inside))
        if not inside:
            assert text[back.start : back.end] == laid.text[start]
    if laid.text:
        assert laid.original(Span(0, len(laid.text))).end == len(text) or edits


def test_reading_of_edits() -> None:
    text = "nan army said nary more"
    edits = (Edit(Span(0, 3), "nan", "the", 0.9, "test"), Edit(Span(14, 18), "nary", "no", 0.8, "test"))
    laid = reading(text, edits)
    assert laid.text == "the army said no more"
    assert laid.original(Span(4, 8)) == Span(4, 8)
    assert laid.original(Span(14, 16)) == Span(14, 18)
    assert laid.original(Span(15, 21)) == Span(14, 23)
    assert laid.original(Span(17, 21)) == Span(19, 23)
    assert laid.edits_in(Span(4, 8)) == ()
    assert laid.edits_in(Span(0, 23)) == edits
    assert laid.edits_in(Span(15, 16)) == edits[1:]


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 3), "the", "nan", 1.0, "found is another word")],
        [Edit(Span(4, 8), "army", "x", 1.0, "out of order"), Edit(Span(0, 3), "nan", "the", 1.0, "")],
        [Edit(Span(0, 5), "nan a", "x", 1.0, "overlap"), Edit(Span(4, 8), "army", "y", 1.0, "")],
    ],
    ids=["not found there", "out of order", "overlapping"],
)
def test_no_edits_of_this_text(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="not an edit"):
        reading("nan army said", edits)


TOKENS = [
    ("words and marks", "the army, he said.", ["the", "army", "he", "said"]),
    ("capitals are closed", "Baku said NO twice", ["said", "twice"]),
    ("numbers and units", "at 16:00 5km 1990s 3 men", ["at", "men"]),
    ("compounds and clitics", "cease-fire don't the army's re-entry", ["the"]),
    ("addresses", "write to user@site.org or http://site.org/path now", ["write", "to", "or", "http", "now"]),
    ("letters of other scripts", "café naïve plain", ["plain"]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in TOKENS], ids=[row[0] for row in TOKENS])
def test_open_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text) if word.open] == expected


def test_quotations_are_marked() -> None:
    quoted = [word.text for word in words('he said “no more” and "go on" then left') if word.quoted and word.text.isalpha()]
    assert quoted == ["no", "more", "go", "on"]


def test_tables_are_sound() -> None:
    table = tables()
    assert len(table.starts) == len(table.words) + 1 == len(table.zipf) + 1
    assert int(table.starts[-1]) == len(table.heads) == len(table.ranks)
    assert table.words[table.forms[table.number["army"], 0]] == "armies"


def test_shown() -> None:
    text = "nan army"
    restoration = Restoration(0.98, "first_alternative", (Edit(Span(0, 3), "nan", "the", 0.9999, "pair of the list seed"),))
    assert show.plain(text, restoration) == "the army"
    assert show.marked(text, restoration).endswith("[nan -> the .99] army")
    row = json.loads(show.as_json(text, restoration))
    assert row["edits"] == [
        {"start": 0, "end": 3, "found": "nan", "restored": "the", "probability": 0.9999, "why": "pair of the list seed"}
    ]
    assert "nothing to restore" in show.heading(Restoration(0.01))


def test_long_hostile_text_is_linear() -> None:
    text = "a-" * 20_000 + "successful " * 3_000 + "“" * 5_000
    assert 0 <= spun_probability(text) <= 1


def test_clean_text_is_cleared_by_the_screen() -> None:
    clean = " ".join(CLEAN_SENTENCES)
    assert screen().log_odds(signs_of(words(clean))) < CLEARED
    assert screen().log_odds(signs_of(words(SPUN))) > CLEARED
    assert restore_text(clean).spun_probability == round(spun_probability(clean), 4) < 0.1


@pytest.mark.parametrize(
    "text", ["", "12 May", "LE MINISTRE A DIT", "der Sprecher sagte am Montag nichts"], ids=["empty", "closed", "upper", "other"]
)
def test_texts_with_nothing_to_look_at_are_cleared(text: str) -> None:
    signs = signs_of(words(text))
    assert len(signs) == len(screen().weights)
    assert restore_text(text).edits == ()
