"""Speakers: who the speaker of a frame is, from the actor finder, from pronouns and short forms, or carried over from before.

Precision over recall: a pronoun with no fitting speaker before it stays unset, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from counterclaim.extract.actor import LOCAL_ORGANS, ActorIndex
from counterclaim.extract.actor_phrase import is_foreign
from counterclaim.extract.frame import Frame
from counterclaim.extract.harm import victim_classes
from counterclaim.extract.relay import is_document
from counterclaim.extract.report import onlookers
from counterclaim.lexicon import word_set
from counterclaim.lexicon.actors import atoms, own_name
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
    several: bool = False

    def is_meant(self, person: bool) -> bool:
        """Whether "he" or "she" (`person`), or another pronoun, can mean this one."""
        return self.person == person and not (person and self.several)


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

    def state_speaking(self, sentence: int) -> str | None:
        """The state of which an organ spoke last, a little before."""
        last, at = self.spoken[-1] if self.spoken else (None, -1)
        party, _, organ = (last.actor.id or "").partition(":") if last is not None and sentence - at <= REACH else ("", "", "")
        return party if party.isupper() and len(party) == ISO3 and organ not in AIDING else None

    def antecedent(self, sentence: int, *, person: bool) -> Speaker | None:
        """Whom a pronoun means: the latest speaker or subject of its kind in the last sentences, else the latest speaker of its kind."""
        known = sorted((*self.subjects, *self.spoken), key=lambda item: item[1])
        fit = [(speaker, at) for speaker, at in known if speaker.person == person and not (person and speaker.several)]
        near = [speaker for speaker, at in fit if sentence - REACH <= at <= sentence]
        if near:
            return near[-1]
        return next(
            (speaker for speaker, _ in reversed(self.spoken) if speaker.person == person and not (person and speaker.several)), None
        )


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
    """ "One nurse escaped.", "Anna Lind hid.": somebody whom "he" or "she" can mean, told of by the report itself."""
    return parse.entities[token].endswith("PER") or (parse.xpos[token] == "NN" and actors.kind(token) in PERSONS)


def resolve(parse: Parse, frame: Frame, actors: ActorIndex, discourse: Discourse) -> Speaker:
    """The speaker of one frame, in the state of the discourse at that point."""
    token = frame.speaker
    if token is None:
        return _unsaid(parse, frame, discourse)
    word = parse.lower(token)
    if any(parse.lower(child) == "no" for child in parse.kids(token, "det")) or word in {"nobody", "none"}:
        return Speaker(discourse.voice, "speaker: the document says that nobody said it")
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
        parse.lemmas[head].lower() in word_set("seeing") and any(parse.lower(kid) in TELLER for kid in parse.kids(head, "nsubj"))
        for head in frame.content
    )
    lived = any(parse.lemmas[clause].lower() in word_set("lived") for clause in parse.kids(token, "acl"))
    return lived or (tells and parse.lemmas[token].lower() in word_set("anybody"))


TELLER = frozenset({"he", "she", "they", "i", "we"})


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
    actor = Actor(SPEAKING.get(identifier, identifier), parse.text[span.start : span.end], span)
    return Speaker(actor, f"speaker: {why}", person, several=parse.xpos[token] in {"NNS", "NNPS"})


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
    if (body := _organisation(parse, token)) and actors.kind(token) == "people":
        return body, "by name"
    actor = _source_in(parse, token, actors) or actors.of_phrase(token, speaking=True)
    if actor is None or actor.id is None or (actors.kind(token) == "crowd" and parse.entities[token].endswith("PER")):
        return None  # "opposition leader Ousmane Sonko": a crowd has no voice where one of it is named
    meant = _body_before(parse, token, actor.id, discourse) if discourse is not None else None
    return (meant, f"short form of {meant}") if meant is not None else (actor.id, "named")


def _organisation(parse: Parse, token: int) -> str:
    """The name of a body that a word for people heads: "Lawyers for Human Rights", "Mothers of Matagalpa"; "" for people of any sort."""
    if parse.upos[token] not in {"NOUN", "PROPN"} or not parse.form(token)[:1].isupper() or parse.kids(token, "det", "nummod", "flat"):
        return ""
    after = [kid for kid in parse.kids(token, "nmod") if parse.entities[kid].endswith("ORG") and kid > token]
    span = parse.span([token, *(part for kid in after for part in parse.subtree(kid))])
    return own_name(parse.text[span.start : span.end]) if after else ""


def _body_before(parse: Parse, token: int, identifier: str, discourse: Discourse) -> str | None:
    """ "The charity": the organisation that spoke last; "the lawyers": one that is called so."""
    if not any(parse.lower(child) == "the" for child in parse.kids(token, "det")):
        return None
    spoken = [known.actor for known, _ in reversed(discourse.spoken)]
    if identifier == ANONYMOUS and parse.lower(token) == "source" and _is_plain(parse, token):
        return spoken[0].id if spoken else None  # "according to the same source": of those told of before
    if identifier in BODIES and parse.xpos[token] == "NN":
        return next((actor.id for actor in spoken if actor.id in onlookers() and actor.id not in BODIES), None)
    called = next((actor for actor in spoken if parse.lower(token) in atoms(actor.text)), None)
    return called.id if called is not None and called.id == own_name(called.text) else None


def _is_plain(parse: Parse, token: int) -> bool:
    """ "The source", "the same source": nothing beside it says whose."""
    beside = parse.kids(token, "amod", "compound", "nmod", "acl")
    return all(parse.lower(child) == "same" for child in beside if not _is_told_of(parse, child))


def _is_told_of(parse: Parse, clause: int) -> bool:
    """ "…, which specified that": a clause about the noun that does not say which it is."""
    return any(parse.xpos[own] in {"WDT", "WP"} for own in parse.kids(clause, "nsubj"))


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
    if name is not None and actors.kind(name) != "short":  # "Ministry" is no name
        return _in_full(_name_id(parse, name), discourse), "by name"
    civilian = victim_classes().get(parse.lemmas[token].lower()) == "civilian"
    return ("resident", "one of the people") if civilian else None


def _in_full(name: str, discourse: Discourse | None) -> str:
    """A surname as whoever it was given in full with: "Saif" after "Ghaleb Saif", "Mr Barre" after "the commissioner, Abdi Barre"."""
    spoken = discourse.spoken if discourse is not None else []
    known = [speaker.actor for speaker, _ in reversed(spoken) if speaker.person]
    return next((actor.id for actor in known if actor.id and name in atoms(actor.text)[1:]), name)


def _voice_itself(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse) -> str | None:
    """ "This newspaper", "our team"; in the statement of a body, "the Office", "the High Commissioner", "the spokesperson"."""
    marks = {parse.lower(child) for child in parse.kids(token, "det", "nmod:poss")}
    reading = actors.read(token)
    if ("this" in marks and reading.kind in MEDIA) or ("our" in marks and reading.speaker == "reporter"):
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
    """Whom a short form names: one called by the same word before, the latest of its organ, or that organ of the state that speaks."""
    reading = actors.read(token)
    if reading.id is not None or reading.country or actors.leads_another(token):
        return None
    ministry = parse.lemmas[token].lower() in {"ministry", "minister", "department"} and not reading.code
    known = [known for rows in (discourse.spoken, discourse.subjects) for known, _ in reversed(rows)]
    seat = actors.seat(token)
    if seat is not None:
        known = [speaker for speaker in known if speaker.actor.party == seat]
    elif is_foreign(parse, token):
        known = [speaker for speaker in known if speaker.actor.party not in {discourse.ground, discourse.home}]
    elif (called := _called(parse, token, actors, known)) is not None:
        return called
    for speaker in known:
        organ = (speaker.actor.id or "").partition(":")[2]
        if organ and (organ == reading.code or (ministry and organ in MINISTRIES)):
            return speaker.actor.id
    if ministry and seat is None and (heard := _by_word("ministry", known)) is not None:
        return heard
    if seat is not None:
        return _organ_in(seat, reading.code or _ministry_heard(discourse) if ministry else reading.code)
    return _organ_of_state(parse, token, actors, discourse) if reading.code and reading.kind in OWNERLESS else None


def _by_word(word: str, known: list[Speaker]) -> str | None:
    """The latest whose name or phrase has a word: "the ministry" after "the unity government's defence ministry"."""
    return next((speaker.actor.id for speaker in known if word in atoms(speaker.actor.text)), None)


def _organ_of_state(parse: Parse, token: int, actors: ActorIndex, discourse: Discourse) -> str | None:
    """The organ of the state where the report is, for those that serve there; else of the state that speaks."""
    if is_foreign(parse, token):
        return None
    reading, here = actors.read(token), discourse.ground or discourse.home
    if here is not None and reading.code in LOCAL_ORGANS | {"MEDIA"}:
        return _organ_in(here, reading.code)
    own = None if reading.kind == "mouth" else discourse.state_speaking(parse.sentence_of[token])
    if own is not None and own not in actors.accused(token):
        return _organ_in(own, reading.code)
    if discourse.ground is not None and actors.resolve_short(token) is None:
        return _organ_in(discourse.ground, reading.code)
    return _organ_in(discourse.home, reading.code) if discourse.home else None


OWNERLESS = frozenset({"office", "body", "mouth", "force"})


def _called(parse: Parse, token: int, actors: ActorIndex, known: list[Speaker]) -> str | None:
    """ "The rangers" after "Pakistani rangers", "the spokesman" after "Alabo Alfred, a spokesman for the police"."""
    if actors.read(token).kind not in CALLED or not any(parse.lower(child) == "the" for child in parse.kids(token, "det")):
        return None
    words, code = {parse.lemmas[token].lower(), parse.lower(token)}, actors.read(token).code
    fitting = (speaker for speaker in known if not code or (speaker.actor.id or "").partition(":")[2] in {code, "", "OCC"})
    return next((speaker.actor.id for speaker in fitting if words & set(atoms(speaker.actor.text))), None)


BODIES = frozenset({"aid_groups", "rights_groups"})  # ids of kinds of bodies


def _organ_in(state: str, code: str) -> str:
    return f"{state}:{code}" if code else state


def _ministry_heard(discourse: Discourse) -> str:
    """The ministry that spoke last, whosever it is: "the ministry in Baku" answers its like."""
    organs = ((known.actor.id or "").partition(":")[2] for known, _ in reversed(discourse.spoken))
    return next((organ for organ in organs if organ in MINISTRIES), "")


AIDING = frozenset({"MOH", "EMERG", "LOCAL", "PROV", "HEALTH"})  # they tell of the hit, and the army that answers may be the other side's
ISO3 = 3  # letters of a state's id
CALLED = frozenset({"office", "body", "mouth", "force", "government", "state", "organ"})


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
        owned = (owner.id if owner is not None else None) or _heard(parse, child, actors, discourse)
        if owned is not None:
            return Speaker(Actor(owned, text, span), "speaker: owner of the statement")
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
        parse.lemmas[clause].lower() in word_set("homely") and any(parse.lower(kid) == "who" for kid in parse.kids(clause, "nsubj"))
        for clause in parse.kids(name, "acl")
    )
    return (bool(trades) and all(trades)) or (not trades and (aged or homely))


CIVIL = frozenset({"civilian", "person", "citizen"})


def _is_minister(parse: Parse, token: int) -> bool:
    """ "Ocean Affairs Minister Anna Lind", "Anna Lind, minister for the islands": of whatever affairs."""
    beside = (token, *parse.kids(token, "compound", "appos", "nmod"))
    return any(parse.lemmas[part].lower() in word_set("ministers") for part in beside)


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
