"""Mentions of incidents: each event word of a message with who did it, whom and what it hit, with what, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.muc_phrases import Findings, as_number, entity_at, lemma_of, looked_up, thing_type
from bench.muc_words import words

from counterclaim.extract import event
from counterclaim.model import Claim
from counterclaim.syntax import Parse

NEUTRAL = event.Row(("act",), "VERB", "attack", True, False, "act", "ASSAULT")


@dataclass(frozen=True, slots=True)
class Mention:
    """One event word. Tokens are heads of phrases. `kind` is a MUC incident type; `harm` where the word tells of harm by any act."""

    token: int
    kind: str
    harm: bool
    doers: tuple[int, ...]
    hit: tuple[int, ...]
    means: tuple[int, ...]
    effect: str
    damage: str
    claim: Claim | None
    count: str = ""
    confidence: str = ""


def mentions(findings: Findings) -> list[Mention]:
    """All mentions of a message in text order: event words, and tolls that no event word tells."""
    found = [mention for token in range(len(findings.parse)) if (mention := mention_at(findings, token)) is not None]
    told = {mention.token for mention in found}
    return sorted([*found, *tolls(findings, told)], key=lambda mention: mention.token)


def tolls(findings: Findings, told: set[int]) -> Iterator[Mention]:
    """ "left three dead and twenty wounded": people harmed, by a word that is no event."""
    for toll in findings.report.tolls:
        effect = {"killed": "DEATH", "wounded": "INJURY"}.get(toll.kind, "")
        if effect and toll.harm not in told and not toll.zero and not toll.partial and not unreal(findings.parse, toll.harm):
            quantity = toll.quantity
            count = "PLURAL" if quantity.unspecified else as_number(quantity.low, quantity.best, quantity.high)
            head = toll.harm if toll.victims is None else toll.victims
            yield Mention(toll.harm, "ATTACK", True, (), (head,), (), effect, "", findings.claim_at(toll.harm), count)


def mention_at(findings: Findings, token: int) -> Mention | None:
    parse = findings.parse
    lemma, upos = lemma_of(parse, token), parse.upos[token]
    kind = words("act").get(lemma)
    if (
        kind is None
        or upos not in {"VERB", "NOUN", "PROPN"}
        or (upos != "VERB" and lemma in words("not_noun"))
        or parse.entities[token] != "O"
    ):
        return None
    if not is_act(parse, token, lemma) or event.negated(parse, token) or unreal(parse, token):
        return None
    means = tuple(tools(parse, token))
    if lemma in words("carries") and upos == "VERB" and not means and lemma not in {"fire", "explode", "detonate"}:
        return None
    doers, hit = parties(findings, token, means)
    claimed = claimant(parse, token)
    confidence = "CLAIMED OR ADMITTED" if claimed is not None else ""
    if claimed is None and (claimed := suspect(parse, token)) is not None:
        confidence = "SUSPECTED OR ACCUSED"
    return Mention(
        token,
        refined(parse, token, lemma, kind, means),
        lemma in words("harm"),
        doers if claimed is None or doers else (claimed,),
        hit,
        means,
        words("effect").get(lemma, ""),
        words("damage").get(lemma, ""),
        findings.claim_at(token),
        confidence=confidence,
    )


def claimant(parse: Parse, token: int) -> int | None:
    """ "claimed responsibility for the attack", "took credit for the murder", "admitted to the bombing": who did."""
    for up in list(parse.ancestors(token))[:3]:
        lemma = lemma_of(parse, up)
        things = {lemma_of(parse, child) for child in parse.kids(up, "obj", "nsubj:pass", "nsubj")}
        if (lemma in {"claim", "take", "assume", "accept"} and things & {"responsibility", "credit"}) or (
            lemma in {"claim", "admit"} and lemma_of(parse, token) in things
        ):
            return event._agent(parse, up) if event.is_passive(parse, up) else event.subject(parse, up)
    return None


def suspect(parse: Parse, token: int) -> int | None:
    """ "accused the cartel of the murder", "attributed the attack to the guerrillas", "blamed on them": who is."""
    for up in list(parse.ancestors(token))[:2]:
        lemma, things = lemma_of(parse, up), parse.kids(up, "obj")
        passive = event.is_passive(parse, up)
        if lemma in {"accuse", "blame", "suspect", "charge"} and token not in things:
            return event._first(parse.kids(up, "nsubj:pass", "nsubj")) if passive else event._first(things)
        if lemma in {"attribute", "blame", "ascribe"}:
            return event._oblique(parse, up, {"to", "on"})
    return None


def is_act(parse: Parse, token: int, lemma: str) -> bool:
    """Words that are acts only in some company: "set fire", "gun down", "blow up", not "a bomb squad"."""
    if lemma == "blow":
        return any(parse.lower(child) == "up" for child in parse.children[token])
    if lemma == "gun":
        return any(parse.lower(child) == "down" for child in parse.children[token])
    if lemma == "set":
        return any(lemma_of(parse, child) in {"fire", "ablaze", "afire"} for child in parse.children[token])
    if lemma == "bomb" and parse.upos[token] != "VERB":
        return False
    return not (parse.upos[token] != "VERB" and parse.base(token) == "compound")


def unreal(parse: Parse, token: int) -> bool:
    """What may, will, should or is feared to happen."""
    for at in (token, *list(parse.ancestors(token))[:2]):
        helpers = {parse.lower(child) for child in parse.kids(at, "aux")}
        if helpers & {"will", "would", "may", "might", "could", "should", "must", "can", "shall"} and "have" not in helpers:
            return True
        if any(parse.lower(child) in {"if", "unless"} for child in parse.kids(at, "mark")):
            return True
        if parse.base(at) in {"ccomp", "acl:relcl", "parataxis"}:
            break
    head = parse.heads[token]
    return (
        head >= 0
        and lemma_of(parse, head) in {"threaten", "prevent", "avoid", "plan", "order", "want", "try", "stop", "call"}
        and parse.base(token) in {"xcomp", "obj", "ccomp", "obl"}
    )


def refined(parse: Parse, token: int, lemma: str, kind: str, means: tuple[int, ...]) -> str:
    """An attack by explosives is a bombing; with fire it is arson."""
    if kind != "ATTACK":
        return kind
    tools_used = {looked_up(parse, tool, "instrument") for tool in means}
    if tools_used & {"BOMB", "DYNAMITE", "EXPLOSIVE", "VEHICLE BOMB"}:
        return "BOMBING"
    return "ARSON" if lemma == "set" else kind


def tools(parse: Parse, token: int) -> Iterator[int]:
    """Instruments in the clause of an event word, its subject with it."""
    near = event._within_clause(parse, token)
    head = parse.heads[token]
    above = event._within_clause(parse, head) if head >= 0 and parse.upos[token] != "VERB" else []
    for child in sorted({*near, *above}):
        if (
            child != token
            and parse.upos[child] in {"NOUN", "PROPN"}
            and looked_up(parse, child, "instrument")
            and parse.base(child) != "compound"
        ):
            yield child


def parties(findings: Findings, token: int, means: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who did it, and whom or what it hit."""
    parse, lemma = findings.parse, lemma_of(findings.parse, token)
    trigger = findings.report.triggers.get(token) or event.Trigger(token, NEUTRAL, "attack")
    if trigger.row.roles in {"mutual", "self"} or (parse.upos[token] == "VERB" and trigger.row.pos != "VERB"):
        trigger = event.Trigger(token, NEUTRAL, "attack")
    found = event.roles(parse, trigger)
    actor, target = found.actor, found.target
    if lemma in {"die", "perish"}:
        actor, target = None, event.subject(parse, token)
    if lemma in {"explode", "detonate", "explosion", "blast", "detonation"}:
        actor, target = (None if actor in means or actor is None or looked_up(parse, actor, "instrument") else actor), None
    if target in means or lemma in words("carries"):
        target = None if target in means else target
        target = target if target is not None and target not in means else event._oblique(parse, token, words("at"))
    hit = [*joined(parse, target), *places_hit(parse, token)]
    doers = [doer for doer in joined(parse, actor) if doer not in means]
    return tuple(doers), tuple(
        dict.fromkeys(resolved for one in hit if (resolved := antecedent(findings, one)) is not None and resolved not in means)
    )


def joined(parse: Parse, head: int | None) -> list[int]:
    """A phrase's head and those joined to it."""
    if head is None:
        return []
    return [head, *(child for child in parse.kids(head, "conj") if parse.upos[child] in {"NOUN", "PROPN"})]


def places_hit(parse: Parse, token: int) -> Iterator[int]:
    """Things that an event word's obliques name: "exploded in front of the embassy", "bomb at the offices"."""
    for child in parse.kids(token, "obl", "nmod"):
        for one in joined(parse, child):
            if event._case(parse, one) & words("at").keys() or event._case(parse, child) & words("at").keys():
                if thing_type(parse, one):
                    yield one
                yield from (
                    inner for inner in parse.kids(one, "nmod") if lemma_of(parse, one) in words("side") and thing_type(parse, inner)
                )


def antecedent(findings: Findings, token: int) -> int | None:
    """Pronouns stand for nothing here, unless a person named shortly before is the only one."""
    parse = findings.parse
    if parse.upos[token] != "PRON":
        return token
    if parse.lower(token) not in {"he", "she", "him", "her", "who", "whom"}:
        return None
    if parse.lower(token) in {"who", "whom"} or parse.relations[token] == "acl:relcl":
        return next(iter(parse.ancestors(token)), None)
    first = parse.sentences[max(0, parse.sentence_of[token] - 1)][0]
    named = [at for at in range(first, token) if parse.entities[at] == "B-PER"]
    return entity_at(parse, named[-1], "PER")[-1] if named else None
