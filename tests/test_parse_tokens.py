"""Word segmentation: text -> tokens. Each row says which class of cases it stands for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.parse.tokens import tokenize

CASES = {
    "plain": ("Two soldiers died", "Two soldiers died"),
    "stop and comma": ("Near Goris, shots fell.", "Near Goris , shots fell ."),
    "negation": ("They didn't fire", "They did n't fire"),
    "negation, curly": ("They don’t know", "They do n’t know"),
    "cannot": ("We cannot confirm, CANNOT", "We can not confirm , CAN NOT"),
    "possessive": ("Baku's army", "Baku 's army"),
    "possessive, curly": ("the Kremlin’s line", "the Kremlin ’s line"),
    "possessive of a plural": ("the soldiers' bodies", "the soldiers ' bodies"),
    "possessive of an abbreviation": ("the U.S.'s ally", "the U.S. 's ally"),
    "clitics": ("we'll we've they're I'd", "we 'll we 've they 're I 'd"),
    "two clitics": ("shouldn't've", "should n't 've"),
    "apostrophe in a name": ("Sana'a Qur'an O'Brien Côte d'Ivoire", "Sana'a Qur'an O'Brien Côte d'Ivoire"),
    "elided years": ("the '90s and ’80s", "the '90s and ’80s"),
    "hyphen separates": ("a large-calibre gun", "a large - calibre gun"),
    "age": ("a 16-year-old girl", "a 16 - year - old girl"),
    "name with hyphen": ("Nagorno-Karabakh, al-Shabaab's", "Nagorno - Karabakh , al - Shabaab 's"),
    "type of weapon": ("Su-25 and M-16 and MH17", "Su - 25 and M - 16 and MH17"),
    "affix stays": ("anti-government cross-border re-elected mid-2003", "anti-government cross-border re-elected mid-2003"),
    "affix first": ("an anti-tank-guided missile", "an anti-tank - guided missile"),
    "affix inside a name": ("Qasr-e-Shirin", "Qasr - e - Shirin"),
    "suffix stays": ("number-wise", "number-wise"),
    "date by hyphens": ("on 2023-04-11", "on 2023-04-11"),
    "date and time": ("2023-04-11T16:00:00Z, 2023-04-11T16:00", "2023-04-11T16:00:00Z , 2023-04-11T16:00"),
    "range": ("13-17 April, 2010–2014", "13 - 17 April , 2010 – 2014"),
    "telephone": ("call 713-853-5984", "call 713-853-5984"),
    "rank": ("Lt. Gen. Ayad met Sgt. Omar", "Lt. Gen. Ayad met Sgt. Omar"),
    "rank with hyphen": ("Col.-Gen. Syrskyi", "Col. - Gen. Syrskyi"),
    "rank without space": ("Gen.Petrov and Lt.Gen. Ivanov", "Gen. Petrov and Lt. Gen. Ivanov"),
    "title in capitals": ("DR. RIVAS AND COL. PONCE", "DR. RIVAS AND COL. PONCE"),
    "month": ("on Jan. 5", "on Jan. 5"),
    "month that is a word": ("on Mar. 5 they did mar. No", "on Mar. 5 they did mar . No"),
    "number sign": ("No. 5, nos. 3", "No. 5 , nos. 3"),
    "no before no number": ("He said no. They left", "He said no . They left"),
    "number sign without space": ("DETACHMENT NO.4 HELD", "DETACHMENT NO. 4 HELD"),
    "dotted letters": ("the U.S. at 5 p.m. e.g. U.N.", "the U.S. at 5 p.m. e.g. U.N."),
    "dotted pairs": ("las FF.AA. y EE.UU.", "las FF.AA. y EE.UU."),
    "initial": ("J. Smith and George W. Bush", "J. Smith and George W. Bush"),
    "last letter of a paragraph": ("route A.", "route A ."),
    "no stop at ellipsis": ("Gen... what", "Gen ... what"),
    "thousands": ("1,200 people", "1,200 people"),
    "decimal": ("3.5 km and .5", "3.5 km and .5"),
    "clock": ("at 16:00 (12:00 GMT)", "at 16:00 ( 12:00 GMT )"),
    "clock and zone": ("12:00GMT 14:30UTC", "12:00 GMT 14:30 UTC"),
    "hour and half of day": ("4pm 10AM", "4 pm 10 AM"),
    "units": ("375mm 1.5bn 5km", "375 mm 1.5 bn 5 km"),
    "ordinals and decades": ("20th 1st 1990s 3G 3D", "20th 1st 1990s 3G 3D"),
    "short ratio": ("90 km/h", "90 km/h"),
    "alternatives": ("and/or RFE/RL", "and / or RFE / RL"),
    "slashed date": ("9/11 and 4/11/2023", "9/11 and 4/11/2023"),
    "percent": ("50% of", "50 % of"),
    "currency": ("$5,000 US$5m €3bn", "$ 5,000 US $ 5 m € 3 bn"),
    "brackets": ("the army (AFP) [sic]", "the army ( AFP ) [ sic ]"),
    "straight quotes": ('"Yes," he said', '" Yes , " he said'),
    "curly quotes": ("“Yes,” he said", "“ Yes , ” he said"),
    "doubled quotes": ("``Yes,'' he said", "`` Yes , '' he said"),
    "guillemets": ("«Oui»", "« Oui »"),
    "dashes": ("fire – heavy — fire -- and", "fire – heavy — fire -- and"),
    "dash without spaces": ("fire—heavy", "fire — heavy"),
    "ellipses": ("well... he… said....", "well ... he … said ...."),
    "marks in a row": ("What?! No!!", "What ?! No !!"),
    "no space after stop": ("were killed.The army", "were killed . The army"),
    "address": ("see https://mod.example/a?b=1, now.", "see https://mod.example/a?b=1 , now ."),
    "address in brackets": ("(www.example.org/x)", "( www.example.org/x )"),
    "mail and handles": ("mail press@mod.example or @mod_am #Lachin.", "mail press@mod.example or @mod_am #Lachin ."),
    "host name": ("News.az reports", "News.az reports"),
    "ampersand": ("AT&T, R&D", "AT&T , R&D"),
    "emoji sequences": ("👨‍👩‍👧 👍🏽 ❤️ ok", "👨‍👩‍👧 👍🏽 ❤️ ok"),
    "combining marks": ("cafe\u0301s open", "cafe\u0301s open"),
    "right to left": ("قُتل ثلاثة.", "قُتل ثلاثة ."),
    "invisible characters": ("\ufeffone\u200btwo \u200fx\x00y", "one two x y"),
    "no-break space": ("5\u00a0km", "5 km"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_tokens(text: str, expected: str) -> None:
    assert [text[start:end] for start, end in tokenize(text)] == expected.split(" ")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aA1.,-'’\"/:@#&% \n\u0301\u200d")), max_size=60))
def test_tokens_are_ordered_disjoint_and_cover_what_is_visible(text: str) -> None:
    tokens = tokenize(text)
    covered = 0
    for start, end in tokens:
        assert covered <= start < end
        assert not any(character.isspace() for character in text[start:end])
        assert not any(character.isalnum() for character in text[covered:start])
        covered = end
    assert not any(character.isalnum() for character in text[covered:])


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_stretch_is_tokenised_as_if_alone(before: str, stretch: str) -> None:
    offset = len(before) + 1
    inside = tokenize(f"{before}\n{stretch}\nX", offset, offset + len(stretch))
    assert [(start - offset, end - offset) for start, end in inside] == tokenize(stretch)


@pytest.mark.parametrize(
    "unit", ["a ", "a", ".", ". ", '"', "'a ", "-", "a-", "@a.", "1,", "a.", "a'", "\u0301", "www.", "http://", "(", "\u200da"]
)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        began = time.process_time()
        tokenize(unit * (size // len(unit)))
        return time.process_time() - began

    assert seconds(200_000) < 40 * (seconds(10_000) + 0.02)
