"""Parse: sentences, tokens, Universal Dependencies, names and quotations of a text, by the model shipped with the package."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.errors import ParseError
from counterclaim.parse.draft import Draft
from counterclaim.parse.encoder import Encoder, load_encoder
from counterclaim.parse.paragraphs import paragraphs
from counterclaim.parse.quotations import quotations
from counterclaim.parse.sentences import start_thresholds
from counterclaim.parse.tokens import tokenize
from counterclaim.parse.windows import decide
from counterclaim.syntax import Parse

__all__ = ["Pipeline", "load"]

TEXT_LIMIT = 8_000_000  # characters: a longer text is a collection, not a report


@dataclass(frozen=True)
class Pipeline:
    """A loaded parser. Keep it and use it for many texts: loading takes half a second."""

    encoder: Encoder

    def parse(self, text: str) -> Parse:
        """Parse a text. ParseError when it is longer than `TEXT_LIMIT` characters.

        The result is a function of the text alone, whatever was parsed before or is parsed elsewhere at the time.
        """
        if len(text) > TEXT_LIMIT:
            raise ParseError(f"text of {len(text)} characters: the limit is {TEXT_LIMIT}")
        blocks = paragraphs(text)
        offsets = [token for block in blocks for token in tokenize(text, block.start, block.end)]
        quoted = quotations(text, blocks)
        words = [self.encoder.features(text[start:end]) for start, end in offsets]
        thresholds = start_thresholds(text, offsets, blocks, quoted)
        draft = Draft(text, offsets)
        for decided in decide(self.encoder, words, thresholds):
            draft.add(self.encoder, decided)
        return draft.finish(quoted)


def load(name: str = "default") -> Pipeline:
    """The parser of that name; "default" is the shipped model. ParseError for any other."""
    if name != "default":
        raise ParseError(f'no parser called {name!r}: there is "default"')
    return Pipeline(load_encoder())
