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

# A report is a few thousand characters. A text beyond these is a collection, or hostile; at 3,000 words a second the
# largest that is accepted takes two minutes and about 300 MB.
TEXT_LIMIT = 2_000_000  # characters
TOKEN_LIMIT = 400_000


@dataclass(frozen=True)
class Pipeline:
    """A loaded parser. Keep it and use it for many texts: loading takes half a second."""

    encoder: Encoder

    def parse(self, text: str) -> Parse:
        """Parse a text. ParseError when it is longer than `TEXT_LIMIT` characters or `TOKEN_LIMIT` tokens.

        The result is a function of the text alone, whatever was parsed before or is parsed elsewhere at the time.
        """
        blocks = paragraphs(text) if len(text) <= TEXT_LIMIT else []
        offsets = [token for block in blocks for token in tokenize(text, block.start, block.end)]
        if len(text) > TEXT_LIMIT or len(offsets) > TOKEN_LIMIT:
            raise ParseError(f"too long: {len(text):,} characters (limit {TEXT_LIMIT:,}), or over {TOKEN_LIMIT:,} tokens")
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
