"""Accounts: what each party says of an incident, its organs together. A toll is never averaged; a party's latest report comes first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from counterclaim.link.copies import Heads, altered_tolls
from counterclaim.link.history import admissions, stance_history, toll_history
from counterclaim.link.parties import side_of
from counterclaim.model import Account, Claim, Document, Toll


def accounts_of(claims: Iterable[Claim], documents: Mapping[str, Document], heads: Heads | None = None) -> tuple[Account, ...]:
    """One account for each party that speaks, by party. `heads` gives the document that a document is a copy of."""
    by_party: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.speaker.party:
            by_party[claim.speaker.party].append(claim)
    told = {party: sorted(rows, key=lambda claim: latest_first(claim, documents)) for party, rows in sorted(by_party.items())}
    found = [_account(party, rows, documents, heads or {}) for party, rows in told.items()]
    return tuple(replace(account, admissions=admissions(account, found, told[account.party])) for account in found)


def latest_first(claim: Claim, documents: Mapping[str, Document]) -> tuple[int, str, int, str]:
    """Order of claims: the latest published first, undated last, then by place in the text."""
    published = documents[claim.document].published or date.min
    return -published.toordinal(), claim.document, claim.span.start, claim.id


def _account(party: str, claims: Sequence[Claim], documents: Mapping[str, Document], heads: Heads) -> Account:
    altered = altered_tolls(claims, heads)
    return Account(
        party=party,
        initiator=_initiator(party, claims),
        casualties=_tolls(claims, altered),
        claims=tuple(claim.id for claim in claims),
        history=toll_history(claims, documents, altered),
        stances=stance_history(claims, documents),
    )


def _initiator(party: str, claims: Sequence[Claim]) -> str | None:
    """Whom the party names as doer of the violence: the one it accuses most; itself where it only confirms its own act; else None."""
    blamed: Counter[str] = Counter()
    for claim in claims:
        doer = claim.event.actor.party if claim.event.actor else None
        if claim.stance == "accuses" and doer and doer != party and claim.event.modality != "negated":
            blamed[doer] += 3 if claim.event.type != "other" else 1
    if blamed:
        return min(blamed, key=lambda name: (-blamed[name], name))
    admits = any(
        claim.stance == "confirms" and claim.event.actor and claim.event.actor.party == party and claim.event.type != "other"
        for claim in claims
    )
    return party if admits else None


def _tolls(claims: Sequence[Claim], altered: Set[tuple[str, Toll]]) -> tuple[Toll, ...]:
    """Each different toll once, in the order of the claims; a bare "some were killed" is dropped beside a number for the same side."""
    seen: dict[tuple[object, ...], Toll] = {}
    for claim in claims:
        if claim.stance in {"denies", "declines"}:
            continue
        for toll in claim.casualties:
            if not toll.partial and (claim.id, toll) not in altered:
                seen.setdefault((toll.side, toll.kind, toll.low, toll.best, toll.high, toll.unspecified), toll)
    numbered = {(side_of(toll), toll.kind) for toll in seen.values() if not toll.unspecified}
    return tuple(toll for toll in seen.values() if not toll.unspecified or (side_of(toll), toll.kind) not in numbered)
