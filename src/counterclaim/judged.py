"""Judgements applied: which stand, and how the claims read after them. Pure functions, the same in any order of judgements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, get_args

from counterclaim.errors import JudgementError
from counterclaim.interchange import claim_from_row, claim_row
from counterclaim.lexicon import rows
from counterclaim.model import Actor, Claim, CorrectedField, Decision, Event, Judgement, Span, content_id

OF_EVENT = frozenset({"actor", "target", "type", "when", "place", "weapon"})
NULLABLE = frozenset({"actor", "target", "when", "place", "weapon"})
VERDICTS = frozenset({"right", "wrong", "corrected"})
SAMENESS = frozenset({"same_incident", "not_same_incident"})


def judgement(  # noqa: PLR0913 - the fields of a judgement, all but two with defaults
    decision: Decision,
    about: Iterable[str],
    *,
    by: str,
    at: datetime,
    note: str = "",
    against: Iterable[str] = (),
    field: CorrectedField | None = None,
    value: object = None,
) -> Judgement:
    """A judgement with the id of its content. `value` is what a corrected field should read, in the interchange form.

    JudgementError where it makes no sense: nobody's, about nothing, one document alone, a value that the field cannot hold.
    """
    whom, other = tuple(sorted(set(about))), tuple(sorted(set(against)))
    told = json.dumps(value, sort_keys=True, separators=(",", ":")) if decision == "corrected" else None
    made = Judgement("", whom, decision, by.strip(), at, note.strip(), other, field, told)
    check(made)
    return replace(made, id=content_id("judgement", decision, whom, other, made.by, at.isoformat(), made.note, field, told))


def check(made: Judgement) -> None:
    """JudgementError where the judgement makes no sense by itself."""
    if made.decision not in get_args(Decision):
        raise JudgementError(f"{made.decision!r} is none of {', '.join(get_args(Decision))}")
    if not made.by:
        raise JudgementError("a judgement needs the name of who makes it")
    if not made.about:
        raise JudgementError("a judgement needs something that it is about")
    if made.decision in SAMENESS and len({*made.about, *made.against}) < 2:
        raise JudgementError("two reports are needed to say whether they tell of one incident")
    if set(made.about) & set(made.against):
        raise JudgementError("a report cannot be of another incident than itself")
    if made.decision == "corrected":
        _corrected(_blank(), made)


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Those that no standing judgement takes back, by (time, id); takings-back themselves are left out.

    To take back a taking-back makes the first stand again.
    """
    by_id = {one.id: one for one in judgements}
    takers: dict[str, set[str]] = defaultdict(set)
    for one in by_id.values():
        if one.decision == "taken_back":
            for taken in set(one.about) & by_id.keys():
                takers[taken].add(one.id)
    stands = _settled(by_id, takers)
    kept = (one for one in by_id.values() if stands.get(one.id) and one.decision != "taken_back")
    return tuple(sorted(kept, key=lambda one: (one.at, one.id)))


def as_judged(claims: Iterable[Claim], judgements: Iterable[Judgement]) -> Iterator[Claim]:
    """The claims in their order, read as people have said they should be read; those nobody judged are as they were.

    The last verdict is in `judged` (a wrong claim is still given out); of two corrections of a field the later counts; `why` names each.
    To apply it twice is to apply it once.
    """
    verdicts = by_claim(standing(judgements))
    for claim in claims:
        yield judged_claim(claim, verdicts[claim.id]) if claim.id in verdicts else claim


def by_claim(stood: Iterable[Judgement]) -> Mapping[str, Sequence[Judgement]]:
    """Claim -> the verdicts on it, in their order."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for one in stood:
        if one.decision in VERDICTS:
            for identifier in one.about:
                found[identifier].append(one)
    return dict(found)


def judged_claim(claim: Claim, verdicts: Sequence[Judgement]) -> Claim:
    """A claim after the standing verdicts on it, in their order."""
    for one in verdicts:
        claim = replace(_corrected(claim, one) if one.decision == "corrected" else claim, judged=one.decision)  # type: ignore[arg-type]
    why = tuple(dict.fromkeys((*claim.why, *(_why(one) for one in verdicts))))
    return replace(claim, why=why)


def _why(one: Judgement) -> str:
    field = f" ({one.field})" if one.field else ""
    return f"judged {one.decision}{field} by {one.by}, judgement {one.id[:8]}"


def _corrected(claim: Claim, one: Judgement) -> Claim:
    if one.field not in get_args(CorrectedField):
        raise JudgementError(f"{one.field!r} is no field that can be corrected: {', '.join(get_args(CorrectedField))}")
    row: Any = claim_row(claim, "")
    try:
        value = json.loads(one.value or "null")
        if value is None and one.field not in NULLABLE:
            raise ValueError("it cannot be empty")
        if value is not None:
            _sound(one.field, value)
        part = row["event"] if one.field in OF_EVENT else row
        part[one.field] = value
        if one.field == "type":
            row["event"] |= _codes(value)
        return claim_from_row(row)
    except ValueError as error:
        raise JudgementError(f"{one.field} cannot read {one.value}: {error}") from error


def _sound(field: str | None, value: Any) -> None:
    """ValueError where a value is of no use in its field. A person's word is kept for ever and goes into every building of incidents."""
    if field in {"speaker", "actor", "target"}:
        _has(value, {"id": (str, type(None)), "text": str})
    elif field == "place":
        _has(value, {"name": str})
        if "precision" in value and value["precision"] not in range(1, 8):
            raise ValueError("precision is from 1 to 7")
        _within(value.get("lat"), value.get("lon"))
    elif field == "when":
        _has(value, {"text": str, "anchored": bool})
        if (value.get("start") is None) != (value.get("end") is None) or value["anchored"] != bool(value.get("start")):
            raise ValueError("an anchored time has a start and an end, another neither")
    elif field == "casualties":
        if not isinstance(value, list):
            raise ValueError("it is a list of tolls")
        for toll in value:
            _has(toll, {"side": (str, type(None)), "kind": str})
            _bounded([toll.get(bound) for bound in ("low", "best", "high")])
    elif not isinstance(value, bool if field == "background" else str) or value == "":
        raise ValueError("it is true or false" if field == "background" else "it is a word")


def _has(value: Any, parts: Mapping[str, type | tuple[type, ...]]) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"it has {' and '.join(parts)}")
    for name, kind in parts.items():
        if name not in value or not isinstance(value[name], kind) or value[name] == "":
            raise ValueError(f"it has no usable {name}")


def _within(lat: object, lon: object) -> None:
    if lat is None and lon is None:
        return
    if not (isinstance(lat, int | float) and isinstance(lon, int | float) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("lat and lon are degrees, both or neither")


def _bounded(bounds: Sequence[object]) -> None:
    given = [bound for bound in bounds if bound is not None]
    numbers = [bound for bound in given if isinstance(bound, int) and not isinstance(bound, bool) and bound >= 0]
    if len(numbers) < len(given) or numbers != sorted(numbers):
        raise ValueError("low, best and high are whole numbers, none under 0, in this order")


@cache
def _event_codes() -> Mapping[str, Mapping[str, str]]:
    return {row["type"]: row for row in rows("event_types.csv")}


def _codes(kind: object) -> dict[str, str | None]:
    """The codes that go with a corrected type; none for a type that is none, which is refused later."""
    row = _event_codes().get(str(kind), {})
    return {name: row.get(name) or None for name in ("plover", "cameo", "acled")}


def _blank() -> Claim:
    return Claim("", "", Span(0, 0), "", Actor(None, ""), "asserts", Event("other"))


def _settled(by_id: Mapping[str, Judgement], takers: Mapping[str, set[str]]) -> dict[str, bool]:
    """Id -> whether it stands, from those that nobody takes back downwards."""
    left = {identifier: len(takers.get(identifier, ())) for identifier in by_id}
    ready = [identifier for identifier, count in left.items() if not count]
    stands: dict[str, bool] = {}
    while ready:
        identifier = ready.pop()
        stands[identifier] = not any(stands[taker] for taker in takers.get(identifier, ()))
        one = by_id[identifier]
        for taken in set(one.about) & by_id.keys() if one.decision == "taken_back" else ():
            left[taken] -= 1
            if not left[taken]:
                ready.append(taken)
    return stands
