"""Attributions by where the words stand, for sentences whose parse does not join the parts: "…, aid agencies in Zakho reported on Friday."

A cue that ends its sentence, with nothing but nouns between it and a comma or a closing quotation mark, has those nouns for its speaker and
what stands before for its content, whatever the labels say.
"""

from __future__ import annotations

from typing import NamedTuple

from counterclaim.extract.headline import SPEAKER_TOKENS, top
from counterclaim.syntax import Parse

NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "NUM", "CCONJ", "PART", "X"})
TAIL_TOKENS = 12  # after the cue: "…, the mayor told reporters in the town on Friday."
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
CLOSING = frozenset({",", "”", '"', "''", "’"})


class Tail(NamedTuple):
    """Speaker and content of a cue at the end of its sentence."""

    speaker: int
    content: int


def tail(parse: Parse, token: int) -> Tail | None:
    """ "S, NP cue …." and "S, cue NP": the noun phrase speaks, S is said."""
    first, last = parse.sentences[parse.sentence_of[token]]
    last = next((at + 1 for at in range(token + 1, last) if parse.form(at) in {",", ";"}), last)
    if not _is_finite(parse, token) or last - token > TAIL_TOKENS:
        return None
    if any(parse.xpos[after] in FINITE for after in range(token + 1, last)):
        return None
    subject = any(child < token for child in parse.kids(token, "nsubj"))
    named = _named_before(parse, token, first) or (None if subject else _named_after(parse, token, last))
    if named is None or named.start - first < 2:
        return None
    content = _clause(parse, range(first, named.start))
    return None if content is None else Tail(_speaking(parse, named), content)


def aside(parse: Parse, token: int) -> Tail | None:
    """ "The troops, says the statement, are using mortars": a cue and its subject set between commas, inverted."""
    first, last = parse.sentences[parse.sentence_of[token]]
    if token - first < 2 or parse.form(token - 1) != "," or not _is_finite(parse, token):
        return None
    end = next((at for at in range(token + 1, min(last, token + SPEAKER_TOKENS)) if parse.form(at) == ","), None)
    if any(parse.xpos[at] in FINITE for at in range(first, token)):
        return None
    if (
        end is None
        or end == token + 1
        or any(parse.upos[at] not in NOMINAL for at in range(token + 1, end))
        or parse.upos[token + 1] == "ADP"
    ):
        return None
    rest = range(end + 1, last)
    told = next((at for at in rest if parse.upos[at] in {"VERB", "AUX"} and parse.heads[at] not in rest), None)
    if told is None or parse.xpos[end + 1] not in FINITE:
        return None
    return Tail(_speaking(parse, range(token + 1, end)), told)


def inserted(parse: Parse, token: int, speaker: int) -> int | None:
    """ "a village where, according to X, six died": a cue phrase between commas behind the opening of its clause; its verb."""
    _, last = parse.sentences[parse.sentence_of[token]]
    after = max(parse.subtree(speaker)) + 1
    if token < 2 or parse.form(token - 1) != "," or after >= last or "," not in {parse.form(after), parse.form(after - 1)}:
        return None
    opener = token - 2
    if parse.upos[opener] not in {"SCONJ", "CCONJ"} and not parse.xpos[opener].startswith("W"):
        return None
    rest = range(after, last)
    return next((at for at in rest if parse.upos[at] in {"VERB", "AUX"} and parse.heads[at] not in rest), None)


def interrupted(parse: Parse, token: int) -> int | None:
    """ "The ministry, asked about it, said": the nouns before a participle between commas."""
    first, _ = parse.sentences[parse.sentence_of[token]]
    if token - first < 4 or parse.form(token - 1) != ",":
        return None
    opening = next((at for at in range(token - 2, max(first, token - 2 * SPEAKER_TOKENS), -1) if parse.form(at) == ","), None)
    if opening is None or parse.xpos[opening + 1] not in {"VBN", "VBG", "VBD", "WRB"}:
        return None
    start = opening
    while start > first and opening - start <= SPEAKER_TOKENS and _in_name(parse, start - 1, opening - 1):
        start -= 1
    nouns = range(start, opening)
    return _speaking(parse, nouns) if nouns and parse.upos[opening - 1] in {"NOUN", "PROPN"} else None


def _is_finite(parse: Parse, token: int) -> bool:
    """A finite verb; a participle with a subject and no auxiliary is a past tense taken for one."""
    return parse.xpos[token] in FINITE or (
        parse.xpos[token] == "VBN" and bool(parse.kids(token, "nsubj")) and not parse.kids(token, "aux", "cop")
    )


def _named_before(parse: Parse, token: int, first: int) -> range | None:
    """The nouns before a cue, from the mark that parts them from what is said; a name and a title between commas are one speaker."""
    if parse.form(token - 1) == ",":
        return _apposed_before(parse, token, first)
    start = _run(parse, token - 1, first)
    if start is None or start == token:
        return None
    before = start - 1
    if before > first and parse.form(before) == "," and parse.upos[before - 1] == "PROPN":
        name = _run(parse, before - 1, first)
        if name is not None and name < before and parse.form(name - 1) in CLOSING and parse.upos[name] in {"PROPN", "ADJ", "NOUN", "DET"}:
            return range(name, token)
    return range(start, token)


def _apposed_before(parse: Parse, token: int, first: int) -> range | None:
    """ "S, the group's spokesman, Abu Musab, said": two stretches of nouns, one of them a name, and a comma before the cue."""
    name = _run(parse, token - 2, first)
    title = _run(parse, name - 2, first) if name is not None and name <= token - 2 else None
    if name is None or title is None or title > name - 2:
        return None
    is_name = any(parse.entities[at].endswith("PER") for at in range(title, token - 1))
    return range(title, token - 1) if is_name else None


def _named_after(parse: Parse, token: int, last: int) -> range | None:
    """ "…, says Houthi minister": the nouns from a cue after a comma to the end."""
    end = last - (parse.upos[last - 1] == "PUNCT")
    tokens = range(token + 1, end)
    plain = len(tokens) > 0 and all(parse.upos[at] in NOMINAL for at in tokens) and parse.upos[token + 1] != "ADP"
    return tokens if plain and parse.form(token - 1) in CLOSING else None


def _run(parse: Parse, start: int, first: int) -> int | None:
    """The first token of the nouns that end at `start`, where a closing mark stands before them."""
    at = start
    while at > first and start - at <= SPEAKER_TOKENS and _in_name(parse, at, start):
        at -= 1
    closed = first < at < start + 1 and parse.form(at) in CLOSING and parse.upos[at + 1] != "CCONJ"
    return at + 1 if closed else None


def _in_name(parse: Parse, at: int, end: int) -> bool:
    modifier = parse.base(at) == "amod" or parse.xpos[at] == "HYPH"  # "the acting governor"
    return modifier or parse.upos[at] in NOMINAL or (at == end and parse.upos[at] == "PRON")


def _clause(parse: Parse, tokens: range) -> int | None:
    """The head of what is said: the verb on top of the stretch; None where it holds no finite verb or participle."""
    verbs = [token for token in tokens if parse.upos[token] in {"VERB", "AUX"} or parse.kids(token, "cop")]
    if not verbs:
        return None
    tops = [token for token in verbs if parse.heads[token] not in tokens]
    return tops[0] if tops else top(parse, tokens)


def _speaking(parse: Parse, tokens: range) -> int:
    return next(
        (token for token in tokens if parse.heads[token] not in tokens and parse.upos[token] in {"NOUN", "PROPN", "PRON"}), tokens[0]
    )
