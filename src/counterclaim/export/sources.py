"""What exports ask of reports: outlet, address, day and headline of each; and which incident a claim belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counterclaim.export.readable import Readable
from counterclaim.interchange import IncidentRow
from counterclaim.model import Document


@dataclass(frozen=True, slots=True)
class Source:
    """A report without its text."""

    id: str
    source: str
    outlet: str | None
    url: str | None
    title: str | None
    published: date | None
    language: str

    @property
    def address(self) -> str:
        return self.url or self.source


def sources_of(readable: Readable) -> dict[str, Source]:
    """Every report by its id."""
    return {document.id: source_of(document) for document in readable.documents()}


def source_of(document: Document) -> Source:
    """The same of one."""
    return Source(document.id, document.source, document.outlet, document.url, document.title, document.published, document.language)


def reports_of(incident: IncidentRow, sources: Mapping[str, Source]) -> list[Source]:
    """The reports of an incident, the first published first; sources that are no report here are left out."""
    found = [sources[identifier] for identifier in incident.get("document_ids", []) if identifier in sources]
    return sorted(found, key=lambda source: (source.published or date.max, source.source, source.id))


def distinct(texts: Sequence[str | None]) -> list[str]:
    """Each text once, in the order of its first time."""
    return list(dict.fromkeys(text for text in texts if text))


def incident_of_claims(readable: Readable) -> dict[str, str]:
    """Claim id -> id of its incident; claims of none are not in it. Some 170 bytes a claim."""
    return {claim: incident["id"] for incident in readable.incident_rows() for claim in incident["claims"]}


class Texts:
    """Documents by id, the last one kept: claims come document by document."""

    def __init__(self, readable: Readable) -> None:
        self._readable = readable
        self._last: Document | None = None

    def document(self, identifier: str) -> Document:
        if self._last is None or self._last.id != identifier:
            self._last = self._readable.document(identifier)
        return self._last
