"""What the ledger answers with, besides the record itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from counterclaim.ledger.succession import Change
from counterclaim.model import EventType, Incident, Stance


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
