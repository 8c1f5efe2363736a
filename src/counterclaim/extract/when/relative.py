"""Events that are dated by what came after them: "said on Thursday, a day after the strike"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from counterclaim.extract.when import timex
from counterclaim.extract.when.mention import TimeMention
from counterclaim.extract.when.steps import counted
from counterclaim.extract.when.tense import outermost
from counterclaim.model import When
from counterclaim.syntax import Parse

EXACT_LENGTH = re.compile(r"P(\d{1,3})([DWMY])")
DIRECTION = {"after": -1, "before": 1}


def told_from(parse: Parse, times: Sequence[TimeMention], published: date | None) -> Iterator[tuple[int, When]]:
    """Heads of clauses and nouns after "a day after", "two days before", each with its day.

    Counted from the last day named before it in its sentence, else from publication. Nothing for a clause that names its own day.
    """
    for time in times:
        found = EXACT_LENGTH.fullmatch(time.value.timex) if time.kind == "duration" else None
        joiner = time.tokens[1]
        if found is None or not 0 <= joiner < len(parse) or parse.lower(joiner) not in DIRECTION:
            continue
        event = parse.heads[joiner]
        base = _base(parse, times, time, published)
        if event < 0 or base is None or _names_day(parse, times, event, time):
            continue
        day = counted(base, DIRECTION[parse.lower(joiner)] * int(found[1]), found[2])
        if day is not None:
            yield event, _when(f"{time.when.text} {parse.form(joiner)}", day)


def _base(parse: Parse, times: Sequence[TimeMention], here: TimeMention, published: date | None) -> date | None:
    sentence = parse.sentence_of[here.tokens[0]]
    named = [time for time in times if parse.sentence_of[time.tokens[0]] == sentence and time.span < here.span and _is_day(time)]
    return named[-1].when.start.date() if named and named[-1].when.start else published


def _is_day(time: TimeMention) -> bool:
    return time.kind in {"date", "time"} and time.when.start is not None and time.when.precision in {"day", "part_of_day", "hour", "minute"}


def _names_day(parse: Parse, times: Sequence[TimeMention], event: int, here: TimeMention) -> bool:
    below = set(parse.subtree(event))
    return any(_is_day(time) and time.tokens[0] in below and outermost(parse, *time.tokens) in below for time in times if time is not here)


def _when(text: str, day: date) -> When:
    value = day.isoformat()
    covered = timex.interval(value)
    return When(text, covered.start if covered else None, covered.end if covered else None, "day", covered is not None, value)
