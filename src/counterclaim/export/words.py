"""An incident in words: its points, each with who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from counterclaim.export.codes import actor_name
from counterclaim.interchange import AnswerRow, IncidentRow, PointRow
from counterclaim.model import Question

QUESTIONS: Mapping[Question, str] = {
    "happened": "Did it happen",
    "who_began": "Who began",
    "who_did_it": "Who did it",
    "who_was_hit": "Who was hit",
    "killed": "Killed",
    "wounded": "Wounded",
    "missing": "Missing",
    "captured": "Captured",
    "weapon": "With what",
    "where": "Where",
    "when": "When",
}
NAMES_AS_ANSWERS = frozenset({"who_began", "who_did_it", "who_was_hit"})
NOBODY_SAYS = "the reports themselves"
_INVISIBLE = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")


def title_of(incident: IncidentRow) -> str:
    """ "Armed clash at Tornio, 2024-09-17"."""
    place = incident["place"]
    kind = incident["type"].replace("_", " ").capitalize()
    where = f" at {place['name']}" if place else ""
    when = f", {incident['start']}" if incident["start"] else ""
    return one_line(f"{kind}{where}{when}")


def points_in_words(incident: IncidentRow) -> str:
    """Every point as a sentence: "Killed, Sweden: 3, says Finland; 1, says Sweden (contradicted)." """
    told = [_point(point) for point in incident["points"] if point["answers"]]
    return one_line(" ".join([f"{title_of(incident)}.", *told]))


def one_line(text: str) -> str:
    """Without line ends, controls and marks that change the direction of what follows: words of a report put into our sentence."""
    return _BREAKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def speaker_name(party: str) -> str:
    """Who says so."""
    return NOBODY_SAYS if party == "outlet" else actor_name(party)


def _point(point: PointRow) -> str:
    about = point.get("about")
    side = f", {actor_name(about)}" if about else ""
    answers = "; ".join(_answer(point["question"], answer) for answer in point["answers"])
    return f"{QUESTIONS[point['question']]}{side}: {answers} ({point['status'].replace('_', ' ')})."


def _answer(question: Question, answer: AnswerRow) -> str:
    value = answer["value"]
    if question in NAMES_AS_ANSWERS:
        party = value.removeprefix("not ")
        value = value.replace(party, actor_name(party))
    by = ", ".join(speaker_name(party) for party in answer["according_to"])
    return f"{value}, according to {by}"
