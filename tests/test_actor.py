"""Actors: noun phrases and short forms to ids, sentence by sentence. Needs the shipped parser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from counterclaim import lexicon, parse
from counterclaim.extract.actor import ActorIndex, find_actors
from counterclaim.model import Actor
from counterclaim.syntax import Parse

CASES = lexicon.read_file(Path(__file__).parent / "cases" / "actors.csv")


@cache
def parsed(text: str) -> Parse:
    return parse.load().parse(text)


def head_of(found: Parse, phrase: str) -> int:
    """The head of the last place where a phrase stands."""
    start = found.text.rindex(phrase)
    inside = [t for t in range(len(found)) if start <= found.starts[t] and found.ends[t] <= start + len(phrase)]
    return next(t for t in inside if found.heads[t] not in inside)


def answer(actors: ActorIndex, how: str, token: int) -> str:
    if how == "place":
        return actors.country(token) or "-"
    asked: dict[str, Actor | None] = {
        "own": actors.of_phrase(token),
        "speaking": actors.of_phrase(token, speaking=True),
        "short": actors.resolve_short(token, speaking=True),
        "adjective": actors.by_adjective(token),
    }
    actor = asked[how]
    return (actor.id if actor is not None else None) or "-"


@pytest.mark.parametrize("case", CASES, ids=[f"{row['how']}: {row['reason']}" for row in CASES])
def test_phrase(case: Mapping[str, str]) -> None:
    found = parsed(case["text"])
    actors = find_actors(found, date.fromisoformat(case["published"]))
    assert answer(actors, case["how"], head_of(found, case["phrase"])) == case["expected"]


def test_parties_are_states_and_groups_the_most_named_first() -> None:
    text = (
        "Thai troops and Cambodian soldiers clashed. Thailand said Cambodia fired first. "
        "Reuters reported that the Thai army shelled a village. The United Nations urged calm."
    )
    assert find_actors(parsed(text), date(2011, 2, 6)).parties == ("THA", "KHM")


def test_exchanging_the_parties_exchanges_the_readings() -> None:
    """No party's vocabulary or place in the list changes what is read."""
    text = "{0}'s Defence Ministry said {1} forces shelled {0} villages. The ministry said the {0} army would respond."
    one, other = ("Armenia", "Azerbaijan"), ("Azerbaijan", "Armenia")
    codes = {"Armenia": "ARM", "Azerbaijan": "AZE"}
    read = [[mention.id for mention in find_actors(parsed(text.format(*pair)), date(2022, 9, 13)).mentions] for pair in (one, other)]
    swap = {codes[one[0]]: codes[one[1]], codes[one[1]]: codes[one[0]]}
    assert read[1] == [identifier and swap[identifier[:3]] + identifier[3:] for identifier in read[0]]


def test_several_actors_of_one_phrase() -> None:
    found = parsed("Armenian and Azerbaijani troops clashed.")
    actors = find_actors(found, date(2022, 9, 13))
    token = head_of(found, "Armenian and Azerbaijani troops")
    assert [actor.id for actor in actors.all_of_phrase(token)] == ["ARM:MIL", "AZE:MIL"]
    assert "ARM, AZE" in actors.why(token)


def test_owner_given_by_a_pronoun() -> None:
    found = parsed("Cambodia accused Thai soldiers of firing. Its foreign ministry said talks were needed.")
    owned = find_actors(found, date(2011, 4, 22)).owned(head_of(found, "Its foreign ministry"))
    assert owned is not None and owned.id == "KHM:MFA"


def test_home_is_the_owner_where_it_is_a_party() -> None:
    found = parsed("Indian soldiers were killed in a clash with Chinese troops. The army said the two sides had withdrawn.")
    actor = find_actors(found, date(2020, 6, 17), home="IND").resolve_short(head_of(found, "The army"))
    assert actor is not None and actor.id == "IND:MIL"


def test_place_gives_the_country_of_its_governor() -> None:
    found = parsed("The governor of Kharkiv region said two people died.")
    token = head_of(found, "The governor of Kharkiv region")
    known = find_actors(found, date(2022, 5, 1), place_country={"Kharkiv": "UKR"}.get).of_phrase(token)
    unknown = find_actors(found, date(2022, 5, 1)).of_phrase(token)
    assert known is not None and known.id == "UKR:PROV"
    assert unknown is not None and unknown.id is None


def test_own_rows_are_read(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,class,names\nriver_front,group,River Front\n", encoding="utf-8")
    found = parsed("The River Front claimed the attack.")
    actor = find_actors(found, None, extra=own).of_phrase(head_of(found, "The River Front"))
    assert actor is not None and actor.id == "river_front"


@pytest.mark.parametrize(
    "text", ["", "Army " * 400, "of the " * 300, "Israeli-" * 200, "X " * 500], ids=["empty", "organ", "ends", "hyphens", "name"]
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    """Mentions stay inside the text, whatever it is."""
    found = parsed(text)
    for mention in find_actors(found, None).mentions:
        assert found.text[mention.span.start : mention.span.end] == mention.text
