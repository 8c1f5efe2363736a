"""Every exception that counterclaim raises on purpose.

CounterclaimError
├── ReadError          a file, folder or pattern cannot be read at all (the whole request is wrong)
├── Rejected           one input is not a report we can use; it becomes a row in `rejected`
├── ParseError         a text cannot be parsed (too long, wrong layout); names document and reason
├── LexiconError       a row in a lexicon file is malformed; names file, row and reason
├── JudgementError     a judgement makes no sense: nobody's, about nothing, a value that its field cannot hold
├── LedgerError        the ledger cannot be opened, is of another version, or is busy
└── ExportError        what was asked for cannot be written in that format
"""


class CounterclaimError(Exception):
    """Base of the tree; catching it catches everything raised on purpose."""


class ReadError(CounterclaimError):
    """The inputs as a whole cannot be read: nothing there, no permission, no such pattern."""


class Rejected(CounterclaimError):
    """One input is not a usable report. `reason` is a short code, `detail` says what was found."""

    def __init__(self, source: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{source}: {reason}" + (f" ({detail})" if detail else ""))
        self.source, self.reason, self.detail = source, reason, detail


class ParseError(CounterclaimError):
    """A text is outside the limits of the parser, or a parse file is malformed."""


class LexiconError(CounterclaimError):
    """A row of a lexicon file is malformed."""


class JudgementError(CounterclaimError):
    """What a person decided cannot be kept as it is."""


class LedgerError(CounterclaimError):
    """The ledger cannot be opened, read or written."""


class ExportError(CounterclaimError):
    """An export cannot be made as asked."""
