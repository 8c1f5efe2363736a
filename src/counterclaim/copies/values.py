"""The record of copies: passages that two documents share, links between them, families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

from counterclaim.model import Span

Relation = Literal["copy", "source"]
Manner = Literal["exact", "edited", "spun", "cut", "merged", "shared"]
Channel = Literal["exact", "words", "kept", "restored"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in the same order in two documents. Spans point into each `Document.text` as read.

    `words` is the length in words, `same` the share of them that are the same word on both sides, 0 to 1; the rest was replaced.
    `quoted`: most of it is in quotation marks on either side, so that both may have it from whom they quote.
    """

    one: Span
    two: Span
    words: int
    same: float
    quoted: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Why two documents are held to be copies of one report, or to share a source.

    `one` and `two` are document ids; in a family `one` is the member and `two` its head; of a common source `two` is the earlier.
    `manner` says what `one` is beside `two`: cut shorter, merged with other text, spun, edited. `shared` where it is no copy.
    `channels` are those that alone show it: `exact` the same words throughout, `words` at least half of the words of the shared passages,
    `kept` numbers and names in order, `restored` a passage read with a restoration.
    `covered` is the share of the words of each, outside quotations, that long passages cover, 0 to 1.
    `kept` is the share of numbers, dates and names that stand at the same place and agree, 0 to 1, of `kept_words` compared.
    """

    one: str
    two: str
    relation: Relation
    manner: Manner
    channels: tuple[Channel, ...]
    covered: tuple[float, float]
    kept: float
    kept_words: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that descend from one report. One independent report, however many members.

    `head` is the id of the member that holds the others: of those that could, the earliest, then the fullest. `members` are all ids, the
    head among them, in order. `links` has one link of each other member to the head, in the order of members. A document that is nobody's
    copy is a family of its own.
    """

    head: str
    members: tuple[str, ...]
    links: tuple[Link, ...]


class PassageRow(TypedDict):
    """`start` and `end` are offsets into the text of `document`, the others into that of `other`."""

    start: int
    end: int
    other_start: int
    other_end: int
    words: int
    same: float
    quoted: bool


class LinkRow(TypedDict):
    """A link as JSON: `document` is `Link.one`, `other` is `Link.two`, which of a copy is the head."""

    relation: Relation
    manner: Manner
    document: str
    source: str
    other: str
    other_source: str
    channels: list[Channel]
    covered: float
    other_covered: float
    kept: float
    kept_words: int
    passages: list[PassageRow]


def link_row(link: Link, sources: Mapping[str, str]) -> LinkRow:
    """A link as JSON; `sources` gives the source of each document id (KeyError without)."""
    return {
        "relation": link.relation,
        "manner": link.manner,
        "document": link.one,
        "source": sources[link.one],
        "other": link.two,
        "other_source": sources[link.two],
        "channels": list(link.channels),
        "covered": link.covered[0],
        "other_covered": link.covered[1],
        "kept": link.kept,
        "kept_words": link.kept_words,
        "passages": [_passage_row(passage) for passage in link.passages],
    }


def _passage_row(passage: Passage) -> PassageRow:
    return {
        "start": passage.one.start,
        "end": passage.one.end,
        "other_start": passage.two.start,
        "other_end": passage.two.end,
        "words": passage.words,
        "same": passage.same,
        "quoted": passage.quoted,
    }
