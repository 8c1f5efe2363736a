"""The clause model: what it is given to read, and what its word changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest

from counterclaim.extract import ExtractOptions, clause, extract, findings
from counterclaim.extract.assemble import drafted
from counterclaim.extract.clause.model import load_model
from counterclaim.extract.clause.roles import ROLES, Roles, roles_of
from counterclaim.extract.clause.window import Item, Window, window_of
from counterclaim.parse import Pipeline
from tests.answers import NOTHING, about, cases, claims_of, document_of, names

CASES = cases("clause.csv")
CLASH = "{0}'s defence ministry said {1} shells killed two people in the mill, Anna Kovač among them. {1}'s army denied the report."


def windows(pipeline: Pipeline, text: str) -> list[Window]:
    """What the model reads of each claim of a text."""
    document = document_of(text)
    report, propositions = findings(document, pipeline.parse(document.text), ExtractOptions())
    drafts, focus, _ = drafted(report, propositions)
    before = (None, *drafts)
    return [
        window_of(report, draft, roles_of(report, draft.speaker.actor), earlier, focus.type)
        for draft, earlier in zip(drafts, before, strict=False)
    ]


@pytest.mark.parametrize(
    ("identifier", "role"),
    [
        pytest.param("ARM:MOD", "self", id="an organ has the role of its party"),
        pytest.param("AZE", "first", id="the most prominent other"),
        pytest.param("RUS:MIL", "second", id="the next"),
        pytest.param("TUR", "another", id="beyond the third, or not in the report"),
        pytest.param("civilians", "civilians", id="no party"),
        pytest.param(None, "nobody", id="nobody"),
    ],
)
def test_role(identifier: str | None, role: str) -> None:
    assert Roles("ARM", ("AZE", "RUS", "USA", "TUR")).of(identifier) == role


@pytest.mark.parametrize(
    ("role", "party"),
    [
        pytest.param("self", "ARM", id="the speaker's own party"),
        pytest.param("second", "RUS", id="by prominence"),
        pytest.param("third", None, id="a role that nobody has here"),
        pytest.param("another", None, id="means nobody in particular"),
        pytest.param("nobody", None, id="nobody"),
        pytest.param("all", "all", id="no party"),
    ],
)
def test_party(role: str, party: str | None) -> None:
    assert Roles("ARM", ("AZE", "RUS")).party(role) == party


def test_the_outlet_has_no_party() -> None:
    assert Roles("", ("AZE",)).party("self") is None


def test_window_tells_no_names(pipeline: Pipeline) -> None:
    """Parties are roles, persons are signs, all other words are there; the claim stands between its borders."""
    window, *_ = windows(pipeline, CLASH.format("Armenia", "Azerbaijan"))
    words = [part for part in window if isinstance(part, str)]
    signs = {part.name for part in window if isinstance(part, Item)}
    assert not {"Armenia", "Azerbaijan", "Anna", "Kovač"} & set(words)
    assert {"role:self", "role:first", "person", "begin", "end", "speaker:side", "frame:say", "stance:accuses", "opens"} <= signs
    assert {"ministry", "shells", "killed", "mill"} <= set(words)


@pytest.mark.parametrize("dyad", [("Armenia", "Azerbaijan"), ("Eritrea", "Ethiopia"), ("Peru", "Ecuador")], ids="-".join)
def test_window_is_the_same_of_exchanged_parties(pipeline: Pipeline, dyad: tuple[str, str]) -> None:
    first, second = dyad
    assert windows(pipeline, CLASH.format(first, second)) == windows(pipeline, CLASH.format(second, first))


def test_window_says_who_was_heard_before(pipeline: Pipeline) -> None:
    _, denial = windows(pipeline, CLASH.format("Armenia", "Azerbaijan"))
    assert {Item("before:first"), Item("near:next")} <= set(denial)
    assert Item("opens") not in denial


def test_answers(pipeline: Pipeline) -> None:
    """Each question has an answer of its own, with a probability; the same window gets the same."""
    (window, *_) = windows(pipeline, CLASH.format("Armenia", "Azerbaijan"))
    model = load_model()
    said = model.read(window)
    assert set(said) == set(clause.SURE) == set(model.heads)
    assert all(1 / len(model.heads[head]) <= answer.probability <= 1 for head, answer in said.items())
    assert {said["actor"].answer, said["target"].answer} <= set(ROLES)
    assert said == model.read(window)


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_what_words_leave_open(pipeline: Pipeline, case: Mapping[str, str]) -> None:
    (claim,) = about(claims_of(pipeline, document_of(case["text"])), case["evidence"])
    actor, target = (one.id if one is not None else NOTHING for one in (claim.event.actor, claim.event.target))
    assert (claim.stance, claim.event.type, actor, target) == (case["stance"], case["type"], case["actor"], case["target"])
    told = [reason.partition(":")[0] for reason in claim.why if "clause model" in reason]
    assert (" ".join(told) or NOTHING) == case["why"]


def test_switched_off(pipeline: Pipeline) -> None:
    document = document_of(CASES[0]["text"])
    claims = extract(document, pipeline.parse(document.text), ExtractOptions(clause_model=False))
    assert not [reason for claim in claims for reason in claim.why if "clause model" in reason]


def test_mutual_and_background_claims_are_left(pipeline: Pipeline) -> None:
    """Claims of two parties of each other, and claims of what happened before, are left as they are."""
    document = document_of(
        "Armenia and Azerbaijan accused each other of opening fire. In 1994 Azerbaijani shells killed a hundred people in the town."
    )
    report, propositions = findings(document, pipeline.parse(document.text), ExtractOptions())
    drafts, focus, grounds = drafted(report, propositions)
    left = [draft.mutual or bool(ground) for draft, ground in zip(drafts, grounds, strict=True)]
    assert all(left)
    assert clause.revised(report, drafts, grounds, focus.type) == drafts


def test_off_means_not_loaded() -> None:
    """Importing the package, and extracting without the model, do not load its session."""
    code = "import sys, counterclaim.extract; print('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
