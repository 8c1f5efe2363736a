"""Words per CPU-second of each stage of the pipeline, and each as a share of the parser.

    python -m bench.throughput --data DIR [--json] [--limit N]

Any reports will do. Times are of this process's CPU, one pass over all documents after one that loads models and vocabularies. Words are
tokens with a letter or digit. The stages inside extraction are timed on their own, on the same parses; `extract` is all of them together.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from counterclaim.extract import extract
from counterclaim.extract.actor import find_actors
from counterclaim.extract.attribution import find_frames
from counterclaim.extract.event import find_triggers
from counterclaim.extract.place import PlaceContext, find_places
from counterclaim.extract.quantity import find_quantities
from counterclaim.extract.toll import find_tolls
from counterclaim.extract.when import find_times
from counterclaim.link import link
from counterclaim.model import Document
from counterclaim.parse import load
from counterclaim.read import ReadOptions, read
from counterclaim.syntax import Parse

Stage = Callable[[Document, Parse], object]
PARSE = "parse"


def stages() -> Mapping[str, Stage]:
    """The finders of extraction, each alone, and extraction as a whole."""
    return {
        "actors": lambda document, parse: find_actors(parse, document.published),
        "attribution": lambda document, parse: find_frames(parse),
        "events": lambda document, parse: find_triggers(parse),
        "tolls": lambda document, parse: find_tolls(parse, find_quantities(parse)),
        "times": lambda document, parse: find_times(parse, document.published),
        "places": lambda document, parse: find_places(parse, PlaceContext()),
        "extract": extract,
    }


def words_of(parse: Parse) -> int:
    return sum(any(letter.isalnum() for letter in parse.form(token)) for token in range(len(parse)))


def clocked(run: Callable[[], object]) -> float:
    """CPU-seconds of a call."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


def measure(documents: Sequence[Document]) -> dict[str, float]:
    """CPU-seconds of each stage over all documents, and how many words they have."""
    pipeline = load()
    for document in documents[:1]:
        extract(document, pipeline.parse(document.text))
    parses: list[Parse] = []
    seconds = {PARSE: clocked(lambda: parses.extend(pipeline.parse(document.text) for document in documents))}
    for name, stage in stages().items():
        seconds[name] = clocked(lambda stage=stage: _over(stage, documents, parses))  # type: ignore[misc]
    claims = [claim for document, parse in zip(documents, parses, strict=True) for claim in extract(document, parse)]
    seconds["link"] = clocked(lambda: link(claims, documents))
    return seconds | {"words": float(sum(map(words_of, parses)))}


def _over(stage: Stage, documents: Iterable[Document], parses: Iterable[Parse]) -> None:
    for document, parse in zip(documents, parses, strict=True):
        stage(document, parse)


def figures(documents: Sequence[Document]) -> dict[str, object]:
    """Words per CPU-second and share of the parser's time by stage; "whole" is parse, extract and link."""
    seconds = measure(documents)
    words = seconds.pop("words")
    seconds["whole"] = seconds[PARSE] + seconds["extract"] + seconds["link"]
    rows = {
        name: {"seconds": taken, "words per CPU-second": words / max(taken, 1e-9), "share of parse": taken / max(seconds[PARSE], 1e-9)}
        for name, taken in seconds.items()
    }
    digest = hashlib.sha256("".join(sorted(document.original_sha256 for document in documents)).encode()).hexdigest()[:16]
    return {"documents": len(documents), "words": int(words), "checksum": digest, "stages": rows}


def show(found: Mapping[str, object]) -> None:
    print(f"{found['documents']} documents, {found['words']} words, data {found['checksum']}")
    rows = found["stages"]
    assert isinstance(rows, dict)
    for name, row in rows.items():
        print(f"{name:12} {row['words per CPU-second']:10.0f} words per CPU-second   {row['share of parse']:6.3f} of the parser")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.throughput", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of reports, or one")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="read only so many reports")
    given = parser.parse_args(arguments)
    reports = (item for item in read(given.data, options=ReadOptions()) if isinstance(item, Document))
    documents = list(islice(reports, given.limit))
    if not documents:
        print(f"no reports in {given.data}", file=sys.stderr)
        return 2
    found = figures(documents)
    if given.json:
        print(json.dumps(found))
    else:
        show(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
