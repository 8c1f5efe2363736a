"""What a clause denies by what it says, with no word of denying: "only combatants were hit", "there were no gunmen in our street"."""

from __future__ import annotations

from counterclaim.extract.harm import victim_classes
from counterclaim.extract.propositions import Proposition
from counterclaim.extract.report import Report
from counterclaim.lexicon import word_set

FIGHTING = frozenset({"military", "armed"})
ONLY = frozenset({"only", "solely", "exclusively", "purely"})


def only_fighters(report: Report, proposition: Proposition) -> bool:
    """ "Only combatants were targeted", "the strike hit exclusively military targets"."""
    parse = report.parse
    words = {parse.lower(token) for token in proposition.tokens}
    if not words & ONLY:
        return False
    near = [token for token in proposition.tokens if {parse.lower(child) for child in parse.children[token]} & ONLY]
    around = [part for token in near for part in (token, *parse.children[token])]
    classes = victim_classes()
    return any(classes.get(parse.lemmas[token].lower()) in FIGHTING or parse.lower(token) == "military" for token in around)


ABSENT = frozenset({"armed", "assailant", "force", "asset", "group", "people", "side", "adjective"})  # kinds of actors


def nobody_there(report: Report, proposition: Proposition) -> bool:
    """ "There were no gunmen in our street", "no unit of ours was present", "she saw no soldiers": what another said was there."""
    parse, head = report.parse, proposition.head
    seen = parse.lemmas[head].lower() in word_set("seeing")
    is_being = bool(parse.kids(head, "expl", "cop")) or parse.lemmas[head].lower() in word_set("being_there")
    things = parse.kids(head, "obj") if seen else parse.kids(head, "nsubj") if is_being else []
    return any(_is_none(report, thing) for thing in things)


def _is_none(report: Report, thing: int) -> bool:
    """ "No army unit", "none of its fighters", "not one soldier"."""
    parse = report.parse
    none = parse.lower(thing) == "none" or any(parse.lower(inner) in {"no", "not"} for inner in parse.kids(thing, "det", "advmod"))
    of = (thing, *parse.kids(thing, "nmod", "compound", "amod"))
    return none and any(report.actors.kind(part) in ABSENT for part in of)
