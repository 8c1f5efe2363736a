"""An incident in words: what it says, that every clause can be traced, and that no side is told otherwise than another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.link import link
from counterclaim.model import Account, Claim, Document, Incident, Place, Stance
from counterclaim.summary import is_plural, paragraph, summary_of, with_article
from tests import strategies
from tests.made import BRIDGE, DAY, claim, document, on, toll

DAYS = [document(f"day {number}", DAY + timedelta(days=number), text=f"report {number}") for number in range(3)]


def said(of: Document, speaker: str, stance: Stance = "asserts", *, at: int = 0, **parts: object) -> Claim:
    return claim(of, speaker, stance, place=BRIDGE, when=on(DAY), at=at, **parts)  # type: ignore[arg-type]


def accuses(of: Document, one: str, other: str, *, at: int = 0, organ: str = "MOD") -> Claim:
    return said(of, f"{one}:{organ}", "accuses", by=other, against=one, at=at)


def told(*claims: Claim) -> Incident:
    (found,) = link(claims, DAYS)
    return found


def words(*claims: Claim) -> str:
    return paragraph(told(*claims).summary)


FIRST = DAYS[0]
BOTH = (accuses(FIRST, "FIN", "SWE"), accuses(FIRST, "SWE", "FIN", at=1))


@pytest.mark.parametrize(
    ("claims", "sentences"),
    [
        pytest.param(
            BOTH,
            [
                "Armed clash at Bridge, AAA, on 6 May 2031. One report tells of it.",
                "Finland's defence ministry says that Sweden began.",
                "Sweden's defence ministry says that Finland began.",
                "Finland and Sweden contradict each other on who began.",
            ],
            id="each accuses the other",
        ),
        pytest.param(
            [accuses(FIRST, "FIN", "SWE"), accuses(DAYS[1], "FIN", "SWE", organ="MFA")],
            ["2 reports tell of it.", "Finland says that Sweden began.", "Sweden is not heard."],
            id="two organs are their party, and a party that says nothing",
        ),
        pytest.param(
            [*BOTH, said(FIRST, "FIN:MOH", tolls=[toll("FIN:MIL", "killed", 4), toll("SWE", "killed", 9, least=True)], at=2)],
            ["Finland says that Sweden began, that 4 of its own were killed and that at least 9 of Sweden's were killed."],
            id="its own dead, then the other's",
        ),
        pytest.param(
            [*BOTH, *(said(DAYS[day], "FIN:MOD", tolls=[toll("FIN", "killed", number)], at=3) for day, number in enumerate((39, 50, 57)))],
            ["and that 57 of its own were killed (also: 50, 39)."],
            id="a toll that rises",
        ),
        pytest.param(
            [
                *BOTH,
                said(FIRST, "FIN:MOD", tolls=[toll("FIN", "killed", 1)], at=2),
                said(FIRST, "FIN:MOH", tolls=[toll("FIN", "killed", 6)], at=3),
            ],
            ["6 of its own were killed (its organs give different numbers) (also: 1)."],
            id="two ministries, two numbers",
        ),
        pytest.param(
            [
                *BOTH,
                said(
                    FIRST, "SWE", tolls=[toll("civilians", "killed", 1), toll("civilians", "wounded", 0), toll("all", "missing", 1)], at=2
                ),
            ],
            ["that 1 person was missing, that 1 civilian was killed and that no civilians were wounded."],
            id="one, none",
        ),
        pytest.param(
            [*BOTH, said(FIRST, "SWE", tolls=[toll("SWE", "killed"), toll("FIN", "killed", 0)], at=2)],
            ["that some of its own were killed and that none of Finland's were killed."],
            id="a number not given, and none",
        ),
        pytest.param(
            [*BOTH, said(FIRST, "SWE:MOD", "declines", at=2), said(DAYS[1], "SWE:MOD", "confirms", by="SWE", at=2)],
            ["It confirms part of what is said, having declined to comment before."],
            id="neither confirm nor deny, and confirmed the next day",
        ),
        pytest.param(
            [accuses(FIRST, "FIN", "SWE"), said(FIRST, "SWE:MOD", "denies", by="SWE", at=1)],
            ["Sweden's defence ministry says that it did not do it.", "Finland and Sweden contradict each other on who began."],
            id="a denial",
        ),
        pytest.param(
            [*BOTH, said(FIRST, "icrc", tolls=[toll("civilians", "killed", 4)], at=2)],
            ["says that 4 civilians were killed."],
            id="a third party with a toll",
        ),
        pytest.param(
            [*BOTH, said(FIRST, "outlet", tolls=[toll("civilians", "killed", 4)], at=2)],
            ["contradict each other on who began."],
            id="the outlet's own voice is in no sentence",
        ),
    ],
)
def test_the_paragraph_says(claims: Sequence[Claim], sentences: Sequence[str]) -> None:
    text = words(*claims)
    for sentence in sentences:
        assert sentence in text
    assert text == words(*claims[::-1])
    assert "outlet" not in text


def test_who_speaks_of_groups_speaks_of_them_in_the_plural() -> None:
    text = words(said(FIRST, "tutsi_rebels", "accuses", by="rsf", against="tutsi_rebels", at=1))
    assert "Tutsi rebels say that RSF began." in text or "Hutu" in text
    assert is_plural("Tutsi rebels")
    assert not is_plural("Finland")
    assert with_article("United States") == "the United States"
    assert with_article("Free Syrian Army") == "the Free Syrian Army"
    assert with_article("Finland") == "Finland"
    assert with_article("the Lord's Resistance Army") == "the Lord's Resistance Army"


EXCHANGED = {"FIN": "SWE", "SWE": "FIN"}


def story(one: str, other: str) -> tuple[Claim, ...]:
    return (
        accuses(FIRST, one, other),
        accuses(FIRST, other, one, at=1),
        said(FIRST, f"{one}:MOH", tolls=[toll(one, "killed", 4), toll(other, "wounded", 2)], at=2),
        said(DAYS[1], f"{other}:MOD", "denies", by=other, at=2),
        said(DAYS[2], f"{other}:MOD", "confirms", by=other, tolls=[toll(other, "killed", 7)], at=2),
    )


def test_exchanged_parties_have_exchanged_sentences() -> None:
    """The sentences of a side are the other's where the two are exchanged; first is the first of the alphabet, whoever it is."""

    def sentences(incident: Incident, party: str) -> list[str]:
        own = {identifier for account in incident.accounts if account.party == party for identifier in account.claims}
        return [clause.text for clause in incident.summary if clause.claims and set(clause.claims) <= own]

    def exchanged(text: str) -> str:
        return text.replace("Finland", "\0").replace("Sweden", "Finland").replace("\0", "Sweden")

    straight, crossed = told(*story("FIN", "SWE")), told(*story("SWE", "FIN"))
    for party, other in EXCHANGED.items():
        assert sentences(straight, party)
        assert sentences(straight, party) == [exchanged(text) for text in sentences(crossed, other)]
    for incident in (straight, crossed):
        text = paragraph(incident.summary)
        assert text.index(" Finland") < text.index(" Sweden")
    assert paragraph(straight.summary).count(".") == paragraph(crossed.summary).count(".")


def test_every_clause_can_be_traced() -> None:
    claims = story("FIN", "SWE")
    incident = told(*claims)
    known = {one.id: one for one in claims}
    assert all(set(clause.claims) <= set(incident.claims) for clause in incident.summary)
    for clause in incident.summary:
        if " that Sweden began" in clause.text:
            assert {known[one].speaker.party for one in clause.claims} == {"FIN"}
            assert all(known[one].event.actor and known[one].event.actor.party == "SWE" for one in clause.claims)  # type: ignore[union-attr]
        if "killed" in clause.text and "that" in clause.text:
            assert all(known[one].casualties for one in clause.claims)
    assert all(clause.claims for clause in incident.summary if " that " in clause.text)


def test_words_of_a_report_stay_words() -> None:
    place = Place("A {place}\u202e\n{0}", "there", 40.0, 46.0, "{x}", precision=1)
    one = claim(FIRST, "{who}", "accuses", by="{its}", against="FIN", place=place, when=on(DAY))
    text = words(one)
    assert "A {place} {0}" in text
    assert "\n" not in text
    assert "\u202e" not in text


@given(strategies.incidents, st.lists(strategies.claims, max_size=3))
def test_any_record_has_its_words(incident: Incident, claims: list[Claim]) -> None:
    """Whatever the record holds, the paragraph is one line that ends as a sentence."""
    text = paragraph(summary_of(incident, {one.id: one for one in claims}))
    assert text.isprintable()
    assert text.endswith(".")
    assert all(isinstance(account, Account) for account in incident.accounts)
