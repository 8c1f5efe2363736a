"""Context: doer and target where a claim's own words leave them out and the report settles them.

"The strike killed twelve", says a ministry that has blamed the other side two lines before: each speaker has an account of who did it to
whom, and the report has one of who was hit. What is filled from these is marked in `why`; where accounts are lacking it stays unset.
Even-handed: accounts are counted, never looked up by party.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from counterclaim.extract import parties
from counterclaim.extract.draft import Draft
from counterclaim.extract.report import Report
from counterclaim.model import Actor

SHARE = 2 / 3  # of all accusations that name one doer: then a third party that names nobody means the same one
HITTING = frozenset({"accuses", "denies"})


@dataclass
class Accounts:
    """What the claims of one report say with their own words: doers by speaker, and targets by doer."""

    doers: dict[str, Counter[str]] = field(default_factory=dict)
    targets: dict[str, Counter[str]] = field(default_factory=dict)
    accused: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)

    def add(self, draft: Draft, likely: str) -> None:
        """Count a draft's. `likely`: whom a toll of nobody's side counts."""
        sides = dict.fromkeys(likely if row.side == "all" else row.side for row in draft.tolls)
        self.hit.update(side for side in sides if side not in {None, "all"})
        if draft.stance != "accuses" or draft.actor is None or draft.actor.party is None:
            return
        doer = draft.actor.party
        self.accused[doer] += 1
        self.doers.setdefault(draft.speaker.actor.party or "", Counter())[doer] += 1
        if draft.target is not None and draft.target.id is not None and draft.target.party != doer:
            self.targets.setdefault(doer, Counter())[draft.target.id] += 1

    def doer(self, speaker: str) -> str | None:
        """Whom a speaker's party holds responsible: the one it names elsewhere, else the one that nearly all name but itself."""
        own = self.doers.get(speaker)
        if own:
            return _first(own)
        named = _first(self.accused)
        return named if named != speaker and self.accused[named or ""] >= SHARE * self.accused.total() else None

    def target(self, doer: str) -> str | None:
        """Whom a doer is said to have hit, else who was hit."""
        named = self.targets.get(doer)
        if named:
            return _first(named)
        return _first(Counter({side: often for side, often in self.hit.items() if side.partition(":")[0] != doer}))


def of_denied(report: Report, drafts: Sequence[Draft]) -> list[Draft]:
    """ "Kenya rejected Somalia's claim that its jets bombed the town": "its" is the one who denies, whatever claims stand between."""
    return [next((found for outer in drafts if (found := _as_denied(report, draft, outer)) is not None), draft) for draft in drafts]


def _as_denied(report: Report, draft: Draft, outer: Draft) -> Draft | None:
    accuser, denier = draft.speaker.actor.party, outer.speaker.actor.party
    inside = outer.stance == "denies" and outer.span.start <= draft.span.start and draft.span.end <= outer.span.end
    if not inside or accuser == denier or draft.actor is None or outer.actor is None or draft.actor.party != accuser:
        return None
    words = {report.parse.lower(token) for token in draft.proposition.tokens}
    if outer.actor.party != denier or not words & parties.OWN | {"it", "they", "he", "she"} & words:
        return None
    target = Actor(accuser, "") if accuser is not None else None
    why = (*draft.why, "actor: the one who denies it", "stance: a hostile act of the one who denies it")
    return replace(draft, actor=outer.actor, target=target, stance="accuses", why=why)


def _first(counted: Counter[str]) -> str | None:
    """The most counted, the first counted winning ties."""
    return max(counted, key=lambda key: counted[key], default=None)


def filled(report: Report, drafts: Sequence[Draft], grounds: Iterable[str]) -> list[Draft]:
    """Drafts with doers and targets from context. `grounds`: why each is background, "" where it is news."""
    news = [not ground for ground in grounds]
    drafts = [draft if not now else _blamed(draft, drafts) for draft, now in zip(drafts, news, strict=True)]
    accounts = Accounts()
    for draft, current in zip(drafts, news, strict=True):
        if current:
            accounts.add(draft, report.likely_victims)
    return [_targeted(report, _acted(report, draft, accounts), accounts) if now else draft for draft, now in zip(drafts, news, strict=True)]


def _blamed(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """ "Shelling killed three, the ministry said, blaming Ukraine": who did what its speaker lays on one in the same sentence."""
    if draft.actor is not None or draft.stance != "asserts" or draft.modality != "actual":
        return draft
    if draft.trigger is None or not (draft.trigger.row.hostile or draft.tolls):
        return draft
    for other in drafts:
        beside = other.proposition.sentence == draft.proposition.sentence and other.speaker.actor.id == draft.speaker.actor.id
        frame = other.proposition.frame
        if beside and other.actor is not None and other.trigger is None and frame is not None and frame.kind in BLAMING:
            why = (*draft.why, "stance: blames in the same sentence", "actor: whom the speaker blames in the same sentence")
            return replace(draft, actor=other.actor, stance="accuses", why=why)
    return draft


BLAMING = frozenset({"blame", "accuse"})


def _acted(report: Report, draft: Draft, accounts: Accounts) -> Draft:
    """The doer of a hostile act that its speaker leaves unnamed."""
    said_by = draft.speaker.actor
    if draft.actor is not None or said_by.party is None or said_by.party == "outlet":
        return draft
    named = parties.only_other(report, draft.proposition, said_by, draft.target) if _may_name(draft) else None
    if named is not None:
        why = (*draft.why, "stance: names another side", "actor: the only other side that the claim names")
        return replace(draft, actor=named, stance="accuses", why=why)
    if not _is_act(report, draft, accounts):
        return draft
    doer = accounts.doer(said_by.party) or parties.adversary(report, said_by)
    if doer is None or doer == said_by.party or (draft.target is not None and draft.target.party == doer):
        return draft
    why = (*draft.why, "stance: a hostile act of the party that the speaker blames", "actor: from context, the speaker's account")
    return replace(draft, actor=Actor(doer, ""), stance="accuses", why=why)


def _is_act(report: Report, draft: Draft, accounts: Accounts) -> bool:
    """A hostile act in its own right, told by a side or by one who accuses elsewhere: no bare toll, no answer, no fighting of two.

    "The firing erupted at dawn" says nobody did it: a noun counts where it says whom it hit.
    """
    trigger = draft.trigger
    if draft.stance == "accuses":
        return True
    if trigger is None or draft.stance != "asserts" or draft.modality not in {"actual", "hypothetical"}:
        return False
    verbal = report.parse.upos[trigger.token] in {"VERB", "AUX"} or draft.target is not None
    said_by = draft.speaker.actor
    involved = said_by.party in accounts.doers or parties.adversary(report, said_by) is not None
    return involved and verbal and trigger.row.hostile and trigger.row.roles == "act" and not trigger.row.reply


def _may_name(draft: Draft) -> bool:
    """A claim of what happened in which a side that is named is likely its doer: no toll, no fighting of two, no talks."""
    trigger = draft.trigger
    if draft.stance != "asserts" or draft.modality != "actual" or draft.tolls:
        return False
    return trigger is None or (trigger.row.roles == "act" and not trigger.row.reply and not trigger.row.friendly)


def _targeted(report: Report, draft: Draft, accounts: Accounts) -> Draft:
    """The target of an accusation or denial that names none."""
    if draft.target is not None or draft.stance not in HITTING or draft.actor is None or draft.actor.party is None:
        return draft
    found = accounts.target(draft.actor.party)
    own = parties.own_party(report, draft.speaker.actor) if draft.stance == "accuses" else None
    target = Actor(found, "") if found is not None else own
    if target is None or target.party == draft.actor.party:
        return draft
    return replace(draft, target=target, why=(*draft.why, "target: from context, whom the report says was hit"))
