"""How likely a claim's speaker and stance are right: a logistic model over signs that a draft shows.

Weights: lexicon/confidence.csv, fitted on annotated incidents by `bench.confidence`, which prints how reliable they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import exp

from counterclaim import lexicon
from counterclaim.extract.draft import Draft
from counterclaim.extract.speaker import OUTLET

VOICE = "the document's own voice"
BASE = "base"


def of(draft: Draft, *, background: bool) -> float:
    """A probability, to four places."""
    return round(probability(signs(draft, background=background), _weights()), 4)


def probability(shown: Iterable[str], weights: Mapping[str, float]) -> float:
    """Of a claim that shows these signs; a sign without a weight says nothing."""
    return 1 / (1 + exp(-weights[BASE] - sum(weights.get(sign, 0.0) for sign in shown)))


def signs(draft: Draft, *, background: bool) -> Iterator[str]:
    """What a draft shows, one of each group: how its speaker was found, cue, quotation, stance by its words, event, and what it has."""
    yield f"speaker: {_way(draft)}"
    yield f"stance: {_stance_of_words(draft)}"
    yield f"quoted: {draft.quoted}"
    yield "cue" if draft.cue is not None else "no cue"
    trigger = draft.trigger
    yield "event: none" if trigger is None else "event: violent" if trigger.violent else "event: other"
    has = {
        "toll": draft.tolls,
        "doer": draft.actor,
        "target": draft.target,
        "day": draft.when,
        "hedge": draft.hedge,
        "via": draft.via,
        "background": background,
        "headline": draft.proposition.frame is not None and draft.proposition.frame.kind == "headline",
    }
    yield from (f"has: {name}" for name, value in has.items() if value)


def _way(draft: Draft) -> str:
    """How the speaker was found, without whom: "pronoun for ARM:MOD" is "pronoun for"."""
    why = draft.speaker.why.removeprefix("speaker: ")
    if why == VOICE and draft.speaker.actor.id != OUTLET:
        return "a statement's own voice"
    return next((way for way in _ways() if why.startswith(way)), "otherwise")


def _stance_of_words(draft: Draft) -> str:
    """The stance by the rules: what the clause model has made of a bare assertion is not surer than that."""
    return "asserts" if any(why.startswith("stance: clause model") for why in draft.why) else draft.stance


@cache
def _weights() -> Mapping[str, float]:
    return {row["sign"]: float(row["weight"]) for row in lexicon.rows("confidence.csv")}


@cache
def _ways() -> tuple[str, ...]:
    ways = (sign.removeprefix("speaker: ") for sign in _weights() if sign.startswith("speaker: "))
    return tuple(sorted(ways, key=lambda way: -len(way)))
