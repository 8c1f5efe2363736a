"""Expressions put together: a clock with a day, the two ends of a range, a local time with the zone of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from counterclaim.extract.when import timex
from counterclaim.extract.when.anchor import DAY_LENGTH
from counterclaim.extract.when.clock import DAY_MINUTES, signed
from counterclaim.extract.when.mention import MINUTE, TimeMention, when
from counterclaim.extract.when.value import on_day
from counterclaim.extract.when.words import words
from counterclaim.model import Span, When

RANGE = {"-", "–", "—", "to", "until", "till", "through", "/", "- -"}
NIGHT_OF = re.compile(r"(?:the )?nights? (?:of|between) (?:the )?$", re.IGNORECASE)
SAID_OFFSET = re.compile(r"offset ([+-])(\d{1,2})(?::(\d\d))?")


def merge_clock(day: TimeMention, clock: TimeMention) -> TimeMention:
    """One expression of a day and a clock time that stands apart: "at 16:00 (12:00 GMT), the ministry said on Tuesday".

    Returns `day` as it is where `clock` has no clock time or `day` is no single day.
    """
    time = clock.value.clock
    if time is None or timex.interval(day.value.timex[:DAY_LENGTH]) is None or len(day.value.timex) < DAY_LENGTH:
        return day
    named = replace(day.value, timex=day.value.timex[:DAY_LENGTH], clock=None)
    value = on_day(named, time, clock.value.other, clock.value.check)
    first, second = sorted((day, clock), key=lambda item: item.span)
    text = f"{first.when.text} {second.when.text}"
    span = Span(first.span.start, max(first.span.end, second.span.end))
    tokens = (first.tokens[0], max(first.tokens[1], second.tokens[1]))
    return TimeMention(span, tokens, "time", when(text, value), f"{day.why}; with the clock of {clock.why}", value, first.relation)


def localise(found: When, zone: str) -> When:
    """A floating clock time or part of a day as UTC, once the IANA zone of its place is known; anything else as it is.

    Where the text gave two clocks, its own conversion stays and the check says whether the zone bears it out.
    Raises zoneinfo.ZoneInfoNotFoundError for an unknown zone.
    """
    place = ZoneInfo(zone)
    if found.check and found.start:
        return replace(found, check=compared(found.check, found.start, zone))
    first, _, last = (found.timex or "").partition("/")
    start, end = local_interval(first, place), local_interval(last or first, place)
    if start is None or end is None or found.precision != "day":
        return found
    parts = {len(value) < PART_LENGTH for value in (first, last or first)}
    return replace(found, start=start[0], end=end[1], precision="part_of_day" if True in parts else "minute")


PART_LENGTH = len("2023-04-11T00:00")


def local_interval(value: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The instants of a day with a clock time or a part; None for any other value."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(?:(\d\d):(\d\d)(?::\d\d)?|([A-Z]{2}))", value)
    if match is None:
        return None
    day = date.fromisoformat(match[1])
    if match[4]:
        first, last = words().part_hours.get(match[4], (0, 24))
        return instant(day, first * 60, zone), instant(day, last * 60, zone)
    start = instant(day, int(match[2]) * 60 + int(match[3]), zone)
    return start, start + MINUTE


def instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=minutes // DAY_MINUTES, minutes=minutes % DAY_MINUTES)
    return local.astimezone(UTC)


def compared(check: str, at: datetime, zone: str) -> str:
    """The check with what the zone of the place says of it."""
    said = SAID_OFFSET.search(check)
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset()
    if said is None or ahead is None:
        return check
    minutes = (int(said[2]) * 60 + int(said[3] or 0)) * (-1 if said[1] == "-" else 1)
    real = int(ahead.total_seconds() // 60)
    return f"{check}, as {zone}" if minutes == real else f"{check}, but {zone} is {signed(real)}"


def join_ranges(text: str, mentions: Sequence[TimeMention]) -> tuple[TimeMention, ...]:
    """Both ends of "from July 1 to 5", "12-13 September", "between 22 and 24 April" as one expression each."""
    return tuple(_joined(text, mentions))


def _joined(text: str, mentions: Sequence[TimeMention]) -> Iterator[TimeMention]:
    place = 0
    while place < len(mentions):
        first = mentions[place]
        second = after_midnight(first, mentions[place + 1]) if place + 1 < len(mentions) else None
        if second and is_range(text, first, second):
            yield as_range(text, first, second)
            place += 2
        else:
            yield first
            place += 1


def after_midnight(first: TimeMention, second: TimeMention) -> TimeMention:
    """The "6 a.m." of "from 8 p.m. to 6 a.m." on the day after; any other second end as it is."""
    later, earlier = first.value, second.value
    no_day = earlier.from_context and earlier.clock and later.clock and not (earlier.check or later.check)
    start = timex.interval(earlier.timex)
    if not (no_day and start and first.when.start == second.when.start and later.timex > earlier.timex):
        return second
    next_day = timex.add_days(start.start.date(), 1)
    value = replace(earlier, timex=next_day.isoformat() + earlier.timex[DAY_LENGTH:])
    return replace(second, value=value, when=when(second.when.text, value))


def is_range(text: str, first: TimeMention, second: TimeMention) -> bool:
    between = text[first.span.end : second.span.start].strip().lower() if second.span.start - first.span.end < 12 else "?"
    joined = between in RANGE or (between == "and" and first.relation == "between")
    dates = {first.kind, second.kind} <= {"date", "time"} and first.when.start is not None and second.when.start is not None
    return joined and dates and forwards(first.when, second.when)


def forwards(first: When, second: When) -> bool:
    """The second after the first, by instants, or by the clock of one day."""
    if first.start is None or second.start is None:
        return False
    return first.start < second.start or (first.start == second.start and (first.timex or "") < (second.timex or ""))


def as_range(text: str, first: TimeMention, second: TimeMention) -> TimeMention:
    """From the start of the first to the end of the second; the night between two days where it is "the night of 12-13 May"."""
    prefix = NIGHT_OF.search(text[max(first.span.start - 24, 0) : first.span.start])
    start = first.span.start - (len(prefix.group()) if prefix else 0)
    written = text[first.span.end - len(first.when.text) if not prefix else start : second.span.end]
    value = f"{first.value.timex}TNI" if prefix else f"{first.value.timex}/{second.value.timex}"
    whole = When(written, first.when.start, second.when.end, first.when.precision, True, value, first.when.check or second.when.check)
    tokens = (first.tokens[0], second.tokens[1])
    why = f"range: {first.why} | {second.why}"
    return TimeMention(Span(start, second.span.end), tokens, first.kind, whole, why, first.value, first.relation)
