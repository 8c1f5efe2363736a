"""Reading a user's own CSV of ACLED or UCDP GED: what of each row can be laid beside an incident.

Which of the two it is is seen by its header; comma, semicolon or tab between cells. A row that cannot be read is kept with the
reason. ExportError for a file that is neither, or is no table at all.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from counterclaim.errors import ExportError

LONGEST_HEADER = 100_000
UCDP_AREA, ACLED_AREA = 4, 3  # where-precision, geo_precision from which a place is an area
ACLED_COLUMNS = frozenset({"event_id_cnty", "event_date", "latitude", "longitude"})
UCDP_COLUMNS = frozenset({"id", "date_start", "latitude", "longitude", "type_of_violence"})
DATES = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d %b %Y")  # none that means two days in two countries
VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}


@dataclass(frozen=True, slots=True)
class Theirs:
    """One event of theirs; `note` says what could not be read of it."""

    id: str
    first: date | None
    last: date | None
    lat: float | None
    lon: float | None
    area: bool
    actors: str
    type: str
    place: str
    killed: int | None = None
    low: int | None = None
    high: int | None = None
    note: str = ""

    @property
    def comparable(self) -> bool:
        return self.first is not None and self.lat is not None and self.lon is not None


def read_theirs(path: Path) -> Iterator[Theirs]:
    """The events of a file, row by row."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            header = lines.readline(LONGEST_HEADER)
            delimiter = max(",;\t", key=header.count)
            names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
            read = _reader(frozenset(names), path)
            for cells in csv.reader(lines, delimiter=delimiter):
                if cells and not cells[0].startswith("#"):  # a row of HXL tags
                    yield read(dict(zip(names, cells, strict=False)))
    except (OSError, csv.Error) as error:
        raise ExportError(f"{path}: cannot be read: {error}") from error


def _reader(names: frozenset[str], path: Path) -> Callable[[Mapping[str, str]], Theirs]:
    if names >= ACLED_COLUMNS:
        return _acled
    if names >= UCDP_COLUMNS:
        return _ucdp
    lacking = "; ".join(", ".join(sorted(wanted - names)) for wanted in (ACLED_COLUMNS, UCDP_COLUMNS))
    raise ExportError(f"{path}: neither ACLED nor UCDP GED: it lacks the columns {lacking}")


def _acled(row: Mapping[str, str]) -> Theirs:
    day = _day(row.get("event_date"))
    return Theirs(
        id=row.get("event_id_cnty", ""),
        first=day,
        last=day,
        lat=_degrees(row.get("latitude"), 90),
        lon=_degrees(row.get("longitude"), 180),
        area=(_count(row.get("geo_precision")) or 0) >= ACLED_AREA,
        actors="; ".join(name for name in (row.get("actor1"), row.get("actor2")) if name),
        type="/".join(name for name in (row.get("event_type"), row.get("sub_event_type")) if name),
        place=row.get("location") or row.get("admin1") or "",
        killed=_count(row.get("fatalities")),
        note=_note(row, "event_date", day),
    )


def _ucdp(row: Mapping[str, str]) -> Theirs:
    first = _day(row.get("date_start"))
    return Theirs(
        id=row.get("id", ""),
        first=first,
        last=_day(row.get("date_end")) or first,
        lat=_degrees(row.get("latitude"), 90),
        lon=_degrees(row.get("longitude"), 180),
        area=(_count(row.get("where_prec")) or 0) >= UCDP_AREA,
        actors="; ".join(name for name in (row.get("side_a"), row.get("side_b")) if name),
        type=VIOLENCE.get(row.get("type_of_violence", ""), row.get("type_of_violence", "")),
        place=row.get("where_coordinates") or row.get("adm_1") or "",
        killed=_count(row.get("best")),
        low=_count(row.get("low")),
        high=_count(row.get("high")),
        note=_note(row, "date_start", first),
    )


def _note(row: Mapping[str, str], column: str, day: date | None) -> str:
    """What could not be read, in the words of the file."""
    wrong = [] if day else [f"{column}: {row.get(column, '')[:40]!r}"]
    bounds = (("latitude", 90), ("longitude", 180))
    wrong += [f"{name}: {row.get(name, '')[:40]!r}" for name, most in bounds if _degrees(row.get(name), most) is None]
    return f"cannot be read: {', '.join(wrong)}" if wrong else ""


def _day(text: str | None) -> date | None:
    """The day of a cell, with or without a time of day after it."""
    given = (text or "").strip()
    for form in DATES:
        for words in (given, given[:10]):
            try:
                return datetime.strptime(words, form).date()
            except ValueError:
                continue
    return None


def _degrees(text: str | None, most: int) -> float | None:
    try:
        value = float((text or "").strip().replace(",", "."))
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _count(text: str | None) -> int | None:
    try:
        value = float((text or "").strip())
    except ValueError:
        return None
    return int(value) if 0 <= value < 10**9 else None
