"""A report as Markdown. Whatever Markdown or HTML would act on in a text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from counterclaim.report.blocks import Block, Cell, Columns, Figure, Heading, Items, Paragraph, Quote, Rows

ACTING = re.compile(r"([\\`*_{}\[\]#|<>~&$@]|(?<!\w):(?=\w))")  # within a line
AT_LINE_START = re.compile(r"^(\d*)([.)+=:-])")  # lists and rules
ADDRESS = re.compile(r"\b(https?|ftp|www|mailto|xmpp)([:.])", re.IGNORECASE)  # what GitHub makes a link of without marks


def markdown(blocks: Iterable[Block], figures: Mapping[str, str]) -> str:
    """The report. `figures` gives the address of each figure's file, by name; a figure without one is left out."""
    return "\n\n".join(part for block in blocks for part in _written(block, figures)) + "\n"


def _written(block: Block, figures: Mapping[str, str]) -> Iterator[str]:
    match block:
        case Heading(level, text, _):
            yield f"{'#' * level} {escaped(text)}"
        case Paragraph(text, quiet):
            yield f"*{escaped(text)}*" if quiet else escaped(text)
        case Rows(header, rows):
            lines = [_row([escaped(one) or " " for one in header]), _row(["---"] * len(header))]
            yield "\n".join([*lines, *(_row([_cell(cell) for cell in row]) for row in rows)])
        case Items(items):
            yield "\n".join(f"- {escaped(item.text)}" + "".join(f"\n  - {escaped(one)}" for one in item.under) for item in items)
        case Quote(lead, words, source):
            yield f"> **{escaped(lead)}** {escaped(words)} {escaped(source)}".rstrip()
        case Figure(name, _, caption, _):
            if name in figures:
                yield f"![{escaped(caption)}]({quote(figures[name])})"
        case Columns(columns, _):
            for column in columns:
                for inner in column:
                    yield from _written(inner, figures)


def escaped(text: str) -> str:
    """A text on one line, in which every character stands for itself."""
    line = ACTING.sub(r"\\\1", " ".join(text.split()))
    return AT_LINE_START.sub(r"\1\\\2", ADDRESS.sub(r"\1\\\2", line))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    return escaped(cell.text) or " "
