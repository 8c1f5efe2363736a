"""Claims as GDELT 2.0 has them: mentions of events.

An event is an act as it is claimed: within one incident (or one report that tells of none, on one day) the same kind of act, doer and
target, by party. So that A fired on B and that B fired on A are two events of one incident, each with who says it and who denies it,
and ten reports of either are ten mentions. All violence is of one kind: what one speaker calls a clash another calls shelling. A
claim that does not say that its act took place (a denial, a warning, an appeal) is an event of speaking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from counterclaim.export.claim_cells import Coded, coded_claims, first_day
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Source, Texts, incident_of_claims, sources_of
from counterclaim.export.tolls import claimed_tolls
from counterclaim.export.ucdp_ged import number_of
from counterclaim.interchange import PlaceRow
from counterclaim.model import Document, content_id
from counterclaim.text import paragraphs

Key: TypeAlias = tuple[str, str, str, str]
Row = dict[str, object]
REPORT = "report "  # how the first part of the key of an event of no incident begins
VIOLENT_ROOTS = frozenset({"18", "19", "20"})
VIOLENCE = "violence"
LEAD_PARAGRAPHS = 2  # the headline and the first paragraph


@dataclass(slots=True)
class Event:
    """An event over all its mentions; `day`, `place` and `precision` are those of the first mention that has a day or a place."""

    key: Key
    spoken: bool
    codes: Counter[str] = field(default_factory=Counter)
    doers: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    day: date | None = None
    place: PlaceRow | None = None
    precision: str | None = None
    said_by: set[str] = field(default_factory=set)
    claims: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    tolls: list[Row] = field(default_factory=list)
    root: bool = False

    @property
    def number(self) -> int:
        return number_of(content_id("event", *self.key))

    @property
    def incident(self) -> str | None:
        return None if self.key[0].startswith(REPORT) else self.key[0]

    @property
    def code(self) -> str:
        """The code that most mentions have, the longest of several."""
        return min(self.codes, key=lambda code: (-self.codes[code], -len(code), code))


class Events:
    """All events of a ledger. What is held grows with events and with the ids of claims, not with text."""

    def __init__(self, readable: Readable) -> None:
        self._incidents = incident_of_claims(readable)
        self.sources: Mapping[str, Source] = sources_of(readable)
        self._events: dict[Key, Event] = {}
        self._denials: dict[tuple[str, str], set[str]] = {}
        texts, leads = Texts(readable), Leads()
        for claim in coded_claims(readable):
            if claim.act.cameo:
                self._add(claim, leads.has(texts.document(claim.claim["document"]), claim.claim["start"]))

    def _add(self, claim: Coded, leading: bool) -> None:
        row = claim.claim
        key = self.key_of(claim)
        event = self._events.setdefault(key, Event(key, claim.act.spoken))
        event.codes[claim.act.cameo] += 1
        event.doers[claim.doer_id] += 1
        event.targets[claim.target_id] += 1
        when, day = row["event"]["when"], first_day(row)
        if when and day and event.day is None:
            event.day, event.precision = day, when["precision"]
        event.place = event.place or row["event"]["place"]
        event.root = event.root or leading
        event.claims.append(row["id"])
        event.documents.add(row["document"])
        event.tolls.extend(claimed_tolls(row))
        if speaker := _party(row["speaker"]["id"]):
            event.said_by.add(speaker)
            if row["stance"] == "denies":
                doer = row["event"]["actor"]
                self._denials.setdefault((key[0], _party(doer["id"] if doer else None) or speaker), set()).add(speaker)

    def key_of(self, claim: Coded) -> Key:
        """Which event a claim mentions."""
        row = claim.claim
        incident, day = self._incidents.get(row["id"]), first_day(row)
        where = incident or f"{REPORT}{row['document']} {day.isoformat() if day else ''}"
        root = claim.act.cameo[:2]
        return where, VIOLENCE if root in VIOLENT_ROOTS else root, _party(claim.doer_id), _party(claim.target_id)

    def of(self, claim: Coded) -> Event | None:
        """The event that a claim mentions; None where it has no code."""
        return self._events.get(self.key_of(claim))

    def all(self) -> Iterable[Event]:
        """By (day, number), the undated last."""
        return sorted(self._events.values(), key=lambda event: (event.day or date.max, event.number))

    def denied_by(self, event: Event) -> list[str]:
        """The parties that deny that the doer did anything of the kind in this incident."""
        return [] if event.spoken else sorted(self._denials.get((event.key[0], event.key[2]), ()))

    def published(self, event: Event) -> date | None:
        """When the first report of it was published."""
        days = [source.published for document in event.documents if (source := self.sources.get(document)) and source.published]
        return min(days, default=None)


class Leads:
    """Where the lead of a report ends; the last one is kept."""

    def __init__(self) -> None:
        self._of, self._end = "", 0

    def has(self, document: Document, start: int) -> bool:
        """Whether an offset stands in the headline or the first paragraph."""
        if document.id != self._of:
            spans = paragraphs(document.text)[:LEAD_PARAGRAPHS]
            self._of, self._end = document.id, spans[-1].end if spans else 0
        return start < self._end


def most_named(ids: Counter[str]) -> str:
    """The id that most mentions have, one of an organ before its party's alone; "" where none has any."""
    return min((one for one in ids if one), key=lambda one: (":" not in one, -ids[one], one), default="")


def _party(identifier: str | None) -> str:
    return (identifier or "").partition(":")[0]


def day_number(day: date | None) -> int | None:
    """20240917."""
    return int(day.strftime("%Y%m%d")) if day else None


def second_number(day: date | None) -> int | None:
    """20240917000000: GDELT's numbers have the time of day."""
    return int(day.strftime("%Y%m%d") + "000000") if day else None
