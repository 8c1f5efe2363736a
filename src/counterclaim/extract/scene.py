"""Where and when of each proposition, from its clause, then its sentence; the focus of the report; and where its words stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from counterclaim.extract.propositions import Proposition
from counterclaim.extract.report import Report
from counterclaim.extract.when import TimeMention
from counterclaim.model import Place, Span, When
from counterclaim.syntax import Parse

LONGEST_EVIDENCE = 400  # characters; a longer stretch is cut at a token, so that a row can be read
OPENING_MARKS = frozenset({"“", '"', "‘", "``", "«", "'"})
CLOSING_MARKS = frozenset({"”", '"', "’", "''", "»", "'"})


def evidence_span(parse: Parse, proposition: Proposition) -> Span:
    """The characters from the first to the last token of the proposition, its quotation marks included."""
    first, last = proposition.tokens[0], proposition.tokens[-1]
    while parse.ends[last] - parse.starts[first] > LONGEST_EVIDENCE and last > first:
        last -= 1
    if first > 0 and parse.form(first - 1) in OPENING_MARKS and parse.ends[first - 1] == parse.starts[first]:
        first -= 1
    if last + 1 < len(parse) and parse.form(last + 1) in CLOSING_MARKS and parse.starts[last + 1] == parse.ends[last]:
        last += 1
    return Span(parse.starts[first], parse.ends[last])


def continues(report: Report, sentence: int, proposition: Proposition) -> bool:
    """Whether the speaker of an earlier sentence is still the one heard: quoted words near by, or the same paragraph."""
    parse = report.parse
    here = Span(parse.starts[proposition.tokens[0]], parse.ends[proposition.tokens[-1]])
    quoted = any(quotation.span.overlaps(here) for quotation in parse.quotations)
    between = parse.text[parse.sentence_span(sentence).end : here.start]
    if quoted:
        return proposition.sentence - sentence <= 3 and between.count("\n\n") <= 1
    return proposition.sentence - sentence <= 3 and "\n" not in between


def time_of(report: Report, proposition: Proposition) -> When | None:
    """The time of the proposition: a mention in its own words, else in its sentence outside other clauses; the most exact first."""
    inside = proposition.inside
    own = [time for time in report.times if time.tokens[0] in inside and _datable(time)]
    if not own:
        attribution = proposition.frame.outside if proposition.frame else frozenset()
        own = [
            time
            for time in report.times
            if report.parse.sentence_of[time.tokens[0]] == proposition.sentence
            and _datable(time)
            and time.tokens[0] not in attribution
        ]
    return min(own, key=_by_exactness).when if own else None


def _datable(time: TimeMention) -> bool:
    return time.kind in {"date", "time"} and (time.when.timex or "").upper() not in {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}


def _by_exactness(time: TimeMention) -> tuple[int, int]:
    order = {"minute": 0, "hour": 1, "part_of_day": 2, "day": 3, "week": 4, "month": 5, "season": 6, "year": 7, "decade": 8}
    return order.get(time.when.precision, 9) if time.when.anchored else 10, time.tokens[0]


def place_of(report: Report, proposition: Proposition) -> Place | None:
    """The place of the proposition: the most exact toponym in its own words, else in its sentence."""
    toponyms = [place for place in report.places if place.kind == "toponym"]
    own = [place for place in toponyms if place.head_token in proposition.inside]
    if not own:
        own = [place for place in toponyms if report.parse.sentence_of[place.head_token] == proposition.sentence]
    return (
        min(own, key=lambda mention: (mention.place.lat is None, mention.place.precision, mention.head_token)).place
        if own
        else None
    )


def focus_time(times: Sequence[When | None]) -> When | None:
    """The day most of a report's events share, the first named winning ties; its most exact mention."""
    anchored = [
        when
        for when in times
        if when is not None and when.start is not None and when.precision in {"minute", "hour", "part_of_day", "day"}
    ]
    if not anchored:
        return next((when for when in times if when is not None and when.start is None), None)
    days = Counter(when.start.date() for when in anchored if when.start)
    most = max(days.values())
    day = next(when.start.date() for when in anchored if when.start and days[when.start.date()] == most)
    exact = {"minute": 0, "hour": 1, "part_of_day": 2, "day": 3}
    return min((when for when in anchored if when.start and when.start.date() == day), key=lambda when: exact[when.precision])


def focus_place(places: Sequence[Place | None]) -> Place | None:
    """The most exact place of a report's events, the most often named winning, then the first."""
    known = [place for place in places if place is not None and place.lat is not None]
    if not known:
        return None
    often = Counter(place.name for place in known)
    return min(known, key=lambda place: (place.precision, -often[place.name], known.index(place)))
