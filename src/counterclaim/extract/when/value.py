"""What a time expression means: features of the grammar, seen from an anchor, give a TIMEX3 value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from counterclaim.extract.when import timex
from counterclaim.extract.when.anchor import DAY_LENGTH, Anchor, Value, day_value, number, step, word
from counterclaim.extract.when.clock import Clock, fixed, local_day, read, two_clocks
from counterclaim.extract.when.named import day_or_longer, part_alone
from counterclaim.extract.when.steps import UNKNOWN, counted, moved
from counterclaim.extract.when.words import Features


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


def at_clock(features: Features, anchor: Anchor) -> Value | None:
    """A clock time on the day named beside it, else on the day of the last date."""
    rest = {name: value for name, value in features.items() if "clock" not in name and name not in {"part", "mod", "bound"}}
    if "part" in features and "which" in features:
        named = part_alone(features, anchor)
        named = replace(named, timex=named.timex[:DAY_LENGTH]) if named else None
    else:
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
