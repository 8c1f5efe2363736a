"""What a time expression dates: an event, words that were spoken, a paper, or the report itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Literal

from counterclaim import lexicon
from counterclaim.extract.when.dateline import heads_text
from counterclaim.extract.when.mention import TimeMention
from counterclaim.extract.when.tense import outermost
from counterclaim.syntax import Parse

Role = Literal["event", "speech", "paper", "heading"]
EXACT = frozenset({"minute", "hour", "part_of_day", "day"})
REFERENCES = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})
SLACK = timedelta(days=1)  # clocks differ: it may be tomorrow there
MOST_APART = 15  # tokens between a verb of speech and its day


@cache
def _cues() -> frozenset[str]:
    return frozenset(row["lemma"] for row in lexicon.rows("cues.csv") if row["pos"] == "VERB")


@cache
def _speech_verbs() -> frozenset[str]:
    return _cues() | frozenset(lexicon.table("time.toml")["told"]["news"])


@cache
def _nouns(kind: str) -> frozenset[str]:
    return frozenset(lexicon.table("time.toml")["told"][kind])


def of_events(parse: Parse, times: Iterable[TimeMention], published: date | None) -> Iterator[TimeMention]:
    """The dates and clock times that may be an event's: no bounds ("since 2012", "by Tuesday"), nothing yet to come."""
    for time in times:
        if is_date(time) and not bounds(time) and not ahead(time, published, SLACK) and role_of(parse, time) == "event":
            yield time


def is_date(time: TimeMention) -> bool:
    return time.kind in {"date", "time"} and (time.when.timex or "").upper() not in REFERENCES


def bounds(time: TimeMention) -> bool:
    """A limit, not a day: "by Tuesday", "held since February"; "since Friday morning they have attacked" begins on a day."""
    return time.relation in {"by", "till", "until"} or (time.relation == "since" and time.when.precision not in EXACT)


def ahead(time: TimeMention, published: date | None, slack: timedelta = timedelta(0)) -> bool:
    """After the day of publication."""
    return published is not None and time.when.start is not None and time.when.start.date() > published + slack


def role_of(parse: Parse, time: TimeMention) -> Role:
    """By where it stands (datelines, headings, stamps of a live report), else by the word it hangs on.

    "Said on Friday", "in a statement on Friday": speech; "the agreement of 22 February": a paper; anything else may be an event.
    """
    if heads_text(parse.text, time) or stands_alone(parse, time):
        return "heading"
    top = outermost(parse, *time.tokens)
    governor = parse.heads[top]
    if follows_speech(parse, time.tokens[0], top) or precedes_speech(parse, time, governor):
        return "speech"
    if governor < 0:
        return "event"
    lemma = parse.lemmas[governor].lower()
    if parse.upos[governor] in {"VERB", "AUX"}:
        return "speech" if lemma in _speech_verbs() and not follows_charge(parse, governor, time.tokens[0]) else "event"
    return "speech" if lemma in _nouns("speech") else "paper" if lemma in _nouns("papers") else "event"


def stands_alone(parse: Parse, time: TimeMention) -> bool:
    """A sentence of nothing else: "Wednesday." above or below a picture."""
    first, last = parse.sentences[parse.sentence_of[time.tokens[0]]]
    rest = (token for token in range(first, last) if not time.tokens[0] <= token < time.tokens[1])
    return all(parse.upos[token] in {"PUNCT", "ADP"} for token in rest)


def precedes_speech(parse: Parse, time: TimeMention, governor: int) -> bool:
    """ "The ministry on Thursday denied it", "told Thursday's cabinet sitting", where the parser joins the day to the noun before it or
    to the first word of the name after it."""
    after, stop = time.tokens[1], parse.sentences[parse.sentence_of[time.tokens[0]]][1]
    if governor < 0 or after >= stop:
        return False
    if governor < time.tokens[0]:
        speaks = parse.upos[after] == "VERB" and parse.lemmas[after].lower() in _cues()
        return speaks and parse.upos[governor] in {"NOUN", "PROPN"} and parse.heads[governor] == after
    if parse.lower(after) not in OWN:
        return False
    named = range(after + 1, min(after + 4, stop))
    return any(
        {parse.lower(token), parse.lemmas[token].lower()} & _nouns("speech") and not _between(parse, after, token) for token in named
    )


def _between(parse: Parse, first: int, last: int) -> bool:
    return any(parse.upos[token] in {"ADP", "PUNCT", "AUX"} for token in range(first + 1, last))


OWN = frozenset({"'s", "’s"})
TOLD = frozenset({"ccomp", "advcl", "xcomp"})


def follows_charge(parse: Parse, verb: int, first: int) -> bool:
    """ "Accused it of opening fire on Tuesday", "blamed it for the raid on 3 May": after what is told, a day is of that, to whichever
    verb the parser joins it."""
    between = range(verb + 1, first)
    if any(parse.upos[token] == "VERB" and parse.heads[token] == verb and parse.base(token) in TOLD for token in between):
        return True
    charges = parse.lemmas[verb].lower() in _nouns("charges")
    return charges and any(parse.lower(token) in {"of", "for"} and parse.heads[parse.heads[token]] == verb for token in between)


FIRM = frozenset({"nmod", "compound", "amod", "appos"})
STOPS = frozenset({",", ";", ":", ".", "(", "“", "”", '"', "–", "—"})


def follows_speech(parse: Parse, first: int, top: int) -> bool:
    """ "The army confirmed on Thursday that it carried out ...", where the parser joins the day to the later verb.

    The verb next to the left, no stop between, is one of speech, and the word that the time hangs on does not stand between the two.
    """
    if parse.base(top) in FIRM:
        return False
    start, governor = parse.sentences[parse.sentence_of[first]][0], parse.heads[top]
    inside = False
    for token in range(first - 1, max(start, first - MOST_APART) - 1, -1):
        inside = parse.form(token) == ")" or (inside and parse.form(token) != "(")
        if inside or (parse.form(token) == "(" and parse.form(token + 1) != "("):
            continue
        if parse.form(token) in STOPS or parse.upos[token] == "SCONJ" or token == governor:
            return False
        if parse.upos[token] == "VERB":
            return parse.lemmas[token].lower() in _speech_verbs()
    return False
