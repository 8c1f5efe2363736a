"""Linking alone: seconds, memory and B-cubed for generated reports, from a thousand claims to a hundred thousand.

    python -m bench.link [--claims N …] [--dyads N] [--days N] [--json]

Nothing is read. Each incident has two parties, a place, a day and a number of dead; most have one to three reports, some hundreds. A report
has ten claims. One in five names no place, one in five gives no day, one in ten the day on which somebody spoke. With few dyads and days
reports crowd: `--dyads 1 --days 30` is one war in one month. Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from bench.scoring import b_cubed

from counterclaim.link import link
from counterclaim.model import Actor, Claim, Document, Event, EventType, Place, Span, Stance, Toll, When, content_id

CLAIMS_A_REPORT = 10
MOST_REPORTS = 400  # of one incident
PLACES = 100  # of each dyad, a degree apart
FIRST = date(2031, 1, 1)
KINDS: tuple[EventType, ...] = ("armed_clash", "shelling", "air_strike", "drone_strike", "attack")
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)


@dataclass(frozen=True, slots=True)
class Happened:
    """What is true of a generated incident."""

    name: str
    sides: tuple[str, str]
    place: Place
    day: date
    kind: EventType
    dead: int


def incidents(random: Random, dyads: int, days: int) -> Iterator[tuple[Happened, int]]:
    """Incidents without end, each with the number of its reports."""
    number = 0
    while True:
        dyad = min(int(random.paretovariate(1.0)) - 1, dyads - 1)
        sides, spot = (f"S{2 * dyad:03d}", f"S{2 * dyad + 1:03d}"), random.randrange(PLACES)
        name = f"Town{_letters(dyad * PLACES + spot)}"
        place = Place(name, name, -50 + dyad % 10 * 10 + spot % 10, -150 + dyad // 10 * 10 + spot // 10, f"C{dyad:03d}", precision=1)
        day = FIRST + timedelta(days=random.randrange(days))
        yield (
            Happened(str(number), sides, place, day, random.choice(KINDS), random.randrange(1, 60)),
            min(MOST_REPORTS, int(random.paretovariate(1.1))),
        )
        number += 1


def _letters(number: int) -> str:
    """A number in letters, as a name has no digits."""
    return "".join(chr(97 + int(digit)) for digit in str(number))


def report(random: Random, happened: Happened, number: int) -> tuple[Document, list[Claim]]:
    """One report of an incident: by chance without a place, without a day, or with that of a statement in its stead."""
    published = happened.day + timedelta(days=random.choice((0, 0, 1, 1, 2, 3)))
    placed, dated = random.random() > 0.2, random.random()
    text = f"Report {number}: {happened.place.name if placed else 'somewhere'}. " + "They spoke. " * 40
    document = Document(content_id("bench", number), f"bench/{number}.txt", text, published=published)
    said = happened.day if dated > 0.3 else published
    when = _day(said, "" if dated < 0.2 else "that day")
    claims = [_claim(random, happened, document, at, when, own=at == 0 and dated > 0.3, placed=placed) for at in range(CLAIMS_A_REPORT)]
    return document, claims


def _day(day: date, words: str) -> When:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return When(words, start, start + timedelta(days=1), "day", anchored=True, from_context=True)


def _claim(random: Random, happened: Happened, document: Document, at: int, when: When, *, own: bool, placed: bool) -> Claim:
    one, other = happened.sides if at % 2 else happened.sides[::-1]
    stance: Stance = random.choice(("accuses", "asserts", "denies"))
    event = Event(
        happened.kind,
        actor=Actor(other, other),
        target=Actor(one, one),
        place=replace(happened.place, from_context=at > 0) if placed else None,
        when=replace(when, from_context=not own),
    )
    tolls = (Toll(one, "killed", happened.dead, happened.dead, happened.dead, text=str(happened.dead)),) if at == 1 else ()
    span = Span(at * 12, at * 12 + 10)
    evidence = document.text[span.start : span.end]
    identifier = content_id(document.id, at)
    return Claim(identifier, document.id, span, evidence, Actor(one, one), stance, event, casualties=tolls, confidence=0.5)


def made(claims: int, dyads: int, days: int, seed: int = 1) -> tuple[list[Document], list[Claim], dict[str, str]]:
    """Reports with `claims` claims together, and the incident of each document by id."""
    random, wanted = Random(seed), claims // CLAIMS_A_REPORT
    documents: list[Document] = []
    told: list[Claim] = []
    truth: dict[str, str] = {}
    for happened, reports in incidents(random, dyads, days):
        for _ in range(reports):
            if len(documents) == wanted:
                return documents, told, truth
            document, of = report(random, happened, len(documents))
            documents.append(document)
            told += of
            truth[document.id] = happened.name
    raise AssertionError("incidents never end")


def figures(claims: int, dyads: int, days: int) -> dict[str, object]:
    """Of one size, in this process: CPU-seconds of linking, what it added to the peak of memory, and how right it is."""
    documents, told, truth = made(claims, dyads, days)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    found = link(told, documents)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    placed = {document: incident.id for incident in sorted(found, key=lambda one: len(one.claims)) for document in incident.documents}
    precision, recall, f1 = b_cubed(truth, placed)
    return {
        "claims": claims,
        "reports": len(documents),
        "incidents": len(found),
        "true_incidents": len(set(truth.values())),
        "seconds": round(seconds, 2),
        "ms_per_claim": round(1000 * seconds / claims, 3),
        "mib": round(peak / 1024),
        "b_cubed": {"p": round(precision, 3), "r": round(recall, 3), "f1": round(f1, 3)},
    }


def in_own_process(claims: int, dyads: int, days: int) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.link", "--claims", str(claims), "--dyads", str(dyads), "--days", str(days), "--here", "--json"]
    (row,) = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return dict(row)


def show(row: Mapping[str, object]) -> None:
    print(
        f"{row['claims']:>8} claims {row['reports']:>6} reports  {row['incidents']:>6} incidents (true {row['true_incidents']})  "
        f"{row['seconds']:>7} s  {row['ms_per_claim']} ms a claim  {row['mib']} MiB  B-cubed {row['b_cubed']}",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.link", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=list(SIZES), help="sizes")
    parser.add_argument("--dyads", type=int, default=40, help="pairs of parties (default: 40)")
    parser.add_argument("--days", type=int, default=365, help="days over which incidents are spread (default: 365)")
    parser.add_argument("--here", action="store_true", help="in this process: memory is then that of all sizes so far")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    rows = []
    for size in given.claims:
        rows.append((figures if given.here else in_own_process)(size, given.dyads, given.days))
        if not given.json:
            show(rows[-1])
    if given.json:
        print(json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
