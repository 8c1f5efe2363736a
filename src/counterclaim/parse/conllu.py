"""CoNLL-U: read parses made elsewhere, write our own. Format: https://universaldependencies.org/format.html

The text is rebuilt from the forms and what MISC says of the space after each (`SpaceAfter=No`, and `SpacesAfter` and
`SpacesBefore` with the escapes \\s \\t \\n \\r \\p \\\\ and \\uXXXX). Names are in MISC as `NER=B-PER`. Empty nodes and
enhanced dependencies are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from counterclaim.errors import ParseError
from counterclaim.parse.paragraphs import paragraphs
from counterclaim.parse.quotations import quotations
from counterclaim.parse.tree import find_cycle
from counterclaim.syntax import Parse

COLUMNS = 10
_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_ID = re.compile(r"(?P<first>\d{1,9})(?:-(?P<last>\d{1,9})|(?P<empty>\.\d+))?")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|(.))", re.DOTALL)


class Row(NamedTuple):
    """One line of words, or of a range of words written together ("3-4")."""

    line: int
    id: str
    form: str
    lemma: str
    upos: str
    xpos: str
    head: str
    relation: str
    misc: dict[str, str]


@dataclass
class Document:
    """Columns of a parse being read, and the text so far."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def write(self, text: str) -> tuple[int, int]:
        start = self.length
        self.text.append(text)
        self.length += len(text)
        return start, self.length


def loads(conllu: str) -> list[Parse]:
    """The documents of a CoNLL-U text, one `Parse` each (`# newdoc` begins one). ParseError names the line and what is wrong."""
    documents: list[Document] = []
    for comments, rows in _sentences(conllu):
        if not documents or any(comment.startswith("# newdoc") for comment in comments):
            documents.append(Document())
        _add_sentence(documents[-1], comments, rows)
    return [_finished(document) for document in documents]


def dumps(parse: Parse) -> str:
    """A parse as CoNLL-U, one document. `loads(dumps(parse)) == [parse]` for any parse of this package's own."""
    lines = ["# newdoc"] if parse.sentences else []
    blocks = {block.start for block in paragraphs(parse.text)}
    for number, (first, last) in enumerate(parse.sentences):
        if parse.starts[first] in blocks:
            lines.append("# newpar")
        span = parse.sentence_span(number)
        lines.append("# text = " + " ".join(parse.text[span.start : span.end].split()))
        lines.extend("\t".join(_columns(parse, token, first)) for token in range(first, last))
        lines.append("")
    return "".join(line + "\n" for line in lines)


def _columns(parse: Parse, token: int, first: int) -> list[str]:
    head = parse.heads[token]
    return [
        str(token - first + 1),
        parse.form(token),
        parse.lemmas[token] or "_",
        parse.upos[token] or "_",
        parse.xpos[token] or "_",
        "_",
        str(head - first + 1 if head >= 0 else 0),
        parse.relations[token],
        "_",
        _misc(parse, token),
    ]


def _misc(parse: Parse, token: int) -> str:
    end = parse.ends[token]
    after = parse.text[end : parse.starts[token + 1] if token + 1 < len(parse) else len(parse.text)]
    fields = []
    if parse.entities[token] != "O":
        fields.append("NER=" + parse.entities[token])
    if not after:
        fields.append("SpaceAfter=No")
    elif after != " " or token + 1 == len(parse):
        fields.append("SpacesAfter=" + _escape(after))
    if token == 0 and parse.starts[0]:
        fields.append("SpacesBefore=" + _escape(parse.text[: parse.starts[0]]))
    return "|".join(fields) or "_"


def _escape(space: str) -> str:
    return "".join(_ESCAPES.get(sign) or (sign if "!" <= sign <= "~" else _code(sign)) for sign in space)


def _code(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _unescape(escaped: str) -> str:
    signs = {code[1]: sign for sign, code in _ESCAPES.items()}
    plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else signs.get(m[2], m[0]), escaped)
    return plain.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")


def _sentences(conllu: str) -> Iterator[tuple[list[str], list[Row]]]:
    comments: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate([*conllu.split("\n"), ""], 1):
        stripped = line.rstrip("\r")
        if stripped.startswith("#") and not rows:
            comments.append(stripped)
        elif stripped:
            rows.append(_row(number, stripped))
        elif rows:
            yield comments, rows
            comments, rows = [], []


def _row(number: int, line: str) -> Row:
    cells = line.split("\t")
    if len(cells) != COLUMNS or not cells[1]:
        raise ParseError(f"line {number}: {len(cells)} columns, or no form: CoNLL-U has {COLUMNS}")
    misc = dict(pair.split("=", 1) for pair in cells[9].split("|") if "=" in pair)
    return Row(number, cells[0], cells[1], cells[2], cells[3], cells[4], cells[6], cells[7], misc)


def _add_sentence(document: Document, comments: list[str], rows: list[Row]) -> None:
    if document.sentences and any(comment.startswith("# newpar") for comment in comments):
        _start_paragraph(document)
    if not document.sentences:
        document.write(_unescape(rows[0].misc.get("SpacesBefore", "")))
    first, piece = len(document.words), len(document.text)
    for surface, words in _units(rows):
        _write_unit(document, surface, words)
    _check_text("".join(document.text[piece:-1]), comments, rows[0].line)
    _add_heads(document, rows[0].line, first)
    document.sentences.append((first, len(document.words)))


def _start_paragraph(document: Document) -> None:
    """A paragraph that does not say so in `SpacesAfter` begins after a blank line."""
    if "SpacesAfter" not in document.words[-1].misc:
        if document.text[-1].isspace():
            document.length -= len(document.text.pop())
        document.write("\n\n")


def _units(rows: list[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Each stretch written together and its words: a range line and those it covers, or a word alone. No empty nodes."""
    surface: Row | None = None
    words: list[Row] = []
    last = 0
    for row in rows:
        match = _ID.fullmatch(row.id)
        if match is None:
            raise ParseError(f"line {row.line}: {row.id!r} is no word number")
        if match["empty"]:
            continue
        if surface and int(match["first"]) > last:
            yield surface, words
            surface = None
        if surface is None:
            surface, words, last = row, [], int(match["last"] or match["first"])
        if not match["last"]:
            words.append(row)
    if surface:
        yield surface, words


def _write_unit(document: Document, surface: Row, words: list[Row]) -> None:
    """Write a stretch, place its words in it, and write the space after it."""
    start, end = document.write(surface.form)
    split = "".join(word.form for word in words) == surface.form
    for word in words:
        document.starts.append(start)
        document.ends.append(start + len(word.form) if split else end)
        start = document.ends[-1] if split else start
    document.words.extend(words)
    space = _unescape(surface.misc["SpacesAfter"]) if "SpacesAfter" in surface.misc else " "
    document.write("" if surface.misc.get("SpaceAfter") == "No" else space)


def _check_text(written: str, comments: list[str], line: int) -> None:
    declared = next((comment.partition("=")[2] for comment in comments if comment.startswith("# text =")), None)
    if declared is not None and "".join(declared.split()) != "".join(written.split()):
        raise ParseError(f"line {line}: the words are not those of its # text")


def _add_heads(document: Document, line: int, first: int) -> None:
    """Heads within the sentence, made absolute; they must form a tree (or several)."""
    words = document.words[first:]
    if not words or [word.id for word in words] != [str(number + 1) for number in range(len(words))]:
        raise ParseError(f"line {line}: the words of the sentence are not numbered from 1")
    heads = [int(word.head) if word.head.isdecimal() else -1 for word in words]
    if not all(0 <= head <= len(words) for head in heads):
        raise ParseError(f"line {line}: the head of a word is not a word of its sentence")
    if find_cycle([0, *heads]):
        raise ParseError(f"line {line}: the heads of the sentence go in a circle")
    document.heads.extend(head - 1 + first if head else -1 for head in heads)


def _finished(document: Document) -> Parse:
    text = "".join(document.text)
    if document.words and not {"SpacesAfter", "SpaceAfter"} & document.words[-1].misc.keys():
        text = text.rstrip(" ")
    words = document.words
    return Parse(
        text=text,
        starts=tuple(document.starts),
        ends=tuple(document.ends),
        lemmas=tuple(word.lemma for word in words),
        upos=tuple(word.upos for word in words),
        xpos=tuple(word.xpos for word in words),
        heads=tuple(document.heads),
        relations=tuple(word.relation for word in words),
        entities=tuple(_entities(words)),
        sentences=tuple(document.sentences),
        quotations=tuple(quotations(text, paragraphs(text))),
    )


def _entities(words: Iterable[Row]) -> Iterator[str]:
    return (word.misc.get("NER", "O") for word in words)
