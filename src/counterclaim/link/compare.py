"""Comparison of two episodes: each feature is named as what it asserts, scores between -1 and 1, and has its weight in one table."""

from __future__ import annotations

from collections.abc import Callable
from math import asin, cos, radians, sin, sqrt

from counterclaim.link.episode import Episode
from counterclaim.model import Place

EARTH_KM = 6371.0
COARSE = 4  # UCDP where-precision from which a place is an area, not a point


def when_overlaps(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The two are dated within `twindow` days of each other; None where either has no date."""
    gap = days_apart(one, two)
    if gap is None:
        return None
    return 1.0 if gap == 0 else 0.6 if gap <= twindow else -1.0


def place_within_km(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The two are placed within `spatwindow` kilometres; areas only in one country; None where either has no place."""
    if one.place is None or two.place is None:
        return None
    distance = kilometres(one.place, two.place)
    if max(one.place.precision, two.place.precision) >= COARSE:
        return 0.3 if one.place.country == two.place.country or distance <= 3 * spatwindow else -0.5
    return 1.0 if distance <= spatwindow / 2 else 0.6 if distance <= spatwindow else -1.0


def same_dyad(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The parties named are the same; None where either names none."""
    if not one.parties or not two.parties:
        return None
    shared = len(one.parties & two.parties)
    return -0.8 if not shared else 1.0 if shared >= 2 else 0.3


def type_compatible(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """At least one kind of event is given by both."""
    if not one.types or not two.types:
        return None
    return 0.5 if one.types & two.types else 0.0


Feature = Callable[[Episode, Episode, int, float], float | None]
WEIGHTS: tuple[tuple[Feature, float], ...] = (
    (when_overlaps, 3.0),
    (place_within_km, 2.0),
    (same_dyad, 2.0),
    (type_compatible, 1.0),
)


def score(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float:
    """The weighted mean of what can be compared, pulled to 0 by what cannot: two vague reports never score high."""
    total = sum(weight for _, weight in WEIGHTS)
    values = [(feature(one, two, twindow, spatwindow), weight) for feature, weight in WEIGHTS]
    return sum(value * weight for value, weight in values if value is not None) / total


def excluded(one: Episode, two: Episode, twindow: int, spatwindow: float) -> bool:
    """The two cannot be one event: exact days further apart than the window, or exact places much further apart than theirs.

    Nor can a Tuesday and a Friday of which no more is known.
    """
    if one.unanchored and two.unanchored and not one.unanchored & two.unanchored:
        return True
    gap = days_apart(one, two)
    if gap is not None and gap > twindow and one.exact and two.exact:
        return True
    if one.place is None or two.place is None or max(one.place.precision, two.place.precision) > 2:
        return False
    return kilometres(one.place, two.place) > 2 * spatwindow


def days_apart(one: Episode, two: Episode) -> int | None:
    """Days between the two spans of days; 0 where they overlap; None where either is undated."""
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return None
    return max(0, (two.first - one.last).days, (one.first - two.last).days)


def kilometres(one: Place, two: Place) -> float:
    """Great-circle distance; 0 where a place has no coordinates."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 0.0
    a, b = radians(one.lat), radians(two.lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(two.lon - one.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
