"""Where the reader of a time expression stands, and the value that is read from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from counterclaim.extract.when.clock import Clock
from counterclaim.extract.when.words import Features

Kind = Literal["date", "time", "duration", "set"]
Tense = Literal["past", "future", "unknown"]
DAY_LENGTH = len("2023-04-11")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the reader stands: the date of publication, and the last date in the text with how fine it was.

    `narrative`: the text's own dates lead and publication says nothing. `fineness`: "day", "month", "quarter" or "year" of `last`;
    `last_day`: the last date that was a day. `day_first`: how the document writes 11/04/2023, where it shows that.
    `only_year`: the one year of all its full dates, where they agree; used where there is no date of publication.
    """

    published: date | None
    narrative: bool = False
    last: date | None = None
    fineness: str = "day"
    last_day: date | None = None
    day_first: bool | None = None
    only_year: int | None = None
    tense: Tense = "unknown"

    @property
    def now(self) -> date | None:
        """What "last month" and "Tuesday" are seen from. In news only publication will do: a date in the text may be of long ago."""
        return self.last if self.narrative else self.published

    @property
    def then(self) -> date | None:
        """What "the next day" and "two days later" are seen from."""
        return self.last or (None if self.narrative else self.published)

    @property
    def day(self) -> date | None:
        """The day that a clock time or "at dawn" without a day is on."""
        return self.last_day or (self.last if self.narrative else self.published)


@dataclass(frozen=True, slots=True)
class Value:
    """A TIMEX3 value; `clock` is the time of day on it, `other` the second clock where two are given, `why` the reasoning."""

    timex: str
    kind: Kind = "date"
    mod: str | None = None
    why: str = ""
    clock: Clock | None = None
    other: Clock | None = None
    check: str | None = None
    first: date | None = None
    last: date | None = None
    from_context: bool = False


def number(features: Features, name: str) -> int | None:
    value = features.get(name)
    return int(value) if isinstance(value, int | float) else None


def word(features: Features, name: str) -> str:
    value = features.get(name)
    return value if isinstance(value, str) else ""


def step(features: Features) -> int:
    return {"last": -1, "before": -1, "next": 1, "after": 1}.get(word(features, "which"), 0)


def day_value(day: date, why: str) -> Value:
    return Value(day.isoformat(), why=why)
