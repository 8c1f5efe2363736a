"""Annotated reports in the compact form of `train/reports/`, and in folders as the annotated incidents have them.

A file holds reports one after the other. Each begins with `@@ incident | file | outlet | day of publication | address`; its text follows,
then a line `--CLAIMS--` and one line a claim:

    speaker | its words | cue | stance | actor | target | type | day | b for background | quoted | hedge | tolls | evidence

with `-` for nothing. Tolls: `ARM:MIL killed 4; civilians wounded >=10`, `?` where no number is given, `partial` behind a share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

FIELDS = ("speaker", "surface", "cue", "stance", "actor", "target", "type", "date", "background", "quoted", "hedge", "tolls", "evidence")
_TOLL = re.compile(r"(\S+) (\S+) (\?|>=\d+|<=\d+|\d+-\d+|~?\d+)(?: partial)?")


class TollLine(NamedTuple):
    """Side, kind and number of one toll; the number as the scorers compare it."""

    side: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotated claim; start and end are offsets into the report's text."""

    start: int
    end: int
    speaker: str
    stance: str
    actor: str | None
    target: str | None
    type: str
    background: bool
    tolls: tuple[TollLine, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """A report with its claims."""

    incident: str
    file: str
    outlet: str
    published: str
    text: str
    claims: tuple[Annotation, ...]


def read_reports(path: Path) -> Iterator[AnnotatedReport]:
    """The reports of one file; ValueError names the report and the line that is wrong."""
    for block in re.split(r"(?m)^@@ ", path.read_text(encoding="utf-8"))[1:]:
        head, _, rest = block.partition("\n")
        incident, file, outlet, published = ([part.strip() for part in head.split("|")] + [""] * 4)[:4]
        text, _, lines = rest.partition("\n--CLAIMS--\n")
        text = text.strip() + "\n"
        try:
            claims = tuple(_annotation(text, line) for line in map(str.strip, lines.splitlines()) if line)
        except ValueError as error:
            raise ValueError(f"{path}: {incident}/{file}: {error}") from error
        yield AnnotatedReport(incident, file, outlet, published, text, claims)


def _annotation(text: str, line: str) -> Annotation:
    parts = [part.strip() for part in line.split("|", len(FIELDS) - 1)]
    if len(parts) != len(FIELDS):
        raise ValueError(f"{len(parts)} fields instead of {len(FIELDS)}: {line[:80]}")
    row = dict(zip(FIELDS, parts, strict=True))
    start = text.find(row["evidence"])
    if start < 0:
        raise ValueError(f"words that the text does not have: {row['evidence'][:80]}")
    tolls = () if row["tolls"] in {"", "-"} else tuple(_toll(part.strip()) for part in row["tolls"].split(";") if part.strip())
    actor, target = (None if row[field] in {"", "-"} else row[field] for field in ("actor", "target"))
    background = row["background"] == "b"
    return Annotation(start, start + len(row["evidence"]), row["speaker"], row["stance"], actor, target, row["type"], background, tolls)


def _toll(text: str) -> TollLine:
    found = _TOLL.fullmatch(text)
    if found is None:
        raise ValueError(f"no toll: {text[:80]}")
    side, kind, number = found.groups()
    return TollLine(side, kind, "unspecified" if number == "?" else number.strip("<>=~").split("-")[-1])
