"""An account over time: the tolls that stood, organs that contradict each other, denials and confirmations, what is admitted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from counterclaim.link.accounts import accounts_of
from counterclaim.model import Account, Claim, Document, TollKind
from tests.made import DAY, claim, document, toll

DAYS = [document(f"day {number}", DAY + timedelta(days=number), text=f"report {number}") for number in range(4)]
UNDATED = document("undated", None, text="report")


def accounts(*claims: Claim) -> dict[str, Account]:
    facts = {one.id: one for one in (*DAYS, UNDATED)}
    return {account.party: account for account in accounts_of(claims, facts)}


def says(of: Document, speaker: str, *numbers: int | None, side: str = "AAA", kind: TollKind = "killed", at: int = 0) -> Claim:
    return claim(of, speaker, tolls=[toll(side, kind, number) for number in numbers], at=at)


def history(*claims: Claim) -> list[tuple[int | None, date | None, tuple[str, ...]]]:
    (found,) = accounts(*claims)["AAA"].history
    return [(said.toll.best, said.on, said.speakers) for said in found.said]


def test_tolls_stand_as_a_history_with_the_latest_on_top() -> None:
    claims = [says(DAYS[0], "AAA:MOD", 39), says(DAYS[1], "AAA:MOD", 50), says(DAYS[2], "AAA:PM", 50), says(DAYS[3], "AAA:MOD", 57)]
    expected = [(57, DAY + timedelta(days=3), ("AAA:MOD",)), (50, DAY + timedelta(days=1), ("AAA:MOD", "AAA:PM")), (39, DAY, ("AAA:MOD",))]
    assert history(*claims) == history(*claims[::-1]) == expected


def test_a_number_takes_the_place_of_some_and_the_undated_is_last() -> None:
    assert history(says(DAYS[0], "AAA", None), says(DAYS[1], "AAA", 4)) == [(4, DAY + timedelta(days=1), ("AAA",))]
    assert history(says(UNDATED, "AAA", 3), says(DAYS[0], "AAA", 4)) == [(4, DAY, ("AAA",)), (3, None, ("AAA",))]
    assert history(says(DAYS[0], "AAA", None))[0][0] is None


def contradictory(*claims: Claim) -> bool:
    return any(history.contradictory for history in accounts(*claims)["AAA"].history)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param([says(DAYS[0], "AAA:MOD", 4), says(DAYS[0], "AAA:MOH", 9, at=1)], True, id="two ministries, two numbers, one day"),
        pytest.param([says(DAYS[0], "AAA:MOD", 4), says(DAYS[1], "AAA:MOH", 9)], False, id="a day later it is another toll"),
        pytest.param([says(DAYS[0], "AAA:MOD", 4), says(DAYS[0], "AAA:MOD", 9, at=1)], False, id="one ministry: an update within the day"),
        pytest.param([says(DAYS[0], "AAA:MOD", 4), says(DAYS[0], "AAA", 9, at=1)], False, id="one of them is not named"),
        pytest.param([says(UNDATED, "AAA:MOD", 4), says(UNDATED, "AAA:MOH", 9, at=1)], False, id="of no known day"),
        pytest.param(
            [says(DAYS[0], "AAA:MOD", 4), claim(DAYS[0], "AAA:MOH", tolls=[toll("AAA", "killed", 3, least=True)], at=1)],
            False,
            id="four, and at least three",
        ),
    ],
)
def test_a_side_that_contradicts_itself_is_shown_as_such(claims: Sequence[Claim], expected: bool) -> None:
    assert contradictory(*claims) is expected
    assert contradictory(*reversed(claims)) is expected


def test_neither_confirm_nor_deny_on_one_day_and_confirmed_the_next() -> None:
    claims = [
        claim(DAYS[0], "AAA:MOD", "declines"),
        claim(DAYS[0], "AAA:MFA", "declines", at=1),
        claim(DAYS[1], "AAA:MOD", "declines"),
        claim(DAYS[2], "AAA:PRES", "confirms", by="AAA"),
        claim(DAYS[2], "AAA:PRES", "declines", "other", at=1),
    ]
    said = accounts(*claims)["AAA"].stances
    assert [(one.stance, one.on, one.speakers) for one in said] == [
        ("confirms", DAY + timedelta(days=2), ("AAA:PRES",)),
        ("declines", DAY, ("AAA:MFA", "AAA:MOD")),
    ]


ACCUSED = claim(DAYS[0], "BBB", "accuses", by="AAA", against="BBB")


@pytest.mark.parametrize(
    ("claims", "grounds"),
    [
        pytest.param([ACCUSED, claim(DAYS[0], "AAA", by="AAA", against="BBB", at=1)], {"own_act"}, id="it says that it fired"),
        pytest.param([claim(DAYS[0], "AAA", by="AAA", against="BBB")], set(), id="nobody accuses it of it"),
        pytest.param(
            [ACCUSED, claim(DAYS[0], "AAA", by="AAA", against="BBB", at=1), claim(DAYS[0], "AAA", "accuses", by="BBB", at=2)],
            set(),
            id="it says that it fired back",
        ),
        pytest.param([claim(DAYS[0], "AAA", by="AAA", against="civilians")], {"civilians_hit"}, id="it says that it hit civilians"),
        pytest.param([claim(DAYS[0], "AAA", by="AAA", against="AAA:MIL")], {"own_people_hit"}, id="it says that it hit its own"),
        pytest.param([claim(DAYS[0], "AAA", "denies", by="AAA", against="civilians")], set(), id="it denies that it did"),
        pytest.param(
            [says(DAYS[0], "AAA", 9), says(DAYS[0], "BBB", 4)], {"own_losses"}, id="more dead of its own than the other side claims"
        ),
        pytest.param([says(DAYS[0], "AAA", 4), says(DAYS[0], "BBB", 9)], set(), id="fewer dead of its own than the other side claims"),
        pytest.param([says(DAYS[0], "AAA", 4)], set(), id="its dead, of which nobody else speaks"),
        pytest.param(
            [claim(DAYS[0], "AAA", "confirms", tolls=[toll("AAA:MIL", "killed", 4)])], {"own_losses"}, id="losses that it confirms"
        ),
    ],
)
def test_what_is_said_against_ones_own_interest_is_marked(claims: Sequence[Claim], grounds: set[str]) -> None:
    found = accounts(*claims)["AAA"].admissions
    assert {admission.ground for admission in found} == grounds
    assert all(set(admission.claims) <= set(accounts(*claims)["AAA"].claims) for admission in found)


def test_exchanged_parties_have_exchanged_accounts() -> None:
    def told(one: str, other: str) -> list[Claim]:
        return [
            claim(DAYS[0], one, "accuses", by=other, against=one),
            says(DAYS[0], f"{one}:MOD", 9, side=one),
            says(DAYS[0], f"{one}:MOH", 4, side=one, at=1),
            says(DAYS[1], other, 3, side=one),
            claim(DAYS[1], other, by=other, against="civilians", at=2),
        ]

    def seen(account: Account, names: dict[str, str]) -> object:
        said = [(names[history.side or ""], history.kind, history.contradictory, len(history.said)) for history in account.history]
        return said, [(stance.stance, stance.on) for stance in account.stances], [one.ground for one in account.admissions]

    first, second = accounts(*told("AAA", "BBB")), accounts(*told("BBB", "AAA"))
    straight, crossed = {"AAA": "1", "BBB": "2"}, {"AAA": "2", "BBB": "1"}
    assert seen(first["AAA"], straight) == seen(second["BBB"], crossed)
    assert seen(first["BBB"], straight) == seen(second["AAA"], crossed)
