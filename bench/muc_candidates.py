"""Noun phrases of a message that could fill a slot of a template, with what speaks for and against it.

A candidate is the head of a noun phrase. Its features are strings: what it is (its classes in muc_words.csv, its kind of name, how it is
counted), where it stands (the words above it, its way to the nearest event word, what else its sentence tells), and what the rules of
muc_events.py and the claims of the message make of it. bench/muc_fit.py learns from them which slot it fills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.muc_events import Mention
from bench.muc_phrases import Findings, lemma_of, looked_up, name_in
from bench.muc_words import words

from counterclaim.extract import event
from counterclaim.syntax import Parse

TABLES = ("person", "thing", "perpetrator", "combatant", "instrument")
DETERMINERS = ("det", "nmod:poss", "nummod")
REACH = 3  # sentences back in which an event word is still the one that a phrase belongs to
FAR = 6  # steps in the tree
LEAD = 2  # sentences
CROSSED = ("up=", "upc=", "way=", "rule=", "alemma=", "aeffect=", "sent=", "lead=", "also=")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase headed at `token`; `mention` is the event word it belongs to, by place if by nothing else. Of other sentences only names."""

    token: int
    mention: Mention
    features: tuple[str, ...]


def candidates(findings: Findings, mentions: Sequence[Mention]) -> Iterator[Candidate]:
    """The candidates of a message in text order."""
    parse = findings.parse
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(parse.sentence_of[mention.token], []).append(mention)
    whole = list(document_features(parse, mentions))
    found, told = [], dict[str, list[tuple[int, list[str]]]]()
    for token in filter(lambda token: is_head(parse, token), range(len(parse))):
        nearest, same = anchor(parse, token, by_sentence)
        if nearest is None or not (same or parse.entities[token] != "O"):
            continue
        features = [*own_features(findings, token), *place_features(parse, token, by_sentence), *whole]
        features += anchor_features(findings, token, nearest, same=same)
        found.append((token, nearest, features))
        told.setdefault(entity(findings, token), []).append((token, [one for one in features if one.startswith(("rule=", "aeffect="))]))
    for token, nearest, features in found:
        shape = shape_of(findings, token)
        whole_story = [*features, *elsewhere(findings, token, told)]
        crossed = [f"{shape}&{one}" for one in whole_story if one.startswith(CROSSED)]
        yield Candidate(token, nearest, tuple(dict.fromkeys(["bias", *whole_story, *crossed])))


def document_features(parse: Parse, mentions: Sequence[Mention]) -> Iterator[str]:
    """What the whole message is about, and how it begins."""
    yield from sorted({f"doc={mention.kind}" for mention in mentions})
    yield from sorted({f"lead={mention.kind}{mention.effect[:3]}" for mention in mentions if parse.sentence_of[mention.token] < LEAD})
    yield f"acts={min(len(mentions), 12) // 3}"


def entity(findings: Findings, token: int) -> str:
    """What the mentions of one thing in a message share: the full name of a person, else the word."""
    return name_in(findings, token) or lemma_of(findings.parse, token)


def elsewhere(findings: Findings, token: int, told: Mapping[str, Sequence[tuple[int, Sequence[str]]]]) -> list[str]:
    """What other mentions of the same are."""
    kind = "name" if name_in(findings, token) else "word"
    others = [features for at, features in told[entity(findings, token)] if at != token]
    found = dict.fromkeys(f"also={kind}:{one}" for features in others for one in features)
    return [*found, f"also={kind}{min(len(others), 3)}"]


def is_head(parse: Parse, token: int) -> bool:
    """Nouns and names that head a phrase of their own."""
    if parse.upos[token] not in {"NOUN", "PROPN"} and not (parse.upos[token] in {"ADJ", "NUM"} and parse.base(token) in {"nsubj", "obj"}):
        return False
    if parse.base(token) in {"flat", "fixed"}:
        return False
    return parse.base(token) != "compound" or parse.entities[token].startswith("B")


def anchor(parse: Parse, token: int, by_sentence: dict[int, list[Mention]]) -> tuple[Mention | None, bool]:
    """The event word nearest in the tree of the sentence, else the last of the sentences before."""
    sentence = parse.sentence_of[token]
    here = [mention for mention in by_sentence.get(sentence, ()) if mention.token != token]
    if here:
        return min(here, key=lambda mention: (steps(parse, token, mention.token), abs(mention.token - token))), True
    for back in range(1, REACH + 1):
        before = by_sentence.get(sentence - back)
        if before:
            return before[-1], False
    return None, False


def lineage(parse: Parse, token: int) -> list[int]:
    return [token, *parse.ancestors(token)]


def steps(parse: Parse, one: int, other: int) -> int:
    """Steps in the tree between two tokens of a sentence."""
    up, down = lineage(parse, one), lineage(parse, other)
    shared = set(up) & set(down)
    return next(n for n, at in enumerate(up) if at in shared) + next(n for n, at in enumerate(down) if at in shared)


def way(parse: Parse, one: int, other: int) -> str:
    """The relations from a token up to the first word it shares with the other, and down to that: "obl:by^", "nsubj^v.obj"."""
    up, down = lineage(parse, one), lineage(parse, other)
    shared = set(up) & set(down)
    above = next(n for n, at in enumerate(up) if at in shared)
    below = next(n for n, at in enumerate(down) if at in shared)
    if above + below > FAR:
        return "far"
    return ".".join(relation(parse, at) for at in up[:above]) + "^" + ".".join(relation(parse, at) for at in reversed(down[:below]))


def relation(parse: Parse, token: int) -> str:
    """The relation of a token, with its preposition: "obl:by"; what is joined counts as what it is joined to."""
    base = parse.base(token)
    if base in {"obl", "nmod"}:
        case = next((parse.lower(child) for child in parse.kids(token, "case")), "")
        return f"{base}:{case}" if case else parse.relations[token]
    return parse.relations[token] if base in {"nsubj", "acl"} else base


def shape_of(findings: Findings, token: int) -> str:
    """What a phrase is, in one word: the classes of its head, else its kind of name."""
    parse = findings.parse
    found = [f"{table[:2]}{looked_up(parse, token, table)[:3]}" for table in TABLES if looked_up(parse, token, table)]
    name = parse.entities[token][2:]
    reading = findings.report.actors.read(token).kind
    return "+".join([*found, name, reading if reading in {"group", "organ", "force", "government", "country", "person", "place"} else ""])


def own_features(findings: Findings, token: int) -> Iterator[str]:
    parse = findings.parse
    yield f"lemma={lemma_of(parse, token)}"
    yield f"shape={shape_of(findings, token)}"
    for table in TABLES:
        if value := looked_up(parse, token, table):
            yield f"{table}={value}"
    yield f"name={parse.entities[token]}"
    yield f"tag={parse.xpos[token]}"
    yield f"reading={findings.report.actors.read(token).kind}"
    for child in parse.children[token]:
        base = parse.base(child)
        if base in {"amod", "compound", "appos", "nmod", "flat"}:
            yield f"mod={base}:{lemma_of(parse, child)}"
            for table in ("person", "thing_of", "perpetrator", "combatant"):
                if value := looked_up(parse, child, table):
                    yield f"mod{table}={value}"
            if parse.entities[child] != "O":
                yield f"modname={base}:{parse.entities[child][2:]}"
    dets = [parse.lower(child) for child in parse.kids(token, *DETERMINERS)]
    yield f"det={dets[0] if dets and not dets[0].isdigit() else 'number' if dets else ''}"


def place_features(parse: Parse, token: int, by_sentence: dict[int, list[Mention]]) -> Iterator[str]:
    """Where a phrase stands: the words above it, and what its sentence and the one before tell."""
    sentence, at = parse.sentence_of[token], token
    while parse.base(at) in {"conj", "appos"} and parse.heads[at] >= 0:
        yield f"joined={parse.base(at)}"
        at = parse.heads[at]
    head, trail = parse.heads[at], relation(parse, at)
    for level in range(2):
        if head < 0:
            break
        yield f"up={level}{trail}<{lemma_of(parse, head)}"
        yield f"upc={level}{trail}<{act_class(parse, head)}"
        trail, head = f"{trail}.{relation(parse, head)}", parse.heads[head]
    yield f"position={min(sentence, 6)}"
    first, last = parse.sentences[sentence]
    yield from (
        f"with={lemma_of(parse, other)}" for other in range(first, last) if parse.upos[other] in {"VERB", "NOUN"} and other != token
    )
    here, before = by_sentence.get(sentence, []), by_sentence.get(sentence - 1, [])
    yield from sorted({f"sent={mention.kind}{mention.effect[:3]}" for mention in here}) or ["sent="]
    yield from sorted({f"prev={mention.kind}{mention.effect[:3]}" for mention in before}) or ["prev="]


def act_class(parse: Parse, token: int) -> str:
    lemma = lemma_of(parse, token)
    return words("act").get(lemma, "")[:4] + words("effect").get(lemma, "")[:3] + words("damage").get(lemma, "")[:3] + parse.upos[token][0]


def anchor_features(findings: Findings, token: int, mention: Mention, *, same: bool) -> Iterator[str]:
    """The way to the event word, and what the rules and the claims make of the phrase."""
    parse = findings.parse
    passive = "p" if event.is_passive(parse, mention.token) else "a"
    route = way(parse, token, mention.token) if same else "before"
    yield f"way={route}"
    yield f"way={route}{passive}{parse.upos[mention.token][0]}"
    yield f"alemma={lemma_of(parse, mention.token)}|{route}{passive}"
    yield f"atag={parse.xpos[mention.token]}{'+'.join(parse.lower(child) for child in parse.kids(mention.token, 'aux'))}"
    yield f"aeffect={mention.effect[:3]}{mention.damage[:3]}{mention.kind}|{route}{passive}"
    for name, heads in (("hit", mention.hit), ("doer", mention.doers), ("means", mention.means)):
        if token in heads:
            yield f"rule={name}"
            yield f"rule={name}{mention.kind}{mention.effect[:3]}"
    if mention.confidence:
        yield f"owned={mention.confidence}|{route}"
    claim = mention.claim
    if claim is not None:
        yield f"stance={claim.stance}"
        yield f"speaker={'outlet' if claim.speaker.id == 'outlet' else 'other'}"
