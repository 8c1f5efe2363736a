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
Verdict = Literal["right", "wrong", "corrected"]
Decision = Literal["same_incident", "not_same_incident", "right", "wrong", "corrected", "taken_back"]
CorrectedField = Literal["speaker", "stance", "actor", "target", "type", "when", "place", "weapon", "casualties", "background"]
Ground = Literal["own_act", "own_losses", "civilians_hit", "own_people_hit"]
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
    """One speaker, one proposition, one stretch of evidence. `why` names what produced each field.

    `judged` is the last verdict of a person on the claim; the fields of a corrected claim are as that person would have them read.
    """

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
    judged: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TollSaid:
    """A toll, the day on which the reports that give it were published, who of the party says it, and the claims."""

    toll: Toll
    on: date | None
    speakers: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TollHistory:
    """What a party has said of the dead or hurt of one side, the latest first.

    `contradictory`: on one day two of its organs gave numbers that exclude each other.
    """

    side: str | None
    kind: TollKind
    said: tuple[TollSaid, ...]
    contradictory: bool = False


@dataclass(frozen=True, slots=True)
class StanceSaid:
    """That a party confirmed, denied or declined to speak of violence, the day of the reports, who of it, and the claims."""

    stance: Stance
    on: date | None
    speakers: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """What a party says against its own interest, and on what ground it is taken to be so."""

    ground: Ground
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What one party says of an incident, its organs together. `initiator` is the party it says began.

    `history` is its tolls over time, `stances` what it confirmed, denied or declined over time, both with the latest first.
    """

    party: str
    initiator: str | None
    casualties: tuple[Toll, ...]
    claims: tuple[str, ...]
    history: tuple[TollHistory, ...] = ()
    stances: tuple[StanceSaid, ...] = ()
    admissions: tuple[Admission, ...] = ()


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
class Clause:
    """A stretch of the summary in words, and the claims that it rests on: none where it says what is not there, or counts."""

    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One event in the world, as a pure function of claims and judgements. `reports` counts independent reports: copies of one are one.

    `copies` are the documents, by id, that descend from one report, each group in its own tuple, the one they are copies of first.
    `set_aside` are claims of its reports that a person judged wrong: they are in no account and no point. The texts of `summary`, one
    after another, are the incident in words.
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
    set_aside: tuple[str, ...] = ()
    summary: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided; appended, never edited, and taken back by another (docs/judgements.md).

    `about` are ids: of documents for `same_incident` and `not_same_incident`, of claims for `right`, `wrong` and `corrected`, of
    judgements for `taken_back`. `same_incident`: all of `about` tell of one. `not_same_incident`: none of `about` tells of one with
    any of `against`; where that is empty, no two of `about` do. `corrected`: `value` is the JSON, in the interchange form, of what
    `field` of the claims should read. `at` is in UTC.
    """

    id: str
    about: tuple[str, ...]
    decision: Decision
    by: str
    at: datetime
    note: str = ""
    against: tuple[str, ...] = ()
    field: CorrectedField | None = None
    value: str | None = None


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
