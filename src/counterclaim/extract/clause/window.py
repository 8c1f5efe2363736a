"""What the clause model reads of a claim: its sentence with the one before, parties by their roles, and what the rules have found.

A window is a list of words, in which an `Item` stands for a sign of ours: a role, a person's name, a border, a finding of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from counterclaim.extract.actor_scan import NATION
from counterclaim.extract.clause.roles import Roles
from counterclaim.extract.draft import Draft
from counterclaim.extract.report import Report
from counterclaim.extract.speaker import OUTLET, UNKNOWN
from counterclaim.model import EventType, Span

BEFORE, AROUND, INSIDE = 14, 14, 40  # words shown of the sentence before, on each side of the claim, and of the claim
NAMING = NATION | {"group", "body", "organisation", "outlet", "organ"}
STATELIKE = frozenset({"country", "capital", "region", "state", "organ", "office", "government", "force", "mouth", "adjective"})


class Item(NamedTuple):
    """A sign that is no word of the text: "role:first", "begin", "stance:asserts"."""

    name: str


Window = tuple[str | Item, ...]


def window_of(report: Report, draft: Draft, roles: Roles, before: Draft | None, focus: EventType) -> Window:
    """The words and signs of one claim, at most about 100. `before`: the claim before it; `focus`: what the report is mostly about."""
    parse = report.parse
    first, last = parse.sentences[draft.proposition.sentence]
    inside = [token for token in range(first, last) if _within(parse.starts[token], draft.span)] or [draft.proposition.head]
    begin, end = inside[0], min(inside[-1], inside[0] + INSIDE) + 1
    named = _named(report, roles, max(first - 60, 0), last)
    found: list[str | Item] = [*_findings(report, draft, roles), *_flow(report, draft, roles, before), Item(f"focus:{focus}")]
    if draft.proposition.sentence:
        found += _words(report, named, max(parse.sentences[draft.proposition.sentence - 1][0], first - BEFORE), first)
    found += [Item("sentence"), *_words(report, named, max(first, begin - AROUND), begin)]
    found += [Item("begin"), *_words(report, named, begin, end), Item("end"), *_words(report, named, end, min(last, end + AROUND))]
    return tuple(found)


def _within(start: int, span: Span) -> bool:
    return span.start <= start < span.end


def _findings(report: Report, draft: Draft, roles: Roles) -> Iterator[Item]:
    """What the rules have found, as signs; the model learns when to believe them."""
    trigger, frame = draft.trigger, draft.proposition.frame
    yield Item(f"speaker:{_speaker_kind(report, draft)}")
    yield Item(f"frame:{frame.kind if frame else 'none'}")
    yield Item(f"stance:{draft.stance}")
    yield Item(f"actor:{roles.of(draft.actor.id if draft.actor else None)}")
    yield Item(f"target:{roles.of(draft.target.id if draft.target else None)}")
    yield Item(f"event:{trigger.type if trigger else 'none'}")
    yield Item(f"modality:{draft.modality}")
    yield Item(f"toll:{roles.of(draft.tolls[0].side) if draft.tolls else 'none'}")


def _flow(report: Report, draft: Draft, roles: Roles, before: Draft | None) -> Iterator[Item]:
    """How the claim stands in the flow of the report: who was heard before it, and whether a paragraph begins."""
    sentence = draft.proposition.sentence
    if before is not None:
        near = sentence - before.proposition.sentence
        yield Item(f"before:{_heard(before, roles)}")
        yield Item("near:same" if near == 0 else "near:next" if near == 1 else "near:far")
    if not sentence or "\n" in report.parse.text[report.parse.sentence_span(sentence - 1).end : report.parse.sentence_span(sentence).start]:
        yield Item("opens")
    yield Item(f"quoted:{draft.quoted}")
    if draft.via:
        yield Item("relayed")


def _heard(draft: Draft, roles: Roles) -> str:
    identifier = draft.speaker.actor.id
    return identifier if identifier in {OUTLET, UNKNOWN} else roles.of(identifier)


def _speaker_kind(report: Report, draft: Draft) -> str:
    identifier = draft.speaker.actor.id
    if identifier in {None, UNKNOWN}:
        return "unknown"
    if identifier == OUTLET:
        return "outlet"
    if draft.speaker.actor.party in report.sides[:2]:
        return "side"
    return "state" if (draft.speaker.actor.party or "").isupper() else "another"


class Name(NamedTuple):
    """Words that mean a party, up to the token `after`: its role, and of which organ."""

    after: int
    role: str
    organ: str


def _named(report: Report, roles: Roles, first: int, last: int) -> dict[int, Name]:
    """{first token: name} of what means a party: names of the vocabulary, and phrases around one or with none ("the ministry")."""
    parties: dict[int, str] = {}
    shown: dict[int, Name] = {}
    for match in report.actors.matches:
        entry = match.reading_of(NAMING)
        if first <= match.first < last and entry is not None and (identifier := entry.id or entry.country):
            parties[match.first] = _party_of(identifier)
            shown[match.first] = _name(match.last + 1, identifier, roles)
    for mention in report.actors.mentions:
        if first <= mention.head_token < last and mention.id:
            inside = range(mention.token_first, mention.head_token + 1)
            begin = next((token for token in inside if parties.get(token) == _party_of(mention.id)), mention.head_token)
            after = max(mention.head_token + 1, shown[begin].after if begin in shown else 0)
            shown[begin] = _name(after, mention.id, roles)
    return shown


def _party_of(identifier: str) -> str:
    return identifier.partition(":")[0]


def _name(after: int, identifier: str, roles: Roles) -> Name:
    return Name(after, roles.of(identifier), identifier.partition(":")[2].partition(":")[0])


def _words(report: Report, named: dict[int, Name], first: int, last: int) -> Iterator[str | Item]:
    """Words and signs. Of a name its common nouns are shown, behind its signs, so that "the Lebanese army" and "the IDF" read alike."""
    until = first  # of the name that one is in
    for token in range(first, last):
        name = named.get(token)
        if name is not None and name.role not in {"civilians", "all", "nobody"}:
            until = max(until, name.after)
            yield Item(f"role:{name.role}")
            if name.organ:
                yield Item(f"organ:{name.organ}")
        if report.parse.entities[token].endswith("PER"):
            if token == first or not report.parse.entities[token - 1].endswith("PER"):
                yield Item("person")
        elif token >= until or report.parse.form(token).islower():
            yield report.parse.form(token)
