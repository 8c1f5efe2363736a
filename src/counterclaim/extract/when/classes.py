"""What a piece of text can be in the grammar: by its shape, by the lexicon, and by the words on both sides of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterclaim.extract.when.words import Features, Words

FIGURES = frozenset({"NUMBER", "NTH", "SHORT"})
VERBS_TOO = frozenset({"may", "march"})  # as a month only where nothing else is possible
EARLIEST, LATEST = 1000, 2100  # four figures outside these are no year


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


@dataclass(frozen=True, slots=True)
class Around:
    """One piece with its neighbours; a neighbour across the start of a sentence is none."""

    pieces: Sequence[Shape]
    place: int

    @property
    def here(self) -> Shape:
        return self.pieces[self.place]

    @property
    def before(self) -> Shape | None:
        return self.pieces[self.place - 1] if self.place and not self.here.broken else None

    @property
    def after(self) -> Shape | None:
        return self.ahead(1)

    def ahead(self, steps: int) -> Shape | None:
        end = self.place + steps
        if end >= len(self.pieces) or any(piece.broken for piece in self.pieces[self.place + 1 : end + 1]):
            return None
        return self.pieces[end]

    @property
    def before_word(self) -> str:
        return self.before.lower if self.before else ""

    @property
    def after_word(self) -> str:
        return self.after.lower if self.after else ""


def classes_of(at: Around, words: Words) -> dict[str, Features]:
    """Classes of a piece, each with what it says."""
    piece = at.here
    match piece.kind:
        case "WORD":
            found = word_classes(at, words)
        case "NUMBER":
            found = number_classes(int(piece.form[:9]), piece.form, bare_year=is_year(at, words))
        case "NTH":
            found = nth_classes(int(piece.form[:-2]))
        case "DECIMAL":
            found = decimal_classes(piece.form)
        case "DECADE":
            found = decade_classes(at)
        case _:
            found = figure_classes(piece)
    return found


def figure_classes(piece: Shape) -> dict[str, Features]:
    """Dates and clock times in figures, and signs: one class each, named like the shape."""
    form, features = piece.form, Features()
    match piece.kind:
        case "MARK":
            return {}
        case "ISO" | "SLASH" | "HM" | "HCLOCK" | "AMPM":
            features = {piece.kind.lower(): piece.lower}
        case "FRACTION":
            features = {"fraction": int(form[0]) / max(int(form[2]), 1)}
        case "SHORT":
            return {"YEAR2": {"year2": int(form[1:])}}
        case "ERA":
            features = {"era": "BC" if form[0] == "B" else "AD"}
        case "GROUPED":
            return {"NUM": {"amount": int(form.replace(",", "")[:9])}}
    return {piece.kind: features}


def decimal_classes(form: str) -> dict[str, Features]:
    """4.20 may be a clock time or an amount; 06.30 and 14.20 are taken for a clock time."""
    whole, _, part = form.partition(".")
    amount: dict[str, Features] = {"NUM": {"amount": float(form[:12])}}
    if len(whole) > 2 or len(part) != 2 or int(whole) > 24 or int(part) > 59:
        return amount
    clock: Features = {"hm": f"{whole}:{part}"}
    return {"HDOT": clock, "HDOT2": clock} if len(whole) == 2 else {"HDOT": clock, **amount}


def decade_classes(at: Around) -> dict[str, Features]:
    """ "The 1990s", "the '90s"; "in his 30s" is an age."""
    digits = "".join(filter(str.isdigit, at.here.form))
    if len(at.here.form) <= 3 and at.before_word not in {"the", "early", "late", "mid", "-"}:
        return {}
    return {"DECADE": {"decade": int(digits) if len(digits) == 4 else 1900 + int(digits)}}


def nth_classes(value: int) -> dict[str, Features]:
    classes: dict[str, Features] = {"ORD": {"ordinal": value}}
    if 1 <= value <= 31:
        classes["NTHDAY"] = {"day": value}
    return classes


def number_classes(value: int, form: str, bare_year: bool = False, spelled: bool = False) -> dict[str, Features]:
    """A cardinal as an amount, and as the day, hour, clock or year that its size allows; `form` is "" where it is in words."""
    classes: dict[str, Features] = {"NUM": {"amount": value}}
    if 1 <= value <= 31 and len(form) <= 2 and not spelled:
        classes["DAY"] = {"day": value}
    if 0 <= value <= 24 and len(form) <= 2:
        classes["HOUR"] = {"hour": value}
    if len(form) == 2:
        classes["TWO"] = {"year2": value}
    if len(form) == 4 and int(form[:2]) < 25 and int(form[2:]) < 60:
        classes["H4"] = {"hm": f"{form[:2]}:{form[2:]}"}
        if form[0] == "0":
            classes["H04"] = classes["H4"]
    if (len(form) == 4 or spelled) and EARLIEST <= value <= LATEST:
        classes["YEARLIKE"] = {"year": value}
    if bare_year or (spelled and EARLIEST < value <= LATEST and value % 100):
        classes["YEAR"] = {"year": value}
    if 0 < value < 3000:
        classes["YEARNUM"] = {"year": value}
    return classes


def is_year(at: Around, words: Words) -> bool:
    """Whether four figures are a year rather than a count, by the words on both sides."""
    piece, before, after = at.here, at.before, at.after
    if len(piece.form) != 4 or not EARLIEST <= int(piece.form) <= LATEST or counted(at, words):
        return False
    if at.before_word == "," and at.after_word in words.counted_verbs:
        return False
    if before and (before.lower in words.year_after or before.lower in words.month or before.form == ","):
        return True
    if at.before_word == "the" and after:
        return after.lower not in words.counted_nouns
    return at.before_word == "(" or not (after and counted_noun(after, words))


def counted(at: Around, words: Words) -> bool:
    """A unit or a percent sign after the figures, or a word before them that counts or labels."""
    after = at.after
    if after and ((after.glued and after.kind == "WORD") or after.form == "%" or after.lower in words.counted):
        return True
    return at.before_word in words.counting or (at.here.glued and at.before_word in {".", "/"})


def counted_noun(piece: Shape, words: Words) -> bool:
    """A lower-case plural: "2000 troops"; a single thing is not counted: "its 1990 invasion"."""
    if piece.kind != "WORD" or not piece.form.islower() or piece.upos not in {"", "NOUN"}:
        return False
    plural = len(piece.form) > 3 and piece.form.endswith("s") and not piece.form.endswith("ss")
    return plural or piece.lower in words.counted_nouns


def word_classes(at: Around, words: Words) -> dict[str, Features]:
    """Classes of a word from the lexicon, less those that its neighbours or its tag rule out."""
    piece = at.here
    known = words.classes.get(piece.lower)
    if known is None:
        return {"NOUNISH": {}} if is_noun(piece, {}) else {}
    ruled_out = {
        "NTHDAY": piece.upos in {"ADV", "VERB"},
        "MONTH": piece.lower in words.doubtful and not vouched(at, words),
        "WEEKDAY": piece.lower in words.doubtful and not vouched(at, words),
        "SEASON": not is_season(at, words),
        "ZONE": not piece.form.isupper(),
        "DAYWORD": named_after(at),
        "WHICH": piece.upos in {"SCONJ", "PRON"},
    }
    classes = {name: dict(features) for name, features in known.items() if not ruled_out.get(name)}
    if is_noun(piece, classes):
        classes["NOUNISH"] = {}
    return classes


def named_after(at: Around) -> bool:
    """ "India Today": a capital inside a sentence, after another one."""
    before = at.before
    return before is not None and at.here.form.istitle() and before.form.istitle() and before.kind == "WORD"


def is_noun(piece: Shape, classes: Mapping[str, Features]) -> bool:
    """By its tag; without tags, any word of three letters that is not a function word."""
    if piece.upos:
        return piece.upos in {"NOUN", "PROPN", "ADJ"}
    return "FUNC" not in classes and len(piece.form) > 2


def vouched(at: Around, words: Words) -> bool:
    """Whether a doubtful word is a time: "May" with a day beside it, or with a capital where a month would stand."""
    piece, before = at.here, at.before
    if piece.form.islower():
        return piece.lower not in VERBS_TOO and numbered(at, words) and words.doubtful[piece.lower] != "number"
    if numbered(at, words):
        return True
    if words.doubtful[piece.lower] == "number":
        later = at.ahead(2)
        return at.after_word == "," and later is not None and (later.kind in FIGURES or later.lower in words.month)
    if piece.upos in {"AUX", "VERB"}:
        return False
    if at.before_word in words.month_after:
        return True
    if piece.lower in VERBS_TOO:
        return at.before_word == "(" or at.after_word in words.month_before or at.after_word in words.month or before_noun(at, words)
    return before is not None and (piece.upos == "PROPN" or (not piece.upos and piece.form.istitle()))


def before_noun(at: Around, words: Words) -> bool:
    """ "The May elections", not "the March on the capital"."""
    after = at.after
    if at.before_word != "the" or after is None or not after.form.islower():
        return False
    return is_noun(after, words.classes.get(after.lower, {}))


def numbered(at: Around, words: Words) -> bool:
    """A day or a year beside the word: "12 May", "May 12", "May second", "Mar. 2011"."""
    before, after = at.before, at.after
    if after and after.form == "." and after.glued:
        after = at.ahead(2)
    if before and before.kind in FIGURES and not at.here.glued and len(before.form) <= 4:
        return True
    return after is not None and (after.kind in FIGURES or after.lower in words.ordinal)


def is_season(at: Around, words: Words) -> bool:
    """ "The fall of 1940", "in spring" and "by the fall", not "the fall of Kabul", "take the fall", "a spring" or the verbs."""
    if at.here.upos in {"VERB", "AUX"}:
        return False
    if at.here.lower not in words.season_doubtful:
        return True
    after = at.after
    if at.after_word == "of":
        later, last = at.ahead(2), at.ahead(3)
        return later is not None and (later.kind in FIGURES or (last is not None and last.lower == "year"))
    if at.before_word == "the":
        first = at.pieces[at.place - 2].lower if at.place > 1 and not (at.before and at.before.broken) else ""
        return first in words.season_article
    return at.before_word in words.season_after or (after is not None and after.kind == "NUMBER")
