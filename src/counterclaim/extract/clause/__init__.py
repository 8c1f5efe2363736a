"""The clause model's word on what a claim's own words leave open: stance, doer, target and kind of event.

The story: the parties of a report become roles as the speaker sees them, the claim and its surroundings a window of words and signs
(what the rules have found among them); the model reads the window, and where the rules have found nothing and it is sure enough, its
answer goes into the draft, and `why` says so. It reads no party's name: exchange two parties and it says the same of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from counterclaim.extract.clause.model import Said, load_model
from counterclaim.extract.clause.roles import Roles, roles_of
from counterclaim.extract.clause.window import window_of
from counterclaim.extract.draft import Draft, kind_of
from counterclaim.extract.report import Report
from counterclaim.model import Actor, EventType, Stance

# From here on the model is right more often than what stands without it, on incidents that it has not seen (docs/clause.md).
SURE = {"stance": 0.5, "actor": 0.6, "target": 0.7, "type": 0.5}
# Kinds that a report's words give with no weapon: "attack" may be shelling, a clash a shooting.
LOOSE = frozenset({"armed_clash", "attack", "bombing", "ceasefire_violation", "other", "shooting"})


def revised(report: Report, drafts: Sequence[Draft], grounds: Iterable[str], focus: EventType) -> list[Draft]:
    """The drafts with the model's word on those that are news. `grounds`: why each is background, "" where it is news;
    `focus`: the kind of event that the report is mostly about.
    """
    before = (None, *drafts)
    return [
        draft if ground or draft.mutual else _revised(report, draft, earlier, focus)
        for draft, earlier, ground in zip(drafts, before, grounds, strict=False)
    ]


def _revised(report: Report, draft: Draft, before: Draft | None, focus: EventType) -> Draft:
    draft = replace(draft, type=kind_of(draft, focus))
    if not _is_open(draft):
        return draft
    roles = roles_of(report, draft.speaker.actor)
    answers = load_model().read(window_of(report, draft, roles, before, focus))
    said = {head: answer for head, answer in answers.items() if answer.probability >= SURE[head]}
    for head, settle in (("stance", _stance), ("actor", _doer), ("target", _target), ("type", _type)):
        if head in said:
            draft = settle(draft, said[head], roles)
    return draft


def _is_open(draft: Draft) -> bool:
    """Whether there is anything that the model may settle."""
    return draft.stance == "asserts" or draft.actor is None or draft.target is None or draft.type in LOOSE


def _stance(draft: Draft, said: Said, roles: Roles) -> Draft:
    """A bare "said" may accuse or deny; a cue that says which is believed."""
    if draft.stance != "asserts" or said.answer == draft.stance:
        return draft
    return replace(draft, stance=cast(Stance, said.answer), why=(*draft.why, _why("stance", said)))


def _doer(draft: Draft, said: Said, roles: Roles) -> Draft:
    party = roles.party(said.answer)
    if draft.actor is not None or party is None:
        return draft
    return replace(draft, actor=Actor(party, ""), why=(*draft.why, _why("actor", said)))


def _target(draft: Draft, said: Said, roles: Roles) -> Draft:
    party = roles.party(said.answer)
    if draft.target is not None or party is None or (draft.actor is not None and draft.actor.party == party):
        return draft
    return replace(draft, target=Actor(party, ""), why=(*draft.why, _why("target", said)))


def _type(draft: Draft, said: Said, roles: Roles) -> Draft:
    if draft.type not in LOOSE or said.answer == draft.type:
        return draft
    return replace(draft, type=cast(EventType, said.answer), why=(*draft.why, _why("type", said)))


def _why(field: str, said: Said) -> str:
    return f"{field}: clause model, {said.answer} {said.probability:.2f}"
