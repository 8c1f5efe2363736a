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
