"""Turns of speech in a transcript: who has the floor, sentence by sentence."""

from __future__ import annotations

from counterclaim.extract.actor_scan import datelines
from counterclaim.extract.headline import labels
from counterclaim.extract.report import Report
from counterclaim.extract.speaker import OUTLET
from counterclaim.lexicon import word_set
from counterclaim.model import Actor
from counterclaim.syntax import Parse

LABEL_TOKENS = 9  # "MR. PRICE:", "FOUAD HUSSEIN (Iraq):", "Question (daily paper):"
SHOUTED = 0.7  # share of capitals
QUESTIONER = "reporter"


def turns(report: Report, voice: Actor) -> dict[int, Actor]:
    """In a transcript, who has the floor, by sentence: a label and a colon at the head of a paragraph open a turn.

    Labels stand in capitals; in a document whose title says that it is a briefing, in any case. `voice`: whose document it is.
    """
    parse = report.parse
    found: dict[int, Actor] = {}
    floor: Actor | None = None
    briefing = _is_briefing(parse)
    if is_shouted(parse.text):
        return found
    lines = datelines(parse)
    for number, (first, last) in enumerate(parse.sentences):
        label = _label(parse, first, last, any_case=briefing and number > 0) if first not in lines else None
        if label is not None:
            floor = _labelled(report, range(first, label), voice)
        if floor is not None:
            found[number] = floor
    return found


def is_shouted(text: str) -> bool:
    """Whether a text is all in capitals, as wires are, so that capitals mark nothing."""
    letters = sum(character.isalpha() for character in text)
    return sum(character.isupper() for character in text) > SHOUTED * letters


def _is_briefing(parse: Parse) -> bool:
    first, last = parse.sentences[0] if parse.sentences else (0, 0)
    return bool({parse.lower(token) for token in range(first, last)} & word_set("briefings"))


def _label(parse: Parse, first: int, last: int, *, any_case: bool) -> int | None:
    """The colon after a label at the head of a paragraph."""
    if first > 0 and "\n" not in parse.text[parse.ends[first - 1] : parse.starts[first]]:
        return None
    at = next((token for token in range(first + 1, min(last, first + LABEL_TOKENS)) if parse.form(token) == ":"), None)
    if at is None or parse.text[parse.starts[first] : parse.ends[at - 1]].lower() in labels():
        return None
    letters = [parse.form(token) for token in range(first, at) if parse.form(token).isalpha()]
    capitals = letters and all(word.isupper() for word in letters) and any(len(word) > 1 for word in letters)
    titled = any_case and letters and parse.form(first)[:1].isupper() and all(parse.upos[token] != "VERB" for token in range(first, at))
    return at if capitals or titled else None


def _labelled(report: Report, tokens: range, voice: Actor) -> Actor:
    """Who a label names: the asker, an actor by its own words, else whose briefing it is ("SPOKESPERSON:", "MR. PRICE:")."""
    parse = report.parse
    text = parse.text[parse.starts[tokens[0]] : parse.ends[tokens[-1]]]
    words = {parse.lower(token) for token in tokens}
    if words & word_set("presenting") or (words & {"reporter"} and _is_programme(parse)):
        return Actor(OUTLET, text)
    if words & word_set("asking"):
        return Actor(QUESTIONER, text)
    own = [actor for token in reversed(tokens) if (actor := report.actors.of_phrase(token)) is not None and actor.id is not None]
    if own:
        return Actor(own[0].id, text, own[0].span)
    host = _host(report) or (voice.id if voice.id != OUTLET else None)
    if host is not None:
        return Actor(host, text)
    short = [actor for token in reversed(tokens) if (actor := report.actors.resolve_short(token)) is not None and actor.id is not None]
    return Actor(short[0].id, text, short[0].span) if short else Actor("_".join(text.lower().replace(".", "").split()), text)


def _is_programme(parse: Parse) -> bool:
    """A broadcast, whose own people speak under labels of their trade."""
    return any(
        parse.lower(first) in word_set("presenting") and parse.form(first + 1) == ":" for first, last in parse.sentences if last - first > 1
    )


def _host(report: Report) -> str | None:
    """The body whose briefing a transcript is of, by its first line."""
    parse = report.parse
    if not _is_briefing(parse):
        return None
    first, last = parse.sentences[0]
    named = [report.actors.of_phrase(token) for token in range(first, last)]
    bodies = [
        actor.id for actor in named if actor is not None and actor.id is not None and actor.id not in {"civilians", "all", "resident"}
    ]
    return next((body for body in bodies if ":" in body), None) or next(iter(bodies), None)
