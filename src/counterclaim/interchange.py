"""The interchange form: documents, claims, incidents and rejections as JSON objects that any tool can read (docs/formats.md).

A value turned into a row, the row into JSON text and back is the same value. Keys are always present, in a fixed order; what
is unknown is null. Instants are ISO 8601 with a final Z, days are ISO dates, floats are written exactly.
Rows from elsewhere may lack the keys marked `NotRequired`; anything else wrong with them is a ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, wraps
from typing import Any, NotRequired, TypedDict, TypeVar, get_args

from counterclaim.model import (
    Account,
    Actor,
    Admission,
    Answer,
    Claim,
    Clause,
    Document,
    Event,
    EventType,
    Ground,
    Incident,
    Mention,
    Modality,
    Place,
    Point,
    PointStatus,
    Question,
    Quoted,
    Rejection,
    Span,
    Stance,
    StanceSaid,
    Toll,
    TollHistory,
    TollKind,
    TollSaid,
    Verdict,
    When,
    WhenPrecision,
)
from counterclaim.part_rows import (
    AccountRow,
    ActorRow,
    AdmissionRow,
    AnswerRow,
    ClauseRow,
    EventRow,
    MentionRow,
    PlaceRow,
    PointRow,
    StanceSaidRow,
    TollHistoryRow,
    TollRow,
    TollSaidRow,
    WhenRow,
)

__all__ = [
    "AccountRow",
    "ActorRow",
    "AdmissionRow",
    "AnswerRow",
    "ClaimRow",
    "ClauseRow",
    "DocumentRow",
    "EventRow",
    "IncidentRow",
    "MentionRow",
    "PlaceRow",
    "PointRow",
    "RejectionRow",
    "StanceSaidRow",
    "TollHistoryRow",
    "TollRow",
    "TollSaidRow",
    "WhenRow",
    "claim_from_row",
    "claim_row",
    "days",
    "document_from_row",
    "document_row",
    "incident_from_row",
    "incident_row",
    "instant_text",
    "rejection_from_row",
    "rejection_row",
    "to_json",
]


class ClaimRow(TypedDict):
    id: str
    document: str
    source: str
    start: int
    end: int
    evidence: str
    speaker: ActorRow
    via: list[str]
    cue: MentionRow | None
    stance: Stance
    quoted: Quoted
    hedge: str | None
    background: bool
    event: EventRow
    casualties: list[TollRow]
    confidence: float
    why: list[str]
    judged: NotRequired[Verdict | None]


class IncidentRow(TypedDict):
    """`start` and `end` are the first and the last day; `documents` are sources, `document_ids` the same documents by id.

    `copies` are those of them, by id, that descend from one report, the one they are copies of first.
    """

    id: str
    type: EventType
    start: str | None
    end: str | None
    when: NotRequired[WhenRow | None]
    place: PlaceRow | None
    parties: list[str]
    documents: list[str]
    document_ids: NotRequired[list[str]]
    reports: int
    copies: NotRequired[list[list[str]]]
    claims: list[str]
    accounts: dict[str, AccountRow]
    points: list[PointRow]
    confidence: NotRequired[float]
    set_aside: NotRequired[list[str]]
    summary: NotRequired[list[ClauseRow]]


class DocumentRow(TypedDict):
    id: str
    source: str
    text: str
    outlet: NotRequired[str | None]
    url: NotRequired[str | None]
    title: NotRequired[str | None]
    language: NotRequired[str]
    published: NotRequired[str | None]
    read_at: NotRequired[str | None]
    original_sha256: NotRequired[str]
    original_path: NotRequired[str | None]
    changes: NotRequired[list[str]]


class RejectionRow(TypedDict):
    source: str
    reason: str
    detail: NotRequired[str]
    original_sha256: NotRequired[str]


Found = TypeVar("Found")
Word = TypeVar("Word", bound=str)

# Line ends to some readers though not to JSON; JSON escapes the others (form feed, ...) by itself.
LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@cache
def _encoder(ascii_only: bool) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=ascii_only, separators=(",", ":"), allow_nan=False)


def to_json(row: Mapping[str, object]) -> str:
    """One line of JSON, encodable as UTF-8 whatever the row holds: what UTF-8 cannot carry is escaped."""
    line = _encoder(ascii_only=False).encode(row)
    if line.isascii():
        return line
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return _encoder(ascii_only=True).encode(row)
    return line.translate(LINE_ENDS)


def instant_text(instant: datetime | None) -> str | None:
    """`2023-04-11T12:00:00Z`; ValueError for an instant that does not say its time zone."""
    if instant is None:
        return None
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    return instant.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def days(when: When | None) -> tuple[date, date] | None:
    """The first and the last day that an anchored time touches, both inclusive; None where it is not anchored."""
    if when is None or when.start is None:
        return None
    first = when.start.astimezone(UTC).date()
    if when.end is None or when.end <= when.start:
        return first, first
    return first, (when.end.astimezone(UTC) - timedelta(microseconds=1)).date()


def claim_row(claim: Claim, source: str) -> ClaimRow:
    """The claim as DESIGN's interchange has it; `source` is its document's."""
    cue = claim.cue
    return {
        "id": claim.id,
        "document": claim.document,
        "source": source,
        "start": claim.span.start,
        "end": claim.span.end,
        "evidence": claim.evidence,
        "speaker": _actor_row(claim.speaker),
        "via": list(claim.via),
        "cue": {"text": cue.text, "start": cue.span.start, "end": cue.span.end} if cue else None,
        "stance": claim.stance,
        "quoted": claim.quoted,
        "hedge": claim.hedge,
        "background": claim.background,
        "event": _event_row(claim.event),
        "casualties": [_toll_row(toll) for toll in claim.casualties],
        "confidence": float(claim.confidence),
        "why": list(claim.why),
        "judged": claim.judged,
    }


def incident_row(incident: Incident, sources: Mapping[str, str]) -> IncidentRow:
    """The incident as DESIGN's interchange has it; `sources` gives the source of each document id (KeyError without)."""
    span = days(incident.when)
    return {
        "id": incident.id,
        "type": incident.type,
        "start": span[0].isoformat() if span else None,
        "end": span[1].isoformat() if span else None,
        "when": _when_row(incident.when) if incident.when else None,
        "place": _place_row(incident.place) if incident.place else None,
        "parties": list(incident.parties),
        "documents": [sources[document] for document in incident.documents],
        "document_ids": list(incident.documents),
        "reports": incident.reports,
        "copies": [list(group) for group in incident.copies],
        "claims": list(incident.claims),
        "accounts": {account.party: _account_row(account) for account in incident.accounts},
        "points": [_point_row(point) for point in incident.points],
        "confidence": float(incident.confidence),
        "set_aside": list(incident.set_aside),
        "summary": [{"text": clause.text, "claims": list(clause.claims)} for clause in incident.summary],
    }


def document_row(document: Document) -> DocumentRow:
    """The document with its text and where it was read."""
    return {
        "id": document.id,
        "source": document.source,
        "text": document.text,
        "outlet": document.outlet,
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "published": document.published.isoformat() if document.published else None,
        "read_at": instant_text(document.read_at),
        "original_sha256": document.original_sha256,
        "original_path": document.original_path,
        "changes": list(document.changes),
    }


def rejection_row(rejection: Rejection) -> RejectionRow:
    """The input that could not be used, and why."""
    return {
        "source": rejection.source,
        "reason": rejection.reason,
        "detail": rejection.detail,
        "original_sha256": rejection.original_sha256,
    }


def _actor_row(actor: Actor) -> ActorRow:
    start, end = (actor.span.start, actor.span.end) if actor.span else (None, None)
    return {"id": actor.id, "text": actor.text, "start": start, "end": end}


def _event_row(event: Event) -> EventRow:
    return {
        "type": event.type,
        "plover": event.plover,
        "cameo": event.cameo,
        "acled": event.acled,
        "ucdp": event.ucdp,
        "actor": _actor_row(event.actor) if event.actor else None,
        "target": _actor_row(event.target) if event.target else None,
        "place": _place_row(event.place) if event.place else None,
        "when": _when_row(event.when) if event.when else None,
        "weapon": event.weapon,
        "modality": event.modality,
    }


def _place_row(place: Place) -> PlaceRow:
    return {
        "name": place.name,
        "text": place.text,
        "lat": None if place.lat is None else float(place.lat),
        "lon": None if place.lon is None else float(place.lon),
        "country": place.country,
        "precision": place.precision,
        "admin1": place.admin1,
        "geonames": place.geonames,
        "score": float(place.score),
        "from_context": place.from_context,
        "alternatives": list(place.alternatives),
    }


def _when_row(when: When) -> WhenRow:
    return {
        "start": instant_text(when.start),
        "end": instant_text(when.end),
        "precision": when.precision,
        "text": when.text,
        "anchored": when.anchored,
        "timex": when.timex,
        "check": when.check,
        "from_context": when.from_context,
    }


def _toll_row(toll: Toll) -> TollRow:
    start, end = (toll.span.start, toll.span.end) if toll.span else (None, None)
    return {
        "side": toll.side,
        "kind": toll.kind,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "unspecified": toll.unspecified,
        "text": toll.text,
        "start": start,
        "end": end,
        "partial": toll.partial,
    }


def _account_row(account: Account) -> AccountRow:
    casualties = [_toll_row(toll) for toll in account.casualties]
    return {
        "initiator": account.initiator,
        "casualties": casualties,
        "claims": list(account.claims),
        "history": [_history_row(history) for history in account.history],
        "stances": [
            {"stance": said.stance, "on": _day_text(said.on), "speakers": list(said.speakers), "claims": list(said.claims)}
            for said in account.stances
        ],
        "admissions": [{"ground": admission.ground, "claims": list(admission.claims)} for admission in account.admissions],
    }


def _history_row(history: TollHistory) -> TollHistoryRow:
    said: list[TollSaidRow] = [
        {"toll": _toll_row(one.toll), "on": _day_text(one.on), "speakers": list(one.speakers), "claims": list(one.claims)}
        for one in history.said
    ]
    return {"side": history.side, "kind": history.kind, "contradictory": history.contradictory, "said": said}


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _point_row(point: Point) -> PointRow:
    answers = point.answers
    return {
        "question": point.question,
        "about": point.about,
        "status": point.status,
        "answers": [{"value": a.value, "according_to": list(a.according_to), "claims": list(a.claims)} for a in answers],
    }


def _refusing(kind: str) -> Callable[[Callable[[Any], Found]], Callable[[Any], Found]]:
    """Whatever is wrong with a row is a ValueError that says which kind of row it was to be."""

    def decorate(build: Callable[[Any], Found]) -> Callable[[Any], Found]:
        @wraps(build)
        def checked(row: Any) -> Found:
            try:
                return build(row)
            except KeyError as error:
                raise ValueError(f"not {kind}: no {error}") from error
            except (TypeError, AttributeError, ValueError) as error:
                raise ValueError(f"not {kind}: {error}") from error

        return checked

    return decorate


@_refusing("a claim")
def claim_from_row(row: ClaimRow) -> Claim:
    """The claim of such a row; ValueError where it is none."""
    cue = row["cue"]
    return Claim(
        id=row["id"],
        document=row["document"],
        span=Span(row["start"], row["end"]),
        evidence=row["evidence"],
        speaker=_actor(row["speaker"]),
        stance=_word(row["stance"], Stance),
        event=_event(row["event"]),
        via=tuple(row["via"]),
        cue=Mention(cue["text"], Span(cue["start"], cue["end"])) if cue else None,
        quoted=_word(row["quoted"], Quoted),
        hedge=row["hedge"],
        background=row["background"],
        casualties=_tolls(row["casualties"]),
        confidence=float(row["confidence"]),
        why=tuple(row["why"]),
        judged=_word(judged, Verdict) if (judged := row.get("judged")) else None,
    )


@_refusing("an incident")
def incident_from_row(row: IncidentRow) -> Incident:
    """The incident of such a row (its documents by source where there are no `document_ids`); ValueError where it is none."""
    place, when = row["place"], row.get("when")
    return Incident(
        id=row["id"],
        type=_word(row["type"], EventType),
        parties=tuple(row["parties"]),
        documents=tuple(row.get("document_ids", row["documents"])),
        reports=row["reports"],
        claims=tuple(row["claims"]),
        accounts=tuple(_account(party, account) for party, account in row["accounts"].items()),
        points=tuple(_point(point) for point in row["points"]),
        place=_place(place) if place else None,
        when=_when(when) if when else None,
        confidence=float(row.get("confidence", 0.0)),
        set_aside=tuple(row.get("set_aside", ())),
        summary=tuple(Clause(clause["text"], tuple(clause["claims"])) for clause in row.get("summary", ())),
        copies=tuple(tuple(group) for group in row.get("copies", [])),
    )


@_refusing("a document")
def document_from_row(row: DocumentRow) -> Document:
    """The document of such a row; ValueError where it is none."""
    published = row.get("published")
    return Document(
        id=row["id"],
        source=row["source"],
        text=row["text"],
        outlet=row.get("outlet"),
        url=row.get("url"),
        title=row.get("title"),
        language=row.get("language", "en"),
        published=date.fromisoformat(published) if published else None,
        read_at=_instant(row.get("read_at")),
        original_sha256=row.get("original_sha256", ""),
        original_path=row.get("original_path"),
        changes=tuple(row.get("changes", ())),
    )


@_refusing("a rejection")
def rejection_from_row(row: RejectionRow) -> Rejection:
    """The rejection of such a row; ValueError where it is none."""
    return Rejection(row["source"], row["reason"], row.get("detail", ""), row.get("original_sha256", ""))


def _word(value: Word, allowed: object) -> Word:
    if value not in get_args(allowed):
        raise ValueError(f"{value!r} is none of {', '.join(get_args(allowed))}")
    return value


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {text}")
    return instant.astimezone(UTC)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _actor(row: ActorRow) -> Actor:
    return Actor(row["id"], row["text"], _span(row.get("start"), row.get("end")))


def _event(row: EventRow) -> Event:
    actor, target, place, when = row["actor"], row["target"], row["place"], row["when"]
    return Event(
        type=_word(row["type"], EventType),
        plover=row["plover"],
        cameo=row["cameo"],
        acled=row["acled"],
        ucdp=row["ucdp"],
        actor=_actor(actor) if actor else None,
        target=_actor(target) if target else None,
        place=_place(place) if place else None,
        when=_when(when) if when else None,
        weapon=row.get("weapon"),
        modality=_word(row.get("modality", "actual"), Modality),
    )


def _place(row: PlaceRow) -> Place:
    return Place(
        name=row["name"],
        text=row.get("text", ""),
        lat=row.get("lat"),
        lon=row.get("lon"),
        country=row.get("country"),
        admin1=row.get("admin1"),
        precision=row.get("precision", 7),
        geonames=row.get("geonames"),
        score=row.get("score", 0.0),
        from_context=row.get("from_context", False),
        alternatives=tuple(row.get("alternatives", ())),
    )


def _when(row: WhenRow) -> When:
    return When(
        text=row["text"],
        start=_instant(row["start"]),
        end=_instant(row["end"]),
        precision=_word(row["precision"], WhenPrecision),
        anchored=row["anchored"],
        timex=row.get("timex"),
        check=row.get("check"),
        from_context=row.get("from_context", False),
    )


def _tolls(rows: Iterable[TollRow]) -> tuple[Toll, ...]:
    return tuple(
        Toll(
            side=row["side"],
            kind=_word(row["kind"], TollKind),
            low=row.get("low"),
            best=row.get("best"),
            high=row.get("high"),
            unspecified=row.get("unspecified", False),
            text=row.get("text", ""),
            span=_span(row.get("start"), row.get("end")),
            partial=row.get("partial", False),
        )
        for row in rows
    )


def _account(party: str, row: AccountRow) -> Account:
    stances = (
        StanceSaid(_word(said["stance"], Stance), _day(said["on"]), tuple(said["speakers"]), tuple(said["claims"]))
        for said in row.get("stances", ())
    )
    admissions = (Admission(_word(one["ground"], Ground), tuple(one["claims"])) for one in row.get("admissions", ()))
    return Account(
        party,
        row["initiator"],
        _tolls(row["casualties"]),
        tuple(row["claims"]),
        tuple(_history(history) for history in row.get("history", ())),
        tuple(stances),
        tuple(admissions),
    )


def _history(row: TollHistoryRow) -> TollHistory:
    said = (TollSaid(_tolls([one["toll"]])[0], _day(one["on"]), tuple(one["speakers"]), tuple(one["claims"])) for one in row["said"])
    return TollHistory(row["side"], _word(row["kind"], TollKind), tuple(said), row["contradictory"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _point(row: PointRow) -> Point:
    answers = tuple(Answer(a["value"], tuple(a["according_to"]), tuple(a["claims"])) for a in row["answers"])
    return Point(_word(row["question"], Question), _word(row["status"], PointStatus), answers, row.get("about"))
