"""Annotated sentences: one value for treebanks and name corpora, read from and written to CoNLL-U.

Names stand in MISC as `Name=B-PER`; a sentence whose names nobody annotated has the comment `# names = none`,
one without a tree has `_` for its heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

NAME_LABELS = ("PER", "LOC", "ORG")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Parallel tuples over the words. heads count from 1, 0 the root; upos is empty without a tree, names None if unannotated."""

    identity: str
    forms: tuple[str, ...]
    spaces: tuple[bool, ...]
    lemmas: tuple[str, ...] = ()
    upos: tuple[str, ...] = ()
    xpos: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    relations: tuple[str, ...] = ()
    names: tuple[str, ...] | None = None
    misc: tuple[str, ...] = ()
    new_document: bool = False
    new_paragraph: bool = False

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def text(self) -> str:
        return "".join(form + " " * space for form, space in zip(self.forms, self.spaces, strict=True)).strip()


def read_conllu(lines: Iterable[str]) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file. Parts of a multiword token get the letters of its surface; else the sentence is left out."""
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in [*(each.rstrip("\n") for each in lines), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments[re.split(r"[\s:]", key.strip(), maxsplit=1)[0]] = value.strip() or key
        elif line.strip():
            rows.append(line.split("\t"))
        elif rows:
            made = _sentence(comments, rows)
            if made is not None:
                yield made
            comments, rows = {}, []


def _sentence(comments: dict[str, str], rows: list[list[str]]) -> Sentence | None:
    words = [row for row in rows if row[0].isdigit()]
    forms = [row[1] for row in words]
    spaces = ["SpaceAfter=No" not in row[9].split("|") for row in words]
    for row in rows:
        if "-" not in row[0]:
            continue
        first, last = map(int, row[0].split("-"))
        pieces = surface_pieces(row[1], forms[first - 1 : last])
        if pieces is None:
            return None
        forms[first - 1 : last] = pieces
        spaces[first - 1 : last] = [False] * (last - first) + ["SpaceAfter=No" not in row[9].split("|")]
    if any(" " in form for form in forms):
        return None
    tree = all(row[6].isdigit() for row in words)
    columns = {name: tuple(row[at] for row in words) for name, at in (("lemmas", 2), ("upos", 3), ("xpos", 4), ("relations", 7))}
    return Sentence(
        comments.get("sent_id", ""),
        tuple(forms),
        tuple(spaces),
        **(columns if tree else {}),
        heads=tuple(int(row[6]) for row in words) if tree else (),
        names=None if "names" in comments else tuple(_name(row[9]) for row in words),
        misc=tuple(row[9] for row in words),
        new_document="newdoc" in comments,
        new_paragraph="newpar" in comments,
    )


def _name(misc: str) -> str:
    return next((part[5:] for part in misc.split("|") if part.startswith("Name=")), "O")


def surface_pieces(surface: str, forms: list[str]) -> list[str] | None:
    """The surface of a multiword token cut by the lengths of its parts, the last taking the rest; None where one gets nothing."""
    pieces, at = [], 0
    for form in forms[:-1]:
        pieces.append(surface[at : at + len(form)])
        at += len(form)
    pieces.append(surface[at:])
    return pieces if all(pieces) else None


def write_conllu(path: Path, sentences: Iterable[Sentence]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for sentence in sentences:
            file.write("\n".join(_lines(sentence)) + "\n\n")


def _lines(sentence: Sentence) -> Iterator[str]:
    if sentence.new_document:
        yield "# newdoc"
    if sentence.new_paragraph:
        yield "# newpar"
    yield f"# sent_id = {sentence.identity}"
    yield f"# text = {sentence.text}"
    if sentence.names is None:
        yield "# names = none"
    for index, form in enumerate(sentence.forms):
        tree = [column[index] if column else "_" for column in (sentence.lemmas, sentence.upos, sentence.xpos)]
        head = str(sentence.heads[index]) if sentence.heads else "_"
        relation = sentence.relations[index] if sentence.relations else "_"
        misc = [] if sentence.spaces[index] else ["SpaceAfter=No"]
        if sentence.names is not None and sentence.names[index] != "O":
            misc.append("Name=" + sentence.names[index])
        yield "\t".join([str(index + 1), form, *tree, "_", head, relation, "_", "|".join(misc) or "_"])


def read_iob2(lines: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Form and tag of each word by sent_id, from the files of Universal NER."""
    table: dict[str, list[tuple[str, str]]] = {}
    identity = ""
    for line in map(str.rstrip, lines):
        if line.startswith("# sent_id"):
            identity = line.partition("=")[2].strip()
        elif line and not line.startswith("#"):
            fields = line.split("\t")
            table.setdefault(identity, []).append((fields[1], fields[2]))
    return table


def with_names(sentence: Sentence, tagged: list[tuple[str, str]] | None) -> Sentence:
    """The sentence with the tags of another tokenization of it, matched by letters; without names where the letters differ."""
    if not tagged or sum(len(form) for form, _ in tagged) != sum(map(len, sentence.forms)):
        return replace(sentence, names=None)
    by_letter = [("I" + tag[1:] if at and tag != "O" else tag) for form, tag in tagged for at in range(len(form))]
    tags, at = [], 0
    for form in sentence.forms:
        tags.append(by_letter[at])
        at += len(form)
    return replace(sentence, names=repaired(tags))


def repaired(tags: Iterable[str]) -> tuple[str, ...]:
    """IOB2 over our labels: others become O, an I without its B becomes B."""
    fixed: list[str] = []
    for tag in tags:
        kind = tag[2:]
        if kind not in NAME_LABELS:
            fixed.append("O")
        elif tag.startswith("I-") and (not fixed or fixed[-1][2:] != kind):
            fixed.append("B-" + kind)
        else:
            fixed.append(tag)
    return tuple(fixed)


CLOSE_LEFT = frozenset({",", ".", ";", ":", "?", "!", ")", "]", "%", "'s", "’s", "n't", "'", "’", "”", "'re", "'ve", "'ll"})
CLOSE_RIGHT = frozenset({"(", "[", "$", "“", "#", "£", "€"})


def read_columns(lines: Iterable[str], separator: str) -> Iterator[Sentence]:
    """Sentences of a two-column name corpus (word first, tag last); spaces are guessed, as the corpora do not have them."""
    forms: list[str] = []
    tags: list[str] = []
    fresh, number = True, 0
    for line in [*lines, ""]:
        fields = line.rstrip("\r\n").split(separator)
        if line.startswith("-DOCSTART-"):
            fresh = True
        elif len(fields) >= 2 and fields[0].strip():
            forms.append(fields[0].strip())
            tags.append(fields[-1].strip())
        elif forms:
            number += 1
            yield Sentence(str(number), tuple(forms), _guessed_spaces(forms), names=repaired(tags), new_document=fresh)
            forms, tags, fresh = [], [], False


def _guessed_spaces(forms: list[str]) -> tuple[bool, ...]:
    spaces, opened = [True] * len(forms), False
    for index, form in enumerate(forms):
        if index and (form in CLOSE_LEFT or (form == '"' and opened)):
            spaces[index - 1] = False
        if form in CLOSE_RIGHT or (form == '"' and not opened):
            spaces[index] = False
        opened ^= form == '"'
    return tuple(spaces)
