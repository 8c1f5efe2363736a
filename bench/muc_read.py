"""MUC-3/4 message files: messages with their dateline, and their text in the form that the package reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counterclaim.model import Document, content_id

MESSAGE = re.compile(r"^(\w+-MUC\d-\d+)\b.*$", re.MULTILINE)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAY = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?,? (\d{2})\b")
DASH = " -- "
REACH = 400  # characters in which a dateline ends
# Words in square brackets that the editors of the corpus added about the recording, rather than an abbreviation or a translation.
EDITORIAL = re.compile(
    r"\[[^\][]{0,200}?\b(?:TEXT|EXCERPTS?|REPORT|CONTINUED|RECORDING|INDISTINCT|OMITTED|SPEECH|COMMUNIQUE|COMMENTARY|STATEMENT|INTERVIEW|REPORTER|"
    r"ARTICLE|EDITORIAL|CONFERENCE|APPLAUSE|SIGNED|PASSAGE|DATED|HEARD|THOUGHT|RELAY|BY)\b[^\][]{0,200}\]"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `place` is the dateline's place as written, `text` its paragraphs apart by blank lines."""

    id: str
    place: str
    published: date | None
    text: str

    @property
    def document(self) -> Document:
        return Document(content_id(self.id, self.text), f"muc/{self.id}", self.text, published=self.published)


def messages(path: Path) -> Iterator[Message]:
    """The messages of a file, in order."""
    raw = path.read_text(encoding="latin-1")
    starts = list(MESSAGE.finditer(raw))
    for at, start in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(raw)
        yield message(start[1], raw[start.end() : end])


def message(identifier: str, body: str) -> Message:
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n|\n {3,}", body)]
    joined = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    head, dash, rest = joined.partition(DASH)
    if not dash or len(head) > REACH:
        head, rest = "", joined
    return Message(identifier, dateline_place(head), day_in(head), without_notes(rest))


def dateline_place(head: str) -> str:
    """ "MANAGUA (NICARAGUA), 11 DEC 89 (RADIO SANDINO)" -> "MANAGUA, NICARAGUA"."""
    place = head.split(",", maxsplit=1)[0] if "," in head else ""
    city, _, country = place.partition("(")
    return ", ".join(filter(None, (city.strip(), country.strip(" )"))))


def day_in(head: str) -> date | None:
    found = DAY.search(head)
    if found is None:
        return None
    try:
        return date(1900 + int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def without_notes(text: str) -> str:
    """Without what the editors put in brackets about the recording; abbreviations in brackets stay."""
    kept = (" ".join(EDITORIAL.sub(" ", paragraph).split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(paragraph for paragraph in kept if paragraph)
