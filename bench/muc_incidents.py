"""Phrases with their roles become incidents: what belongs to one incident, who and what was hit, by whom, to what effect; what is in scope.

Which phrase fills which slot, with which value, what belongs together and which incidents are worth a template is learned
(muc_weights.csv, made by bench/muc_fit.py) from the words of the phrases, the rules of muc_events.py, and the claims of the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bench.muc_candidates import Candidate, candidates, shape_of
from bench.muc_events import Mention, mentions
from bench.muc_keys import plain
from bench.muc_model import Model, Models, shipped
from bench.muc_phrases import (
    Findings,
    beyond_side,
    entity_at,
    lemma_of,
    name_in,
    number_of,
    person_type,
    phrase,
    text_of,
    thing_type,
    title_of,
)

from counterclaim.model import Actor, When

TELLING = ("with=", "up=", "way=", "lead=", "bias")  # features that can say how sure a message is of a group
DOERS = ("group", "person")
ROLES = ("victim", "target", "group", "person", "means")
LEAST = 0.12  # chance of a role from which a phrase is looked at; these by development data
LEAST_OF_DOERS = 0.06
CORE = 0.35  # and from which it makes an incident
TOGETHER = 0.5
KEPT = 0.3
SURE = 0.5
WORTH = 0.3
EXACT = frozenset({"day", "hour", "minute", "part_of_day"})


@dataclass(frozen=True, slots=True)
class Cast:
    """A phrase with the role that it plays and how likely it plays it."""

    candidate: Candidate
    role: str
    chance: float

    @property
    def token(self) -> int:
        return self.candidate.token


@dataclass(slots=True)
class Group:
    """An event word with the phrases that belong to it."""

    mention: Mention
    casts: list[Cast]
    word: str = ""

    @property
    def is_core(self) -> bool:
        return max(part.chance for part in self.casts) >= CORE

    def of(self, role: str) -> list[Cast]:
        return [cast for cast in self.casts if cast.role == role]


@dataclass(slots=True)
class Filler:
    """One answer of a slot. `id` is its words (a person's name where there is one), `values` what the other slots say of it."""

    id: str
    name: str = ""
    description: str = ""
    head: str = ""
    number: str = ""
    values: dict[str, str] = field(default_factory=dict)
    parts: list[Cast] = field(default_factory=list)
    party: str = ""
    country: str = ""
    elsewhere: bool = False

    @property
    def chance(self) -> float:
        """Of the phrase that speaks most for it."""
        return max(part.chance for part in self.parts)


@dataclass(slots=True)
class Incident:
    """What one template tells."""

    groups: list[Group]
    kind: str = "ATTACK"
    fillers: dict[str, list[Filler]] = field(default_factory=dict)
    whens: list[When] = field(default_factory=list)
    category: str = "none"

    @property
    def tokens(self) -> list[int]:
        return [group.mention.token for group in self.groups]


def incidents(findings: Findings, models: Models | None = None) -> list[Incident]:
    """The incidents of a message that its templates should tell of, in text order."""
    models = models or shipped()
    found = drafts(findings, cast(candidates(findings, mentions(findings)), models), models)
    for one in found:
        sift(findings, one, models)
    return [one for one in found if models["worth"].chances(worth_features(findings, one, len(found)))["yes"] >= WORTH]


def cast(found_in_text: Iterable[Candidate], models: Models) -> list[Cast]:
    """Phrases that may play a role, in text order, each in its likeliest."""
    found = []
    for candidate in found_in_text:
        chances = models["role"].chances(candidate.features)
        role = max(ROLES, key=lambda name: chances[name])
        if chances[role] >= (LEAST_OF_DOERS if role in DOERS else LEAST):
            found.append(Cast(candidate, role, chances[role]))
    return found


def drafts(findings: Findings, casts: Sequence[Cast], models: Models) -> list[Incident]:
    """All incidents that the phrases make up, in text order, each with all that could be said of it."""
    found = [Incident(groups) for groups in clusters(findings, groups_of(findings, casts), models["together"])]
    for one in found:
        fill(findings, one, models)
    for one in found:
        for role in DOERS:
            others = (filler for other in found if other is not one for filler in other.fillers[role])
            one.fillers[role] += absent(one.fillers[role], others)
    return found


def absent(known: Sequence[Filler], others: Iterable[Filler]) -> list[Filler]:
    """Answers of other incidents of the message that an incident does not have itself."""
    found: list[Filler] = []
    for other in others:
        if not any(is_same(one, other) for one in (*known, *found)):
            found.append(replace(other, elsewhere=True))
    return found


def groups_of(findings: Findings, casts: Sequence[Cast]) -> list[Group]:
    """The phrases by the event word that they belong to, in the order of these."""
    groups: dict[int, Group] = {}
    for one in casts:
        mention = one.candidate.mention
        groups.setdefault(mention.token, Group(mention, [], lemma_of(findings.parse, mention.token))).casts.append(one)
    return [groups[token] for token in sorted(groups)]


def clusters(findings: Findings, groups: Sequence[Group], together: Model) -> list[list[Group]]:
    """What tells of one incident: each group joins the incident before it that it most likely tells of; one that is sure may be new."""
    found: list[list[Group]] = []
    for group in groups:
        chances = [together.chances(pair_features(findings, one, group))["yes"] for one in found]
        best = max(range(len(found)), key=lambda at: (chances[at], at), default=None)
        if best is not None and (chances[best] >= TOGETHER or not group.is_core):
            found[best].append(group)
        else:
            found.append([group])
    return found


def pair_features(findings: Findings, before: Sequence[Group], group: Group) -> list[str]:
    """What speaks for and against a group telling of the same incident as others before it."""
    parse, mention = findings.parse, group.mention
    last = before[-1].mention
    gap = parse.sentence_of[mention.token] - parse.sentence_of[last.token]
    kinds = sorted({one.mention.kind for one in before})
    harm = "harm" if mention.harm else ""
    sure = f"{max(part.chance for part in group.casts):.1f}"
    same_kind = "same" if mention.kind in kinds else "other"
    found = ["bias", f"gap={min(gap, 5)}", f"kind={same_kind}", f"kind={same_kind}&gap={min(gap, 3)}", f"sure={sure}"]
    found.append(f"kinds={'+'.join(kinds)}|{mention.kind}{harm}")
    for role in ("victim", "target", "group", "person"):
        relation = shared(findings, [cast for one in before for cast in one.of(role)], group.of(role))
        found += [f"{role}={relation}", f"{role}={relation}&kind={same_kind}"]
    found.append(f"days={days_apart(before, group)}")
    found.append(f"places={places_apart(findings, before, group)}")
    found.append(f"paragraph={paragraphs_between(findings, last.token, mention.token)}")
    definite = any(parse.lower(child) in {"the", "this", "that"} for child in parse.kids(mention.token, "det"))
    found.append(f"word={parse.upos[mention.token]}{definite}")
    found.append(f"lemma={lemma_of(parse, mention.token)}")
    found.append(f"sizes={min(len(before), 4)}")
    return found


def shared(findings: Findings, old: Sequence[Cast], new: Sequence[Cast]) -> str:
    """How the phrases of a role in two groups relate: of the same name or head word, of other names, or other words."""
    if not old or not new:
        return "open"
    names = [{name for one in casts if (name := name_in(findings, one.token))} for casts in (old, new)]
    if names[0] & names[1]:
        return "name"
    heads = [{lemma_of(findings.parse, one.token) for one in casts} for casts in (old, new)]
    if heads[0] & heads[1]:
        return "word"
    return "names" if names[0] and names[1] else "other"


def days_apart(before: Sequence[Group], group: Group) -> str:
    old, new = ({when.start.date() for when in whens_of(groups) if when.start and when.precision in EXACT} for groups in (before, [group]))
    if not old or not new:
        return "open"
    return "same" if old & new else "other"


def whens_of(groups: Sequence[Group]) -> list[When]:
    claims = [group.mention.claim for group in groups]
    return [when for claim in claims if claim and (when := claim.event.when) is not None and not when.from_context]


def times_beside(findings: Findings, groups: Sequence[Group]) -> list[When]:
    """Days that the sentences of the groups name."""
    parse = findings.parse
    sentences = {parse.sentence_of[group.mention.token] for group in groups}
    dated = (time for time in findings.report.times if time.when.start is not None and time.kind in {"date", "time"})
    return [time.when for time in dated if time.tokens[0] >= 0 and parse.sentence_of[time.tokens[0]] in sentences]


def places_apart(findings: Findings, before: Sequence[Group], group: Group) -> str:
    old, new = (place_names(findings, groups) for groups in (before, [group]))
    if not old or not new:
        return "open"
    return "same" if old & new else "other"


def place_names(findings: Findings, groups: Sequence[Group]) -> set[str]:
    """Places smaller than a country in the sentences of the groups."""
    parse = findings.parse
    sentences = {parse.sentence_of[group.mention.token] for group in groups}
    places = (place for place in findings.report.places if place.kind == "toponym" and place.place.precision != 6)
    return {parse.lower(place.head_token) for place in places if parse.sentence_of[place.head_token] in sentences}


def paragraphs_between(findings: Findings, one: int, other: int) -> int:
    parse = findings.parse
    return min(3, parse.text.count("\n\n", parse.starts[one], parse.starts[other]))


def fill(findings: Findings, one: Incident, models: Models) -> None:
    """Kind, days and possible answers of an incident from its groups."""
    core = [group for group in one.groups if group.is_core] or one.groups
    one.whens = whens_of(core) or times_beside(findings, core)
    for role in ROLES:
        fillers: list[Filler] = []
        for part in (part for group in one.groups for part in group.of(role)):
            add(fillers, filler(findings, part, models))
        one.fillers[role] = fillers
    one.kind = kind_of(one, models["kind"])


def filler(findings: Findings, part: Cast, models: Models) -> Filler:
    parse, token = findings.parse, beyond_side(findings.parse, part.token)
    name = name_in(findings, token) if part.role in {"victim", "person"} else ""
    words = organization(findings, token) if part.role == "group" else phrase(parse, token, of=part.role != "means")
    description = title_of(findings, token) if name else words
    number = part.candidate.mention.count if part.candidate.mention.token == token else ""
    found = Filler(name or words, name, description, lemma_of(parse, token), number or number_of(findings, token, named=bool(name)))
    for slot in VALUES[part.role]:
        found.values[slot] = models[slot].best(value_features(findings, part.candidate, slot))
    found.parts = [part]
    found.country = findings.report.actors.country(token) or "" if part.role in {"victim", "target"} else ""
    found.party = party(findings.report.actors.of_phrase(token)) if part.role == "group" else ""
    return found


def sift(findings: Findings, one: Incident, models: Models) -> None:
    """Leaves the answers that are likely enough, and settles what they say of the whole."""
    one.fillers = likely(findings, one, models["keep"])
    one.category = models["category"].best(worth_features(findings, one, 1))


def likely(findings: Findings, one: Incident, keep: Model) -> dict[str, list[Filler]]:
    return {
        role: [item for item in items if keep.chances(keep_features(findings, one, role, item))["yes"] >= KEPT]
        for role, items in one.fillers.items()
    }


def keep_features(findings: Findings, one: Incident, role: str, item: Filler) -> list[str]:
    """What speaks for and against an answer of an incident."""
    others = sorted((other.chance for other in one.fillers[role] if other is not item), reverse=True)
    above = sum(chance > item.chance for chance in others)
    sums = sum(part.chance for part in item.parts)
    strongest = max(item.parts, key=lambda part: part.chance)
    told = {
        "chance": f"{item.chance:.1f}",
        "sum": f"{min(sums, 3):.1f}",
        "parts": str(min(len(item.parts), 4)),
        "above": str(min(above, 3)),
        "top": f"{others[0] if others else 0:.1f}",
        "here": str(not item.elsewhere),
        "kind": one.kind,
        "number": "name" if item.name else item.number if item.number in {"1", "PLURAL"} else "many",
        "shape": shape_of(findings, strongest.token),
        "sentence": str(min(findings.parse.sentence_of[item.parts[0].token], 5)),
        "named": str(any(other.name for other in one.fillers[role] if other is not item)),
        "definite": definiteness(findings, strongest.token),
        "said": "+".join(item.values.values()),
        "same head": str(any(other.head == item.head for other in one.fillers[role] if other is not item)),
    }
    pairs = [f"{role} {name}={value}" for name, value in told.items()]
    crossed = [f"{role} {name}={told[name]}&chance={told['chance']}" for name in ("here", "above", "number", "named")]
    pairs += group_features(findings, one, item) if role == "group" else []
    return ["bias", role, *pairs, *crossed, f"{role} named={told['named']}&{told['definite']}{told['number']}"]


def group_features(findings: Findings, one: Incident, item: Filler) -> list[str]:
    """Whether the doers that the incident has are of this group, as the report resolves them, and how many groups the message names."""
    actors = findings.report.actors
    own = {identifier for part in item.parts if (identifier := party(actors.of_phrase(part.token)))}
    doers = {
        party(actors.of_phrase(part.token) or actors.resolve_short(part.token)) for filler in one.fillers["person"] for part in filler.parts
    }
    named = sum(mention.kind == "group" for mention in {mention.id: mention for mention in actors.mentions}.values())
    does = "own" if own & doers else "other" if doers - {""} else "open" if doers else "none"
    rank = min((actors.parties.index(one) for one in own if one in actors.parties), default=9)
    return [f"group doers={does}", f"group named={min(named, 3)}&{does}", f"group known={bool(own)}&{does}", f"group rank={min(rank, 4)}"]


def party(actor: Actor | None) -> str:
    return (actor.id or "").split(":")[0] if actor is not None else ""


def definiteness(findings: Findings, token: int) -> str:
    parse = findings.parse
    words = [parse.lower(child) for child in parse.kids(token, "det", "nmod:poss")]
    return "the" if set(words) & {"the", "this", "that", "these", "those"} else "a" if set(words) & {"a", "an"} else "own" if words else ""


VALUES: dict[str, tuple[str, ...]] = {
    "victim": ("victim type", "victim effect"),
    "target": ("target type", "target effect"),
    "group": ("group confidence",),
    "person": (),
    "means": ("means type",),
}


def value_features(findings: Findings, candidate: Candidate, slot: str) -> list[str]:
    """What a phrase is, and what the rules say of it, for one slot that tells of it."""
    parse, token = findings.parse, candidate.token
    mention, said = candidate.mention, []
    if slot == "victim type":
        said.append(f"rule={person_type(parse, token, title_of(findings, token) or phrase(parse, token))}")
    elif slot == "target type":
        said.append(f"rule={thing_type(parse, token)}")
    said += [f"effect={mention.effect}|{mention.damage}", f"word={lemma_of(parse, mention.token)}", f"kind={mention.kind}"]
    said += [f"owned={mention.confidence}", *claim_features(findings, candidate, mention)]
    own = [one for one in candidate.features if slot != "group confidence" or one.startswith(TELLING)]
    return [*own, *said, f"shape={shape_of(findings, token)}"]


def claim_features(findings: Findings, candidate: Candidate, mention: Mention) -> Iterator[str]:
    """On whose word and how sure the claim is that tells of the event."""
    claim = mention.claim
    if claim is None:
        return
    speaker = claim.speaker.id or "unnamed"
    organ = speaker.partition(":")[2]
    reading = findings.report.actors.read(candidate.token)
    own = bool(reading.id) and claim.speaker.party == (reading.id or "").split(":")[0]
    hedges = (claim.hedge or "").lower().split()
    yield f"claim={claim.stance}"
    yield f"claim={claim.stance}&by={organ or ('outlet' if speaker == 'outlet' else 'other')}"
    yield f"own={own}"
    yield from (f"hedge={word}" for word in hedges)


def organization(findings: Findings, token: int) -> str:
    """The name of an organization: as the vocabulary knows it, else as it stands."""
    parse = findings.parse
    reading = findings.report.actors.read(token)
    if reading.kind == "group" and reading.id is not None and reading.id in findings.groups:
        return findings.groups[reading.id]
    span = entity_at(parse, token, "ORG")
    return text_of(parse, list(span)) if span else phrase(parse, token)


def add(known: list[Filler], new: Filler) -> None:
    """A new answer, or more words for one that is there."""
    for old in known:
        if is_same(old, new):
            if len(new.id) > len(old.id) and not old.name:
                old.id, old.description = new.id, new.description
            if new.chance > old.chance:
                old.values = new.values
            old.parts = [*old.parts, *new.parts]
            old.number = new.number if old.number == "PLURAL" else old.number
            return
    known.append(new)


def is_same(old: Filler, new: Filler) -> bool:
    """The same name or group; a title and the one named by it; one head, or words of the other alone, and no other number."""
    if (old.name and new.name) or (old.party and new.party):
        return (old.name, old.party) == (new.name, new.party)
    if old.name or new.name:
        named, other = (old, new) if old.name else (new, old)
        return other.number == "1" and bool(other.head) and other.head.upper() in named.description.upper().split()
    counts = {old.number, new.number}
    words = [set(plain(one.id)) for one in (old, new)]
    return (old.head == new.head or words[0] <= words[1] or words[1] <= words[0]) and (len(counts) == 1 or "PLURAL" in counts)


def kind_of(one: Incident, kinds: Model) -> str:
    """The kind that is likelier than all others together; an attack otherwise, which the others are kinds of."""
    chances = kinds.chances(kind_features(one))
    best = max(chances, key=lambda kind: chances[kind])
    return best if chances[best] > SURE else "ATTACK"


def kind_features(one: Incident) -> list[str]:
    """What kinds of act the event words tell of, and with what."""
    core = [group for group in one.groups if group.is_core] or one.groups[:1]
    found = [f"first={core[0].mention.kind}", *(f"core={group.mention.kind}" for group in core)]
    found += [f"any={group.mention.kind}" for group in one.groups]
    found += [f"word={lemma}" for group in core if (lemma := group.word)]
    found += [f"means={value}" for item in one.fillers["means"] for value in item.values.values()]
    kinds = sorted({group.mention.kind for group in core})
    return list(dict.fromkeys(["bias", *found, f"all={'+'.join(kinds)}", f"victims={bool(one.fillers['victim'])}"]))


def worth_features(findings: Findings, one: Incident, count: int) -> list[str]:
    """What speaks for and against an incident being one that the task wants to know of."""
    parse, found = findings.parse, ["bias", f"kind={one.kind}", f"incidents={min(count, 4)}"]
    for role in ROLES:
        items = one.fillers[role]
        best = max((item.chance for item in items), default=0.0)
        found += [f"{role}={best:.1f}", f"{role}s={min(len(items), 3)}"]
        found += [f"{role}={shape_of(findings, item.parts[0].token)}" for item in items]
    found += [f"effect={item.values['victim effect']}" for item in one.fillers["victim"]]
    found += [f"name={bool(item.name)}" for item in one.fillers["victim"]]
    first = min(parse.sentence_of[token] for token in one.tokens)
    found += [f"first={min(first, 6)}", f"groups={min(len(one.groups), 4)}"]
    strength = max((part.chance for group in one.groups for part in group.casts), default=0.0)
    found += [f"strength={strength:.1f}", f"doers={bool(one.fillers['group'])}{bool(one.fillers['person'])}"]
    found += [f"age={age(one.whens, findings.report.document.published)}", f"place={bool(place_names(findings, one.groups))}"]
    return list(dict.fromkeys(found))


def age(whens: Sequence[When], published: date | None) -> str:
    """How long before the message the incident was: the fill rules take those of the two months before it."""
    days = [(published - when.end.date()).days for when in whens if published is not None and when.end is not None]
    if not days:
        return "open"
    return "new" if min(days) <= 10 else "month" if min(days) <= 62 else "old"
