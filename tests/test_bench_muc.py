"""The MUC runner: reading messages and keys, learning, what belongs to one incident, and templates as text. All messages are our own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bench import muc
from bench.muc_incidents import Filler, is_same
from bench.muc_keys import Fill, fill_of, keys, same_phrase
from bench.muc_learning import learn
from bench.muc_model import Model
from bench.muc_read import message, messages
from bench.muc_template import date_slot

from counterclaim.model import When

MESSAGES = """TST0-MUC9-0001

   LINDEN (NORLAND), 11 DEC 89 (RADIO LINDEN) -- [TEXT] A POWERFUL BOMB EXPLODED LAST NIGHT IN FRONT OF THE NATIONAL BANK IN
BOGOTA, COLOMBIA.  TWO EMPLOYEES OF THE BANK WERE KILLED AND A PASSERBY WAS WOUNDED.

   THE EXTRADITABLES CLAIMED RESPONSIBILITY FOR THE ATTACK.

TST0-MUC9-0002

   LINDEN (NORLAND), 12 DEC 89 (RADIO LINDEN) -- [TEXT] THE MINISTER OF TRADE ARRIVED TO DISCUSS COFFEE PRICES.
"""
KEY = """;;; a note
0.  MESSAGE: ID                     TST0-MUC9-0001
1.  MESSAGE: TEMPLATE               1 (OPTIONAL)
2.  INCIDENT: DATE                  - 11 DEC 89
4.  INCIDENT: TYPE                  BOMBING
12. PHYS TGT: ID                    "NATIONAL BANK" / "BANK"
                                    ? "OFFICES: OLD AND NEW"
16. PHYS TGT: EFFECT OF INCIDENT    SOME DAMAGE: "NATIONAL BANK" / "BANK"
18. HUM TGT: NAME                   -

0.  MESSAGE: ID                     TST0-MUC9-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
"""


def test_messages_have_dateline_and_text(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text(MESSAGES, encoding="latin-1")
    first, second = messages(tmp_path / "texts")
    assert (first.id, first.place, first.published) == ("TST0-MUC9-0001", "LINDEN, NORLAND", date(1989, 12, 11))
    assert first.text.startswith("A POWERFUL BOMB EXPLODED")
    assert len(first.text.split("\n\n")) == 2
    assert second.published == date(1989, 12, 12)


@pytest.mark.parametrize(
    ("body", "place", "published", "text"),
    [
        ("\n   CITY, 31 FEB 90 -- WORDS.", "CITY", None, "WORDS."),
        ("\n   WORDS WITHOUT A DATELINE.", "", None, "WORDS WITHOUT A DATELINE."),
        ("\n   CITY, 1 MAR 90 -- [REPORT BY ANA] THE FRONT [FPL] DENIED IT.", "CITY", date(1990, 3, 1), "THE FRONT [FPL] DENIED IT."),
    ],
    ids=["a day that no month has", "no dateline", "notes of the editors go, abbreviations stay"],
)
def test_datelines(body: str, place: str, published: date | None, text: str) -> None:
    read = message("X-MUC9-1", body)
    assert (read.place, read.published, read.text) == (place, published, text)


def test_keys_are_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY, encoding="latin-1")
    found = keys(tmp_path / "key")
    assert {name: len(templates) for name, templates in found.items()} == {"TST0-MUC9-0001": 1, "TST0-MUC9-0002": 0}
    (only,) = found["TST0-MUC9-0001"]
    assert only.optional
    assert list(only.values("PHYS TGT: ID")) == [("NATIONAL BANK", "BANK"), ("OFFICES: OLD AND NEW",)]
    assert only.fills["PHYS TGT: EFFECT OF INCIDENT"] == [Fill(("SOME DAMAGE",), ("NATIONAL BANK", "BANK"))]
    assert "HUM TGT: NAME" not in only.fills


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-", None),
        ("*", None),
        ('DEATH: "A" / "B"', Fill(("DEATH",), ("A", "B"))),
        ('? "A: B"', Fill(("A: B",))),
        ('EXPLOSIVE: "-"', Fill(("EXPLOSIVE",))),
    ],
)
def test_fillers(text: str, expected: Fill | None) -> None:
    assert fill_of(text) == expected


@pytest.mark.parametrize(
    ("found", "values", "name", "same"),
    [
        ("ARMED MEN", ["TWO MEN"], False, True),
        ("MEN", ["ARMED MEN"], False, True),
        ("OLD MEN", ["ARMED MEN"], False, False),
        ("BANK OF THE NORTH", ["BANK"], False, True),
        ("GUARDS OF THE BANK", ["BANK"], False, False),
        ("LOPEZ", ["ANA LOPEZ"], True, True),
    ],
    ids=["numbers do not count", "fewer words", "other words", "words behind the head", "another head", "part of a name"],
)
def test_same_phrase(found: str, values: list[str], name: bool, same: bool) -> None:
    assert same_phrase(found, values, name=name) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Filler("ANA LOPEZ", "ANA LOPEZ", "MAYOR", "mayor", "1"), Filler("MAYOR", "", "MAYOR", "mayor", "1"), True),
        (Filler("ANA LOPEZ", "ANA LOPEZ", "MAYOR", "mayor", "1"), Filler("MAYORS", "", "MAYORS", "mayor", "PLURAL"), False),
        (Filler("PRIESTS", "", "PRIESTS", "priest", "6"), Filler("PRIESTS", "", "PRIESTS", "priest", "PLURAL"), True),
        (Filler("PRIESTS", "", "PRIESTS", "priest", "6"), Filler("PRIESTS", "", "PRIESTS", "priest", "2"), False),
        (Filler("BUS", "", "BUS", "bus", "1"), Filler("CAR", "", "CAR", "car", "1"), False),
    ],
    ids=["title of a named one", "several of the title", "number told later", "two numbers", "two things"],
)
def test_answers_that_are_one(one: Filler, other: Filler, same: bool) -> None:
    assert is_same(one, other) is same


def day(month: int, number: int, text: str) -> When:
    start = datetime(1989, month, number, tzinfo=UTC)
    return When(text, start, start.replace(day=number + 1), "day", True)


@pytest.mark.parametrize(
    ("whens", "slot"),
    [
        ([], "- 11 DEC 89"),
        ([day(12, 9, "9 December")], "09 DEC 89"),
        ([day(12, 9, "Saturday")], "- 11 DEC 89"),
        ([day(12, 10, "last night")], "10 DEC 89 - 11 DEC 89"),
        ([day(12, 20, "20 December")], "- 11 DEC 89"),
    ],
    ids=["nothing told", "a day", "a weekday", "last night", "a day after the message"],
)
def test_date_slot(whens: list[When], slot: str) -> None:
    assert date_slot(whens, date(1989, 12, 11)) == slot


def test_weights_are_learnt_and_are_the_same_each_time() -> None:
    examples = [(["bias", "kill"], "victim"), (["bias", "say"], "none"), (["bias", "say"], "none"), (["bias", "kill"], "victim")] * 3
    weights = learn(examples, ("none", "victim"), most=2)
    assert sorted(weights) == ["kill", "say"]
    assert {feature: row.tolist() for feature, row in weights.items()} == {
        feature: row.tolist() for feature, row in learn(examples, ("none", "victim"), most=2).items()
    }
    model = Model(("none", "victim"), {feature: tuple(row) for feature, row in weights.items()})
    assert (model.best(["kill"]), model.best(["say", "unseen"])) == ("victim", "none")
    assert sum(model.chances(["kill"]).values()) == pytest.approx(1)


def test_templates_of_messages_of_our_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "texts").write_text(MESSAGES, encoding="latin-1")
    response = tmp_path / "response"
    assert muc.main(["--texts", str(tmp_path / "texts"), "--out", str(response)]) == 0
    assert "messages    2" in capsys.readouterr().out
    first, *_, last = response.read_text(encoding="utf-8").split("0.  MESSAGE: ID")[1:]
    for label, filler in [
        ("1.  MESSAGE: TEMPLATE", "1"),
        ("INCIDENT: TYPE", "BOMBING"),
        ("PHYS TGT: ID", '"NATIONAL BANK"'),
        ("PERP: ORGANIZATION ID", '"EXTRADITABLES"'),
        ("PERP: ORGANIZATION CONFIDENCE", 'CLAIMED OR ADMITTED: "EXTRADITABLES"'),
        ("HUM TGT: NUMBER", '2: "EMPLOYEES OF THE BANK"'),
    ]:
        (line,) = (line for line in first.splitlines() if label in line)
        assert line.endswith(filler), line
    assert "MESSAGE: TEMPLATE               *" in last


def test_no_messages(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("", encoding="latin-1")
    assert muc.main(["--texts", str(tmp_path / "empty"), "--out", str(tmp_path / "out")]) == 2
