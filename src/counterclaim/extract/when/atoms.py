"""Text to atoms: words, numbers, clock times and dates in figures, each with the classes that the grammar can match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from counterclaim.extract.when.words import Features, Words

# One alternative a shape, tried in this order at each place; every alternative is bounded or a single run, so the scan is linear.
SHAPES = re.compile(
    r"""(?P<ISO>[12]\d{3}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?)(?![\d-])
    |(?P<SLASH>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{1,2}\.\d{1,2}\.\d{4})(?![\d/])
    |(?P<HM>\d{1,2}:\d{2}(?::\d{2})?)(?![\d:])
    |(?P<HCLOCK>\d{1,2}[hH]\d{2})(?!\w)
    |(?P<GROUPED>\d{1,3}(?:,\d{3})+)(?![\d])
    |(?P<FRACTION>\d/\d)(?![\d/])
    |(?P<DECIMAL>\d+\.\d+)
    |(?P<DECADE>(?:[12]\d\d0|['’`]?[2-9]0)['’]?s)(?!\w)
    |(?P<SHORT>['’`]\d\d)(?![\w])
    |(?P<NTH>\d{1,4}(?:st|nd|rd|th|ST|ND|RD|TH))(?!\w)
    |(?P<NUMBER>\d+)
    |(?P<AMPM>[ap]\.[ ]?m\b\.?|[AP]\.[ ]?M\b\.?|[ap]m\b|[AP]M\b)
    |(?P<ERA>B\.[ ]?C\.(?:[ ]?E\b\.?)?|B\.[ ]?C\b|BCE?\b|A\.[ ]?D\b\.?|AD\b)
    |(?P<WORD>[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?)
    |(?P<OWN>['’]s)(?!\w)
    |(?P<MARK>\S)""",
    re.VERBOSE,
)
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of text with the classes it can be matched as, and what each class says of it.

    `glued`: no space before it; `broken`: a blank line or the start of a sentence before it, which no pattern crosses.
    """

    start: int
    end: int
    form: str
    lower: str
    classes: Mapping[str, Features] = field(default_factory=dict)
    glued: bool = False
    broken: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A piece of text before it has classes."""

    kind: str
    start: int
    end: int
    form: str
    lower: str
    glued: bool
    broken: bool
    upos: str = ""


def shapes(text: str, breaks: Sequence[int] = (), tags: Mapping[int, str] | None = None) -> list[Shape]:
    """The pieces of the text. `breaks` are offsets that begin a sentence, ascending; `tags` gives the UPOS of tokens by first character."""
    found: list[Shape] = []
    before, next_break = 0, 0
    for match in SHAPES.finditer(text):
        start, end = match.span()
        broken = "\n" in text[before:start] and BLANK_LINE.search(text, before, start) is not None
        while next_break < len(breaks) and breaks[next_break] <= start:
            broken, next_break = True, next_break + 1
        form = match.group()
        upos = tags.get(start, "") if tags else ""
        lower = form.lower().replace("’", "'")
        found.append(Shape(match.lastgroup or "MARK", start, end, form, lower, start == before, broken, upos))
        before = end
    return found


def number_phrase(pieces: Sequence[Shape], first: int, words: Words) -> tuple[int, int, bool]:
    """A number in words from `first`: its value, the index after it, and whether it ends in an ordinal; (0, first, False) if none."""
    values: list[int] = []
    place, ordinal = first, False
    while place < len(pieces) and not ordinal:
        piece = pieces[place]
        if place > first and piece.broken:
            break
        if piece.lower in words.number:
            values.append(words.number[piece.lower])
        elif values and values[-1] >= 20 and piece.lower in words.ordinal and pieces[place - 1].form == "-":
            values.append(words.ordinal[piece.lower])
            ordinal = True
        elif not (values and joins(pieces, place, values[-1], words)):
            break
        place += 1
    return (add_up(values), place, ordinal) if values else (0, first, False)


def joins(pieces: Sequence[Shape], place: int, last: int, words: Words) -> bool:
    """A hyphen inside "twenty-five" or the "and" of "two hundred and fifty"."""
    following = pieces[place + 1].lower if place + 1 < len(pieces) else ""
    if pieces[place].form == "-":
        small = words.number.get(following) or words.ordinal.get(following, 0)
        return 20 <= last < 100 and 0 < small < 10
    return pieces[place].lower == "and" and last >= 100 and following in words.number


def add_up(values: Sequence[int]) -> int:
    """The value of number words in order: [2, 100, 50] is 250, [19, 90, 7] is the year 1997."""
    if len(values) > 1 and 10 <= values[0] <= 20 and 10 <= values[1] < 100 and values[0] != 10:
        return values[0] * 100 + sum(values[1:])
    total, current = 0, 0
    for value in values:
        if value == 100 or value == 12 and current:
            current = max(current, 1) * value
        elif value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        else:
            current += value
    return total + current


def atoms(pieces: Sequence[Shape], words: Words) -> list[Atom]:
    """Pieces as atoms with classes; number words and abbreviations with their full stop become one atom each."""
    return list(_atoms(pieces, words))


def _atoms(pieces: Sequence[Shape], words: Words) -> Iterator[Atom]:
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        value, after, ordinal = number_phrase(pieces, place, words)
        if after > place:
            classes = nth_classes(value) if ordinal else number_classes(value, "", spelled=True)
            if after == place + 1:
                classes |= word_classes(pieces, place, words)
            yield merged(pieces[place:after], classes)
            place = after
            continue
        last = place + 1
        if piece.kind == "WORD" and piece.lower in words.abbreviations and full_stop_belongs(pieces, place):
            last += 1
        yield merged(pieces[place:last], classes_of(pieces, place, words))
        place = last


def full_stop_belongs(pieces: Sequence[Shape], place: int) -> bool:
    """The "." of "Nov. 12": glued to it, with something of the same sentence after it."""
    if place + 2 >= len(pieces) or pieces[place + 1].form != "." or not pieces[place + 1].glued:
        return False
    following = pieces[place + 2]
    return following.kind in {"NUMBER", "NTH", "SHORT"} or following.form in {",", ")"} or following.form.islower()


def merged(group: Sequence[Shape], classes: Mapping[str, Features]) -> Atom:
    first, last = group[0], group[-1]
    form = "".join(piece.form if piece.glued or index == 0 else " " + piece.form for index, piece in enumerate(group))
    lower = first.lower if len(group) == 2 and last.form == "." else form.lower()
    return Atom(first.start, last.end, form, lower, classes, first.glued, first.broken)


def classes_of(pieces: Sequence[Shape], place: int, words: Words) -> dict[str, Features]:
    """What a piece can be, by its shape and by the words beside it."""
    piece = pieces[place]
    match piece.kind:
        case "ISO" | "SLASH" | "HM" | "HCLOCK" | "AMPM":
            return {piece.kind: {piece.kind.lower(): piece.lower}}
        case "GROUPED":
            value = int(piece.form.replace(",", "")) if len(piece.form) < 12 else 0
            return {"NUM": {"amount": value}, "GROUPED": {"amount": value}}
        case "FRACTION":
            return {"FRACTION": {"fraction": int(piece.form[0]) / max(int(piece.form[2]), 1)}}
        case "DECIMAL":
            return decimal_classes(piece.form)
        case "DECADE":
            before = pieces[place - 1].lower if place else ""
            marked = len(piece.form) > 3 or before in {"the", "early", "late", "mid", "-"}
            return decade_classes(piece.form) if marked else {}
        case "SHORT":
            return {"YEAR2": {"year2": int(piece.form[1:])}}
        case "NTH":
            return nth_classes(int(piece.form[:-2]))
        case "NUMBER":
            return number_classes(int(piece.form[:9]), piece.form, bare_year=is_year(pieces, place, words))
        case "OWN":
            return {"OWN": {}}
        case "ERA":
            return {"ERA": {"era": "BC" if piece.form[0] == "B" else "AD"}}
        case "WORD":
            return word_classes(pieces, place, words)
    return {}


def decimal_classes(form: str) -> dict[str, Features]:
    whole, _, part = form.partition(".")
    classes: dict[str, Features] = {"NUM": {"amount": float(form[:12])}}
    if len(whole) <= 2 and len(part) == 2 and int(whole) < 25 and int(part) < 60:
        classes["HDOT"] = {"hm": f"{whole}:{part}"}
    return classes


def decade_classes(form: str) -> dict[str, Features]:
    digits = "".join(filter(str.isdigit, form))
    return {"DECADE": {"decade": int(digits) if len(digits) == 4 else 1900 + int(digits)}}


def nth_classes(value: int) -> dict[str, Features]:
    classes: dict[str, Features] = {"ORD": {"ordinal": value}}
    if 1 <= value <= 31:
        classes["NTHDAY"] = {"day": value}
    return classes


def number_classes(value: int, form: str, bare_year: bool = False, spelled: bool = False) -> dict[str, Features]:
    """A cardinal as an amount, and as the day, hour, clock or year that its size allows."""
    classes: dict[str, Features] = {"NUM": {"amount": value}}
    if 1 <= value <= 31 and len(form) <= 2 and not spelled:
        classes["DAY"] = {"day": value}
    if 0 <= value <= 24 and len(form) <= 2:
        classes["HOUR"] = {"hour": value}
    if len(form) == 2:
        classes["TWO"] = {"year2": value}
    if len(form) == 4 and int(form[:2]) < 25 and int(form[2:]) < 60:
        classes["H4"] = {"hm": f"{form[:2]}:{form[2:]}"}
    if (len(form) == 4 or spelled) and 1000 <= value <= 2100:
        classes["YEARLIKE"] = {"year": value}
    if bare_year or (spelled and 1000 < value <= 2100 and value % 100):
        classes["YEAR"] = {"year": value}
    if 0 < value < 3000:
        classes["YEARNUM"] = {"year": value}
    return classes


def is_year(pieces: Sequence[Shape], place: int, words: Words) -> bool:
    """Whether four figures are a year rather than a count, by the words on both sides."""
    piece = pieces[place]
    if len(piece.form) != 4 or not 1000 <= int(piece.form) <= 2100:
        return False
    before = pieces[place - 1] if place and not piece.broken else None
    after = pieces[place + 1] if place + 1 < len(pieces) and not pieces[place + 1].broken else None
    if after and ((after.glued and after.kind == "WORD") or after.form == "%" or after.lower in words.counted):
        return False
    if before and (before.lower in words.counting or (piece.glued and before.form in {".", "/"})):
        return False
    if before and (before.lower in words.year_after or before.lower in words.month or before.form == ","):
        return True
    if before and before.lower == "the" and after:
        return after.lower not in words.counted_nouns
    return not (after and plain_noun(after, words) and not (before and before.form == "("))


def plain_noun(piece: Shape, words: Words) -> bool:
    """A lower-case plural: "2000 troops", but "its 1990 invasion", for a single thing is not counted."""
    if piece.kind != "WORD" or not piece.form.islower() or piece.upos not in {"", "NOUN"}:
        return False
    return piece.lower in words.counted_nouns or (
        len(piece.form) > 3 and piece.form.endswith("s") and not piece.form.endswith("ss")
    )


def word_classes(pieces: Sequence[Shape], place: int, words: Words) -> dict[str, Features]:
    """Classes of a word from the lexicon, less those that its neighbours or its tag rule out."""
    piece = pieces[place]
    classes = {name: dict(features) for name, features in words.classes.get(piece.lower, {}).items()}
    if "NTHDAY" in classes and piece.upos in {"ADV", "VERB"}:
        del classes["NTHDAY"]
    if piece.lower in words.doubtful and not vouched(pieces, place, words):
        for name in ("MONTH", "WEEKDAY"):
            classes.pop(name, None)
    if "SEASON" in classes and not is_season(pieces, place):
        del classes["SEASON"]
    if "ZONE" in classes and not piece.form.isupper():
        del classes["ZONE"]
    if is_noun(piece, classes):
        classes["NOUNISH"] = {}
    return classes


def is_noun(piece: Shape, classes: Mapping[str, Features]) -> bool:
    """By its tag; without tags, any lower-case word that is not a function word."""
    if piece.upos:
        return piece.upos in {"NOUN", "PROPN", "ADJ"}
    return "FUNC" not in classes and len(piece.form) > 2


def vouched(pieces: Sequence[Shape], place: int, words: Words) -> bool:
    """Whether a doubtful word is a time: "May" with a day beside it, or capitalised inside prose."""
    piece = pieces[place]
    if piece.form.islower() and piece.lower in {"may", "march"}:
        return False
    before = pieces[place - 1] if place and not piece.broken else None
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if after and after.form == "." and after.glued and place + 2 < len(pieces):
        after = pieces[place + 2]
    numbers = {"NUMBER", "NTH", "SHORT"}
    if before and before.kind in numbers and not piece.glued and len(before.form) <= 4:
        return True
    if after and after.kind in numbers and not (piece.form.islower()):
        return True
    if words.doubtful[piece.lower] == "number":
        later = pieces[place + 2] if place + 2 < len(pieces) else None
        return bool(
            piece.form[0].isupper()
            and after
            and after.form == ","
            and later
            and (later.kind in numbers or later.lower in words.month)
        )
    if before and before.lower in words.month_after:
        return not piece.form.islower() or piece.lower == "august"
    if piece.lower in {"may", "march"}:
        return bool(
            after
            and before
            and before.form == "("
            or (after and after.lower in {"and", "-", "–", "to", "through"} | set(words.month))
        )
    if piece.upos:
        return piece.upos == "PROPN" and before is not None
    return before is not None and piece.form[0].isupper() and not piece.form.isupper() and before.form not in {'"', "“", ".", "'"}


def is_season(pieces: Sequence[Shape], place: int) -> bool:
    """ "the fall of 1940" and "in spring", not "the fall of Kabul", "spring water" or the verbs."""
    piece = pieces[place]
    before = pieces[place - 1].lower if place and not piece.broken else ""
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.upos in {"VERB", "AUX"} or (before == "to" and piece.lower in {"fall", "spring"}):
        return False
    if piece.lower not in {"fall", "spring"}:
        return True
    if after and after.lower == "of":
        later = pieces[place + 2] if place + 2 < len(pieces) else None
        return bool(later and (later.kind in {"NUMBER", "SHORT"} or later.lower in {"that", "this", "the", "last"})) and (
            later is not None and (later.kind != "WORD" or follows_year_word(pieces, place + 3))
        )
    return before in {
        "in",
        "the",
        "last",
        "next",
        "this",
        "that",
        "early",
        "late",
        "mid",
        "-",
        "by",
        "since",
        "until",
        "following",
        "previous",
        "of",
    } or (after is not None and after.kind == "NUMBER")


def follows_year_word(pieces: Sequence[Shape], place: int) -> bool:
    return place < len(pieces) and pieces[place].lower in {"year", "following", "same", "next", "previous"}
