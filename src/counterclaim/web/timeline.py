"""Incidents over time: a bar for each month or day, drawn on the server, and the same numbers for a chart that reacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from counterclaim.ledger import DayCount, IncidentFilter, View

SHORT = 92  # days: a time as short as this is shown day by day
WIDTH, HEIGHT = 960, 72
MOST_BARS = 480


@dataclass(frozen=True, slots=True)
class Strip:
    """The bars as two paths in pixels, all incidents and those with a contradicted point; the first and last of them in words."""

    incidents: str
    contradicted: str
    first: str
    last: str
    most: int
    by: str
    width: int = WIDTH
    height: int = HEIGHT


def counted(view: View, wanted: IncidentFilter) -> tuple[list[DayCount], bool]:
    """How many incidents there are in each month, or on each day where all are within three months of each other; whether by month."""
    months = view.incident_days(wanted)
    if not months:
        return [], True
    first, last = period_days(months[0].period)[0], period_days(months[-1].period)[1]
    if (last - first).days > SHORT:
        return months, True
    return view.incident_days(wanted, months=False), False


def period_days(period: str) -> tuple[date, date]:
    """The first and the last day of YYYY-MM or YYYY-MM-DD."""
    if len(period) > 7:
        return date.fromisoformat(period), date.fromisoformat(period)
    first = date.fromisoformat(f"{period}-01")
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def strip(found: Sequence[DayCount], by_month: bool) -> Strip | None:
    """The bars, an empty place for each month or day without incidents; None where there is nothing to compare."""
    if len(found) < 2:
        return None
    slots = {_slot(one.period, by_month): one for one in found}
    first, last = max(min(slots), max(slots) - MOST_BARS + 1), max(slots)
    step, most = WIDTH / (last - first + 1), max(one.incidents for one in found)
    shown = [(slot - first, slots[slot]) for slot in sorted(slots) if slot >= first]
    return Strip(
        "".join(_bar(at, one.incidents / most, step) for at, one in shown),
        "".join(_bar(at, one.contradicted / most, step) for at, one in shown if one.contradicted),
        _label(shown[0][1].period),
        _label(shown[-1][1].period),
        most,
        "month" if by_month else "day",
    )


def _bar(at: int, share: float, step: float) -> str:
    """A rectangle, for a path."""
    height, width = max(2.0, HEIGHT * share), max(1.0, min(step - 1, 24.0))
    return f"M{at * step:.1f} {HEIGHT}v{-height:.1f}h{width:.1f}v{height:.1f}z"


def _label(period: str) -> str:
    since, until = period_days(period)
    return f"{since:%B %Y}" if since != until else f"{since.day} {since:%B %Y}"


def _slot(period: str, by_month: bool) -> int:
    first = period_days(period)[0]
    return first.year * 12 + first.month if by_month else first.toordinal()
