"""TIMEX3 values: written from calendar parts, and read back as the interval of time that they cover."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from counterclaim.model import WhenPrecision

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?P<end>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d)(?P<time>T.+)?)?))?"
)


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open, in days as named or UTC instants."""

    start: datetime
    end: datetime
    precision: WhenPrecision


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day (or `datetime` no such year)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_value(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month; clamped to the calendar of `datetime`."""
    index = day.year * 12 + day.month - 1 + months
    year, month = min(max(index // 12, 1), 9998), index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal() - 400)
    return date.fromordinal(ordinal)


def interval(value: str, mod: str | None = None) -> Interval | None:
    """What a value covers; None for durations, sets, references, values with unknown parts and years before Christ.

    A day with a floating clock time or part stays that whole day, a night runs into the next. `mod` START, MID and END halve
    whatever is longer than a day.
    """
    if re.fullmatch(r"\d{3}X?|\d{2}(XX)?", value):
        return halved(long_interval(value), mod)
    match = VALUE.fullmatch(value)
    if match is None or int(match["year"]) < 1:
        return None
    found = calendar_interval(match)
    return halved(found, mod) if found else None


def long_interval(value: str) -> Interval:
    digits = value.rstrip("X")
    length = 10 ** (4 - len(digits))
    year = max(int(digits) * length, 1)
    return years(year, int(digits) * length + length, "decade" if length == 10 else "unknown")


def years(first: int, last: int, precision: WhenPrecision) -> Interval:
    return Interval(midnight(date(first, 1, 1)), midnight(date(min(last, 9999), 1, 1)), precision)


def calendar_interval(match: re.Match[str]) -> Interval | None:
    year = int(match["year"])
    if match["week"]:
        return week_interval(year, int(match["week"]), bool(match["end"]))
    for name, first, months, precision in (("quarter", 1, 3, "season"), ("half", 1, 6, "season")):
        if match[name]:
            return months_from(year, first + (int(match[name]) - 1) * months, months, "season" if precision else "year")
    if match["season"]:
        return months_from(year, SEASON_MONTHS[match["season"]], 3, "season")
    if match["day"]:
        day = valid_day(year, int(match["month"]), int(match["day"]))
        nights = 2 if match["time"] == "TNI" else 1
        return Interval(midnight(day), midnight(add_days(day, nights)), "day") if day else None
    if match["month"]:
        return months_from(year, int(match["month"]), 1, "month") if 1 <= int(match["month"]) <= 12 else None
    return years(year, year + 1, "year") if year < 9999 else None


def months_from(year: int, month: int, count: int, precision: WhenPrecision) -> Interval:
    first = date(min(year, 9998), month, 1)
    return Interval(midnight(first), midnight(add_months(first, count)), precision)


def week_interval(year: int, week: int, weekend: bool) -> Interval | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    if weekend:
        return Interval(midnight(add_days(monday, 5)), midnight(add_days(monday, 7)), "day")
    return Interval(midnight(monday), midnight(add_days(monday, 7)), "week")


def halved(found: Interval, mod: str | None) -> Interval:
    """ "Early 2020" as the first half of 2020, "mid" as its middle half, "late" and "the end of" as its second."""
    length = found.end - found.start
    if length <= timedelta(days=2) or mod not in {"START", "MID", "END"}:
        return found
    quarter = timedelta(days=max(length.days // 4, 1))
    if mod == "START":
        return Interval(found.start, found.start + 2 * quarter, found.precision)
    if mod == "END":
        return Interval(found.end - 2 * quarter, found.end, found.precision)
    return Interval(found.start + quarter, found.end - quarter, found.precision)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def julian_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar as a Gregorian day, as Orthodox churches keep it; right from 1900 to 2099."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    index = moon + weekday + 114
    return add_days(date(year, index // 31, index % 31 + 1), 13)


def holiday(rule: str, year: int) -> date | None:
    """The day of a feast of the lexicon in a year: "12-25", "easter-2", "orthodox+0", "4-11-4" (4th Thursday of November)."""
    name, sign, days = rule.partition("-") if "-" in rule else rule.partition("+")
    if name in {"easter", "orthodox"}:
        return add_days(easter(year) if name == "easter" else julian_easter(year), int(sign + days))
    parts = [int(part) for part in rule.split("-")]
    return valid_day(year, *parts) if len(parts) == 2 else nth_weekday(year, parts[1], parts[2], parts[0])


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return add_days(first, (weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
