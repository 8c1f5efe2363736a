"""The parts that a report is made of. Every text in them is plain: the writers escape it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the title; `anchor` is unique in the report, or empty."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`quiet`: a note, less than the text around it."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """`anchor`: the heading that the cell leads to."""

    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; all rows are as long as `header`."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """`lead` says who speaks and how, `source` where the words stand."""

    lead: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, as SVG; `name` is a word for its file; `incident` the number of the incident that it shows, 0 for all of them."""

    name: str
    svg: str
    caption: str
    incident: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, where the paper is wide enough; `packed`: each as high as it is, in no common rows."""

    columns: tuple[tuple[Block, ...], ...]
    packed: bool = False


Block: TypeAlias = Heading | Paragraph | Rows | Items | Quote | Figure | Columns
