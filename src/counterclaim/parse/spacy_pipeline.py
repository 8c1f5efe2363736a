"""A parser made of any spaCy pipeline: its documents as `Parse` values, in Universal Dependencies. spaCy is an extra, never needed else.

The pipeline's own tokenizer, sentences, tags, lemmas, trees and names are used as they are; paragraphs and quotations are ours. CLEAR
labels (`en_core_web_*`) become UD (`clear.py`), other labels are taken to be UD; names are mapped by data/entity_labels.csv.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from counterclaim.errors import ParseError
from counterclaim.model import content_id
from counterclaim.parse.clear import Tree, is_clear, to_universal
from counterclaim.parse.draft import Draft
from counterclaim.parse.gate import kept_paragraphs
from counterclaim.parse.lemmas import lemma
from counterclaim.parse.paragraphs import paragraphs
from counterclaim.parse.quotations import quotations
from counterclaim.parse.tables import rows
from counterclaim.parse.tokens import tokenize
from counterclaim.syntax import Parse

PREFIX = "spacy:"
TEXT_LIMIT = 2_000_000  # characters, as for our own parser
INSTALL = 'needs spaCy: pip install "counterclaim[spacy]"'


@dataclass(frozen=True)
class SpacyPipeline:
    """A loaded spaCy pipeline that parses as ours does. `language` is the `spacy.language.Language`; `gate` as for `Pipeline`."""

    language: Any
    gate: bool = False

    def parse(self, text: str) -> Parse:
        """Parse a text. ParseError when it is too long, or when the pipeline gives no dependencies or fails."""
        if len(text) > TEXT_LIMIT:
            raise ParseError(f"too long: {len(text):,} characters (limit {TEXT_LIMIT:,})")
        blocks = paragraphs(text)
        kept = kept_paragraphs(text, blocks) if self.gate else [True] * len(blocks)
        docs = iter(self._docs([text[block.start : block.end] for block, wanted in zip(blocks, kept, strict=True) if wanted]))
        draft = Draft(text, [])
        labels = self._labels()
        for block, wanted in zip(blocks, kept, strict=True):
            if wanted:
                doc = next(docs)
                _add(draft, doc, block.start, clear=is_clear(labels or [token.dep_ for token in doc]))
            else:
                tokens = tokenize(text, block.start, block.end)
                draft.offsets.extend(tokens)
                draft.pass_over([len(tokens)])
        return draft.finish(quotations(text, blocks))

    def _docs(self, stretches: list[str]) -> list[Any]:
        """spaCy documents of paragraphs. A lone surrogate is no text to spaCy."""
        try:
            return list(self.language.pipe(stretch.encode("utf-8", "replace").decode("utf-8") for stretch in stretches))
        except Exception as error:  # whatever a pipeline of somebody else raises concerns this text only
            raise ParseError(f"{type(error).__name__} from the spaCy pipeline: {error}") from error

    def _labels(self) -> list[str]:
        """All labels that its components can give."""
        return [label for _, part in self.language.pipeline for label in getattr(part, "labels", ())]


def load_spacy(name: str, *, gate: bool = False) -> SpacyPipeline:
    """The spaCy pipeline of that name (an installed package) or in that folder. ParseError where it or spaCy is not there."""
    try:
        import spacy
    except ImportError as error:
        raise ParseError(f"{PREFIX}{name} {INSTALL}") from error
    try:
        return SpacyPipeline(spacy.load(name), gate)
    except (OSError, ValueError, ImportError) as error:  # not there; made by another version; a part of it is missing
        raise ParseError(f"no spaCy pipeline {name!r}: {error}") from error


def spacy_identity(name: str) -> str:
    """Names the versions of spaCy and of a pipeline, without loading either; of a folder, a hash of its own description."""
    described = Path(name) / "meta.json"
    if described.is_file():
        return f"spacy {_version('spacy')} {content_id(described.read_text(encoding='utf-8'))}"
    return f"spacy {_version('spacy')} {name} {_version(name)}"


def _version(package: str) -> str:
    try:
        return version(package)
    except (PackageNotFoundError, ValueError):  # ValueError: no name of a package at all
        return ""


def _add(draft: Draft, doc: Any, offset: int, *, clear: bool) -> None:
    """Append a paragraph that begins at the offset."""
    tokens = [token for token in doc if not token.is_space]
    if not tokens:
        return
    if not doc.has_annotation("DEP"):
        raise ParseError("the spaCy pipeline has no parser: it gives no dependencies")
    tree, sentences = _universal(doc, tokens, clear=clear)
    first = len(draft.offsets)
    draft.offsets.extend([(offset + token.idx, offset + token.idx + len(token.text)) for token in tokens])
    draft.lemmas.extend(tree.lemmas)
    draft.upos.extend(tree.upos)
    draft.xpos.extend(tree.xpos)
    draft.heads.extend([head + first if head >= 0 else -1 for head in tree.heads])
    draft.relations.extend(tree.relations)
    draft.entities.extend(tree.names)
    draft.sentences.extend([(first + start, first + end) for start, end in sentences])


def _universal(doc: Any, tokens: Sequence[Any], *, clear: bool) -> tuple[Tree, list[tuple[int, int]]]:
    """The tokens of a document (white space left out) as a UD tree, and its sentences as token ranges."""
    place = {token.i: at for at, token in enumerate(tokens)}
    upos = [token.pos_ or "X" for token in tokens]
    tree = Tree(
        heads=[_head(token, place) for token in tokens],
        labels=[token.dep_ or "dep" for token in tokens],
        upos=upos,
        lemmas=[token.lemma_ or lemma(token.text, tag, token.tag_) for token, tag in zip(tokens, upos, strict=True)],
        xpos=[token.tag_ for token in tokens],
        names=_names(tokens),
    )
    if clear:
        to_universal(tree)
    else:
        tree.relations[:] = [label.lower() for label in tree.labels]
    sentences = list(_sentences(doc, place))
    for first, last in sentences:
        _settle(tree, first, last)
    return tree, sentences


def _head(token: Any, place: dict[int, int]) -> int:
    """The head among the tokens kept, -1 for a root: white space that has children stands for its own head."""
    while True:
        if token.head.i == token.i:
            return -1
        token = token.head
        if token.i in place:
            return place[token.i]


def _sentences(doc: Any, place: dict[int, int]) -> Iterator[tuple[int, int]]:
    for sentence in doc.sents:
        inside = [place[token.i] for token in sentence if token.i in place]
        if inside:
            yield inside[0], inside[-1] + 1


def _settle(tree: Tree, first: int, last: int) -> None:
    """One root a sentence: others, and what hangs outside it, hang on the first root."""
    loose = [at for at in range(first, last) if not first <= tree.heads[at] < last]
    root = loose[0]
    tree.heads[root], tree.relations[root] = -1, "root"
    for other in loose[1:]:
        tree.heads[other] = root
        if tree.relations[other] == "root":
            tree.relations[other] = "parataxis"


def _names(tokens: Sequence[Any]) -> list[str]:
    """IOB2 tags over PER, LOC, ORG."""
    tags: list[str] = []
    for token in tokens:
        kind = name_kinds().get(token.ent_type_)
        inside = kind is not None and token.ent_iob_ == "I" and tags and tags[-1].endswith("-" + kind)
        tags.append("O" if kind is None else f"I-{kind}" if inside else f"B-{kind}")
    return tags


@cache
def name_kinds() -> dict[str, str]:
    """Label of a named entity in other people's data -> PER, LOC or ORG."""
    return {row["label"]: row["kind"] for row in rows("parse/data", "entity_labels.csv")}
