"""What a time expression means, seen from where it stands: features of the grammar and an anchor give a TIMEX3 value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from counterclaim.extract.when import timex
from counterclaim.extract.when.clock import Clock, fixed, local_day, read, two_clocks
from counterclaim.extract.when.words import Features

Kind = Literal["date", "time", "duration", "set"]
Tense = Literal["past", "future", "unknown"]


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


def value_of(label: str, features: Features, anchor: Anchor) -> Value | None:
    """The value of one expression; None where the parts make no sense (30 February)."""
    if label == "SET" or "often" in features:
        return recurring(features)
    if "ref" in features:
        return Value(word(features, "ref"), why="a reference, no date")
    if "shift" in features and not features.keys() & {"which", "offset_days"}:
        found = shifted(features, anchor)
    elif label == "SPAN" or features.keys() & {"amount", "amount_word", "fraction", "half"} or label in {"AMOUNT", "AMOUNTADJ"}:
        found = duration(features, anchor, label)
    elif "clock" in features:
        found = at_clock(features, anchor)
    else:
        found = day_or_longer(features, anchor)
    mod = word(features, "mod") or word(features, "bound")
    return replace(found, mod=mod or None) if found and mod else found


# The first feature that is there decides how the rest are read.
def day_or_longer(features: Features, anchor: Anchor) -> Value | None:
    for name, reader in READERS:
        if name in features:
            found = reader(features, anchor)
            if found and "week_of" in features and (covered := timex.interval(found.timex)):
                return Value(timex.week_value(covered.start.date()), why="the week of a day")
            return with_part(found, features) if found else None
    if "part" in features:
        return part_alone(features, anchor)
    if "unit" in features:
        return unit_from(features, anchor)
    return None


DAY_LENGTH = len("2023-04-11")
FAR = 3000  # no report is about a later year


def with_part(found: Value, features: Features) -> Value:
    part = word(features, "part")
    if part and (len(found.timex) == DAY_LENGTH or found.timex[:8] == "XXXX-WXX"):
        return replace(found, timex=f"{found.timex}T{part}", kind="time")
    return found


def figures(features: Features, anchor: Anchor) -> Value | None:
    """2023-04-11, 2023-04-11T16:00Z, 11/04/2023: which is the day is left open where neither the figures nor the document say it."""
    if "iso" in features:
        return iso(word(features, "iso").upper())
    first, second, year = (int(part) for part in word(features, "slash").replace(".", "/").split("/"))
    year = year if year >= 100 else full_year(year, anchor)
    orders = [pair for pair in ((second, first), (first, second)) if year < FAR and timex.valid_day(year, *pair)]
    if "." in word(features, "slash"):
        orders = orders[:1] if timex.valid_day(year, second, first) else []
    if not orders:
        return None
    if len(orders) == 2 and first != second and anchor.day_first is not None:
        orders = orders[:1] if anchor.day_first else orders[1:]
    if len(orders) == 2 and first != second:
        return Value(f"{year:04d}-XX-XX", why="day and month in figures, either could be first")
    month, day = orders[0]
    return Value(f"{year:04d}-{month:02d}-{day:02d}", why="a date in figures")


def iso(text: str) -> Value | None:
    if timex.interval(text[:DAY_LENGTH]) is None:
        return None
    _, _, clock = text.removesuffix("Z").partition("T")
    time = read(f"{clock}|{'+0' if text.endswith('Z') else ''}|") if clock else None
    return Value(text, "time" if clock else "date", why="a date in figures", clock=time)


def full_year(two: int, anchor: Anchor) -> int:
    """Two figures as the latest such year not after the reference; the century of the text in a narrative."""
    base = anchor.now
    if base is None:
        return 1900 + two if two > 30 else 2000 + two
    century = base.year // 100 * 100
    if anchor.narrative:
        return century + two
    return century + two if century + two <= base.year + 10 else century - 100 + two


def explicit_year(features: Features, anchor: Anchor) -> int | None:
    if "year" in features:
        return number(features, "year")
    if "year2" in features:
        return full_year(number(features, "year2") or 0, anchor)
    if word(features, "unit") == "Y" and "which" in features:
        base = anchor.then if word(features, "which") in {"before", "after", "same"} else anchor.now
        return base.year + step(features) if base else None
    return None


def step(features: Features) -> int:
    return {"last": -1, "before": -1, "next": 1, "after": 1}.get(word(features, "which"), 0)


def month_day(features: Features, anchor: Anchor) -> Value | None:
    """A month, with or without day and year."""
    month, day = number(features, "month") or 0, number(features, "day")
    year = explicit_year(features, anchor)
    if year is not None:
        why = "a full date" if "year" in features else "its year is named"
        return calendar(year, month, day, features, why)
    year, why = year_for(month, day, features, anchor)
    if year is None:
        tail = f"-{day:02d}" if day else ""
        return Value(f"XXXX-{month:02d}{tail}", why="no year and nothing to take it from")
    return calendar(year, month, day, features, why)


def calendar(year: int, month: int, day: int | None, features: Features, why: str) -> Value | None:
    if word(features, "era") == "BC":
        return Value(f"BC{year:04d}", why=why)
    if day is None:
        return Value(timex.month_value(year, month), why=why)
    return Value(f"{timex.month_value(year, month)}-{day:02d}", why=why) if timex.valid_day(year, month, day) else None


def year_for(month: int, day: int | None, features: Features, anchor: Anchor) -> tuple[int | None, str]:
    """The year of a month that has none: by the last date of a narrative, else by publication and tense."""
    base, which = anchor.now, word(features, "which")
    if base is None:
        return anchor.only_year, "the one year that the text's full dates have"
    if anchor.narrative:
        return narrative_year(month, day, which, anchor, base), "the year of the last date in the text"
    here = (month, day or base.day)
    there = (base.month, base.day)
    if which == "last":
        return base.year - (here >= there if day else month >= base.month), "the last one before publication"
    if which == "next":
        return base.year + (here < there), "the next one after publication"
    if which == "this":
        return base.year, "the year of publication"
    return nearest_year(here, base, anchor.tense), "the nearest one to publication"


# How far ahead of publication a month or day without a year may lie, in days, by tense: a report names the year of what is further off.
AHEAD: Mapping[Tense, int] = {"past": 30, "unknown": 120, "future": 330}


def nearest_year(here: tuple[int, int], base: date, tense: Tense) -> int:
    late = timex.add_days(base, AHEAD[tense])
    return late.year - (here > (late.month, late.day))


def narrative_year(month: int, day: int | None, which: str, anchor: Anchor, base: date) -> int:
    if which in {"last", "before"}:
        return base.year - (month >= base.month)
    if which in {"next", "after"}:
        return base.year + (month <= base.month and anchor.fineness != "year")
    if anchor.fineness != "year" and base.month - month > BACK:
        return base.year + 1
    return base.year


BACK = 8  # months: a narrative that names a month so far before the last one has gone into the next year


def day_alone(features: Features, anchor: Anchor) -> Value | None:
    """ "The 24th": of the month of the last date."""
    base, day = anchor.then, number(features, "day") or 1
    if base is None:
        return Value(f"XXXX-XX-{day:02d}", why="no month and nothing to take it from")
    if anchor.last is None and day > base.day and anchor.tense != "future":
        base = timex.add_months(base.replace(day=1), -1)
    return calendar(base.year, base.month, day, features, "the month of the last date")


def year_alone(features: Features, anchor: Anchor) -> Value | None:
    year = explicit_year(features, anchor) or 0
    if word(features, "era") == "BC":
        return Value(f"BC{year:04d}", why="a year before Christ")
    return Value(f"{year:04d}", why="a year")


def season(features: Features, anchor: Anchor) -> Value | None:
    name, year = word(features, "season"), explicit_year(features, anchor)
    if year is None:
        base = anchor.now
        if base is None:
            return Value(f"XXXX-{name}", why="no year and nothing to take it from")
        which, month = word(features, "which"), timex.SEASON_MONTHS[name] % 12
        later = {"next": 1, "after": 1}.get(which, 0) * (month <= base.month)
        year = base.year + later - (which == "last" and month + 2 >= base.month)
        if not which and not anchor.narrative and month > base.month and anchor.tense != "future":
            year -= 1
    return Value(f"{year:04d}-{name}", why="a season")


def quarter(features: Features, anchor: Anchor) -> Value | None:
    nth, year = number(features, "ordinal"), explicit_year(features, anchor)
    if word(features, "unit") == "H6":
        return Value(f"{year:04d}-H{nth}", why="a half-year") if year else None
    if nth is None or nth > 4:
        return None
    if year is None and anchor.now:
        now_quarter = (anchor.now.month - 1) // 3 + 1
        year = anchor.now.year - (nth > now_quarter and anchor.tense != "future")
    return Value(f"{year:04d}-Q{nth}" if year else f"XXXX-Q{nth}", why="a quarter")


def decade(features: Features, anchor: Anchor) -> Value | None:
    first = number(features, "decade")
    if first is None:
        century = anchor.now.year // 100 * 100 if anchor.now else 1900
        first = century + (number(features, "decade_word") or 0)
        first = first - 100 if anchor.now and first > anchor.now.year else first
    return Value(f"{first // 10:03d}X", why="a decade")


def ordinal(features: Features, anchor: Anchor) -> Value | None:
    if word(features, "unit") == "CE":
        nth = number(features, "ordinal") or 1
        era = "BC" if word(features, "era") == "BC" else ""
        return Value(f"{era}{nth - 1:02d}" + ("" if era else "XX"), why="a century")
    return quarter(features, anchor)


def weekday(features: Features, anchor: Anchor) -> Value | None:
    """The most recent such day at publication; the coming one after a future; in a narrative the first after the last date."""
    name, which = number(features, "weekday") or 1, word(features, "which")
    base = anchor.then if which in {"before", "after", "same"} else anchor.now
    if base is None:
        return Value(f"XXXX-WXX-{name}", why="a weekday with nothing to anchor it on")
    if word(features, "unit") == "W":
        return day_value(timex.add_days(base, name - base.isoweekday() + 7 * step(features)), "the day of that week")
    ahead = (name - base.isoweekday()) % 7
    if which in {"next", "after"}:
        return day_value(timex.add_days(base, ahead or 7), "the next such day")
    if which in {"last", "before"}:
        return day_value(timex.add_days(base, ahead - 7), "the last such day")
    if ahead == 1 and anchor.last_day == anchor.published == base and anchor.tense == "past" and not which:
        return day_value(timex.add_days(base, 1), "the day after the last date: the report was updated after its date")
    if anchor.narrative or anchor.tense == "future" or (which == "this" and anchor.tense != "past"):
        return day_value(timex.add_days(base, ahead), "the first such day from the reference, by tense")
    return day_value(timex.add_days(base, ahead - 7 if ahead else 0), "the latest such day at the reference")


def day_value(day: date, why: str) -> Value:
    return Value(day.isoformat(), why=why)


def offset_days(features: Features, anchor: Anchor) -> Value | None:
    """ "Today", "yesterday", "the day before yesterday"."""
    days = (number(features, "offset_days") or 0) + {"before": -1, "after": 1}.get(word(features, "shift"), 0)
    if anchor.now is None:
        return Value("PRESENT_REF" if not days else "XXXX-XX-XX", why="no date of publication")
    return day_value(timex.add_days(anchor.now, days), "counted from the reference")


def holiday(features: Features, anchor: Anchor) -> Value | None:
    rule, year, base = word(features, "holiday"), explicit_year(features, anchor), anchor.now
    if year is None and base is None:
        return Value(f"XXXX-{rule}" if len(rule) == 5 else "XXXX-XX-XX", why="a feast without a year")
    year = year if year is not None else (base.year if base else 1)
    day = timex.holiday(rule, year)
    if day and base and not anchor.narrative and "year" not in features and anchor.tense != "future" and day > timex.add_days(base, 45):
        day = timex.holiday(rule, year - 1)
    if day and base and word(features, "which") == "last" and day >= base:
        day = timex.holiday(rule, year - 1)
    return day_value(day, "a feast") if day else None


READERS: tuple[tuple[str, Callable[[Features, Anchor], Value | None]], ...] = (
    ("iso", figures),
    ("slash", figures),
    ("holiday", holiday),
    ("month", month_day),
    ("offset_days", offset_days),
    ("season", season),
    ("ordinal", ordinal),
    ("decade", decade),
    ("decade_word", decade),
    ("weekday", weekday),
    ("day", day_alone),
    ("year", year_alone),
    ("year2", year_alone),
)


def unit_from(features: Features, anchor: Anchor) -> Value | None:
    """ "Last week", "the previous day", "this year"."""
    unit, which = word(features, "unit"), word(features, "which") or "same"
    if which == "named":
        return moved(anchor.last, 0, unit, "the one named before") if anchor.last and anchor.fineness == "quarter" else None
    base = anchor.then if which in {"before", "after", "same"} else anchor.now
    if base is None:
        return Value(UNKNOWN.get(unit, "XXXX"), why="nothing to count from")
    return moved(
        base,
        step(features),
        unit,
        "counted from the last date" if which in {"before", "after", "same"} else "counted from the reference",
    )


UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Y": "XXXX",
    "WE": "XXXX-WXX-WE",
    "Q": "XXXX-QX",
    "H": "XXXX-XX-XXTXX",
}


def moved(base: date, steps: int, unit: str, why: str) -> Value | None:
    """The day, week, month ... so many steps from that of the base."""
    if unit in {"H", "m", "S"}:
        return Value(f"{base.isoformat()}TXX", "time", why=why)
    writer = WRITERS.get(unit)
    return Value(writer(base, steps), why=why) if writer else None


def weekend(base: date, steps: int) -> str:
    """The weekend that a report calls "the weekend" from Monday to Thursday is the one before it."""
    back = 7 if base.isoweekday() < 5 and steps == 0 else 0
    return timex.week_value(timex.add_days(base, 7 * steps - back)) + "-WE"


def month_moved(base: date, steps: int) -> str:
    month = timex.add_months(base.replace(day=1), steps)
    return timex.month_value(month.year, month.month)


def quarter_moved(base: date, steps: int) -> str:
    month = timex.add_months(base.replace(day=1), 3 * steps)
    return f"{month.year:04d}-Q{(month.month - 1) // 3 + 1}"


WRITERS: Mapping[str, Callable[[date, int], str]] = {
    "D": lambda base, steps: timex.add_days(base, steps).isoformat(),
    "W": lambda base, steps: timex.week_value(timex.add_days(base, 7 * steps)),
    "2W": lambda base, steps: timex.week_value(timex.add_days(base, 14 * steps)),
    "WE": weekend,
    "M": month_moved,
    "Q": quarter_moved,
    "Y": lambda base, steps: f"{base.year + steps:04d}",
    "DE": lambda base, steps: f"{base.year // 10 + steps:03d}X",
    "CE": lambda base, steps: f"{base.year // 100 + steps:02d}XX",
}


def part_alone(features: Features, anchor: Anchor) -> Value | None:
    """ "This morning", "overnight", "that night", "at dawn"."""
    part, which = word(features, "part"), word(features, "which")
    base = anchor.now if which in {"this", "last", "next", "overnight"} else anchor.day
    if base is None:
        return Value(f"XXXX-XX-XXT{part}", "time", why="a part of a day that nothing names")
    days = {"last": -1, "overnight": -1, "before": -1, "next": 1, "after": 1}.get(which, 0)
    value = f"{timex.add_days(base, days).isoformat()}T{part}"
    return Value(value, "time", why="counted from the reference", from_context=not which)


def at_clock(features: Features, anchor: Anchor) -> Value | None:
    """A clock time on the day named beside it, else on the day of the last date."""
    rest = {name: value for name, value in features.items() if "clock" not in name and name not in {"part", "mod", "bound"}}
    named = day_or_longer(rest, anchor) if rest else None
    if named is None:
        base = anchor.day
        named = day_value(base, "the day of the last date") if base else Value("XXXX-XX-XX", why="a clock time without a day")
        named = replace(named, from_context=True)
    day = timex.interval(named.timex)
    known, other, check = half_day(read(str(features["clock"])), word(features, "part")), None, None
    if "other_clock" in features:
        second = read(str(features["other_clock"]))
        known, other, check = two_clocks(*(fixed(time, day.start.date()) if day else time for time in (known, second)))
    return on_day(named, known, other, check)


def half_day(time: Clock, part: str) -> Clock:
    """ "4 in the afternoon" as 16:00."""
    if part in {"AF", "EV"} and time.minutes < 12 * 60:
        return replace(time, minutes=time.minutes + 12 * 60)
    if part == "NI" and 6 * 60 <= time.minutes < 12 * 60:
        return replace(time, minutes=time.minutes + 12 * 60)
    return time


def on_day(named: Value, known: Clock, other: Clock | None, check: str | None) -> Value:
    """Day and clock in one; the value is written on the local clock where the text has one."""
    shown = other or known
    tail = "Z" if shown.offset == 0 else ""
    day = timex.interval(named.timex)
    if check and other and day:
        utc_day = local_day(day.start.date(), known, other)
        return replace(named, timex=f"{named.timex}T{shown.hm}{tail}", kind="time", clock=known, other=other, check=check, first=utc_day)
    return replace(named, timex=f"{named.timex}T{shown.hm}{tail}", kind="time", clock=known, other=other, check=check)


def duration(features: Features, anchor: Anchor, label: str) -> Value | None:
    unit, amount = word(features, "unit"), amount_of(features)
    if not unit:
        return None
    value = duration_value(unit, amount)
    found = Value(value, "duration", why="a length of time")
    base, number_of = anchor.now, number(features, "amount")
    if label == "SPAN" and base and number_of and word(features, "which"):
        days = -(-number_of // 24) if unit == "H" else number_of
        edge = counted(base, step(features) * days, "D" if unit == "H" else unit)
        if edge and edge < base:
            return replace(found, first=edge, last=timex.add_days(base, 1), why="a length of time up to the reference")
        if edge:
            return replace(found, first=base, last=edge, why="a length of time from the reference")
    return found


def amount_of(features: Features) -> float | None:
    """None where it is vague."""
    parts = [features[name] for name in ("amount", "fraction", "half") if isinstance(features.get(name), int | float)]
    if not parts:
        return 2 if word(features, "amount_word") == "2" else None
    return float(sum(part for part in parts if isinstance(part, int | float)))


HALVES = {"H": "30M", "Y": "6M"}


def duration_value(unit: str, amount: float | None) -> str:
    scale, letter = {"2W": (2, "W"), "DE": (10, "Y"), "CE": (100, "Y"), "ML": (1000, "Y"), "WE": (2, "D")}.get(unit, (1, unit))
    prefix = "PT" if letter in {"H", "m", "S"} else "P"
    letter = letter.upper()
    if amount is None:
        return f"{prefix}X{ {'DE': 'DE', 'CE': 'CE'}.get(unit, letter) }"
    total = amount * scale
    if total % 1 == 0.5 and letter in HALVES:
        return f"{prefix}{int(total)}{letter}{HALVES[letter]}"
    return f"{prefix}{int(total) if total == int(total) else total}{letter}"


def counted(base: date, amount: int, unit: str) -> date | None:
    """The day so many units from the base; None for units below a day."""
    match unit:
        case "D" | "W" | "2W" | "WE":
            return timex.add_days(base, amount * {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit])
        case "M" | "Q" | "Y" | "DE" | "CE" | "ML":
            return timex.add_months(base, amount * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}[unit])
    return None


def shifted(features: Features, anchor: Anchor) -> Value | None:
    """ "Two days ago", "three days later", "a year earlier": as fine as the unit."""
    unit, shift, amount = word(features, "unit"), word(features, "shift"), amount_of(features)
    base = anchor.now if shift == "ago" else anchor.then
    if unit == "Y" and anchor.fineness == "quarter":
        base = anchor.last
    if "from" in features:
        base = named_day(features, anchor)
    sign = 1 if shift == "after" else -1
    if amount is None:
        return vague_shift(unit, shift, base)
    if base is None:
        return Value(UNKNOWN.get(unit, "XXXX"), why="nothing to count from")
    if unit in {"H", "m", "S"}:
        return Value(f"{base.isoformat()}TXX", "time", why="hours from the last date")
    day = counted(base, sign * int(amount), unit)
    if day and unit == "Y" and anchor.fineness == "quarter":
        return moved(day, 0, "Q", "the same quarter")
    fine = {"DE": "Y", "CE": "Y", "ML": "Y", "2W": "W", "Q": "M"}.get(unit, unit)
    return moved(day, 0, fine, f"{amount:g} {unit} from the {'reference' if shift == 'ago' else 'last date'}") if day else None


def vague_shift(unit: str, shift: str, base: date | None) -> Value:
    """ "Years ago", "a few days later": only that it is before or after, and how fine; hours later is the same day."""
    if unit in {"H", "m", "S"} and base and shift != "ago":
        return Value(f"{base.isoformat()}TXX", "time", why="hours from the last date, taken as the same day")
    if shift == "ago" or unit not in {"D", "W", "M"}:
        return Value("FUTURE_REF" if shift == "after" else "PAST_REF", why="a vague distance")
    return Value(UNKNOWN[unit], why="a vague distance")


def named_day(features: Features, anchor: Anchor) -> date | None:
    """The day that "two days before 5 May" counts from."""
    rest = {name: value for name, value in features.items() if name not in {"unit", "amount", "shift", "from"}}
    named = day_or_longer(rest, anchor)
    covered = timex.interval(named.timex) if named else None
    return covered.start.date() if covered else None


def recurring(features: Features) -> Value:
    if "often" in features:
        return Value(word(features, "often"), "set", why="a recurrence")
    if "month" in features:
        return Value(f"XXXX-{number(features, 'month'):02d}", "set", why="a recurrence")
    if "season" in features:
        return Value(f"XXXX-{word(features, 'season')}", "set", why="a recurrence")
    if "weekday" in features:
        tail = f"T{features['part']}" if "part" in features else ""
        return Value(f"XXXX-WXX-{features['weekday']}{tail}", "set", why="a recurrence")
    if "part" in features:
        return Value(f"XXXX-XX-XXT{features['part']}", "set", why="a recurrence")
    return Value(duration_value(word(features, "unit") or "D", amount_of(features) or 1), "set", why="a recurrence")
