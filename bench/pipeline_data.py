"""The data of `bench.pipeline`: CoNLL-U files, IOB files of names, plain texts, each as documents with or without a gold analysis."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.pipeline_scores import Analysis, gold_analysis
from train.corpora import Sentence, read_conllu

from counterclaim.parse.spacy_pipeline import name_kinds

TREES = (".conllu",)
NAMES = (".iob2", ".iob", ".bio")
TEXTS = (".txt",)
INSIDE = frozenset("IELM")  # prefixes of a tag that goes on where the kind is the same; B, S, U and W begin


@dataclass(frozen=True)
class Sample:
    """One document: its text, how many words it has, and what is known of it (None of a plain text)."""

    text: str
    words: int
    gold: Analysis | None = None


@dataclass(frozen=True)
class File:
    """One file's documents; `mapped`: tags that became another kind; `dropped`: tags of no kind of ours, by how many names."""

    name: str
    samples: tuple[Sample, ...]
    mapped: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)


def data_files(folder: Path, only: str = "") -> list[Path]:
    """The files of a folder that can be measured on, sorted; what is called train* is what models are made of, and left out."""
    found = sorted(path for path in folder.iterdir() if path.suffix in TREES + NAMES + TEXTS and only in path.name)
    return [path for path in found if not path.name.startswith("train")]


def checksum(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of the files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_file(path: Path, case: str = "plain", limit: int | None = None) -> File:
    """The documents of a file, at most so many."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEXTS:
        return File(path.stem, (_plain(text, case),)[:limit])
    lines = text.splitlines()
    if path.suffix in TREES:
        return File(path.stem, _samples(_annotated_names(list(read_conllu(lines))), case, limit))
    sentences, mapped, dropped = read_iob(lines)
    return File(path.stem, _samples(sentences, case, limit), mapped, dropped)


def _plain(text: str, case: str) -> Sample:
    shown = text if case == "plain" else text.upper() if case == "upper" else text.lower()
    return Sample(shown, len(shown.split()))


def _annotated_names(sentences: list[Sentence]) -> list[Sentence]:
    """Without names where the whole file has none: then nobody annotated them."""
    if any(tag != "O" for sentence in sentences for tag in sentence.names or ()):
        return sentences
    return [replace(sentence, names=None) for sentence in sentences]


def _samples(sentences: Iterable[Sentence], case: str, limit: int | None) -> tuple[Sample, ...]:
    found = [[recased(sentence, case) for sentence in document] for document in documents(sentences)][:limit]
    return tuple(Sample(text_of(document), sum(map(len, document)), gold_analysis(document)) for document in found)


def documents(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """Runs of sentences of one document."""
    run: list[Sentence] = []
    for sentence in sentences:
        if run and sentence.new_document:
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def text_of(document: list[Sentence]) -> str:
    """Paragraphs parted by an empty line, sentences by a space where the last word has one."""
    made: list[str] = []
    for sentence in document:
        if made:
            made.append("\n\n" if sentence.new_paragraph else "")
        made += [form + " " * space for form, space in zip(sentence.forms, sentence.spaces, strict=True)]
    return "".join(made)


def recased(sentence: Sentence, case: str) -> Sentence:
    """All letters upper or lower, where that keeps their number."""
    if case == "plain":
        return sentence

    def change(letter: str) -> str:
        other = letter.upper() if case == "upper" else letter.lower()
        return other if len(other) == 1 else letter

    return replace(sentence, forms=tuple("".join(map(change, form)) for form in sentence.forms))


def read_iob(lines: Iterable[str]) -> tuple[list[Sentence], dict[str, str], dict[str, int]]:
    """Sentences of a file of names, what its tags were mapped to, and what was dropped how often.

    A token and its tag on a line, parted by tabs or spaces: the tag is the last field, or the third where the first is a running number
    (Universal NER). Lines with # are comments; `# text` gives the spaces. A document begins at `# newdoc` or -DOCSTART-; each sentence is a
    paragraph.
    """
    found: list[Sentence] = []
    mapped: dict[str, str] = {}
    dropped: Counter[str] = Counter()
    rows: list[tuple[str, str]] = []
    text, fresh = "", True
    for line in [*map(str.strip, lines), ""]:
        fields = line.split("\t") if "\t" in line else line.split()
        if line.startswith(("-DOCSTART-", "# newdoc")):
            fresh = True
        elif line.startswith("# text"):
            text = line.partition("=")[2].strip()
        elif len(fields) >= 2 and not _is_comment(line, fields):
            rows += _row(fields)
        elif not line and rows:
            forms = tuple(form for form, _ in rows)
            tags = _iob2([tag for _, tag in rows], mapped, dropped)
            found.append(Sentence(str(len(found)), forms, _spaces(text, forms), names=tags, new_document=fresh, new_paragraph=True))
            rows, text, fresh = [], "", False
    return found, dict(sorted(mapped.items())), dict(sorted(dropped.items()))


def _is_comment(line: str, fields: list[str]) -> bool:
    """The token "#" has a tag; a comment has none."""
    return line.startswith("#") and not (fields[0] == "#" and _is_tag(fields[-1]))


def _is_tag(field: str) -> bool:
    return field == "O" or field[1:2] == "-"


def _row(fields: list[str]) -> list[tuple[str, str]]:
    """Token and tag; nothing for a range of numbers ("3-4")."""
    if len(fields) >= 3 and fields[0].replace("-", "").replace(".", "").isdigit() and _is_tag(fields[2]):
        return [(fields[1], fields[2])] if fields[0].isdigit() else []
    return [(fields[0], fields[-1])]


def _iob2(tags: list[str], mapped: dict[str, str], dropped: Counter[str]) -> tuple[str, ...]:
    """Tags of any IOB scheme as IOB2 over PER, LOC, ORG."""
    fixed: list[str] = []
    before = ""  # the kind, in the words of the file, of the name that goes on
    for tag in tags:
        prefix, _, label = tag.partition("-")
        if not label:
            fixed.append("O")
            before = ""
            continue
        begins = prefix not in INSIDE or label != before
        kind = name_kinds().get(label.upper())
        if kind is None:
            dropped[label] += begins
        elif kind != label:
            mapped[label] = kind
        fixed.append("O" if kind is None else f"{'B' if begins else 'I'}-{kind}")
        before = label
    return tuple(fixed)


def _spaces(text: str, forms: tuple[str, ...]) -> tuple[bool, ...]:
    """Whether a space follows each token, by the text of the sentence; everywhere, where there is none or it does not fit."""
    spaces, at = [], 0
    for form in forms:
        at = len(text) - len(text[at:].lstrip())
        if not text.startswith(form, at):
            return (True,) * len(forms)
        at += len(form)
        spaces.append(at >= len(text) or text[at].isspace())
    return tuple(spaces)
