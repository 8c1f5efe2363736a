"""Annotated reports in the compact form of `bench/reports/`.

A file holds reports one after the other. Each begins with `@@ incident | file | outlet | day of publication | address`; its text follows,
then a line `--CLAIMS--` and one line a claim:

    speaker | its words | cue | stance | actor | target | type | day | b for background | quoted | hedge | tolls | evidence

with `-` for nothing. Tolls: `ARM:MIL killed 4; civilians wounded >=10`, `?` where no number is given, `partial` behind a share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    for report in written(path):
        try:
            claims = tuple(_annotation(report.text, row) for row in report.rows)
        except ValueError as error:
            raise ValueError(f"{path}: {report.incident}/{report.file}: {error}") from error
        yield AnnotatedReport(report.incident, report.file, report.outlet, report.published, report.text, claims)


class WrittenReport(NamedTuple):
    """A report as its file has it: each claim by field."""

    incident: str
    file: str
    outlet: str
    published: str
    text: str
    rows: tuple[Mapping[str, str], ...]


def written(path: Path) -> Iterator[WrittenReport]:
    """The reports of one file as they are written; ValueError for a line with too few fields."""
    for block in re.split(r"(?m)^@@ ", path.read_text(encoding="utf-8"))[1:]:
        head, _, rest = block.partition("\n")
        incident, file, outlet, published = ([part.strip() for part in head.split("|")] + [""] * 4)[:4]
        text, _, lines = rest.partition("\n--CLAIMS--\n")
        rows = tuple(_fields(path, line) for line in map(str.strip, lines.splitlines()) if line)
        yield WrittenReport(incident, file, outlet, published, text.strip() + "\n", rows)


def _fields(path: Path, line: str) -> Mapping[str, str]:
    parts = [part.strip() for part in line.split("|", len(FIELDS) - 1)]
    if len(parts) != len(FIELDS):
        raise ValueError(f"{path}: {len(parts)} fields instead of {len(FIELDS)}: {line[:80]}")
    return dict(zip(FIELDS, parts, strict=True))


def _annotation(text: str, row: Mapping[str, str]) -> Annotation:
    start = text.find(row["evidence"])
    if start < 0:
        raise ValueError(f"words that the text does not have: {row['evidence'][:80]}")
    tolls = tuple(map(_toll, said_tolls(row)))
    actor, target = (None if row[field] in {"", "-"} else row[field] for field in ("actor", "target"))
    background = row["background"] == "b"
    return Annotation(start, start + len(row["evidence"]), row["speaker"], row["stance"], actor, target, row["type"], background, tolls)


def said_tolls(row: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Side, kind and number as written of each toll of a claim: ("ARM:MIL", "killed", ">=4")."""
    parts = [part.strip() for part in row["tolls"].split(";") if part.strip() not in {"", "-"}]
    found = [(part, _TOLL.fullmatch(part)) for part in parts]
    for part, match in found:
        if match is None:
            raise ValueError(f"no toll: {part[:80]}")
    return [(match[1], match[2], match[3]) for _, match in found if match is not None]


def _toll(said: tuple[str, str, str]) -> TollLine:
    side, kind, number = said
    return TollLine(side, kind, "unspecified" if number == "?" else number.strip("<>=~").split("-")[-1])
