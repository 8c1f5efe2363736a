"""Claims as events, mentions, annotations and statements."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha1
from typing import IO

import pytest

from counterclaim.export import ftm_statements, gdelt_events, gdelt_mentions, polecat, web_annotation
from counterclaim.export.columns import columns
from counterclaim.export.form import ExportOptions
from counterclaim.export.readable import Readable
from counterclaim.model import Claim, Mention, Modality, Span, Stance
from tests.made import claim, document, on, toll
from tests.record import DAY, TORNIO, Record, border_clash, record_of

Write = Callable[[Readable, IO[bytes], ExportOptions], int]
TEXT = "Border clash.\n\nSweden shelled the post, Finland's army said on Tuesday.\n\nNine men died."


def cells(write: Write, record: Record, table: str, delimiter: str = "\t", header: bool = False) -> list[dict[str, str]]:
    handle = io.BytesIO()
    count = write(record, handle, ExportOptions())
    names = [column.name for column in columns(table)]
    lines = list(csv.reader(io.StringIO(handle.getvalue().decode(), newline=""), delimiter=delimiter))
    found = [dict(zip(names, line, strict=True)) for line in lines[1 if header else 0 :]]
    assert len(found) == count
    return found


def events(record: Record) -> list[dict[str, str]]:
    return cells(gdelt_events.write, record, "gdelt-events")


def mentions(record: Record) -> list[dict[str, str]]:
    return cells(gdelt_mentions.write, record, "gdelt-mentions")


def rows_of_polecat(record: Record) -> list[dict[str, str]]:
    return cells(polecat.write, record, "polecat", header=True)


def one_claim(stance: Stance = "accuses", modality: Modality = "actual", **changes: object) -> Record:
    """One claim of one report, with all its words where they stand in the text."""
    report = document("one", DAY, "Northern Wire", TEXT)
    made = claim(report, "FIN:MIL", stance, "shelling", by="SWE:MIL", against="FIN:BORDER", place=TORNIO, when=on(DAY))
    assert made.event.actor
    start = TEXT.index("Sweden shelled")
    said = replace(
        made,
        span=Span(start, start + 24),
        evidence=TEXT[start : start + 24],
        speaker=replace(made.speaker, span=Span(TEXT.index("Finland's"), TEXT.index(" said"))),
        cue=Mention("said", Span(TEXT.index("said"), TEXT.index("said") + 4)),
        event=replace(made.event, modality=modality, actor=replace(made.event.actor, text="Sweden", span=Span(start, start + 6))),
    )
    return record_of([report], [replace(said, **changes)])  # type: ignore[arg-type]


# ---------------------------------------------------------------- events and mentions


def test_rival_acts_of_one_incident_are_two_events() -> None:
    found = {(row["Actor1Code"], row["Actor2Code"], row["EventCode"]): row for row in events(border_clash())}
    accused = found["SWEMIL", "FINCOP", "193"]
    assert (accused["said_by"], accused["denied_by"]) == ('["FIN"]', '["SWE"]')
    assert accused["SQLDATE"] == "20310506"
    assert accused["ActionGeo_FullName"] == "Tornio, Lappi, Finland"
    assert accused["ActionGeo_CountryCode"] == "FI"
    assert accused["QuadClass"] == "4"
    assert accused["GoldsteinScale"] == "-10.0"
    denied = next(row for row in found.values() if row["EventCode"] == "016")
    assert (denied["Actor1Code"], denied["said_by"], denied["denied_by"]) == ("SWE", '["SWE"]', "[]")


def test_every_mention_is_of_an_event_and_every_claim_is_mentioned_once() -> None:
    record = border_clash()
    numbers = [row["GLOBALEVENTID"] for row in events(record)]
    assert len(set(numbers)) == len(numbers)
    assert {row["GLOBALEVENTID"] for row in mentions(record)} == set(numbers)
    assert sorted(row["claim"] for row in mentions(record)) == sorted(one.id for one in record.claimed)
    assert sum(int(row["NumMentions"]) for row in events(record)) == len(mentions(record))


def test_offsets_lead_to_the_words() -> None:
    (row,) = mentions(one_claim())
    at = {name: int(row[name]) for name in row if name.endswith(("Offset", "CharEnd"))}
    assert TEXT[at["ActionCharOffset"] : at["ActionCharEnd"]] == "Sweden shelled the post,"
    assert TEXT[at["Actor1CharOffset"] :].startswith("Sweden")
    assert TEXT[at["SpeakerCharOffset"] :].startswith("Finland's army")
    assert TEXT[at["CueCharOffset"] :].startswith("said")
    assert at["Actor2CharOffset"] == -1
    assert row["MentionDocLen"] == str(len(TEXT))
    assert row["Confidence"] == "50"


@pytest.mark.parametrize(("start", "root"), [(3, "1"), (TEXT.index("shelled"), "1"), (TEXT.index("Nine"), "0")])
def test_a_root_event_stands_in_the_headline_or_the_lead(start: int, root: str) -> None:
    (row,) = events(one_claim(span=Span(start, start + 2)))
    assert row["IsRootEvent"] == root


def test_background_is_no_event() -> None:
    record = one_claim(background=True)
    assert events(record) == mentions(record) == rows_of_polecat(record) == []


# Stance and modality of a claim that Sweden shelled Finland's post, told by Finland's army: CAMEO, doer, target; PLOVER.
SPEECH: list[tuple[Stance, Modality, str, str, str, str]] = [
    ("asserts", "actual", "194", "SWEMIL", "FINCOP", "ASSAULT"),
    ("accuses", "actual", "194", "SWEMIL", "FINCOP", "ASSAULT"),
    ("confirms", "actual", "194", "SWEMIL", "FINCOP", "ASSAULT"),
    ("denies", "actual", "016", "FINMIL", "SWEMIL", "REJECT"),
    ("warns", "future", "130", "FINMIL", "SWEMIL", "THREATEN"),
    ("calls_for", "demanded", "020", "FINMIL", "SWEMIL", "REQUEST"),
    ("declines", "actual", "011", "FINMIL", "SWEMIL", ""),
    ("accuses", "future", "112", "FINMIL", "SWEMIL", "ACCUSE"),
    ("asserts", "negated", "010", "FINMIL", "SWEMIL", ""),
    ("asserts", "hypothetical", "010", "FINMIL", "SWEMIL", ""),
]


@pytest.mark.parametrize(("stance", "modality", "cameo", "doer", "target", "plover"), SPEECH)
def test_what_is_not_said_to_have_happened_is_no_act(
    stance: Stance, modality: Modality, cameo: str, doer: str, target: str, plover: str
) -> None:
    record = one_claim(stance, modality)
    (event,) = events(record)
    assert (event["EventCode"], event["Actor1Code"], event["Actor2Code"]) == (cameo, doer, target)
    assert [row["Event Type"] for row in rows_of_polecat(record)] == ([plover] if plover else [])


def test_a_row_of_polecat() -> None:
    (row,) = rows_of_polecat(one_claim(casualties=(toll("FIN", "killed", 9, least=True),)))
    expected = {
        "Event Date": "2031-05-06",
        "Event Type": "ASSAULT",
        "Event Mode": "heavy-weapons",
        "Intensity": "-9.5",
        "Quad Code": "MATERIAL CONFLICT",
        "Actor Name": "Sweden, armed forces",
        "Actor Country": "SWE",
        "Actor COW": "380",
        "Primary Actor Sector": "MIL",
        "Actor Name Raw": "Sweden",
        "Recipient COW": "375",
        "Placename": "Tornio",
        "GeoNames ID": "634093",
        "Source": "Northern Wire",
        "speaker": "FIN:MIL",
        "stance": "accuses",
    }
    assert {name: row[name] for name in expected} == expected
    (told,) = json.loads(row["tolls"])
    assert (told["low"], told["high"], told["according_to"]) == (9, None, "FIN")


# ---------------------------------------------------------------- annotations


def test_selectors_find_the_words_again() -> None:
    handle = io.BytesIO()
    record = one_claim()
    assert web_annotation.write(record, handle, ExportOptions()) == 1
    page = json.loads(handle.getvalue())
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    (note,) = page["items"]
    quote, position = note["target"]["selector"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert TEXT[position["start"] : position["end"]] == quote["exact"]
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT
    assert TEXT.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
    assert note["body"][0]["value"] == "Finland, armed forces accuses: shelling by Sweden, armed forces"


def test_every_claim_has_its_annotation() -> None:
    handle, record = io.BytesIO(), border_clash()
    web_annotation.write(record, handle, ExportOptions())
    items = json.loads(handle.getvalue())["items"]
    assert sorted(item["id"].rpartition(":")[2] for item in items) == sorted(one.id for one in record.claimed)


# ---------------------------------------------------------------- statements


def statements(record: Record) -> list[dict[str, str]]:
    return cells(ftm_statements.write, record, "ftm-statements", delimiter=",", header=True)


def test_ids_of_statements_are_those_that_followthemoney_makes() -> None:
    found = statements(border_clash())
    for row in found:
        key = f"{row['dataset']}.{row['entity_id']}.{row['prop']}.{row['value']}"
        assert row["id"] == sha1(key.encode()).hexdigest()
    assert len({row["id"] for row in found}) == len(found)


def test_statements_name_only_entities_that_are_there() -> None:
    found = statements(border_clash())
    entities = {row["value"] for row in found if row["prop"] == "id"}
    assert {row["entity_id"] for row in found} == entities
    assert {row["value"] for row in found if row["prop_type"] == "entity"} <= entities
    assert all(row["dataset"] == row["dataset"].lower() for row in found)


def test_what_a_claim_says_is_stated_by_its_report() -> None:
    (row,) = [row for row in statements(one_claim()) if row["prop"] == "description"]
    (made,) = one_claim().claimed
    assert row["value"] == "Finland, armed forces accuses: Sweden shelled the post,"
    assert row["dataset"] == f"report_{made.document}"
    assert row["origin"] == f"claim:{made.id}"
    assert row["original_value"] == "Sweden shelled the post,"
    assert row["first_seen"] == "2031-05-06"


def test_a_denial_states_neither_place_nor_party() -> None:
    stated = {row["prop"] for row in statements(one_claim("denies")) if row["dataset"].startswith("report_") and row["schema"] == "Event"}
    assert stated == {"proof", "description"}


def test_a_claim_is_hashable() -> None:
    assert isinstance(one_claim().claimed[0], Claim)
