"""Attribution: who is made to say what. Finds frames of speaker, cue and content in a parse; who the speaker *is* comes later (speaker.py).

A frame is found by its cue: a verb with a clause, an object or a quotation ("said that", "denied the claim", "“…,” he said"),
a noun ("its claim that"), a phrase ("according to"), or the layout of a headline ("Rebels: 70 killed", "… - ministry").
Cue words: lexicon/cues.csv and cue_phrases.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counterclaim.extract import event
from counterclaim.extract.actor import ActorIndex
from counterclaim.extract.cues import Cue, cue_at, kind_lemmas, phrases, relative_to
from counterclaim.extract.frame import Frame
from counterclaim.extract.harm import victim_classes
from counterclaim.extract.headline import HEADLINE_TOKENS, SPEAKER_TOKENS, headline_frames, top
from counterclaim.extract.layout import NOMINAL, aside, inserted, interrupted, tail
from counterclaim.extract.relay import cited, is_document, issuer, maker, only_puts_out
from counterclaim.extract.silence import noun_silence, silence
from counterclaim.model import Span
from counterclaim.syntax import Parse

PHRASED = "cue: cue_phrases.csv"
CLAUSAL = frozenset({"VERB", "AUX", "ADJ"})
SPEAKING_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "each", "both", "some", "others", "him", "her", "them"})


def find_frames(parse: Parse) -> list[Frame]:
    """Every attribution of the text, in text order."""
    frames = [
        frame
        for token in range(len(parse))
        if (frame := _relative_frame(parse, token) or _verb_frame(parse, token) or _noun_frame(parse, token) or noun_silence(parse, token))
    ]
    frames += _phrase_frames(parse)
    frames += headline_frames(parse)
    return _adding(parse, sorted(_parted(frames), key=lambda frame: frame.anchor))


def _parted(frames: list[Frame]) -> list[Frame]:
    """ "confirmed that it sank off a port where, according to X, nine drowned": what a phrase introduces is said by its own speaker."""
    phrased = {head for frame in frames if frame.why == PHRASED for head in frame.content}
    parted = []
    for frame in frames:
        left = tuple(head for head in frame.content if head not in phrased)
        parted.append(replace(frame, content=left) if frame.why != PHRASED and len(frame.content) > 1 and left else frame)
    return parted


def _adding(parse: Parse, frames: list[Frame]) -> list[Frame]:
    """ "…, the ministry said, adding that …": a participle cue has the speaker of the cue before it in its sentence."""
    settled: list[Frame] = []
    for frame in frames:
        before = next((other for other in reversed(settled) if other.cue and other.speaker is not None), None)
        settled.append(_after(parse, frame, before) if before is not None else frame)
    return settled


def _after(parse: Parse, frame: Frame, before: Frame) -> Frame:
    """A frame, with the speaker of the one before it where its cue is a participle in the same sentence."""
    if not frame.cue or before.speaker is None or parse.sentence_of[before.cue[0]] != parse.sentence_of[frame.cue[0]]:
        return frame
    if parse.upos[frame.cue[0]] not in CLAUSAL or frame.why == PHRASED:
        return frame  # "… said that, according to X, …"
    if not (parse.xpos[frame.cue[0]] == "VBG" or _goes_on(parse, frame.cue[0], before)) or parse.kids(frame.cue[0], "nsubj"):
        return frame
    return replace(frame, speaker=before.speaker, outside=frame.outside - set(_phrase(parse, before.speaker)))


def _goes_on(parse: Parse, token: int, before: Frame) -> bool:
    """ "S, he writes, and adds …": a cue that a parse joins to what the cue before it introduces, not to that cue."""
    return parse.base(token) == "conj" and bool(parse.kids(token, "cc")) and parse.heads[token] in before.content


def credible(parse: Parse, frames: list[Frame], actors: ActorIndex) -> list[Frame]:
    """Frames whose speaker can speak: an actor, a person, a body, a document, people; not a thing or an event ("the report showed").

    A frame whose content is another frame only relays it ("Xinhua said the army said …") and is kept as a relay; where the inner speaker
    is a pronoun it is the same one's ("the fisherman said he could not tell").
    """
    kept = [_through(parse, frame, actors) for frame in cited(parse, frames, actors)]
    kept = [frame for frame in kept if _can_speak(parse, frame, actors)]
    kept = [frame for frame in kept if not _is_topic(parse, frame, kept, actors)]
    cues = {token for frame in kept for token in frame.cue}
    outer = {head: frame.speaker for frame in kept if _relays(parse, frame, cues) for head in frame.content}
    own = [_told_of_self(parse, frame, outer) for frame in kept if not only_puts_out(parse, frame, cues)]
    return [replace(frame, kind="relay", content=()) if _relays(parse, frame, cues) else frame for frame in own]


def _is_topic(parse: Parse, frame: Frame, frames: list[Frame], actors: ActorIndex) -> bool:
    """ "Goma: army shelled the camp, says M23": the word before the colon is where it was, where a speaker stands behind it."""
    label = frame.speaker
    if frame.kind != "headline" or label is None or label > frame.anchor or actors.kind(label) != "unknown":
        return False
    told = [other for other in frames if other.cue and other.speaker is not None and other.speaker > label]
    return any(parse.sentence_of[other.cue[0]] == parse.sentence_of[label] for other in told)


def _told_of_self(parse: Parse, frame: Frame, outer: Mapping[int, int | None]) -> Frame:
    teller = next((outer[cue] for cue in frame.cue if cue in outer), None)
    pronoun = frame.speaker is not None and parse.lower(frame.speaker) in TELLERS
    return replace(frame, speaker=teller) if pronoun and teller is not None else frame


TELLERS = frozenset({"he", "she", "it", "they", "we", "i"})


def _relays(parse: Parse, frame: Frame, cues: set[int]) -> bool:
    return bool(frame.content) and all(head in cues for head in frame.content) and frame.kind in {"say", "claim"}


def _through(parse: Parse, frame: Frame, actors: ActorIndex) -> Frame:
    """A frame whose grammatical speaker is a thing, given to the body it comes from: "data from the ombudsman", "photos analysed by AP"."""
    token = frame.speaker
    if token is not None and (issued_by := issuer(parse, token)) is not None:
        return replace(frame, speaker=issued_by)
    if token is None or parse.upos[token] not in {"NOUN", "PROPN"} or actors.kind(token) != "unknown" or parse.entities[token] != "O":
        return frame
    source = event._nmod(parse, token, {"from", "by", "of"}) or maker(parse, token) or event._first(parse.kids(token, "nmod:poss"))
    if source is None or actors.kind(source) in {"unknown", "place", "asset"} or is_document(parse, token):
        return frame
    return replace(frame, speaker=source)


UNHEARD = "cue: silences.csv"  # "could not be verified": by nobody named, so by the document itself


def _can_speak(parse: Parse, frame: Frame, actors: ActorIndex) -> bool:
    token = frame.speaker
    if token is None:
        return not frame.passive and (frame.kind != "show") and (frame.kind != "decline" or frame.why.startswith(UNHEARD))
    if parse.upos[token] in {"PRON", "DET"}:
        return parse.lower(token) in SPEAKING_PRONOUNS
    if is_document(parse, token):
        return True
    if parse.entities[token][2:] in {"PER", "ORG"} or _is_person(parse, token):
        return True
    if actors.kind(token) == "unknown":
        named = parse.upos[token] == "PROPN" or actors.read(token).speaker  # "the head of the Druze Initiative"
        return bool(named) and frame.kind in {"say", "claim"} and bool(frame.content)
    return actors.kind(token) not in {"place", "asset"}


def _is_person(parse: Parse, token: int) -> bool:
    """A noun with a person's name ("the deputy head of the region, Anna Lind"), or that means people whatever they do."""
    named = any(parse.entities[child].endswith("PER") for child in parse.kids(token, "appos", "flat"))
    return named or victim_classes().get(parse.lemmas[token].lower()) in {"person", "civilian", "citizen"}


def _raised(parse: Parse, token: int, content: tuple[int, ...], thing: int | None) -> frozenset[int]:
    """ "confirmed four of its men were killed": an object before a clause without a subject is the clause's own, whatever
    the labels say.
    """
    if thing is None or not content or parse.lemmas[token] in {"tell", "inform", "notify", "ask", "urge"}:
        return frozenset()
    bare = not parse.kids(content[0], "nsubj", "mark") and token < thing < content[0]
    return frozenset(parse.subtree(thing)) if bare else frozenset()


def _is_demanded(parse: Parse, token: int) -> bool:
    """ "urged both sides to show restraint", "declined to say": an infinitive under a demand or a refusal is what is
    demanded or refused.
    """
    head = parse.heads[token]
    infinitive = parse.base(token) == "xcomp" or any(parse.lower(mark) == "to" for mark in parse.kids(token, "mark"))
    return infinitive and head >= 0 and parse.lemmas[head].lower() in kind_lemmas("demand") | kind_lemmas("decline") | {"call"}


def _asked_whether(parse: Parse, token: int) -> bool:
    """ "asked whether", "when asked for details": a question, no demand."""
    if parse.lemmas[token].lower() != "ask":
        return False
    if any(parse.lower(mark) == "when" for mark in parse.kids(token, "mark", "advmod")):
        return True
    below = [part for child in parse.kids(token, "ccomp", "advcl", "obl") for part in (child, *parse.children[child])]
    return any(parse.lower(part) in {"whether", "if", "who", "what", "why", "how", "when", "where", "about"} for part in below)


def relays_by_sentence(parse: Parse, frames: list[Frame]) -> dict[int, list[Frame]]:
    """Frames that only pass on what another speaker says ("…, the minister said, according to Reuters"), by sentence."""
    found: dict[int, list[Frame]] = {}
    for frame in frames:
        if frame.kind == "relay":
            found.setdefault(parse.sentence_of[frame.anchor], []).append(frame)
    return found


def _verb_frame(parse: Parse, token: int) -> Frame | None:
    if parse.upos[token] not in {"VERB", "AUX"} or parse.relations[token] in {"aux", "aux:pass", "cop", "amod"}:
        return None
    if _is_demanded(parse, token) or _asked_whether(parse, token):
        return None
    passive = event.is_passive(parse, token)
    if (silent := silence(parse, token, passive)) is not None:
        return silent
    cue, cue_tokens = cue_at(parse, token, "VERB")
    if cue is None:
        return None
    speaker = _headline_speaker(parse, token) or _speaker_of(parse, token, passive)
    content = _content_of(parse, token, speaker, cue)
    laid = tail(parse, token) if cue.clausal and _is_misjoined(token, speaker, content) else None
    if laid is not None:
        speaker, content = laid.speaker, (laid.content,)
    if cue.clausal and cue.kind in {"say", "claim"} and (set_in := aside(parse, token)) is not None:
        speaker, content = set_in.speaker, (set_in.content,)
    if speaker is None and len(content) > 1 and content[-1] > token and parse.upos[content[-1]] in {"NOUN", "PROPN"}:
        speaker, content = content[-1], content[:-1]
    if speaker is None and not passive:
        speaker = _lent(parse, token, content) or interrupted(parse, token) or _adjacent_speaker(parse, token)
    thing = _object_of(parse, token, passive, parse.lower(cue_tokens[-1]) if len(cue_tokens) > 1 else "")
    if not content and (cue.clausal and cue.kind in {"say", "claim", "show"}) and thing is None and not _quotes_beside(parse, token):
        return None
    if not content and not cue.clausal and thing is None and not (cue.kind == "decline" and parse.kids(token, "xcomp")):
        return None
    if not content and cue.clausal and speaker is not None and speaker == _headline_speaker(parse, token):
        first = parse.sentences[parse.sentence_of[token]][0]
        content = (top(parse, range(first, min(parse.subtree(speaker)))),) if min(parse.subtree(speaker)) > first else ()
    outside = _outside(parse, token, content, speaker) - _raised(parse, token, content, thing)
    return Frame(
        cue=cue_tokens,
        kind=cue.kind,
        speaker=speaker,
        content=content,
        object=thing,
        addressee=_addressee(parse, token),
        negated=event.negated(parse, token),
        passive=passive,
        outside=outside,
        why=f"cue: cues.csv {cue.lemma}/{cue.pos}",
    )


def _relative_frame(parse: Parse, token: int) -> Frame | None:
    """ "A charge India denied": the noun is what is said of."""
    thing = relative_to(parse, token)
    cue, cue_tokens = cue_at(parse, token, "VERB") if thing is not None else (None, ())
    if cue is None:
        return None
    speaker = event._first(parse.kids(token, "nsubj"))
    return Frame(
        cue=cue_tokens,
        kind=cue.kind,
        speaker=speaker,
        object=thing,
        negated=event.negated(parse, token),
        outside=_outside(parse, token, (), speaker),
        why=f"cue: cues.csv {cue.lemma}/{cue.pos}",
    )


def _lent(parse: Parse, token: int, content: tuple[int, ...]) -> int | None:
    """The speaker where a parse hangs it on what is said, beside that clause's own subject."""
    subjects = parse.kids(content[0], "nsubj") if content and content[0] > token else []
    return subjects[0] if len(subjects) > 1 and subjects[0] < token < subjects[-1] else None


def _is_misjoined(token: int, speaker: int | None, content: tuple[int, ...]) -> bool:
    """A cue that a parse gives no content, or content before it whose own subject it calls the speaker."""
    return not content or (content[0] < token and (speaker is None or speaker < content[0]))


def _speaker_of(parse: Parse, token: int, passive: bool) -> int | None:
    if passive:
        agent = event._agent(parse, token)
        if agent is not None:
            return agent
        quoted_as = [child for child in parse.kids(token, "advcl", "xcomp", "obl") if parse.lemmas[child] in {"say", "tell"}]
        return event._first(parse.kids(token, "nsubj:pass", "nsubj")) if quoted_as else None
    speaker = _nearest_subject(parse, token)
    relative = speaker == parse.heads[token] and parse.base(token) == "acl"
    if speaker is not None and speaker != token and (relative or not parse.kids(speaker, "case")):
        return speaker
    return _inverted_subject(parse, token)


def _nearest_subject(parse: Parse, token: int) -> int | None:
    """The subject of a cue; of two that a parse gives it, the one beside it: "among the dead are ten, OCHA said"."""
    subjects = [child for child in parse.kids(token, "nsubj") if parse.upos[child] != "DET"]
    own = [child for child in subjects if not _is_label(parse, child, token)]
    if len(own) < len(subjects):
        inverted = _inverted_subject(parse, token)
        return inverted if inverted is not None else (own or subjects)[-1]
    before = [child for child in own if child < token]
    return before[-1] if len(before) > 1 else event.subject(parse, token)


def _is_label(parse: Parse, token: int, cue: int) -> bool:
    """A word with a colon behind it, before the cue: "Goma: …, says the army"."""
    return token + 1 < cue and parse.form(token + 1) == ":"


def _headline_speaker(parse: Parse, token: int) -> int | None:
    """ "…, Nigerian Military Admits": in a headline that ends in the cue, the words after the last comma speak."""
    first, last = parse.sentences[parse.sentence_of[token]]
    if token + 1 < last or last - first > HEADLINE_TOKENS:
        return None
    return _between(parse, token - 1, first, -1)


def _adjacent_speaker(parse: Parse, token: int) -> int | None:
    """The noun phrase between a cue and the nearest comma or quotation mark, before it or after it: "…, health sources in
    Zakho reported".
    """
    first, last = parse.sentences[parse.sentence_of[token]]
    if parse.base(token) not in {"parataxis", "root", "conj", "ccomp", "appos"}:
        return None
    return _between(parse, token - 1, first, -1) or _between(parse, token + 1, last - 1, 1)


def _between(parse: Parse, start: int, stop: int, step: int) -> int | None:
    """The head of a stretch of nouns and their modifiers that runs from `start` to a mark of punctuation."""
    tokens: list[int] = []
    at = start
    while len(tokens) <= SPEAKER_TOKENS and (at >= stop if step < 0 else at <= stop) and parse.upos[at] != "PUNCT":
        if parse.upos[at] not in NOMINAL:
            return None
        tokens.append(at)
        at += step
    closed = at != start and 0 <= at < len(parse) and parse.upos[at] == "PUNCT" and parse.form(at) not in {"-", "'"}
    if not tokens or not closed or not any(parse.upos[token] in {"NOUN", "PROPN"} for token in tokens):
        return None
    return top(parse, range(min(tokens), max(tokens) + 1))


def _inverted_subject(parse: Parse, token: int) -> int | None:
    """ "…, said the ministry": the parser may call the speaker an object."""
    if token + 1 >= len(parse) or parse.base(token) not in {"parataxis", "root", "conj"} or parse.kids(token, "cc"):
        return None
    after = [child for child in parse.kids(token, "obj", "xcomp", "obl") if child > token]
    return after[0] if after and parse.upos[after[0]] in {"NOUN", "PROPN", "PRON"} and not parse.kids(after[0], "case") else None


def _content_of(parse: Parse, token: int, speaker: int | None, cue: Cue) -> tuple[int, ...]:
    """Heads of the clauses that a cue verb introduces, or into which it is set."""
    heads = [child for child in parse.kids(token, "ccomp", "parataxis") if child != speaker and not is_cue_clause(parse, child)]
    heads = [child for child in heads if not _is_parted(parse, token, child) and not _is_loose_relative(parse, child)]
    if not heads and cue.clausal:
        heads = [child for child in parse.kids(token, "xcomp", "csubj") if parse.upos[child] in {"VERB", "ADJ", "NOUN", "AUX"}]
    host = parse.heads[token]
    if host >= 0 and parse.kids(token, "obj") and cue_at(parse, host, "VERB")[0] is not None:
        return tuple(heads)
    if (
        not heads
        and host >= 0
        and cue.clausal
        and (parse.base(token) in {"parataxis", "discourse", "dep"} or _tagged_on(parse, token, host))
    ):
        heads = [host if parse.upos[host] in CLAUSAL else _whole_clause(parse, host, apart=True)]
    if not heads and cue.clausal and (clause := _set_into(parse, token)) is not None:
        heads = [clause]
    if not heads and cue.clausal:
        heads = _under_noun(parse, token)
    return tuple(heads)


def _under_noun(parse: Parse, token: int) -> list[int]:
    """ "Said in a statement that …": the clause hangs on the noun of an adverbial."""
    nouns = [child for child in parse.kids(token, "obl") if parse.upos[child] == "NOUN"]
    clauses = [clause for noun in nouns for clause in parse.kids(noun, "acl", "ccomp") if parse.relations[clause] != "acl:relcl"]
    return [clause for clause in clauses if any(parse.lower(mark) == "that" for mark in parse.kids(clause, "mark"))]


def _set_into(parse: Parse, token: int) -> int | None:
    """ "The prison, eight aid agencies said, was used as …": a cue between commas after a subject, labelled as its relative clause."""
    noun = parse.heads[token]
    own = parse.kids(token, "nsubj")
    if parse.base(token) != "acl" or not own or _is_relative(parse, own[0]) or parse.kids(token, "obj", "ccomp"):
        return None
    while parse.base(noun) == "nmod":
        noun = parse.heads[noun]
    before = min(parse.subtree(own[0])) - 1
    after = max(parse.subtree(token)) + 1
    commas = before >= 0 and parse.form(before) == "," and after < len(parse) and parse.form(after) == ","
    clause = parse.heads[noun]
    return clause if commas and clause > token and parse.base(noun) == "nsubj" else None


def _is_relative(parse: Parse, token: int) -> bool:
    return parse.upos[token] == "PRON" and parse.lower(token) not in SPEAKING_PRONOUNS - {"who"}


def _is_loose_relative(parse: Parse, child: int) -> bool:
    """A relative clause that a parse hangs on the cue: "accused it of firing in a clash on Tuesday that left ten dead"."""
    return any(parse.xpos[own] == "WDT" for own in parse.kids(child, "nsubj"))


def _is_parted(parse: Parse, token: int, child: int) -> bool:
    """ "S, officials said; it was not clear …": what a semicolon parts from a cue behind its content is not said under it."""
    return child > token and any(parse.form(at) == ";" for at in range(token, child))


def _tagged_on(parse: Parse, token: int, host: int) -> bool:
    """ "…, it added." and "…, the ministry said": a cue with a subject of its own that ends its sentence, labelled as joined to it."""
    own = parse.kids(token, "nsubj")
    _, last = parse.sentences[parse.sentence_of[token]]
    return parse.base(token) == "conj" and bool(own) and host < own[0] and token + 2 >= last and not parse.kids(token, "cc")


def is_cue_clause(parse: Parse, token: int) -> bool:
    """A clause set beside another that is itself an attribution with a subject of its own."""
    if parse.base(token) != "parataxis" or parse.upos[token] != "VERB":
        return False
    cue, _ = cue_at(parse, token, "VERB")
    return cue is not None and bool(parse.kids(token, "nsubj"))


def _object_of(parse: Parse, token: int, passive: bool, particle: str) -> int | None:
    if passive:
        return event._first(parse.kids(token, "nsubj:pass", "nsubj"))
    if particle:
        governed = [child for child in parse.kids(token, "obl") if particle in event._case(parse, child)]
        if governed:
            return governed[0]
    things = [child for child in (*parse.kids(token, "obj"), *parse.kids(token, "iobj")) if parse.upos[child] != "PUNCT"]
    if not things and len(named := [child for child in parse.kids(token, "xcomp") if parse.upos[child] in {"NOUN", "PROPN"}]) > 1:
        return named[0]  # "called the report a fabrication", both labelled alike
    return things[0] if things else event._oblique(parse, token, {"about", "of"}) or _called(parse, token)


def _called(parse: Parse, token: int) -> int | None:
    """ "dismisses that as false": the thing, labelled as the subject of what it is called."""
    below = [
        child for child in parse.kids(token, "advcl", "xcomp", "obl") if any(parse.lower(mark) == "as" for mark in parse.children[child])
    ]
    return next((thing for child in below for thing in parse.kids(child, "nsubj") if token < thing), None)


def _addressee(parse: Parse, token: int) -> int | None:
    """Who is told: "told Reuters", "said in an interview with X", "in a statement to X"."""
    if parse.lemmas[token] in {"tell", "inform", "notify"}:
        return event._first(parse.kids(token, "iobj", "obj"))
    for child in parse.kids(token, "obl"):
        if event._case(parse, child) & {"to", "with"}:
            return child
    return None


def _quotes_beside(parse: Parse, token: int) -> bool:
    first, last = parse.sentences[parse.sentence_of[token]]
    span = Span(parse.starts[first], parse.ends[last - 1])
    return any(quotation.span.overlaps(span) for quotation in parse.quotations)


def _outside(parse: Parse, token: int, content: tuple[int, ...], speaker: int | None) -> frozenset[int]:
    """The tokens of the attribution itself: cue, speaker's phrase, and what hangs on the cue apart from what is said."""
    if not content:
        return frozenset({token})
    inside = set(content)
    own = [token]
    for child in parse.children[token]:
        if child in inside or any(head in inside for head in (child,)):
            continue
        if parse.base(child) in {"conj", "advcl", "parataxis", "ccomp"}:
            continue
        own.extend(parse.subtree(child))
    if speaker is not None:
        own.extend(part for part in _phrase(parse, speaker) if part not in inside)
    hung = [
        head for head in content if any(head in parse.subtree(child) for child in parse.kids(token, "obl"))
    ]  # "said in a statement that"
    return frozenset(own).difference(*(parse.subtree(head) for head in hung))


def _phrase(parse: Parse, head: int) -> list[int]:
    """A noun phrase without the clauses that hang on it."""
    found, todo = [], [head]
    while todo:
        token = todo.pop()
        found.append(token)
        todo.extend(child for child in parse.children[token] if parse.base(child) not in {"acl", "parataxis", "conj", "advcl", "ccomp"})
    return found


def _noun_frame(parse: Parse, token: int) -> Frame | None:
    """ "its claim of casualties", "the accusation that …", "the announcement of X that …": a reporting noun with its content
    and its owner.
    """
    if parse.upos[token] != "NOUN":
        return None
    cue, cue_tokens = cue_at(parse, token, "NOUN")
    if cue is None:
        return None
    clauses = [
        child for child in parse.kids(token, "acl", "ccomp") if any(parse.lower(mark) == "that" for mark in parse.kids(child, "mark"))
    ]
    things = [child for child in parse.kids(token, "nmod") if event._case(parse, child) & {"of", "against"}]
    owner = event._either(
        event._first(parse.kids(token, "nmod:poss")), event._nmod(parse, token, {"by", "from"}), event._acl_agent(parse, token)
    )
    if owner is None and clauses and things:
        owner = things[0]
    if owner is None and clauses:  # "Armenian claims that ..."
        owner = next((child for child in parse.kids(token, "amod", "compound") if parse.form(child)[:1].isupper()), None)
    if owner is None or not (clauses or (things and cue.kind in {"claim", "accuse", "deny"})):
        return None
    return Frame(
        cue=cue_tokens,
        kind=cue.kind,
        speaker=owner,
        content=tuple(clauses),
        object=things[0] if things and not clauses else None,
        outside=frozenset(_phrase(parse, owner)) if clauses else frozenset(),
        why=f"cue: cues.csv {cue.lemma}/NOUN",
    )


def _phrase_frames(parse: Parse) -> list[Frame]:
    """ "according to X", "in the words of X", "by X's account": an adverbial whose host is what is said."""
    lowers = [parse.lower(token) for token in range(len(parse))]
    frames = []
    for words, kind in phrases():
        for token in _occurrences(lowers, words):
            frame = _phrase_frame(parse, token, len(words), kind)
            if frame:
                frames.append(frame)
    return frames


def _occurrences(lowers: list[str], words: tuple[str, ...]) -> list[int]:
    return [token for token, word in enumerate(lowers) if word == words[0] and tuple(lowers[token : token + len(words)]) == words]


def _phrase_frame(parse: Parse, token: int, width: int, kind: str) -> Frame | None:
    inside = set(range(token, token + width))
    speaker = _complement(parse, inside, token + width)
    if speaker is None:
        return None
    host = parse.heads[speaker]
    while host in inside:
        host = parse.heads[host]
    if host < 0:
        return None
    host = inserted(parse, token, speaker) or _whole_clause(parse, host, apart=_stands_apart(parse, token, speaker))
    cited_cue = parse.upos[host] == "VERB" and cue_at(parse, host, "VERB")[0] is not None and parse.kids(host, "ccomp")
    if cited_cue or (
        _stands_apart(parse, token, speaker) and token > parse.sentences[parse.sentence_of[token]][0] and _is_told(parse, host)
    ):
        return Frame(tuple(sorted(inside)), "relay", speaker, (), None, why=f"relay: {parse.form(token)}", outside=frozenset(inside))
    outside = frozenset(inside | set(parse.subtree(speaker)))
    return Frame(tuple(sorted(inside)), kind, speaker, (host,), outside=outside, why=PHRASED)


def _is_told(parse: Parse, host: int) -> bool:
    """The content of a cue with a speaker of its own before it: "agencies believe the blast killed 100, according to a paper"."""
    cue = parse.heads[host]
    if cue < 0 or parse.base(host) != "ccomp" or cue > host:
        return False
    return cue_at(parse, cue, "VERB")[0] is not None and any(child < cue for child in parse.kids(cue, "nsubj"))


def _stands_apart(parse: Parse, token: int, speaker: int) -> bool:
    """ "…, according to X." and "According to X, …": at an end of the sentence, behind a comma or before one, it covers the whole."""
    first, last = parse.sentences[parse.sentence_of[token]]
    behind = token > first and parse.form(token - 1) == "," and max(parse.subtree(speaker)) + 2 >= last
    return behind or token == first


def _whole_clause(parse: Parse, token: int, *, apart: bool) -> int:
    """The clause that stands on its own around a token: up through modifiers and clauses that share its subject.

    `apart`: up through relative clauses too.
    """
    stops = {"conj"} if apart else {"conj", "acl"}
    while parse.heads[token] >= 0:
        base = parse.base(token)
        clause = base in stops and bool(parse.kids(token, "nsubj")) and parse.upos[token] in {"VERB", "AUX"}
        if base in {"ccomp", "parataxis"} or clause:
            break
        token = parse.heads[token]
    return token


def _complement(parse: Parse, inside: set[int], after: int) -> int | None:
    """The head of the noun phrase that a cue phrase governs."""
    if after >= len(parse):
        return None
    token = after
    while parse.heads[token] >= 0 and parse.heads[token] not in inside and parse.heads[token] >= after and parse.upos[token] != "VERB":
        if parse.sentence_of[parse.heads[token]] != parse.sentence_of[after] or parse.upos[parse.heads[token]] == "VERB":
            break
        token = parse.heads[token]
    return token if parse.upos[token] in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} else None
