"""Quantities: numbers in digits, words and mixtures, with their bounds; and words that say "many" without a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from counterclaim import lexicon
from counterclaim.syntax import Parse

LARGEST = 10**9  # a count of people beyond this is a misreading


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number said of things. Tokens `first` to `last` inclusive, bounds words included; `core` is the last token of the number itself."""

    first: int
    last: int
    core: int
    low: int | None
    best: int | None
    high: int | None
    unspecified: bool = False

    @property
    def bounded(self) -> bool:
        return self.low != self.best or self.high != self.best


@dataclass(frozen=True, slots=True)
class _Words:
    units: Mapping[str, int]
    multipliers: Mapping[str, int]
    vague: frozenset[str]
    low: tuple[tuple[str, ...], ...]
    high: tuple[tuple[str, ...], ...]
    about: tuple[tuple[str, ...], ...]
    after_low: tuple[tuple[str, ...], ...]
    updates: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon.table("quantities.toml")
    bounds = {kind: tuple(sorted((tuple(row) for row in rows), key=len, reverse=True)) for kind, rows in table["bounds"].items()}
    updates = frozenset(table["updates"]["words"])
    return _Words(table["units"], table["multipliers"], frozenset(table["vague"]["words"]), updates=updates, **bounds)


def find_quantities(parse: Parse) -> dict[int, Quantity]:
    """Every quantity of the text by each of its number tokens. Linear: a run of number words is read once."""
    return quantities_in([parse.lower(token) for token in range(len(parse))])


def bounded_after(parse: Parse, token: int) -> bool:
    """Whether a bounded number or a range follows right behind a word: "killed at least seven people", "killed between 10 and 12"."""
    lowers = [parse.lower(at) for at in range(token + 1, min(token + 1 + NEAR, len(parse)))]
    first = next(iter(quantities_in(lowers).values()), None)
    return first is not None and first.bounded and (first.first == 0 or (first.first == 1 and lowers[0] == "between"))


NEAR = 8  # words that a bounded number takes at most


def quantities_in(lowers: Sequence[str]) -> dict[int, Quantity]:
    """Every quantity of a list of lower-case words by each index of its number."""
    found: dict[int, Quantity] = {}
    at = 0
    while at < len(lowers):
        numeral = _numeral_at(lowers, at)
        if numeral.quantity is None:
            vague = _vague_at(lowers, at) if numeral.end == at else None
            if vague is not None:
                found |= dict.fromkeys(range(at, vague.core + 1), vague)
            at = max(numeral.end, at + 1, vague.core + 1 if vague else 0)
            continue
        quantity = _with_bounds(lowers, numeral.quantity)
        found |= dict.fromkeys(range(at, quantity.core + 1), quantity)
        at = max(quantity.last + 1, numeral.end)
    return found


@dataclass(frozen=True, slots=True)
class _Numeral:
    """What was read from a start: a quantity, or none; `end` is the index after the words read."""

    quantity: Quantity | None
    end: int


def _numeral_at(lowers: Sequence[str], start: int) -> _Numeral:
    """The number that begins at an index; a range ("3-4", "3 to 4", "between 3 and 4", "from 3 to 4") is one quantity."""
    first, end = _value_at(lowers, start)
    if first is None:
        return _Numeral(None, end)
    joins = {"-", "–", "to", "or"} | ({"and"} if start > 0 and lowers[start - 1] == "between" else set())
    if end < len(lowers) and lowers[end] in joins:
        second, after = _value_at(lowers, end + 1)
        if second is not None and _is_update(lowers, start):
            return _Numeral(Quantity(start, after - 1, after - 1, second, second, second), after)
        if second is not None and first < second <= max(10 * first, first + 20):
            return _Numeral(Quantity(start, after - 1, after - 1, first, None, second), after)
    half = _half_before(lowers, start)
    value = first // 2 if half and first % 2 == 0 else first
    return _Numeral(Quantity(start - half, end - 1, end - 1, value, value, value), end)


def _is_update(lowers: Sequence[str], start: int) -> bool:
    """ "rose from 12 to 15" now stands at 15; "from 12 to 15 men" is a range."""
    return start > 1 and lowers[start - 1] == "from" and lowers[start - 2] in _words().updates


def _half_before(lowers: Sequence[str], start: int) -> int:
    """ "half a dozen", "half a million": how many words before the number halve it."""
    return 2 if start > 1 and lowers[start - 2] == "half" and lowers[start - 1] in {"a", "an"} else 0


def _value_at(lowers: Sequence[str], start: int) -> tuple[int | None, int]:
    """Value of the numeral at `start` and the index after it: "34", "1,200", "thirty-four", "2.5 million", "two hundred and six".

    None for no numeral, and for one beyond LARGEST, whose words are passed over.
    """
    if start < len(lowers) and (digits := _digits(lowers[start])) is not None:
        return _digits_at(lowers, start, digits)
    words = _words()
    total = current = 0
    at, last = start, start
    too_large = False
    while at < len(lowers):
        word = lowers[at]
        if word in words.units and _fits(current, words.units[word], at == start):
            current += words.units[word]
        elif word in words.multipliers and (at > start or _article_before(lowers, at)):
            total, current = _multiplied(total, current, words.multipliers[word])
            too_large = too_large or total + current > LARGEST
            total, current = min(total, LARGEST + 1), min(current, LARGEST + 1)
        elif at > start and word in {"-", "and"} and _continues(lowers, at, total, current):
            at += 1
            continue
        else:
            break
        at += 1
        last = at
    return (None if last == start or too_large else total + current), last


def _digits_at(lowers: Sequence[str], start: int, digits: float) -> tuple[int | None, int]:
    scale = _words().multipliers.get(lowers[start + 1], 1) if start + 1 < len(lowers) else 1
    if digits != int(digits) and scale == 1:
        return None, start + 1
    value = round(digits * scale)
    return (value if value <= LARGEST else None), start + 1 + (scale > 1)


def _fits(current: int, unit: int, first: bool) -> bool:
    """Whether a number word can follow what has been read: "thirty four", "two hundred six"; not "six seven"."""
    if first or current == 0:
        return True
    if current % 100 == 0:
        return unit < 100
    return current % 10 == 0 and 20 <= current % 100 <= 90 and unit < 10


def _multiplied(total: int, current: int, multiplier: int) -> tuple[int, int]:
    current = max(current, 1) * multiplier
    return (total + current, 0) if multiplier >= 1000 else (total, current)


def _article_before(lowers: Sequence[str], at: int) -> bool:
    return at > 0 and lowers[at - 1] in {"a", "an", "one"}


def _continues(lowers: Sequence[str], at: int, total: int, current: int) -> bool:
    """Whether "-" or "and" stands inside a numeral: "thirty-four", "two hundred and six", "one thousand and one"."""
    units = _words().units
    following = lowers[at + 1] if at + 1 < len(lowers) else ""
    if following not in units:
        return False
    if lowers[at] == "-":
        return current % 10 == 0 and 20 <= current % 100 <= 90 and units[following] < 10
    return (current >= 100 and current % 100 == 0) or (current == 0 and total >= 1000)


def _digits(word: str) -> float | None:
    """ "34", "1,200", "2.5"; None for anything else, "1,2,3" too."""
    if not word or not word[0].isdigit() or len(word) > 16 or not word.isascii():
        return None
    whole, _, fraction = word.partition(".")
    head, *groups = whole.split(",")
    if not head.isdigit() or any(len(group) != 3 or not group.isdigit() for group in groups) or (groups and len(head) > 3):
        return None
    if fraction and not fraction.isdigit():
        return None
    plain = whole.replace(",", "")
    return float(f"{plain}.{fraction}") if fraction else int(plain)


def _vague_at(lowers: Sequence[str], start: int) -> Quantity | None:
    """ "dozens", "several", "tens of thousands", "a couple"; not the "many" of "as many as" nor the "some" of "some 40"."""
    vague = _words().vague
    if lowers[start] not in vague or lowers[start : start + 2] == ["many", "as"] or _numeral_at(lowers, start + 1).quantity:
        return None
    end = start
    while end + 2 < len(lowers) and lowers[end + 1] == "of" and lowers[end + 2] in vague:
        end += 2
    return Quantity(start, end, end, None, None, None, unspecified=True)


def _with_bounds(lowers: Sequence[str], quantity: Quantity) -> Quantity:
    """Widen a quantity by the bound phrase that stands before or after it; the longest phrase that fits."""
    if quantity.unspecified or quantity.best is None:
        return quantity
    words, number = _words(), quantity.best
    first = quantity.first - 1 if quantity.first > 0 and lowers[quantity.first - 1] in {"a", "an"} else quantity.first
    kinds = ((words.low, number, None), (words.high, None, number), (words.about, None, None))
    width, low, high = max(((_ends_with(lowers, first, phrases), low, high) for phrases, low, high in kinds), key=lambda kind: kind[0])
    if width:
        return Quantity(first - width, quantity.last, quantity.core, low, number, high)
    width = _begins_with(lowers, quantity.last + 1, words.after_low)
    if width:
        return Quantity(quantity.first, quantity.last + width, quantity.core, number, number, None)
    return quantity


def _ends_with(lowers: Sequence[str], end: int, phrases: Sequence[tuple[str, ...]]) -> int:
    return next((len(phrase) for phrase in phrases if len(phrase) <= end and tuple(lowers[end - len(phrase) : end]) == phrase), 0)


def _begins_with(lowers: Sequence[str], start: int, phrases: Sequence[tuple[str, ...]]) -> int:
    return next((len(phrase) for phrase in phrases if tuple(lowers[start : start + len(phrase)]) == phrase), 0)
