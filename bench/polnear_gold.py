"""PolNeAR's articles and attributions: text files beside brat standoff files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from counterclaim.model import Span

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: for each role the stretches of text that are it; a role that is not there has none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    name: str
    text: str
    gold: tuple[Attribution, ...]


def articles(split: Path) -> Iterator[Article]:
    """The articles of a split folder (`text/`, `attributions/`) by name. Of several annotations of one article the first by name holds."""
    for path in sorted((split / "text").glob("*.txt")):
        annotated = annotation_files(split, path.stem)
        if annotated:
            text = path.read_bytes().decode("utf-8")
            yield Article(path.stem, text, tuple(attributions(annotated[0].read_text(encoding="utf-8"))))


def annotation_files(split: Path, stem: str) -> list[Path]:
    """Annotation files of an article: its name, perhaps a mark of the annotator, and .ann; in the folder or one below."""
    return sorted(path for path in (split / "attributions").rglob("*.ann") if path.stem.rpartition("_")[0] == stem or path.stem == stem)


def files(split: Path) -> list[Path]:
    return [path for text in sorted((split / "text").glob("*.txt")) for path in (text, *annotation_files(split, text.stem)[:1])]


def attributions(standoff: str) -> Iterator[Attribution]:
    """The attributions of a brat file: events whose arguments are its sources, cues and contents."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[list[str]] = []
    for line in standoff.splitlines():
        label, _, rest = line.partition("\t")
        if label.startswith("T") and "\t" in rest:
            spans[label] = stretches(rest.partition("\t")[0])
        elif label.startswith("E") and rest.startswith("Attribution"):
            events.append(rest.split()[1:])
    for arguments in events:
        roles: dict[str, list[Span]] = {role: [] for role in ROLES}
        for argument in arguments:
            name, _, label = argument.partition(":")
            role = name.lower().rstrip("0123456789")
            if role in roles:
                roles[role].extend(spans.get(label, ()))
        if any(roles.values()):
            yield Attribution(*(tuple(sorted(roles[role])) for role in ROLES))


def stretches(field: str) -> tuple[Span, ...]:
    """ "Content 10 20;22 30" -> its two stretches."""
    _, _, offsets = field.partition(" ")
    pairs = (part.split() for part in offsets.split(";"))
    return tuple(Span(int(start), int(end)) for start, end in pairs)
