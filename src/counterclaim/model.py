"""The record: what is kept of each report, claim and incident. Standard library only.

Invariants
    document.text[claim.span.start:claim.span.end] == claim.evidence, always.
    Ids are hashes of content: the same content has the same id on every machine, in every run and order.
    Spans are half-open character offsets into `Document.text`.
    Instants are UTC and written as ISO 8601 with a final Z; a day without a clock time is written as
    that day's midnight and has precision "day": it is the day as named in the report, in no time zone.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Stance = Literal["asserts", "accuses", "denies", "confirms", "declines", "warns", "calls_for"]
Quoted = Literal["direct", "indirect", "none"]
TollKind = Literal["killed", "wounded", "missing", "captured", "killed_or_wounded"]
Modality = Literal["actual", "negated", "hypothetical", "future", "demanded"]
WhenPrecision = Literal["minute", "hour", "part_of_day", "day", "week", "month", "season", "year", "decade", "unknown"]
PointStatus = Literal["agreed", "contradicted", "compatible", "one_sided", "unstated"]
Question = Literal[
    "happened", "who_began", "who_did_it", "who_was_hit", "killed", "wounded", "missing", "captured", "weapon", "where", "when"
]
EventType = Literal[
    "armed_clash",
    "shelling",
    "air_strike",
    "drone_strike",
    "missile_strike",
    "bombing",
    "shooting",
    "attack",
    "ceasefire_violation",
    "abduction",
    "other",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a report: `text` stands at `span`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read. `text` is fixed at reading; every span of every claim points into it.

    `source` is the last two components of the path (stable across machines), or the URL or name that the
    reader was given. `changes` records each repair made between the original bytes and `text`.
    """

    id: str
    source: str
    text: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    language: str = "en"
    published: date | None = None
    read_at: datetime | None = None
    original_sha256: str = ""
    original_path: str | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who. `id` as in DESIGN: ISO 3166 alpha-3 with an organ after a colon, or a snake_case name; None when ambiguous."""

    id: str | None
    text: str
    span: Span | None = None

    @property
    def party(self) -> str | None:
        """The party the actor belongs to: `ARM:MOD` -> `ARM`."""
        return self.id.split(":")[0] if self.id else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where. `precision` is UCDP's where-precision, 1 (exact) to 7 (unknown); unresolved has no coordinates."""

    name: str
    text: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int = 7
    geonames: int | None = None
    score: float = 0.0
    from_context: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """When. `start` and `end` are UTC, half-open; both None when `anchored` is false. `timex` is the TIMEX3 value.

    `check` holds what a text that gives two clock times for one instant says of itself ("16:00 (12:00 GMT)").
    """

    text: str
    start: datetime | None = None
    end: datetime | None = None
    precision: WhenPrecision = "unknown"
    anchored: bool = False
    timex: str | None = None
    check: str | None = None
    from_context: bool = False


@dataclass(frozen=True, slots=True)
class Toll:
    """How many, of which side, of what kind. Bounds are inclusive; `unspecified` when no number is given.

    "at least 9" is low 9, best 9, high None; "up to 9" is high 9, best 9, low None; "dozens" is unspecified.
    `partial` marks a subset of another toll of the same claim, never to be added to it.
    """

    side: str | None
    kind: TollKind
    low: int | None = None
    best: int | None = None
    high: int | None = None
    unspecified: bool = False
    text: str = ""
    span: Span | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What is said to have happened: our type and its codes in the field's schemes (lexicon/event_types.csv)."""

    type: EventType
    plover: str | None = None
    cameo: str | None = None
    acled: str | None = None
    ucdp: int | None = None
    actor: Actor | None = None
    target: Actor | None = None
    place: Place | None = None
    when: When | None = None
    weapon: str | None = None
    modality: Modality = "actual"


@dataclass(frozen=True, slots=True)
class Claim:
    """One speaker, one proposition, one stretch of evidence. `why` names what produced each field."""

    id: str
    document: str
    span: Span
    evidence: str
    speaker: Actor
    stance: Stance
    event: Event
    via: tuple[str, ...] = ()
    cue: Mention | None = None
    quoted: Quoted = "none"
    hedge: str | None = None
    background: bool = False
    casualties: tuple[Toll, ...] = ()
    confidence: float = 0.0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What one party says of an incident, its organs together. `initiator` is the party it says began."""

    party: str
    initiator: str | None
    casualties: tuple[Toll, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, and who gives it."""

    value: str
    according_to: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One question about an incident. `about` is the side a toll question is asked of, else None."""

    question: Question
    status: PointStatus
    answers: tuple[Answer, ...]
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One event in the world, as a pure function of claims. `reports` counts independent reports: copies of one are one.

    `copies` are the documents, by id, that descend from one report, each group in its own tuple, the one they are copies of first.
    """

    id: str
    type: EventType
    parties: tuple[str, ...]
    documents: tuple[str, ...]
    reports: int
    claims: tuple[str, ...]
    accounts: tuple[Account, ...]
    points: tuple[Point, ...]
    place: Place | None = None
    when: When | None = None
    confidence: float = 0.0
    copies: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that is not a report we can use: nothing is dropped without one of these."""

    source: str
    reason: str
    detail: str = ""
    original_sha256: str = ""


def content_id(*parts: object) -> str:
    """A 24-digit hexadecimal id of the parts, by SHA-256 of their canonical JSON."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:24]
