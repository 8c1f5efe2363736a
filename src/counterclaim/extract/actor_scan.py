"""Where the words of the actor vocabulary stand in a text: one pass, longest alias first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from counterclaim.lexicon.actors import ORGANS, SMALL_WORD, Entry, Vocabulary, atoms
from counterclaim.syntax import Parse

JOINERS = frozenset("-‐‑–.'’")  # an alias may be cut at these: "al-Shabaab", "N. Korea"
HYPHENS = frozenset("-‐‑–")
BREAK = ","
PREFIXES = frozenset({"pro", "anti", "ex", "non", "counter"})
NATION = frozenset({"country", "adjective", "capital", "region"})
WORDS_IN_CAPITALS = frozenset(
    [
        "WHO",
        "IT",
        "AIM",
        "CAR",
        "IS",
        "AU",
        "AA",
        "PM",
        "ICE",
        "FACT",
        "MAS",
        "MODEL",
        "MEND",
        "CAM",
        "MAP",
        "TAP",
        "PAN",
        "FAN",
        "FAR",
        "FAT",
        "PUNCH",
        "ARM",
        "ALL",
        "SIDE",
        "GAM",
        "SAM",
        "UNI",
        "SAID",
        "HE",
        "WE",
        "TIP",
        "MIR",
        "ANT",
        "DAN",
        "CARE",
        "TIME",
        "MALE",
        "PALE",
        "POLE",
        "POLES",
        "PETRA",
        "KAN",
        "PRESS",
        "NAM",
        "GATE",
        "TREND",
        "BAZA",
        "SHOT",
        "MASH",
        "DAWN",
        "GEO",
        "FIRE",
        "IN",
        "ON",
        "OR",
        "AN",
        "TO",
        "AS",
        "AT",
        "ABC",
    ]
)  # in a sentence all in capitals these are words before they are names
SHOUTED_SHARE = 0.8
DASHES = frozenset({"-", "–", "—", "--", "―"})
MIN_DATELINE_WORD = 4
MAX_DATELINE = 14
MOST_LABEL = 6  # tokens before the colon of a turn of speech


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the vocabulary at tokens first..last and the readings that hold. suffix: "installed" in "Russian-installed"."""

    first: int
    last: int
    head: int
    entries: tuple[Entry, ...]
    suffix: str = ""

    def reading_of(self, kinds: frozenset[str]) -> Entry | None:
        """The first reading of one of the kinds."""
        return next((entry for entry in self.entries if entry.kind in kinds), None)


class Scan(NamedTuple):
    """What was found in a text, and the country that its dateline names."""

    matches: tuple[Match, ...]
    dateline: str | None


class _Stream(NamedTuple):
    """Atoms of one sentence, the token of each, and whether the sentence is all in capitals."""

    atoms: list[str]
    tokens: list[int]
    shouted: bool


def scan(parse: Parse, vocabulary: Vocabulary, day: date | None, home: str | None, around: Iterable[str] = ()) -> Scan:
    """Matches from left to right, not overlapping, none across a sentence or a comma, with the readings that hold in this text."""
    found = [match for low, high in parse.sentences for match in _scan_sentence(parse, vocabulary, day, low, high)]
    named = _named(found) | ({home} if home else set()) | set(around)
    lines = datelines(parse)
    written = next((entry for match in found if _is_filed(parse, match, lines) and (entry := match.reading_of(NATION)) is not None), None)
    found = [match for match in found if match.first not in lines or match.reading_of(NATION) is None]
    titles = {match.last + 1: {entry.code for entry in match.entries if entry.kind == "office"} for match in found}
    kept = (_in_context(match, named, titles.get(match.first, set())) for match in found)
    return Scan(tuple(match for match in kept if match is not None), written.country if written is not None else None)


def _named(found: list[Match]) -> set[str]:
    """Parties named in a text: states by their names, people and bodies, groups by theirs."""
    entries = [entry for match in found for entry in match.entries if not entry.when and not entry.alone and entry.kind != "outlet"]
    nations = {entry.id.split(":")[0] for entry in entries if entry.kind in NATION | {"group"}}
    return nations | {entry.country for entry in entries if entry.country}


def _scan_sentence(parse: Parse, vocabulary: Vocabulary, day: date | None, low: int, high: int) -> Iterator[Match]:
    stream = _stream(parse, low, high)
    at = 0
    while at < len(stream.atoms):
        found = _longest(parse, vocabulary, stream, at, day)
        at += 1 if found is None else found[0]
        if found is not None:
            yield found[1]


def datelines(parse: Parse) -> dict[int, int]:
    """The tokens of datelines ("NAIROBI, Kenya (AP) -", "MOSCOW, June 6. /TASS/.", "PESHAWAR:"), each with the first token after it."""
    found, talk = dict[int, int](), False
    for low, high in parse.sentences:
        end = _dateline_end(parse, low, high)
        labelled = parse.form(end - 1) == ":" if end > low else ":" in {parse.form(at) for at in range(low, min(high, low + MOST_LABEL))}
        talk = talk or (labelled and end == low and parse.form(low).isupper())  # "REPORTER: …", "MOLANO: …": turns of speech
        found |= dict.fromkeys(range(low, end), end) if not (labelled and talk) else {}
    return found


def _dateline_end(parse: Parse, low: int, high: int) -> int:
    """Where the dateline of a sentence ends; `low` where it has none.
    It begins with a place and ends with a dash or an agency in slashes, or with a colon behind a place in capitals.
    """
    first = parse.form(low)
    if first == "(":
        return _bracketed_end(parse, low, high)
    if parse.upos[low] != "PROPN" or not first[:1].isupper():
        return low
    for token in range(low + 1, min(high, low + MAX_DATELINE)):
        form, before = parse.form(token), parse.form(token - 1)
        sure = (first.isupper() and len(first) >= MIN_DATELINE_WORD) or before in {")", "/"} or form == "--" or before.isdigit()
        apart = parse.starts[token] > parse.ends[token - 1]
        if form in DASHES and apart and sure:
            return token + 1 if token + 1 == high or parse.form(token + 1)[:1].isupper() or parse.form(token + 1) in {'"', "“"} else low
        if form == "." and before == "/":
            return token + 1
        if form == ":":
            return token + 1 if _heads_prose(parse, low, token, high) else low
    return low


def _heads_prose(parse: Parse, low: int, colon: int, high: int) -> bool:
    """ "PESHAWAR: Two men died": a place in capitals before words that are not; "BAKU: ARMENIA OPENED FIRE" may be a speaker."""
    first, after = parse.form(low), parse.form(colon + 1) if colon + 1 < high else ""
    placed = parse.entities[low] == "B-LOC" and first.isupper() and len(first) >= MIN_DATELINE_WORD
    prose = after[:1].isupper() and (len(after) == 1 or not after.isupper())
    return placed and prose and not any(parse.upos[token] in {"VERB", "AUX"} for token in range(low, colon))


def _is_filed(parse: Parse, match: Match, lines: dict[int, int]) -> bool:
    """Whether a name stands in the dateline of an agency; one in brackets is an organisation's office, far from what it reports."""
    return match.first in lines and parse.form(parse.sentences[parse.sentence_of[match.first]][0]) != "("


def _bracketed_end(parse: Parse, low: int, high: int) -> int:
    """ "(Nairobi) – …", "(Washington, DC, April 26, 2021) - …": the office of an organisation, not where things happened."""
    closed = next((token for token in range(low + 2, min(high, low + MAX_DATELINE)) if parse.form(token) == ")"), None)
    dashed = closed is not None and closed + 1 < high and parse.form(closed + 1) in DASHES and parse.upos[low + 1] == "PROPN"
    return closed + 2 if closed is not None and dashed else low


def _stream(parse: Parse, low: int, high: int) -> _Stream:
    """Marks that part words stand as a comma, those that join them are left out."""
    pieces: list[str] = []
    tokens: list[int] = []
    upper = words = 0
    for token in range(low, high):
        form = parse.form(token)
        found = atoms(form) or (() if form in JOINERS or form == "/" else (BREAK,))
        pieces.extend(found)
        tokens.extend([token] * len(found))
        words += form.isalpha()
        upper += form.isalpha() and form.isupper()
    return _Stream(pieces, tokens, words > 2 and upper > SHOUTED_SHARE * words)


def _longest(parse: Parse, vocabulary: Vocabulary, stream: _Stream, at: int, day: date | None) -> tuple[int, Match] | None:
    """The longest alias that begins at an atom, and its length in atoms; it begins and ends with a token."""
    tokens = stream.tokens
    if at and tokens[at - 1] == tokens[at]:
        return None
    for length in vocabulary.lengths.get(stream.atoms[at], ()):
        end = at + length
        if end > len(tokens) or (end < len(tokens) and tokens[end] == tokens[end - 1]):
            continue
        first, last = tokens[at], tokens[end - 1]
        known = vocabulary.entries.get(tuple(stream.atoms[at:end]), ())
        cased = [entry for entry in known if _is_cased(parse, first, last, entry, stream.shouted)]
        entries = [entry for entry in cased if entry.holds(day)] or (cased if day is None else [])
        if entries and not _is_prefixed(parse, first) and not _is_given_name(parse, first, last, entries):
            return length, Match(first, last, _head_in(parse, first, last), _ranked(entries), _suffix(parse, last))
    return None


def _ranked(entries: list[Entry]) -> tuple[Entry, ...]:
    """Dated readings in place of undated ones of their kind, which they make more exact."""
    dated = {entry.kind for entry in entries if entry.since or entry.until}
    return tuple(e for e in entries if e.since or e.until or e.kind not in dated or e.kind == "person")


def _in_context(match: Match, named: set[str], titles: set[str]) -> Match | None:
    """The match with the readings that the text allows: those whose condition is met, else those without one.

    A surname alone needs its country in the text, or the title of its office right before it ("President Obama").
    """
    met = [entry for entry in match.entries if entry.when and named & {*entry.when, entry.id}]
    free = [entry for entry in match.entries if not entry.when]
    free = [entry for entry in free if not entry.alone or entry.country in named or entry.code in titles]
    entries = (*(entry for entry in free if entry.kind in ORGANS), *met) if met else tuple(free)
    return replace(match, entries=entries) if entries else None


def _head_in(parse: Parse, first: int, last: int) -> int:
    return next((token for token in range(first, last + 1) if not first <= parse.heads[token] <= last), first)


def _is_cased(parse: Parse, first: int, last: int, entry: Entry, shouted: bool) -> bool:
    if entry.case == "any":
        return True
    form = parse.form(first)
    if shouted and first == last and form in WORDS_IN_CAPITALS:
        return False
    if entry.case == "cap":
        return not form[:1].islower()
    if entry.case == "all":
        return not any(
            parse.form(token)[:1].islower() for token in range(first, last + 1) if parse.ends[token] - parse.starts[token] > SMALL_WORD
        )
    text = parse.text[parse.starts[first] : parse.ends[last]]
    return text.upper() == text


def _is_prefixed(parse: Parse, first: int) -> bool:
    """Whether a prefix turns the name into something else: "pro-Russian"."""
    return first > 1 and parse.form(first - 1) in HYPHENS and parse.lower(first - 2) in PREFIXES


def _is_given_name(parse: Parse, first: int, last: int, entries: list[Entry]) -> bool:
    """Whether a country or capital is part of a personal name: "Jordan Smith", "Denzel Washington"."""
    if first != last or not parse.entities[first].endswith("PER") or not all(entry.kind in NATION | {"ethnic"} for entry in entries):
        return False
    around = (token for token in (first - 1, first + 1) if 0 <= token < len(parse))
    return any(parse.entities[token].endswith("PER") for token in around)


def _suffix(parse: Parse, last: int) -> str:
    """The word joined to a name by a hyphen: "installed", "backed", "led"."""
    if last + 2 < len(parse) and parse.form(last + 1) in HYPHENS and parse.ends[last + 1] == parse.starts[last + 2]:
        return parse.lower(last + 2)
    return ""
