"""A time expression with its value, and its value as the interval that the record keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from counterclaim.extract.when import timex
from counterclaim.extract.when.anchor import Kind, Value
from counterclaim.extract.when.atoms import Atom
from counterclaim.extract.when.classes import Shape
from counterclaim.extract.when.clock import to_utc
from counterclaim.model import Span, When

PREPOSITIONS = frozenset(
    {"at", "on", "in", "by", "during", "since", "until", "till", "from", "before", "after", "between", "over", "throughout"}
)
MINUTE = timedelta(minutes=1)  # a clock time is an instant to the minute: reports round, but do not say by how much


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression. `span` is the expression without its preposition; `when.text` has it.

    `tokens`: first and last (exclusive) token of the parse, (-1, -1) without one; `relation`: the preposition, where there is one;
    `why`: the rules and the reasoning; `value`: the TIMEX3 value with its clock, as `merge_clock` needs it.
    """

    span: Span
    tokens: tuple[int, int]
    kind: Kind
    when: When
    why: str
    value: Value
    relation: str | None = None


def mention(text: str, atom: Atom, value: Value, tokens: tuple[int, int], before: Shape | None) -> TimeMention:
    relation = before.lower if before and before.lower in PREPOSITIONS else None
    written = text[before.start if before and relation else atom.start : atom.end]
    why = "; ".join(part for part in (", ".join(atom.rules), value.why, value.mod or "") if part)
    return TimeMention(Span(atom.start, atom.end), tokens, value.kind, when(written, value), why, value, relation)


def when(text: str, value: Value) -> When:
    """The value as an interval in UTC: of its clock where the zone is known, else of its days as named."""
    if value.kind == "duration" and value.first and value.last:
        start, end = timex.midnight(value.first), timex.midnight(value.last)
        return When(text, start, end, "unknown", anchored=True, timex=value.timex)
    if value.kind in {"duration", "set"}:
        return When(text, timex=value.timex)
    day = timex.interval(value.timex, value.mod)
    if day is None:
        return When(text, timex=value.timex, check=value.check)
    found = When(text, day.start, day.end, day.precision, True, value.timex, value.check, value.from_context)
    instant = to_utc(value.first or day.start.date(), value.clock) if value.clock else None
    return replace(found, start=instant, end=instant + MINUTE, precision="minute") if instant else found
