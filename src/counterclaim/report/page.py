"""A report as one HTML page: no script, nothing fetched, ready to print. Every text is escaped, and figures are images."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from counterclaim.report.blocks import Block, Cell, Columns, Figure, Heading, Items, Paragraph, Quote, Rows

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(blocks: Iterable[Block]) -> str:
    """The whole page."""
    style = (files(__package__) / "report.css").read_text(encoding="utf-8")
    body = "\n".join(part for block in blocks for part in _written(block))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>Situation report</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _written(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, anchor):
            name = f' id="{escape(anchor)}"' if anchor else ""
            yield f"<h{level}{name}>{escape(text)}</h{level}>"
        case Paragraph(text, quiet):
            kind = ' class="quiet"' if quiet else ""
            yield f"<p{kind}>{escape(text)}</p>"
        case Rows(header, rows):
            yield from _table(header, rows)
        case Items(items):
            lines = (f"<li>{escape(item.text)}{_under(item.under)}</li>" for item in items)
            yield f"<ul>{''.join(lines)}</ul>"
        case Quote(lead, words, source):
            where = f' <span class="source">{escape(source)}</span>' if source else ""
            yield f"<blockquote><p><b>{escape(lead)}</b></p><p>{escape(words)}{where}</p></blockquote>"
        case Figure(_, svg, caption, _):
            drawn = b64encode(svg.encode()).decode()
            image = f'<img alt="{escape(caption)}" src="data:image/svg+xml;base64,{drawn}">'
            yield f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>"
        case Columns(columns, packed):
            inner = "".join(f"<section>{''.join(part for one in column for part in _written(one))}</section>" for column in columns)
            yield f'<div class="{"packed" if packed else "columns"}">{inner}</div>'


def _table(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    titles = "".join(f'<th scope="col">{escape(one)}</th>' for one in header)
    yield f"<table><thead><tr>{titles}</tr></thead><tbody>"
    for row in rows:
        first, *rest = map(_cell, row)
        yield f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
    yield "</tbody></table>"


def _cell(cell: Cell) -> str:
    return f'<a href="#{escape(cell.anchor)}">{escape(cell.text)}</a>' if cell.anchor else escape(cell.text)


def _under(lines: Iterable[str]) -> str:
    inner = "".join(f"<li>{escape(one)}</li>" for one in lines)
    return f"<ul>{inner}</ul>" if inner else ""
