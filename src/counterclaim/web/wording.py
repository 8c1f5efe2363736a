"""What the pages say for ids, days, stances and numbers. No word here depends on which side it is about."""

from __future__ import annotations

from datetime import date, datetime

from counterclaim.lexicon.shown import KINDS, MANNER, QUESTIONS, STANCES, shown_names
from counterclaim.link import toll_words
from counterclaim.model import Claim, Document, Incident, Place, Point, Toll, When
from counterclaim.web.visible import one_line

TYPES = {"other": "violence"}
MEANINGS = {
    "agreed": "all who answer say the same",
    "contradicted": "the answers cannot both hold",
    "compatible": "the answers differ, but can both hold",
    "one_sided": "only one party answers",
    "unstated": "nobody answers",
}


def name(identifier: str | None) -> str:
    """What a person reads for an id: "Finland", "Finland, defence ministry", "civilians"."""
    if not identifier:
        return "somebody not identified"
    names = shown_names()
    party, colon, organ = identifier.partition(":")
    shown = names.get(identifier) or names.get(party) or _person(party)
    return one_line(f"{shown}, {names.get(f':{organ}', organ)}" if colon and identifier not in names else shown)


def _person(identifier: str) -> str:
    """An id without a name of its own is a person's: "Anna Berg" for anna_berg."""
    return " ".join(word[:1].upper() + word[1:] for word in identifier.split("_"))


def title_name(identifier: str) -> str:
    shown = name(identifier)
    return shown[:1].upper() + shown[1:]


def type_name(kind: str) -> str:
    return TYPES.get(kind, kind.replace("_", " "))


def place_name(place: Place | None) -> str:
    """ "Tornio, Finland"; the country where it is known and is not the place itself."""
    if place is None:
        return "a place not known"
    country = country_name(place.country)
    return one_line(place.name) if not country or country == place.name else f"{one_line(place.name)}, {country}"


def country_name(code: str | None) -> str:
    return shown_names().get(code, one_line(code)) if code else ""


def incident_title(incident: Incident) -> str:
    """ "Shooting at Tornio, Finland"."""
    return f"{type_name(incident.type).capitalize()} at {place_name(incident.place)}"


def day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else "undated"


def when_words(when: When | None) -> str:
    """ "17 September 2024, 03:40 UTC"."""
    if when is None:
        return "no time given"
    if when.start is None:
        return f"date not known: “{one_line(when.text)}”"
    if when.precision == "minute":
        return f"{day(when.start.date())}, {when.start:%H:%M} UTC" + (f" ({one_line(when.check)})" if when.check else "")
    last = date.fromordinal(when.end.toordinal() - 1) if when.end else when.start.date()
    return day(when.start.date()) if last <= when.start.date() else f"{day(when.start.date())} to {day(last)}"


def outlet(document: Document) -> str:
    return one_line(document.outlet or "") or ("standard input" if document.source == "-" else one_line(document.source))


def headline(document: Document) -> str:
    """Its title, or its first line."""
    first = next((line for line in document.text.splitlines() if line.strip()), "")
    words = one_line(document.title or first) or "Report without words"
    return words if len(words) <= 140 else f"{words[:139].rstrip()}…"


def stance(claim: Claim) -> str:
    """ "accuses Sweden"."""
    verb = STANCES.get(claim.stance, claim.stance)
    doer = claim.event.actor.party if claim.event.actor else None
    return f"{verb} {name(doer)}" if claim.stance == "accuses" and doer else verb


def notes(claim: Claim) -> list[str]:
    """The organ that speaks, how it is quoted, what weakens it, through whom it came."""
    organ = claim.speaker.id.partition(":")[2] if claim.speaker.id else ""
    shown = shown_names().get(f":{organ}", organ) if organ else ""
    hedge = f"hedged: {one_line(claim.hedge)}" if claim.hedge else ""
    background = "background" if claim.background else ""
    found = [shown, MANNER[claim.quoted], hedge, background, *(f"via {name(one)}" for one in claim.via)]
    return [note for note in found if note]


def toll_line(toll: Toll) -> str:
    """ "killed, Sweden: at least 9"."""
    side = name(toll.side.partition(":")[0]) if toll.side else "side not said"
    return f"{KINDS.get(toll.kind, toll.kind)}, {side}: {toll_words(toll)}" + (" (part of a larger number)" if toll.partial else "")


def count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def instant(value: datetime) -> str:
    return f"{day(value.date())}, {value:%H:%M} UTC"


def decision(decided: str, field: str | None) -> str:
    """ "not the same incident"; "corrected: speaker"."""
    words = {"same_incident": "the same incident", "not_same_incident": "not the same incident", "taken_back": "took back"}
    return words.get(decided, decided) + (f": {field}" if field else "")


def point_words(point: Point) -> str:
    """ "killed, Sweden"."""
    question = QUESTIONS[point.question].rstrip("?")
    words = f"{question}, {name(point.about)}" if point.about else question
    return words[:1].lower() + words[1:]
