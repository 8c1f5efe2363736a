"""Where and when of each proposition, from its clause, then its sentence; the focus of the report; and where its words stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day

from counterclaim.extract import event
from counterclaim.extract.place import PlaceMention
from counterclaim.extract.propositions import Proposition
from counterclaim.extract.report import Report
from counterclaim.extract.when import TimeMention
from counterclaim.model import Place, Span, When
from counterclaim.syntax import Parse

LONGEST_EVIDENCE = 400  # characters; a longer stretch is cut at a token, so that a row can be read
SEATED = frozenset({"body", "office", "government", "mouth", "organ", "organisation", "group", "press"})
UPDATES = frozenset(
    {"rise", "climb", "grow", "increase", "reach", "update", "revise", "confirm", "tell", "say", "announce", "report", "release"}
)
EXACT = frozenset({"minute", "hour", "part_of_day", "day"})
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
    return proposition.sentence == sentence


def same_paragraph(report: Report, sentence: int, proposition: Proposition) -> bool:
    """Whether a proposition stands in the paragraph of an earlier sentence, in prose that a label opens."""
    parse = report.parse
    between = parse.text[parse.starts[parse.sentences[sentence][0]] : parse.starts[proposition.tokens[0]]]
    return "\n" not in between


def time_of(report: Report, proposition: Proposition, trigger: int | None) -> When | None:
    """The time of the proposition: a mention that hangs on its event word, in its own words, or in its sentence; the most exact first.

    Times of the attribution ("told reporters on Friday") and of updates ("rose to 57 on Sunday") are not the event's.
    """
    parse = report.parse
    said = proposition.frame.outside if proposition.frame else frozenset()
    dated = [time for time in report.times if _datable(time) and parse.sentence_of[time.tokens[0]] == proposition.sentence]
    dated = [time for time in dated if time.tokens[0] not in said and not _updates(parse, time.tokens[0])]
    own = [time for time in dated if time.tokens[0] in proposition.inside]
    if trigger is not None:
        hanging = [time for time in own if trigger in parse.ancestors(time.tokens[0])]
        own = [time for time in hanging if not _nearer_event(report, time.tokens[0], trigger)] or hanging or own
    found = own or dated
    return min(found, key=_by_exactness).when if found else None


def _nearer_event(report: Report, token: int, trigger: int) -> bool:
    """Another event word stands between a time and the event word above it."""
    between = (up for up in report.parse.ancestors(token))
    for up in between:
        if up == trigger:
            return False
        if up in report.triggers and report.triggers[up].violent:
            return True
    return False


def _updates(parse: Parse, token: int) -> bool:
    """The time of a figure or of words, not of an event: "rose to 57 on Sunday", "confirmed on Monday"."""
    verb = next(
        (
            up
            for up in parse.ancestors(token)
            if (parse.upos[up] in {"VERB", "AUX", "NOUN"} and up != parse.heads[token]) or parse.upos[up] == "VERB"
        ),
        None,
    )
    return verb is not None and parse.lemmas[verb].lower() in UPDATES


def _datable(time: TimeMention) -> bool:
    return time.kind in {"date", "time"} and (time.when.timex or "").upper() not in {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}


def _by_exactness(time: TimeMention) -> tuple[int, int]:
    order = {"minute": 0, "hour": 1, "part_of_day": 2, "day": 3, "week": 4, "month": 5, "season": 6, "year": 7, "decade": 8}
    return order.get(time.when.precision, 9) if time.when.anchored else 10, time.tokens[0]


def spans_years(report: Report, proposition: Proposition) -> bool:
    """Whether the proposition speaks of years ("over the past 35 years", "since 1984") rather than of one event."""
    return any(
        time.kind in {"duration", "set"} and (time.when.timex or "").startswith("P") and (time.when.timex or "").endswith(("Y", "E"))
        for time in report.times
        if time.tokens[0] in proposition.inside
    )


RECENT = 31  # days before publication within which a report tells news
POINT = 2  # UCDP where-precision up to which a place is a point, or near one


def place_of(report: Report, proposition: Proposition) -> Place | None:
    """The place of the proposition: the most exact toponym in its own words, else in its sentence outside the attribution."""
    said = proposition.frame.outside if proposition.frame else frozenset()
    toponyms = [place for place in report.places if place.kind == "toponym" and not _seat(report, place) and not _acts(report, place)]
    own = [place for place in toponyms if place.head_token in proposition.inside]
    if not own:
        sentence = [place for place in toponyms if report.parse.sentence_of[place.head_token] == proposition.sentence]
        own = [place for place in sentence if place.head_token not in said]
    return min(own, key=_by_place).place if own else None


def _by_place(mention: PlaceMention) -> tuple[bool, int, int]:
    return mention.place.lat is None, mention.place.precision, mention.head_token


def _seat(report: Report, mention: PlaceMention) -> bool:
    """ "the defence ministry in Baku", "officials in Kyiv": where a speaker sits, not where anything happened."""
    head = report.parse.heads[mention.head_token]
    return head >= 0 and report.parse.base(mention.head_token) == "nmod" and report.actors.kind(head) in SEATED


def _acts(report: Report, mention: PlaceMention) -> bool:
    """ "Stockholm must stop": a capital that stands for its state; "Kyiv came under fire" is a place."""
    head = report.parse.heads[mention.head_token]
    acting = report.parse.relations[mention.head_token] == "nsubj" and not event.suffers(report.parse, head)
    return acting and report.actors.kind(mention.head_token) == "capital"


def ground(report: Report) -> str | None:
    """The country that more than half of the report's places lie in; None where there is none such, or two states are at odds in it."""
    if sum(side.isupper() and len(side) == 3 for side in report.sides[:4]) > 1:
        return None
    countries = Counter(place.place.country for place in report.places if place.place.country and place.kind in {"toponym", "modifier"})
    if not countries:
        return None
    country, often = countries.most_common(1)[0]
    return country if often * 2 > countries.total() else None


def told_after(report: Report, proposition: Proposition) -> When | None:
    """The time last named before the proposition in its paragraph: "When the Union collapsed in 1991 … The ensuing war killed 30,000." """
    parse, first = report.parse, proposition.tokens[0]
    before = [time for time in report.times if time.tokens[0] < first and _datable(time) and time.when.anchored]
    if not before or "\n" in parse.text[parse.starts[before[-1].tokens[0]] : parse.starts[first]]:
        return None
    return before[-1].when


def focus_time(times: Sequence[When | None]) -> When | None:
    """The day most of a report's events share, the first named winning ties; its most exact mention."""
    anchored = [
        when for when in times if when is not None and when.start is not None and when.precision in {"minute", "hour", "part_of_day", "day"}
    ]
    if not anchored:
        return next((when for when in times if when is not None and when.start is None), None)
    days = Counter(when.start.date() for when in anchored if when.start)
    most = max(days.values())
    day = next(when.start.date() for when in anchored if when.start and days[when.start.date()] == most)
    exact = {"minute": 0, "hour": 1, "part_of_day": 2, "day": 3}
    return min((when for when in anchored if when.start and when.start.date() == day), key=lambda when: exact[when.precision])


def said_time(report: Report) -> tuple[When | None, str]:
    """Where no event is dated: the day of the first dated words in the report, else of its publication; and which of the two it is.

    Reports of the day often leave the day out. Nothing is inferred without a date to infer from, nor where the first dated words lie
    far from the day of publication: such a report looks back.
    """
    first = next((time.when for time in report.times if _datable(time) and time.when.anchored and time.when.precision in EXACT), None)
    published = report.document.published
    if first is not None and first.start is not None:
        far = published is not None and abs((first.start.date() - published).days) > RECENT
        return (None, "") if far else (first, "the first day named in the report")
    if published is None:
        return None, ""
    start = datetime.combine(published, time_of_day(), UTC)
    return When("", start, start + timedelta(days=1), "day", True, published.isoformat()), "the day of publication"


def focus_place(places: Sequence[Place | None]) -> Place | None:
    """The most exact place of a report's events, the most often named winning, then the first."""
    known = [place for place in places if place is not None and place.lat is not None]
    if not known:
        return None
    often = Counter(place.name for place in known)
    return min(known, key=lambda place: (place.precision, -often[place.name], known.index(place)))


def said_place(report: Report) -> Place | None:
    """Where no event is placed: the first point named in the report that is no speaker's seat and no capital. Marked as from context."""
    points = (
        place for place in report.places if place.kind == "toponym" and place.place.lat is not None and place.place.precision <= POINT
    )
    named = (place.place for place in points if not _seat(report, place) and report.actors.kind(place.head_token) != "capital")
    return next(named, None)
