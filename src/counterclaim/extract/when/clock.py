"""Clock times: what figures, "p.m." and a zone say together, and the check when a text gives one instant on two clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from counterclaim.extract.when.words import Features

# Offsets in use run from -12:00 to +14:00, all in steps of a quarter of an hour.
LOWEST, HIGHEST, STEP = -12 * 60, 14 * 60, 15
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight (24:00 is 1440), with the zone as written.

    `zone`: "+240" for minutes ahead of UTC, an IANA name, "unclear" for an abbreviation of several zones, "" for none.
    `coarse` where the text gives no minutes ("4 p.m.").
    """

    minutes: int
    zone: str = ""
    coarse: bool = False
    seconds: int = 0

    @property
    def hm(self) -> str:
        tail = f":{self.seconds:02d}" if self.seconds else ""
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}{tail}"

    @property
    def offset(self) -> int | None:
        return int(self.zone) if self.zone[:1] in {"+", "-"} else None


def clock(features: Features) -> str:
    """The features of a clock expression as one value, "HH:MM[:SS]|zone|c"; `read` undoes it."""
    found = read(str(features["clock"])) if "clock" in features else written(features)
    zone = found.zone
    if "offset" in features:
        zone = f"{features['offset']:+d}"
    elif "zone" in features:
        zone = str(features["zone"])
    elif "local" in features and not zone:
        zone = "local"
    return f"{found.hm}|{zone}|{'c' if found.coarse else ''}"


def half_of_part(part: str, hours: int) -> str:
    """ "4 in the afternoon", "10 at night" but not "2 at night"."""
    return "p" if part in {"AF", "EV"} or (part == "NI" and hours >= 6) else ""


def written(features: Features) -> Clock:
    """Hours and minutes from the figures, turned to 24 hours by "p.m."."""
    figures = str(features.get("hm") or str(features.get("hclock", "")).replace("h", ":") or features.get("hour", 0))
    hours, minutes, seconds = [*map(int, figures.split(":")), 0, 0][:3]
    half = str(features.get("ampm", ""))[:1] or half_of_part(str(features.get("part", "")), hours)
    if half == "p" and hours < 12:
        hours += 12
    elif half == "a" and hours == 12:
        hours = 0
    return Clock(min(hours * 60 + minutes, DAY_MINUTES), coarse=":" not in figures, seconds=seconds)


def read(value: str) -> Clock:
    hm, zone, coarse = value.split("|")
    hours, minutes, seconds = [*map(int, hm.split(":")), 0][:3]
    return Clock(hours * 60 + minutes, zone, coarse == "c", seconds)


def to_utc(day: date, time: Clock) -> datetime | None:
    """The instant in UTC; None where the zone is not known."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    local = midnight + timedelta(minutes=time.minutes, seconds=time.seconds)
    if time.offset is not None:
        return local - timedelta(minutes=time.offset)
    if "/" in time.zone:
        return local.replace(tzinfo=ZoneInfo(time.zone)).astimezone(UTC)
    return None


def fixed(time: Clock, day: date) -> Clock:
    """The clock with the offset that its IANA zone has on the day."""
    if "/" not in time.zone:
        return time
    at = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(time.zone)).utcoffset() or timedelta(0)
    return replace(time, zone=f"{int(at.total_seconds() // 60):+d}")


def two_clocks(first: Clock, second: Clock) -> tuple[Clock, Clock, str]:
    """Which of two clock times is on a known zone, the other one, and what the text says of itself.

    The known one is kept as it is; the check gives the offset of the other, or says why it cannot be one.
    """
    known, other = (second, first) if second.offset is not None and first.offset != 0 else (first, second)
    if known.offset is None:
        return known, other, "two clock times, neither in a known zone"
    ahead = (other.minutes - known.minutes + known.offset) % DAY_MINUTES
    ahead = ahead - DAY_MINUTES if ahead > HIGHEST else ahead
    name = "GMT" if known.offset == 0 else hours(known.offset)
    said = f"{other.hm} {'local' if other.offset is None else hours(other.offset)} = {known.hm} {name}: offset {signed(ahead)}"
    if other.offset is not None and other.offset != ahead:
        said += f" does not fit {hours(other.offset)}"
    elif ahead % STEP or not LOWEST <= ahead <= HIGHEST:
        said += ", no such zone"
    return known, other, said


def hours(offset: int) -> str:
    return f"UTC{signed(offset)}"


def signed(offset: int) -> str:
    """Minutes as "+4" or "+5:45"."""
    whole, rest = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{whole}" + (f":{rest:02d}" if rest else "")


def local_day(day: date, known: Clock, other: Clock) -> date:
    """The day on the known clock, where the text's day is that of the other: 01:00 (21:00 GMT) on Tuesday is Monday's 21:00."""
    if known.offset is None:
        return day
    ahead = (other.minutes - known.minutes) % DAY_MINUTES
    ahead = ahead - DAY_MINUTES if ahead > HIGHEST else ahead
    shifted = other.minutes - ahead
    return day + timedelta(days=shifted // DAY_MINUTES)
