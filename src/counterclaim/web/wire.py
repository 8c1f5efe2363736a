"""The API's values as its documentation has them. What is sent is the interchange form (docs/formats.md); these describe it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from counterclaim.model import (
    CorrectedField,
    Decision,
    EventType,
    Modality,
    PointStatus,
    Question,
    Quoted,
    Stance,
    TollKind,
    Verdict,
    WhenPrecision,
)


class Wire(BaseModel):
    """What is sent has these keys; a later version may add others."""


class Sent(BaseModel):
    """What is taken has these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class Actor(Wire):
    id: str | None
    text: str
    start: int | None
    end: int | None


class Mention(Wire):
    text: str
    start: int
    end: int


class Place(Wire):
    name: str
    text: str
    lat: float | None
    lon: float | None
    country: str | None
    precision: int
    admin1: str | None
    geonames: int | None
    score: float
    from_context: bool
    alternatives: list[str]


class When(Wire):
    start: str | None
    end: str | None
    precision: WhenPrecision
    text: str
    anchored: bool
    timex: str | None
    check: str | None
    from_context: bool


class Toll(Wire):
    side: str | None
    kind: TollKind
    low: int | None
    best: int | None
    high: int | None
    unspecified: bool
    text: str
    start: int | None
    end: int | None
    partial: bool


class Event(Wire):
    type: EventType
    plover: str | None
    cameo: str | None
    acled: str | None
    ucdp: int | None
    actor: Actor | None
    target: Actor | None
    place: Place | None
    when: When | None
    weapon: str | None
    modality: Modality


class Claim(Wire):
    id: str
    document: str
    source: str
    start: int = Field(description="Offset of the first character of the evidence in the text of the report.")
    end: int
    evidence: str
    speaker: Actor
    via: list[str]
    cue: Mention | None
    stance: Stance
    quoted: Quoted
    hedge: str | None
    background: bool
    event: Event
    casualties: list[Toll]
    confidence: float
    why: list[str]
    judged: Verdict | None = Field(None, description="The last verdict of a person.")


class Account(Wire):
    initiator: str | None
    casualties: list[Toll]
    claims: list[str]


class Answer(Wire):
    value: str
    according_to: list[str]
    claims: list[str]


class Point(Wire):
    question: Question
    about: str | None
    status: PointStatus
    answers: list[Answer]


class Incident(Wire):
    id: str
    type: EventType
    start: str | None = Field(description="First day.")
    end: str | None = Field(description="Last day.")
    when: When | None
    place: Place | None
    parties: list[str]
    documents: list[str]
    document_ids: list[str]
    reports: int = Field(description="Independent reports: copies of one are one.")
    copies: list[list[str]] = Field(description="Reports that descend from one report, by id, that report first.")
    claims: list[str]
    accounts: dict[str, Account]
    points: list[Point]
    confidence: float


class Report(Wire):
    """A report as read; `text` is what all offsets point into."""

    id: str
    source: str
    text: str
    outlet: str | None
    url: str | None
    title: str | None
    language: str
    published: str | None
    read_at: str | None
    original_sha256: str
    changes: list[str]


class ReportHead(Wire):
    """A report without its text."""

    id: str
    source: str
    outlet: str | None
    url: str | None
    title: str | None
    language: str
    published: str | None
    read_at: str | None
    original_sha256: str
    changes: list[str]


class IncidentList(Wire):
    total: int
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    incidents: list[Incident]


class ClaimList(Wire):
    claims: list[Claim]


class ReportList(Wire):
    next: str | None = Field(description="Cursor of the next page; null at the end.")
    reports: list[ReportHead]


class Revision(Wire):
    revision: int
    at: str
    withdrawn: bool
    incident: Incident | None


class History(Wire):
    revisions: list[Revision]


class Step(Wire):
    cursor: int
    incident: str
    change: str = Field(description="new, changed, renamed_from, renamed_to, split_from, merged_into or withdrawn.")
    other: str | None = Field(description="The incident that it was renamed, split or merged from or to.")
    at: str


class ChangeList(Wire):
    next: int = Field(description="`since` of the next request.")
    changes: list[Step]


class Judgement(Wire):
    id: str
    decision: Decision
    about: list[str] = Field(description="Ids of reports, of claims, or of the judgements that are taken back.")
    against: list[str]
    field: CorrectedField | None
    value: Any
    by: str
    at: str
    note: str
    stands: bool


class JudgementList(Wire):
    next: int | None = Field(description="Cursor of the next page; null at the end.")
    judgements: list[Judgement]


Id = Annotated[str, Field(pattern="^[0-9a-f]{8,64}$")]


class NewJudgement(Sent):
    """What a person decides (docs/judgements.md). `field` and `value`, in the interchange form, are for `corrected`."""

    decision: Decision
    about: list[Id] = Field(min_length=1, max_length=100)
    against: list[Id] = Field(default_factory=list, max_length=100)
    note: str = Field("", max_length=1000)
    field: CorrectedField | None = None
    value: Any = None


class NewReport(Sent):
    """A report to be read."""

    text: str = Field(min_length=1, max_length=1_000_000)
    outlet: str | None = Field(None, max_length=300)
    url: str | None = Field(None, max_length=2000)
    title: str | None = Field(None, max_length=500)
    published: date | None = None


class Taken(Wire):
    """A report that was read; `claims` is how many new ones it gave."""

    document: str
    claims: int


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that are problems."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": "What is wrong", "content": content} for status in statuses}
