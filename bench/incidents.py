"""Claims and incidents against annotated incidents: reads the reports, extracts, links, and scores what comes out.

    python -m bench.incidents --data DIR … [--language en|all] [--only TEXT] [--moved DAYS,KM …] [--json] [--limit N]

DIR holds one folder an incident: docNN.txt, docs.json (outlet, date, language), gold.json. Several are read as one batch. Measures:
bench/scoring.py. `--moved 3,0` links again with a copy of each report and its claims three days later mixed in (bench/moved.py), `--moved
0,60` with one 60 km away, and gives the B-cubed figures of both together: do like clashes stay two?
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from bench.moved import moved
from bench.scoring import ClaimScore, Recounted, Told, Toll, b_cubed, number, party, score_incidents

from counterclaim.extract import ExtractOptions, extract
from counterclaim.interchange import ClaimRow, IncidentRow, claim_row, incident_row
from counterclaim.link import link
from counterclaim.model import Claim, Document
from counterclaim.parse import load
from counterclaim.read import ReadOptions, read

Row = Mapping[str, Any]  # of JSON, as annotated


@dataclass(frozen=True, slots=True)
class Annotated:
    """One incident's folder: its gold, and its reports in the language asked for, by file name."""

    folder: Path
    gold: Row
    files: tuple[str, ...]
    languages: frozenset[str]

    def source(self, file: str) -> str:
        return f"{self.folder.name}/{file}"


def annotated(data: Path, language: str, only: str) -> list[Annotated]:
    """Every folder of `data` with a gold.json, sorted; `only` is part of a report's "folder/file"."""
    found = []
    for path in sorted(data.glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        listed = json.loads((path.parent / "docs.json").read_text(encoding="utf-8"))
        spoken = {row["file"]: row.get("language", "en") for row in listed}
        wanted = (row["file"] for row in gold["documents"] if language in ("all", spoken[row["file"]]))
        files = tuple(file for file in wanted if only in f"{path.parent.name}/{file}")
        found.append(Annotated(path.parent, gold, files, frozenset(spoken.values())))
    return found


def documents_of(incidents: Sequence[Annotated], limit: int | None) -> list[Document]:
    """The reports as the package reads them, with their metadata."""
    wanted = {incident.source(file) for incident in incidents for file in incident.files}
    languages = sorted({language for incident in incidents for language in incident.languages} | {"en"})
    folders = [incident.folder for incident in incidents]
    found = read(folders, options=ReadOptions(languages=tuple(languages)))
    return list(islice((item for item in found if isinstance(item, Document) and item.source in wanted), limit))


def told_in_gold(row: Row, text: str) -> Told:
    start = text.find(row["evidence"])
    return Told(
        start,
        start + len(row["evidence"]),
        row["speaker"],
        row["stance"],
        row.get("actor"),
        row.get("target"),
        row.get("event_type"),
        row.get("quoted"),
        row.get("date"),
        bool(row.get("background")),
        frozenset(map(toll_of, row.get("casualties") or ())),
    )


def told_by_us(row: ClaimRow) -> Told:
    event = row["event"]
    when = event["when"]
    return Told(
        row["start"],
        row["end"],
        row["speaker"]["id"],
        row["stance"],
        _id(event["actor"]),
        _id(event["target"]),
        event["type"],
        row["quoted"],
        when["start"] if when else None,
        row["background"],
        frozenset(map(toll_of, row["casualties"])),
    )


def _id(actor: Row | None) -> str | None:
    return actor["id"] if actor else None


def toll_of(row: Row) -> Toll:
    """A toll of a claim or account, ours or the gold's."""
    shown = number(row.get("low"), row.get("best"), row.get("high"), unspecified=bool(row.get("unspecified")))
    return party(row.get("side")), row.get("kind"), shown


def recounted_in_gold(incident: Annotated) -> Recounted:
    about = incident.gold["incident"]
    tolls = [row for row in incident.gold["casualties"] if set(incident.files) & set(row["docs"])]
    return Recounted(
        name=incident.folder.name,
        documents=frozenset(map(incident.source, incident.files)),
        type=about["event_type"],
        date=str(about["date"]).replace("/", " ").split()[0][:10],
        point=(about["place"]["lat"], about["place"]["lon"]),
        initiators={party(says.removesuffix("_says")): party(blamed) for says, blamed in incident.gold.get("initiation", {}).items()},
        tolls=frozenset((party(row["according_to"]), toll_of(row)) for row in tolls),
    )


def recounted_by_us(row: IncidentRow) -> Recounted:
    place = row["place"]
    initiators: dict[str | None, str | None] = {}
    for name, account in row["accounts"].items():
        initiators[party(name)] = initiators.get(party(name)) or party(account["initiator"])
    lat, lon = (place.get("lat"), place.get("lon")) if place else (None, None)
    return Recounted(
        name=row["id"],
        documents=frozenset(row["documents"]),
        type=row["type"],
        date=(row["start"] or "")[:10],
        point=(lat, lon) if lat is not None and lon is not None else None,
        initiators=initiators,
        tolls=frozenset((party(name), toll_of(toll)) for name, account in row["accounts"].items() for toll in account["casualties"]),
        claims=len(row["claims"]),
    )


def only_read(incidents: Iterable[Annotated], documents: Iterable[Document]) -> list[Annotated]:
    """The incidents with the reports that were read, where a limit left some out."""
    sources = {document.source for document in documents}
    kept = [replace(incident, files=tuple(file for file in incident.files if incident.source(file) in sources)) for incident in incidents]
    return [incident for incident in kept if incident.files]


Shift = tuple[int, float]  # days and kilometres


def score(
    incidents: Sequence[Annotated], documents: Sequence[Document], shifts: Sequence[Shift] = (), options: ExtractOptions | None = None
) -> dict[str, object]:
    """Every figure, for the documents given."""
    pipeline = load()
    claims = [claim for document in documents for claim in extract(document, pipeline.parse(document.text), options)]
    sources = {document.id: document.source for document in documents}
    by_source: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_source[sources[claim.document]].append(claim)
    scored = ClaimScore()
    for source, rows in gold_claims(incidents, set(sources.values())):
        scored.add(rows, [told_by_us(claim_row(claim, source)) for claim in by_source[source]])
    linked = [recounted_by_us(incident_row(incident, sources)) for incident in link(claims, documents)]
    wanted = [recounted_in_gold(incident) for incident in incidents if "incident" in incident.gold]
    mixed = {f"{days},{km:g}": apart(wanted, documents, claims, (days, km)) for days, km in shifts}
    return {"documents": scored.documents, **scored.figures, "incidents": score_incidents(wanted, linked).figures, "moved": mixed}


def apart(wanted: Iterable[Recounted], documents: Sequence[Document], claims: Sequence[Claim], shift: Shift) -> dict[str, float]:
    """B-cubed where each incident happens twice, so many days and kilometres apart."""
    others, told = moved(documents, claims, *shift)
    found = link([*claims, *told], [*documents, *others])
    sources = {document.id: document.source for document in (*documents, *others)}
    by_size = sorted(found, key=lambda incident: len(incident.claims))
    placed = {sources[document]: incident.id for incident in by_size for document in incident.documents}
    truth = {f"{mark}{source}": f"{mark}{one.name}" for one in wanted for source in one.documents for mark in ("", "moved/")}
    return dict(zip(("p", "r", "f1"), (round(value, 4) for value in b_cubed(truth, placed)), strict=True))


def gold_claims(incidents: Iterable[Annotated], kept: set[str]) -> Iterable[tuple[str, list[Told]]]:
    """The gold claims of each report kept, their offsets into the file as stored."""
    for incident in incidents:
        for row in incident.gold["documents"]:
            if row["file"] in incident.files and incident.source(row["file"]) in kept:
                text = (incident.folder / row["file"]).read_text(encoding="utf-8")
                yield incident.source(row["file"]), [told_in_gold(claim, text) for claim in row["claims"]]


def checksum(incidents: Iterable[Annotated]) -> str:
    """Of all that is read: SHA-256 over the reports, their lists and the gold, 16 digits."""
    digest = hashlib.sha256()
    for incident in incidents:
        for file in ("docs.json", "gold.json", *sorted(incident.files)):
            digest.update(incident.source(file).encode() + b"\0" + (incident.folder / file).read_bytes())
    return digest.hexdigest()[:16]


def show(figures: Mapping[str, Any]) -> None:
    print(f"{figures['documents']} documents, {figures['detect']['gold']} gold claims, data {figures['checksum']}")
    for key in ("detect", "speaker", "claim", "relation", "toll"):
        row = figures[key]
        counts = f"{row['tp']} right, {row['system']} found, {row['gold']} gold"
        print(f"{key:10} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f1']:.3f}   ({counts})")
    for key, row in figures["fields"].items():
        print(f"  {key:14} {row['right']}/{row['of']}  {row['accuracy']:.3f}")
    incidents = figures["incidents"]
    if not incidents["points"]["date"]["of"]:
        return
    points = "  ".join(f"{key} {row['right']}/{row['of']}" for key, row in incidents["points"].items())
    print(f"incidents  B-cubed F1 {incidents['bcubed']['f1']:.3f}  tolls by account F1 {incidents['account_tolls']['f1']:.3f}  {points}")
    for shift, row in figures["moved"].items():
        print(f"with all moved by {shift} (days, km)  B-cubed P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f1']:.3f}")


def shift_of(words: str) -> Shift:
    days, _, km = words.partition(",")
    return int(days), float(km or 0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.incidents", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of annotated incidents, read as one batch")
    parser.add_argument("--language", default="en", help="reports in this language only; 'all' for every one (default: en)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only reports whose 'folder/file' contains TEXT")
    parser.add_argument("--moved", type=shift_of, nargs="+", default=[], metavar="DAYS,KM", help="link again beside such copies of all")
    parser.add_argument("--no-clause-model", action="store_true", help="the rules alone")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="read only so many reports")
    given = parser.parse_args(arguments)
    incidents = [incident for data in given.data for incident in annotated(data, given.language, given.only)]
    if not incidents:
        print(f"no */gold.json in {' '.join(map(str, given.data))}", file=sys.stderr)
        return 2
    documents = documents_of(incidents, given.limit)
    if given.limit is not None:
        incidents = only_read(incidents, documents)
    options = ExtractOptions(clause_model=not given.no_clause_model)
    figures = score(incidents, documents, given.moved, options) | {"checksum": checksum(incidents)}
    if given.json:
        print(json.dumps(figures))
    else:
        show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
