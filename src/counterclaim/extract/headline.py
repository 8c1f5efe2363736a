"""Headlines that attribute by a mark: "Rebels: 70 killed", "81 killed in accident - DHQ".

Labels that are no speakers ("WATCH:"): lexicon/labels.csv.
"""

from __future__ import annotations

from functools import cache

from counterclaim import lexicon
from counterclaim.extract.frame import Frame
from counterclaim.syntax import Parse

HEADLINE_TOKENS = 24  # longer first lines are prose
LABEL_TOKENS = 6  # a label before a quotation is shorter still
SPEAKER_TOKENS = 12  # a longer stretch before a colon is not a speaker


@cache
def _labels() -> frozenset[str]:
    return frozenset(raw["label"] for raw in lexicon.rows("labels.csv"))


def headline_frames(parse: Parse) -> list[Frame]:
    """ "Rebels: 70 killed in strike", "81 killed in accident - DHQ", in lines that are not prose."""
    frames = []
    for first, last in parse.sentences:
        prose = last - first > HEADLINE_TOKENS or parse.form(last - 1) in {".", "!", "?", "”", '"'}
        if last - first < 3:
            continue
        frame = _colon(parse, first, last, quoted=prose) or (None if prose else _trailing_dash(parse, first, last))
        if frame:
            frames.append(frame)
    return frames


def _colon(parse: Parse, first: int, last: int, *, quoted: bool) -> Frame | None:
    at = next((token for token in range(first, min(last, first + SPEAKER_TOKENS)) if parse.form(token) == ":"), None)
    if at is None or at == first or at + 1 >= last:
        return None
    if quoted and (at - first > LABEL_TOKENS or parse.form(at + 1) not in {"“", '"', "‘", "«", "'", "``"}):
        return None
    if any(parse.upos[token] == "VERB" and parse.form(token).islower() for token in range(first, at)):
        return None
    if parse.text[parse.starts[first] : parse.ends[at - 1]].lower() in _labels():
        return None
    speaker = top(parse, range(first, at))
    return Frame(
        (),
        "headline",
        speaker,
        (_telling(parse, range(at + 1, last)),),
        outside=frozenset(range(first, at + 1)),
        why="cue: headline colon",
    )


def _trailing_dash(parse: Parse, first: int, last: int) -> Frame | None:
    at = next((token for token in range(last - 1, max(first, last - 8), -1) if parse.form(token) in {"-", "–", "—"}), None)
    if at is None or at + 1 >= last or at - first < 3 or parse.ends[at] == parse.starts[at + 1]:
        return None
    if any(parse.upos[token] in {"VERB", "AUX", "NUM"} for token in range(at + 1, last)):
        return None
    speaker = top(parse, range(at + 1, last))
    return Frame(
        (), "headline", speaker, (_telling(parse, range(first, at)),), outside=frozenset(range(at, last)), why="cue: headline dash"
    )


def _telling(parse: Parse, tokens: range) -> int:
    """The head of what a headline tells: its verb where it has one on top."""
    tops = (token for token in tokens if parse.heads[token] not in tokens and parse.upos[token] == "VERB")
    return next(tops, top(parse, tokens))


def top(parse: Parse, tokens: range) -> int:
    """The token of a stretch whose head lies outside it."""
    return next((token for token in tokens if parse.heads[token] not in tokens and parse.upos[token] != "PUNCT"), tokens[0])
