"""The date that a report gives itself: in its dateline or its first lines, for texts that come without metadata."""

from __future__ import annotations

import re
from datetime import date

from counterclaim.extract.when import timex
from counterclaim.extract.when.mention import TimeMention

HEAD = 400  # characters: a dateline, a headline with its date, the first line of a statement
DATELINE = 60  # characters before the date in a dateline, and after it to the dash
DASH = re.compile(r"(?:^|[\s)])(?:--|[-–—])\s")
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
    start = line_start(text, mention)
    before, after = text[start : mention.span.start], text[mention.span.end : mention.span.end + 40]
    place = before.split(",")[0].split("(")[0].strip()
    dash = min((at for at in (after.find("-"), after.find("–"), after.find("—"), after.find("--")) if at >= 0), default=-1)
    return bool(place) and place.isupper() and len(before) < 60 and 0 <= dash < 40


def in_heading(text: str, mention: TimeMention) -> bool:
    """A short line without a full stop that has the date: "20 July 2022", "Statement by the Ministry, 11 April 2023"."""
    start, end = line_start(text, mention), text.find("\n", mention.span.end, mention.span.end + LINE)
    line = text[start : max(end, start)].strip()
    return end >= 0 and len(line) <= LINE and not line.endswith((".", "!", "?", '"', "”"))


def line_start(text: str, mention: TimeMention) -> int:
    """Where its line begins, looked for as far back as a heading may reach, so that a text of one line costs no more."""
    least = max(mention.span.start - LINE - 1, 0)
    found = text.rfind("\n", least, mention.span.start)
    return found + 1 if found >= 0 else least


STAMP = re.compile(r"\s*(?:[-–—:.|]|$)")
CLOCK_STAMP = re.compile(r"\s*(?:[-–—:.|]|$|[\"“‘]|[A-Z])")  # "15:50 The Red Cross wants access"


def heads_text(text: str, mention: TimeMention) -> bool:
    """Whether it dates the text or an entry of it: a dateline, a date alone or with capitals on its line, the stamp of a live entry."""
    if mention.kind not in {"date", "time"}:
        return False
    start = line_start(text, mention)
    stop = text.find("\n", mention.span.end, mention.span.end + LINE)
    before = text[start : mention.span.start]
    after = text[mention.span.end : stop if stop >= 0 else mention.span.end + LINE]
    if not before.strip(" ([*•-–—"):
        if mention.value.clock is not None:
            return CLOCK_STAMP.match(after) is not None
        return STAMP.match(after) is not None and (not after.strip() or after.strip()[0] in "-–—")
    return names_day(mention) and (heads_line(before, after) or in_heading(text, mention))


def names_day(mention: TimeMention) -> bool:
    """A day by its number, not "Tuesday"."""
    return any(letter.isdigit() for letter in mention.when.text)


def heads_line(before: str, after: str) -> bool:
    """ "Mogadishu, ", "(Washington, DC, " before it and a dash soon after it."""
    words = before.replace("/", " ").replace(",", " ").split()
    capitals = all(not word.strip("(.")[:1].islower() for word in words)
    return len(before) < DATELINE and capitals and DASH.search(after[:DATELINE]) is not None
