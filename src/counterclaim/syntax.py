"""`Parse`: sentences, tokens, Universal Dependencies, names and quotations of one text. Knows nothing of any library.

Made by `parse/`, consumed by `extract/`; neither imports the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from counterclaim.model import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks. `span` includes the marks, `inner` does not; `closed` is false where the mark is missing."""

    span: Span
    inner: Span
    closed: bool = True


@dataclass(frozen=True)
class Parse:
    """Parallel tuples, one entry per token; token indices are absolute within the text.

    starts, ends: character offsets into `text`; heads: index of the head token, -1 for a sentence root;
    upos, xpos: Universal and Penn tags; relations: UD relation; entities: IOB2 tags over PER, ORG, LOC;
    sentences: half-open token ranges; quotations: in order of appearance, not nested.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lemmas: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    entities: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    quotations: tuple[Quotation, ...] = ()
    children: tuple[tuple[int, ...], ...] = field(init=False, compare=False, repr=False)
    sentence_of: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.starts]
        for index, head in enumerate(self.heads):
            if head >= 0:
                children[head].append(index)
        object.__setattr__(self, "children", tuple(map(tuple, children)))
        of = [number for number, (first, last) in enumerate(self.sentences) for _ in range(first, last)]
        object.__setattr__(self, "sentence_of", tuple(of))

    def __len__(self) -> int:
        return len(self.starts)

    def form(self, token: int) -> str:
        return self.text[self.starts[token] : self.ends[token]]

    def lower(self, token: int) -> str:
        return self.form(token).lower()

    def base(self, token: int) -> str:
        """The relation without its subtype: `nsubj:pass` -> `nsubj`."""
        return self.relations[token].partition(":")[0]

    def kids(self, token: int, *relations: str) -> list[int]:
        """Children of a token by relation; a name without subtype stands for all its subtypes."""
        return [
            child for child in self.children[token] if not relations or self.relations[child] in relations or self.base(child) in relations
        ]

    def subtree(self, token: int) -> list[int]:
        """The token and all its descendants, in text order."""
        found, todo = [], [token]
        while todo:
            current = todo.pop()
            found.append(current)
            todo.extend(self.children[current])
        return sorted(found)

    def ancestors(self, token: int) -> Iterator[int]:
        """Heads of the token, nearest first."""
        head = self.heads[token]
        while head >= 0:
            yield head
            head = self.heads[head]

    def span(self, tokens: list[int]) -> Span:
        """The characters from the first to the last of the tokens."""
        return Span(self.starts[min(tokens)], self.ends[max(tokens)])

    def sentence_span(self, sentence: int) -> Span:
        first, last = self.sentences[sentence]
        return Span(self.starts[first], self.ends[last - 1])

    def tokens_in(self, span: Span) -> range:
        """Tokens that begin inside the span, by bisection."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))
