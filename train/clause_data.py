"""Annotated reports -> examples for `train.clause_fit`: the window of every claim that the rules find, with the labels of the annotation.

    python -m train.clause_data --out EXAMPLES.jsonl [--reports FILE...] [--incidents DIR...]

`--reports`: files in the compact form of `train.reports`; `--incidents`: folders of annotated incidents as `bench.incidents` reads them. A
claim that the rules find and the annotation has not gives no stance, doer, target or kind of event.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.scoring import Told, number, paired, party

from counterclaim.extract import ExtractOptions, findings
from counterclaim.extract.assemble import drafted
from counterclaim.extract.clause.roles import NAMED, Roles, roles_of
from counterclaim.extract.clause.window import Item, window_of
from counterclaim.extract.draft import Draft, kind_of
from counterclaim.model import Document, content_id
from counterclaim.parse import Parser, load
from train.reports import AnnotatedReport, Annotation, TollLine, read_reports

DAY = len("2024-05-17")


def examples(report: AnnotatedReport, parser: Parser) -> Iterator[dict[str, Any]]:
    """One row a claim that the rules find in a report."""
    source = f"{report.incident}/{report.file}"
    published = date.fromisoformat(report.published[:10]) if len(report.published) >= DAY else None
    document = Document(id=content_id(source), source=source, text=report.text, outlet=report.outlet, published=published)
    found, propositions = findings(document, parser.parse(report.text), ExtractOptions())
    drafts, focus, grounds = drafted(found, propositions)
    gold = [_told(claim) for claim in report.claims]
    ours = [_found(draft) for draft in drafts]
    by = {mine: report.claims[theirs] for theirs, mine in paired(gold, ours)}
    for at, (draft, ground) in enumerate(zip(drafts, grounds, strict=True)):
        roles = roles_of(found, draft.speaker.actor)
        seen = window_of(found, draft, roles, drafts[at - 1] if at else None, focus.type)
        window = ["\0" + part.name if isinstance(part, Item) else part for part in seen]
        row = {"group": report.incident, "doc": source, "i": at, "window": window, "ground": bool(ground), "paired": at in by}
        yield {**row, "rule": _by_rules(draft, roles, kind_of(draft, focus.type)), **(_labels(by[at], draft, roles) if at in by else {})}


def _by_rules(draft: Draft, roles: Roles, kind: str) -> dict[str, str]:
    actor, target = (roles.of(one.id if one is not None else None) for one in (draft.actor, draft.target))
    return {"stance": draft.stance, "actor": actor, "target": target, "type": kind}


def _labels(claim: Annotation, draft: Draft, roles: Roles) -> dict[str, Any]:
    own = {(toll.kind, toll.number): toll.side for toll in claim.tolls}
    sides = [
        (roles.of(toll.side), _role(own[key], roles))
        for toll in draft.tolls
        if (key := (toll.kind, str(toll.best if toll.best is not None else "unspecified"))) in own
    ]
    return {
        "stance": claim.stance,
        "actor": _role(claim.actor, roles),
        "target": _role(claim.target, roles),
        "type": claim.type,
        "background": claim.background,
        "tolls": sides,
    }


def _role(identifier: str | None, roles: Roles) -> str:
    """A role by the party that the scorers compare: two names of one party are one."""
    if not identifier:
        return "nobody"
    name = party(identifier)
    if name in {"civilians", "all"}:
        return str(name)
    if name == party(roles.own):
        return "self"
    others = [party(other) for other in roles.others[: len(NAMED)]]
    return NAMED[others.index(name)] if name in others else "another"


def _told(claim: Annotation) -> Told:
    return Told(claim.start, claim.end, claim.speaker, claim.stance, background=claim.background)


def _found(draft: Draft) -> Told:
    return Told(draft.span.start, draft.span.end, draft.speaker.actor.id, draft.stance)


def in_folder(folder: Path) -> Iterator[AnnotatedReport]:
    """The English reports of one annotated incident."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    listed = {row["file"]: row for row in json.loads((folder / "docs.json").read_text(encoding="utf-8"))}
    for told in gold["documents"]:
        row = listed[told["file"]]
        if row.get("language", "en") == "en":
            text = (folder / told["file"]).read_text(encoding="utf-8")
            claims = tuple(_of_row(claim, text) for claim in told["claims"])
            yield AnnotatedReport(folder.name, told["file"], row["outlet"], row.get("published") or "", text, claims)


def _of_row(row: dict[str, Any], text: str) -> Annotation:
    start = text.find(row["evidence"])
    tolls = (
        (toll, number(toll.get("low"), toll.get("best"), toll.get("high"), unspecified=bool(toll.get("unspecified"))))
        for toll in row.get("casualties") or ()
    )
    return Annotation(
        start,
        start + len(row["evidence"]),
        row["speaker"],
        row["stance"],
        row.get("actor"),
        row.get("target"),
        row["event_type"],
        bool(row.get("background")),
        tuple(TollLine(toll["side"], toll["kind"], shown) for toll, shown in tolls),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reports", type=Path, nargs="*", default=[])
    parser.add_argument("--incidents", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    pipeline, count = load(), 0
    with given.out.open("w", encoding="utf-8") as out:
        for root, reports in _given(given.reports, given.incidents):
            for report in reports:
                for row in examples(report, pipeline):
                    out.write(json.dumps({**row, "root": root}, ensure_ascii=False) + "\n")
                    count += 1
    print(f"{count} examples")


def _given(files: list[Path], folders: list[Path]) -> Iterator[tuple[str, Iterator[AnnotatedReport]]]:
    for file in files:
        yield file.name, read_reports(file)
    for folder in folders:
        for gold in sorted(folder.glob("*/gold.json")):
            yield folder.name, in_folder(gold.parent)


if __name__ == "__main__":
    main()
