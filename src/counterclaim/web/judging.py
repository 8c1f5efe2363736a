"""What a person decides, as it is sent by a form or a program: checked against the ledger, and shown again with who and when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from counterclaim.interchange import instant_text
from counterclaim.judged import judgement, standing
from counterclaim.ledger import View
from counterclaim.model import CorrectedField, Decision, Judgement

OF_REPORTS = frozenset({"same_incident", "not_same_incident"})


@dataclass(frozen=True, slots=True)
class Decided:
    """What is sent: ids of reports, claims or judgements, and what is decided about them. `value` is in the interchange form."""

    decision: Decision
    about: Sequence[str]
    against: Sequence[str] = ()
    note: str = ""
    field: CorrectedField | None = None
    value: object = None


def judgement_of(view: View, sent: Decided, by: str) -> Judgement:
    """The judgement, made now. LedgerError where it is about what the ledger does not hold, JudgementError where it makes no sense."""
    about = [_whole(view, sent.decision, one) for one in sent.about]
    against = [_whole(view, sent.decision, one) for one in sent.against]
    now = datetime.now(UTC)
    return judgement(sent.decision, about, by=by, at=now, note=sent.note, against=against, field=sent.field, value=sent.value)


def _whole(view: View, decision: Decision, identifier: str) -> str:
    """The id of the report, claim or judgement."""
    if decision in OF_REPORTS:
        return view.document(identifier).id
    if decision == "taken_back":
        return view.judgement(identifier).id
    return view.claim(identifier).id


def judgement_rows(made: Sequence[Judgement]) -> list[dict[str, Any]]:
    """All judgements, the first first, each with whether it stands."""
    stands = {one.id for one in standing(made)}
    takers = {taken for one in made if one.decision == "taken_back" for taken in one.about}
    return [_row(one, stands=one.id in stands or (one.decision == "taken_back" and one.id not in takers)) for one in made]


def _row(one: Judgement, *, stands: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "decision": one.decision,
        "about": list(one.about),
        "against": list(one.against),
        "field": one.field,
        "value": json.loads(one.value) if one.value else None,
        "by": one.by,
        "at": instant_text(one.at),
        "note": one.note,
        "stands": stands,
    }
