"""Text to pieces, and pieces to atoms with the classes that the grammar can match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from counterclaim.extract.when.classes import Around, Shape, classes_of, nth_classes, number_classes, word_classes
from counterclaim.extract.when.words import Features, Words

# One alternative a shape, tried in this order at each place; every alternative is bounded or a single run, so the scan is linear.
SHAPES = re.compile(
    r"""(?P<AMPM>[ap]\.[ ]?m\b\.?|[AP]\.[ ]?M\b\.?|[ap]m\b|[AP]M\b)
    |(?P<ERA>B\.[ ]?C\.(?:[ ]?E\b\.?)?|B\.[ ]?C\b|BCE?\b|A\.[ ]?D\b\.?|AD\b)
    |(?P<WORD>[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)?)
    |(?P<OWN>['’][sS])(?!\w)
    |(?P<ISO>[12]\d{3}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?)(?![\d-])
    |(?P<SLASH>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{1,2}\.\d{1,2}\.\d{4})(?![\d/])
    |(?P<HM>\d{1,2}:\d{2}(?::\d{2})?)(?![\d:])
    |(?P<HCLOCK>\d{1,2}[hH]\d{2})(?!\w)
    |(?P<GROUPED>\d{1,3}(?:,\d{3})+)(?![\d])
    |(?P<FRACTION>\d/\d)(?![\d/]|[ ][A-Z])
    |(?P<DECIMAL>\d+\.\d+)
    |(?P<DECADE>(?:[12]\d\d0|['’`]?[2-9]0)['’]?s)(?!\w)
    |(?P<SHORT>['’`]\d\d)(?![\w])
    |(?P<NTH>\d{1,4}(?:st|nd|rd|th|ST|ND|RD|TH))(?!\w)
    |(?P<NUMBER>\d+)
    |(?P<MARK>\S)""",
    re.VERBOSE,
)
LONGEST_NUMBER = 16  # words: longer runs of number words are no amount of time
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


def shapes(text: str, breaks: Sequence[int] = (), tags: Mapping[int, str] | None = None) -> list[Shape]:
    """The pieces of the text. `breaks`: offsets that begin a sentence, ascending; `tags`: offset -> UPOS of the token there."""
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
    while place < min(len(pieces), first + LONGEST_NUMBER) and not ordinal:
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
        if value == 100 or (value == 12 and current):
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
                classes |= word_classes(Around(pieces, place), words)
            yield merged(pieces[place:after], classes)
            place = after
            continue
        last = place + 1
        if piece.kind == "WORD" and piece.lower in words.abbreviations and full_stop_belongs(pieces, place):
            last += 1
        yield merged(pieces[place:last], classes_of(Around(pieces, place), words))
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
