"""Floors: figures of annotated reports that no change may lower.

    python -m bench.gate [--incidents DIR] [--write]

The floors are in `bench/baseline.json`, F1 of each measure for each set. The invented reports of `bench/reports/` are always measured; the
annotated incidents where DIR is there (default: ../shared/incidents), else they are passed over with the reason. Exit status 1 where a
figure is under its floor. `--write` sets the floors to what is measured now, never lower.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.compact import folders
from bench.incidents import annotated, documents_of, score

HERE = Path(__file__).parent
FLOORS = HERE / "baseline.json"
MEASURES = ("detect", "speaker", "claim", "relation", "toll")
SLACK = 0.0005  # floors are written to three places

Figures = dict[str, float]


def measured(incidents: Path) -> Iterator[tuple[str, Figures]]:
    """Name of each set and its figures."""
    with TemporaryDirectory() as made:
        folders(sorted((HERE / "reports").glob("invented_*.txt")), Path(made))
        yield "invented", figures_of(Path(made))
    if incidents.is_dir():
        yield "incidents", figures_of(incidents)
    else:
        print(f"incidents: passed over, {incidents} is not there")


def figures_of(data: Path) -> Figures:
    read = [incident for incident in annotated(data, "en", "") if incident.files]
    scored: Mapping[str, Any] = score(read, documents_of(read, None))
    return {measure: round(float(scored[measure]["f1"]), 3) for measure in MEASURES}


def under(floors: Mapping[str, float], figures: Mapping[str, float]) -> list[str]:
    """The measures that are lower than their floor; one without a floor is not."""
    return [measure for measure, floor in floors.items() if figures.get(measure, 0.0) < floor - SLACK]


def raised(floors: Mapping[str, float], figures: Mapping[str, float]) -> Figures:
    """The higher of floor and figure for each measure."""
    return {measure: max(figures.get(measure, 0.0), floors.get(measure, 0.0)) for measure in sorted({*floors, *figures})}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=Path, default=Path("../shared/incidents"), metavar="DIR")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    floors: dict[str, Figures] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    failed = False
    for name, figures in measured(given.incidents):
        low = under(floors.get(name, {}), figures)
        failed = failed or bool(low)
        for measure, figure in figures.items():
            floor = floors.get(name, {}).get(measure, 0.0)
            print(f"{name:10} {measure:10} {figure:.3f}  floor {floor:.3f}{'  UNDER' if measure in low else ''}")
        floors[name] = raised(floors.get(name, {}), figures)
    if given.write:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return int(failed and not given.write)


if __name__ == "__main__":
    sys.exit(main())
