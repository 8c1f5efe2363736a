"""Tolls of an incident for columns that hold one number.

A toll is never averaged, and no side's is preferred. Of each speaker the standing toll of each side counts: its latest, as the
account has it. Between speakers: `best` is the smallest number that any of them states, `low` the least that any of them allows
("up to 9": 0), `high` the most that any states. Voices of no side (the outlet, a speaker not identified) count where no side speaks.
Sides are then added, each once. A toll of all sides together, or of nobody knows whom, is a rival account of the same
dead: it bounds the sum and stands alone only where no side has a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterclaim.export.codes import actor_codes
from counterclaim.export.flat import party_of
from counterclaim.interchange import ClaimRow, IncidentRow, TollRow
from counterclaim.model import TollKind

Row = dict[str, object]
NO_SIDE = frozenset({"outlet", "unknown"})
KINDS: tuple[TollKind, ...] = ("killed", "wounded", "missing", "captured", "killed_or_wounded")
TOGETHER = frozenset({"all", ""})


@dataclass(frozen=True, slots=True)
class Killed:
    """The dead of a side. The numbers are None where nobody gives one; `unnumbered`: somebody says that there are some."""

    low: int | None
    best: int | None
    high: int | None
    unnumbered: bool

    def __or__(self, other: Killed) -> Killed:
        """The dead of two sides."""
        return Killed(
            _sum(self.low, other.low), _sum(self.best, other.best), _sum(self.high, other.high), self.unnumbered or other.unnumbered
        )


NOBODY = Killed(None, None, None, unnumbered=False)


@dataclass(frozen=True, slots=True)
class Deaths:
    """The dead of an incident: by side, and in all."""

    by_side: Mapping[str, Killed]
    total: Killed

    def of(self, sides: Iterable[str]) -> Killed:
        """The dead of several sides together."""
        return _added([self.by_side[side] for side in sides if side in self.by_side])

    @property
    def unnumbered(self) -> list[str]:
        return sorted(side for side, killed in self.by_side.items() if killed.unnumbered and killed.best is None)


def deaths_of(incident: IncidentRow) -> Deaths:
    """The dead of an incident."""
    by_side = {side: _killed(given) for side, given in sorted(_standing(incident, "killed").items())}
    apart = _added([killed for side, killed in by_side.items() if side not in TOGETHER])
    together = [killed for side, killed in by_side.items() if side in TOGETHER and killed.best is not None]
    total = apart if apart.best is not None else _added(together[:1])
    lows = [killed.low for killed in (total, *together) if killed.low is not None]
    highs = [killed.high for killed in (total, *together) if killed.high is not None]
    return Deaths(by_side, Killed(min(lows, default=None), total.best, max(highs, default=None), total.unnumbered))


def rival_tolls(incident: IncidentRow) -> list[Row]:
    """Every toll of every account by (side, kind, speaker), a speaker's standing one first; `standing` is false for what it said before."""
    found: list[Row] = []
    for kind in KINDS:
        standing = _standing(incident, kind)
        for party, account in incident["accounts"].items():
            for toll in account["casualties"]:
                if toll["kind"] == kind and not toll.get("partial"):
                    side = party_of(toll["side"]) or ""
                    found.append({**_rival(toll, party), "standing": standing[side][party] is toll})
    return sorted(found, key=_by_side)


def _by_side(row: Row) -> tuple[str, str, str, bool]:
    return (party_of(str(row["side"] or "")) or "", str(row["kind"]), str(row["according_to"]), not row["standing"])


def claimed_tolls(claim: ClaimRow) -> list[Row]:
    """The tolls of one claim in the same form."""
    speaker = party_of(claim["speaker"]["id"])
    return [_rival(toll, speaker) for toll in claim["casualties"]]


def _rival(toll: TollRow, speaker: str | None) -> Row:
    return {
        "side": toll["side"],
        "kind": toll["kind"],
        "according_to": speaker,
        "low": toll.get("low"),
        "best": toll.get("best"),
        "high": toll.get("high"),
        "unspecified": toll.get("unspecified", False),
        "text": toll.get("text", ""),
    }


def _standing(incident: IncidentRow, kind: TollKind) -> dict[str, dict[str, TollRow]]:
    """Side -> speaker -> its toll. Accounts list the latest first; a number stands before "some"."""
    found: dict[str, dict[str, TollRow]] = {}
    for party, account in incident["accounts"].items():
        for toll in account["casualties"]:
            if toll["kind"] != kind or toll.get("partial"):
                continue
            given = found.setdefault(party_of(toll["side"]) or "", {})
            if party not in given or (_stated(given[party]) is None and _stated(toll) is not None):
                given[party] = toll
    return found


def _killed(given: Mapping[str, TollRow]) -> Killed:
    sides = [toll for speaker, toll in given.items() if speaker not in NO_SIDE] or list(given.values())
    numbers = [toll for toll in sides if _stated(toll) is not None] or [toll for toll in given.values() if _stated(toll) is not None]
    return Killed(
        low=min((_least(toll) for toll in numbers), default=None),
        best=min((_stated(toll) or 0 for toll in numbers), default=None),
        high=max((_most(toll) for toll in numbers), default=None),
        unnumbered=any(_stated(toll) is None for toll in given.values()),
    )


def _stated(toll: TollRow) -> int | None:
    """The number that is said: nine of "at least nine" and of "up to nine"."""
    if toll.get("unspecified"):
        return None
    numbers = (toll.get("best"), toll.get("low"), toll.get("high"))
    return next((number for number in numbers if number is not None), None)


def _least(toll: TollRow) -> int:
    low = toll.get("low")
    return low if low is not None else 0 if toll.get("high") is not None else _stated(toll) or 0


def _most(toll: TollRow) -> int:
    high = toll.get("high")
    return high if high is not None else _stated(toll) or 0


def _added(parts: Sequence[Killed]) -> Killed:
    total = NOBODY
    for part in parts:
        total = total | part
    return total


def _sum(one: int | None, two: int | None) -> int | None:
    return two if one is None else one if two is None else one + two


def is_civilian(side: str) -> bool:
    """Whether a side is people who bear no arms."""
    return actor_codes(side).ucdp == "civilians"
