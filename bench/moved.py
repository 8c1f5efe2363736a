"""Copies of reports and their claims moved in time or place: incidents that are as like the true ones as two clashes of one war can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from counterclaim.model import Claim, Document, Event, Place, Toll, When, content_id

KM_PER_DEGREE = 111.0
MARK = "Qq"  # before each word of a place's name that was moved, in the claims and in the text


def moved(documents: Sequence[Document], claims: Sequence[Claim], days: int, km: float) -> tuple[list[Document], list[Claim]]:
    """Each report and claim `days` later and `km` further north, with other ids and numbers of dead and hurt. Spans are no longer right."""
    ids = {document.id: content_id("moved", days, km, document.id) for document in documents}
    names = _names(claims) if km else None
    return (
        [
            replace(
                document,
                id=ids[document.id],
                source=f"moved/{document.source}",
                text=names.sub(rf"{MARK}\g<0>", document.text) if names else document.text,
                published=document.published + timedelta(days=days) if document.published else None,
            )
            for document in documents
        ],
        [
            replace(
                claim,
                id=content_id("moved", days, km, claim.id),
                document=ids[claim.document],
                event=_event(claim.event, days, km),
                casualties=tuple(map(_other_number, claim.casualties)),
            )
            for claim in claims
        ],
    )


def _names(claims: Iterable[Claim]) -> re.Pattern[str] | None:
    """The capitalised words of all places below a country."""
    places = (claim.event.place for claim in claims)
    words = {word for place in places if place is not None and place.precision < 6 for word in place.text.split() if word[:1].isupper()}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b") if words else None


def _event(event: Event, days: int, km: float) -> Event:
    return replace(event, when=_later(event.when, days), place=_further(event.place, km) if km else event.place)


def _later(when: When | None, days: int) -> When | None:
    if when is None or when.start is None:
        return when
    shift = timedelta(days=days)
    return replace(when, start=when.start + shift, end=when.end + shift if when.end else None)


def _further(place: Place | None, km: float) -> Place | None:
    if place is None or place.lat is None:
        return place
    name, text = (" ".join(f"{MARK}{word}" for word in words.split()) for words in (place.name, place.text))
    return replace(place, lat=min(89.0, place.lat + km / KM_PER_DEGREE), name=name, text=text)


def _other_number(toll: Toll) -> Toll:
    low, best, high = (None if number is None else 2 * number + 1 for number in (toll.low, toll.best, toll.high))
    return replace(toll, low=low, best=best, high=high)
