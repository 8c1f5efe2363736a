"""Time expressions: what is found, what it means, and what stays open."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.extract.when import (
    Mode,
    TimeMention,
    find_expressions,
    find_times,
    localise,
    merge_clock,
    publication_hint,
)
from counterclaim.extract.when.timex import interval
from counterclaim.parse import Pipeline, load

CASES = Path(__file__).parent / "cases" / "when.csv"
MODES: dict[str, Mode] = {"news": "news", "narrative": "narrative"}


def rows() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@cache
def pipeline() -> Pipeline:
    return load()


def found_in(text: str, published: str = "", mode: str = "news") -> tuple[TimeMention, ...]:
    day = date.fromisoformat(published) if published else None
    return find_times(pipeline().parse(text), day, MODES[mode])


def instant(value: datetime | None) -> str:
    return value.strftime("%Y-%m-%dT%H:%M") if value else ""


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["reason"])
def test_what_is_found_and_meant(row: dict[str, str]) -> None:
    mentions = found_in(row["text"], row["published"], row["mode"])
    if not row["words"]:
        assert [mention.when.text for mention in mentions] == []
        return
    when = next((mention.when for mention in mentions if mention.when.text == row["words"]), None)
    assert when is not None, [mention.when.text for mention in mentions]
    assert (when.timex, instant(when.start), instant(when.end), when.precision) == (
        row["timex"],
        row["start"],
        row["end"],
        row["precision"],
    )
    assert when.anchored == bool(row["start"])


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("16:00 (12:00 GMT)", "16:00 local = 12:00 GMT: offset +4"),
        ("5:45 p.m. (1200 GMT)", "17:45 local = 12:00 GMT: offset +5:45"),
        ("1200 GMT (7 a.m. local time)", "07:00 local = 12:00 GMT: offset -5"),
        ("16:00 (11:50 GMT)", "16:00 local = 11:50 GMT: offset +4:10, no such zone"),
        ("3 p.m. EDT (2000 GMT)", "15:00 UTC-4 = 20:00 GMT: offset -5 does not fit UTC-4"),
        ("2:50 a.m. local time (7:50 p.m. ET)", "02:50 local = 19:50 UTC-4: offset +3"),
    ],
)
def test_two_clocks_check_each_other(words: str, check: str) -> None:
    (mention,) = found_in(f"A shell fell at {words} on Tuesday.", "2023-06-06")
    assert mention.when.check == check


def test_a_clock_apart_from_its_day_becomes_one_expression() -> None:
    clock, day = found_in("At 16:00 (12:00 GMT) troops opened fire, the ministry said on Tuesday.", "2023-04-13")
    merged = merge_clock(day, clock)
    assert merged.when.start == datetime(2023, 4, 11, 12, tzinfo=UTC)
    assert merged.when.precision == "minute"
    assert merged.when.check == "16:00 local = 12:00 GMT: offset +4"
    assert merged.span.contains(clock.span)


@pytest.mark.parametrize(
    ("text", "zone", "start", "end", "precision"),
    [
        ("At 4 p.m. on April 11 they fired.", "Asia/Yerevan", "2023-04-11T12:00", "2023-04-11T12:01", "minute"),
        ("They fired on Monday night.", "Asia/Kabul", "2023-04-10T13:30", "2023-04-11T01:30", "part_of_day"),
        ("From 06.30 to 07.00 hours on Tuesday they fired.", "Asia/Bangkok", "2023-04-10T23:30", "2023-04-11T00:01", "minute"),
        ("They fired on Monday.", "Asia/Kabul", "2023-04-10T00:00", "2023-04-11T00:00", "day"),
    ],
)
def test_a_floating_time_is_localised_by_its_place(text: str, zone: str, start: str, end: str, precision: str) -> None:
    mentions = found_in(text, "2023-04-11")
    when = localise(mentions[0].when, zone)
    assert (instant(when.start), instant(when.end), when.precision) == (start, end, precision)


def test_a_conversion_that_the_place_contradicts_is_kept_and_flagged() -> None:
    (mention,) = found_in("A shell fell at 16:00 (13:00 GMT) on Tuesday.", "2023-04-11")
    when = localise(mention.when, "Asia/Yerevan")
    assert when.start == datetime(2023, 4, 11, 13, tzinfo=UTC)
    assert when.check == "16:00 local = 13:00 GMT: offset +3, but Asia/Yerevan is +4"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("MOSCOW, April 11, 2023 (Agency) - Fire was opened on Tuesday.", date(2023, 4, 11)),
        ("KABUL, 9 May 2011 -- A convoy was attacked.", date(2011, 5, 9)),
        ("Statement by the Ministry, 11 April 2023\n\nFire was opened.", date(2023, 4, 11)),
        ("20 July 2022\n\nShells fell on a resort.", date(2022, 7, 20)),
        ("MOSCOW, April 11 (Agency) - Fire was opened on Tuesday.", None),
        ("The accord of 9 November 2020 ended the war.", None),
        ("Nothing is dated here.", None),
    ],
)
def test_the_date_that_a_text_gives_itself(text: str, day: date | None) -> None:
    assert publication_hint(text) == day


def test_the_clock_of_a_text_without_a_day_is_taken_from_context() -> None:
    _, clock = found_in("Fighting began on Monday. At 5 p.m. it stopped.", "2023-04-12")
    assert clock.when.from_context
    assert clock.when.timex == "2023-04-10T17:00"


@given(st.text(alphabet=st.sampled_from(list("0123456789:/.-,'(aApPmMTthe ofinJuneMay 4GMTyears daysagonight\n")), max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for mention in find_expressions(text, date(2023, 4, 11)):
        assert text[mention.span.start : mention.span.end].strip()
        start, end = mention.when.start, mention.when.end
        assert (start is None) == (end is None) == (not mention.when.anchored)
        assert start is None or end is None or start < end


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 30)))
def test_a_day_written_out_is_found_and_read_back(day: date) -> None:
    month = day.strftime("%B")
    (mention,) = find_expressions(f"It happened on {day.day} {month} {day.year:04d}.", None) if day.year <= 2100 else [None]
    value = interval(day.isoformat())
    assert value is not None
    assert value.start.date() == day
    assert mention is None or mention.when.start == value.start


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_bare_weekday_of_the_past_is_within_the_week_before_publication(published: date) -> None:
    (mention,) = find_expressions("Two people were killed on Friday.", published)
    assert mention.when.start is not None
    assert 0 <= (published - mention.when.start.date()).days < 7
    assert mention.when.start.date().isoweekday() == 5


def test_the_order_of_documents_and_the_day_of_running_change_nothing() -> None:
    text = "Fire was opened on Tuesday at 4 p.m. and again last month."
    assert found_in(text, "2023-04-11") == found_in(text, "2023-04-11")


def test_long_runs_of_figures_and_words_are_read_in_linear_time() -> None:
    hostile = "hundred " * 5000 + "1,111" * 5000 + "at 4 " * 5000 + "the early " * 5000 + "12-13-" * 5000
    assert find_expressions(hostile, date(2023, 4, 11)) is not None
