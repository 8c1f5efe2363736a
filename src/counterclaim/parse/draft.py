"""A parse in the making: the sentences that have been decided, as columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from counterclaim.parse.encoder import Encoder
from counterclaim.parse.lemmas import lemma
from counterclaim.parse.names import best_labels
from counterclaim.parse.tokens import Offsets
from counterclaim.parse.tree import best_heads
from counterclaim.parse.windows import Decided
from counterclaim.syntax import Parse, Quotation


@dataclass(frozen=True)
class Draft:
    """Columns of a `Parse`, filled sentence by sentence in the order of the text."""

    text: str
    offsets: list[Offsets]
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def add(self, encoder: Encoder, decided: Decided) -> None:
        """Append the sentences of one window."""
        scores, labels, done = decided.scores, encoder.labels, decided.done
        heads = np.zeros(len(scores.upos), dtype=np.int64)
        for first, last in zip(decided.starts, [*decided.starts[1:], done], strict=True):
            arcs = np.concatenate([scores.arcs[first:last, :1], scores.arcs[first:last, first + 1 : last + 1]], axis=1)
            inner = best_heads(arcs)
            heads[first:last] = np.where(inner > 0, inner + first, 0)
            self.entities.extend(best_labels(scores.entities[first:last], labels.entities))
            self.sentences.append((decided.first + first, decided.first + last))
        self.relations.extend(encoder.relations(scores, heads)[:done])
        self.heads.extend((heads[:done] - 1 + np.where(heads[:done] > 0, decided.first, 0)).tolist())
        forms = [self.text[start:end] for start, end in self.offsets[decided.first : decided.first + done]]
        upos = [labels.upos[number] for number in scores.upos[:done]]
        xpos = [labels.xpos[number] for number in scores.xpos[:done]]
        self.upos.extend(upos)
        self.xpos.extend(xpos)
        self.lemmas.extend(map(lemma, forms, upos, xpos))

    def pass_over(self, lengths: list[int]) -> int:
        """Append paragraphs of so many tokens without analysis; the first token after them.

        Each is one sentence, headed by its first token: UPOS X, no Penn tag, relations root and dep, the form as lemma, no names.
        """
        for length in filter(None, lengths):
            first = len(self.heads)
            last = first + length
            self.sentences.append((first, last))
            self.lemmas.extend(self.text[start:end] for start, end in self.offsets[first:last])
            self.upos.extend(["X"] * length)
            self.xpos.extend([""] * length)
            self.heads.extend([-1, *([first] * (length - 1))])
            self.relations.extend(["root", *(["dep"] * (length - 1))])
            self.entities.extend(["O"] * length)
        return len(self.heads)

    def finish(self, quotations: list[Quotation]) -> Parse:
        return Parse(
            text=self.text,
            starts=tuple(start for start, _ in self.offsets),
            ends=tuple(end for _, end in self.offsets),
            lemmas=tuple(self.lemmas),
            upos=tuple(self.upos),
            xpos=tuple(self.xpos),
            heads=tuple(self.heads),
            relations=tuple(self.relations),
            entities=tuple(self.entities),
            sentences=tuple(self.sentences),
            quotations=tuple(quotations),
        )
