"""Tolls: their words, the least and the most that each allows, and whether two exclude each other."""

from __future__ import annotations

from counterclaim.model import Toll

MANY = 10**9


def toll_bounds(toll: Toll) -> tuple[int, int]:
    """The least and the most that a toll allows: "at least 9" is 9 and over, "up to 9" is 0 to 9, a number not given is 1 and over."""
    if toll.unspecified:
        return 1, MANY
    low = toll.low if toll.low is not None else 0 if toll.high is not None else toll.best or 0
    high = toll.high if toll.high is not None else MANY if toll.low is not None else toll.best if toll.best is not None else MANY
    return low, high


def exclude_each_other(one: Toll, two: Toll) -> bool:
    """Whether no number is within the bounds of both."""
    (low, high), (other_low, other_high) = toll_bounds(one), toll_bounds(two)
    return max(low, other_low) > min(high, other_high)


def toll_words(toll: Toll) -> str:
    """A toll as a short phrase: "4", "at least 4", "up to 4", "3-4", "about 4", "number not given"."""
    if toll.unspecified or (toll.low is None and toll.best is None and toll.high is None):
        return "number not given"
    if toll.low is not None and toll.high is not None:
        return str(toll.low) if toll.low == toll.high else f"{toll.low}-{toll.high}"
    if toll.low is not None:
        return f"at least {toll.low}"
    return f"up to {toll.high}" if toll.high is not None else f"about {toll.best}"
