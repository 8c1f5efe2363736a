"""What a person reads of an incident, on a terminal and in a report: names, times, answers, tolls, and the quotes to show first.

Nothing here computes: it words what link and extract have settled, the same for every party.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from unicodedata import category

from counterclaim.lexicon.shown import KINDS, LAST, QUESTIONS, STANCES, unlisted_name
from counterclaim.model import Account, Answer, Claim, Document, Incident, Point, Toll, TollHistory, When
from counterclaim.tolls import toll_words

Names = Mapping[str, str]  # id -> what a person reads for it; organs as ":MOD"
WHO = {"who_began", "who_did_it", "who_was_hit"}
ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)
SIDE_BY_SIDE = 3  # accounts in columns; more go below


def main_and_other(incident: Incident, names: Names) -> tuple[list[Account], list[Account]]:
    """The accounts of the parties to the incident, and those of everybody else, each by name; the outlets' own voice last."""
    by_name = sorted(incident.accounts, key=lambda account: (account.party in LAST, name_of(account.party, names), account.party))
    mine = [account for account in by_name if account.party in incident.parties][:SIDE_BY_SIDE]
    return mine, [account for account in by_name if account not in mine]


def reports_words(incident: Incident, separator: str = ", ") -> str:
    """How many reports, and how many of them descend from no other."""
    if incident.reports == len(incident.documents):
        return count(incident.reports, "report") if separator == ", " else str(incident.reports)
    return f"{count(len(incident.documents), 'report')}{separator}{incident.reports} independent"


def report_name(documents: Mapping[str, Document], identifier: str) -> str:
    """Outlet and day of a report."""
    document = documents.get(identifier)
    if document is None:
        return "report not in the ledger"
    return f"{plain(document.outlet or '') or source_name(document.source)}, {_day(document)}"


def incident_name(incident: Incident) -> str:
    place = incident.place
    kind = "violence" if incident.type == "other" else incident.type.replace("_", " ")
    where = "at a place not known" if place is None else f"at {plain(place.name)}" + (f" ({plain(place.country)})" if place.country else "")
    return f"{kind.capitalize()} {where}"


def when_words(when: When | None) -> str:
    if when is None:
        return "no time given"
    if when.start is None:
        return f"date not known: “{plain(when.text)}” is unanchored"
    if when.precision == "minute":
        return when.start.strftime("%-d %B %Y, %H:%M UTC") + (f" ({plain(when.check)})" if when.check else "")
    last = when.end.toordinal() - 1 if when.end else when.start.toordinal()
    first = when.start.strftime("%-d %B %Y")
    return first if last <= when.start.toordinal() else f"{first} to {type(when.start).fromordinal(last).strftime('%-d %B %Y')}"


def in_order(incident: Incident) -> list[Point]:
    """Who began, the tolls of the parties, other tolls, the rest."""

    def place(point: Point) -> int:
        if point.about is None:
            return 0 if point.question in {"happened", *WHO} else 3
        return 1 if point.about in incident.parties else 2

    return sorted(incident.points, key=place)


def question_words(point: Point, names: Names) -> str:
    return f"{QUESTIONS[point.question]}" + (f", {name_of(point.about, names)}" if point.about else "")


def answer_words(point: Point, answer: Answer, names: Names) -> str:
    """An answer to the question of a point: parties by name, days in words."""
    if point.question in WHO:
        denied, party = answer.value.startswith("not "), answer.value.removeprefix("not ")
        return f"{'not ' if denied else ''}{name_of(party, names)}"
    words = plain(answer.value.replace("_", " "))
    return ISO_DAY.sub(_day_words, words) if point.question == "when" else words


def _day_words(found: re.Match[str]) -> str:
    try:
        return day_words(date.fromisoformat(found[0]))
    except ValueError:  # a speaker's own words that look like a day
        return found[0]


def day_words(day: date | None) -> str:
    """ "7 May 2031"."""
    return f"{day.day} {day:%B %Y}" if day else "undated"


def by_words(parties: Iterable[str], names: Names) -> str:
    return ", ".join(sorted(name_of(party, names) for party in parties))


def best_first(groups: Iterable[list[Claim]]) -> list[list[Claim]]:
    """One of each kind in turn (accusation, denial, toll, the rest), the most specific of each kind first: a few show the whole account."""
    kinds: dict[int, list[list[Claim]]] = {}
    for group in sorted(groups, key=lambda group: (group[0].event.type == "other", -_specific(group[0]))):
        kinds.setdefault(_kind(group[0]), []).append(group)
    turns = [(group[0].event.type == "other", turn, kind, group) for kind, found in kinds.items() for turn, group in enumerate(found)]
    return [group for *_, group in sorted(turns, key=lambda turn: turn[:3])]


def _kind(claim: Claim) -> int:
    order = ("accuses", "denies", "toll", "confirms", "asserts", "declines", "warns", "calls_for")
    return order.index("toll" if claim.casualties and claim.stance == "asserts" else claim.stance)


def _specific(claim: Claim) -> int:
    """How much a claim says: a named organ, doer, target, weapon, its own time and place, a number."""
    event = claim.event
    own_time = event.when is not None and not event.when.from_context
    own_place = event.place is not None and not event.place.from_context
    counted = any(not toll.unspecified for toll in claim.casualties)
    organ = claim.speaker.id is not None and ":" in claim.speaker.id
    return sum((organ, event.actor is not None, event.target is not None, event.weapon is not None, own_time, own_place, counted))


def history_lines(histories: Sequence[TollHistory], names: Names) -> list[str]:
    """A line for each side and kind: the latest number, and the others that were said."""
    lines = []
    for history in histories:
        latest, *others = dict.fromkeys(toll_words(said.toll) for said in history.said)
        also = f" (also: {', '.join(others)})" if others else ""
        differ = "; two of its organs exclude each other" if history.contradictory else ""
        lines.append(f"{toll_of(history, names)}: {latest}{also}{differ}")
    return lines


def toll_of(toll: Toll | TollHistory, names: Names) -> str:
    """What a toll counts: "Killed, Finland"."""
    side = name_of(toll.side.partition(":")[0], names) if toll.side else "side not said"
    return f"{KINDS.get(toll.kind, toll.kind).capitalize()}, {side}"


def toll_line(toll: Toll, names: Names) -> str:
    return f"{toll_of(toll, names)}: {toll_words(toll)}"


def title_case(name: str) -> str:
    return name[:1].upper() + name[1:]


def name_of(identifier: str, names: Names) -> str:
    """What a person reads for an id."""
    return names.get(identifier) or plain(unlisted_name(identifier))


def stance_words(claim: Claim) -> str:
    return STANCES.get(claim.stance, claim.stance) + (", background" if claim.background else "")


def source_name(source: str) -> str:
    return "standard input" if source == "-" else plain(source)


def _day(document: Document) -> str:
    return "undated" if document.published is None else document.published.isoformat()


def count(number: int, thing: str, things: str = "") -> str:
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def plain(words: str) -> str:
    """Words of a report on one line, without control or direction marks."""
    kept = (" " if letter.isspace() or category(letter) == "Cc" else letter if letter.isprintable() else "" for letter in words)
    return " ".join("".join(kept).split())


def in_marks(words: str) -> str:
    """Words of a report in quotation marks, unless they hold marks of their own."""
    shown = plain(words)
    return shown if set(shown) & set('“”"') else f"“{shown}”"
