"""Attributions of a parse in PolNeAR's terms: whole phrases of source, cue and content, of what is said and of what is thought or wanted.

The package's own attribution finder gives the frames of what is said; words of thinking and wanting (polnear_cues.csv) are read with the
same structures. A token has one role in one attribution: of two that share a token the larger has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from counterclaim.extract import attribution, event, transcript
from counterclaim.extract.frame import Frame
from counterclaim.lexicon import read_rows
from counterclaim.syntax import Parse

CUE_PARTS = frozenset({"aux", "aux:pass", "cop", "compound:prt", "fixed"})
ASIDES = frozenset({"though", "although"})
CLAUSES = frozenset({"VERB", "AUX", "ADJ", "NOUN", "PRON", "PROPN"})
ABOUT = frozenset({"for", "of", "about", "with", "to", "in"})
OF_NOUN = frozenset({"of", "for", "about", "on", "against"})
BESIDE_OBJECT = frozenset({"as", "of", "for", "over"})  # "accused him of lying", "described it as a success"
HEARERS = frozenset({"tell", "remind", "inform", "assure", "promise", "convince", "persuade"})
CARRIERS = frozenset({"have", "make", "express", "give", "take", "issue", "voice", "show", "raise", "offer", "reach", "hold", "draw"})
OPENING = frozenset({"“", '"', "‘", "``", "'"})
TRANSCRIPT = 4  # labels
CLOSING = frozenset({"”", '"', "’", "''", "'", "?", "!"})


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as tokens."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        return self.source | self.cue | self.content


@cache
def _minds() -> Mapping[str, frozenset[str]]:
    name = "polnear_cues.csv"
    rows = read_rows((Path(__file__).parent / name).read_text(encoding="utf-8"), name)
    return {row["pos"]: frozenset(row["words"].split("|")) for row in rows}


def attributions_in(parse: Parse) -> list[Found]:
    """All attributions, in text order, none sharing a token with another."""
    spoken = list(_turns(parse))
    floor = {token for turn in spoken for token in turn.content}
    frames = [frame for frame in attribution.find_frames(parse) if floor.isdisjoint(frame.cue)]
    heads = {token for frame in frames for token in frame.cue}
    frames += [frame for token in range(len(parse)) if token not in heads | floor and (frame := _mind_frame(parse, token))]
    frames = [frame for frame in frames if not frame.cue or not all(_own_words(parse, token) for token in frame.cue)]
    spans = [found for frame in frames if (found := _spans(parse, frame) or _by_mind(parse, frame)) is not None]
    return sorted(_apart([*spoken, *_with_next_words(parse, spans)]), key=lambda found: min(found.cue | found.content))


def _turns(parse: Parse) -> Iterator[Found]:
    """Turns of a transcript: from a label ("PENCE:") at the head of a paragraph to the next."""
    labels = [(first, at) for first, last in parse.sentences if (at := transcript._label(parse, first, last, any_case=False)) is not None]
    if len(labels) < TRANSCRIPT:
        return
    for (first, at), (end, _) in zip(labels, [*labels[1:], (len(parse), -1)], strict=True):
        yield Found(frozenset(range(first, at)), frozenset(), frozenset(range(at + 1, end)))


def _mind_frame(parse: Parse, token: int) -> Frame | None:
    """ "believes that", "wants to", "hopes for", "is sure that", "his belief that"."""
    lemma, pos = parse.lemmas[token].lower(), parse.upos[token]
    if lemma not in _minds().get(pos, ()) or parse.relations[token] in {"aux", "aux:pass", "cop"}:
        return None
    if pos == "NOUN":
        return _noun(parse, token)
    clauses = [child for child in parse.kids(token, "ccomp", "xcomp") if parse.upos[child] in CLAUSES]
    things = parse.kids(token, "obj") or [child for child in parse.kids(token, "obl") if event._case(parse, child) & ABOUT]
    speaker = event.subject(parse, token)
    heads = tuple(clauses or things[:1])
    if not heads or speaker is None or _own_words(parse, speaker):
        return None
    return Frame((token,), "mind", speaker, heads)


def _by_mind(parse: Parse, frame: Frame) -> Found | None:
    """A frame that gives nothing that is said ("called on them to leave", "refused to go"), read as one of what is wanted."""
    again = _mind_frame(parse, frame.cue[0]) if frame.cue else None
    return _spans(parse, again) if again is not None else None


def _own_words(parse: Parse, speaker: int) -> bool:
    """What somebody quoted says of themselves is part of what they say."""
    return any(quotation.span.start <= parse.starts[speaker] < quotation.span.end for quotation in parse.quotations)


def _noun(parse: Parse, token: int) -> Frame | None:
    clauses = parse.kids(token, "acl", "ccomp")
    things = [child for child in parse.kids(token, "nmod") if event._case(parse, child) & OF_NOUN]
    heads, verb = tuple(clauses[:1] or things[:1]), parse.heads[token]
    if heads and parse.base(token) == "obj" and parse.lemmas[verb].lower() in CARRIERS:
        speaker = event.subject(parse, verb)
        return Frame((verb, token), "mind", speaker, heads) if speaker is not None and not _own_words(parse, speaker) else None
    owner = event._first(parse.kids(token, "nmod:poss"))
    return Frame((token,), "mind", owner, heads) if heads and owner is not None else None


def _spans(parse: Parse, frame: Frame) -> Found | None:
    heads = [head for head in frame.content if head not in frame.cue] or ([frame.object] if frame.object is not None else [])
    cue = _cue(parse, frame, heads)
    source = _source(parse, frame, cue)
    content: set[int] = set()
    for head in (*heads, *_beside(parse, frame, heads)):
        content |= _below(parse, head, (cue | source | frame.outside) - {head})
    content |= _quoted(parse, content, cue | source)
    content -= cue | source | _after_cue(parse, frame, cue, heads, content) | _beyond(parse, content)
    if not content or not (source or cue):
        return None
    return Found(frozenset(source), frozenset(cue), frozenset(_within_marks(parse, content)))


def _beyond(parse: Parse, content: set[int]) -> set[int]:
    """ "It would fail, adding to ...", "though she admitted ...": the reporter's own words at the end of what is told."""
    last = max((token for token in content if parse.upos[token] != "PUNCT"), default=-1)
    for child in sorted(content):
        if parse.base(child) not in {"advcl", "parataxis"} or not _marks(parse, child) & ASIDES:
            continue
        tokens = parse.subtree(child)
        if parse.form(tokens[0]) == "," and last in tokens and not any(_own_words(parse, token) for token in tokens):
            return set(tokens)
    return set()


def _after_cue(parse: Parse, frame: Frame, cue: set[int], heads: list[int], content: set[int]) -> set[int]:
    """ "The bridge held, he said, although ...": of what is said before the cue only quoted words go on after it."""
    if not cue or not heads or max(heads) > min(cue):
        return set()
    return {token for token in content if token > max(cue) and not _own_words(parse, token)}


def _cue(parse: Parse, frame: Frame, heads: list[int]) -> set[int]:
    """The word that attributes with its helpers, the adverbs between and right before, and the preposition that governs what is said."""
    cue = set(frame.cue)
    for token in frame.cue:
        if parse.upos[token] in {"VERB", "AUX", "ADJ"}:
            cue |= {child for child in parse.children[token] if parse.relations[child] in CUE_PARTS}
            first = min((child for child in cue if child <= token), default=token)
            cue |= {child for child in parse.kids(frame.cue[-1], "det", "amod") if token < child < frame.cue[-1]}
            cue |= {child for child in parse.kids(token, "advmod") if first - 1 <= child < token and parse.upos[child] in {"ADV", "PART"}}
    for head in heads:
        if parse.upos[head] not in {"VERB", "AUX"} and parse.heads[head] in frame.cue:
            cue |= {mark for mark in parse.kids(head, "case") if mark < head}
    return cue


def _beside(parse: Parse, frame: Frame, heads: list[int]) -> list[int]:
    """What belongs to what is said beside its head: who is to do what is wanted, what somebody is accused of or described as."""
    verb = next((token for token in frame.cue if parse.upos[token] == "VERB"), None)
    if verb is None or not heads:
        return []
    own = [head for head in heads if parse.heads[head] == verb]
    if any(parse.base(head) in {"xcomp", "ccomp"} for head in own):
        return [] if parse.lemmas[verb].lower() in HEARERS else [child for child in parse.kids(verb, "obj", "iobj") if child not in heads]
    if any(parse.base(head) == "obj" for head in own):
        obliques = [child for child in parse.kids(verb, "obl", "advcl") if child > heads[0] and _marks(parse, child) & BESIDE_OBJECT]
        return [*obliques, *(child for child in parse.kids(verb, "xcomp") if child not in heads)]
    return []


def _marks(parse: Parse, token: int) -> set[str]:
    return {parse.lower(child) for child in parse.kids(token, "case", "mark")}


def _source(parse: Parse, frame: Frame, cue: set[int]) -> set[int]:
    """The whole phrase of the speaker, without its preposition and without a clause on it that holds the cue."""
    if frame.speaker is None or frame.speaker in cue:
        return set()
    stop = cue | set(frame.content) | set(parse.kids(frame.speaker, "case"))
    return _trim(parse, _below(parse, frame.speaker, stop))


def _below(parse: Parse, head: int, stop: set[int] | frozenset[int]) -> set[int]:
    found, todo = set(), [head]
    while todo:
        token = todo.pop()
        found.add(token)
        todo.extend(child for child in parse.children[token] if child not in stop)
    return found


def _trim(parse: Parse, tokens: set[int]) -> set[int]:
    kept = sorted(tokens)
    while kept and parse.upos[kept[0]] == "PUNCT":
        kept.pop(0)
    while kept and parse.upos[kept[-1]] == "PUNCT":
        kept.pop()
    return set(kept)


def _quoted(parse: Parse, content: set[int], taken: set[int]) -> set[int]:
    """All of the quotations that the content has a part in."""
    found: set[int] = set()
    for quotation in parse.quotations:
        tokens = parse.tokens_in(quotation.span)
        if any(token in content for token in tokens):
            found |= set(tokens) - taken
    return found


def _with_next_words(parse: Parse, spans: list[Found]) -> list[Found]:
    """Quoted sentences of a paragraph that nobody is made to say go on from the quoted words before them."""
    taken = {token for found in spans for token in found.all}
    for quotation in parse.quotations:
        tokens = parse.tokens_in(quotation.span)
        if not tokens or not taken.isdisjoint(tokens):
            continue
        before = next((token for token in range(tokens.start - 1, max(-1, tokens.start - 40), -1) if token in taken), None)
        number = next((n for n, found in enumerate(spans) if before is not None and before in found.all), None)
        if number is None or before is None or "\n\n" in parse.text[parse.ends[before] : parse.starts[tokens.start]]:
            continue
        if not _goes_on(parse, before, tokens):
            continue
        spans[number] = replace(spans[number], content=spans[number].content | frozenset(tokens))
        taken |= set(tokens)
    return spans


def _goes_on(parse: Parse, before: int, tokens: range) -> bool:
    """Nothing but marks between the last words told and a quoted sentence, or the rest of the sentence of these."""
    between = [token for token in range(before + 1, tokens.start) if parse.upos[token] != "PUNCT"]
    first = parse.sentences[parse.sentence_of[tokens.start]][0]
    starts = all(parse.upos[token] == "PUNCT" for token in range(first, tokens.start + 1))
    return not between or (starts and all(parse.sentence_of[token] == parse.sentence_of[before] for token in between))


def _within_marks(parse: Parse, tokens: set[int]) -> set[int]:
    """Without marks at the edges that are no quotation marks."""
    kept = sorted(tokens)
    while kept and parse.upos[kept[0]] == "PUNCT" and parse.form(kept[0]) not in OPENING:
        kept.pop(0)
    while kept and parse.upos[kept[-1]] == "PUNCT" and parse.form(kept[-1]) not in CLOSING:
        kept.pop()
    return set(kept)


def _apart(spans: list[Found]) -> Iterator[Found]:
    """The largest first; what shares a token with one before is inside it, and left out."""
    taken: set[int] = set()
    for found in sorted(spans, key=lambda one: (-len(one.content), min(one.cue | one.content))):
        if taken.isdisjoint(found.all):
            taken |= found.all
            yield found
