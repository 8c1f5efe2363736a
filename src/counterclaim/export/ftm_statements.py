"""The record as statements of FollowTheMoney, as CSV: one row for each value that one report asserts of one thing.

An incident is an Event, a report an Article, a state a PublicBody and any other party an Organization. What a claim says of its
incident is a statement in the data set of its report; what we ourselves conclude is one in the data set `counterclaim`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1
from typing import IO

from counterclaim.export.codes import actor_codes, actor_name
from counterclaim.export.columns import chosen
from counterclaim.export.dyad import took_place
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Source, incident_of_claims, sources_of
from counterclaim.export.table import TableWriter
from counterclaim.export.words import one_line, points_in_words, speaker_name, title_of
from counterclaim.interchange import ClaimRow, IncidentRow
from counterclaim.lexicon import rows

Row = dict[str, object]
OURS = "counterclaim"


@dataclass(frozen=True, slots=True)
class Entity:
    """What is spoken of."""

    id: str
    schema: str


def write(readable: Readable, handle: IO[bytes], options: ExportOptions) -> int:
    """Incidents with what we conclude, then reports with their claims, then the parties named; the number of statements."""
    writer = TableWriter(handle, chosen("ftm-statements", options))
    sources, incidents = sources_of(readable), incident_of_claims(readable)
    parties: set[str] = set()
    for incident in readable.incident_rows():
        parties.update(incident["parties"])
        for row in _incident(incident):
            writer.write(row)
    for row in _reports(readable, sources, incidents, parties):
        writer.write(row)
    for party in sorted(parties):
        for row in _party(party):
            writer.write(row)
    return writer.count


def _incident(incident: IncidentRow) -> Iterator[Row]:
    entity = _event_entity(incident["id"])
    place = incident["place"]
    yield _statement(entity, "id", entity.id, "id", OURS, "link")
    yield _statement(entity, "name", title_of(incident), "name", OURS, "link")
    for prop, day in (("startDate", incident["start"]), ("endDate", incident["end"])):
        if day:
            yield _statement(entity, prop, day, "date", OURS, "link")
    if place:
        yield _statement(entity, "location", place["name"], "address", OURS, "link")
        if code := _two_letters(place.get("country")):
            yield _statement(entity, "country", code, "country", OURS, "link")
    for party in incident["parties"]:
        yield _statement(entity, "involved", _party_entity(party).id, "entity", OURS, "link")
    yield _statement(entity, "notes", points_in_words(incident), "text", OURS, "link")


def _reports(readable: Readable, sources: dict[str, Source], incidents: dict[str, str], parties: set[str]) -> Iterator[Row]:
    """Each report at its first claim, and what its claims say, no value of one thing twice."""
    current, seen = "", set[object]()
    for claim in readable.claim_rows():
        source = sources[claim["document"]]
        if source.id != current:
            current, seen = source.id, set()
            yield from _report(source)
        if incident := incidents.get(claim["id"]):
            for row in _claimed(claim, incident, source, parties):
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield row


def _report(source: Source) -> Iterator[Row]:
    entity = Entity(f"cc-report-{source.id}", "Article")
    day = source.published.isoformat() if source.published else None
    named = source.title or f"{source.outlet or source.source}{f', {day}' if day else ''}"
    values = (
        ("id", entity.id, "id"),
        ("name", one_line(named), "name"),
        ("title", source.title, "string"),
        ("publisher", source.outlet, "string"),
        ("sourceUrl", source.url, "url"),
        ("publishedAt", day, "date"),
        ("fileName", source.source, "string"),
    )
    for prop, value, kind in values:
        if value:
            yield _statement(entity, prop, value, kind, _dataset(source), "read", source=source)


def _claimed(claim: ClaimRow, incident: str, source: Source, parties: set[str]) -> Iterator[Row]:
    """What one claim says of its incident: that its report tells of it, in which words, and where, when and who."""
    entity, origin, dataset = _event_entity(incident), f"claim:{claim['id']}", _dataset(source)
    event = claim["event"]
    place, when = event["place"], event["when"]
    yield _statement(entity, "proof", f"cc-report-{source.id}", "entity", dataset, origin, source=source)
    yield _statement(entity, "description", _saying(claim), "text", dataset, origin, claim["evidence"], source)
    if not took_place(claim):
        return
    if place and not place.get("from_context"):
        yield _statement(entity, "location", place["name"], "address", dataset, origin, place.get("text"), source)
    if when and when["start"] and not when.get("from_context"):
        yield _statement(entity, "date", when["start"][:10], "date", dataset, origin, when["text"], source)
    for actor in (event["actor"], event["target"]):
        party = (actor["id"] or "").partition(":")[0] if actor else ""
        if actor and party and actor_codes(party).ucdp in {"state", "group"}:
            parties.add(party)
            yield _statement(entity, "involved", _party_entity(party).id, "entity", dataset, origin, actor["text"] or None, source)


def _saying(claim: ClaimRow) -> str:
    """The words with who says them and how: a value of its own even where two speakers use the same words."""
    speaker = claim["speaker"]["id"]
    who = speaker_name(speaker) if speaker else one_line(claim["speaker"]["text"]) or "somebody"
    return one_line(f"{who} {claim['stance'].replace('_', ' ')}: {claim['evidence']}")


def _party(party: str) -> Iterator[Row]:
    entity, codes = _party_entity(party), actor_codes(party)
    yield _statement(entity, "id", entity.id, "id", OURS, "lexicon")
    yield _statement(entity, "name", actor_name(party), "name", OURS, "lexicon")
    if code := _two_letters(codes.country):
        yield _statement(entity, "country", code, "country", OURS, "lexicon")


def _statement(  # noqa: PLR0913, PLR0917 - a statement has these parts
    entity: Entity, prop: str, value: str, kind: str, dataset: str, origin: str, original: str | None = None, source: Source | None = None
) -> Row:
    seen = source.published.isoformat() if source and source.published else None
    key = f"{dataset}.{entity.id}.{prop}.{value}"
    return {
        "canonical_id": entity.id,
        "entity_id": entity.id,
        "prop": prop,
        "schema": entity.schema,
        "value": value,
        "dataset": dataset,
        "lang": None,
        "original_value": original if original and original != value else None,
        "first_seen": seen,
        "last_seen": seen,
        "external": False,
        "origin": origin,
        "id": sha1(key.encode("utf-8", "replace"), usedforsecurity=False).hexdigest(),
        "prop_type": kind,
    }


def _event_entity(incident: str) -> Entity:
    return Entity(f"cc-incident-{incident}", "Event")


def _party_entity(party: str) -> Entity:
    return Entity(f"cc-party-{party.lower().replace('_', '-')}", "PublicBody" if actor_codes(party).ucdp == "state" else "Organization")


def _dataset(source: Source) -> str:
    """Names of data sets are small letters, digits and underscores."""
    return f"report_{source.id}"


def _two_letters(alpha3: str | None) -> str | None:
    found = (row["iso2"].lower() for row in rows("place_countries.csv") if row["iso3"] == alpha3)
    return next(found, None) if alpha3 else None
