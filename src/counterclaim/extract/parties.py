"""Parties of a claim: distributive speakers, the doer and the target, the side of each toll.

Even-handed by construction: nothing here looks at which party it is, only at how it is named and who speaks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from counterclaim import lexicon
from counterclaim.extract import event, toll
from counterclaim.extract.frame import Frame
from counterclaim.extract.harm import listed_class, victim_classes
from counterclaim.extract.outlet import outlet_ids
from counterclaim.extract.propositions import Proposition
from counterclaim.extract.report import Report
from counterclaim.extract.responsibility import responsible
from counterclaim.extract.speaker import OUTLET, UNKNOWN, named
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import only_foe
from counterclaim.model import Actor, EventType, Span, Toll
from counterclaim.syntax import Parse

FIRST_PERSON = frozenset({"our", "we", "us", "my", "i"})
OWN = frozenset({"its", "their", "his", "her"})
THIRD = frozenset({"they", "them", "it", "he", "she"})
SIDED = frozenset({"country", "adjective", "force", "asset", "state", "group", "organ", "armed", "region", "body", "government"})
DOING = frozenset(
    {"country", "capital", "region", "force", "asset", "state", "group", "organ", "armed", "body", "government", "office", "person", "side"}
)
ARMED_ORGANS = frozenset({"POLICE", "BORDER", "COASTGUARD", "NAVY", "AF"})  # whose "officers" and "men" are their own
FORCES = frozenset({"force", "asset"})
UNARMED = frozenset({"resident", "relatives", "witness", "health_workers"})  # as speakers; a hospital that is hit is civilian
NOBODY = frozenset({OUTLET, UNKNOWN, "resident", "relatives", "witness", "anon_sources", "media_reports", "health_workers"})


@dataclass(frozen=True, slots=True)
class Sides:
    """One of two parties in a distributive clause: the one that speaks and the other."""

    own: Actor
    other: Actor
    reciprocal: bool


def distributive(report: Report, frame: Frame) -> tuple[Sides, Sides] | None:
    """The two sides where each says the same: "each accused the other", "both sides blamed", "ministries of both countries"."""
    if frame.speaker is None:
        return None
    reciprocal, distributes = _reciprocal(report, frame), _distributes(report, frame)
    named_pair = _conjoined(report, frame)
    pair = named_pair or (_dyad(report) if distributes else None)
    if pair is None or not (reciprocal or distributes or _in_one_phrase(report, frame)):
        return None
    organ = _shared_organ(report, frame)
    span = report.parse.span([frame.speaker, *_name(report.parse, frame.speaker)])
    text = report.parse.text[span.start : span.end]
    first, second = (Actor(f"{party}:{organ}" if organ and ":" not in party else party, text) for party in pair)
    return Sides(first, second, reciprocal), Sides(second, first, reciprocal)


def _reciprocal(report: Report, frame: Frame) -> bool:
    """What is said speaks of "the other", "each other", "one another"."""
    parse = report.parse
    if len(frame.cue) > 1 and parse.lemmas[frame.cue[0]].lower() in {"trade", "exchange", "swap"}:
        return True
    first, last = parse.sentences[parse.sentence_of[frame.anchor]]
    words = [parse.lower(token) for token in range(first, last)]
    around = set(pairwise(words))
    return bool(around & {("each", "other"), ("one", "another"), ("the", "other")})


def _distributes(report: Report, frame: Frame) -> bool:
    """The subject is "each", "both sides", "the two countries", "the parties"."""
    parse = report.parse
    if frame.speaker is None or report.actors.kind(frame.speaker) in {"people", "crowd"}:
        return False  # "both survivors"
    subjects = parse.kids(frame.cue[0] if frame.cue else frame.speaker, "nsubj")
    phrase = {parse.lower(token) for token in (*parse.subtree(frame.speaker), *subjects)}
    pairs = _pairs()
    return bool(phrase & {"each", "both", "either"}) or any(word in pairs and (pairs[word] or "two" in phrase) for word in phrase)


@cache
def _pairs() -> dict[str, bool]:
    return {row["noun"]: row["alone"] == "y" for row in lexicon.rows("pairs.csv")}


def _in_one_phrase(report: Report, frame: Frame) -> bool:
    """ "The foreign ministries of Kenya and Somalia": one phrase that names both."""
    return frame.speaker is not None and len(report.actors.all_of_phrase(frame.speaker)) == 2


def _conjoined(report: Report, frame: Frame) -> tuple[str, str] | None:
    """The two parties that the subject names: "Armenia and Azerbaijan", "officials of Kyrgyzstan and Tajikistan"."""
    parse, actors = report.parse, report.actors
    for head in parse.kids(frame.cue[0], "nsubj") if frame.cue else ():
        named_two = [actors.of_phrase(token) or actors.resolve_short(token) for token in (head, *parse.kids(head, "conj"))]
        joined = [actor for actor in named_two if actor is not None and actor.id]
        for found in (joined, actors.all_of_phrase(head)):
            if len(found) == 2 and found[0].id != found[1].id and found[0].id and found[1].id:
                return found[0].id, found[1].id
    return None


def _dyad(report: Report) -> tuple[str, str] | None:
    pair = report.sides[:2]
    return (pair[0], pair[1]) if len(pair) == 2 else None


def _shared_organ(report: Report, frame: Frame) -> str | None:
    """ "Defence ministries from both countries": the organ that both speak through."""
    return (report.actors.read(frame.speaker).code or None) if frame.speaker is not None else None


def own_party(report: Report, actor: Actor) -> Actor | None:
    """The speaker's side as the one that suffered a hostile act: the party without its organ."""
    return Actor(actor.party, "") if actor.party and actor.party not in NOBODY and _is_side(report, actor.party) else None


def _is_side(report: Report, party: str) -> bool:
    return party in report.sides[:4]


def doers(
    report: Report, proposition: Proposition, trigger: event.Trigger | None, speaker: Actor, sides: Sides | None
) -> tuple[Actor | None, Actor | None]:
    """Doer and target of the proposition's event."""
    frame = proposition.frame
    if sides is not None and sides.reciprocal:
        return Actor(sides.other.party, ""), Actor(sides.own.party, "")
    thing = _addressed(report, frame) if frame is not None else None
    if frame is not None and frame.kind in {"accuse", "blame", "condemn", "demand"} and not frame.content and thing is not None:
        blamed = _as_doer(_actor(report, thing, speaker, sides))
        target = _as_doer(_by_roles(report, trigger, speaker, sides)[1])
        if blamed is None and frame.kind == "condemn" and (other := adversary(report, speaker)) is not None:
            blamed = Actor(other, "")
        if blamed is not None or frame.kind in {"accuse", "blame", "demand"}:
            return blamed, target if target is not None and (blamed is None or target.id != blamed.id) else None
    itself = frame is not None and frame.kind in {"deny", "confirm", "decline"}
    actor, target = _by_roles(report, trigger, speaker, sides, itself=itself)
    if frame is not None and _claims_it(report, frame, trigger) and speaker.party not in NOBODY:
        return own_party(report, speaker), target if target is not None and target.party != speaker.party else None
    held = responsible(report.parse, proposition.head)
    if held is not None and held in proposition.inside and report.actors.kind(held) in DOING:
        actor = _actor(report, held, speaker, sides) or actor
    if actor is None and (trigger is None or not trigger.row.reply):
        actor = _agent_said(report, proposition, speaker, sides) or _subject(report, proposition, trigger, speaker, sides)
        target = target if target is None or actor is None or target.id != actor.id else None
    if itself and frame is not None and frame.kind == "deny" and actor is not None and actor.party == adversary(report, speaker):
        actor = own_party(report, speaker)  # "denied claims coming from Kyiv that …": whose claim it is, not who did it
    if trigger is not None and actor is None and speaker.party not in NOBODY:
        actor = _unsaid_doer(report, trigger, target, speaker)
    return actor, target


def _claims_it(report: Report, frame: Frame, trigger: event.Trigger | None) -> bool:
    """ "Claimed responsibility", "claimed the attack": the speaker says that it did it."""
    parse = report.parse
    if frame.kind == "confirm":
        return any(parse.lemmas[token].lower() == "responsibility" for token in frame.cue)
    things = [token for cue in frame.cue for token in parse.kids(cue, "obj", "nsubj:pass")] if frame.kind == "claim" else []
    return trigger is not None and trigger.row.hostile and trigger.token in things


def _as_doer(blamed: Actor | None) -> Actor | None:
    """A summoned ambassador answers for the state, not for the embassy."""
    return replace(blamed, id=blamed.party) if blamed is not None and (blamed.id or "").endswith(":EMB") else blamed


def _addressed(report: Report, frame: Frame) -> int | None:
    """The object of a frame; of a protest, whom it goes to: "protested to India", "lodged a protest with the embassy"."""
    if frame.object is not None or frame.kind != "condemn" or not frame.cue:
        return frame.object
    return event._oblique(report.parse, frame.cue[0], {"to", "against", "with", "at"})


def _subject(report: Report, proposition: Proposition, trigger: event.Trigger | None, speaker: Actor, sides: Sides | None) -> Actor | None:
    """The subject of the proposition's own verb, where it acts: not of a passive, not of suffering, not of harm to itself."""
    parse, head = report.parse, proposition.head
    mutual = trigger is not None and trigger.row.roles == "mutual" and trigger.token == head
    if parse.upos[head] not in {"VERB", "AUX"} or event.is_passive(parse, head) or event.suffers(parse, head) or mutual:
        return None
    if trigger is not None and trigger.token != head and trigger.row.roles in event.HARMS:
        return None
    subject = event.subject(parse, head)
    if subject is None or subject not in proposition.inside or report.actors.kind(subject) not in DOING:
        return None
    return _actor(report, subject, speaker, sides)


def _agent_said(report: Report, proposition: Proposition, speaker: Actor, sides: Sides | None) -> Actor | None:
    """An agent anywhere in the proposition: "by the Kyrgyz side", "under fire from Armenian units"."""
    parse = report.parse
    for token in proposition.tokens:
        cases = event._case(parse, token)
        source = "from" in cases and parse.lemmas[parse.heads[token]].lower() in {
            "fire",
            "attack",
            "come",
            "shelling",
            "bombardment",
            "shell",
        }
        laid = (parse.lemmas[parse.heads[token]].lower(), next(iter(cases), "")) in LAID
        if ("by" in cases or source or laid) and report.actors.kind(token) in DOING:
            found = _actor(report, token, speaker, sides)
            if found is not None and found.id is not None and found.party not in NOBODY:
                return found
    return None


LAID = frozenset({("blame", "on"), ("attribute", "to"), ("ascribe", "to")})  # "an attack blamed on rebels"


def _unsaid_doer(report: Report, trigger: event.Trigger, target: Actor | None, speaker: Actor) -> Actor | None:
    """The doer that a party leaves unsaid: of an answer, itself; of an act upon its own side, the other side."""
    if trigger.row.reply:
        return own_party(report, speaker)
    if _own_success(report, trigger, target, speaker):
        return Actor(_military(speaker.party or ""), "")
    verb = report.parse.upos[trigger.token] in {"VERB", "AUX"}
    acts = verb and trigger.row.hostile and trigger.row.roles == "act" and trigger.type != "other"
    other = adversary(report, speaker)
    if acts and other is not None and (target is None or target.party != other):
        return Actor(other, "")
    return None


def _own_success(report: Report, trigger: event.Trigger, target: Actor | None, speaker: Actor) -> bool:
    """ "38 terrorists were neutralised", says an army; "12 soldiers were killed", says a movement: by itself."""
    party, _, organ = (speaker.id or "").partition(":")
    fights = organ in FIGHTING_ORGANS if party in _state_like() else not organ
    victims = event.roles(report.parse, trigger).target
    if trigger.row.roles not in event.HARMS or not fights or victims is None or (target is not None and target.party == party):
        return False
    if any(report.parse.lemmas[part].lower() in word_set("by_themselves") for part in report.parse.subtree(trigger.token)):
        return False
    foes = "armed" if party in _state_like() else "military"
    kind = report.actors.kind(victims)
    return victim_classes().get(report.parse.lemmas[victims].lower()) == foes or (foes == "armed" and kind in {"armed", "group"})


FIGHTING_ORGANS = frozenset({"MIL", "MOD", "AF", "NAVY", "BORDER", "POLICE", "SEC", "INTERIOR", "INTEL", "COASTGUARD"})


def _by_roles(
    report: Report, trigger: event.Trigger | None, speaker: Actor, sides: Sides | None, *, itself: bool = False
) -> tuple[Actor | None, Actor | None]:
    if trigger is None:
        return None, None
    roles = event.roles(report.parse, trigger)
    actor = _actor(report, roles.actor, speaker, sides, itself=itself) if roles.actor is not None else None
    target = _actor(report, roles.target, speaker, sides, victim=True) if roles.target is not None else None
    if actor is None and roles.actor is not None:
        actor = _by_means(report, roles.actor, speaker, sides)
    named_event = report.triggers.get(trigger.named) if trigger.named is not None else None
    if named_event is not None and (actor is None or target is None):
        by, on = _by_roles(report, named_event, speaker, sides)
        actor, target = actor or by, target or on
    return actor, target


def _by_means(report: Report, token: int, speaker: Actor, sides: Sides | None) -> Actor | None:
    """The doer behind a means: "a strike by X killed", "Turkish shelling hit", "a Russian missile struck"."""
    inner = report.triggers.get(token)
    if inner is not None and inner.token == token:
        roles = event.roles(report.parse, inner)
        if roles.actor is not None and roles.actor != token:
            found = _actor(report, roles.actor, speaker, sides)
            if found is not None:
                return found
    return report.actors.by_adjective(token)


def _actor(report: Report, token: int, speaker: Actor, sides: Sides | None, *, victim: bool = False, itself: bool = False) -> Actor | None:
    """Who a phrase is: an actor named, the speaker's own or other side, people by their kind."""
    parse = report.parse
    span = parse.span([token, *parse.kids(token, "flat"), *_name(parse, token)])
    text, word = parse.text[span.start : span.end], parse.lower(token)
    possessives = {parse.lower(child) for child in parse.kids(token, "nmod:poss")}
    if word in FIRST_PERSON and speaker.party not in NOBODY:
        return Actor(speaker.party, text, span)
    if possessives & (FIRST_PERSON | OWN) and speaker.party not in NOBODY and speaker.party is not None:
        return Actor("civilians" if _civil(report, token) else _own_side(report, token, speaker.party), text, span)
    found = report.actors.of_phrase(token)
    if victim and _civil(report, token):
        return Actor("civilians", text, span)
    if found is None or found.id is None:
        if victim and report.actors.kind(token) in FORCES:
            side = _whose_army(report, speaker)
            return Actor(side, text, span) if side is not None and adversary(report, speaker) else None
        found = _enemy(report, token, speaker) or report.actors.resolve_short(token)
    if found is not None and (found.id in UNARMED or (found.id == "civilians" and not victim and _looks_armed(report, token))):
        return Actor("civilians", text, span) if victim else None
    if found is not None and found.id is not None:
        return Actor(found.id, text, span)
    if word in {"they", "them", "it"} and not victim:
        own = itself or word == "it" or _they_themselves(report, token)
        other = speaker.party if own and speaker.party not in NOBODY else adversary(report, speaker)
        return Actor(other, text, span) if other else None
    return Actor("civilians", text, span) if victim and _civil(report, token) else None


def _enemy(report: Report, token: int, speaker: Actor) -> Actor | None:
    """ "The enemy": the other side of the report, else the one that a speaker at war calls so (lexicon/foes.csv)."""
    if report.parse.lemmas[token].lower() not in word_set("foes"):
        return None
    own = report.home if speaker.id == OUTLET else speaker.party
    foe = adversary(report, speaker) or only_foe(own, report.document.published)
    return Actor(foe, report.parse.form(token)) if foe is not None else None


def _they_themselves(report: Report, token: int) -> bool:
    """ "The Houthis said they had fired": the subject of what is said by several, or by a body, and not by one person."""
    parse = report.parse
    verb = parse.heads[token]
    cue = parse.heads[verb] if verb >= 0 and parse.base(token) == "nsubj" and parse.base(verb) == "ccomp" else -1
    teller = event.subject(parse, cue) if cue >= 0 and parse.lower(token) == "they" else None
    if teller is None:
        return False
    return parse.xpos[teller] in {"NNS", "NNPS"} or report.actors.kind(teller) in {"group", "force", "body", "organ", "government"}


def _looks_armed(report: Report, token: int) -> bool:
    """ "Men in army uniform", "masked men", "youths with machetes": no civilians as far as their words go."""
    return any(report.parse.lemmas[inner].lower() in word_set("armed_looks") for inner in report.parse.subtree(token))


def _name(parse: Parse, token: int) -> list[int]:
    """The rest of the name that a token begins: "Korea" after "North"."""
    last = token
    while last + 1 < len(parse) and parse.entities[last + 1].startswith("I-"):
        last += 1
    return list(range(token, last + 1)) if parse.entities[token].startswith("B-") else []


def _own_side(report: Report, token: int, party: str) -> str:
    """ "our servicemen", "its positions": the speaker's forces; "our country": the speaker's party."""
    forces = victim_classes().get(report.parse.lemmas[token].lower()) == "military" or report.actors.kind(token) in FORCES
    return _military(party) if forces else party


def _military(party: str) -> str:
    """A state's forces; a movement is its own."""
    return f"{party}:MIL" if party in _state_like() else party


def _civil(report: Report, token: int) -> bool:
    return victim_classes().get(report.parse.lemmas[token].lower()) == "civilian"


def speaks_of_itself(report: Report, proposition: Proposition, speaker: Actor) -> bool:
    """Whether the subject of the proposition is the speaker's own side: "we", "its forces", the speaker by name, "it" of a speaker."""
    token = event.subject(report.parse, proposition.head)
    if token is None or speaker.party in NOBODY or speaker.party is None:
        return False
    word = report.parse.lower(token)
    if word in FIRST_PERSON or (word == "it" and proposition.frame is not None) or _they_themselves(report, token):
        return True
    whose = (token, *report.parse.kids(token, "nmod"))  # "none of its soldiers"
    possessives = {report.parse.lower(child) for part in whose for child in report.parse.kids(part, "nmod:poss")}
    found = report.actors.of_phrase(token)
    return bool(possessives & (FIRST_PERSON | OWN)) or (found is not None and found.party == speaker.party)


def only_other(report: Report, proposition: Proposition, speaker: Actor, target: Actor | None) -> Actor | None:
    """The one side that a proposition names beside the speaker's own and the one that is hit: "it was a Russian missile"."""
    named_sides: dict[str, Actor] = {}
    for mention in report.actors.mentions:
        party = (mention.id or "").partition(":")[0]
        if mention.head_token in proposition.inside and mention.kind in DOING and _is_side(report, party):
            named_sides.setdefault(party, Actor(mention.id, mention.text, mention.span))
    others = [actor for party, actor in named_sides.items() if party != speaker.party and (target is None or party != target.party)]
    return others[0] if len(others) == 1 else None


def adversary(report: Report, speaker: Actor) -> str | None:
    """The other of the two main parties of the report, where the speaker is one of them."""
    pair = report.sides[:2]
    if speaker.party in pair and len(pair) == 2:
        return pair[1] if pair[0] == speaker.party else pair[0]
    return None


OTHERS = frozenset({"other", "another", "more", "rest"})


def tolls(
    report: Report, proposition: Proposition, speaker: Actor, doer: Actor | None, target: Actor | None, sides: Sides | None
) -> tuple[Toll, ...]:
    """The tolls whose words stand inside the proposition, each with its side."""
    found: list[tuple[int, Toll]] = []
    if doer is not None and doer.party == speaker.party:
        # The victims of what a speaker says it did are not its own: "claimed the bomb that killed five soldiers".
        speaker = Actor(adversary(report, speaker) or UNKNOWN, "")
    last: tuple[str, ...] | None = None
    for mention in report.tolls:
        if mention.harm in proposition.inside:
            last = _sides_of(report, mention, speaker, target, sides, last)
            for side in last:
                found.extend((mention.harm, row) for row in _both_kinds(toll.as_toll(report.parse, mention, side)))
    return tuple(dict.fromkeys(_without_vague(_summed(found, report.parse.text))))


def _without_vague(found: list[Toll]) -> list[Toll]:
    """ "Our losses are 49 killed": the number is the toll, not "losses" beside it; and "doctors and patients died" is one toll."""
    numbered = {(row.side, row.kind) for row in found if not row.unspecified}
    vague = {(row.side, row.kind): row for row in reversed(found) if row.unspecified}
    return [row for row in found if not row.unspecified or ((row.side, row.kind) not in numbered and vague[row.side, row.kind] is row)]


def _both_kinds(row: Toll) -> list[Toll]:
    """ "No casualties" is nobody killed and nobody wounded."""
    if row.kind != "killed_or_wounded" or row.high != 0:
        return [row]
    return [replace(row, kind="killed"), replace(row, kind="wounded")]


def _summed(found: list[tuple[int, Toll]], text: str) -> list[Toll]:
    """ "one officer and two privates were killed": exact tolls of one harm word and one side are one toll."""
    kept: dict[tuple[object, ...], Toll] = {}
    for harm, row in found:
        key = (harm, row.side, row.kind)
        first = kept.get(key)
        if first is None:
            kept[key] = row
        elif _exact(first) and _exact(row) and first.best is not None and row.best is not None:
            total = first.best + row.best
            kept[key] = _widened(replace(first, low=total, best=total, high=total), row, text)
        else:
            kept[harm, row.side, row.kind, len(kept)] = row
    return list(kept.values())


def _widened(first: Toll, second: Toll, text: str) -> Toll:
    """The first with the words of both."""
    if first.span is None or second.span is None:
        return first
    span = Span(min(first.span.start, second.span.start), max(first.span.end, second.span.end))
    return replace(first, span=span, text=text[span.start : span.end])


def _exact(row: Toll) -> bool:
    return row.best is not None and row.low == row.high == row.best and not row.partial


def _sides_of(
    report: Report,
    mention: toll.TollMention,
    speaker: Actor,
    target: Actor | None,
    sides: Sides | None,
    before: tuple[str, ...] | None,
) -> tuple[str, ...]:
    """The side or sides of a toll: by its victims, by the phrase that names whose they are, by the toll before it, by the context."""
    parse = report.parse
    named_side = _named_sides(report, mention, speaker, sides)
    if named_side:
        return named_side
    word = "" if mention.victims is None else parse.lemmas[mention.victims].lower()
    kind = victim_classes().get(word)
    if sides is not None and sides.own.party:
        return (_military(sides.own.party),)
    if kind in {"military", "armed"}:
        return (_fighters(report, mention, speaker, kind) or "all",)
    if before is not None and (mention.victims is None or word in OTHERS | toll.ONE_MORE):
        return before
    if target is not None and target.id and target.id != "civilians":
        return (target.id,)
    clash = report.is_clash and adversary(report, speaker) is not None and speaker.party in report.sides[:3]
    own = speaker.party if clash and kind != "citizen" else None
    return (own or ("civilians" if kind == "citizen" else report.usual_victims),)


def _fighters(report: Report, mention: toll.TollMention, speaker: Actor, kind: str) -> str | None:
    """The side of fighters that no word assigns: a side's own soldiers where it speaks, else the armed group that the text means."""
    if kind == "military" and speaker.id == OUTLET:
        return _military(report.home) if report.home is not None and report.home in report.sides[:3] else None
    if kind == "military":
        force = speaker.party in report.sides[:3] and (speaker.id or "").partition(":")[2] in ARMED_ORGANS
        return speaker.id if force else _whose_army(report, speaker) if speaker.party in report.sides[:3] else None
    found = report.actors.resolve_short(mention.victims) if mention.victims is not None else None
    return found.id if found is not None else None


def _whose_army(report: Report, speaker: Actor) -> str | None:
    """Whose soldiers are meant where none are named: a state's own; of a movement, those of the state that it fights."""
    if speaker.party is None or speaker.party in _state_like():
        return None if speaker.party is None else _military(speaker.party)
    other = adversary(report, speaker)
    return _military(other) if other in _state_like() else speaker.party


def _named_sides(report: Report, mention: toll.TollMention, speaker: Actor, sides: Sides | None) -> tuple[str, ...]:
    """The side or sides that the victims' own phrase, or a phrase that says whose they are, names."""
    for token in (*(() if mention.victims is None else (mention.victims,)), *mention.whose):
        both = _both_sides(report, token)
        if both:
            return both
        side = _side_by_phrase(report, token, speaker, sides)
        if side is not None:
            return (side,)
    return ()


def _both_sides(report: Report, token: int) -> tuple[str, ...]:
    parse = report.parse
    words = {parse.lower(inner) for inner in parse.subtree(token)}
    if words & {"both", "either"} and words & {"sides", "side", "countries", "armies"}:
        return tuple(report.sides[:2])
    return ()


def _side_by_phrase(report: Report, token: int, speaker: Actor, sides: Sides | None) -> str | None:
    """The side that a noun phrase names: people of a country, forces, the speaker's own; None for people nobody assigns."""
    parse, own = report.parse, sides.own if sides else speaker
    inner = [child for child in parse.kids(token, "nmod") if "including" not in event._case(parse, child)]
    for candidate in (
        (*inner, token) if parse.upos[token] in {"NUM", "PRON"} or parse.lemmas[token].lower() in word_set("counters") else (token, *inner)
    ):
        kind = victim_classes().get(parse.lemmas[candidate].lower())
        around = {victim_classes().get(parse.lemmas[child].lower()) for child in parse.kids(candidate, "amod", "compound")}
        if "civilian" in {kind, listed_class(parse, candidate), *around}:
            return "civilians"
        if _of_own_side(report, candidate, kind) and own.party not in NOBODY and own.party is not None:
            return _military(own.party) if kind == "military" or report.actors.kind(candidate) in FORCES else own.party
        if "side" in {parse.lower(candidate)} and {parse.lower(child) for child in parse.kids(candidate, "amod")} & {
            "other",
            "opposite",
            "opposing",
        }:
            return adversary(report, own)
        country = report.actors.country(candidate)
        placed = any("in" in event._case(parse, child) for child in parse.kids(candidate, "nmod"))
        if country and "|" not in country and kind in {"person", "citizen"} and not placed:
            return country
        found = report.actors.of_phrase(candidate)
        if found is not None and found.id not in {None, "civilians"} and found.id not in NOBODY and report.actors.kind(candidate) in SIDED:
            return found.id
    return None


def _of_own_side(report: Report, token: int, kind: str | None) -> bool:
    """ "its losses", "our servicemen", "their own citizens": the possessive itself, or people and forces that have one."""
    parse = report.parse
    if parse.lower(token) in {"it", "they", "we"}:
        return True
    if parse.relations[token] == "nmod:poss":
        return parse.lower(token) in FIRST_PERSON | OWN
    people = kind is not None or report.actors.kind(token) in FORCES
    return people and any(parse.lower(child) in FIRST_PERSON | OWN for child in parse.kids(token, "nmod:poss"))


def side_as_target(rows: Iterable[Toll], likely: str) -> Actor | None:
    """Whoever was killed was hit; where two sides were, no one target. `likely`: whom a toll of nobody's side counts."""
    named_sides = {likely if row.side == "all" else row.side for row in rows} - {None, "all"}
    return Actor(named_sides.pop(), "") if len(named_sides) == 1 else None


def relays(report: Report, proposition: Proposition) -> tuple[str, ...]:
    """The relay chain of a proposition, nearest to the speaker first: who was told, who quotes, whom they cite."""
    frame = proposition.frame
    if frame is None:
        return ()
    chain = []
    if frame.addressee is not None:
        told = report.actors.of_phrase(frame.addressee)
        if told is not None and told.id is not None and told.id in outlet_ids():
            chain.append(told.id)
    for other in report.relays.get(proposition.sentence, ()):
        if other.speaker is not None and other.speaker != frame.speaker:
            who = named(report.parse, other.speaker, report.actors).actor.id
            if who is not None and who != UNKNOWN:
                chain.append(who)
    return tuple(dict.fromkeys(chain))


@cache
def _state_like() -> frozenset[str]:
    return frozenset(row["id"] for row in lexicon.rows("states.csv"))


def type_of_violence(kind: EventType, actor: str | None, target: str | None) -> int | None:
    """UCDP: 3 one-sided where civilians are hit, 1 state-based where a state is a party, else 2;
    None where parties are unknown or nobody is hit.
    """
    if kind == "other" or (actor is None and target is None):
        return None
    if target == "civilians":
        return 3
    return 1 if {actor, target} & _state_like() else 2 if actor and target else None
