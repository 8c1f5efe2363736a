"""Rows of the parts of a claim or an incident in the interchange form (docs/formats.md)."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from counterclaim.model import EventType, Ground, Modality, PointStatus, Question, Stance, TollKind, WhenPrecision


class ActorRow(TypedDict):
    id: str | None
    text: str
    start: NotRequired[int | None]
    end: NotRequired[int | None]


class MentionRow(TypedDict):
    text: str
    start: int
    end: int


class PlaceRow(TypedDict):
    name: str
    text: NotRequired[str]
    lat: NotRequired[float | None]
    lon: NotRequired[float | None]
    country: NotRequired[str | None]
    precision: NotRequired[int]
    admin1: NotRequired[str | None]
    geonames: NotRequired[int | None]
    score: NotRequired[float]
    from_context: NotRequired[bool]
    alternatives: NotRequired[list[str]]


class WhenRow(TypedDict):
    start: str | None
    end: str | None
    precision: WhenPrecision
    text: str
    anchored: bool
    timex: NotRequired[str | None]
    check: NotRequired[str | None]
    from_context: NotRequired[bool]


class TollRow(TypedDict):
    side: str | None
    kind: TollKind
    low: NotRequired[int | None]
    best: NotRequired[int | None]
    high: NotRequired[int | None]
    unspecified: NotRequired[bool]
    text: NotRequired[str]
    start: NotRequired[int | None]
    end: NotRequired[int | None]
    partial: NotRequired[bool]


class EventRow(TypedDict):
    type: EventType
    plover: str | None
    cameo: str | None
    acled: str | None
    ucdp: int | None
    actor: ActorRow | None
    target: ActorRow | None
    place: PlaceRow | None
    when: WhenRow | None
    weapon: NotRequired[str | None]
    modality: NotRequired[Modality]


class TollSaidRow(TypedDict):
    toll: TollRow
    on: str | None
    speakers: list[str]
    claims: list[str]


class TollHistoryRow(TypedDict):
    side: str | None
    kind: TollKind
    contradictory: bool
    said: list[TollSaidRow]


class StanceSaidRow(TypedDict):
    stance: Stance
    on: str | None
    speakers: list[str]
    claims: list[str]


class AdmissionRow(TypedDict):
    ground: Ground
    claims: list[str]


class AccountRow(TypedDict):
    initiator: str | None
    casualties: list[TollRow]
    claims: list[str]
    history: NotRequired[list[TollHistoryRow]]
    stances: NotRequired[list[StanceSaidRow]]
    admissions: NotRequired[list[AdmissionRow]]


class AnswerRow(TypedDict):
    value: str
    according_to: list[str]
    claims: list[str]


class PointRow(TypedDict):
    question: Question
    about: NotRequired[str | None]
    status: PointStatus
    answers: list[AnswerRow]


class ClauseRow(TypedDict):
    text: str
    claims: list[str]
