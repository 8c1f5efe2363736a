"""HeidelTime through its standalone jar: what it tags in a text, for bench.timex.

The jar wants a configuration (config.props) that names its tagger. Each text is one run of Java, some seconds. Its output is the text
with TIMEX3 tags, spaces and entities not always as they were, so that offsets are carried over by counting letters.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counterclaim.extract.when import Mode, TimeMention
from counterclaim.extract.when.anchor import Value
from counterclaim.model import Span, When

TAG = re.compile(r"<(/?)TIMEX3([^<>]*)>|<[^<>]*>")
VALUE = re.compile(r' value="([^"]*)"')
BODY = re.compile(r"<TimeML>(.*)</TimeML>", re.DOTALL)
LONGEST_S = 600


@dataclass(frozen=True, slots=True)
class Jar:
    """Where HeidelTime is."""

    path: Path
    config: Path


def tagged(jar: Jar, text: str, published: date | None, mode: Mode) -> list[TimeMention]:
    """Its expressions in text order, with values. Raises RuntimeError with Java's own words where a run fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        file.write_text(text, encoding="utf-8")
        command = ["java", "-jar", str(jar.path.resolve()), str(file), "-l", "english", "-e", "UTF-8", "-c", str(jar.config.resolve())]
        command += ["-t", "narratives" if mode == "narrative" else "news"]
        command += ["-dct", published.isoformat()] if published and mode == "news" else []
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=LONGEST_S, check=False)
    body = BODY.search(done.stdout)
    if body is None:
        raise RuntimeError(f"HeidelTime gave no TimeML: {done.stderr.strip()[-500:] or done.stdout[-500:]}")
    return list(mentions(text, body[1]))


def mentions(text: str, body: str) -> Iterator[TimeMention]:
    """Tagged stretches of the output as stretches of the text."""
    places = [at for at, letter in enumerate(text) if letter.isalnum()]
    seen = 0
    last, begun, value = 0, -1, ""
    for match in TAG.finditer(body):
        seen += sum(letter.isalnum() for letter in html.unescape(body[last : match.start()]))
        last = match.end()
        if match[2] is None:
            continue
        if not match[1]:
            begun, value = seen, (VALUE.search(match[2]) or ["", ""])[1]
        elif begun < seen <= len(places):
            span = Span(places[begun], places[seen - 1] + 1)
            written = text[span.start : span.end]
            yield TimeMention(span, (-1, -1), "date", When(written, timex=value), "HeidelTime", Value(value))
