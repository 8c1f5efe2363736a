"""Comparison of two episodes: each feature is named as what it asserts, scores between -1 and 1, and has its weight in one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from counterclaim import geo
from counterclaim.lexicon import rows, table
from counterclaim.link.episode import COARSE, Episode, name_words
from counterclaim.model import EventType, Place

# What one speaker calls a clash another calls shelling; a strike from the air is told as an attack, and its means vary.
NEAR_KINDS: tuple[frozenset[EventType], ...] = (
    frozenset({"armed_clash", "shooting", "shelling", "attack", "ceasefire_violation"}),
    frozenset({"air_strike", "drone_strike", "missile_strike", "shelling", "bombing", "attack"}),
)
COMMON_KINDS: frozenset[EventType] = frozenset({"armed_clash", "attack", "shooting"})
TELLING = 10  # a number of dead or hurt from which it is rare enough to tell one event from another
LITTLE = 8  # a stake of all parties together below which a report hardly says who they are
COUNTRY = 6  # UCDP where-precision of a whole country


def when_overlaps(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The two are dated within `twindow` days of each other; None where either has no date.

    A report whose day may be that on which somebody spoke may tell of a day before it.
    """
    gap = days_apart(one, two)
    if gap is None:
        return None
    if gap <= twindow:
        return 0.6 if gap or _is_old(one, two, twindow) or _is_old(two, one, twindow) else 1.0
    if one.firm and two.firm:
        return -1.0
    if _tells_of(one, two) or _tells_of(two, one):
        return 0.3 if one.firm or two.firm else 0.1
    return 0.3 if telling(one) & telling(two) else -0.5


def _is_old(later: Episode, earlier: Episode, twindow: int) -> bool:
    """Whether a report that gives no day was published some days after those of the other: it may tell of what came since."""
    fresh = later.published
    return later.days_assumed and fresh is not None and all((fresh - last).days > twindow for _, last in earlier.days)


def _tells_of(later: Episode, earlier: Episode) -> bool:
    """Whether a report with no firm day may tell of a day of another."""
    return any(
        first <= earlier_last and earlier_first <= last for first, last in later.told_of for earlier_first, earlier_last in earlier.days
    )


def telling(episode: Episode) -> frozenset[tuple[str, str, int]]:
    """Tolls whose number is large enough to be told again and known by."""
    return frozenset(toll for toll in episode.tolls if toll[2] >= TELLING)


def place_within_km(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The two are placed within `spatwindow` kilometres, or one names the other's place; areas only in one country.

    None where either has no place, or but the country of one of the parties.
    """
    named = names_place_of(one, two) or names_place_of(two, one)
    if one.place is None or two.place is None:
        return 0.6 if named else None
    distance, coarse = _nearest(one, two)
    if coarse:
        near = one.place.country == two.place.country or distance <= 3 * spatwindow
        if near or named:
            return 0.6 if named else 0.3
        return None if _is_of_a_side(one) or _is_of_a_side(two) else -0.5
    if distance <= spatwindow:
        return 1.0 if distance <= spatwindow / 2 else 0.6
    return 0.3 if named else None if _in_region(one, two, distance, spatwindow) else -1.0


def _in_region(one: Episode, two: Episode, distance: float, spatwindow: float) -> bool:
    """One is placed at a town that its region is called after, and the other may lie in that region: which was meant, nobody can tell."""
    return distance <= 3 * spatwindow and any(may_be_region(place) for place in (*one.places, *two.places))


def _is_of_a_side(episode: Episode) -> bool:
    """Its place is the whole country of a party, which is named for the party as well."""
    return episode.place is not None and episode.place.precision >= COUNTRY and episode.place.country in episode.parties


def names_place_of(one: Episode, two: Episode) -> bool:
    """The first report names the place of the second, wherever it takes it to be. A capital is named for its government too."""
    known = (place for place in two.places if place.precision < COARSE and place.name not in capitals())
    return any(names_place(one, place) for place in known) or any(words <= one.names for words in two.unplaced)


def names_place(episode: Episode, place: Place) -> bool:
    """Whether the words of a report have the place's name."""
    return any(words and words <= episode.names for words in _words_of(place))


def stands_near(episode: Episode, place: Place, within: float) -> bool:
    """Whether a report gives the place, or a point within some kilometres of it."""
    return any(place.name == other.name or (other.precision < COARSE and kilometres(place, other) <= within) for other in episode.places)


def _nearest(one: Episode, two: Episode) -> tuple[float, bool]:
    """Kilometres between the two nearest places of two episodes, and whether one of them is an area."""
    coarse = max(place.precision for place in (*one.places, *two.places)) >= COARSE
    return min(kilometres(mine, theirs) for mine in one.places for theirs in two.places), coarse


def may_be_region(place: Place) -> bool:
    """A town that its region is called after."""
    return place.admin1 is not None and place.name.casefold() in place.admin1.casefold()


def same_dyad(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """The parties named are the same, or one report names some of the other's; None where either names none.

    Where each names one that the other does not, they may be two dyads with one party in common.
    """
    if not one.sides or not two.sides:
        return None
    shared = one.sides & two.sides
    if len(shared) >= 2:
        return 1.0
    if shared and one.sides == two.sides:
        return 0.8
    if shared in (one.sides, two.sides) and shared:
        return 0.6
    if min(one.stake, two.stake) < LITTLE:
        return 0.0
    if one.main is not None and one.main == two.main:
        return 0.3
    return -0.3 if shared else -0.8


def type_compatible(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """A kind of event is given by both, the more telling the less common it is; or kinds that one event may be called by."""
    if not one.types or not two.types:
        return None
    if one.types & two.types:
        return 0.5 if (one.types & two.types) <= COMMON_KINDS else 0.8
    return 0.3 if any(mine in kinds and theirs in kinds for kinds in NEAR_KINDS for mine in one.types for theirs in two.types) else 0.0


def shared_toll(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """Both give one number of dead or hurt for one side, or a large one for any; two such numbers tell twice as much.

    None where they do not, as tolls change and sides differ.
    """
    shared = {(kind, number) for _, kind, number in one.tolls & two.tolls} | (_numbers(one) & _numbers(two))
    return float(min(2, len(shared))) if shared else None


def tells_of_no_violence(one: Episode, two: Episode, twindow: int, spatwindow: float) -> float | None:
    """One of the two tells of neither violence nor a toll, so that more must agree."""
    return -1.0 if one.silent != two.silent else None


def _numbers(episode: Episode) -> frozenset[tuple[str, int]]:
    return frozenset((kind, number) for _, kind, number in telling(episode))


Feature = Callable[[Episode, Episode, int, float], float | None]
WEIGHTS: tuple[tuple[Feature, float], ...] = (
    (when_overlaps, 3.0),
    (place_within_km, 2.0),
    (same_dyad, 2.0),
    (type_compatible, 1.0),
)
BONUS: tuple[tuple[Feature, float], ...] = (  # says something where it is there, nothing where it is not
    (shared_toll, 1.0),
    (tells_of_no_violence, 1.5),
)


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
    if gap is not None and gap > twindow and one.firm and two.firm:
        return True
    if one.place is None or two.place is None or {one.place.name, two.place.name} & capitals():
        return False
    distance, coarse = _nearest(one, two)
    if coarse or distance <= 2 * spatwindow or _in_region(one, two, distance, spatwindow):
        return False
    return not names_place_of(one, two) and not names_place_of(two, one)


def contradict(one: Episode, two: Episode, twindow: int, spatwindow: float) -> bool:
    """Whether the two give other days or places, or other dyads and no place in common, though not so that they could not be one event."""
    when, where, who = (feature(one, two, twindow, spatwindow) or 0.0 for feature in (when_overlaps, place_within_km, same_dyad))
    return when == -1 or where < 0 or (who < 0 and where == 0)


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


@lru_cache(maxsize=4096)
def _words_of(place: Place) -> tuple[frozenset[str], frozenset[str]]:
    """The words by which a place is known, "Neelum" of "Neelum Valley": as the gazetteer has its name and as the report has it."""
    kinds = frozenset(table("place_words.toml")["types"])
    return name_words(place.name) - kinds, name_words(place.text) - kinds


@cache
def capitals() -> frozenset[str]:
    """Names of seats of government, which stand for a government as often as for a place."""
    return frozenset(name for row in rows("states.csv") for name in row["capitals"].split("|") if name)
