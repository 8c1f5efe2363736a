"""What the ledger answers with, besides the record itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from counterclaim.ledger.succession import Change
from counterclaim.model import EventType, Incident, PointStatus, Stance


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims; every field that is set must hold.

    `speaker` and `source` are beginnings ("ARM" also finds "ARM:MOD"; a source is any at which the document was seen);
    `since` and `until` are days, inclusive, of the event: a claim whose event has no date is not within any;
    `incident` is a whole incident id.
    """

    speaker: str | None = None
    party: str | None = None
    stance: Stance | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    event_type: EventType | None = None
    background: bool | None = None
    incident: str | None = None


EVERY_CLAIM = ClaimFilter()


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents; every field that is set must hold.

    `parties` are all of them parties of the incident; `place` is part of the place's name, as known or as written, or its country's
    code, in any case; `since` and `until` are days, inclusive; `status` is that of at least one point; `words` stand in one of its reports,
    all of them, what is between double quotation marks together.
    """

    parties: tuple[str, ...] = ()
    place: str | None = None
    since: date | None = None
    until: date | None = None
    event_type: EventType | None = None
    status: PointStatus | None = None
    reports: int | None = None
    words: str | None = None


EVERY_INCIDENT = IncidentFilter()
Order = Literal["newest", "reports", "disputed"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of a list ends: the key of the last incident in the order of the list, and its id."""

    key: str | int
    id: str


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place with the incidents there: how many, how many of them with a contradicted point, the last first day ("" if not known)."""

    place: str
    country: str | None
    lat: float
    lon: float
    incidents: int
    contradicted: int
    last_day: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """A month (YYYY-MM) or a day (YYYY-MM-DD), how many incidents began on it, and how many of them have a contradicted point."""

    period: str
    incidents: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Current rows: `claims` and `incidents` leave out what was superseded or withdrawn."""

    documents: int
    sources: int
    claims: int
    incidents: int
    rejections: int
    judgements: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """One completed extraction of one document; the highest revision is the current one."""

    document: str
    revision: int
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentChanges:
    """What a new set of incidents changed. `withdrawn` counts what is gone, merged into another or not."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class IncidentRevision:
    """One state of an incident; `incident` is None from when it was withdrawn until it comes back."""

    revision: int
    at: datetime
    run: int | None
    incident: Incident | None

    @property
    def withdrawn(self) -> bool:
        return self.incident is None


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """One step in the trail of an incident. `cursor` grows for ever; `other` is what it was renamed from or to, merged into, split from."""

    cursor: int
    incident: str
    change: Change
    other: str | None
    revision: int
    run: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program over a ledger; `finished` is None while it runs, and for ever where it was killed."""

    number: int
    version: str
    started: datetime
    finished: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
