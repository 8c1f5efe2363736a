"""Factories of the record for tests: a claim or a report of which only what matters is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from counterclaim.model import Actor, Claim, Document, Event, EventType, Place, Span, Stance, Toll, TollKind, When, content_id

DAY = date(2031, 5, 6)
# Invented sides and places: nothing here is about anybody.
BRIDGE = Place("Bridge", "the bridge", 40.0, 46.0, "AAA", precision=1)
BRIDGE_AS_THEY_SAY = Place("Bridge", "Most", 40.0, 46.0, "AAA", precision=1)
HILL = Place("Hill", "the hill", 40.1, 46.1, "AAA", precision=1)  # 14 km from the bridge
FORD = Place("Ford", "the ford", 41.2, 46.0, "AAA", precision=1)  # 133 km from the bridge
COUNTRY = Place("Aland", "Aland", 40.5, 46.5, "AAA", precision=6)


def document(name: str = "doc", published: date | None = DAY, outlet: str | None = None, text: str = "") -> Document:
    return Document(content_id("document", name), f"made/{name}.txt", text or name, outlet=outlet or name, published=published)


def actor(identifier: str | None) -> Actor:
    return Actor(identifier, identifier or "")


def on(day: date | None, minute: int | None = None, words: str = "on that day") -> When:
    """A day, a minute of it (counted from midnight), or None: a Tuesday that nothing anchors."""
    if day is None:
        return When("Tuesday", timex="XXXX-WXX-2")
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if minute is None:
        return When(words, start, start + timedelta(days=1), "day", anchored=True)
    start += timedelta(minutes=minute)
    return When(words, start, start + timedelta(minutes=1), "minute", anchored=True)


def toll(side: str | None, kind: TollKind, number: int | None = None, *, least: bool = False, most: bool = False) -> Toll:
    """4: `toll(…, 4)`; at least 4: with `least`; up to 4: with `most`; no number: none."""
    if number is None:
        return Toll(side, kind, unspecified=True, text="dead")
    return Toll(side, kind, low=None if most else number, best=number, high=None if least else number, text=str(number))


def claim(  # noqa: PLR0913 - a factory: every field has its default
    of: Document,
    speaker: str | None = "outlet",
    stance: Stance = "asserts",
    kind: EventType = "armed_clash",
    *,
    by: str | None = None,
    against: str | None = None,
    place: Place | None = None,
    when: When | None = None,
    tolls: Sequence[Toll] = (),
    at: int = 0,
    background: bool = False,
    weapon: str | None = None,
) -> Claim:
    """A claim of a document at an offset of its text; its id is a hash of all that is given."""
    event = Event(
        kind,
        actor=actor(by) if by else None,
        target=actor(against) if against else None,
        place=place,
        when=when,
        weapon=weapon,
    )
    end = min(at + 5, len(of.text))
    return Claim(
        id=content_id(of.id, speaker, stance, kind, by, against, str(place), str(when), [str(one) for one in tolls], at),
        document=of.id,
        span=Span(at, max(at, end)),
        evidence=of.text[at:end],
        speaker=actor(speaker),
        stance=stance,
        event=event,
        background=background,
        casualties=tuple(tolls),
        confidence=0.5,
    )
