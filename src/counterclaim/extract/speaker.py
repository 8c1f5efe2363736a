"""Speakers: who the speaker of a frame is, from the actor finder, from pronouns and short forms, or carried over from before.

Precision over recall: a pronoun with no fitting speaker before it stays unset, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from counterclaim.extract.actor import ActorIndex
from counterclaim.extract.frame import Frame
from counterclaim.extract.harm import victim_classes
from counterclaim.extract.relay import is_document
from counterclaim.model import Actor, Span
from counterclaim.syntax import Parse

OUTLET = "outlet"
UNKNOWN = "unknown"
PERSONAL = frozenset({"he", "she", "i", "him", "her"})
IMPERSONAL = frozenset({"it", "they", "them", "who", "which", "that", "both", "each"})
SPEAKING = {"civilians": "resident"}  # people as speakers
MINISTRIES = frozenset({"MOD", "MFA", "MOH", "INTERIOR", "STATE", "MOJ", "EMERG", "FINANCE", "ENERGY"})
MEDIA = frozenset({"press", "outlet", "reporter"})  # kinds of actor
UNOWNED = frozenset({"", "EMB", "OMBUDSMAN", "COMMISSION"})  # codes of organs that a body outside a state has too
ANONYMOUS = "anon_sources"
REACH = 2  # sentences back that a pronoun may look for a subject
SUBJECT_KINDS = frozenset(
    {"country", "capital", "region", "body", "office", "government", "group", "organisation", "organ", "person", "mouth"}
)
PERSONS = frozenset({"person", "mouth", "people", "crowd", "press", "office"})  # kinds of actor
FIRST_PERSON = frozenset({"we", "our", "us", "i", "my"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker and how it was resolved. `actor.id` is never None: unresolved is `unknown` or the outlet."""

    actor: Actor
    why: str
    person: bool = False


@dataclass(slots=True)
class Discourse:
    """What the reader of a report has in mind: who spoke, and who was the subject of what was told, latest last.

    `home`: the outlet's country, where the report speaks of it; `ground`: the country that most places of the report lie in;
    `labelled`: the last sentence that a label and a colon gave to its speaker, "ARMY SPOKESMAN: …".
    """

    voice: Actor
    home: str | None = None
    ground: str | None = None
    labelled: int = -1
    spoken: list[tuple[Speaker, int]] = field(default_factory=list)
    subjects: list[tuple[Speaker, int]] = field(default_factory=list)

    def remember(self, speaker: Speaker, sentence: int) -> None:
        if speaker.actor.id not in {OUTLET, UNKNOWN}:
            self.spoken.append((speaker, sentence))

    def last(self) -> Speaker | None:
        """The latest speaker."""
        return self.spoken[-1][0] if self.spoken else None

    def antecedent(self, sentence: int, *, person: bool) -> Speaker | None:
        """Whom a pronoun means: the latest speaker or subject of its kind in the last sentences, else the latest speaker of its kind."""
        known = sorted((*self.subjects, *self.spoken), key=lambda item: item[1])
        near = [speaker for speaker, at in known if sentence - REACH <= at <= sentence and speaker.person == person]
        if near:
            return near[-1]
        return next((speaker for speaker, _ in reversed(self.spoken) if speaker.person == person), None)


def note_subjects(parse: Parse, sentence: int, actors: ActorIndex, discourse: Discourse) -> None:
    """Remember the actors that are subjects of a sentence, for the pronouns of the next."""
    first, last = parse.sentences[sentence]
    for token in range(first, last):
        if (
            parse.base(token) == "nsubj"
            and not _is_quoted(parse, Span(parse.starts[token], parse.ends[token]))
            and (actors.kind(token) in SUBJECT_KINDS or _one_of_the_people(parse, token, actors))
        ):
            found = named(parse, token, actors)
            if found.actor.id not in {OUTLET, UNKNOWN}:
                discourse.subjects.append((found, sentence))


def _one_of_the_people(parse: Parse, token: int, actors: ActorIndex) -> bool:
    """ "One nurse escaped.", "A farmer hid.": somebody whom "he" or "she" can mean, told of by the report itself."""
    return parse.xpos[token] == "NN" and actors.kind(token) in PERSONS


def resolve(parse: Parse, frame: Frame, actors: ActorIndex, discourse: Discourse) -> Speaker:
    """The speaker of one frame, in the state of the discourse at that point."""
    token = frame.speaker
    if token is None:
        return _unsaid(parse, frame, discourse)
    word = parse.lower(token)
    if parse.upos[token] in {"PRON", "DET"} or word in PERSONAL | IMPERSONAL:
        return _pronoun(parse, token, word, discourse)
    if is_document(parse, token):
        return _document(parse, token, actors, discourse)
    found = named(parse, token, actors, discourse)
    if found.actor.id == "resident" and _was_there(parse, token, frame):
        return replace(found, actor=replace(found.actor, id="witness"))
    return found


def _was_there(parse: Parse, token: int, frame: Frame) -> bool:
    """ "A woman says she saw …", "a farmer who hid in the bush": one of the people, of whom nothing is told but that they saw it."""
    tells = any(
        parse.lemmas[head].lower() in SEEING and any(parse.lower(kid) in TELLER for kid in parse.kids(head, "nsubj"))
        for head in frame.content
    )
    lived = any(parse.lemmas[clause].lower() in LIVED for clause in parse.kids(token, "acl"))
    return lived or (tells and parse.lemmas[token].lower() in ANYBODY)


SEEING = frozenset({"see", "watch", "hear", "witness"})
LIVED = frozenset({"hide", "survive", "escape", "witness", "see"})
TELLER = frozenset({"he", "she", "they", "i", "we"})
ANYBODY = frozenset(
    {"man", "woman", "boy", "girl", "passenger", "driver", "passer-by", "bystander", "teenager", "youth", "worker", "people"}
)


def joined(parse: Parse, frame: Frame, actors: ActorIndex, first: Speaker) -> list[Speaker]:
    """The other speakers of a joint subject: "the United States, France and the EU called on"."""
    if frame.speaker is None:
        return []
    found: dict[str, Speaker] = {}
    for token in parse.kids(frame.speaker, "conj"):
        actor = actors.of_phrase(token, speaking=True)
        if actor is not None and actor.id not in {None, first.actor.id, UNKNOWN, "civilians"}:
            found.setdefault(actor.id or "", Speaker(actor, "speaker: one of several", _is_person(parse, token, actors)))
    return list(found.values())


def named(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse | None = None) -> Speaker:
    """A speaker given by a noun phrase: an actor, a short form of one, else a person or body by name, else unknown.

    A short form ("the ministry", "the army") means the latest speaker or subject that it fits, before anything else named.
    """
    span, person = _phrase_span(parse, token), _is_person(parse, token, actors)
    identifier, why = _identified(parse, token, actors, discourse)
    return Speaker(Actor(SPEAKING.get(identifier, identifier), parse.text[span.start : span.end], span), f"speaker: {why}", person)


def _identified(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse | None) -> tuple[str, str]:
    """The id of a speaker by its noun phrase, and how it was found: the surest way first."""
    ways = (_by_words, _by_context, _by_name)
    return next(
        (found for way in ways if (found := way(parse, token, actors, discourse)) is not None), (UNKNOWN, "phrase names no actor we know")
    )


def _by_words(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse | None) -> tuple[str, str] | None:
    itself = _voice_itself(parse, token, actors, discourse) if discourse is not None else None
    if itself is not None:
        return itself, "the document speaks of itself"
    if _is_former(parse, token):
        return ANONYMOUS, "of an office no more"
    actor = _source_in(parse, token, actors) or actors.of_phrase(token, speaking=True)
    return (actor.id, "named") if actor is not None and actor.id is not None else None


def _by_context(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse | None) -> tuple[str, str] | None:
    owner = actors.owned(token)
    if owner is not None and owner.id is not None:
        return owner.id, "by its owner"
    heard = _heard(parse, token, actors, discourse) if discourse is not None else None
    if heard is not None:
        return heard, f"short form of {heard}"
    short = actors.resolve_short(token, speaking=True)
    if short is not None and short.id is not None:
        return short.id, "short form of one named before"
    seat = next((actors.read(child).id for child in parse.kids(token, "nmod") if actors.kind(child) == "capital"), None)
    return (seat, "by its seat") if seat is not None else None


def _by_name(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse | None) -> tuple[str, str] | None:
    name = _own_name(parse, token)
    if name is not None and _is_person(parse, token, actors) and _is_civil(parse, name, token):
        return "resident", "a person of no office"
    state = discourse.ground or discourse.home if discourse is not None and name is not None and _is_minister(parse, token) else None
    if state is not None:
        return state, "a minister of the country that the report is set in"
    if name is not None:
        return _name_id(parse, name), "by name"
    civilian = victim_classes().get(parse.lemmas[token].lower()) == "civilian"
    return ("resident", "one of the people") if civilian else None


def _voice_itself(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse) -> str | None:
    """ "This newspaper", "our team"; in the statement of a body, "the Office", "the High Commissioner", "the spokesperson"."""
    marks = {parse.lower(child) for child in parse.kids(token, "det", "nmod:poss")}
    reading = actors.read(token)
    if "this" in marks and reading.kind in MEDIA:
        return discourse.voice.id
    if discourse.voice.id in {OUTLET, None} or _is_quoted(parse, Span(parse.starts[token], parse.ends[token])):
        return None
    if marks & {"our", "my", "this"} and reading.id is None:
        return discourse.voice.id
    own = reading.kind in {"mouth", "office", "body"} and reading.id is None and not reading.country and reading.code in UNOWNED
    plain = not parse.kids(token, "nmod", "compound", "appos", "flat") and "the" in marks
    return discourse.voice.id if own and plain else None


def _source_in(parse: Parse, token: int, actors: ActorIndex) -> Actor | None:
    """The organ that an unnamed official keeps: "sources in the Army", "a defence ministry source"."""
    if actors.read(token).speaker != ANONYMOUS and actors.read(token).id != ANONYMOUS:
        return None
    for child in parse.kids(token, "nmod", "compound"):
        if actors.kind(child) in {"body", "force", "office"}:
            return actors.of_phrase(child) if actors.read(child).id else actors.resolve_short(child)
    return None


def _heard(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse) -> str | None:
    """The latest speaker or subject whose organ is the one that a short form names."""
    reading = actors.read(token)
    if reading.id is not None or reading.country:
        return None
    ministry = parse.lemmas[token].lower() in {"ministry", "minister", "department"} and not reading.code
    for known, _ in sorted((*discourse.subjects, *discourse.spoken), key=lambda item: item[1], reverse=True):
        organ = (known.actor.id or "").partition(":")[2]
        if organ and (organ == reading.code or (ministry and organ in MINISTRIES)):
            return known.actor.id
    if not reading.code or reading.kind not in {"office", "body", "mouth", "force"}:
        return None
    if actors.resolve_short(token) is None and discourse.ground is not None:
        return f"{discourse.ground}:{reading.code}"
    return f"{discourse.home}:{reading.code}" if discourse.home else None


def _unsaid(parse: Parse, frame: Frame, discourse: Discourse) -> Speaker:
    if frame.passive:
        return Speaker(Actor(OUTLET, ""), "speaker: passive with no agent")
    last = discourse.last() if frame.kind != "decline" else None
    if last is not None:
        return Speaker(Actor(last.actor.id, ""), "speaker: carried over", last.person)
    return Speaker(discourse.voice, "speaker: the document's own voice")


def _pronoun(parse: Parse, token: int, word: str, discourse: Discourse) -> Speaker:
    span = Span(parse.starts[token], parse.ends[token])
    quoted = _is_quoted(parse, span)
    if word in FIRST_PERSON and (discourse.voice.id != OUTLET or not quoted):
        return Speaker(Actor(discourse.voice.id, parse.form(token), span), "speaker: first person in the document's voice")
    sentence = parse.sentence_of[token]
    last = discourse.antecedent(sentence, person=word in PERSONAL) or discourse.last()
    if last is None:
        return Speaker(Actor(UNKNOWN, parse.form(token), span), "speaker: pronoun with nobody before it")
    return Speaker(Actor(last.actor.id, parse.form(token), span), f"speaker: pronoun for {last.actor.id}", last.person)


def _is_quoted(parse: Parse, span: Span) -> bool:
    return any(quotation.span.overlaps(span) for quotation in parse.quotations)


def _document(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse) -> Speaker:
    """ "the statement", "a ministry statement", "a statement by the army": its owner if said, else whoever spoke last."""
    span = _phrase_span(parse, token)
    text = parse.text[span.start : span.end]
    for child in parse.kids(token, "nmod", "compound", "amod", "nmod:poss"):
        owner = actors.of_phrase(child) or actors.resolve_short(child)
        if owner is not None and owner.id is not None:
            return Speaker(Actor(owner.id, text, span), "speaker: owner of the statement")
    if any(parse.lower(child) in {"a", "an", "another"} for child in parse.kids(token, "det")):
        return Speaker(Actor(UNKNOWN, text, span), "speaker: a text of nobody named")
    last = discourse.antecedent(parse.sentence_of[token], person=False) or discourse.last()
    if last is not None:
        return Speaker(Actor(last.actor.id, text, span), f"speaker: statement of the last speaker {last.actor.id}", last.person)
    return Speaker(Actor(discourse.voice.id, text, span), "speaker: statement of the document's own voice")


def _phrase_span(parse: Parse, token: int) -> Span:
    """The noun phrase without its clauses."""
    tokens, todo = [], [token]
    while todo:
        current = todo.pop()
        tokens.append(current)
        todo.extend(child for child in parse.children[current] if parse.base(child) not in {"acl", "parataxis", "advcl", "ccomp", "punct"})
    return parse.span(tokens)


def _is_person(parse: Parse, token: int, actors: ActorIndex) -> bool:
    """Whether "he" or "she" can mean the phrase: a name of a person, or one official, resident, doctor."""
    if parse.entities[token].endswith("PER"):
        return True
    if any(parse.entities[child].endswith("PER") for child in parse.kids(token, "appos", "flat", "compound")):
        return True
    return actors.kind(token) in PERSONS and parse.xpos[token] in {"NN", "NNP"}


def _is_civil(parse: Parse, name: int, token: int) -> bool:
    """A person told of by age, trade or home and by no office: "Mustafa Alaa, 24", "Ali Khan, a retired clerk", "who keeps a shop"."""
    if parse.upos[token] == "NOUN" and victim_classes().get(parse.lemmas[token].lower()) not in CIVIL:
        return False
    beside = parse.kids(name, "appos", "nmod", "nummod")
    trades = [victim_classes().get(parse.lemmas[child].lower()) in CIVIL for child in beside if parse.upos[child] == "NOUN"]
    aged = any(parse.upos[child] == "NUM" and parse.form(child).isdigit() for child in beside)
    homely = any(
        parse.lemmas[clause].lower() in HOMELY and any(parse.lower(kid) == "who" for kid in parse.kids(clause, "nsubj"))
        for clause in parse.kids(name, "acl")
    )
    return (bool(trades) and all(trades)) or (not trades and (aged or homely))


CIVIL = frozenset({"civilian", "person", "citizen"})
HOMELY = frozenset({"live", "keep", "own", "run", "farm", "sell", "drive", "teach", "work", "flee", "hide", "survive", "lose"})


def _is_minister(parse: Parse, token: int) -> bool:
    """ "Ocean Affairs Minister Anna Lind", "Anna Lind, minister for the islands": of whatever affairs."""
    beside = (token, *parse.kids(token, "compound", "appos", "nmod"))
    return any(parse.lemmas[part].lower() in MINISTERS for part in beside)


MINISTERS = frozenset({"minister", "undersecretary"})


def _is_former(parse: Parse, token: int) -> bool:
    """An unnamed official who speaks for his office no more."""
    return _own_name(parse, token) is None and bool(
        {parse.lower(child) for child in parse.kids(token, "amod")} & {"former", "retired", "ex"}
    )


def _own_name(parse: Parse, token: int) -> int | None:
    """The name that a phrase is, or that stands beside it: "the leader of the opposition, Anna Lind"."""
    if parse.entities[token][2:] in {"PER", "ORG"}:
        return token
    return next((child for child in parse.kids(token, "appos") if parse.entities[child].endswith("PER")), None)


def _name_id(parse: Parse, token: int) -> str:
    """A snake_case id for a person of whom nothing but the name is known."""
    words = [parse.lower(token)]
    at = token
    while at > 0 and parse.entities[at].startswith("I-"):
        at -= 1
        words.insert(0, parse.lower(at))
    at = token + 1
    while at < len(parse) and parse.entities[at].startswith("I-"):
        words.append(parse.lower(at))
        at += 1
    plain = "_".join("".join(letter for letter in word if letter.isalnum()) for word in words)
    return plain.strip("_") or UNKNOWN
