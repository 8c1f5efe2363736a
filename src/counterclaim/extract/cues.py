"""Cues: the words that say who says what, at a token of a parse. Lexicon: cues.csv, cue_phrases.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from counterclaim import lexicon
from counterclaim.extract import event
from counterclaim.syntax import Parse


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of cues.csv."""

    lemma: str
    pos: str
    kind: str
    clausal: bool


@cache
def cues() -> Mapping[tuple[str, str], tuple[Cue, ...]]:
    table: dict[tuple[str, str], list[Cue]] = {}
    for raw in lexicon.rows("cues.csv"):
        cue = Cue(raw["lemma"], raw["pos"], raw["kind"], raw["direct"] == "y")
        table.setdefault((cue.lemma.split()[0], cue.pos), []).append(cue)
    return {key: tuple(sorted(rows, key=lambda cue: -len(cue.lemma))) for key, rows in table.items()}


@cache
def phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((tuple(raw["words"].split()), raw["kind"]) for raw in lexicon.rows("cue_phrases.csv"))


@cache
def kind_lemmas(kind: str) -> frozenset[str]:
    return frozenset(cue.lemma for rows in cues().values() for cue in rows if cue.kind == kind)


def cue_at(parse: Parse, token: int, pos: str) -> tuple[Cue | None, tuple[int, ...]]:
    for cue in cues().get((parse.lemmas[token].lower(), pos), ()):
        rest = cue.lemma.split()[1:]
        if not rest:
            return (None, ()) if pos == "VERB" and _is_phrasal(parse, token) else (cue, (token,))
        particle = _particle(parse, token, rest[-1])
        if particle is not None:
            return cue, tuple(sorted((token, particle)))
    return None, ()


def _is_phrasal(parse: Parse, token: int) -> bool:
    """ "Put forward claims", "called off talks": with such a particle, unless it has a row of its own, the verb is another."""
    after = token + 1
    return after < len(parse) and parse.heads[after] == token and parse.lower(after) in {"forward", "off", "up", "down", "aside"}


PARTICLES = frozenset({"compound", "advmod", "obj", "case", "obl", "xcomp"})


def _particle(parse: Parse, token: int, word: str) -> int | None:
    """ "point out", "call on": the particle or preposition, or the noun of "claim responsibility"."""
    for child in parse.children[token]:
        if word in {parse.lower(child), parse.lemmas[child].lower()} and parse.base(child) in PARTICLES:
            return child
        if parse.base(child) in {"obl", "obj"}:
            for inner in parse.kids(child, "case", "amod"):
                if parse.lower(inner) == word and (inner == token + 1 or inner > child):
                    return inner  # "called on them"; "held them responsible"
    return None


def relative_to(parse: Parse, token: int) -> int | None:
    """ "A charge India denied", "allegations that Baku called baseless": the noun of a claim that a relative clause takes up."""
    noun = parse.heads[token]
    if parse.base(token) != "acl" or noun < 0 or (parse.lemmas[noun].lower(), "NOUN") not in cues():
        return None
    if parse.kids(token, "ccomp"):
        return None  # "a report in which it said"
    if any(parse.lower(thing) not in {"that", "which"} for thing in parse.kids(token, "obj")):
        return None  # "a report the army used to deny it"
    teller = event._first(parse.kids(token, "nsubj"))
    own = teller is not None and teller != noun and parse.lower(teller) not in {"that", "which", "who"}
    return noun if own else None
