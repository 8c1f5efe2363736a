"""Answer keys of MUC-4: the filled templates of a key file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(r"\d{1,2}\. +((?:MESSAGE|INCIDENT|PERP|PHYS TGT|HUM TGT): [A-Z ]+?)(?: {2,}(.*))?$")
WORD = re.compile(r"[A-Z0-9]+")
SMALL = frozenset({"A", "THE", "AN", "OF", "SOME", "SEVERAL", "TWO", "THREE", "FOUR", "FIVE", "SIX", "ALL"})


@dataclass(frozen=True, slots=True)
class Fill:
    """One filler: its values, any of which is right, and what it refers to."""

    values: tuple[str, ...]
    refers: tuple[str, ...] = ()


@dataclass(slots=True)
class Key:
    """One template of a key; `number` is "*" for a message that tells of no incident."""

    message: str
    number: str = "*"
    optional: bool = False
    fills: dict[str, list[Fill]] = field(default_factory=dict)

    def values(self, *labels: str) -> Iterator[tuple[str, ...]]:
        for label in labels:
            yield from (fill.values for fill in self.fills.get(label, ()))


def keys(path: Path) -> dict[str, list[Key]]:
    """The templates of a key file by message, incidents only; a message without any has an empty list."""
    found: dict[str, list[Key]] = {}
    label = ""
    for raw in path.read_text(encoding="latin-1").expandtabs().splitlines():
        start, line = LINE.match(raw), raw
        if start is not None:
            label, line = start[1].strip(), start[2] or ""
        if label == "MESSAGE: ID" and start is not None:
            found.setdefault(line.split()[0], []).append(Key(line.split()[0]))
            continue
        if not found or (start is None and not line.startswith(" ")):
            label = ""
            continue
        key = next(reversed(found.values()))[-1]
        if label == "MESSAGE: TEMPLATE" and start is not None:
            key.number, key.optional = line.split()[0] if line.split() else "*", "OPTIONAL" in line
        elif label and (fill := fill_of(line)) is not None:
            key.fills.setdefault(label, []).append(fill)
    return {message: [key for key in templates if key.number != "*"] for message, templates in found.items()}


def fill_of(text: str) -> Fill | None:
    """'? "GUERRILLAS" / "REBELS"' or 'DEATH: "PRIEST"'; None for an empty filler."""
    text = text.strip().lstrip("? ")
    if text in {"", "-", "*"}:
        return None
    value, _, refers = parted(text, ":")
    return Fill(tuple(split(value)), tuple(split(refers)))


def parted(text: str, mark: str) -> tuple[str, str, str]:
    """As str.partition, but not inside quotation marks."""
    quoted = False
    for at, letter in enumerate(text):
        if letter == '"' and text[at - 1 : at] != "\\":
            quoted = not quoted
        elif letter == mark and not quoted:
            return text[:at], mark, text[at + 1 :]
    return text, "", ""


def split(text: str) -> Iterator[str]:
    """The alternatives of a filler."""
    while text:
        value, _, text = parted(text, "/")
        value = value.strip(' ()?"').replace('\\"', '"')
        if value and value != "-":
            yield value


def plain(text: str) -> tuple[str, ...]:
    """The words that count when two strings are compared, roughly without their endings."""
    return tuple(word[:-1] if word.endswith("S") and len(word) > 3 else word for word in WORD.findall(text.upper()) if word not in SMALL)


def head(text: str) -> str:
    """The last word before the first preposition or mark."""
    words = plain(re.split(r" (?:OF|IN|AT|ON|BY|FROM|WITH|WHO|WHICH|THAT|FOR|NEAR)\b|[,(\[]", text.upper(), maxsplit=1)[0])
    return words[-1] if words else ""


def same_phrase(found: str, values: Sequence[str], *, name: bool) -> bool:
    """Whether a phrase of the text is one of the values: the same head, and no more words than the other; any part of a name."""
    words = set(plain(found))
    for value in values:
        wanted = set(plain(value))
        if name and words and words <= wanted:
            return True
        if words and wanted and head(found) == head(value) and (words <= wanted or wanted <= words):
            return True
    return False
