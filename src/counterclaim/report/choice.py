"""Which incidents a report is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counterclaim.interchange import days
from counterclaim.lexicon.shown import shown_names
from counterclaim.model import Incident
from counterclaim.wording import day_words, plain


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Incidents that fell on `since` or later and on `until` or earlier; at a place or in a country; to which a party is one.

    `place` is a name as the incident or a speaker gives it, a country or its code; `party` a name or a code; case does not count.
    """

    since: date | None = None
    until: date | None = None
    place: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The incidents, in their order; how many more there would be if they had a date."""

    incidents: tuple[Incident, ...]
    undated: int


def choose(incidents: Iterable[Incident], options: ReportOptions) -> Chosen:
    """Those that meet all that is asked for. What has no date is within none."""
    found, undated = list[Incident](), 0
    for incident in incidents:
        if _is_at(incident, options.place) and _is_of(incident, options.party):
            span = days(incident.when)
            if span is None and (options.since or options.until):
                undated += 1
            elif span is None or ((options.since or span[1]) <= span[1] and span[0] <= (options.until or span[0])):
                found.append(incident)
    return Chosen(tuple(found), undated)


def asked(options: ReportOptions) -> str:
    """ "since 1 May 2031, at Tornio, Finland being a party"."""
    parts = [
        f"since {day_words(options.since)}" if options.since else "",
        f"until {day_words(options.until)}" if options.until else "",
        f"at {plain(options.place)}" if options.place else "",
        f"{_party(options.party)} being a party" if options.party else "",
    ]
    return ", ".join(part for part in parts if part)


def _party(words: str) -> str:
    return plain(shown_names().get(words, words))


def _is_at(incident: Incident, wanted: str | None) -> bool:
    if wanted is None:
        return True
    place, names = incident.place, shown_names()
    given = {answer.value for point in incident.points if point.question == "where" for answer in point.answers}
    if place is not None:
        given |= {place.name, place.text, place.admin1 or "", place.country or "", names.get(place.country or "", "")}
    return wanted.casefold() in {one.casefold() for one in given if one}


def _is_of(incident: Incident, wanted: str | None) -> bool:
    if wanted is None:
        return True
    names = shown_names()
    return any(wanted.casefold() in {party.casefold(), names.get(party, party).casefold()} for party in incident.parties)
