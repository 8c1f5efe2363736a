"""A record in memory that exports can read: claims of a few made reports, linked, in the orders that a ledger gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from counterclaim.interchange import ClaimRow, IncidentRow, claim_row, incident_row
from counterclaim.link import link
from counterclaim.model import Claim, Document, Incident, Place
from tests.made import claim, document, on, toll

DAY = date(2031, 5, 6)
# Real states and places, and nothing that ever happened.
TORNIO = Place("Tornio", "Tornio", 65.848, 24.147, "FIN", "Lappi", precision=1, geonames=634093)


@dataclass(frozen=True, slots=True)
class Record:
    """What `Readable` asks for."""

    reports: Sequence[Document]
    claimed: Sequence[Claim]
    linked: Sequence[Incident] = field(default=())

    def documents(self) -> Iterator[Document]:
        return iter(sorted(self.reports, key=lambda one: (one.published or date.max, one.source, one.id)))

    def document(self, identifier: str) -> Document:
        return next(one for one in self.reports if one.id == identifier)

    def claim_rows(self) -> Iterator[ClaimRow]:
        sources = {one.id: one.source for one in self.reports}
        order = sorted(self.claimed, key=lambda one: (sources[one.document], one.span, one.id))
        return (claim_row(one, sources[one.document]) for one in order)

    def incident_rows(self) -> Iterator[IncidentRow]:
        sources = {one.id: one.source for one in self.reports}
        return (incident_row(one, sources) for one in self.linked)


def record_of(reports: Sequence[Document], claimed: Sequence[Claim]) -> Record:
    """The claims linked as they would be in a ledger."""
    return Record(reports, claimed, link(claimed, reports))


def border_clash(one: str = "FIN", other: str = "SWE") -> Record:
    """Two reports: `one` says that `other` began and lost at least nine; `other` says the reverse, and that it lost three."""
    first = document("one", DAY, "Northern Wire", "Border clash.\n\nTheir troops fired first, they said. At least nine of them died.")
    second = document("two", date(2031, 5, 7), "Skerry Online", "An answer.\n\nThey opened fire, the other side said. It lost three men.")
    when = on(DAY)
    mine, theirs = f"{one}:MIL", f"{other}:MIL"
    claims = [
        claim(first, f"{one}:MOD", "accuses", "shooting", by=theirs, against=f"{one}:BORDER", at=15, place=TORNIO, when=when),
        claim(first, f"{one}:MOD", by=mine, against=theirs, tolls=[toll(theirs, "killed", 9, least=True)], at=45, place=TORNIO, when=when),
        claim(second, other, "accuses", "shooting", by=mine, against=theirs, at=17, place=TORNIO, when=when),
        claim(second, other, tolls=[toll(theirs, "killed", 3), toll(one, "killed")], at=49, place=TORNIO, when=when),
        claim(second, other, "denies", "shooting", by=theirs, against=f"{one}:BORDER", at=20, place=TORNIO, when=when),
    ]
    return record_of([first, second], claims)
