"""Filled MUC-4 templates from MUC-3/4 text files.

    python -m bench.muc --texts FILE... --out RESPONSE [--json] [--limit N]

RESPONSE is scored by a scorer of MUC-4 templates. How claims and the words of the message become slots: bench/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.muc_incidents import incidents
from bench.muc_phrases import Findings
from bench.muc_read import Message, messages
from bench.muc_template import templates

from counterclaim.extract.actor import find_actors
from counterclaim.extract.assemble import assemble
from counterclaim.extract.attribution import credible, find_frames, relays_by_sentence
from counterclaim.extract.event import find_triggers
from counterclaim.extract.place import PlaceContext, find_places, gazetteer_with
from counterclaim.extract.propositions import find_propositions
from counterclaim.extract.quantity import find_quantities
from counterclaim.extract.report import Report
from counterclaim.extract.toll import find_tolls
from counterclaim.extract.when import find_times
from counterclaim.syntax import Parse


@dataclass(slots=True)
class Response:
    """The templates of all messages as text, and what they count."""

    text: str
    counts: Counter[str]


def findings_of(message: Message, parse: Parse) -> Findings:
    """What extraction finds in a message: the steps of `counterclaim.extract.extract`, with all that lies behind the claims."""
    actors = find_actors(parse, message.published, place_country=gazetteer_with(None).country_of)
    frames = credible(parse, find_frames(parse), actors)
    report = Report(
        document=message.document,
        home=None,
        parse=parse,
        actors=actors,
        triggers=find_triggers(parse),
        tolls=find_tolls(parse, find_quantities(parse)),
        times=find_times(parse, message.published),
        places=find_places(parse, PlaceContext(parties=actors.parties)),
        relays=relays_by_sentence(parse, frames),
    )
    return Findings(report, tuple(assemble(report, find_propositions(parse, frames, report.telling))))


def respond(wanted: Sequence[Message]) -> Response:
    from counterclaim.parse import load

    pipeline, counts = load(), Counter[str]()
    texts: list[str] = []
    for message in wanted:
        findings = findings_of(message, pipeline.parse(message.text))
        found = incidents(findings)
        texts += templates(message, findings, found)
        counts.update(messages=1, templates=len(found), claims=len(findings.claims), without=not found)
    return Response("\n".join(texts), counts)


def checksum(files: Sequence[Path]) -> str:
    """SHA-256 over the files in the order given, 16 digits."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.muc", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="RESPONSE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="only the first N messages")
    given = parser.parse_args(arguments)
    wanted = list(islice((message for file in given.texts for message in messages(file)), given.limit))
    if not wanted:
        print("no messages in " + ", ".join(map(str, given.texts)), file=sys.stderr)
        return 2
    response = respond(wanted)
    given.out.write_text(response.text, encoding="utf-8")
    figures = {"checksum": checksum(given.texts), **response.counts}
    print(json.dumps(figures) if given.json else "\n".join(f"{name:12}{value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
