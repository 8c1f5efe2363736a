"""How fast the pages are: a ledger of generated incidents, a server in one process, and requests from another.

    python -m bench.web --incidents 10000

Times are what the one who asks waits for, on a connection that is kept, one request after another; sizes are as sent (gzip). Each page
is asked for under many addresses, so that nothing is served twice.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep

from counterclaim.ledger import Ledger, open_ledger
from counterclaim.link import link
from counterclaim.model import Actor, Claim, Document, Event, EventType, Incident, Place, Span, Stance, Toll, When, content_id

PARTIES = ("ARG", "CHL", "FIN", "ISL", "JPN", "NOR", "NZL", "PRT", "SWE", "URY")  # at peace with each other
TYPES: tuple[EventType, ...] = ("armed_clash", "shelling", "air_strike", "drone_strike", "shooting", "bombing")
FIRST = date(2014, 1, 1)
PLACES = 400
LIMIT = 50.0  # milliseconds at the median
LARGEST = 200_000  # bytes of a page with all it needs, the map apart
AT_ONCE = 200  # incidents in one transaction
SERVER = """
import sys, uvicorn
from counterclaim.web import WebSettings, create_app
uvicorn.run(create_app(sys.argv[1], WebSettings(reads=0)), port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What one incident is told by."""

    reports: tuple[Document, ...]
    claims: tuple[Claim, ...]
    incident: Incident


def generated(number: int, seed: int) -> Iterator[Told]:
    """So many incidents, each of two to four reports in which two sides accuse each other and count their dead."""
    chance = Random(seed)
    places = [_place(index, chance) for index in range(PLACES)]
    for index in range(number):
        yield _told(index, places[int(chance.random() ** 2 * PLACES)], chance)


def _place(index: int, chance: Random) -> Place:
    country = PARTIES[index % len(PARTIES)]
    lat, lon = round(chance.uniform(-50, 68), 3), round(chance.uniform(-120, 150), 3)
    return Place(f"Village {index}", f"Village {index}", lat, lon, country, precision=1)


def _told(index: int, place: Place, chance: Random) -> Told:
    one, other = sorted(chance.sample(PARTIES, 2))
    day = FIRST + timedelta(days=int(chance.random() * 4000))
    kind = chance.choice(TYPES)
    agree = chance.random() < 0.4  # only one side is heard
    reports, claims = [], []
    for number in range(chance.randint(2, 4)):
        speaker, accused = (one, other) if number % 2 == 0 or agree else (other, one)
        document, found = _report(index, number, (speaker, accused), place, day, kind, chance)
        reports.append(document)
        claims += found
    incident = max(link(claims, reports), key=lambda found: len(found.claims))
    return Told(tuple(reports), tuple(claims), incident)


def _report(
    index: int, number: int, sides: tuple[str, str], place: Place, day: date, kind: EventType, chance: Random
) -> tuple[Document, list[Claim]]:
    speaker, accused = sides
    dead, hurt = chance.randint(0, 40), chance.randint(1, 90)
    sentences = (
        f"Forces of {accused} opened fire on our posts near {place.name} first, the ministry of {speaker} said.",
        f"It said that {dead} of its soldiers were killed and {hurt} were wounded.",
        f"A spokesman for {speaker} denied that its own troops had fired at {place.name}.",
        f"Residents of {place.name} heard explosion number {index} until dusk.",
    )
    text = "\n\n".join((f"Fighting near {place.name}", *sentences))
    document = Document(
        content_id(index, number), f"generated/{index}-{number}.txt", text, f"Wire {number}", published=day + timedelta(days=number % 2)
    )
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    when = When("that day", start, start + timedelta(days=1), "day", anchored=True)
    tolls = (
        Toll(f"{speaker}:MIL", "killed", dead, dead, dead, text=str(dead)),
        Toll(f"{speaker}:MIL", "wounded", hurt, hurt, hurt, text=str(hurt)),
    )
    made = [
        _claim(document, sentences[0], speaker, "accuses", Event(kind, actor=Actor(accused, accused), place=place, when=when)),
        _claim(document, sentences[1], speaker, "asserts", Event(kind, place=place, when=when), tolls),
        _claim(document, sentences[2], speaker, "denies", Event(kind, actor=Actor(speaker, speaker), place=place, when=when)),
        _claim(document, sentences[3], "resident", "asserts", Event("other", place=place, when=when)),
    ]
    return document, made


def _claim(document: Document, words: str, speaker: str, stance: Stance, event: Event, tolls: tuple[Toll, ...] = ()) -> Claim:
    start = document.text.index(words)
    span = Span(start, start + len(words))
    actor = Actor(f"{speaker}:MOD" if speaker in PARTIES else speaker, speaker)
    return Claim(
        content_id(document.id, start), document.id, span, words, actor, stance, event, casualties=tolls, confidence=0.8, why=("generated",)
    )


def fill(ledger: Ledger, number: int, seed: int) -> list[Told]:
    """Write the incidents to a ledger, as a run would have."""
    made = list(generated(number, seed))
    for first in range(0, number, AT_ONCE):
        with ledger.session() as session:
            for told in made[first : first + AT_ONCE]:
                for document in told.reports:
                    session.add_document(document)
                    session.add_claims(document.id, "generated", [claim for claim in told.claims if claim.document == document.id])
    with ledger.session() as session:
        session.put_incidents(told.incident for told in made)
    return made


def addresses(made: Sequence[Told], seed: int, number: int) -> dict[str, list[str]]:
    """Page -> addresses to ask for."""
    chance = Random(seed)
    some = [chance.choice(made) for _ in range(number)]
    filters = [_filter(told, index) for index, told in enumerate(some)]
    return {
        "list": [f"/incidents?limit=25&reports=1&since={FIRST + timedelta(days=index)}" for index in range(number)],
        "list, filtered": [f"/incidents?{query}" for query in filters],
        "map": [f"/incidents/map?since={FIRST + timedelta(days=index)}" for index in range(number)],
        "map, places": [f"/incidents/map.json?since={FIRST + timedelta(days=index)}" for index in range(number)],
        "timeline": [f"/incidents/timeline?{query}" for query in filters],
        "incident": [f"/incidents/{told.incident.id}" for told in some],
        "report": [f"/reports/{told.reports[0].id}?claim={told.claims[0].id}" for told in some],
        "API, list": [f"/api/v1/incidents?{query}" for query in filters],
    }


def _filter(told: Told, index: int) -> str:
    party, place = told.incident.parties[0], told.incident.place
    by_words = f'q="{place.name}"'.replace(" ", "+").replace('"', "%22") if place else "q=fire"
    return (f"party={party}", by_words, f"status=contradicted&party={party}", f"type={told.incident.type}&order=reports")[index % 4]


@dataclass(frozen=True, slots=True)
class Measured:
    """A page: milliseconds at the median and the 95th percentile, bytes of the largest as sent, bytes with all that it needs."""

    median: float
    p95: float
    bytes: int
    whole: int


def measure(port: int, paths: Sequence[str]) -> Measured:
    """Ask for each address once."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    _get(connection, paths[0])
    times, sizes, body = [], [], b""
    for path in paths:
        began = perf_counter()
        body, size = _get(connection, path)
        times.append((perf_counter() - began) * 1000)
        sizes.append(size)
    needs = sum(_get(connection, needed)[1] for needed in _needed(body))
    return Measured(median(times), quantiles(times, n=20)[-1], max(sizes), max(sizes) + needs)


def _get(connection: HTTPConnection, path: str) -> tuple[bytes, int]:
    """The body as it is read, and its size as it was sent."""
    import gzip

    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    sent = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {sent[:200]!r}")
    return (gzip.decompress(sent) if answer.headers.get("content-encoding") == "gzip" else sent), len(sent)


def _needed(page: bytes) -> list[str]:
    """What a page loads, and what that loads: styles, scripts, fonts; the map apart."""
    found = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode("utf-8", "replace"))
    fonts = ["/static/vendor/source-sans.woff2"] if found else []
    plot = ["/static/vendor/plot.mjs"] if any("timeline.mjs" in one for one in found) else []
    return sorted({one for one in [*found, *fonts, *plot] if "map" not in one})


def serve(location: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A server in a process of its own, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(location), str(port)])
    deadline = monotonic() + 30
    while monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            sleep(0.1)
        else:
            return process, port
    process.kill()
    raise RuntimeError("the server did not start")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100, help="a page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ledger", type=Path, help="keep the ledger here, or use the one that is there")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        location = given.ledger or Path(folder) / "web.db"
        if location.exists():
            made = list(generated(given.incidents, given.seed))
        else:
            with open_ledger(location) as ledger:
                made = fill(ledger, given.incidents, given.seed)
        process, port = serve(location)
        try:
            found = {page: measure(port, paths) for page, paths in addresses(made, given.seed, given.requests).items()}
        finally:
            process.terminate()
            process.wait()
    _print(found, as_json=given.json)


def _print(found: dict[str, Measured], *, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(
                {page: {"median_ms": one.median, "p95_ms": one.p95, "bytes": one.bytes, "whole": one.whole} for page, one in found.items()}
            )
        )
        return
    print(f"{'page':16} {'median ms':>10} {'p95 ms':>10} {'bytes':>10} {'with all it needs':>18}")
    for page, one in found.items():
        over = " over the limit" if one.median > LIMIT or one.whole > LARGEST else ""
        print(f"{page:16} {one.median:10.1f} {one.p95:10.1f} {one.bytes:10,} {one.whole:18,}{over}")


if __name__ == "__main__":
    main()
