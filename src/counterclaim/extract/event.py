"""Events: the words that say what happened, and who did it to whom.

Vocabulary: lexicon/events.csv (event words), weapons.csv (means that give a strike its type), light_verbs.csv (verbs whose object is
the event: "carried out a strike"), event_types.csv (codes). Everything here is structure: where the arguments of an event word stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from counterclaim import lexicon
from counterclaim.extract.quantity import bounded_after
from counterclaim.model import EventType, Modality
from counterclaim.syntax import Parse

CLAUSAL = ("ccomp", "xcomp", "advcl", "acl", "conj", "parataxis", "csubj")
MODALS_FUTURE = frozenset({"will", "'ll", "shall", "wo", "going"})
MODALS_POSSIBLE = frozenset({"may", "might", "could", "would", "can"})


@dataclass(frozen=True, slots=True)
class Row:
    """One event word of the lexicon."""

    words: tuple[str, ...]
    pos: str
    type: str
    hostile: bool
    reply: bool
    roles: str
    plover: str | None

    @property
    def friendly(self) -> bool:
        """An act of talking, agreeing, withdrawing, helping."""
        return self.plover in FRIENDLY


FRIENDLY = frozenset({"CONSULT", "AGREE", "RETREAT", "AID", "SUPPORT"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event word of a text. `token` heads it; `type` is settled by the row or by the weapon in its clause.

    `named`: for a harm word, the event named with it ("killed in a clash", "killed when a strike hit").
    """

    token: int
    row: Row
    type: EventType
    weapon: str | None = None
    named: int | None = None

    @property
    def violent(self) -> bool:
        return self.row.plover == "ASSAULT" or self.row.hostile

    @property
    def why(self) -> str:
        return f"event: events.csv {' '.join(self.row.words)}/{self.row.pos}" + (f" + weapons.csv {self.weapon}" if self.weapon else "")


@dataclass(frozen=True, slots=True)
class Roles:
    """Head tokens of the doer and of who or what was hit; None where the clause does not say."""

    actor: int | None
    target: int | None


@cache
def _rows() -> Mapping[tuple[str, str], tuple[Row, ...]]:
    """Event rows by (first lemma for verbs, last lemma for nouns; part of speech), longest first."""
    table: dict[tuple[str, str], list[Row]] = {}
    for raw in lexicon.rows("events.csv"):
        words = tuple(raw["lemma"].split())
        key = words[0] if raw["pos"] == "VERB" or "of" in words else words[-1]
        row = Row(words, raw["pos"], raw["type"], raw["hostile"] == "y", raw["reply"] == "y", raw["roles"], raw["plover"] or None)
        table.setdefault((key, raw["pos"]), []).append(row)
    return {key: tuple(sorted(rows, key=lambda row: -len(row.words))) for key, rows in table.items()}


@cache
def _weapons() -> Mapping[str, tuple[tuple[tuple[str, ...], EventType, str], ...]]:
    """Weapon rows by last word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], EventType, str]]] = {}
    for raw in lexicon.rows("weapons.csv"):
        words = tuple(raw["lemma"].split())
        table.setdefault(words[-1], []).append((words, raw["type"], raw["name"]))  # type: ignore[arg-type]
    return {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in table.items()}


@cache
def _light_verbs() -> frozenset[str]:
    return frozenset(raw["lemma"] for raw in lexicon.rows("light_verbs.csv") if raw["kind"] == "act")


@cache
def _suffer_verbs() -> frozenset[str]:
    return frozenset(raw["lemma"] for raw in lexicon.rows("light_verbs.csv") if raw["kind"] == "suffer")


@cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """Rows of event_types.csv by our type."""
    return {row["type"]: row for row in lexicon.rows("event_types.csv")}


def find_triggers(parse: Parse) -> dict[int, Trigger]:
    """Every event word of the text by its head token. One pass; each token looks only at its own children and neighbours."""
    weapons = _find_weapons(parse)
    found: dict[int, Trigger] = {}
    for token in range(len(parse)):
        row = _row_at(parse, token)
        if row is None:
            continue
        weapon = _weapon_of(parse, token, row, weapons)
        if row.type == "generic" and row.words[0] in NEEDS_WEAPON and weapon is None:
            continue
        found[token] = Trigger(token, row, _settle(row, weapon), weapon[1] if weapon else None)
    return found


NEEDS_WEAPON = frozenset({"use", "employ", "launch", "drop", "lob", "hurl", "throw", "land"})


def _row_at(parse: Parse, token: int) -> Row | None:
    pos = parse.upos[token]
    kinds = ("VERB",) if pos in {"VERB", "AUX"} else ("NOUN", "VERB") if pos == "ADJ" else ("NOUN",) if pos in {"NOUN", "PROPN"} else ()
    for kind in kinds:
        for row in _rows().get((parse.lemmas[token].lower(), kind), ()):
            if _matches(parse, token, row):
                return row
    return None


def _matches(parse: Parse, token: int, row: Row) -> bool:
    """Whether the words of a row beyond its key word stand where such words stand."""
    if len(row.words) == 1:
        return True
    if row.pos == "VERB":
        return _verb_has(parse, token, row.words[1:])
    if "of" in row.words:
        return any(parse.lemmas[child].lower() == row.words[-1] for child in parse.kids(token, "nmod"))
    before = [parse.lemmas[at].lower() for at in range(max(0, token - len(row.words) + 1), token)]
    return before == list(row.words[:-1]) or _hyphenated(parse, token, row)


def _hyphenated(parse: Parse, token: int, row: Row) -> bool:
    """ "air-strike", "cross-fire": the parser splits such words into three tokens."""
    return len(row.words) == 2 and token >= 2 and parse.form(token - 1) == "-" and parse.lemmas[token - 2].lower() == row.words[0]


def _verb_has(parse: Parse, token: int, words: tuple[str, ...]) -> bool:
    around = {parse.lemmas[child].lower() for child in parse.kids(token, "obj", "obl", "compound:prt", "advmod", "xcomp")}
    return words[-1] in around


def _find_weapons(parse: Parse) -> dict[int, tuple[EventType, str]]:
    found: dict[int, tuple[EventType, str]] = {}
    lemmas = [_as_noun(parse, token) for token in range(len(parse))]
    for token, lemma in enumerate(lemmas):
        for words, kind, name in _weapons().get(lemma, ()):
            if tuple(lemmas[max(0, token - len(words) + 1) : token + 1]) == words:
                found[token] = (kind, name)
                break
    return found


def _as_noun(parse: Parse, token: int) -> str:
    """The lemma in lower case; that of a plural taken for a name ("Warplanes bombed") without its s."""
    lemma = parse.lemmas[token].lower()
    return lemma[:-1] if parse.xpos[token] == "NNPS" and lemma.endswith("s") else lemma


def _weapon_of(parse: Parse, token: int, row: Row, weapons: Mapping[int, tuple[EventType, str]]) -> tuple[EventType, str] | None:
    """The weapon among what depends on the event word, nearest first; a subject counts ("drones hit"), another clause does not."""
    if row.type not in {"generic", "attack", "shooting", "armed_clash", "bombing", "shelling"}:
        return None
    near = [child for child in _within_clause(parse, token) if child in weapons and child != token]
    head = parse.heads[token]
    if not near and head >= 0 and head in weapons and parse.base(token) in {"nmod", "compound", "acl"}:
        near = [head]
    return weapons[min(near, key=lambda child: abs(child - token))] if near else None


def _within_clause(parse: Parse, token: int, depth: int = 3) -> list[int]:
    """Dependents to a depth, not crossing into clauses of their own."""
    found, layer = [], [token]
    for _ in range(depth):
        layer = [child for parent in layer for child in parse.children[parent] if parse.base(child) not in CLAUSAL]
        found.extend(layer)
    return found


def _settle(row: Row, weapon: tuple[EventType, str] | None) -> EventType:
    if row.type == "incident":
        return "other"
    if weapon and (row.type == "generic" or (row.type in {"shooting", "bombing"} and weapon[0] not in {"shooting", "other"})):
        return weapon[0]
    return "attack" if row.type == "generic" else row.type  # type: ignore[return-value]


HARMS = frozenset({"harm", "casualty"})


def principal(parse: Parse, head: int, inside: frozenset[int], triggers: Mapping[int, Trigger]) -> Trigger | None:
    """The event that a proposition headed at `head` is about: its predicate, else the violent event word nearest to the root of its tree.

    A harm verb ("killed", "wounded") or a light verb takes the type of the event named with it ("killed in a clash").
    """
    own = triggers.get(head)
    named = [trigger for token in _by_depth(parse, head) if token in inside and token != head and (trigger := triggers.get(token))]
    if not named and own is None:  # headlines, whose parts hang together loosely
        named = [triggers[token] for token in sorted(inside) if token in triggers]
    violent = [trigger for trigger in named if trigger.violent]
    if own and own.violent and own.row.roles not in HARMS:
        return _typed_conjunct(parse, own, violent) or own
    if own and own.violent:
        heads = [head, *(child for child in parse.kids(head, "conj") if child in triggers and triggers[child].row.roles == "casualty")]
        acts = [trigger for trigger in violent if trigger.row.roles != "casualty"]
        typed = [trigger for trigger in acts if any(_same_clause(parse, at, trigger.token) for at in heads)]
        if not typed and own.row.roles == "casualty" and len({trigger.type for trigger in acts}) == 1:
            typed = acts
        if typed and own.weapon is None:
            return Trigger(own.token, own.row, typed[0].type, typed[0].weapon, typed[0].token)
        return replace(own, named=typed[0].token) if typed else own
    if violent:
        return violent[0]
    return own or (named[0] if named else None)


def _typed_conjunct(parse: Parse, own: Trigger, violent: list[Trigger]) -> Trigger | None:
    """ "crossed the border and opened fire": the second act where the first is of no type."""
    if own.type != "other":
        return None
    return next((t for t in violent if t.type != "other" and parse.base(t.token) == "conj" and parse.heads[t.token] == own.token), None)


def _by_depth(parse: Parse, head: int) -> Iterable[int]:
    layer = [head]
    while layer:
        yield from layer
        layer = [child for parent in layer for child in parse.children[parent]]


def _same_clause(parse: Parse, head: int, token: int) -> bool:
    return token in _within_clause(parse, head) or any(
        parse.heads[up] == head and parse.base(up) == "advcl" for up in (token, *parse.ancestors(token))
    )


def roles(parse: Parse, trigger: Trigger) -> Roles:
    """Doer and target of an event word, by its own dependents, then by the verb that carries it."""
    if trigger.row.roles in {"mutual", "self"} and parse.upos[trigger.token] != "VERB":
        return Roles(None, None)
    if parse.upos[trigger.token] in {"VERB", "AUX"} and trigger.row.pos == "VERB":
        return _verb_roles(parse, trigger)
    return _noun_roles(parse, trigger.token)


def _verb_roles(parse: Parse, trigger: Trigger) -> Roles:
    token = trigger.token
    if is_passive(parse, token):
        return Roles(_agent(parse, token), _passive_subject(parse, token))
    actor = subject(parse, token)
    if trigger.row.roles == "mutual":
        return Roles(None, None)
    target = _either(_first(parse.kids(token, "obj")), _bare(parse, token))
    if target is None or len(trigger.row.words) > 1 or trigger.type == "shooting":
        target = _oblique(parse, token, TARGET_CASES) or target
    if trigger.row.words[-1] in {"fire"} and target is not None and parse.lemmas[target].lower() in {"fire", "round", "shot"}:
        target = None
    return Roles(actor, target)


def _bare(parse: Parse, token: int) -> int | None:
    """An object labelled as an adverbial: a noun behind the verb with no preposition ("shot dead a corporal")."""
    behind = [child for child in parse.kids(token, "obl") if child > token and parse.relations[child] == "obl"]
    return _first([child for child in behind if parse.upos[child] in {"NOUN", "PROPN"} and not parse.kids(child, "case")])


TARGET_CASES = frozenset({"at", "on", "upon", "against", "towards", "toward", "into", "onto"})


def _noun_roles(parse: Parse, token: int) -> Roles:
    actor = _either(_first(parse.kids(token, "nmod:poss")), _nmod(parse, token, {"by"}), _acl_agent(parse, token))
    target = _nmod(parse, token, TARGET_CASES)
    if target is None:
        target = _nmod(parse, token, {"of"})
    carrier = parse.heads[token]
    if carrier >= 0 and parse.upos[carrier] == "VERB":
        lemma = parse.lemmas[carrier].lower()
        relation = parse.base(token)
        if lemma in _light_verbs() and relation == "obj":
            actor = actor if actor is not None else subject(parse, carrier)
            target = target if target is not None else _oblique(parse, carrier, TARGET_CASES)
        elif lemma in _light_verbs() and relation == "nsubj" and is_passive(parse, carrier):
            actor = actor if actor is not None else _agent(parse, carrier)
            target = target if target is not None else _oblique(parse, carrier, TARGET_CASES)
        elif lemma in _suffer_verbs():
            target = target if target is not None else subject(parse, carrier)
        elif relation == "nsubj" and target is None:
            target = _first(parse.kids(carrier, "obj"))
    if actor is None:
        actor = _first([child for child in parse.kids(token, "amod", "compound") if parse.upos[child] in {"ADJ", "PROPN"}])
    return Roles(actor, target)


def _first(tokens: list[int]) -> int | None:
    return tokens[0] if tokens else None


def _either(*tokens: int | None) -> int | None:
    return next((token for token in tokens if token is not None), None)


def _case(parse: Parse, token: int) -> set[str]:
    return {parse.lower(child) for child in parse.kids(token, "case")}


def _nmod(parse: Parse, token: int, cases: Iterable[str]) -> int | None:
    wanted = set(cases)
    return _first([child for child in parse.kids(token, "nmod", "obl") if wanted & _case(parse, child)])


def _oblique(parse: Parse, token: int, cases: Iterable[str]) -> int | None:
    """An oblique with one of the prepositions; "in the direction of X", "in front of X" give X."""
    wanted = set(cases)
    for child in parse.kids(token, "obl", "nmod"):
        if wanted & _case(parse, child):
            return child
        if parse.lemmas[child].lower() in {"direction", "vicinity"}:
            inner = _nmod(parse, child, {"of"})
            if inner is not None:
                return inner
    return None


def _acl_agent(parse: Parse, token: int) -> int | None:
    """ "an attack carried out by X": the agent of a participle on the noun."""
    for child in parse.kids(token, "acl"):
        agent = _agent(parse, child)
        if agent is not None:
            return agent
    return None


def _agent(parse: Parse, token: int) -> int | None:
    return _first([child for child in parse.kids(token, "obl") if "by" in _case(parse, child) and parse.relations[child] != "obl:unmarked"])


def is_passive(parse: Parse, token: int) -> bool:
    """A passive verb, or a participle on a noun ("soldiers killed in").
    "Had fired" and "have been firing" are not, whatever the labels say.
    """
    if parse.xpos[token] not in {"VBN", "VBD"}:
        return False
    helpers = {parse.lemmas[child].lower() for child in parse.kids(token, "aux", "aux:pass")}
    if helpers:
        return bool(helpers & {"be", "get"}) and bool(parse.kids(token, "nsubj:pass", "aux:pass", "csubj:pass"))
    if any(parse.lower(mark) == "that" for mark in parse.kids(token, "mark")):
        return False  # a clause after "that" is finite
    if parse.kids(token, "nsubj:pass", "nsubj") and bounded_after(parse, token):
        return False  # "a strike killed at least seven": the parser takes the bound for a preposition
    if parse.kids(token, "nsubj:pass") and not parse.kids(token, "obj", "ccomp"):
        return parse.xpos[token] == "VBN"
    return parse.xpos[token] == "VBN" and parse.base(token) in {"acl", "conj", "root", "ccomp"} and not parse.kids(token, "obj", "nsubj")


def _passive_subject(parse: Parse, token: int) -> int | None:
    own = _first(parse.kids(token, "nsubj:pass", "nsubj"))
    above = parse.heads[token]
    if own is None and parse.base(token) == "ccomp" and above >= 0:
        raised = _first([child for child in parse.kids(above, "obj") if above < child < token])
        if raised is not None:
            return raised
    if own is not None and parse.upos[own] != "PRON":
        return own
    head = parse.heads[token]
    if parse.base(token) == "acl" and head >= 0:
        return head
    return own if own is not None else subject(parse, token)


def subject(parse: Parse, token: int) -> int | None:
    """The subject of a verb, or the noun that stands right before a finite verb which the labels leave without one."""
    found = _shared_subject(parse, token)
    if found is not None or parse.xpos[token] not in {"VBD", "VBZ", "VBP"}:
        return found
    at = token - 1
    while at >= 0 and parse.upos[at] in {"AUX", "ADV", "PART"}:
        at -= 1
    while at >= 0 and parse.base(at) in {"flat", "nmod", "compound"} and parse.heads[at] < at:
        at = parse.heads[at]  # "the ministry in New Delhi said"
    if at < 0 or parse.upos[at] not in {"NOUN", "PROPN", "PRON"} or _case(parse, at) or parse.sentence_of[at] != parse.sentence_of[token]:
        return None
    return at


CONTROLLED = frozenset({"of", "for", "from"})  # "accused the army of bombing", "blamed it for firing", "kept them from leaving"


def _shared_subject(parse: Parse, token: int) -> int | None:
    """The subject of a verb by its labels: its own, or the one it shares with the verb it hangs on (conjunction, control,
    participle, relative).
    """
    current = token
    for _ in range(4):
        own = _first(parse.kids(current, "nsubj", "csubj"))
        if own is not None:
            relative = parse.base(current) == "acl" or parse.relations[current] == "advcl:relcl"
            if parse.lower(own) in {"who", "which", "that"} and relative:
                return parse.heads[current]
            return own
        head = parse.heads[current]
        if head < 0 or parse.base(current) not in {"conj", "xcomp", "advcl", "acl"}:
            return None
        if parse.base(current) == "acl" and parse.upos[head] != "VERB":
            return head
        if parse.base(current) == "xcomp":
            controller = _first(parse.kids(head, "obj", "iobj"))
            if controller is not None:
                return controller
        if (
            parse.base(current) == "advcl"
            and CONTROLLED & {parse.lower(mark) for mark in parse.kids(current, "mark")}
            and not is_passive(parse, head)
        ):
            controlled = _first(parse.kids(head, "obj", "iobj"))
            if controlled is not None:
                return controlled
        if is_passive(parse, head) and parse.base(current) != "conj":
            return _agent(parse, head) or _first(parse.kids(head, "nsubj:pass"))
        current = head
    return None


def modality(parse: Parse, trigger: Trigger, head: int) -> Modality:
    """Whether the event is said to have happened, or is denied, supposed, to come."""
    chain = [trigger.token, *(up for up in parse.ancestors(trigger.token) if up >= 0)]
    for token in chain[: chain.index(head) + 1 if head in chain else 1]:
        auxiliaries = {parse.lower(child) for child in parse.kids(token, "aux")}
        if negated(parse, token):
            return "negated"
        if auxiliaries & MODALS_FUTURE:
            return "future"
        if auxiliaries & MODALS_POSSIBLE and "have" not in auxiliaries:
            return "hypothetical"
        if any(parse.lower(child) in {"if", "unless", "whether"} for child in parse.kids(token, "mark")):
            return "hypothetical"
    return "actual"


def suffers(parse: Parse, token: int) -> bool:
    """The verb's subject bears what happens: "came under fire", "suffered losses", "died"."""
    return parse.lemmas[token].lower() in _suffer_verbs() | _dying_verbs() | {"lose", "fall", "have", "be", "remain", "become"}


@cache
def _dying_verbs() -> frozenset[str]:
    """Verbs whose subject is harmed: "die", "succumb", "drown"."""
    return frozenset(row["lemma"] for row in lexicon.rows("harm.csv") if row["pos"] == "VERB" and row["victims"] == "subject")


def obliges(parse: Parse, token: int) -> bool:
    """The clause says what must or should be done by somebody; "it must be noted" does not."""
    helpers = {parse.lower(child) for child in parse.kids(token, "aux")}
    noted = parse.lemmas[token].lower() in {"note", "make", "emphasize", "emphasise", "stress", "say", "remember", "recall", "add"}
    return bool(helpers & {"must", "should", "ought"}) and not noted and "have" not in helpers


def negated(parse: Parse, token: int) -> bool:
    """The word itself is negated: "did not fire", "no attack", "never opened fire", "neither side"."""
    if any(
        parse.lower(child) in {"not", "n't", "never", "no", "neither", "nor"} for child in parse.kids(token, "advmod", "det", "cc:preconj")
    ):
        return True
    things = parse.kids(token, "nsubj", "obj", "nsubj:pass")
    return any(parse.lower(child) in {"none", "neither", "nobody", "nothing"} for child in things) or any(
        parse.lower(inner) in {"no", "neither"} for child in things for inner in parse.kids(child, "det", "advmod", "cc:preconj")
    )
