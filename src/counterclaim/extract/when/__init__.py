"""Time expressions of report prose and what they mean.

The story: text -> `atoms` (words and figures with classes) -> `cascade` (the grammar of lexicon/time.toml) -> `value_of` (a TIMEX3
value, seen from the date of publication, the last date in the text and the tense of the clause) -> `TimeMention`. The clock of the
machine is never read: what has nothing to be anchored on stays unanchored, with XX for what is not known.
"""

from __future__ import annotations

from datetime import date

from counterclaim.extract.when.anchoring import Mode, expressions
from counterclaim.extract.when.combine import join_ranges, localise, merge_clock
from counterclaim.extract.when.dateline import dated
from counterclaim.extract.when.mention import TimeMention
from counterclaim.extract.when.relative import told_from
from counterclaim.extract.when.role import ahead, is_date, of_events, role_of
from counterclaim.syntax import Parse

__all__ = [
    "Mode",
    "TimeMention",
    "ahead",
    "find_expressions",
    "find_times",
    "is_date",
    "join_ranges",
    "localise",
    "merge_clock",
    "of_events",
    "publication_hint",
    "role_of",
    "told_from",
]


def find_times(parse: Parse, published: date | None, mode: Mode = "news") -> tuple[TimeMention, ...]:
    """The times of a parsed report in text order, each range as one.

    `published` is the date of publication, None if unknown: then "Tuesday" stays unanchored unless the text names a date before it.
    `mode` is "news", or "narrative" for a chronicle, where each date of the text moves the anchor and publication says nothing.
    """
    return join_ranges(parse.text, find_expressions(parse, published, mode))


def find_expressions(source: Parse | str, published: date | None, mode: Mode = "news") -> tuple[TimeMention, ...]:
    """Single expressions, the two ends of a range apart, as TimeML counts them.

    From a text alone there are no tags to tell "may" from May, and the tense is guessed from the words around.
    """
    text, parse = (source, None) if isinstance(source, str) else (source.text, source)
    return tuple(expressions(text, parse, published, mode))


def publication_hint(source: Parse | str) -> date | None:
    """The date that a text gives itself in a dateline or heading with a full date; None if it has none.

    For texts without metadata. Say, where it is used, that it is the text's own date.
    """
    return dated(source if isinstance(source, str) else source.text, find_expressions(source, None))
