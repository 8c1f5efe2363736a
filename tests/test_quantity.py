"""Quantities, by words alone: no parser is needed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.extract.quantity import LARGEST, Quantity, find_quantities
from counterclaim.syntax import Parse
from tests.answers import NOTHING, cases, names, number_words

CASES = cases("quantity.csv")
UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = [
    *UNITS,
    *TENS,
    "hundred",
    "thousand",
    "million",
    "dozen",
    "and",
    "-",
    "to",
    "or",
    "at",
    "least",
    "up",
    "a",
    "7",
    "1,200",
    "3.5",
    "men",
]
HOSTILE = (
    "hundred",
    "one",
    "one million",
    "one hundred",
    "and",
    "twenty -",
    "1 -",
    "3 to",
    "at least",
    "a hundred",
    "one thousand and",
    "9,999,999",
    "1.",
    "½",
    "٣",
)


def flat(words: list[str]) -> Parse:
    """A parse of words that knows nothing of them."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    unknown = ("X",) * len(words)
    return Parse(
        text=" ".join(words),
        starts=tuple(starts[:-1]),
        ends=tuple(start + len(word) for start, word in zip(starts, words, strict=False)),
        lemmas=tuple(words),
        upos=unknown,
        xpos=unknown,
        heads=(-1,) * len(words),
        relations=unknown,
        entities=("O",) * len(words),
        sentences=((0, len(words)),) if words else (),
    )


def found(words: list[str]) -> list[Quantity]:
    return list(dict.fromkeys(find_quantities(flat(words)).values()))


def spelled(number: int) -> list[str]:
    """A number below a million in words; "and" follows hundreds only."""
    if number < 20:
        return [UNITS[number]]
    if number < 100:
        tens, unit = divmod(number, 10)
        return [TENS[tens - 2], *(["-", UNITS[unit]] if unit else [])]
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    many, rest = divmod(number, size)
    return [*spelled(many), name, *(["and"] if size == 100 and rest else []), *(spelled(rest) if rest else [])]


@pytest.mark.parametrize("case", CASES, ids=names(CASES))
def test_quantity(case: Mapping[str, str]) -> None:
    quantities = found(case["words"].split())
    numbers = [number_words(q.low, q.best, q.high, unspecified=q.unspecified) for q in quantities]
    assert ("; ".join(numbers) or NOTHING) == case["numbers"]


@given(st.integers(0, 999_999))
def test_spelled_numbers(number: int) -> None:
    assert [quantity.best for quantity in found(["about", *spelled(number), "men"])] == [number]


@given(st.integers(0, LARGEST))
def test_digits(number: int) -> None:
    assert [q.best for q in found([f"{number:,}"])] == [q.best for q in found([str(number)])] == [number]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_words(words: list[str]) -> None:
    for token, quantity in find_quantities(flat(words)).items():
        assert 0 <= quantity.first <= quantity.core <= quantity.last < len(words)
        assert token <= quantity.core
        bounds = [bound for bound in (quantity.low, quantity.best, quantity.high) if bound is not None]
        assert bounds == sorted(bounds)
        assert quantity.unspecified == (not bounds)


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_runs(unit: str) -> None:
    words = unit.split() * 20_000
    assert all(quantity.last < len(words) for quantity in found(words))
