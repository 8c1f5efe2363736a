"""The sources of a report: numbered, each family of copies under the report that it descends from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from counterclaim.model import Document, Incident
from counterclaim.report.blocks import Item, Items
from counterclaim.wording import plain, source_name


class Sources:
    """Every document that the incidents rest on, with its number."""

    def __init__(self, incidents: Iterable[Incident], documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._copies: dict[str, tuple[str, ...]] = {}
        self._head: dict[str, str] = {}
        told = set[str]()
        for incident in incidents:
            told.update(incident.documents)
            for head, *members in incident.copies:
                self._copies[head] = tuple(members)
                self._head |= dict.fromkeys(members, head)
        heads = sorted((one for one in told if one not in self._head), key=self._order)
        self._ordered = [one for head in heads for one in (head, *self._copies.get(head, ()))]
        self._number = {document: number for number, document in enumerate(self._ordered, 1)}

    def __len__(self) -> int:
        return len(self._ordered)

    @property
    def independent(self) -> int:
        return len(self._ordered) - len(self._head)

    @property
    def published(self) -> tuple[date, date] | None:
        found = [day for one in self._ordered if (day := self._documents[one].published)]
        return (min(found), max(found)) if found else None

    def is_copy(self, document: str) -> bool:
        return document in self._head

    def references(self, documents: Iterable[str]) -> str:
        """ "[1, 4; copies 2, 3]": copies after the others."""
        given = sorted({self._number[one] for one in documents})
        heads = [number for number in given if not self.is_copy(self._ordered[number - 1])]
        copies = [number for number in given if number not in heads]
        words = [", ".join(map(str, heads))] if heads else []
        words += [f"{'copy' if len(copies) == 1 else 'copies'} {', '.join(map(str, copies))}"] if copies else []
        return f"[{'; '.join(words)}]" if words else ""

    def listed(self) -> Items:
        """A line each, with the copies under it."""
        heads = [one for one in self._ordered if one not in self._head]
        return Items(tuple(Item(self._line(head), tuple(self._line(one) for one in self._copies.get(head, ()))) for head in heads))

    def _line(self, identifier: str) -> str:
        document = self._documents[identifier]
        published = document.published.isoformat() if document.published else "undated"
        title = f": {plain(document.title)}" if document.title else ""
        copy = "copy: " if self.is_copy(identifier) else ""
        url = f" ({plain(document.url)})" if document.url else ""
        outlet = plain(document.outlet or "") or source_name(document.source)
        return f"[{self._number[identifier]}] {copy}{outlet}, {published}{title}{url}"

    def _order(self, identifier: str) -> tuple[date, str, str]:
        document = self._documents[identifier]
        return document.published or date.max, document.source, identifier
