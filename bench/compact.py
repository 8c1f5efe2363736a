"""Folders of annotated incidents out of the compact form of `bench/reports/`, for bench.incidents to read.

    python -m bench.compact --out DIR bench/reports/*.txt
    python -m bench.incidents --data DIR

The reports are invented, with real countries and bodies, and were annotated by their rules before the extractor had
read them. They give the claims alone, not the day and place of an incident: bench.incidents prints the figures of claims only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from train.reports import WrittenReport, said_tolls, written

Row = dict[str, object]


def folders(files: Sequence[Path], out: Path) -> int:
    """Write one folder an incident: docNN.txt, docs.json, gold.json. Returns how many."""
    incidents: defaultdict[str, list[WrittenReport]] = defaultdict(list)
    for file in files:
        for report in written(file):
            incidents[f"{file.stem}_{report.incident}"].append(report)
    for name, reports in incidents.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        listed = [{"file": one.file, "outlet": one.outlet, "published": one.published, "language": "en"} for one in reports]
        told = [{"file": one.file, "claims": [claim_of(row) for row in one.rows]} for one in reports]
        for one in reports:
            (folder / one.file).write_text(one.text, encoding="utf-8")
        (folder / "docs.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
        (folder / "gold.json").write_text(json.dumps({"slug": name, "documents": told}, indent=1), encoding="utf-8")
    return len(incidents)


def claim_of(row: Mapping[str, str]) -> Row:
    """A claim as gold.json has it."""
    kept = {field: row[field] if row[field] not in {"", "-"} else None for field in row}
    return {
        "speaker": kept["speaker"],
        "speaker_surface": kept["surface"],
        "cue": kept["cue"],
        "stance": kept["stance"],
        "event_type": kept["type"],
        "actor": kept["actor"],
        "target": kept["target"],
        "date": kept["date"],
        "casualties": [toll_of(*said) for said in said_tolls(row)],
        "quoted": kept["quoted"],
        "hedge": kept["hedge"],
        "background": row["background"] == "b",
        "evidence": row["evidence"],
    }


def toll_of(side: str, kind: str, number: str) -> Row:
    """ ">=4" is low and best 4, "2-5" low 2 and high 5, "?" no number."""
    toll: Row = {"side": side, "kind": kind}
    if number == "?":
        return toll | {"unspecified": True}
    if number.startswith((">=", "<=")):
        return toll | {"low" if number[0] == ">" else "high": int(number[2:]), "best": int(number[2:])}
    low, _, high = number.strip("~").partition("-")
    return toll | ({"low": int(low), "high": int(high)} if high else {"low": int(low), "best": int(low), "high": int(low)})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.compact", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args(arguments)
    print(f"{folders(given.files, given.out)} incidents in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
