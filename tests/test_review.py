"""The queue of a review: what is asked, in which order, and what is not asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from counterclaim.judged import judgement
from counterclaim.lexicon import rows
from counterclaim.lexicon.shown import reason_words
from counterclaim.link import Doubt, LinkOptions, link, review_queue
from counterclaim.link.compare import BONUS, WEIGHTS
from counterclaim.model import Claim, Decision, Judgement
from tests.made import BRIDGE, DAY, HILL, claim, document, on, toll

NOON = datetime(2031, 5, 9, 12, tzinfo=UTC)
NAMES = ("near", "vague", "far", "alike", "copy")
DOCUMENTS = {name: document(name, DAY, text=f"report {name}") for name in NAMES}


def clash(name: str, *, sides: tuple[str, str] | None = ("ARM", "AZE"), placed: bool = True) -> list[Claim]:
    of = DOCUMENTS[name]
    place = (HILL if name == "far" else BRIDGE) if placed else None
    return [
        claim(of, f"{one}:MOD" if sides else "outlet", "accuses", by=other, against=one, place=place, when=on(DAY), at=at)
        for at, (one, other) in enumerate([sides, sides[::-1]] if sides else [("protesters", "civilians")])
    ]


def queue(claims: Sequence[Claim], judgements: Sequence[Judgement] = (), heads: dict[str, str] | None = None) -> list[Doubt]:
    documents, options = list(DOCUMENTS.values()), LinkOptions()
    incidents = link(claims, documents, options, judgements=judgements, heads=heads)
    windows = {"twindow": options.twindow, "spatwindow": options.spatwindow, "threshold": options.threshold}
    return review_queue(claims, documents, incidents, judgements=judgements, **windows)  # type: ignore[arg-type]


def decided(decision: Decision, doubt: Doubt) -> Judgement:
    return judgement(decision, doubt.about, by="a reader", at=NOON)


ALIKE = [*clash("near"), *clash("alike")]
VAGUE = [*clash("near"), *clash("vague", placed=False)]
PARTED = [*clash("near"), *clash("vague", sides=("ARM", "IRN"), placed=False)]


def test_reports_that_are_surely_one_are_not_asked_about() -> None:
    assert [doubt for doubt in queue(ALIKE) if doubt.kind != "claimed"] == []


def test_a_report_that_hardly_belongs_is_asked_about() -> None:
    (doubt, *_) = [doubt for doubt in queue(VAGUE) if doubt.kind == "joined"]
    assert set(doubt.about) == {DOCUMENTS["near"].id, DOCUMENTS["vague"].id}
    assert dict(doubt.why)["when_overlaps"] == 1.0
    assert "place_within_km" not in dict(doubt.why)


def test_two_incidents_that_are_nearly_one_are_asked_about_once() -> None:
    doubts = [doubt for doubt in queue([*PARTED, *clash("alike")]) if doubt.kind == "parted"]
    assert len(doubts) == 1
    assert len(doubts[0].incidents) == 2
    assert DOCUMENTS["vague"].id in doubts[0].about


@pytest.mark.parametrize("claims", [VAGUE, PARTED], ids=["joined", "parted"])
@pytest.mark.parametrize("decision", ["same_incident", "not_same_incident"])
def test_what_was_decided_is_not_asked_again(claims: Sequence[Claim], decision: Decision) -> None:
    doubt = next(doubt for doubt in queue(claims) if doubt.kind != "claimed")
    made = decided(decision, doubt)
    assert all(other.about != doubt.about for other in queue(claims, [made]))
    back = judgement("taken_back", [made.id], by="a reader", at=NOON)
    assert doubt in queue(claims, [made, back])


def test_a_copy_is_not_asked_about() -> None:
    claims = [*clash("near"), *clash("alike"), *clash("copy", placed=False)]
    heads = {DOCUMENTS["copy"].id: DOCUMENTS["near"].id, DOCUMENTS["near"].id: DOCUMENTS["near"].id}
    assert [doubt for doubt in queue(claims, heads=heads) if doubt.kind != "claimed"] == []


def test_a_claim_on_which_alone_an_answer_rests_is_asked_about_until_it_is_judged() -> None:
    alone = claim(DOCUMENTS["near"], "ARM:MOH", tolls=[toll("ARM", "killed", 4)], place=BRIDGE, when=on(DAY), at=4)
    doubt = next(doubt for doubt in queue([*ALIKE, alone]) if doubt.about == (alone.id,))
    assert (doubt.kind, doubt.certainty, [name for name, _ in doubt.why]) == ("claimed", 0.5, ["killed"])
    for verdict in ("right", "wrong"):
        assert all(alone.id not in other.about for other in queue([*ALIKE, alone], [decided(verdict, doubt)]))


def test_the_least_certain_comes_first_whatever_the_order_of_the_claims() -> None:
    claims = [*PARTED, *clash("alike"), claim(DOCUMENTS["far"], "ARM", tolls=[toll("ARM", "killed", 4)], place=HILL, when=on(DAY))]
    found = queue(claims)
    assert [doubt.certainty for doubt in found] == sorted(doubt.certainty for doubt in found)
    assert queue(claims[::-1]) == found
    assert all(0 <= doubt.certainty <= 1 for doubt in found)


@pytest.mark.parametrize(
    ("feature", "value", "words"),
    [
        pytest.param("same_dyad", 1.0, "the parties are the same", id="for"),
        pytest.param("place_within_km", -1.0, "the places are apart", id="against"),
        pytest.param("when_overlaps", 0.3, "perhaps the days agree", id="hardly"),
        pytest.param("type_compatible", 0.0, "", id="says nothing"),
    ],
)
def test_reasons_are_told_in_words(feature: str, value: float, words: str) -> None:
    assert reason_words(feature, value) == words


def test_every_feature_has_words() -> None:
    assert {row["feature"] for row in rows("reasons.csv")} == {feature.__name__ for feature, _ in (*WEIGHTS, *BONUS)}
