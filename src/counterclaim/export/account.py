"""What the exports of incidents share: an incident with its sides, its dead and its reports, and the columns of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counterclaim.export.codes import ActorCodes, actor_codes
from counterclaim.export.dyad import Acts, Dyad, acts_by_incident, dyad_of, side_codes
from counterclaim.export.readable import Readable
from counterclaim.export.sources import Source, incident_of_claims, reports_of, sources_of
from counterclaim.export.tolls import Deaths, deaths_of, rival_tolls
from counterclaim.interchange import IncidentRow

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as the exports see it."""

    row: IncidentRow
    acts: Acts
    dyad: Dyad
    deaths: Deaths
    reports: list[Source]

    @property
    def country(self) -> str:
        """Alpha-3 of where it was; "" where that is not known."""
        place = self.row["place"]
        return (place.get("country") if place else None) or ""

    @property
    def first_day(self) -> date | None:
        return date.fromisoformat(self.row["start"]) if self.row["start"] else None

    @property
    def last_day(self) -> date | None:
        return date.fromisoformat(self.row["end"]) if self.row["end"] else None

    @property
    def days(self) -> int | None:
        """How many days it may be of."""
        first, last = self.first_day, self.last_day
        return (last - first).days + 1 if first and last else None

    def side(self, party: str) -> tuple[ActorCodes, list[ActorCodes]]:
        """Who fought for a party, and with whom of its own."""
        return side_codes(party, self.acts, self._country_of(party))

    def _country_of(self, party: str) -> str:
        """Civilians are of the other side where there is one that is a state and did not do it; else of the place."""
        states = [one for one in self.dyad.further if actor_codes(one).ucdp == "state"]
        return states[0] if party == self.dyad.second and self.dyad.hit != "armed" and len(states) == 1 else self.country


def told(readable: Readable) -> Iterator[Told]:
    """Every incident, in order. Two passes over the incidents and one over the claims; what is held grows with incidents, not text."""
    sources = sources_of(readable)
    acts = acts_by_incident(readable, incident_of_claims(readable))
    for incident in readable.incident_rows():
        own = acts.pop(incident["id"], None) or Acts()
        yield Told(incident, own, dyad_of(incident, own), deaths_of(incident), reports_of(incident, sources))


def sides_of(incident: Told, shape: str) -> list[tuple[str, str]]:
    """The rows of a shape: the two sides together, or each party alone, civilians among them where they are a side."""
    dyad = incident.dyad
    if shape == "dyadic":
        return [(dyad.first, dyad.second)]
    return [(party, "") for party in (dyad.first, dyad.second, *dyad.further) if party] or [("", "")]


def own_cells(incident: Told, row_parties: tuple[str, str]) -> Row:
    """The columns of ours that ACLED's and UCDP's forms both carry, by name."""
    row, deaths = incident.row, incident.deaths
    when, place = row.get("when"), row["place"]
    killed = [point for point in row["points"] if point["question"] == "killed"]
    began = [point for point in row["points"] if point["question"] == "who_began"]
    return {
        "date_end": incident.last_day,
        "when_precision": when["precision"] if when else None,
        "where_precision": place.get("precision", 7) if place else 7,
        "parties": row["parties"],
        "further_parties": [party for party in row["parties"] if party not in row_parties],
        "killed_low": deaths.total.low,
        "killed_best": deaths.total.best,
        "killed_high": deaths.total.high,
        "killed_disputed": any(point["status"] == "contradicted" for point in killed),
        "killed_unnumbered": deaths.unnumbered,
        "tolls": rival_tolls(row),
        "who_began": [{"value": a["value"], "according_to": a["according_to"]} for point in began for a in point["answers"]],
        "who_began_status": began[0]["status"] if began else None,
        "disputed": sorted({point["question"] for point in row["points"] if point["status"] == "contradicted"}),
        "reports": row["reports"],
        "sources": row["documents"],
        "urls": [source.url for source in incident.reports if source.url],
        "claims": row["claims"],
        "confidence": row.get("confidence"),
    }
