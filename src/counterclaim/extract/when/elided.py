"""Dates that share a month or a year with their neighbour: "12-13 September", "July 1 to 5", "1939-45"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.extract.when.atoms import Atom
from counterclaim.extract.when.words import Features

JOINERS = frozenset({"-", "–", "—", "to", "and", "or", ",", "until", "through", "/", "&"})
DASHES = frozenset({"-", "–", "/"})


def share(found: list[Atom]) -> list[Atom]:
    """Bare days and two-figure years beside a date, as dates of the same month or century. One pass each way."""
    result = list(found)
    for place in range(len(result) - 3, -1, -1):
        if joined(result, place):
            result[place] = before(result, place)
    for place in range(len(result) - 2):
        if joined(result, place):
            result[place + 2] = after(result, place)
            if "day-shared" in result[place + 2].rules:
                with_year(result, place)
    return [atom for atom in result if atom.rules != ABSORBED]


ABSORBED = ("absorbed",)


def with_year(found: list[Atom], place: int) -> None:
    """ "March 27-31, 2022": the year after the second day is that of both."""
    first, second = found[place], found[place + 2]
    ahead = [place + 3 + (place + 3 < len(found) and found[place + 3].lower == ",")]
    year = found[ahead[0]] if ahead[0] < len(found) and not found[ahead[0]].broken else None
    if year is None or year.classes.get("YEARDATE", {}).keys() != {"year"} or "year" in second.classes["DAYDATE"]:
        return
    for index, atom, end in ((place, first, first.end), (place + 2, second, year.end)):
        label = next(name for name in DATED if name in atom.classes)
        classes = {label: {**atom.classes[label], "year": year.classes["YEARDATE"]["year"]}}
        found[index] = replace(atom, end=end, classes=classes)
    for index in range(place + 3, ahead[0] + 1):
        found[index] = replace(found[index], rules=ABSORBED, classes={})


def before(found: Sequence[Atom], place: int) -> Atom:
    """The first of two joined dates, with the month or year that only the second has."""
    atom, later = found[place], found[place + 2]
    if "DAY" in atom.classes and "DAYDATE" in later.classes:
        return day_before(found, place)
    if "YEARNUM" in atom.classes and "era" in later.classes.get("YEARDATE", {}):
        return replace(
            atom,
            classes={"YEARDATE": {**atom.classes["YEARNUM"], "era": later.classes["YEARDATE"]["era"]}},
            rules=("era-shared",),
        )
    label = next((name for name in YEARLESS if name in atom.classes), None)
    date = next((later.classes[name] for name in YEARLESS if name in later.classes), {})
    if label is None or "year" not in date or atom.classes[label].keys() & {"year", "year2", "iso", "slash", "which"}:
        return atom
    year = int(date["year"]) - (label != "SEASONDATE" and int(atom.classes[label].get("month", 0)) > int(date.get("month", 12)))
    return replace(atom, classes={label: {**atom.classes[label], "year": year}}, rules=(*atom.rules, "year-shared"))


YEARLESS = ("DAYDATE", "MONTHDATE", "SEASONDATE")


def joined(found: Sequence[Atom], place: int) -> bool:
    """A joiner after the atom, and something of the same sentence after that."""
    return found[place + 1].lower in JOINERS and not (found[place + 1].broken or found[place + 2].broken)


def day_before(found: Sequence[Atom], place: int) -> Atom:
    """The "12" of "12 and 13 September", unless it is a count or belongs to what stands before it."""
    atom, date = found[place], found[place + 2].classes["DAYDATE"]
    day_first = found[place + 2].form[:1].isdigit() or found[place + 2].form.startswith("the ")
    if "month" not in date or not day_first or number_of(atom) >= (number_of(found[place + 2]) or 32):
        return atom
    return as_date(atom, {"day": number_of(atom), "month": date["month"], **year_of(date)}, "day-shared")


DATED = ("DAYDATE", "PARTDATE", "TIME", "YEARDATE")


def after(found: Sequence[Atom], place: int) -> Atom:
    """The "5" of "July 1 to 5" and the "45" of "1939-45"."""
    atom, date = found[place + 2], next((found[place].classes[name] for name in DATED if name in found[place].classes), None)
    if not date or atom.classes.keys() & {"DAYDATE", "YEARDATE"}:
        return atom
    dash = found[place + 1].lower in DASHES
    if "TWO" in atom.classes and dash and set(date) == {"year"} and int(atom.classes["TWO"]["year2"]) > int(date["year"]) % 100:
        return replace(
            as_date(atom, {"year": int(date["year"]) // 100 * 100 + int(atom.classes["TWO"]["year2"])}, "year-shared"),
            classes={"YEARDATE": {"year": int(date["year"]) // 100 * 100 + int(atom.classes["TWO"]["year2"])}},
        )
    month_first = found[place].form.lower().endswith(f" {date.get('day', '')}")
    counts = place + 3 < len(found) and "NOUNISH" in found[place + 3].classes and not found[place + 3].broken
    if "DAY" in atom.classes and "month" in date and "day" in date and month_first and not counts and number_of(atom) > int(date["day"]):
        return as_date(atom, {"day": number_of(atom), "month": date["month"], **year_of(date)}, "day-shared")
    return atom


def number_of(atom: Atom) -> int:
    for name in ("DAY", "DAYDATE"):
        if name in atom.classes:
            return int(atom.classes[name].get("day", 0))
    return 0


def year_of(date: Features) -> Features:
    return {name: date[name] for name in ("year", "year2") if name in date}


def as_date(atom: Atom, features: Features, rule: str) -> Atom:
    return replace(atom, classes={"DAYDATE": features}, rules=(rule,))
