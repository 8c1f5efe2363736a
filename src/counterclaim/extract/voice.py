"""The voice of a document: the outlet's own, or that of the body whose statement it is."""

from __future__ import annotations

from counterclaim.extract.actor import find_actors
from counterclaim.extract.report import Report
from counterclaim.extract.speaker import DOCUMENTS, OUTLET
from counterclaim.model import Actor
from counterclaim.syntax import Parse

OFFICIAL = ("official site", "official website", "press service", "press office", "press release", "statement by", "statement of", "communique of", "communiqué of")


def voice_of(report: Report) -> Actor:
    """A state organ or an armed group where the document is its own statement, by its heading or the outlet's name; else the outlet."""
    heading = _by_heading(report)
    if heading is not None:
        return heading
    outlet = (report.document.outlet or "").lower()
    if any(words in outlet for words in OFFICIAL):
        named = _named(report.document.outlet or "")
        if named is not None:
            return Actor(named, report.document.outlet or "")
    return Actor(OUTLET, "")


def _by_heading(report: Report) -> Actor | None:
    """"Statement by the Foreign Ministry of …" as the first line."""
    parse = report.parse
    if not parse.sentences:
        return None
    first, last = parse.sentences[0]
    opening = [parse.lemmas[token].lower() for token in range(first, min(last, first + 6))]
    if not opening or not (set(opening[:3]) & DOCUMENTS) or "\n" not in parse.text or parse.form(last - 1) == ".":
        return None
    for token in range(first, last):
        if parse.lower(token) in {"by", "of", "from"}:
            for head in range(token + 1, last):
                actor = report.actors.of_phrase(head)
                if actor is not None and actor.id is not None and _speaks(actor.id):
                    return Actor(actor.id, actor.text, actor.span)
    return None


def _named(name: str) -> str | None:
    """The actor that a name alone means: "Armenia MFA" is ARM:MFA."""
    words = [word.strip("()[],;") for word in name.split("(")[0].split() if word.strip("()[],;")]
    if not words:
        return None
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


def _speaks(identifier: str) -> bool:
    return ":" in identifier or not identifier.isupper()
