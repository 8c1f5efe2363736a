"""Incidents as filled MUC-4 templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bench.muc_incidents import Filler, Incident
from bench.muc_phrases import Findings, lemma_of
from bench.muc_read import MONTHS, Message
from bench.muc_words import words

from counterclaim.extract.place import PlaceMention
from counterclaim.model import When

LABELS = (
    "MESSAGE: ID",
    "MESSAGE: TEMPLATE",
    "INCIDENT: DATE",
    "INCIDENT: LOCATION",
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE",
    "PERP: INCIDENT CATEGORY",
    "PERP: INDIVIDUAL ID",
    "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE",
    "PHYS TGT: ID",
    "PHYS TGT: TYPE",
    "PHYS TGT: NUMBER",
    "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT",
    "PHYS TGT: TOTAL NUMBER",
    "HUM TGT: NAME",
    "HUM TGT: DESCRIPTION",
    "HUM TGT: TYPE",
    "HUM TGT: NUMBER",
    "HUM TGT: FOREIGN NATION",
    "HUM TGT: EFFECT OF INCIDENT",
    "HUM TGT: TOTAL NUMBER",
)
WIDTH = 32
WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
EXACT = frozenset({"minute", "hour", "part_of_day", "day"})


def template(message: Message, number: int | None, slots: dict[str, Sequence[str]]) -> str:
    """A template as text; `number` None for a message that tells of no incident."""
    empty = "*" if number is None else "-"
    fixed = {"MESSAGE: ID": [message.id], "MESSAGE: TEMPLATE": ["*" if number is None else str(number)]}
    lines = []
    for at, label in enumerate(LABELS):
        fills = fixed.get(label) or slots.get(label) or [empty]
        lines.append(f"{at}.  {label}"[:4] + f"{f'{at}.  {label}'[4:]:<{WIDTH}}{fills[0]}")
        lines += [" " * (WIDTH + 4) + fill for fill in fills[1:]]
    return "\n".join(lines) + "\n"


def slots_of(message: Message, findings: Findings, one: Incident) -> dict[str, Sequence[str]]:
    location = place_slots(message, findings, one)
    return {
        "INCIDENT: DATE": [date_slot(one.whens, message.published)],
        "INCIDENT: LOCATION": [location],
        "INCIDENT: TYPE": [one.kind],
        "INCIDENT: STAGE OF EXECUTION": ["ACCOMPLISHED"],
        **instrument_slots(one),
        **perpetrator_slots(one),
        **thing_slots(one, location),
        **person_slots(one.fillers["victim"], location),
    }


def instrument_slots(one: Incident) -> dict[str, Sequence[str]]:
    if one.kind in {"ARSON", "KIDNAPPING"}:
        return {"INCIDENT: INSTRUMENT ID": ["*"], "INCIDENT: INSTRUMENT TYPE": ["*"]}
    means = one.fillers["means"]
    return {"INCIDENT: INSTRUMENT ID": [quoted(tool.id) for tool in means], "INCIDENT: INSTRUMENT TYPE": told(means, "means type")}


def perpetrator_slots(one: Incident) -> dict[str, Sequence[str]]:
    category = [one.category] if one.category != "none" else []
    return {
        "PERP: INCIDENT CATEGORY": category,
        "PERP: INDIVIDUAL ID": [quoted(person.id) for person in one.fillers["person"]],
        "PERP: ORGANIZATION ID": [quoted(group.id) for group in one.fillers["group"]],
        "PERP: ORGANIZATION CONFIDENCE": told(one.fillers["group"], "group confidence"),
    }


def thing_slots(one: Incident, location: str) -> dict[str, Sequence[str]]:
    if one.kind == "KIDNAPPING":
        return {label: ["*"] for label in LABELS if label.startswith("PHYS")}
    things = one.fillers["target"]
    return {
        "PHYS TGT: ID": [quoted(thing.id) for thing in things],
        "PHYS TGT: TYPE": told(things, "target type"),
        "PHYS TGT: NUMBER": [f"{thing.number}: {quoted(thing.id)}" for thing in things],
        "PHYS TGT: FOREIGN NATION": foreign(things, location),
        "PHYS TGT: EFFECT OF INCIDENT": told(things, "target effect"),
    }


def person_slots(persons: Sequence[Filler], location: str) -> dict[str, Sequence[str]]:
    return {
        "HUM TGT: NAME": [quoted(person.name) for person in persons if person.name],
        "HUM TGT: DESCRIPTION": [described(person) for person in persons if person.description],
        "HUM TGT: TYPE": told(persons, "victim type"),
        "HUM TGT: NUMBER": [f"{person.number}: {quoted(person.id)}" for person in persons],
        "HUM TGT: FOREIGN NATION": foreign(persons, location),
        "HUM TGT: EFFECT OF INCIDENT": told(persons, "victim effect"),
    }


def told(fillers: Sequence[Filler], slot: str) -> list[str]:
    """What a slot says of each answer of another: "DEATH: "PRIESTS""."""
    return [f"{value}: {quoted(one.id)}" for one in fillers if (value := one.values[slot]) != "none"]


def foreign(fillers: Sequence[Filler], location: str) -> list[str]:
    """The nation of each answer that is of another country than the incident."""
    nations = ((one, words("country").get(one.country, "")) for one in fillers)
    return [f"{nation}: {quoted(one.id)}" for one, nation in nations if nation and nation != location.partition(":")[0]]


def described(person: Filler) -> str:
    return f"{quoted(person.description)}: {quoted(person.name)}" if person.name else quoted(person.description)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def date_slot(whens: Sequence[When], published: date | None) -> str:
    """A day; a range; or, where only a weekday or nothing is said, on or before the day of the message."""
    told = [when for when in whens if when.start is not None and when.end is not None]
    nights = [when for when in told if when.start and when.text.lower() == "last night"]
    if nights and published is not None and nights[0] is told[0]:
        return f"{written(published - timedelta(days=1))} - {written(published)}"
    exact = [when for when in told if when.precision in EXACT and not any(day in when.text.upper() for day in WEEKDAYS)]
    if exact and exact[0].start:
        day = exact[0].start.date()
        if published is None or day <= published:
            return written(day)
    if published is not None and any(day in when.text.upper() for when in told for day in WEEKDAYS):
        return f"- {written(published)}"
    longer = [when for when in told if when.precision in {"week", "month"}]
    if longer and longer[0].start and longer[0].end:
        last = longer[0].end.date() - timedelta(days=1)
        last = min(last, published) if published else last
        if longer[0].start.date() <= last:
            return f"{written(longer[0].start.date())} - {written(last)}"
    return f"- {written(published)}" if published is not None else "-"


def written(day: date) -> str:
    return f"{day.day:02} {MONTHS[day.month - 1]} {day.year % 100:02}"


def place_slots(message: Message, findings: Findings, one: Incident) -> str:
    """The location: the places of the sentences that tell of the incident, from the widest to the narrowest."""
    parse = findings.parse
    home = home_country(message, findings)
    sentences = dict.fromkeys(parse.sentence_of[token] for token in one.tokens)
    found: list[PlaceMention] = []
    for sentence in (*sentences, *(number - 1 for number in sentences)):
        here = [place for place in findings.report.places if place.kind == "toponym" and parse.sentence_of[place.head_token] == sentence]
        found = [place for place in here if not is_country(place)]
        if found:
            break
    named = Counter(place.place.country for place in findings.report.places if place.place.country)
    country = next((code for place in found if (code := place.place.country) and (named[code] > 1 or code == home)), None) or home
    name = words("country").get(country or "", "")
    levels: dict[int, str] = {}
    for place in found:
        level, text, unit = place_part(findings, place, country)
        if unit and text and text != name and (place.place.country in {country, None} or named[place.place.country] == 1):
            levels.setdefault(level, f"{text} ({unit})")
    return ": ".join([name or "-", *(levels[level] for level in sorted(levels))])


def is_country(place: PlaceMention) -> bool:
    return place.place.precision == 6


def place_part(findings: Findings, place: PlaceMention, country: str | None) -> tuple[int, str, str]:
    """How narrow a place is, its name, and its type: as the words beside it say, else as the gazetteer does; "" where neither does."""
    parse = findings.parse
    tokens = list(range(place.tokens[0], place.tokens[1] + 1))
    while len(tokens) > 1 and parse.upos[tokens[0]] == "ADP":
        tokens.pop(0)
    near = [*reversed(tokens[1:]), tokens[-1] + 1, tokens[0] - 1, tokens[0] - 2]
    unit = next((kind for token in near if 0 <= token < len(parse) and (kind := words("unit").get(lemma_of(parse, token)))), "")
    while len(tokens) > 1 and lemma_of(parse, tokens[-1]) in words("unit"):
        tokens.pop()
    name = " ".join(parse.form(token) for token in tokens)
    if not unit:
        region = words("region").get(country or "", "DEPARTMENT")
        unit = {1: "CITY", 2: "CITY", 3: "MUNICIPALITY", 4: region, 5: "REGION"}.get(place.place.precision, "")
    unit = words("place").get(name.lower(), unit)
    level = {"REGION": 0, "DEPARTMENT": 1, "PROVINCE": 1, "STATE": 1, "MUNICIPALITY": 2, "CITY": 3, "TOWN": 3}.get(unit, 4)
    return level, name, unit


def home_country(message: Message, findings: Findings) -> str | None:
    """The country most named in the message; before all others one of those that the task is about."""
    countries = Counter(place.place.country for place in findings.report.places if place.place.country)
    known = [country for country, _ in countries.most_common() if country in words("country")]
    wanted = [country for country in known if country in words("wanted")]
    return next(iter([*wanted, *known]), None)


def templates(message: Message, findings: Findings, found: Sequence[Incident]) -> Iterator[str]:
    for number, one in enumerate(found, 1):
        yield template(message, number, slots_of(message, findings, one))
    if not found:
        yield template(message, None, {})
