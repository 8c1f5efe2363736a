"""What the gazetteer costs: seconds and memory that opening it and looking names up add to a process.

    python -m bench.gazetteer [--data FILE] [--fresh] [--json]

Names are the settlements of our own rows (lexicon/places.csv), or the lines of FILE. Memory is of this process, resident, before and after;
it needs Linux. --fresh makes the file anew in a folder of its own first, as the first run on a machine does, and times that too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from counterclaim.extract.place.gazetteer import load
from counterclaim.lexicon import rows

STATUS = Path("/proc/self/status")


def resident_mb() -> float:
    """Megabytes that this process holds."""
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def clocked(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def measure(names: Sequence[str]) -> dict[str, float]:
    """Seconds of opening, milliseconds a name, megabytes added by both."""
    before = resident_mb()
    opening = clocked(load)
    asking = clocked(lambda: [load().lookup(name) for name in names])
    return {
        "open_s": round(opening, 3),
        "lookup_ms": round(1000 * asking / max(len(names), 1), 3),
        "names": len(names),
        "added_mb": round(resident_mb() - before, 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.gazetteer", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a name a line; default: our own rows")
    parser.add_argument("--fresh", action="store_true", help="make the gazetteer anew, in a folder of its own, and time it")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if not STATUS.exists():
        print("memory is read from /proc, which is not here", file=sys.stderr)
        return 2
    names = given.data.read_text(encoding="utf-8").splitlines() if given.data else [row["name"] for row in rows("places.csv")]
    found = measure_fresh(names) if given.fresh else measure(names)
    print(json.dumps(found) if given.json else "\n".join(f"{name:12}{value}" for name, value in found.items()))
    return 0


def measure_fresh(names: Sequence[str]) -> dict[str, float]:
    """`build_s` is of a process of its own, so that what building takes does not count as memory of reading."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        command = [sys.executable, "-c", "from counterclaim.extract.place.gazetteer import load; load()"]
        building = clocked(lambda: subprocess.run(command, check=True))
        size = sum(file.stat().st_size for file in Path(folder).rglob("*.sqlite"))
        return {"build_s": round(building, 1), "file_mb": round(size / 2**20, 1)} | measure(names)


if __name__ == "__main__":
    sys.exit(main())
