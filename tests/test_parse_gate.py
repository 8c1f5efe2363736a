"""The gate before the parser: what it lets through, what it may not change, what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterclaim.extract import extract
from counterclaim.flow import Settings, extract_document, extractor_version
from counterclaim.model import Claim, Document, Span
from counterclaim.parse import Pipeline, is_analysed
from counterclaim.parse.forms import noun_forms, verb_forms
from counterclaim.parse.gate import BRIEF, HEAD, REACH, SHORT, fold, kept_paragraphs
from counterclaim.parse.paragraphs import paragraphs
from counterclaim.syntax import Parse

REPORT = """Two soldiers killed on disputed border

KHOREV, 3 May (AFP) – The Varnian defence ministry said two of its soldiers were killed on Tuesday when Ostrian forces shelled a
post near the village of Lim. “We did not fire first,” Lt. Gen. Ivo Maran told reporters. “They did.”

Ostria’s army denied the claim, accusing Varnia of opening fire with large-calibre mortars at 4pm (12:00 GMT).
"""
GARDEN = (
    "The garden opens at nine and the roses are at their best in June.",
    "Visitors may bring a picnic, and the café sells tea, cake and soup until five.",
    "A gardener said that last winter was mild and that the beds by the wall needed little care.",
    "Children like the pond, where ducks nest among the reeds and a heron sometimes stands.",
    "The committee meets on the first Monday of the month and thanks all who give their time.",
)


def quiet(characters: int) -> str:
    """Paragraphs about nothing violent, at least so many characters of them."""
    count = characters // sum(map(len, GARDEN)) + 1
    return "\n\n".join(GARDEN * count)


def kept(text: str) -> list[bool]:
    return kept_paragraphs(text, paragraphs(text))


def long(sentences: str) -> str:
    """The sentences at the head of a text that is too long to be kept for its brevity."""
    return sentences + "\n\n" + quiet(BRIEF + 2 * REACH)


# One invented report a row: what happened in words of its own kind. All are longer than SHORT.
LET_THROUGH = {
    "dam": (
        "A large dam on the Veld gave way in the night and thousands left their homes. The Varnian government said that Ostrian "
        "saboteurs had mined the sluices. Ostria said that the structure had collapsed by itself after months of neglect by "
        "those who ran it. Engineers could not reach the place. The water fell by three metres before noon, and the mayor of "
        "Lim said that two bridges had gone. A ferry took people across."
    ),
    "ships": (
        "Varnia said on Sunday that an Ostrian coastguard ship had cut across the bow of a supply boat near the reef and rammed "
        "it, tearing a hole in its side. The Ostrian coastguard said that the boat had ignored warnings, entered its waters and "
        "turned into the larger ship. A video that was handed to reporters shows the two hulls touching. A lawyer who has "
        "followed the dispute said that neither account could be verified."
    ),
    "herders": (
        "Residents of Kobo said that armed men on motorcycles came at two, set fire to granaries and drove off three hundred "
        "head of cattle. The chairman of the herders' union said that farmers had earlier poisoned a well and burned tents. The "
        "commissioner, who came on Monday, said that eleven bodies had been recovered and that calm had returned. Elders said "
        "that the number was at least thirty, most of them women."
    ),
    "border without arms": (
        "Varnia's foreign ministry said on Monday that Ostrian patrols had moved three kilometres past the agreed line and "
        "pitched tents. Ostria answered that its men were where they had always been and that it was Varnian soldiers who had "
        "crossed. Both said that there had been pushing and fist fights, with stones and iron rods, and that several men had "
        "fallen into the river. Colonels met at the usual hut on Tuesday."
    ),
    "a brief denial": (
        "The Varnian foreign ministry on Saturday dismissed as baseless what it called a smear campaign by Ostria over what "
        'happened near Lim. "The other side wants to mislead the world and to cover up its own responsibility," the ministry\'s '
        "spokeswoman told a weekly briefing. She denied that any Varnian unit had been in the area on that day. Ostria had "
        "accused Varnia on Thursday of a deliberate act against its people and handed in a note."
    ),
    "taken away": (
        "Relatives of 31 men from Sonde said that uniformed men had taken them away in trucks on 4 March and that they had not "
        "been seen since. The armed forces said that no operation had taken place there. A shepherd led visitors to a freshly "
        "dug pit at the edge of the forest. The regional prosecutor said that he had opened a file. A United Nations office "
        "asked for access to the site, which the ministry has not granted so far."
    ),
    "capitals": (
        "THE MINISTRY DECISIVELY REJECTS THE INSINUATIONS OF THE OSTRIAN SIDE. ON 3 MAY UNITS OF OSTRIA SUBJECTED THE POSITIONS "
        "OF OUR ARMY NEAR LIM TO FIRE FROM WEAPONS OF VARIOUS CALIBRES. THERE WERE NO LOSSES. OUR SIDE TOOK ADEQUATE "
        "RETALIATORY MEASURES. THE RESPONSIBILITY FOR THE CONSEQUENCES LIES ENTIRELY WITH THE MILITARY AND POLITICAL LEADERSHIP "
        "OF OSTRIA, WHICH HAS LATELY STEPPED UP ITS RHETORIC AGAINST OUR COUNTRY."
    ),
}


@pytest.mark.parametrize("text", LET_THROUGH.values(), ids=LET_THROUGH.keys())
def test_what_may_hold_a_claim_is_let_through(text: str) -> None:
    assert len(text) > SHORT
    assert kept(text) == [True]


PASSED_OVER = {
    "garden": GARDEN[0],
    "match": (
        "The home side attacked from the first minute and struck twice before the break. Their captain fired the third goal "
        "past a defence that had been under pressure all night. Visiting supporters left early. The coach, who takes over the "
        "national team in summer, praised his men for the fight they had shown. The next round will be played at home in two "
        "weeks, and the striker, who has trained again since Monday, hopes that he will be fit. Tickets are sold out."
    ),
    "takeover": (
        "The board of directors rejected a second offer for the company on Monday and called the price too low. Shares rose by "
        "four per cent on the stock exchange. Analysts expect a bidding war, since two other firms have shown interest in its "
        "brands. The chief executive said that the offer failed to reflect the growth that was to come, and that shareholders "
        "would do well to wait. Interest rates stayed where they were."
    ),
    "illness": (
        "Doctors advise everybody over sixty to have the injection before the winter comes. Last year the illness spread early, "
        "and clinics in three provinces had to turn people away. The health minister said that there were enough doses. A nurse "
        "at the city hospital said that most who came had a heart attack or asthma behind them, and that they were grateful to "
        "be called. The injection is free of charge."
    ),
}


@pytest.mark.parametrize("text", PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_what_has_nothing_to_do_with_it_is_passed_over(text: str) -> None:
    assert not any(kept(long(text)))


WORDS = {
    "phrase": ("shoot down", verb_forms, {"shoots down", "shot down", "shooting down"}),
    "doubles": ("stab", verb_forms, {"stabs", "stabbed", "stabbing"}),
    "silent e": ("ambush", verb_forms, {"ambushes", "ambushed"}),
    "y": ("bury", verb_forms, {"buries", "buried", "burying"}),
    "plural": ("car bomb", noun_forms, {"car bomb", "car bombs"}),
    "man": ("gunman", noun_forms, {"gunmen"}),
    "y of a noun": ("casualty", noun_forms, {"casualties"}),
}


@pytest.mark.parametrize(("phrase", "forms", "expected"), WORDS.values(), ids=WORDS.keys())
def test_forms(phrase: str, forms: Callable[[str], set[str]], expected: set[str]) -> None:
    assert expected <= forms(phrase)


def test_a_form_is_found_as_a_whole_word_only() -> None:
    assert " war " in fold("The WAR, again.")
    assert " war " not in fold("A warning, forewarned.")


def test_a_short_text_is_kept_whatever_it_says() -> None:
    assert kept(GARDEN[0]) == [True]


def test_what_stands_around_and_at_the_head_is_kept_and_no_more() -> None:
    text = quiet(6000) + "\n\n" + REPORT + "\n\n" + quiet(6000)
    blocks = paragraphs(text)
    wanted = kept_paragraphs(text, blocks)
    passed = [block for block, keep in zip(blocks, wanted, strict=True) if keep]
    first, last = text.index(REPORT), text.index(REPORT) + len(REPORT)
    assert wanted[:HEAD] == [True] * HEAD
    assert all(block in passed for block in blocks if first <= block.start < last)
    assert all(first - REACH < block.end and block.start < last + REACH for block in passed[HEAD:])
    assert sum(wanted) < len(blocks) / 2


def test_a_text_of_which_half_is_kept_is_kept_whole() -> None:
    assert all(kept(REPORT * 4 + quiet(1200)))


def test_words_that_are_far_apart_do_not_add_up() -> None:
    far = "\n\n".join(f"{quiet(2000)}\n\nThe word {word} was on the list." for word in ("soldier", "killing", "conflict"))
    assert not any(kept(far))


def test_a_phrase_that_means_something_else_counts_for_nothing() -> None:
    text = "He had a heart attack in the stock exchange while the attorney general spoke of a price war and a trade war."
    assert not any(kept(long(text)))


def test_no_paragraphs() -> None:
    assert kept_paragraphs("", []) == []


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aA1.,-'\"“” \n\nİß")), max_size=900))
@example("ß" * 450 + "\n" + "İ" * 450)
@example("\ud800" * 900)
@example("." * 900)
def test_one_answer_for_each_paragraph_of_any_text(text: str) -> None:
    blocks = paragraphs(text)
    assert len(kept_paragraphs(text, blocks)) == len(blocks)


def test_time_is_linear() -> None:
    def seconds(size: int) -> float:
        text = "killed " * size
        blocks = [Span(0, len(text))]
        begun = time.process_time()
        kept_paragraphs(text, blocks)
        return time.process_time() - begun

    seconds(1000)
    assert seconds(80_000) < 100 * max(seconds(8000), 1e-3)


# ---------------------------------------------------------------- with the parser behind it


@pytest.fixture(scope="module")
def gated(pipeline: Pipeline) -> Pipeline:
    return replace(pipeline, gate=True)


def mixed() -> str:
    return quiet(3000) + "\n\n" + REPORT + "\n\n" + quiet(3000)


def test_a_report_gets_the_same_parse_with_the_gate(pipeline: Pipeline, gated: Pipeline) -> None:
    assert gated.parse(REPORT) == pipeline.parse(REPORT)


def test_the_gate_is_off_unless_asked_for(pipeline: Pipeline) -> None:
    assert not pipeline.gate
    assert "X" not in pipeline.parse(quiet(SHORT)).upos


def test_tokens_and_quotations_do_not_depend_on_the_gate(pipeline: Pipeline, gated: Pipeline) -> None:
    with_gate, without = gated.parse(mixed()), pipeline.parse(mixed())
    assert (with_gate.starts, with_gate.ends, with_gate.quotations) == (without.starts, without.ends, without.quotations)
    assert 0 < sum(tag == "X" for tag in with_gate.upos) < len(with_gate)
    _check(with_gate)


def test_what_is_passed_over_is_one_sentence_a_paragraph(gated: Pipeline) -> None:
    parse = gated.parse("\n\n".join(GARDEN * 2))
    spans = [parse.sentence_span(number) for number in range(len(parse.sentences))]
    assert [parse.text[span.start : span.end] for span in spans] == list(GARDEN * 2)
    assert not is_analysed(parse)
    assert set(parse.entities) == {"O"}
    _check(parse)


def _check(parse: Parse) -> None:
    """One root a sentence, heads inside it, sentences over all tokens, no lemma missing."""
    assert list(chain.from_iterable(range(first, last) for first, last in parse.sentences)) == list(range(len(parse)))
    assert all(end <= start for end, start in zip(parse.ends, parse.starts[1:], strict=False))
    for first, last in parse.sentences:
        heads = parse.heads[first:last]
        assert heads.count(-1) == 1
        assert all(head == -1 or first <= head < last for head in heads)
    assert "" not in parse.lemmas


@given(order=st.permutations(range(4)))
def test_wherever_the_report_stands_its_sentences_are_parsed(gated: Pipeline, order: list[int]) -> None:
    parts = [REPORT, quiet(1800), quiet(2400), "\n\n".join(GARDEN)]
    text = "\n\n".join(parts[number] for number in order)
    parse = gated.parse(text)
    first = text.index(REPORT)
    inside = [token for token, start in enumerate(parse.starts) if first <= start < first + len(REPORT)]
    assert "X" not in {parse.upos[token] for token in inside}
    _check(parse)


def _of_report(claims: list[Claim], text: str) -> list[tuple[str | None, str]]:
    first = text.index(REPORT)
    found = [claim for claim in claims if first <= claim.span.start < first + len(REPORT)]
    return [(claim.speaker.id, claim.stance) for claim in found]


def test_no_claim_is_lost(pipeline: Pipeline, gated: Pipeline) -> None:
    document = Document("d", "report.txt", mixed())
    with_gate, without = (extract(document, parser.parse(document.text)) for parser in (gated, pipeline))
    assert _of_report(with_gate, document.text) == _of_report(without, document.text) != []


@pytest.mark.parametrize("text", ["", "a\x00b " * 200, "\u202e" * 500, "قُتل ثلاثة جنود. " * 40, "a \ud800 b\n" * 80], ids=range(5))
def test_odd_texts(gated: Pipeline, text: str) -> None:
    _check(gated.parse(text))


def test_a_document_with_nothing_in_it_has_no_claims(gated: Pipeline) -> None:
    extracted = extract_document(Document("d", "report.txt", quiet(2000)), gated, Settings())
    assert extracted.claims == ()


def test_parser_and_gate_are_part_of_what_a_reading_is_known_by() -> None:
    settings = [Settings(), Settings(gate=False), Settings(parser="fast"), Settings(parser="spacy:some_pipeline")]
    assert len({extractor_version(each) for each in settings}) == len(settings)
