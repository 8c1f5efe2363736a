"""Which place a name stands for: a conditional logit over the gazetteer's candidates and "none of these".

Evidence is one number per feature; weights are in lexicon/place_words.toml, fitted by train/place_weights.py. Names are
resolved once per document and type word, together: what other names most likely mean is evidence for each.
Time is linear in the number of names: neighbours are counted in cells of the globe, candidates per name are bounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, exp, floor, log, log10, radians, sin, sqrt

from counterclaim.extract.place.gazetteer import SETTLED, Entry

EARTH_KM = 6371.0
MOST_CANDIDATES = 60
MOST_HOLDERS = 4
ROUNDS = 2
CELL = 2.0  # degrees
SAME_KM = 25.0
NONE_FROM = 0.8  # the chance of "none of these" from which a name stays unresolved


@dataclass(frozen=True, slots=True)
class Name:
    """All mentions in a document that surely mean one place: same name, same type word.

    inside: indices of names that the text says hold this one ("Tegh, in the Goris region"); kinds: what the type word agrees with.
    """

    entries: tuple[Entry, ...]
    words: int = 1
    kinds: tuple[str, ...] = ()
    inside: tuple[int, ...] = ()
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest entry, if any, its probability, and others with theirs."""

    entry: Entry | None
    score: float
    others: tuple[tuple[Entry, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the report apart from its names: parties in order of prominence and the outlet's country."""

    parties: tuple[str, ...] = ()
    outlet_country: str | None = None


@dataclass(slots=True)
class Tally:
    """How much the document's names speak for each country, first-level unit and cell of the globe."""

    country: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    admin1: dict[tuple[str | None, str], float] = field(default_factory=lambda: defaultdict(float))
    cell: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    total: float = 0.0

    def add(self, entry: Entry, amount: float) -> None:
        self.total += amount
        for country in entry.countries:
            self.country[country] += amount
        if entry.admin1:
            self.admin1[entry.country, entry.admin1] += amount
        if entry.kind not in {"country", "continent", "sea"}:
            self.cell[cell_of(entry)] += amount

    def around(self, entry: Entry) -> float:
        lat, lon = cell_of(entry)
        turn = int(360 / CELL)
        return sum(self.cell.get((lat + dy, (lon + dx) % turn), 0.0) for dy in (-1, 0, 1) for dx in (-1, 0, 1))


def resolve(names: Sequence[Name], around: Surroundings, weights: Mapping[str, float]) -> list[Choice]:
    """One choice per name, in order."""
    alone = features_by_name(names, around)
    nothing = [dot(weights, features_of_none(name)) for name in names]
    chances = [probabilities([dot(weights, row) for row in rows], none) for rows, none in zip(alone, nothing, strict=True)]
    for _ in range(ROUNDS):
        together = features_by_document(names, alone, chances)
        chances = [probabilities([dot(weights, row) for row in rows], none) for rows, none in zip(together, nothing, strict=True)]
    return [choose(name, row) for name, row in zip(names, chances, strict=True)]


def features_by_document(
    names: Sequence[Name], alone: Sequence[list[dict[str, float]]], chances: Sequence[Sequence[float]]
) -> list[list[dict[str, float]]]:
    """Evidence of each candidate, with what the document's other names speak for under the chances given."""
    tally = tally_of(names, chances)
    return [
        [row | features_together(entry, name, own, tally) for entry, row in zip(name.entries, rows, strict=False)]
        for name, rows, own in zip(names, alone, chances, strict=True)
    ]


def features_of_none(name: Name) -> dict[str, float]:
    """What speaks for none of the candidates: few words and many readings."""
    return {"none": 1.0, "none_words": float(min(name.words - 1, 2)), "none_readings": log10(max(len(name.entries), 1))}


def features_by_name(names: Sequence[Name], around: Surroundings) -> list[list[dict[str, float]]]:
    """Evidence for each candidate of each name that does not depend on what other names mean; containment counts where it can hold."""
    found = []
    for name in names:
        candidates = name.entries[:MOST_CANDIDATES]
        outer = [entry for index in name.inside[:MOST_HOLDERS] for entry in names[index].entries[:MOST_CANDIDATES]]
        held = [any(holds(one, entry) for one in outer) for entry in candidates]
        rows = [features_alone(entry, name, around) for entry in candidates]
        if any(held):
            rows = [row | {"held" if inside else "not_held": 1.0} for row, inside in zip(rows, held, strict=True)]
        found.append(rows)
    return found


def features_alone(entry: Entry, name: Name, around: Surroundings) -> dict[str, float]:
    """What speaks for an entry without regard to what other names mean."""
    kind = entry.kind if entry.kind in {"country", "capital", "admin1", "admin2", "settlement", "continent"} else "own"
    found = {
        f"is_{kind}": 1.0,
        "inhabitants": log10(entry.population + 10) if kind in {"settlement", "capital"} else 0.0,
        "unit_inhabitants": log10(entry.population + 10) if kind in {"admin1", "admin2"} else 0.0,
        "other_name": 1.0 if entry.rank == 1 else 0.0,
        "similar_name": 1.0 if entry.rank == 3 else 0.0,
    }
    if name.kinds:
        agrees = entry.kind in name.kinds
        found["type_agrees" if agrees else "type_clashes"] = 1.0 - 0.15 * name.kinds.index(entry.kind) if agrees else 1.0
    ranks = [around.parties.index(country) for country in entry.countries if country in around.parties]
    if ranks:
        found["of_a_party"] = 1.0 / (1.0 + 0.25 * min(ranks))
    if around.outlet_country and around.outlet_country in entry.countries:
        found["at_home"] = 1.0
    return found


def features_together(entry: Entry, name: Name, own: Sequence[float], tally: Tally) -> dict[str, float]:
    """What the document's other names speak for; the name's own part in the tally is taken out again."""
    mine = {"country": 0.0, "admin1": 0.0, "cell": 0.0}
    total = 0.0
    for other, chance in zip(name.entries, own, strict=False):
        total += chance
        if other.country == entry.country:
            mine["country"] += chance
            if other.admin1 == entry.admin1:
                mine["admin1"] += chance
        if near_cells(other, entry):
            mine["cell"] += chance
    rest = max(tally.total - total, 0.0)
    country = max(max((tally.country.get(code, 0.0) for code in entry.countries), default=0.0) - mine["country"], 0.0)
    unit = max(tally.admin1.get((entry.country, entry.admin1 or ""), 0.0) - mine["admin1"], 0.0) if entry.admin1 else 0.0
    near = max(tally.around(entry) - mine["cell"], 0.0)
    is_wide = entry.kind in {"country", "continent", "sea"}
    return {
        "country_named": log(1.0 + 2.0 * country) if not is_wide else 0.0,
        "country_share": country / (rest + 0.5),
        "unit_named": log(1.0 + 2.0 * unit) if not is_wide else 0.0,
        "unit_share": unit / (rest + 0.5) if not is_wide else 0.0,
        "neighbours": log(1.0 + 2.0 * near) if not is_wide else 0.0,
    }


def near_cells(a: Entry, b: Entry) -> bool:
    (lat1, lon1), (lat2, lon2) = cell_of(a), cell_of(b)
    return abs(lat1 - lat2) <= 1 and (lon1 - lon2) % int(360 / CELL) in {0, 1, int(360 / CELL) - 1}


def tally_of(names: Sequence[Name], chances: Sequence[Sequence[float]]) -> Tally:
    tally = Tally()
    for name, row in zip(names, chances, strict=True):
        for entry, chance in zip(name.entries, row, strict=False):
            if chance > 0.01 and entry.kind != "continent":
                tally.add(entry, chance)
    return tally


def probabilities(scores: Sequence[float], none: float) -> list[float]:
    """Softmax over the scores and, last, that of "none of these"."""
    all_scores = [*scores, none]
    top = max(all_scores)
    raised = [exp(score - top) for score in all_scores]
    total = sum(raised)
    return [value / total for value in raised]


def dot(weights: Mapping[str, float], row: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


def choose(name: Name, row: Sequence[float]) -> Choice:
    """The likeliest entry; its score is the chance that the place lies within 25 km of it, other entries of one town added."""
    ranked = sorted(zip(name.entries, row, strict=False), key=lambda pair: (-pair[1], pair[0].id))
    if not ranked or row[-1] > NONE_FROM:
        return Choice(None, row[-1], tuple(ranked[:5]))
    best = ranked[0][0]
    here = [chance for entry, chance in ranked if kilometres(best.lat, best.lon, entry.lat, entry.lon) <= SAME_KM]
    elsewhere = [pair for pair in ranked[1:] if kilometres(best.lat, best.lon, pair[0].lat, pair[0].lon) > SAME_KM]
    return Choice(best, min(sum(here), 1.0), tuple(elsewhere[:5]))


def holds(outer: Entry, inner: Entry) -> bool:
    """Whether a place may lie in another, as far as the gazetteer can say."""
    if outer.kind == "continent" or outer.id == inner.id:
        return False
    if outer.kind == "country":
        return inner.kind != "country" and outer.country in inner.countries
    if inner.kind == "country":
        return False
    if outer.kind == "admin1" and outer.country == inner.country and inner.admin1:
        return inner.admin1 == outer.admin1 and inner.kind != "admin1"
    reach = max(outer.radius * 1.5, 10.0 if outer.kind in SETTLED else 30.0)
    return kilometres(outer.lat, outer.lon, inner.lat, inner.lon) <= reach


def cell_of(entry: Entry) -> tuple[int, int]:
    return floor(entry.lat / CELL), floor((entry.lon % 360) / CELL)


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    y1, x1, y2, x2 = map(radians, (lat1, lon1, lat2, lon2))
    inner = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(inner)))
