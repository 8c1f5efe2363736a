"""Days, months, years and longer by their names, seen from an anchor: "11 April", "Tuesday", "last summer", "the 1990s"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from counterclaim.extract.when import timex
from counterclaim.extract.when.anchor import DAY_LENGTH, Anchor, Tense, Value, day_value, number, step, word
from counterclaim.extract.when.clock import read
from counterclaim.extract.when.steps import UNKNOWN, moved
from counterclaim.extract.when.words import Features

FAR = 3000  # no report is about a later year
# How far ahead of publication a month or day without a year may lie, in days, by tense: a report names the year of what is further off.
AHEAD: Mapping[Tense, int] = {"past": 30, "unknown": 120, "future": 330}
BACK = 8  # months: a narrative that names a month so far before the last one has gone into the next year


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
    return Value(f"{year:04d}-{name}", why="a season, by the months of the northern half of the earth")


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


def offset_days(features: Features, anchor: Anchor) -> Value | None:
    """ "Today", "yesterday", "the day before yesterday"."""
    days = (number(features, "offset_days") or 0) + {"before": -1, "after": 1}.get(word(features, "shift"), 0)
    if anchor.now is None:
        return Value("PRESENT_REF" if not days else "XXXX-XX-XX", why="no date of publication")
    return day_value(timex.add_days(anchor.now, days), "counted from the reference")


def holiday(features: Features, anchor: Anchor) -> Value | None:
    rule, year, base = word(features, "holiday"), explicit_year(features, anchor), anchor.now
    if year is None and base is None:
        return Value(f"XXXX-{rule}" if rule[0].isdigit() and len(rule) == 5 else "XXXX-XX-XX", why="a feast without a year")
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


def part_alone(features: Features, anchor: Anchor) -> Value | None:
    """ "This morning", "overnight", "that night", "at dawn"."""
    part, which = word(features, "part"), word(features, "which")
    base = anchor.now if which in {"this", "last", "next", "overnight"} else anchor.day
    if base is None:
        return Value(f"XXXX-XX-XXT{part}", "time", why="a part of a day that nothing names")
    days = {"last": -1, "overnight": -1, "before": -1, "next": 1, "after": 1}.get(which, 0)
    value = f"{timex.add_days(base, days).isoformat()}T{part}"
    return Value(value, "time", why="counted from the reference", from_context=not which)
