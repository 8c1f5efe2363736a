"""A cascade of patterns over atoms: each level finds the longest match at each place and puts one atom in its stead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from counterclaim.extract.when.atoms import Atom
from counterclaim.extract.when.clock import clock
from counterclaim.extract.when.words import Features, Rule, Words, words

# Classes that stand for several others in a pattern.
GROUPS = {
    "DATEISH": ("DAYDATE", "WEEKDATE", "DAYNAME", "HOLIDAY", "PARTDATE"),
    "LONGDATE": (
        *("DAYDATE", "WEEKDATE", "DAYNAME", "HOLIDAY", "PARTDATE", "MONTHDATE", "YEARDATE", "SEASONDATE", "DECADEDATE"),
        *("CENTURYDATE", "UNITDATE", "QUARTERDATE"),
    ),
}
DATES = frozenset({*GROUPS["LONGDATE"], "HALFDATE", "EDGEDATE"})
FINAL = DATES | {"CLOCK", "CLOCKS", "TIME", "AMOUNT", "AMOUNTADJ", "SPAN", "SHIFTED", "SET", "REFERENCE", "ABOUT"}


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a pattern."""

    options: frozenset[str]
    optional: bool = False
    outside: bool = False
    negative: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    rule: Rule
    elements: tuple[Element, ...]
    order: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """Atoms `first` to `last` (exclusive), with the class matched by each."""

    pattern: Pattern
    first: int
    last: int
    classes: tuple[str, ...]


def element(source: str) -> Element:
    negative, source = source.startswith("!"), source.removeprefix("!")
    glued, source = source.startswith("~"), source.removeprefix("~")
    outside = source.startswith("(") and source.endswith(")") and len(source) > 2
    source = source[1:-1] if outside else source
    optional = source.endswith("?") and len(source) > 1
    options: list[str] = []
    for option in source.removesuffix("?").split("|") if optional else source.split("|"):
        options += GROUPS.get(option, (option,))
    return Element(frozenset(options), optional, outside, negative, glued)


# First class or word of a pattern -> second one, "" where the first can be all -> patterns in the order of the rows.
Table = Mapping[str, Mapping[str, tuple[Pattern, ...]]]


@cache
def levels(narrative: bool) -> tuple[Table, ...]:
    """The patterns of each level by how they begin: of some hundred patterns at a level, "the" and a noun begin two or three."""
    lexicon = words()
    rows = [row for row in (*lexicon.rules, *holiday_rules(lexicon)) if narrative or not row.narrative]
    tables: list[dict[str, dict[str, list[Pattern]]]] = [{} for _ in range(max(row.level for row in rows))]
    for order, row in enumerate(rows):
        pattern = Pattern(row, tuple(map(element, row.pattern.split())), order)
        for first, second in sorted(beginnings(pattern.elements)):
            tables[row.level - 1].setdefault(first, {}).setdefault(second, []).append(pattern)
    return tuple({first: {second: tuple(row) for second, row in rest.items()} for first, rest in table.items()} for table in tables)


def holiday_rules(lexicon: Words) -> list[Rule]:
    return [
        Rule(1, "holiday", "HOLIDAY", name.replace("'s", " OWN"), {"holiday": value}) for name, value in sorted(lexicon.holidays.items())
    ]


def beginnings(elements: Sequence[Element]) -> set[tuple[str, str]]:
    """The pairs of first and second option that can begin a pattern."""
    found: set[tuple[str, str]] = set()
    for index in reachable(elements, 0):
        followers = reachable(elements, index + 1)
        alone = all(item.optional or item.negative for item in elements[index + 1 :])
        seconds = {""} if alone else {option for follower in followers for option in elements[follower].options}
        found |= {(first, second) for first in elements[index].options for second in seconds}
    return found


def reachable(elements: Sequence[Element], start: int) -> list[int]:
    """The elements that can be the next to be matched: those before the first required one, and it."""
    found: list[int] = []
    for index in range(start, len(elements)):
        if not elements[index].negative:
            found.append(index)
            if not elements[index].optional:
                break
    return found


@cache
def keys(narrative: bool) -> frozenset[str]:
    """Classes and words of which a sentence has at least one if any pattern is to match in it.

    Of each pattern, its last required element that is not made of `common` words; patterns over results of others need no key.
    """
    patterns = [pattern for table in levels(narrative) for rest in table.values() for row in rest.values() for pattern in row]
    results = {pattern.rule.gives for pattern in patterns}
    found: set[str] = set()
    for pattern in patterns:
        required = [item.options for item in pattern.elements if not (item.optional or item.negative)]
        if not any(options <= results for options in required):
            telling = [options for options in required if not options & words().common]
            found |= telling[-1] if telling else frozenset().union(*required)
    return frozenset(found)


def relevant(found: Sequence[Atom], narrative: bool) -> list[Atom]:
    """The sentences in which a pattern can match; the first atom of each is `broken`, so that no two are read as one."""
    wanted, kept, start = keys(narrative), [], 0
    for place in range(1, len(found) + 1):
        if place == len(found) or found[place].broken or found[place - 1].form == ".":
            sentence = found[start:place]
            if any(atom.lower in wanted or not wanted.isdisjoint(atom.classes) for atom in sentence):
                kept.append(replace(sentence[0], broken=True))
                kept += sentence[1:]
            start = place
    return kept


def cascade(found: Sequence[Atom], narrative: bool = False) -> list[Atom]:
    """The sentences that can have time expressions, after all levels; the atoms whose class is in `FINAL` are the expressions."""
    kept = relevant(found, narrative)
    for table in levels(narrative):
        kept = one_level(kept, table)
    return kept


def one_level(found: list[Atom], table: Table) -> list[Atom]:
    result: list[Atom] = []
    place = 0
    while place < len(found):
        match = longest(found, place, table)
        if match is None:
            result.append(found[place])
            place += 1
            continue
        result += found[place : match.first]
        result.append(reduced(found, match))
        place = match.last
    return result


def longest(found: Sequence[Atom], place: int, table: Table) -> Match | None:
    """The longest match at a place. One that needs its left neighbour gives way to a longer one that starts where it does."""
    best: Match | None = None
    for pattern in candidates(found, place, table):
        match = fit(found, place, pattern)
        if match and (best is None or (match.last, -pattern.order) > (best.last, -best.pattern.order)):
            best = match
    if best and best.first > place:
        rival = longest(found, best.first, table)
        return rival if rival and rival.last > best.last else best
    return best


def candidates(found: Sequence[Atom], place: int, table: Table) -> list[Pattern]:
    """The patterns that the atom and the one after it can begin."""
    rests = [table[label] for label in (found[place].lower, *found[place].classes) if label in table]
    if not rests:
        return []
    following = found[place + 1] if place + 1 < len(found) else None
    seconds = ("", following.lower, *following.classes) if following and not following.broken else ("",)
    return [pattern for rest in rests for second in seconds if second in rest for pattern in rest[second]]


def fit(found: Sequence[Atom], place: int, pattern: Pattern) -> Match | None:
    """The pattern at this place, preferring to use its optional elements; None if it does not fit."""
    taken: list[tuple[int, str]] = []

    def walk(index: int, at: int) -> bool:
        if index == len(pattern.elements):
            return True
        item = pattern.elements[index]
        label = accepted(found, at, item, first=at == place)
        if item.negative:
            return label is None and walk(index + 1, at)
        if label is not None:
            if not item.outside:
                taken.append((at, label))
            if walk(index + 1, at + 1):
                return True
            if not item.outside:
                taken.pop()
        return item.optional and walk(index + 1, at)

    if not walk(0, place) or not taken:
        return None
    return Match(pattern, taken[0][0], taken[-1][0] + 1, tuple(label for _, label in taken))


def accepted(found: Sequence[Atom], at: int, item: Element, first: bool) -> str | None:
    """The option that the atom satisfies: its word, or its first class among the options; "" is never an option."""
    if at >= len(found):
        return None
    atom = found[at]
    if (atom.broken and not first) or (item.glued and not atom.glued):
        return None
    if atom.lower in item.options:
        return atom.lower
    return next((label for label in atom.classes if label in item.options), None)


def reduced(found: Sequence[Atom], match: Match) -> Atom:
    """One atom for the matched ones, with the features of the matched classes together."""
    group = found[match.first : match.last]
    features: Features = {}
    for atom, label in zip(group, match.classes, strict=True):
        add(features, atom, label)
    features.update(match.pattern.rule.adds)
    if match.pattern.rule.gives == "CLOCK":
        features = {"clock": clock(features)}
    rules = tuple(dict.fromkeys([*(rule for atom in group for rule in atom.rules), match.pattern.rule.name]))
    first, last = group[0], group[-1]
    form = " ".join(atom.form for atom in group)
    return replace(first, end=last.end, form=form, lower="", classes={match.pattern.rule.gives: features}, rules=rules)


def add(features: Features, atom: Atom, label: str) -> None:
    """The features of one part; a second value of a feature is kept as `other_...` ("16:00 (12:00 GMT)")."""
    for name, value in word_features(atom, label).items():
        features[f"other_{name}" if name in features else name] = value


def word_features(atom: Atom, label: str) -> Features:
    """Features of the matched class; of a word matched as itself, what the lexicon knows it as."""
    if label in atom.classes:
        return atom.classes[label]
    for name in ("EDGE", "UNIT", "SHIFT", "WHICH", "APPROX", "VAGUE"):
        if name in atom.classes:
            return atom.classes[name]
    return PHRASES.get(atom.lower, {})


# What a word matched as itself says, where it is in no table of the lexicon.
PHRASES: Mapping[str, Features] = {
    "half": {"half": 0.5},
    "more": {"bound": "MORE_THAN"},
    "less": {"bound": "LESS_THAN"},
    "local": {"local": 1},
}
