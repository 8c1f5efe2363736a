"""The vocabulary and the rules of time expressions, from `lexicon/time.toml`, loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from counterclaim import lexicon

Value = int | float | str
Features = dict[str, Value]

# Table of the lexicon -> class of the grammar and feature that the value is kept under.
TABLES = {
    "month": ("MONTH", "month"),
    "weekday": ("WEEKDAY", "weekday"),
    "weekdays": ("WEEKDAYS", "weekday"),
    "season": ("SEASON", "season"),
    "part": ("PART", "part"),
    "parts": ("PARTS", "part"),
    "clock_word": ("CLOCKWORD", "hm"),
    "day_word": ("DAYWORD", "offset_days"),
    "unit": ("UNIT", "unit"),
    "ordinal": ("ORD", "ordinal"),
    "decade_word": ("DECADEWORD", "decade_word"),
    "zone": ("ZONE", "offset"),
    "which": ("WHICH", "which"),
    "shift": ("SHIFT", "shift"),
    "vague": ("VAGUE", "amount_word"),
    "reference": ("REF", "ref"),
    "edge": ("EDGE", "mod"),
    "often": ("OFTEN", "often"),
    "approx": ("APPROX", "mod"),
}
ABBREVIATED = 5
ZONE_LETTERS = 2  # "ET" follows a clock time directly, "Moscow" only with "time"


@dataclass(frozen=True)
class Rule:
    """One row of the grammar: what a pattern of classes and words gives, and the features it adds."""

    level: int
    name: str
    gives: str
    pattern: str
    adds: Mapping[str, Value]
    narrative: bool = False


@dataclass(frozen=True)
class Words:
    """The lexicon as look-up tables. `classes`: word -> class -> features."""

    classes: Mapping[str, Mapping[str, Features]]
    number: Mapping[str, int]
    ordinal: Mapping[str, int]
    month: frozenset[str]
    abbreviations: frozenset[str]
    doubtful: Mapping[str, str]
    counted: frozenset[str]
    counting: frozenset[str]
    counted_nouns: frozenset[str]
    counted_verbs: frozenset[str]
    year_after: frozenset[str]
    month_after: frozenset[str]
    month_before: frozenset[str]
    season_doubtful: frozenset[str]
    season_after: frozenset[str]
    season_article: frozenset[str]
    holidays: Mapping[str, str]
    zone_place: Mapping[str, str]
    part_hours: Mapping[str, tuple[int, int]]
    common: frozenset[str]
    rules: tuple[Rule, ...]


@cache
def words() -> Words:
    """The lexicon, read on first use."""
    table = lexicon.table("time.toml")
    return Words(
        classes=word_classes(table),
        number=table["number"],
        ordinal=table["ordinal"],
        month=frozenset(table["month"]),
        abbreviations=abbreviations(table),
        doubtful={word: row["needs"] for row in table["doubtful"] for word in row["words"]},
        counted=frozenset(table["counted"]["words"]),
        counting=frozenset(table["counted"]["before"]),
        counted_nouns=frozenset(table["counted"]["nouns"]),
        counted_verbs=frozenset(table["counted"]["verbs"]),
        year_after=frozenset(table["counted"]["year_after"]),
        month_after=frozenset(table["month_context"]["after"]),
        month_before=frozenset(table["month_context"]["before"]),
        season_doubtful=frozenset(table["season_context"]["doubtful"]),
        season_after=frozenset(table["season_context"]["after"]),
        season_article=frozenset(table["season_context"]["article"]),
        holidays=table["holiday"],
        zone_place=table["zone_place"],
        part_hours={part: (first, last) for part, (first, last) in table["part_hours"].items()},
        common=frozenset(table["common"]["words"]),
        rules=rules(table),
    )


def word_classes(table: Mapping[str, Any]) -> dict[str, dict[str, Features]]:
    classes: dict[str, dict[str, Features]] = {}
    for name, (label, feature) in TABLES.items():
        for word, value in table[name].items():
            classes.setdefault(word, {})[label] = {feature: value}
    for word, value in table["ordinal"].items():
        classes[word]["NTHDAY"] = {"day": value}
    for word in table["zone_unclear"]["words"]:
        classes.setdefault(word, {})["ZONE"] = {"zone": "unclear"}
    for word, zone in table["zone_place"].items():
        label = "ZONE" if len(word) == ZONE_LETTERS else "ZONEPLACE"
        classes.setdefault(word, {})[label] = {"zone": zone}
    for label, row in table["set"].items():
        for word in row:
            classes.setdefault(word, {})[label] = dict(classes[word].get("WHICH", {})) if word in classes else {}
    for word, unit in table["unit"].items():
        classes[word]["UNITS" if word.endswith(("s", "a")) else "UNIT1"] = {"unit": unit}
    return classes


def abbreviations(table: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(word for name in ("month", "weekday") for word in table[name] if len(word) < ABBREVIATED and word != "may")


def rules(table: Mapping[str, Any]) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            level=row["level"],
            name=row["name"],
            gives=row["gives"],
            pattern=pattern,
            adds=row.get("adds", {}),
            narrative=row.get("narrative", False),
        )
        for row in table["rule"]
        for pattern in row["patterns"]
    )
