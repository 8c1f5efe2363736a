"""Parse: sentences, tokens, Universal Dependencies, names and quotations of a text, by the model shipped with the package."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol, overload

from counterclaim.errors import ParseError
from counterclaim.model import Span
from counterclaim.parse.draft import Draft
from counterclaim.parse.encoder import SHIPPED, Encoder, load_encoder
from counterclaim.parse.gate import kept_paragraphs
from counterclaim.parse.paragraphs import paragraphs
from counterclaim.parse.quotations import quotations
from counterclaim.parse.sentences import start_thresholds
from counterclaim.parse.spacy_pipeline import PREFIX, load_spacy, spacy_identity
from counterclaim.parse.stand_ins import stand_ins
from counterclaim.parse.tokens import tokenize
from counterclaim.parse.windows import decide
from counterclaim.syntax import Parse, Quotation

__all__ = ["Parser", "Pipeline", "identity", "is_analysed", "load"]

Shipped = Literal["default", "fast"]

# A report is a few thousand characters. A text beyond these is a collection, or hostile; at 3,000 words a second the
# largest that is accepted takes two minutes and about 300 MB.
TEXT_LIMIT = 2_000_000  # characters
TOKEN_LIMIT = 400_000


class Parser(Protocol):
    """Whatever makes a `Parse` of a text, or raises ParseError."""

    def parse(self, text: str) -> Parse: ...


@dataclass(frozen=True)
class Pipeline:
    """A loaded parser. Keep it and use it for many texts: loading takes half a second.

    With `gate`, paragraphs that have nothing to do with armed violence are not analysed: they come back as tokens (`Draft.pass_over`).
    """

    encoder: Encoder
    gate: bool = False

    def parse(self, text: str) -> Parse:
        """Parse a text. ParseError when it is longer than `TEXT_LIMIT` characters or `TOKEN_LIMIT` tokens.

        The result is a function of the text alone, whatever was parsed before or is parsed elsewhere at the time.
        """
        blocks = paragraphs(text) if len(text) <= TEXT_LIMIT else []
        tokens = [tokenize(text, block.start, block.end) for block in blocks]
        draft = Draft(text, [token for paragraph in tokens for token in paragraph])
        if len(text) > TEXT_LIMIT or len(draft.offsets) > TOKEN_LIMIT:
            raise ParseError(f"too long: {len(text):,} characters (limit {TEXT_LIMIT:,}), or over {TOKEN_LIMIT:,} tokens")
        quoted = quotations(text, blocks)
        forms = stand_ins([text[start:end] for start, end in draft.offsets])
        kept = kept_paragraphs(text, blocks) if self.gate else [True] * len(blocks)
        done = 0
        for wanted, run in groupby(range(len(blocks)), kept.__getitem__):
            numbers = list(run)
            if wanted:
                done = self._parse_run(draft, done, [blocks[number] for number in numbers], quoted, forms)
            else:
                done = draft.pass_over([len(tokens[number]) for number in numbers])
        return draft.finish(quoted)

    def _parse_run(self, draft: Draft, first: int, blocks: list[Span], quoted: list[Quotation], forms: list[str]) -> int:
        """Parse neighbouring paragraphs, whose first token is given; the first token after them."""
        last = bisect_left(draft.offsets, (blocks[-1].end,))
        offsets = draft.offsets[first:last]
        edges = [bisect_left(quoted, edge, key=lambda quotation: quotation.span.start) for edge in (blocks[0].start, blocks[-1].end)]
        words = [self.encoder.features(form) for form in forms[first:last]]
        thresholds = start_thresholds(draft.text, offsets, blocks, quoted[slice(*edges)])
        for decided in decide(self.encoder, words, thresholds):
            draft.add(self.encoder, decided._replace(first=first + decided.first))
        return last


@overload
def load(name: Shipped = "default", *, gate: bool = False) -> Pipeline: ...
@overload
def load(name: str, *, gate: bool = False) -> Parser: ...
def load(name: str = "default", *, gate: bool = False) -> Parser:
    """The parser of that name: "default" or "fast", the shipped models, or "spacy:" and the name or folder of a spaCy pipeline.

    `gate`: do not analyse paragraphs that have nothing to do with armed violence. ParseError for any other name.
    """
    if name.startswith(PREFIX):
        return load_spacy(name.removeprefix(PREFIX), gate=gate)
    if name not in SHIPPED:
        raise ParseError(f'no parser called {name!r}: there is "default", "fast", and "{PREFIX}" with the name of a spaCy pipeline')
    return Pipeline(load_encoder(name), gate)


def identity(name: str) -> str:
    """What decides the parses of the parser of that name, beside this package's own files."""
    return name + " " + spacy_identity(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else name


def is_analysed(parse: Parse) -> bool:
    """Whether any token has a part of speech: false where the gate let nothing through, and nothing is to be found."""
    return any(tag != "X" for tag in parse.upos)
