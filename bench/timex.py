"""Time expressions against WikiWars (TIMEX2) or TimeML files (TIMEX3): strict, relaxed and value F1 as in TempEval-3.

    python -m bench.timex --data DIR [--mode narrative|news] [--plain] [--json] [--limit N] [--errors] [--heideltime JAR]

Strict: the same extent. Relaxed: any overlap. Value: value accuracy among relaxed matches, times relaxed F1. The time of the document
is given, not found. Two notations of one value count as equal: decades "199X" and "199", centuries "18XX" and "18".
With --heideltime, HeidelTime's standalone jar reads the same texts, one run of Java a document, and is scored the same way.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counterclaim.extract.when import Mode, TimeMention, find_expressions
from counterclaim.syntax import Parse

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Gold:
    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Article:
    name: str
    text: str
    published: date | None
    gold: tuple[Gold, ...]


@dataclass
class Counts:
    """Of all documents together."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.timex", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="WikiWars folder (keyinline/, or in/ and key/), or a folder of .tml files")
    parser.add_argument("--mode", choices=["news", "narrative"], help="default: narrative for WikiWars, news for TimeML")
    parser.add_argument("--plain", action="store_true", help="without the parser")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, help="the first N documents")
    parser.add_argument("--errors", action="store_true", help="print what was missed, wrong or spurious")
    parser.add_argument("--heideltime", type=Path, metavar="JAR", help="HeidelTime's standalone jar, to be scored in the same run")
    parser.add_argument("--heideltime-config", type=Path, metavar="FILE", help="its config.props; default: the one beside the jar")
    options = parser.parse_args(arguments)
    files = data_files(options.data)[: options.limit]
    if not files:
        parser.error(f"no WikiWars or TimeML files in {options.data}")
    wikiwars = files[0].suffix in {".xml", ".sgm"}
    mode: Mode = options.mode or ("narrative" if wikiwars else "news")
    articles = [read(path) for path in files]
    counts = Counts()
    parse = None if options.plain else parser_of_the_project()
    for article in articles:
        mentions = find_expressions(parse(article.text) if parse else article.text, article.published, mode)
        tally(counts, article, mentions, show if options.errors else None)
    rival = rivals(options, articles, mode) if options.heideltime else {}
    report(figures(counts) | rival, files, mode, options.json)
    return 0


def rivals(options: argparse.Namespace, articles: Sequence[Article], mode: Mode) -> dict[str, float]:
    """HeidelTime's figures, each name with "heideltime_" before it."""
    from bench.heideltime import Jar, tagged

    jar = Jar(options.heideltime, options.heideltime_config or options.heideltime.with_name("config.props"))
    counts = Counts()
    for article in articles:
        tally(counts, article, tagged(jar, article.text, article.published, mode), None)
    return {f"heideltime_{name}": value for name, value in figures(counts).items()}


def parser_of_the_project() -> Callable[[str], Parse]:
    from counterclaim.parse import load

    return load().parse


def data_files(folder: Path) -> list[Path]:
    """WikiWars: keyinline/*.key.xml, or where that is missing in/*.sgm beside key/*.key.apf.xml. TimeML: any .tml below the folder."""
    inline = sorted([*folder.glob("keyinline/*.key.xml"), *folder.glob("*.key.xml")])
    return inline or sorted(folder.glob("in/*.sgm")) or sorted(folder.rglob("*.tml"))


def read(path: Path) -> Article:
    raw = path.read_text(encoding="utf-8", errors="replace")
    start, end = raw.index("<TEXT>") + len("<TEXT>"), raw.rindex("</TEXT>")
    text, gold = unmarked(raw[start:end])
    if path.suffix == ".sgm":
        gold = standoff(key_of(path), len(unmarked(raw[:start])[0].encode()), text)
    return Article(path.name, text, published(raw), gold)


def key_of(path: Path) -> Path:
    return path.parent.parent / "key" / f"{path.stem}.key.apf.xml"


def standoff(key: Path, offset: int, text: str) -> tuple[Gold, ...]:
    """Expressions of a key apart from its text. Its offsets count UTF-8 bytes of the document without its tags, the last inclusive."""
    raw, encoded = key.read_text(encoding="utf-8", errors="replace"), text.encode()
    gold: list[Gold] = []
    for block in re.finditer(r"<timex2 ([^<>]*)>(.*?)</timex2>", raw, re.DOTALL):
        value = dict(ATTRIBUTE.findall(block[1])).get("VAL", "")
        for extent in re.finditer(r'<charseq START="(\d+)" END="(\d+)"', block[2]):
            start, end = int(extent[1]) - offset, int(extent[2]) + 1 - offset
            if 0 <= start < end <= len(encoded):
                first, last = (len(encoded[:at].decode(errors="ignore")) for at in (start, end))
                gold.append(Gold(first, last, value))
    return tuple(sorted(gold, key=lambda item: (item.start, item.end)))


def published(raw: str) -> date | None:
    match = re.search(r'<(?:DATETIME|DCT)>\s*(?:<TIMEX[^>]*? val(?:ue)?=")?(\d{4}-\d\d-\d\d)', raw)
    return date.fromisoformat(match[1]) if match else None


def unmarked(body: str) -> tuple[str, tuple[Gold, ...]]:
    """The text without its tags, and the expressions that were tagged, outer and inner ones."""
    parts: list[str] = []
    open_tags: list[tuple[int, str]] = []
    gold: list[Gold] = []
    length, last = 0, 0
    for match in TAG.finditer(body):
        piece = html.unescape(body[last : match.start()])
        parts.append(piece)
        length, last = length + len(piece), match.end()
        if match[2] not in {"TIMEX2", "TIMEX3"}:
            continue
        if match[1]:
            start, value = open_tags.pop()
            gold.append(Gold(start, length, value))
        else:
            attributes = dict(ATTRIBUTE.findall(match[3]))
            open_tags.append((length, attributes.get("val") or attributes.get("value", "")))
    parts.append(html.unescape(body[last:]))
    return "".join(parts), tuple(sorted(gold, key=lambda item: (item.start, item.end)))


def same_value(gold: str, found: str | None) -> bool:
    return bool(gold) and found is not None and canonical(gold) == canonical(found)


def canonical(value: str) -> str:
    if re.fullmatch(r"\d{3}X|\d\dXX", value):
        return value.rstrip("X")
    return value


def tally(counts: Counts, article: Article, mentions: Sequence[TimeMention], show: Callable[..., None] | None) -> None:
    """Exact extents are paired first, then each remaining expression with the first free one that overlaps it."""
    counts.gold += len(article.gold)
    counts.found += len(mentions)
    for gold, mention in pairs(article.gold, mentions):
        if gold and mention:
            exact = (gold.start, gold.end) == (mention.span.start, mention.span.end)
            right = same_value(gold.value, mention.when.timex)
            counts.relaxed += 1
            counts.strict += exact
            counts.value += right
            if show and not (exact and right):
                show("value" if exact else "extent" if right else "both", article, gold, mention)
        elif show:
            show("missed" if gold else "spurious", article, gold, mention)


def pairs(golds: Sequence[Gold], mentions: Sequence[TimeMention]) -> Iterator[tuple[Gold | None, TimeMention | None]]:
    exact = {(mention.span.start, mention.span.end): mention for mention in mentions}
    used: set[tuple[int, int]] = set()
    left: list[Gold] = []
    for gold in golds:
        key = (gold.start, gold.end)
        if key in exact and key not in used:
            used.add(key)
            yield gold, exact[key]
        else:
            left.append(gold)
    for gold in left:
        match = next(
            (m for m in mentions if (m.span.start, m.span.end) not in used and m.span.start < gold.end and gold.start < m.span.end),
            None,
        )
        if match:
            used.add((match.span.start, match.span.end))
        yield gold, match
    for mention in mentions:
        if (mention.span.start, mention.span.end) not in used:
            yield None, mention


def show(kind: str, article: Article, gold: Gold | None, mention: TimeMention | None) -> None:
    at = gold.start if gold else mention.span.start if mention else 0
    expected = f"{article.text[gold.start : gold.end]!r} {gold.value}" if gold else "-"
    found = f"{article.text[mention.span.start : mention.span.end]!r} {mention.when.timex} [{mention.why}]" if mention else "-"
    around = " ".join(article.text[max(at - 50, 0) : at + 60].split())
    print(f"{kind}\t{expected}\t{found}\t{article.name[:12]}\t…{around}…")


def figures(counts: Counts) -> dict[str, float]:
    strict, relaxed = f1(counts, counts.strict), f1(counts, counts.relaxed)
    accuracy = counts.value / counts.relaxed if counts.relaxed else 0.0
    return {
        "gold": counts.gold,
        "found": counts.found,
        "strict_p": ratio(counts.strict, counts.found),
        "strict_r": ratio(counts.strict, counts.gold),
        "strict_f1": strict,
        "relaxed_p": ratio(counts.relaxed, counts.found),
        "relaxed_r": ratio(counts.relaxed, counts.gold),
        "relaxed_f1": relaxed,
        "value_accuracy": round(accuracy, 4),
        "value_f1": round(accuracy * relaxed, 4),
    }


def ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def f1(counts: Counts, right: int) -> float:
    return round(2 * right / (counts.gold + counts.found), 4) if counts.gold + counts.found else 0.0


def checksum(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
        if path.suffix == ".sgm":
            digest.update(key_of(path).read_bytes())
    return digest.hexdigest()[:16]


def report(found: dict[str, float], files: Sequence[Path], mode: str, as_json: bool) -> None:
    facts = {"documents": len(files), "mode": mode, "data_sha256": checksum(files)}
    if as_json:
        print(json.dumps({**facts, **found}))
        return
    for name, value in {**facts, **found}.items():
        print(f"{name:26}{value}")


if __name__ == "__main__":
    sys.exit(main())
