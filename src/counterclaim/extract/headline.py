"""Headlines that attribute by a mark: "Rebels: 70 killed", "81 killed in accident - DHQ".

Labels that are no speakers ("WATCH:"): lexicon/labels.csv.
"""

from __future__ import annotations

from functools import cache

from counterclaim import lexicon
from counterclaim.extract.actor_scan import datelines
from counterclaim.extract.frame import Frame
from counterclaim.syntax import Parse

HEADLINE_TOKENS = 24  # longer first lines are prose
LABEL_TOKENS = 6  # a label before a quotation is shorter still
STAMP_TOKENS = 4  # "9:50 p.m. -"
QUOTES = frozenset({"“", '"', "‘", "«", "'", "``"})
SPEAKER_TOKENS = 12  # a longer stretch before a colon is not a speaker


@cache
def labels() -> frozenset[str]:
    """Labels before a colon that are no speakers (lexicon/labels.csv)."""
    return frozenset(raw["label"] for raw in lexicon.rows("labels.csv"))


def headline_frames(parse: Parse) -> list[Frame]:
    """ "Rebels: 70 killed in strike", "81 killed in accident - DHQ", in lines that are not prose."""
    frames, lines = [], datelines(parse)
    for low, last in parse.sentences:
        first = lines.get(low, low)
        prose = last - first > HEADLINE_TOKENS or parse.form(last - 1) in {".", "!", "?", "”", '"'}
        if last - first < 3:
            continue
        frame = _trailing_colon(parse, first, last) or _colon(parse, first, last, quoted=prose) or _introduced(parse, first, last)
        frame = frame or (None if prose else _trailing_dash(parse, first, last))
        if frame:
            frames.append(frame)
    return frames


def _colon(parse: Parse, first: int, last: int, *, quoted: bool) -> Frame | None:
    first = _after_stamp(parse, first, last)
    at = next((token for token in range(first, min(last, first + SPEAKER_TOKENS)) if parse.form(token) == ":"), None)
    if at is None or at == first or at + 1 >= last:
        return None
    if quoted and parse.form(at + 1) not in QUOTES and not _is_actor_label(parse, first, at):
        return None
    if any(parse.upos[token] == "VERB" and parse.form(token).islower() for token in range(first, at)):
        return None
    if {parse.text[parse.starts[first] : parse.ends[at - 1]].lower(), parse.lower(at - 1)} & labels():
        return None
    comma = next((token for token in range(first + 1, at) if parse.form(token) == "," and parse.entities[token - 1].endswith("PER")), at)
    speaker = top(parse, range(first, comma))
    return Frame(
        (),
        "headline",
        speaker,
        (_telling(parse, range(at + 1, last)),),
        outside=frozenset(range(first, at + 1)),
        why="cue: headline colon",
    )


def _introduced(parse: Parse, first: int, last: int) -> Frame | None:
    """ "A fisherman shrugs: “They shoot, we pay.”": a clause that a colon opens to words in quotation marks, whatever its verb."""
    at = next((token for token in range(first + 2, last - 2) if parse.form(token) == ":"), None)
    if at is None or parse.form(at + 1) not in QUOTES:
        return None
    verb = next((token for token in range(first, at) if parse.upos[token] == "VERB" and _is_top(parse, token, range(first, at))), None)
    subject = None if verb is None else next(iter(parse.kids(verb, "nsubj")), None)
    if verb is None or subject is None or subject > verb or parse.xpos[verb] not in {"VBD", "VBZ", "VBP"}:
        return None
    telling = (_telling(parse, range(at + 2, last)),)
    outside = frozenset(range(first, at + 1))
    return Frame((verb,), "say", subject, telling, outside=outside, why="cue: a clause, a colon and a quotation")


def _is_top(parse: Parse, token: int, tokens: range) -> bool:
    return parse.heads[token] not in tokens


def _after_stamp(parse: Parse, first: int, last: int) -> int:
    """The first token behind the time that opens an entry of a live blog: "21:40 - ", "9:50 p.m."."""
    at = first
    while at < min(last - 1, first + STAMP_TOKENS) and (
        parse.upos[at] in {"NUM", "PUNCT"} or parse.lower(at) in {"a.m.", "p.m.", "am", "pm", "gmt", "bst", "utc"}
    ):
        at += 1
    return at if at > first and parse.upos[first] == "NUM" else first


def _is_actor_label(parse: Parse, first: int, at: int) -> bool:
    """A label before a colon in prose: names alone ("Cambodia: Thais used gas."), or a person with a title and no verb."""
    names = at - first <= LABEL_TOKENS and all(parse.upos[token] in {"PROPN", "ADJ"} for token in range(first, at))
    person = any(parse.entities[token].endswith("PER") for token in range(first, at))
    shouted = all(not parse.form(token).isalpha() or parse.form(token).isupper() for token in range(first, min(at + 3, len(parse))))
    return names or ((person or shouted) and not any(parse.upos[token] in {"VERB", "AUX"} for token in range(first, at)))


def _trailing_colon(parse: Parse, first: int, last: int) -> Frame | None:
    """ "Gunmen kill 22 in restive region: UN"."""
    if last - first > HEADLINE_TOKENS or parse.form(last - 1) in {".", "!", "?"}:
        return None
    at = next((token for token in range(last - 2, max(first + 3, last - LABEL_TOKENS), -1) if parse.form(token) == ":"), None)
    if at is None or any(parse.upos[token] in {"VERB", "AUX", "NUM", "PUNCT"} for token in range(at + 1, last)):
        return None
    if not any(parse.upos[token] in {"VERB", "NUM"} for token in range(first, at)):
        return None
    telling = (_telling(parse, range(first, at)),)
    speaker = top(parse, range(at + 1, last))
    return Frame((), "headline", speaker, telling, outside=frozenset(range(at, last)), why="cue: headline colon")


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
