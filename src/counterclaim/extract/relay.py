"""Relay chains: a medium that says whose words it passes on ("Xinhua, citing the ministry, said", "TASS quoted him as saying").

The one whose words they are speaks; the medium goes into the chain. Words: lexicon/relays.csv.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from counterclaim import lexicon
from counterclaim.extract import event
from counterclaim.extract.actor import ActorIndex
from counterclaim.extract.frame import Frame
from counterclaim.syntax import Parse

NATIONAL = frozenset({"adjective", "country", "people"})  # "Iraqi television", "local stations"
MAX_BETWEEN = 16  # tokens from "quoted" to "as saying"


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.rows("relays.csv") if row["class"] == kind)


def is_document(parse: Parse, token: int) -> bool:
    """A noun for what carries words: "the statement", "a leaflet"."""
    return parse.lemmas[token].lower() in _words("text") or parse.lower(token) in _words("text")


def brings(parse: Parse, token: int) -> bool:
    """A verb whose agent only brings a text to light: "a list seen by Reuters"."""
    return parse.lemmas[token].lower() in _words("bring")


def maker(parse: Parse, token: int) -> int | None:
    """Whose a text is by a participle: "data compiled by the ombudsman"; not "a list seen by Reuters"."""
    if any(brings(parse, child) for child in parse.kids(token, "acl")):
        return None
    return event._acl_agent(parse, token)


def only_puts_out(parse: Parse, frame: Frame, cues: set[int]) -> bool:
    """ "Released a statement saying ...": what the statement says is the claim."""
    thing = frame.object
    return thing is not None and not frame.content and is_document(parse, thing) and not cues.isdisjoint(parse.kids(thing, "acl"))


def issuer(parse: Parse, token: int) -> int | None:
    """Who a text that is put out speaks for: "both ministries issued statements saying"; not "she saw a statement saying"."""
    verb = parse.heads[token]
    out = verb >= 0 and parse.base(token) == "obj" and parse.lemmas[verb].lower() in _words("issue") and is_document(parse, token)
    return event._first(parse.kids(verb, "nsubj")) if out else None


def told_behind(parse: Parse, sentence: int) -> int | None:
    """Whose the words of the sentence before are: "This was reported by the governor", "That's according to a hospital director"."""
    first, last = parse.sentences[sentence]
    if parse.lower(first) not in {"this", "that"} or parse.base(first) != "nsubj":
        return None
    top = parse.heads[first]
    if not first < top < last or parse.heads[top] >= 0:
        return None
    if parse.kids(top, "cop") and any(parse.lower(case) == "according" for case in parse.kids(top, "case")):
        return top
    passive = bool(parse.kids(top, "aux:pass")) and parse.lemmas[top].lower() in _words("behind")
    return event._first(parse.kids(top, "obl:agent")) if passive else None


def cited(parse: Parse, frames: list[Frame], actors: ActorIndex) -> list[Frame]:
    """The frames, with the one whose words they are as speaker where a medium names its source; the medium as a relay frame."""
    settled, relays = list(frames), list[Frame]()
    passing = [token for token in range(len(parse)) if parse.lemmas[token].lower() in _words("pass") and parse.upos[token] == "VERB"]
    for token in passing:
        own = next((at for at, frame in enumerate(settled) if token in frame.cue), None)
        at = _saying(settled, token, _inner(parse, token))
        at = at if at is not None else _carrier(parse, settled, token)
        medium, source = _ends(parse, token, settled[at] if at is not None else None)
        if source is not None and not _speaks(parse, source, actors):
            continue  # "cited the treaty"
        if medium is not None and source is not None and not _passes_on(parse, medium, actors):
            settled = [frame for place, frame in enumerate(settled) if place != own or place == at]
            continue
        if medium is not None:
            relays.append(_relay(parse, token, medium))
        if at is None or source is None:
            continue
        outside = settled[at].outside | frozenset(parse.subtree(token)) if at != own else settled[at].outside
        settled[at] = replace(settled[at], speaker=source, passive=False, outside=outside)
        if own is not None and own != at:
            del settled[own]
    return sorted((*settled, *relays), key=lambda frame: frame.anchor)


def _inner(parse: Parse, token: int) -> int | None:
    """The verb that introduces the words of a passing verb: "saying" in "quoted him as saying that"."""
    _, last = parse.sentences[parse.sentence_of[token]]
    after = range(token + 1, min(last - 1, token + MAX_BETWEEN))
    return next((at + 1 for at in after if parse.lower(at) == "as" and parse.lemmas[at + 1].lower() in {"say", "tell", "add"}), None)


def _saying(frames: list[Frame], token: int, inner: int | None) -> int | None:
    """The frame with the words of "quoted him as saying": that of the inner verb, else that of the outer."""
    if inner is None:
        return None
    named = {cue: at for at, frame in enumerate(frames) for cue in frame.cue}
    full = [named[cue] for cue in (inner, token) if cue in named and (frames[named[cue]].content or cue == token)]
    return full[0] if full else None


def _carrier(parse: Parse, frames: list[Frame], token: int) -> int | None:
    """The frame of the same sentence that a participle or relative clause goes with: the nearest before it, else after it."""
    sentence = parse.sentence_of[token]
    near = [at for at, frame in enumerate(frames) if frame.speaker is not None and frame.content and token not in frame.cue]
    near = [at for at in near if parse.sentence_of[frames[at].anchor] == sentence and frames[at].kind != "relay"]
    before = [at for at in near if frames[at].anchor < token]
    return before[-1] if before else next(iter(near), None)


def _ends(parse: Parse, token: int, frame: Frame | None) -> tuple[int | None, int | None]:
    """The medium and the source of a passing verb; either is None where it is not said."""
    agent = event._agent(parse, token)
    if agent is not None:
        return agent, event._first(parse.kids(token, "nsubj:pass", "nsubj")) if _inner(parse, token) is not None else None
    things = [child for child in (*parse.kids(token, "obj"), *parse.kids(token, "iobj")) if parse.upos[child] in {"NOUN", "PROPN", "PRON"}]
    if not things or event.is_passive(parse, token):
        return None, None
    medium = event._first(parse.kids(token, "nsubj"))
    if medium is None or parse.upos[medium] == "PRON":
        medium = frame.speaker if frame is not None else None
    return medium, things[0]


def _relay(parse: Parse, token: int, medium: int) -> Frame:
    return Frame((token,), "relay", medium, (), None, why=f"relay: relays.csv {parse.lemmas[token]}", outside=frozenset({token}))


def _passes_on(parse: Parse, token: int, actors: ActorIndex) -> bool:
    """A medium, or someone unknown who may be one: an office, a force or a relief body that cites others still speaks for itself."""
    reading = actors.read(token)
    return reading.kind in {"outlet", "press", "unknown"} or reading.code == "MEDIA" or reading.kind in NATIONAL


def _speaks(parse: Parse, token: int, actors: ActorIndex) -> bool:
    known = actors.kind(token) not in {"unknown", "place", "asset"}
    return known or is_document(parse, token) or parse.entities[token][2:] in {"PER", "ORG"} or parse.upos[token] == "PRON"
