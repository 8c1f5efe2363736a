"""Toponyms: recognition and resolution on GeoWebNews, TR-News, LGL, GeoVirus and the War of the Rebellion.

    python -m bench.toponyms --data FILE|FOLDER [--half first|second|all] [--limit N] [--json]

Tagging: exact spans against all gold toponyms of the corpus's own kind. Resolution, with gold spans given and end to end: the
share of gold toponyms with coordinates whose id is exact, and that lie within 161 km; an unresolved or missed one counts as
wrong and is also counted apart. Area: under the curve of ln(1 + error km) / ln(1 + 20039), 0 is best; unresolved ones count 1.
Two baselines for the same spans: the settlement or state of that very name in GeoNames with the most inhabitants, and the same
over all that our own gazetteer has for the name (adjectives, abbreviations, units and rows of our own with it).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import log
from pathlib import Path

from counterclaim.extract.place import PlaceContext, PlaceMention, find_places, load, resolve_toponyms
from counterclaim.extract.place.gazetteer import Entry
from counterclaim.extract.place.resolve import kilometres
from counterclaim.extract.place.toponyms import Lookups, Toponym, toponym_for
from counterclaim.extract.place.words import place_words
from counterclaim.model import Span
from counterclaim.syntax import Parse

NEAR_KM, FARTHEST_KM = 161.0, 20039.0
EXPRESSIONS = frozenset({"Non_Toponym", "Literal_Expression", "Non_Lit_Expression"})
# What each corpus counts as a toponym, in our kinds: GeoVirus and the military reports leave out adjectives and names in names.
PLACES_ONLY = frozenset({"toponym", "metonym", "modifier", "dateline"})
EVERY_USE = PLACES_ONLY | {"adjective", "embedded"}


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated toponym; lat and lon None where the corpus gives none."""

    span: Span
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    text: str
    gold: tuple[Gold, ...]
    uses: frozenset[str] = EVERY_USE


@dataclass(slots=True)
class Resolution:
    """Counts over gold toponyms with coordinates."""

    errors: list[float] = field(default_factory=list)
    exact: int = 0
    with_id: int = 0
    unresolved: int = 0

    def add(self, gold: Gold, found: tuple[float, float, int | None] | None) -> None:
        assert gold.lat is not None and gold.lon is not None
        self.with_id += gold.geonames is not None
        if found is None:
            self.unresolved += 1
            self.errors.append(FARTHEST_KM)
            return
        self.errors.append(kilometres(gold.lat, gold.lon, found[0], found[1]))
        self.exact += gold.geonames is not None and gold.geonames == found[2]

    def row(self) -> dict[str, float]:
        total = max(len(self.errors), 1)
        return {
            "n": len(self.errors),
            "exact": round(self.exact / max(self.with_id, 1), 3),
            "within_161": round(sum(error <= NEAR_KM for error in self.errors) / total, 3),
            "area": round(sum(log(1 + error) for error in self.errors) / total / log(1 + FARTHEST_KM), 3),
            "unresolved": round(self.unresolved / total, 3),
        }


def read_articles(path: Path) -> list[Article]:
    """Articles of a corpus file, or of the files of a folder in name order."""
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    return [article for file in files for article in read_file(file)]


def read_file(path: Path) -> Iterator[Article]:
    root = ET.parse(path).getroot()
    if root.tag == "doc":
        yield military_report(root)
    for node in root.iter("article"):
        text = node.findtext("text") or ""
        virus = node.find("locations") is not None
        marks = node.iter("location") if virus else node.iter("toponym")
        gold = (gold_of(mark, text) for mark in marks if mark.findtext("type") not in EXPRESSIONS)
        yield Article(text, tuple(one for one in gold if one), PLACES_ONLY if virus else EVERY_USE)


def gold_of(mark: ET.Element, text: str) -> Gold | None:
    """Offsets are taken to the nearest place where the name in fact stands; None where it stands nowhere."""
    name = next((value for tag in ("extractedName", "phrase", "name") if (value := mark.findtext(tag))), "")
    at = nearest(text, name, int(mark.findtext("start") or 0))
    if not name or at is None:
        return None
    tag = mark.find("gaztag")
    place = mark if tag is None else tag
    lat, lon = place.findtext("lat") or place.findtext("latitude"), place.findtext("lon") or place.findtext("longitude")
    number = (tag.get("geonameid") if tag is not None else mark.findtext("geonamesID")) or ""
    span, geonames = Span(at, at + len(name)), int(number) if number.isdigit() else None
    return Gold(span, float(lat), float(lon), geonames) if lat and lon else Gold(span, geonames=geonames)


def nearest(text: str, name: str, start: int) -> int | None:
    before, after = text.rfind(name, 0, start + len(name)), text.find(name, start)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start)) if found else None


def military_report(root: ET.Element) -> Article:
    """A report of the War of the Rebellion, its tokens joined by spaces."""
    text, gold = "", []
    for node in root.iter():
        if node.tag not in {"w", "toponym"}:
            continue
        word = node.get("tok") or node.get("term") or ""
        start = len(text)
        text += word + " "
        if node.tag == "toponym":
            chosen = next((one for one in node.iter("cand") if one.get("selected") == "yes"), None)
            lat, lon = (None, None) if chosen is None else (float(chosen.get("lat", "0")), float(chosen.get("long", "0")))
            gold.append(Gold(Span(start, start + len(word)), lat, lon))
    return Article(text, tuple(gold), PLACES_ONLY)


def part(articles: Sequence[Article], half: str) -> Sequence[Article]:
    middle = len(articles) // 2
    return {"first": articles[:middle], "second": articles[middle:], "all": articles}[half]


def most_inhabitants(toponym: Toponym | None) -> tuple[float, float, int | None] | None:
    if toponym is None or not toponym.entries:
        return None
    best = max(toponym.entries, key=lambda entry: (entry.population, -entry.rank, -entry.id))
    return located(best)


def plain(toponym: Toponym | None) -> Toponym | None:
    """Settlements and states under the very name."""
    if toponym is None:
        return None
    kept = tuple(entry for entry in toponym.entries if entry.kind in {"settlement", "capital", "country"} and entry.rank < 2)
    return replace(toponym, entries=kept)


def located(place: Entry) -> tuple[float, float, int | None]:
    return place.lat, place.lon, place.geonames


def point(mention: PlaceMention | None) -> tuple[float, float, int | None] | None:
    if mention is None or mention.place.lat is None or mention.place.lon is None:
        return None
    return mention.place.lat, mention.place.lon, mention.place.geonames


@dataclass(slots=True)
class Tally:
    right: int = 0
    found: int = 0
    wanted: int = 0
    given: Resolution = field(default_factory=Resolution)
    whole: Resolution = field(default_factory=Resolution)
    baseline: Resolution = field(default_factory=Resolution)
    own_baseline: Resolution = field(default_factory=Resolution)

    def count(self, article: Article, parse: Parse) -> None:
        mentions = find_places(parse, PlaceContext())
        by_span = {mention.span: mention for mention in mentions}
        wanted = {gold.span for gold in article.gold}
        found = {mention.span for mention in mentions if mention.kind in article.uses}
        self.right, self.found, self.wanted = self.right + len(found & wanted), self.found + len(found), self.wanted + len(wanted)
        lookups = Lookups(load(), place_words())
        toponyms = {gold.span: toponym_for(parse, gold.span, lookups, place_words()) for gold in sorted(article.gold, key=lambda g: g.span)}
        known = [toponym for toponym in toponyms.values() if toponym]
        resolved = dict(zip(known, resolve_toponyms(parse, known, PlaceContext()), strict=True))
        for gold in article.gold:
            if gold.lat is None:
                continue
            toponym = toponyms[gold.span]
            self.given.add(gold, point(resolved[toponym]) if toponym else None)
            self.whole.add(gold, point(by_span.get(gold.span) or overlapping(mentions, gold.span)))
            self.baseline.add(gold, most_inhabitants(plain(toponym)))
            self.own_baseline.add(gold, most_inhabitants(toponym))

    def row(self) -> dict[str, object]:
        precision, recall = self.right / max(self.found, 1), self.right / max(self.wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return {
            "tagging": {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "gold": self.wanted},
            "gold_spans": self.given.row(),
            "end_to_end": self.whole.row(),
            "population_baseline": self.baseline.row(),
            "population_same_gazetteer": self.own_baseline.row(),
        }


def overlapping(mentions: Sequence[PlaceMention], span: Span) -> PlaceMention | None:
    return next((mention for mention in mentions if mention.span.overlaps(span)), None)


def checksum(path: Path) -> str:
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()[:16]


def main() -> None:
    from counterclaim.parse import load as load_parser

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=["first", "second", "all"], default="first")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    tally, parse = Tally(), load_parser().parse
    articles = list(islice(part(read_articles(options.data), options.half), options.limit))
    for article in articles:
        tally.count(article, parse(article.text))
    row = {"data": options.data.name, "sha256": checksum(options.data), "half": options.half, "articles": len(articles)} | tally.row()
    if options.json:
        print(json.dumps(row))
        return
    for name, value in row.items():
        print(f"{name:20} " + ("  ".join(f"{key} {number}" for key, number in value.items()) if isinstance(value, dict) else str(value)))


if __name__ == "__main__":
    main()
