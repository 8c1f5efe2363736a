"""Steps of a calendar unit from a day: "last month", "two weeks ago", "the next day"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from counterclaim.extract.when import timex
from counterclaim.extract.when.anchor import Value

# The value of a unit that nothing says which of.
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


def counted(base: date, amount: int, unit: str) -> date | None:
    """The day so many units from the base; None for units below a day."""
    match unit:
        case "D" | "W" | "2W" | "WE":
            return timex.add_days(base, amount * {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit])
        case "M" | "Q" | "Y" | "DE" | "CE" | "ML":
            return timex.add_months(base, amount * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}[unit])
    return None
