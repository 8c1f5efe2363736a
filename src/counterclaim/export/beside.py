"""A user's own ACLED or UCDP GED rows laid beside our incidents: which are the same event, what they have that we lack, and the reverse.

Two rows may mean one event where they are within `twindow` days and `spatwindow` kilometres of each other. Of all such pairs the
closest are taken first, each row once: by how many of our parties their actors name, then by days, then by kilometres. Where one of
the two is known only to be in an area, three times the distance is allowed, as its point is only the middle of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from counterclaim.export.columns import columns
from counterclaim.export.readable import Readable
from counterclaim.export.table import TableWriter
from counterclaim.export.theirs import Theirs
from counterclaim.export.tolls import deaths_of
from counterclaim.geo import kilometres
from counterclaim.interchange import IncidentRow
from counterclaim.lexicon import rows

Row = dict[str, object]
AREA = 4  # UCDP where-precision from which a place is an area
AREA_FACTOR = 3
DAYS_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each status."""

    matched: int = 0
    also_matched: int = 0
    only_ours: int = 0
    only_theirs: int = 0
    not_comparable: int = 0


@dataclass(frozen=True, slots=True)
class Ours:
    """Of an incident what is compared and shown."""

    row: IncidentRow
    first: date | None
    last: date | None
    lat: float | None
    lon: float | None
    area: bool

    @property
    def comparable(self) -> bool:
        return self.first is not None and self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True)
class Pair:
    """One of ours and one of theirs within the windows, by their places in the lists."""

    shared: tuple[str, ...]
    days: int
    km: float
    area: bool
    ours: int
    theirs: int

    @property
    def rank(self) -> tuple[int, int, float, int, int]:
        return -len(self.shared), self.days, self.km, self.ours, self.theirs


def beside(readable: Readable, theirs: Iterable[Theirs], handle: IO[bytes], twindow: int = 1, spatwindow: float = 50.0) -> Counts:
    """Write the two side by side as CSV (the columns `beside` of export_columns.csv): pairs and our own in the order of our incidents,
    then what only they have in the order of their file. Holds their rows and our incidents, not our claims.
    """
    ours, others = [_ours(row) for row in readable.incident_rows()], list(theirs)
    pairs = sorted(_pairs(ours, others, twindow, spatwindow), key=lambda pair: pair.rank)
    writer = TableWriter(handle, columns("beside"))
    counts: dict[str, int] = dict.fromkeys(("matched", "also_matched", "only_ours", "only_theirs", "not_comparable"), 0)
    for row in _rows(ours, others, pairs):
        counts[str(row["status"])] += 1
        writer.write(row)
    return Counts(**counts)


def _ours(row: IncidentRow) -> Ours:
    place = row["place"]
    return Ours(
        row=row,
        first=date.fromisoformat(row["start"]) if row["start"] else None,
        last=date.fromisoformat(row["end"]) if row["end"] else None,
        lat=place.get("lat") if place else None,
        lon=place.get("lon") if place else None,
        area=not place or place.get("precision", 7) >= AREA,
    )


def _pairs(ours: Sequence[Ours], theirs: Sequence[Theirs], twindow: int, spatwindow: float) -> Iterator[Pair]:
    """Every pair within the windows. Only rows of days that are near each other are looked at."""
    by_day: dict[date, list[int]] = {}
    for number, other in enumerate(theirs):
        for day in _days(other.first, other.last) if other.comparable else ():
            by_day.setdefault(day, []).append(number)
    names = _Names()
    for index, own in enumerate(ours):
        if not own.comparable or own.first is None:
            continue
        near = {number for day in _days(own.first, own.last, twindow) for number in by_day.get(day, ())}
        for number in sorted(near):
            if pair := _pair(index, own, number, theirs[number], spatwindow, names):
                yield pair


def _days(first: date | None, last: date | None, around: int = 0) -> Iterator[date]:
    """The days of an event, and some before and after; of more than a year's the first and the last."""
    if first is None:
        return
    end = max(first, last or first)
    if (end - first).days > DAYS_A_YEAR:
        yield from _days(first, first, around)
        first = end
    for offset in range(-around, (end - first).days + around + 1):
        yield date.fromordinal(min(max(first.toordinal() + offset, 1), date.max.toordinal()))


def _pair(index: int, own: Ours, number: int, other: Theirs, spatwindow: float, names: _Names) -> Pair | None:
    if own.lat is None or own.lon is None or other.lat is None or other.lon is None:
        return None
    area = own.area or other.area
    km = kilometres(own.lat, own.lon, other.lat, other.lon)
    if km > spatwindow * (AREA_FACTOR if area else 1):
        return None
    return Pair(names.shared(own.row["parties"], other.actors), _apart(own, other), round(km, 1), area, index, number)


def _apart(own: Ours, other: Theirs) -> int:
    first, last = own.first or date.min, own.last or own.first or date.min
    start, end = other.first or date.min, other.last or other.first or date.min
    return max(0, (start - last).days, (first - end).days)


class _Names:
    """Which of our parties a text of actors names, by the names and adjectives of the lexicon."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[str, ...]] = {}
        for file in ("states.csv", "groups.csv", "bodies.csv"):
            for row in rows(file):
                words = [*row["names"].split("|"), *row.get("adjectives", "").split("|")]
                self._of[row["id"]] = (*self._of.get(row["id"], ()), *(f" {word.lower()} " for word in words if word))

    def shared(self, parties: Iterable[str], actors: str) -> tuple[str, ...]:
        text = f" {_spaced(actors.lower())} "
        return tuple(party for party in sorted(parties) if any(word in text for word in self._of.get(party, ())))


def _spaced(text: str) -> str:
    """Words with single spaces between, without the marks around them."""
    return " ".join("".join(letter if letter.isalnum() or letter in "-'" else " " for letter in text).split())


def _rows(ours: Sequence[Ours], theirs: Sequence[Theirs], pairs: Sequence[Pair]) -> Iterator[Row]:
    best_of_ours, best_of_theirs = _matched(pairs)
    near_ours, near_theirs = _near(pairs)
    closest: dict[int, Pair] = {}
    for pair in pairs:
        closest.setdefault(pair.theirs, pair)
    for index, own in enumerate(ours):
        if match := best_of_ours.get(index):
            yield _row("matched", own, theirs[match.theirs], match, near_ours[index])
        else:
            yield _row("only_ours" if own.comparable else "not_comparable", own, None, None, near_ours.get(index, 0))
    for number, other in enumerate(theirs):
        if number in best_of_theirs:
            continue
        if also := closest.get(number):
            yield _row("also_matched", ours[also.ours], other, also, near_theirs[number])
        else:
            yield _row("only_theirs" if other.comparable else "not_comparable", None, other, None, 0)


def _matched(pairs: Sequence[Pair]) -> tuple[dict[int, Pair], dict[int, Pair]]:
    """The pairs taken, by ours and by theirs: the closest first, each row once."""
    by_ours: dict[int, Pair] = {}
    by_theirs: dict[int, Pair] = {}
    for pair in pairs:
        if pair.ours not in by_ours and pair.theirs not in by_theirs:
            by_ours[pair.ours] = by_theirs[pair.theirs] = pair
    return by_ours, by_theirs


def _near(pairs: Sequence[Pair]) -> tuple[dict[int, int], dict[int, int]]:
    ours: dict[int, int] = {}
    theirs: dict[int, int] = {}
    for pair in pairs:
        ours[pair.ours] = ours.get(pair.ours, 0) + 1
        theirs[pair.theirs] = theirs.get(pair.theirs, 0) + 1
    return ours, theirs


def _row(status: str, own: Ours | None, other: Theirs | None, pair: Pair | None, near: int) -> Row:
    return {
        "status": status,
        "days_apart": pair.days if pair else None,
        "km": pair.km if pair else None,
        "basis": ("area" if pair.area else "point") if pair else None,
        "near": near,
        "shared_parties": list(pair.shared) if pair else [],
        **_our_cells(own),
        **_their_cells(other),
        "note": _note(own, other) if status == "not_comparable" else None,
    }


def _note(own: Ours | None, other: Theirs | None) -> str:
    if other is not None and other.note:
        return other.note
    side = own or other
    lacking = [name for name, value in (("day", side and side.first), ("coordinates", side and side.lat)) if value is None]
    return f"no {' and no '.join(lacking)}"


def _our_cells(own: Ours | None) -> Row:
    if own is None:
        names = ("date", "type", "place", "latitude", "longitude", "killed_low", "killed_best", "killed_high", "killed_disputed", "reports")
        return {"incident": None, "our_parties": [], **dict.fromkeys(f"our_{name}" for name in names)}
    row, killed = own.row, deaths_of(own.row).total
    return {
        "incident": row["id"],
        "our_date": own.first,
        "our_type": row["type"],
        "our_place": row["place"]["name"] if row["place"] else None,
        "our_latitude": own.lat,
        "our_longitude": own.lon,
        "our_parties": row["parties"],
        "our_killed_low": killed.low,
        "our_killed_best": killed.best,
        "our_killed_high": killed.high,
        "our_killed_disputed": any(point["question"] == "killed" and point["status"] == "contradicted" for point in row["points"]),
        "our_reports": row["reports"],
    }


def _their_cells(other: Theirs | None) -> Row:
    return {
        "their_id": other.id if other else None,
        "their_date": other.first if other else None,
        "their_type": other.type if other else None,
        "their_place": other.place if other else None,
        "their_latitude": other.lat if other else None,
        "their_longitude": other.lon if other else None,
        "their_actors": other.actors if other else None,
        "their_killed": other.killed if other else None,
        "their_killed_low": other.low if other else None,
        "their_killed_high": other.high if other else None,
    }
