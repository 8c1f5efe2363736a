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


@cache
def _words() -> _Words:
    table = lexicon.table("quantities.toml")
    bounds = {kind: tuple(sorted((tuple(row) for row in rows), key=len, reverse=True)) for kind, rows in table["bounds"].items()}
    return _Words(table["units"], table["multipliers"], frozenset(table["vague"]["words"]), **bounds)


def find_quantities(parse: Parse) -> dict[int, Quantity]:
    """Every quantity of the text by each of its number tokens. One pass over the tokens."""
    lowers = [parse.lower(token) for token in range(len(parse))]
    found: dict[int, Quantity] = {}
    token = 0
    while token < len(lowers):
        quantity = _numeral_at(lowers, token) or _vague_at(lowers, token)
        if quantity is None:
            token += 1
            continue
        quantity = _with_bounds(lowers, quantity)
        found |= dict.fromkeys(range(token, quantity.core + 1), quantity)
        token = max(quantity.last, token) + 1
    return found


def _numeral_at(lowers: Sequence[str], start: int) -> Quantity | None:
    """The number that begins at a token; a range ("3-4", "3 to 4", "3 or 4") is one quantity."""
    first = _value_at(lowers, start)
    if first is None:
        return None
    value, end = first
    if end + 2 < len(lowers) and lowers[end + 1] in {"-", "–", "to", "or"}:
        second = _value_at(lowers, end + 2)
        if second is not None and value < second[0] <= max(10 * value, value + 20):
            return Quantity(start, second[1], second[1], value, None, second[0])
    return Quantity(start, end, end, value, value, value)


def _value_at(lowers: Sequence[str], start: int) -> tuple[int, int] | None:
    """Value and last token of the numeral at `start`: "34", "1,200", "thirty-four", "2.5 million", "two hundred and six"."""
    words = _words()
    total = current = 0
    seen = last = -1
    token = start
    while token < len(lowers):
        word = lowers[token]
        if word in words.units:
            if seen >= 0 and (current % 100 != 0 or words.units[word] >= 100) and not _tens_then_unit(current, words.units[word]):
                break
            current += words.units[word]
        elif word in words.multipliers and (seen >= 0 or _article_before(lowers, token)):
            current = max(current, 1) * words.multipliers[word]
            if words.multipliers[word] >= 1000:
                total, current = total + current, 0
        elif seen < 0 and (digits := _digits(word)) is not None:
            if digits != int(digits) and not (token + 1 < len(lowers) and lowers[token + 1] in words.multipliers):
                return None
            scale = words.multipliers.get(lowers[token + 1], 1) if token + 1 < len(lowers) else 1
            return _bounded(round(digits * scale), token + (scale > 1))
        elif not (seen >= 0 and word in {"-", "and"} and _continues(lowers, token, current)):
            break
        seen = last = token
        token += 1
    while last > start and lowers[last] in {"-", "and"}:
        last -= 1
    return None if seen < 0 else _bounded(total + current, last)


def _tens_then_unit(current: int, unit: int) -> bool:
    return current % 10 == 0 and 20 <= current % 100 <= 90 and unit < 10


def _article_before(lowers: Sequence[str], token: int) -> bool:
    return token > 0 and lowers[token - 1] in {"a", "an", "one"}


def _continues(lowers: Sequence[str], token: int, current: int) -> bool:
    following = lowers[token + 1] if token + 1 < len(lowers) else ""
    units = _words().units
    if following not in units:
        return False
    return _tens_then_unit(current, units[following]) if lowers[token] == "-" else current >= 100 and current % 100 == 0


def _bounded(value: int, last: int) -> tuple[int, int] | None:
    return (value, last) if value <= LARGEST else None


def _digits(word: str) -> float | None:
    plain = word.replace(",", "") if len(word) > 4 else word
    if not plain or not plain[0].isdigit() or len(plain) > 12 or not plain.isascii():
        return None
    whole, _, fraction = plain.partition(".")
    if not whole.isdigit() or (fraction and not fraction.isdigit()):
        return None
    return float(plain) if fraction else int(whole)


def _vague_at(lowers: Sequence[str], start: int) -> Quantity | None:
    if lowers[start] not in _words().vague or (lowers[start] == "some" and start + 1 < len(lowers) and _value_at(lowers, start + 1)):
        return None
    return Quantity(start, start, start, None, None, None, unspecified=True)


def _with_bounds(lowers: Sequence[str], quantity: Quantity) -> Quantity:
    """Widen a quantity by the bound phrase that stands before or after it."""
    if quantity.unspecified or quantity.best is None:
        return quantity
    words, number = _words(), quantity.best
    for phrases, low, high in ((words.low, number, None), (words.high, None, number), (words.about, None, None)):
        width = _ends_with(lowers, quantity.first, phrases)
        if width:
            return Quantity(quantity.first - width, quantity.last, quantity.core, low, number, high)
    width = _begins_with(lowers, quantity.last + 1, words.after_low)
    if width:
        return Quantity(quantity.first, quantity.last + width, quantity.core, number, number, None)
    return quantity


def _ends_with(lowers: Sequence[str], end: int, phrases: Sequence[tuple[str, ...]]) -> int:
    return next((len(phrase) for phrase in phrases if len(phrase) <= end and tuple(lowers[end - len(phrase) : end]) == phrase), 0)


def _begins_with(lowers: Sequence[str], start: int, phrases: Sequence[tuple[str, ...]]) -> int:
    return next((len(phrase) for phrase in phrases if tuple(lowers[start : start + len(phrase)]) == phrase), 0)
