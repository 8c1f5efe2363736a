"""PLOVER's own gold-standard records as a table that bench.plover reads.

    python -m bench.plover_gold --records FOLDER --out FILE.tsv

FOLDER holds PLOVER_GSR_*.txt (JSON), as gold_standard_records/ of openeventdata/PLOVER does. The columns are sentence, source, target and
gold_root; several actors of one role stand apart by "/". Notes about the file itself, and records without a text, are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.plover import COLUMNS


def rows_of(records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    for record in records:
        text = " ".join(str(record.get("text", "")).strip().strip("{}").split())
        if text and record["event"] != "DOCUMENT":
            yield text, actors(record.get("source")), actors(record.get("target")), record["event"]


def actors(given: object) -> str:
    """The words of each actor of a role; a role is a list of actors, one string, or missing."""
    listed = given if isinstance(given, list) else [given] if given else []
    names = (one["actorText"] if isinstance(one, Mapping) else str(one) for one in listed)
    return "/".join(" ".join(name.split()) for name in names)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.plover_gold", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    files = sorted(given.records.glob("PLOVER_GSR_*.txt"))
    if not files:
        print(f"no PLOVER_GSR_*.txt in {given.records}", file=sys.stderr)
        return 2
    found = [row for file in files for row in rows_of(json.loads(file.read_text(encoding="utf-8")))]
    with given.out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        writer.writerows([COLUMNS, *found])
    print(f"{len(found)} records")
    return 0


if __name__ == "__main__":
    sys.exit(main())
