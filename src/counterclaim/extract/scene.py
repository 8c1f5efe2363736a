"""Where and when of each proposition, from its clause, then its sentence; the focus of the report; and where its words stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

from counterclaim.extract import event
from counterclaim.extract.place import PlaceMention, load
from counterclaim.extract.propositions import Proposition
from counterclaim.extract.report import Report
from counterclaim.extract.when import TimeMention, ahead, is_date, localise, role_of
from counterclaim.model import Place, Span, When
from counterclaim.syntax import Parse

LONGEST_EVIDENCE = 400  # characters; a longer stretch is cut at a token, so that a row can be read
SEATED = frozenset({"body", "office", "government", "mouth", "organ", "organisation", "group", "press"})
EXACT = frozenset({"minute", "hour", "part_of_day", "day"})
SHORT = EXACT | {"week"}
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
    """The time of the proposition: a mention that hangs on its event word, in its own words, in its sentence, in its paragraph; the most
    exact first.

    Times of words ("told reporters on Friday"), of papers, of the report itself and of updates ("rose to 57 on Sunday") are not the
    event's.
    """
    parse = report.parse
    said = proposition.frame.outside if proposition.frame else frozenset()
    counted = _counted_from(report, proposition, trigger)
    counted = counted or _told_when(report, proposition)
    if counted is not None:
        return counted
    dated = [time for time in report.event_times if parse.sentence_of[time.tokens[0]] == proposition.sentence]
    dated = [time for time in dated if time.tokens[0] not in said]
    own = [time for time in dated if time.tokens[0] in proposition.inside]
    if trigger is not None:
        hanging = [time for time in own if trigger in parse.ancestors(time.tokens[0])]
        own = [time for time in hanging if not _nearer_event(report, time.tokens[0], trigger)] or hanging or own
    found = own or dated
    return min(found, key=_by_exactness).when if found else _carried(report, proposition)


def _carried(report: Report, proposition: Proposition) -> When | None:
    """The day last named before it in its paragraph, from context: "They were taken on 25 March. Their bodies were found near by." """
    text, first = report.parse.text, proposition.tokens[0]
    before = [time for time in report.event_times if time.tokens[0] < first and time.when.precision in EXACT]
    near = [time for time in before if "\n" not in text[time.span.end : report.parse.starts[first]]]
    found = [time for time in near if not _of_noun(report.parse, time)] or near
    return replace(_day_of(found[-1].when), from_context=True) if found else None


def _of_noun(parse: Parse, time: TimeMention) -> bool:
    """ "Tuesday's raid": the day of that noun, not of what the text goes on to tell."""
    return time.tokens[1] < len(parse) and parse.lower(time.tokens[1]) in {"'s", "’s"}


def in_zone(when: When | None, place: Place | None) -> tuple[When | None, str]:
    """The time with two clocks checked against the zone of its place, and what a clock time without a zone is in UTC there, in words.

    Such a time stays on its local day: days are kept as they are named, and "00:05 on 13 September" must meet "13 September".
    """
    if when is None or place is None or place.lat is None or place.lon is None or place.precision > WITHIN_ZONE:
        return when, ""
    zone = load().timezone(place.lat, place.lon) if when.check or CLOCK.search(when.timex or "") else None
    if zone is None:
        return when, ""
    found = localise(when, zone)
    if when.check or found.start == when.start or found.start is None:
        return found if when.check else when, ""
    return when, f"when: {found.start:%Y-%m-%d %H:%M} UTC, if by the clock of {zone}"


CLOCK = re.compile(r"T\d\d:\d\d")
WITHIN_ZONE = 5  # UCDP where-precision up to which a place lies in one time zone, as a rule


def _counted_from(report: Report, proposition: Proposition, trigger: int | None) -> When | None:
    """ "Said on Thursday, a day after the strike": the strike's day, for a proposition in what follows "after"."""
    for told, when in report.counted_times:
        below = set(report.parse.subtree(told))
        if trigger in below or (trigger is None and proposition.head in below):
            return when
    return None


def _told_when(report: Report, proposition: Proposition) -> When | None:
    """ "The deadliest since August 2019, when four soldiers were killed": the killing is of the time that "when" follows."""
    parse = report.parse
    for time in report.times:
        after = time.tokens[1]
        after += after < len(parse) and parse.form(after) == ","
        if parse.sentence_of[time.tokens[0]] != proposition.sentence or not is_date(time):
            continue
        if after >= len(parse) or parse.lower(after) != "when" or after not in proposition.inside:
            continue
        verb = next((token for token in range(after, proposition.tokens[-1] + 1) if parse.upos[token] == "VERB"), None)
        if verb is not None and verb in report.triggers and report.triggers[verb].violent:
            return time.when
    return None


def _nearer_event(report: Report, token: int, trigger: int) -> bool:
    """Another event word stands between a time and the event word above it."""
    between = (up for up in report.parse.ancestors(token))
    for up in between:
        if up == trigger:
            return False
        if up in report.triggers and report.triggers[up].violent:
            return True
    return False


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
    within = [place for place in report.places if place.place.country and (place.kind == "toponym" or _within_a_country(place))]
    countries = Counter(place.place.country for place in within)
    if not countries:
        return None
    country, often = countries.most_common(1)[0]
    return country if often * 2 > countries.total() else None


def _within_a_country(mention: PlaceMention) -> bool:
    """ "The Moura massacre" happened in Mali; "Israel's military" is not of where it strikes."""
    return mention.kind == "modifier" and mention.place.precision < COUNTRY


COUNTRY = 6  # UCDP's where-precision of a whole country


def told_after(report: Report, proposition: Proposition) -> When | None:
    """The time last named before the proposition in its paragraph: "When the Union collapsed in 1991 … The ensuing war killed 30,000." """
    parse, first = report.parse, proposition.tokens[0]
    before = [time for time in report.times if time.tokens[0] < first and is_date(time) and time.when.anchored]
    if not before or "\n" in parse.text[parse.starts[before[-1].tokens[0]] : parse.starts[first]]:
        return None
    return before[-1].when


LEAD = 3  # lines of the text in which a report says what it is about: headline, dateline or picture, first paragraph
ASIDE = 3  # violent clauses without a date before a single one with a date that is an aside


def focus_time(report: Report, told: Sequence[tuple[Proposition, When | None]]) -> When | None:
    """The day most of a report's events share, one of its lead before others, the first named winning ties; as a day, for the minute is
    that of one event only.

    A day that one clause below the lead has, after several without one, is an aside ("its ward was hit by a shell on Saturday").
    """
    dated = [(at, proposition, when) for at, (proposition, when) in enumerate(told) if when is not None]
    anchored = [(at, proposition, _day_of(when)) for at, proposition, when in dated if when.start is not None and when.precision in EXACT]
    often = Counter(day.timex for _, _, day in anchored)
    firm = [day for at, proposition, day in anchored if often[day.timex] > 1 or at < ASIDE or _in_lead(report, proposition.tokens[0])]
    if firm:
        lead = {day.timex for _, proposition, day in anchored if _in_lead(report, proposition.tokens[0])}
        return max(firm, key=lambda day: (day.timex in lead, often[day.timex]))
    return None if anchored else next((when for _, _, when in dated if when.start is None), None)


def _in_lead(report: Report, token: int) -> bool:
    text, line = report.parse.text, 0
    for _ in range(LEAD):
        while line < len(text) and text[line] == "\n":
            line += 1
        stop = text.find("\n", line)
        if stop < 0 or report.parse.starts[token] < stop:
            return True
        line = stop
    return False


def _day_of(when: When) -> When:
    """The day of a time, by the local calendar where the text has it; a range and a time without a day as they are."""
    written = (when.timex or "").split("T")[0]
    if when.start is None or "/" in (when.timex or "") or "-W" in written or len(written) != len("2023-04-11"):
        return when
    day = date.fromisoformat(written) + timedelta(days=BOTH_DAYS.search(when.text) is not None and (when.timex or "").endswith("TNI"))
    start = datetime.combine(day, time_of_day(), UTC)
    return replace(when, start=start, end=start + timedelta(days=1), precision="day", timex=day.isoformat(), check=None)


# A night that is named by both its days lies for most of its hours in the second.
BOTH_DAYS = re.compile(r"\d\D{1,20}\d")


def _is_past_day(time: TimeMention, published: date | None) -> bool:
    return is_date(time) and time.when.precision in EXACT and not ahead(time, published)


def _start(when: When) -> datetime:
    return when.start or datetime.max.replace(tzinfo=UTC)


def said_time(report: Report) -> tuple[When | None, str]:
    """Where no event is dated: the first day named in the report that is not its own, else of its first dated words, else of its
    publication; and which of these it is.

    Reports of the day often leave the day out. Nothing is inferred without a date to infer from, nor where the first dated words lie
    far from the day of publication: such a report looks back.
    """
    published, parse = report.document.published, report.parse
    counted = [when for told, when in report.counted_times if _in_lead(report, told)]
    events = [time.when for time in report.event_times if time.when.precision in SHORT and _in_lead(report, time.tokens[0])]
    roles = [(role_of(parse, time), time.when) for time in report.times if _is_past_day(time, published)]
    spoken, heading = (sorted((w for r, w in roles if r == role), key=_start)[:1] for role in ("speech", "heading"))
    back = [] if counted or events else _looked_back(report)
    if back:
        return _day_of(back[0]), "the day that the report looks back on"
    first = next(iter((*counted, *events, *spoken, *heading)), None)
    if first is not None and first.start is not None:
        far = published is not None and abs((first.start.date() - published).days) > RECENT
        return (None, "") if far else (_day_of(first), "the first day named in the report")
    if published is None:
        return None, ""
    start = datetime.combine(published, time_of_day(), UTC)
    return When("", start, start + timedelta(days=1), "day", True, published.isoformat()), "the day of publication"


def _looked_back(report: Report) -> list[When]:
    """The one day long before publication that a noun bears: "the strike of 3 December 2023", in a report of the next May."""
    published, parse = report.document.published, report.parse
    days = [
        time.when
        for time in report.event_times
        if published is not None and time.when.precision in EXACT and time.when.start is not None
        and (published - time.when.start.date()).days > RECENT and time.tokens[0] > 0 and parse.lower(time.tokens[0] - 1) == "of"
    ]  # fmt: skip
    return days[:1] if len({when.timex for when in days}) == 1 else []


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
