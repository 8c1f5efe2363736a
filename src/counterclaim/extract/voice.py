"""The voice of a document: the outlet's own, or that of the body whose statement it is; and turns of speech in a transcript.

Words that mark a statement: lexicon/official.csv.
"""

from __future__ import annotations

from functools import cache

from counterclaim import lexicon
from counterclaim.extract.actor import find_actors
from counterclaim.extract.report import Report
from counterclaim.extract.speaker import OUTLET
from counterclaim.model import Actor
from counterclaim.syntax import Parse

LABEL_TOKENS = 6  # "MR. PRICE:", "FOUAD HUSSEIN (Iraq):"
OPENING = 4  # sentences in which a statement names its author
QUESTIONER = "reporter"


@cache
def _official() -> tuple[str, ...]:
    return tuple(sorted((row["words"] for row in lexicon.rows("official.csv")), key=lambda words: -len(words)))


@cache
def _labels() -> frozenset[str]:
    return frozenset(row["label"] for row in lexicon.rows("labels.csv"))


def voice_of(report: Report) -> Actor:
    """A state organ, body or armed group where the document is its own statement, by its heading or by what is said of its outlet."""
    return _by_heading(report) or _by_outlet(report.document.outlet or "") or Actor(OUTLET, "")


def _by_outlet(outlet: str) -> Actor | None:
    """ "Armenia MFA (official site)", "Saudi Press Agency (coalition statement)", "Trend (carrying the defence ministry)"."""
    for part in reversed(outlet.replace(")", "(").split("(")):
        if any(words in part.lower() for words in _official()):
            bare = part.lower()
            for words in _official():
                bare = bare.replace(words, " ")
            kept = [word for word in part.split() if word.lower().strip(",.;") in bare.split()]
            for name in (" ".join(kept), outlet.split("(", maxsplit=1)[0]):
                identifier = _named(name)
                if identifier is not None:
                    return Actor(identifier, outlet)
    whole = _named(outlet)
    return Actor(whole, outlet) if whole is not None and ":" in whole else None


def _by_heading(report: Report) -> Actor | None:
    """ "Statement by the Foreign Ministry of …" as a heading, or "A statement by the spokesman of the army:" among the first lines."""
    parse = report.parse
    for number, (first, last) in enumerate(parse.sentences[:OPENING]):
        heading = number == 0 and parse.form(last - 1) not in {".", "!", "?"} and last < len(parse)
        if not heading and parse.form(last - 1) != ":":
            continue
        for token in range(first, min(last, first + 20)):
            if parse.lemmas[token].lower() in STATEMENTS and not _is_object(parse, token):
                author = _author(report, token, last)
                if author is not None:
                    return author
    return None


STATEMENTS = frozenset({"statement", "communique", "communiqué", "declaration", "release", "readout"})


def _is_object(parse: Parse, token: int) -> bool:
    return parse.base(token) in {"obj", "obl"} and parse.upos[parse.heads[token]] == "VERB"


def _author(report: Report, token: int, last: int) -> Actor | None:
    parse = report.parse
    owners = [child for child in parse.kids(token, "nmod", "nmod:poss", "compound", "amod") if parse.ends[child] <= parse.ends[last - 1]]
    for owner in owners:
        actor = report.actors.of_phrase(owner)
        if actor is not None and actor.id is not None and _speaks(actor.id):
            return Actor(actor.id, actor.text, actor.span)
    return None


def turns(report: Report) -> dict[int, Actor]:
    """In a transcript, who has the floor, by sentence: a label in capitals and a colon at the head of a paragraph opens a turn."""
    parse = report.parse
    found: dict[int, Actor] = {}
    floor: Actor | None = None
    for number, (first, last) in enumerate(parse.sentences):
        label = _label(parse, first, last)
        if label is not None:
            floor = _labelled(report, range(first, label))
        if floor is not None:
            found[number] = floor
    return found


def _label(parse: Parse, first: int, last: int) -> int | None:
    """The colon after a label in capitals at the head of a paragraph."""
    if first > 0 and "\n" not in parse.text[parse.ends[first - 1] : parse.starts[first]]:
        return None
    at = next((token for token in range(first + 1, min(last, first + LABEL_TOKENS)) if parse.form(token) == ":"), None)
    if at is None:
        return None
    if parse.text[parse.starts[first] : parse.ends[at - 1]].lower() in _labels():
        return None
    letters = [parse.form(token) for token in range(first, at) if parse.form(token).isalpha()]
    return at if letters and all(word.isupper() for word in letters) and any(len(word) > 1 for word in letters) else None


def _labelled(report: Report, tokens: range) -> Actor:
    parse = report.parse
    text = parse.text[parse.starts[tokens[0]] : parse.ends[tokens[-1]]]
    if {parse.lower(token) for token in tokens} & {"question", "q", "reporter", "interviewer"}:
        return Actor(QUESTIONER, text)
    for token in reversed(tokens):
        actor = report.actors.of_phrase(token) or report.actors.resolve_short(token)
        if actor is not None and actor.id is not None:
            return Actor(actor.id, text, actor.span)
    host = _host(report)
    return Actor(host, text) if host is not None else Actor("_".join(text.lower().replace(".", "").split()), text)


def _host(report: Report) -> str | None:
    """The body whose briefing a transcript is of, by its first line."""
    parse = report.parse
    first, last = parse.sentences[0]
    if not {parse.lemmas[token].lower() for token in range(first, last)} & {
        "briefing",
        "transcript",
        "conference",
        "hearing",
        "interview",
    }:
        return None
    named = [report.actors.of_phrase(token) for token in range(first, last)]
    return next((actor.id for actor in named if actor is not None and actor.id is not None and _speaks(actor.id)), None)


def _named(name: str) -> str | None:
    """The actor that a name alone means: "Armenia MFA" is ARM:MFA. ISO codes stand for their states."""
    words = [word.strip("()[],;") for word in name.split() if word.strip("()[],;")]
    if not words:
        return None
    words = [_states().get(word, word) for word in words]
    text = " ".join(words)
    starts = [len(" ".join(words[:at])) + (at > 0) for at in range(len(words))]
    last = len(words) - 1
    parse = Parse(
        text=text,
        starts=tuple(starts),
        ends=tuple(start + len(word) for start, word in zip(starts, words, strict=True)),
        lemmas=tuple(words),
        upos=("PROPN",) * len(words),
        xpos=("NNP",) * len(words),
        heads=(last,) * last + (-1,),
        relations=("compound",) * last + ("root",),
        entities=("O",) * len(words),
        sentences=((0, len(words)),),
    )
    actor = find_actors(parse, None).of_phrase(last)
    return actor.id if actor is not None and actor.id is not None and _speaks(actor.id) else None


@cache
def _states() -> dict[str, str]:
    return {row["id"]: row["names"].split("|")[0] for row in lexicon.rows("states.csv")}


def _speaks(identifier: str) -> bool:
    """A body with a voice of its own: an organ, a state's government, a group; not people at large."""
    return identifier not in {"civilians", "all", "resident", "protesters"}
