"""Comparison of two episodes: each feature is named as what it asserts, scores between -1 and 1, and has its weight in one table."""

from __future__ import annotations

from collections.abc import Callable

from counterclaim import geo
from counterclaim.link.episode import COARSE, Episode
from counterclaim.model import EventType, Place

# What one speaker calls a clash another calls shelling; a strike from the air is told as an attack, and its means vary.
NEAR_KINDS: tuple[frozenset[EventType], ...] = (
    frozenset({"armed_clash", "shooting", "shelling", "attack", "ceasefire_violation"}),
    frozenset({"air_strike", "drone_strike", "missile_strike", "shelling", "bombing", "attack"}),
)


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
    distance, coarse = _nearest(one, two)
    if coarse:
        return 0.3 if one.place.country == two.place.country or distance <= 3 * spatwindow else -0.5
    return 1.0 if distance <= spatwindow / 2 else 0.6 if distance <= spatwindow else -1.0


def _nearest(one: Episode, two: Episode) -> tuple[float, bool]:
    """Kilometres between the two nearest places of two episodes, and whether one of them is an area."""
    coarse = max(place.precision for place in (*one.places, *two.places)) >= COARSE
    return min(kilometres(mine, theirs) for mine in one.places for theirs in two.places), coarse


def same_dyad(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The parties named are the same, or one report names some of the other's; None where either names none.

    Where each names one that the other does not, they may be two dyads with one party in common.
    """
    if not one.parties or not two.parties:
        return None
    shared = one.parties & two.parties
    if len(shared) >= 2:
        return 1.0
    return -0.8 if not shared else 0.6 if shared in {one.parties, two.parties} else -0.3


def type_compatible(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """At least one kind of event is given by both, or kinds that one event may be called by."""
    if not one.types or not two.types:
        return None
    if one.types & two.types:
        return 0.5
    return 0.3 if any(mine in kinds and theirs in kinds for kinds in NEAR_KINDS for mine in one.types for theirs in two.types) else 0.0


def shared_toll(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """Both give one number of dead or hurt for one side; None where they do not, as tolls change and sides differ."""
    return 1.0 if one.tolls & two.tolls else None


Feature = Callable[[Episode, Episode, int, float], float | None]
WEIGHTS: tuple[tuple[Feature, float], ...] = (
    (when_overlaps, 3.0),
    (place_within_km, 2.0),
    (same_dyad, 2.0),
    (type_compatible, 1.0),
)
BONUS: tuple[tuple[Feature, float], ...] = ((shared_toll, 1.0),)  # says something where it is there, nothing where it is not


def score(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float:
    """The weighted mean of what can be compared, pulled to 0 by what cannot: two vague reports never score high."""
    total = sum(weight for _, weight in WEIGHTS)
    values = [(feature(one, two, twindow, spatwindow), weight) for feature, weight in (*WEIGHTS, *BONUS)]
    return sum(value * weight for value, weight in values if value is not None) / total


def features(one: Episode, two: Episode, twindow: int, spatwindow: float) -> list[tuple[str, float]]:
    """(what a feature asserts, its score) for all that can be compared, in the order of the table."""
    values = [(feature.__name__, feature(one, two, twindow, spatwindow)) for feature, _ in (*WEIGHTS, *BONUS)]
    return [(name, value) for name, value in values if value is not None]


def excluded(one: Episode, two: Episode, twindow: int, spatwindow: float) -> bool:
    """The two cannot be one event: exact days further apart than the window, or exact places much further apart than theirs.

    Nor can a Tuesday and a Friday of which no more is known.
    """
    if one.unanchored and two.unanchored and not one.unanchored & two.unanchored:
        return True
    gap = days_apart(one, two)
    if gap is not None and gap > twindow and one.exact and two.exact:
        return True
    if one.place is None or two.place is None:
        return False
    distance, coarse = _nearest(one, two)
    return not coarse and distance > 2 * spatwindow


def days_apart(one: Episode, two: Episode) -> int | None:
    """Days between the nearest days of the two; 0 where they overlap; None where either is undated."""
    gaps = [
        max(0, (two_first - one_last).days, (one_first - two_last).days)
        for one_first, one_last in one.days
        for two_first, two_last in two.days
    ]
    return min(gaps, default=None)


def kilometres(one: Place, two: Place) -> float:
    """Great-circle distance; 0 where a place has no coordinates."""
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 0.0
    return geo.kilometres(one.lat, one.lon, two.lat, two.lon)
