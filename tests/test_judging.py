"""The commands of a person's judgement, over a ledger that short reports were read into."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from counterclaim import cli
from counterclaim.errors import CounterclaimError
from tests.written import write

Call = Callable[..., str]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judging")
    location = folder / "reports.db"
    CliRunner().invoke(cli.app, ["read", str(write(folder / "reports")), "--ledger", str(location)], catch_exceptions=False)
    return location


@pytest.fixture
def call(read: Path, tmp_path: Path) -> Call:
    """A command over a copy of the ledger: `call("judge", "list")`."""
    location = tmp_path / "reports.db"
    shutil.copy(read, location)

    def run(*arguments: str, keys: str = "", by: str = "A. Reader") -> str:
        env = {"COUNTERCLAIM_LEDGER": str(location), "COUNTERCLAIM_JUDGE": by, "COLUMNS": "200"}
        return CliRunner().invoke(cli.app, list(arguments), input=keys, env=env, catch_exceptions=False).output

    return run


def incidents(call: Call) -> list[dict[str, Any]]:
    return json.loads(call("show", "--json"))  # type: ignore[no-any-return]


def of(call: Call, source: str) -> dict[str, Any]:
    return next(one for one in incidents(call) if f"reports/{source}" in one["documents"])


def claim_of(call: Call, **wanted: str) -> dict[str, Any]:
    return next(row for row in map(json.loads, call("claims", "--json").splitlines()) if all(row[key] == wanted[key] for key in wanted))


def judged(call: Call) -> list[dict[str, Any]]:
    return [json.loads(line) for line in call("judge", "list", "--json").splitlines()]


def test_reports_are_put_together_and_apart_again(call: Call) -> None:
    elvas, bergen = of(call, "wire.txt")["id"], of(call, "other.txt")["id"]
    assert elvas != bergen
    said = call("judge", "same", "reports/wire.txt", "reports/other.txt", "--note", "one night")
    assert "merged into" in said
    assert of(call, "wire.txt") == of(call, "other.txt")
    assert of(call, "wire.txt")["id"] in call("show", bergen, "--json"), "found by the id that it had"
    (made,) = judged(call)
    assert (made["by"], made["note"], made["stands"]) == ("A. Reader", "one night", True)
    assert "split from" in call("judge", "take-back", made["id"][:8])
    assert {of(call, "wire.txt")["id"], of(call, "other.txt")["id"]} == {elvas, bergen}
    assert [one["stands"] for one in judged(call)] == [False, False]
    assert "(taken back)" in call("judge", "list")


def test_an_incident_stands_for_its_reports(call: Call) -> None:
    elvas, bergen = of(call, "wire.txt"), of(call, "other.txt")
    call("judge", "same", elvas["id"][:6], bergen["id"][:6])
    assert set(of(call, "wire.txt")["documents"]) == {*elvas["documents"], *bergen["documents"]}
    call("judge", "not-same", "reports/statement.txt", "reports/wire.txt", "reports/follow.txt")
    assert len({of(call, name)["id"] for name in ("statement.txt", "wire.txt", "follow.txt")}) == 3


def test_a_claim_is_wrong_and_the_incident_says_so(call: Call) -> None:
    wrong = claim_of(call, source="reports/other.txt", stance="accuses")
    call("judge", "wrong", wrong["id"][:10], "--note", "misread")
    assert of(call, "other.txt")["set_aside"] == [wrong["id"]]
    assert claim_of(call, id=wrong["id"])["judged"] == "wrong"
    assert any("A. Reader" in reason for reason in claim_of(call, id=wrong["id"])["why"])


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("speaker", "NOR:MOD", ("speaker", "id", "NOR:MOD")),
        ("stance", "confirms", ("stance", None, "confirms")),
        ("casualties", '[{"side":"NOR","kind":"killed","best":4,"low":4,"high":4}]', ("casualties", 0, "NOR")),
        ("background", "true", ("background", None, True)),
    ],
)
def test_a_claim_should_read_otherwise(call: Call, field: str, value: str, part: tuple[str, Any, Any]) -> None:
    was = claim_of(call, source="reports/other.txt", stance="accuses")
    call("judge", "correct", was["id"], "--field", field, "--value", value)
    now = claim_of(call, id=was["id"])
    name, inside, expected = part
    read = now[name] if inside is None else now[name][inside]
    assert (read["side"] if isinstance(read, dict) else read) == expected
    assert now["judged"] == "corrected"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("judge", "wrong", "ffff"), "no such claim"),
        (("judge", "same", "ffff", "reports/wire.txt"), "no such incident"),
        (("judge", "same", "reports/wire.txt"), "two reports"),
        (("judge", "not-same", "reports/wire.txt"), "two reports"),
        (("judge", "take-back", "ffff"), "no such judgement"),
        (("judge", "correct", "{claim}", "--field", "mood", "--value", "x"), "mood"),
        (("judge", "correct", "{claim}", "--field", "place", "--value", "{{"), "no JSON"),
        (("judge", "right", "{claim}", "--by", " "), "name"),
        (("review", "--by", ""), "name"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_judged_is_a_message(call: Call, arguments: tuple[str, ...], message: str) -> None:
    claim = claim_of(call, source="reports/other.txt")["id"]
    with pytest.raises(CounterclaimError, match=message):
        call(*(argument.format(claim=claim) for argument in arguments))
    assert judged(call) == []


# ---------------------------------------------------------------- review


def test_a_review_takes_a_key_a_question_and_undoes(call: Call) -> None:
    queue = [json.loads(line) for line in call("review", "--json").splitlines()]
    assert [doubt["certainty"] for doubt in queue] == sorted(doubt["certainty"] for doubt in queue)
    yes, no = ("s", "n") if queue[0]["kind"] != "claimed" else ("r", "w")
    said = call("review", keys=f"{no}u{yes}q")
    assert "1 decided." in said
    assert [one["decision"] for one in judged(call)].count("taken_back") == 1
    (stands,) = [one for one in judged(call) if one["stands"]]
    assert sorted(stands["about"]) == sorted(queue[0]["about"])
    assert stands["decision"] in {"same_incident", "right"}
    left = [json.loads(line)["about"] for line in call("review", "--json").splitlines()]
    assert queue[0]["about"] not in left


@pytest.mark.parametrize("keys", ["", "q", "x?\nq", "uuq", "  "], ids=["a pipe that ends", "quit", "other keys", "nothing to undo", "left"])
def test_a_review_that_decides_nothing_keeps_nothing(call: Call, keys: str) -> None:
    assert "0 decided." in call("review", "--most", "2", keys=keys)
    assert judged(call) == []


def test_changes_are_followed_from_a_number(call: Call) -> None:
    first = [json.loads(line) for line in call("changes", "--json").splitlines()]
    assert {row["change"] for row in first} == {"new"}
    last = first[-1]["cursor"]
    assert call("changes", "--since", str(last)) == ""
    call("judge", "same", "reports/wire.txt", "reports/other.txt")
    later = [json.loads(line) for line in call("changes", "--since", str(last), "--json").splitlines()]
    assert sorted(row["change"] for row in later) == ["changed", "merged_into"]
    assert all(row["cursor"] > last for row in later)
