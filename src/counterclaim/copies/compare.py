"""Two documents beside each other: what they share, and whether that makes them copies of one report.

Copies have whole sentences of each other, in order. Two reports of one event, even of one agency, have the same names, datelines and turns
of phrase, which are short: only long passages count. What stands in quotation marks counts for neither: two reports may have it from the
same communiqué. Nor are two reports copies where the numbers or the names that stand at the same places differ: so differ the bulletins
that one office writes day after day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterclaim.copies.align import Reading, Shared, kept_pairs, shared
from counterclaim.copies.signature import Signature
from counterclaim.copies.values import Channel, Manner
from counterclaim.copies.words import NAME, NUMBER

if TYPE_CHECKING:
    from counterclaim.copies.align import Flags, Indices, Shares

COVERED = 0.5  # share of one document's own words that the other must have
MERGED = 0.35  # share of a document that must be of the other for it to be that other merged with more text
LONG = 24  # words of a passage that shows descent
_VERBATIM = 12  # words of one that does where all are the same
_FEWEST = 24  # words of such passages outside quotations, from which that holds
_SHORT_COVERED = 0.8  # in shorter texts
_SHORT_FEWEST = 10
_OWN = 0.25  # share of a document that is not quoted, from which its own words alone decide
_QUOTED_COVERED = 0.9  # where less is
_SOURCE_QUOTED, _SOURCE = 12, 30  # words of passages that show a common source: quoted, in all
_SOURCE_SAME = 0.7
_SAME_NUMBERS, _SAME_NAMES, _SAME_KEPT, _COMPARED = 0.6, 0.5, 0.5, 3
_REPLACED, _KEPT_SPUN = 0.75, 0.6  # share of same words below which at least that share of numbers and names must agree
_SPUN = 0.88  # share of the words of the passages below which they were replaced by machine
_EDITED_WHOLE = 0.75  # share of a document from which it is not cut, and holds no other text


class Sides:
    """The readings of one signature, as arrays."""

    def __init__(self, signature: Signature) -> None:
        self.read = Reading(signature.read)
        self.restored = Reading(signature.restored) if signature.restored is not None else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage. `ranges`: which words of the first and of the second text, half-open; the rest as in `Passage`."""

    ranges: tuple[tuple[int, int], tuple[int, int]]
    words: int
    same: float
    quoted: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts share.

    covered: share of the own words of each that long passages have, 0 to 1. shared: words of these outside quotations.
    quoted: words within quotations, and alike: words in all, of passages that are nearly the same and not short.
    same: share of the words of all passages that are the same. kept, kept_words, channels: as in `Link`.
    restored: whether the texts were read as restored, where they were. agree: whether numbers and names do.
    """

    stretches: tuple[Stretch, ...]
    restored: bool
    covered: tuple[float, float]
    shared: int
    quoted: int
    alike: int
    same: float
    kept: float
    kept_words: int
    channels: tuple[Channel, ...]
    agree: bool

    @property
    def turned(self) -> Comparison:
        """The same from the other side."""
        stretches = tuple(replace(each, ranges=each.ranges[::-1]) for each in self.stretches)
        return replace(self, stretches=stretches, covered=self.covered[::-1])

    @property
    def is_copy(self) -> bool:
        """Whether one is, at least, contained in the other."""
        return self.agree and _enough(self.shared, max(self.covered))

    @property
    def is_source(self) -> bool:
        """Whether both have words from the same source."""
        return self.quoted >= _SOURCE_QUOTED or self.alike >= _SOURCE

    def holds(self, head: int) -> bool:
        """Whether the other is a copy of the text at `head`, 0 or 1: mostly of its words, or all of it with text of others."""
        mine, of_head = self.covered[1 - head], self.covered[head]
        return self.is_copy and (mine >= COVERED or (of_head >= COVERED and mine >= MERGED))

    def manner(self, head: int) -> Manner:
        """What the other did to the text at `head`."""
        mine, of_head = self.covered[1 - head], self.covered[head]
        if self.same < _SPUN:
            return "spun"
        if of_head < _EDITED_WHOLE <= mine:
            return "cut"
        return "merged" if mine < _EDITED_WHOLE <= of_head else "edited"


def compare(one: Sides, two: Sides) -> Comparison | None:
    """What two texts share, as read or, where one was restored and that shows more, as restored.

    None where it shows neither a copy nor a common source.
    """
    best = _compare(one.read, two.read, False)
    if one.restored is not None or two.restored is not None:
        restored = _compare(one.restored or one.read, two.restored or two.read, True)
        best = max((best, restored), key=lambda found: found.shared * found.same if found is not None else -1.0)
    return best


def _compare(one: Reading, two: Reading, restored: bool) -> Comparison | None:
    found = shared(one, two)
    if found is None:
        return None
    same = found.counts(found.same) / found.lengths
    telling, alike = _telling(one, two, found, same), (same >= _SOURCE_SAME) & (found.lengths >= _SOURCE_QUOTED)
    if not (telling | alike).any():
        return None
    quoted = one.quoted[found.at] | two.quoted[found.other]
    own = telling.repeat(found.lengths) & ~quoted
    mean = float(found.same.sum() / len(found.same))
    agreeing, differing, agree = _kept(one, two, found, mean)
    kept = agreeing / (agreeing + differing) if agreeing + differing else 1.0
    compared = Comparison(
        stretches=(),
        restored=restored,
        covered=(_covered(one, found.at, quoted, own), _covered(two, found.other, quoted, own)),
        shared=int(own.sum()),
        quoted=int((quoted & alike.repeat(found.lengths)).sum()),
        alike=int(found.lengths[alike & (found.lengths >= LONG)].sum()),
        same=round(mean, 4),
        kept=round(kept, 4),
        kept_words=agreeing + differing,
        channels=_channels(mean, kept, agreeing, restored),
        agree=agree,
    )
    if not compared.is_copy and not compared.is_source:
        return None
    return replace(compared, stretches=_stretches(found, same.tolist(), (found.counts(quoted) * 2 > found.lengths).tolist()))


def _telling(one: Reading, two: Reading, found: Shared, same: Shares) -> Flags:
    """Which passages two authors do not write alike: long ones, verbatim ones, or nearly all of a short text."""
    least = min(LONG, _SHORT_COVERED * min(len(one), len(two)))
    telling: Flags = (found.lengths >= least) | ((same == 1) & (found.lengths >= _VERBATIM))
    return telling


def _enough(shared: int, covered: float) -> bool:
    return covered >= COVERED if shared >= _FEWEST else shared >= _SHORT_FEWEST and covered >= _SHORT_COVERED


def _covered(reading: Reading, places: Indices, quoted: Flags, own: Flags) -> float:
    """The share of the own words of a reading that stand at these places. Own is what neither text has in quotation marks."""
    mine = ~reading.quoted
    mine[places[quoted]] = False
    hit = np.zeros(len(reading), np.bool_)
    count = int(mine.sum())
    if count >= max(_SHORT_FEWEST, _OWN * len(reading)):
        hit[places[own]] = True
        return round(int((hit & mine).sum()) / count, 4)
    hit[places] = True
    whole = int(hit.sum()) / len(reading)
    return round(whole, 4) if whole >= _QUOTED_COVERED else 0.0


def _kept(one: Reading, two: Reading, found: Shared, same: float) -> tuple[int, int, bool]:
    """How many numbers and names agree, how many differ, and whether that is how copies are.

    Where many words differ, numbers and names must show that the rest was replaced and not written so.
    """
    numbers, names = kept_pairs(one, two, found, NUMBER), kept_pairs(one, two, found, NAME)
    agreeing, differing = numbers[0] + names[0], numbers[1] + names[1]
    agree = _alike(*numbers, _SAME_NUMBERS) and _alike(*names, _SAME_NAMES) and agreeing >= _SAME_KEPT * (agreeing + differing)
    return agreeing, differing, agree and (same >= _REPLACED or (agreeing >= _COMPARED and _left_alone(one, two, found) >= _KEPT_SPUN))


def _left_alone(one: Reading, two: Reading, found: Shared) -> float:
    """The share of numbers and names in the passages of either, the lower of the two, that stand at their place in the other."""
    marked = ((one.marks[found.at] & (NAME | NUMBER)) != 0, (two.marks[found.other] & (NAME | NUMBER)) != 0)
    return min(float((found.same & flags).sum() / max(1, flags.sum())) for flags in marked)


def _alike(same: int, different: int, least: float) -> bool:
    """Fewer than a handful decide nothing."""
    return same + different < _COMPARED or same >= least * (same + different)


def _channels(same: float, kept: float, agreeing: int, restored: bool) -> tuple[Channel, ...]:
    found: list[Channel] = []
    if same >= 0.5:
        found.append("words")
    if agreeing >= _COMPARED and kept >= 0.8:
        found.append("kept")
    if restored:
        found.append("restored")
    return tuple(found)


def _stretches(found: Shared, same: list[float], quoted: list[bool]) -> tuple[Stretch, ...]:
    low, high = (each.reduceat(found.other, found.starts).tolist() for each in (np.minimum, np.maximum))
    first, lengths = found.at[found.starts].tolist(), found.lengths.tolist()
    return tuple(
        Stretch(((first[at], first[at] + length), (low[at], high[at] + 1)), length, round(same[at], 4), quoted[at])
        for at, length in enumerate(lengths)
    )
