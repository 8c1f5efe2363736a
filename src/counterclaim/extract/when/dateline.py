"""The date that a report gives itself: in its dateline or its first lines, for texts that come without metadata."""

from __future__ import annotations

from datetime import date

from counterclaim.extract.when import timex
from counterclaim.extract.when.mention import TimeMention

HEAD = 400  # characters: a dateline, a headline with its date, the first line of a statement
LINE = 120  # characters: a line this short that ends in a full date is a heading, not a sentence


def dated(text: str, mentions: tuple[TimeMention, ...]) -> date | None:
    """The first full date of the head that stands in a dateline or in a line of its own kind; None if there is none."""
    for mention in mentions:
        if mention.span.start > HEAD:
            break
        day = full_day(mention)
        if day and (in_dateline(text, mention) or in_heading(text, mention)):
            return day
    return None


def full_day(mention: TimeMention) -> date | None:
    """The day, if the words name it with its year."""
    covered = timex.interval(mention.value.timex[:10]) if mention.kind in {"date", "time"} else None
    year = mention.value.timex[:4]
    named = year in mention.when.text or f"{year[2:]}" in mention.when.text.split()
    return covered.start.date() if covered and covered.precision == "day" and named else None


def in_dateline(text: str, mention: TimeMention) -> bool:
    """ "KABUL, 9 May 2011 (AFP) - ...": near the start of a line, in capitals before it, a dash after it."""
    start = text.rfind("\n", 0, mention.span.start) + 1
    before, after = text[start : mention.span.start], text[mention.span.end : mention.span.end + 40]
    place = before.split(",")[0].split("(")[0].strip()
    dash = min((at for at in (after.find("-"), after.find("–"), after.find("—"), after.find("--")) if at >= 0), default=-1)
    return bool(place) and place.isupper() and len(before) < 60 and 0 <= dash < 40


def in_heading(text: str, mention: TimeMention) -> bool:
    """A short line without a full stop that has the date: "20 July 2022", "Statement by the Ministry, 11 April 2023"."""
    start = text.rfind("\n", 0, mention.span.start) + 1
    end = text.find("\n", mention.span.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    return len(line) <= LINE and end >= 0 and not line.endswith((".", "!", "?", '"', "”"))
