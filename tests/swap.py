"""The swap test's material: one sentence told of two states, and the record with the parties' names taken out.

A template speaks of the parties A and B by slots, each filled from lexicon/states.csv: {A} name, {A.adj} adjective, {A.cap} capital.
Filling it with a dyad and with the dyad exchanged must give the same record, once ids and names are put back as A and B.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice

from counterclaim import lexicon
from counterclaim.interchange import claim_row
from counterclaim.model import Claim, Document

DYADS = (
    ("ARM", "AZE"),
    ("IND", "PAK"),
    ("THA", "KHM"),
    ("ETH", "ERI"),
    ("RUS", "UKR"),
    ("PRK", "KOR"),
    ("COL", "VEN"),
    ("RWA", "BDI"),
    ("SDN", "TCD"),
    ("ISR", "LBN"),
    ("GRC", "TUR"),
    ("KGZ", "TJK"),
    ("DZA", "MAR"),
    ("CHN", "VNM"),
    ("PER", "ECU"),
    ("IRN", "IRQ"),
    ("KEN", "SOM"),
    ("HND", "NIC"),
    ("AFG", "UZB"),
    ("MLI", "MRT"),
)
LEFT_OUT = frozenset({"document", "start", "end"})  # where the words stand depends on the length of the names
WHERE_EXACTLY = frozenset({"name", "lat", "lon", "admin1", "geonames", "score", "alternatives"})  # one country is not where the other is


@dataclass(frozen=True, slots=True)
class Forms:
    """How a state is named in a slot."""

    id: str
    name: str
    adjective: str
    capital: str


@cache
def forms(state: str) -> Forms:
    row = next(row for row in lexicon.rows("states.csv") if row["id"] == state)
    return Forms(state, *(row[column].split("|")[0] for column in ("names", "adjectives", "capitals")))


def pairs(templates: Iterable[str], dyads_each: int, dyads: Iterable[tuple[str, str]] = DYADS) -> Iterator[tuple[str, str, str]]:
    """Every template with `dyads_each` dyads, going round the dyads so that all have their turn."""
    turning = cycle(dyads)
    for template in templates:
        for first, second in islice(turning, dyads_each):
            yield template, first, second


def told(template: str, first: str, second: str) -> str:
    """The template told of two states."""
    slots: dict[str, str] = {}
    for party, state in (("A", forms(first)), ("B", forms(second))):
        slots |= {party: state.name, f"{party}.adj": state.adjective, f"{party}.cap": state.capital}
    return re.sub(r"\{(A|B)(\.adj|\.cap)?\}", lambda slot: slots[slot.group()[1:-1]], template)


def record(document: Document, claims: Iterable[Claim], first: str, second: str) -> list[str]:
    """The claims with the two states put back as A and B, sorted: what must not depend on which state is which."""
    neutral = [_claim(claim, document, first, second) for claim in claims]
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in neutral)


def _claim(claim: Claim, document: Document, first: str, second: str) -> object:
    row = json.loads(json.dumps(claim_row(claim, document.source)))
    del row["id"]
    place = row["event"]["place"]
    if place is not None:
        row["event"]["place"] = {key: value for key, value in place.items() if key not in WHERE_EXACTLY}
    return _neutral(row, first, second)


def _neutral(value: object, first: str, second: str) -> object:
    if isinstance(value, Mapping):
        return {key: _neutral(inner, first, second) for key, inner in value.items() if key not in LEFT_OUT}
    if isinstance(value, (list, tuple)):
        return [_neutral(inner, first, second) for inner in value]
    return _without_names(value, first, second) if isinstance(value, str) else value


def _without_names(text: str, first: str, second: str) -> str:
    marks = _marks(first, second)
    return re.sub(rf"(?<![A-Za-z])({'|'.join(map(re.escape, marks))})(?![A-Za-z])", lambda found: marks[found.group()], text)


@cache
def _marks(first: str, second: str) -> Mapping[str, str]:
    """Each way of naming a party, longest first, to its slot."""
    found: dict[str, str] = {}
    for party, state in (("A", forms(first)), ("B", forms(second))):
        found |= {state.id: f"{{{party}.id}}", state.name: f"{{{party}}}", state.adjective: f"{{{party}.adj}}"}
        found |= {state.capital: f"{{{party}.cap}}", state.name.lower().replace(" ", "_"): f"{{{party}.snake}}"}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))
