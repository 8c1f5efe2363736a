"""Incidents in the columns of ACLED and UCDP GED: numbers of rival accounts, sides, types, days, places."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from counterclaim.export import acled, ucdp_ged
from counterclaim.export.codes import actor_codes, cameo_score, country_codes, plover_score
from counterclaim.export.form import ExportOptions
from counterclaim.export.tolls import Killed, deaths_of, rival_tolls
from counterclaim.export.ucdp_ged import priogrid_cell
from counterclaim.interchange import IncidentRow, incident_row
from counterclaim.lexicon import rows
from counterclaim.model import Account, Claim, Document, EventType, Incident, Place, Toll
from tests.made import claim, document, on, toll
from tests.record import DAY, TORNIO, Record, border_clash, record_of

VILLAGE = Place("Village", "the village", 33.3, 35.4, "LBN", "Nabatieh", precision=2)


def told_by(**accounts: Sequence[Toll]) -> IncidentRow:
    """An incident of which each party's account has these tolls, the latest first."""
    found = tuple(Account(party, None, tuple(tolls), ()) for party, tolls in accounts.items())
    return incident_row(Incident("i1", "armed_clash", ("FIN", "SWE"), (), 1, (), found, ()), {})


# Accounts; the sum that a column of one number takes (low, best, high); sides with dead of whom nobody gives the number.
NUMBERS: list[tuple[str, Mapping[str, Sequence[Toll]], tuple[int | None, int | None, int | None], list[str]]] = [
    ("one number", {"FIN": [toll("SWE", "killed", 4)]}, (4, 4, 4), []),
    ("rivals: the smallest stated, never a mean", {"FIN": [toll("SWE", "killed", 9)], "SWE": [toll("SWE", "killed", 3)]}, (3, 3, 9), []),
    ("at least", {"FIN": [toll("SWE", "killed", 9, least=True)]}, (9, 9, 9), []),
    ("up to allows none", {"FIN": [toll("SWE", "killed", 9, most=True)]}, (0, 9, 9), []),
    ("sides are added", {"FIN": [toll("SWE", "killed", 3), toll("FIN:MIL", "killed", 2)]}, (5, 5, 5), []),
    ("organs of one side are one side, its latest toll", {"FIN": [toll("SWE:MIL", "killed", 3), toll("SWE", "killed", 1)]}, (3, 3, 3), []),
    ("no number is not none", {"FIN": [toll("SWE", "killed")]}, (None, None, None), ["SWE"]),
    ("a number beside none", {"FIN": [toll("SWE", "killed")], "SWE": [toll("SWE", "killed", 2)]}, (2, 2, 2), []),
    ("none is a number", {"SWE": [toll("SWE", "killed", 0)]}, (0, 0, 0), []),
    ("nobody speaks of dead", {"SWE": []}, (None, None, None), []),
    ("the wounded are not dead", {"SWE": [toll("SWE", "wounded", 5)]}, (None, None, None), []),
    ("all together stands alone where no side has a number", {"outlet": [toll("all", "killed", 7)]}, (7, 7, 7), []),
    ("all together is a rival of the sum", {"outlet": [toll("all", "killed", 7)], "SWE": [toll("SWE", "killed", 2)]}, (2, 2, 7), []),
    ("nor is it added where it is smaller", {"outlet": [toll("all", "killed", 1)], "SWE": [toll("SWE", "killed", 2)]}, (1, 2, 2), []),
    ("nobody knows whose", {"outlet": [toll(None, "killed", 4)]}, (4, 4, 4), []),
    (
        "the outlet settles nothing while a side speaks",
        {"outlet": [toll("SWE", "killed", 1)], "SWE": [toll("SWE", "killed", 2)]},
        (2, 2, 2),
        [],
    ),
]


@pytest.mark.parametrize(("accounts", "numbers", "unnumbered"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_the_one_number(accounts: Mapping[str, Sequence[Toll]], numbers: tuple[int | None, ...], unnumbered: list[str]) -> None:
    deaths = deaths_of(told_by(**accounts))
    assert (deaths.total.low, deaths.total.best, deaths.total.high) == numbers
    assert deaths.unnumbered == unnumbered


def test_rival_tolls_keep_every_number() -> None:
    found = rival_tolls(
        told_by(SWE=[toll("SWE", "killed", 3)], FIN=[toll("SWE:MIL", "killed", 1), toll("SWE:MIL", "killed", 9, least=True)])
    )
    assert [(row["according_to"], row["best"], row["high"], row["standing"]) for row in found] == [
        ("FIN", 1, 1, True),
        ("FIN", 9, None, False),
        ("SWE", 3, 3, True),
    ]


def test_the_dead_of_sides_add_up() -> None:
    deaths = deaths_of(told_by(FIN=[toll("SWE", "killed", 3), toll("civilians", "killed", 2)]))
    assert deaths.of(["SWE", "civilians", "nobody"]) == Killed(5, 5, 5, unnumbered=False)


# ---------------------------------------------------------------- rows


def acled_rows(record: Record) -> list[dict[str, str]]:
    handle = io.BytesIO()
    acled.write(record, handle, ExportOptions())
    return list(csv.DictReader(io.StringIO(handle.getvalue().decode(), newline="")))


def ucdp_rows(record: Record) -> list[dict[str, str]]:
    handle = io.BytesIO()
    ucdp_ged.write(record, handle, ExportOptions())
    return list(csv.DictReader(io.StringIO(handle.getvalue().decode(), newline="")))


def test_a_border_clash_in_the_columns_of_acled() -> None:
    (row,) = acled_rows(border_clash())
    expected = {
        "event_date": "2031-05-06",
        "year": "2031",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Finland",
        "assoc_actor_1": "Police Forces of Finland - Border Guard",
        "inter1": "State forces",
        "actor2": "Military Forces of Sweden",
        "interaction": "State forces-State forces",
        "civilian_targeting": "",
        "iso": "246",
        "region": "Europe",
        "country": "Finland",
        "location": "Tornio",
        "latitude": "65.848",
        "geo_precision": "1",
        "source": "Northern Wire; Skerry Online",
        "fatalities": "3",
        "killed_low": "3",
        "killed_high": "9",
        "killed_disputed": "true",
        "killed_unnumbered": '["FIN"]',
        "who_began_status": "contradicted",
    }
    assert {name: row[name] for name in expected} == expected
    assert "Killed, Sweden: 3, according to Sweden; at least 9, according to Finland (contradicted)." in row["notes"]
    assert {(toll["according_to"], toll["best"]) for toll in json.loads(row["tolls"])} == {("FIN", 9), ("SWE", 3), ("SWE", None)}
    assert json.loads(row["who_began"]) == [{"value": "FIN", "according_to": ["SWE"]}, {"value": "SWE", "according_to": ["FIN"]}]


def test_a_border_clash_in_the_columns_of_ucdp() -> None:
    (row,) = ucdp_rows(border_clash())
    expected = {
        "type_of_violence": "1",
        "dyad_name": "Government of Finland - Government of Sweden",
        "side_a": "Government of Finland",
        "gwnoa": "375",
        "gwnob": "380",
        "number_of_sources": "2",
        "source_article": "Northern Wire, 2031-05-06; Skerry Online, 2031-05-07",
        "source_original": "Finland; Sweden",
        "where_prec": "1",
        "geom_wkt": "POINT (24.147 65.848)",
        "country_id": "375",
        "region": "Europe",
        "date_prec": "1",
        "deaths_a": "",
        "deaths_b": "3",
        "deaths_civilians": "",
        "deaths_unknown": "",
        "best": "3",
        "low": "3",
        "high": "9",
    }
    assert {name: row[name] for name in expected} == expected
    assert int(row["id"]) < 2**53, "R and JavaScript hold it"


# Claims of one report (speaker, doer, target, type, side of the dead): sides, event, sub-event, interaction, type of violence.
Said = tuple[str, str | None, str | None, EventType, str | None]
CASES: list[tuple[str, list[Said], tuple[str, str, str, str, str, str]]] = [
    (
        "a state and a group",
        [("ISR:MIL", "ISR:MIL", "hezbollah", "air_strike", "hezbollah")],
        ("Military Forces of Israel", "Hezbollah", "Explosions/Remote violence", "Air/drone strike", "State forces-Rebel group", "1"),
    ),
    (
        "two groups",
        [("outlet", "hts", "sdf", "armed_clash", "sdf")],
        ("HTS", "SDF", "Battles", "Armed clash", "Rebel group-Rebel group", "2"),
    ),
    (
        "a group that kills civilians",
        [("outlet", "boko_haram", "civilians", "attack", "civilians")],
        ("Boko Haram", "Civilians (Lebanon)", "Violence against civilians", "Attack", "Rebel group-Civilians", "3"),
    ),
    (
        "an army that shoots civilians",
        [("outlet", "LBN:MIL", "civilians", "shooting", "civilians")],
        ("Military Forces of Lebanon", "Civilians (Lebanon)", "Violence against civilians", "Attack", "State forces-Civilians", "3"),
    ),
    (
        "protesters",
        [("outlet", "LBN:POLICE", "protesters", "shooting", "protesters")],
        (
            "Police Forces of Lebanon",
            "Protesters (Lebanon)",
            "Protests",
            "Excessive force against protesters",
            "State forces-Protesters",
            "3",
        ),
    ),
    (
        "a village shelled in a war of two states",
        [("LBN:MOD", "ISR:MIL", "civilians", "shelling", "civilians"), ("ISR:MIL", "LBN:MIL", "ISR:MIL", "shooting", None)],
        (
            *("Military Forces of Israel", "Military Forces of Lebanon", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
            *("State forces-State forces", "1"),
        ),
    ),
    (
        "nobody knows who did it",
        [("outlet", None, "civilians", "bombing", "civilians")],
        (
            *("Unidentified Armed Group (Lebanon)", "Civilians (Lebanon)", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
            *("Political militia-Civilians", ""),
        ),
    ),
    (
        "a gang and a vigilante militia",
        [("outlet", "choneros", "koglweogo", "armed_clash", "koglweogo")],
        ("Los Choneros", "Koglweogo", "Battles", "Armed clash", "Political militia-Political militia", "2"),
    ),
]


@pytest.mark.parametrize(("said", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_sides_and_types(said: list[Said], expected: tuple[str, ...]) -> None:
    report = document("report", DAY, "Wire", "x" * 200)
    claims = [_claim(report, number * 10, *words) for number, words in enumerate(said)]
    record = record_of([report], claims)
    (mine,), (theirs,) = acled_rows(record), ucdp_rows(record)
    found = [mine[name] for name in ("actor1", "actor2", "event_type", "sub_event_type", "interaction")]
    assert (*found, theirs["type_of_violence"]) == expected


def _claim(report: Document, at: int, speaker: str, doer: str | None, target: str | None, kind: EventType, dead: str | None) -> Claim:
    tolls = [toll(dead, "killed", 3)] if dead else []
    return claim(report, speaker, "asserts", kind, by=doer, against=target, tolls=tolls, place=VILLAGE, when=on(DAY), at=at)


@pytest.mark.parametrize("read", [acled_rows, ucdp_rows], ids=["acled", "ucdp-ged"])
def test_exchanging_the_parties_exchanges_what_is_theirs(read: Callable[[Record], list[dict[str, str]]]) -> None:
    """Which side is first says nothing: its cells go with the party, and all that is not one side's stays as it was."""
    (mine,), (theirs,) = read(border_clash()), read(border_clash("SWE", "FIN"))
    names = {"Finland": "Sweden", "Sweden": "Finland", "FIN": "SWE", "SWE": "FIN"}
    for name in set(mine) - {"event_id_cnty", "id", "relid", "claims", "sources", "urls"}:
        pair = _of_the_other_side(name)
        if pair in mine and pair != name:
            swapped = re.sub("|".join(names), lambda found: names[found[0]], theirs[pair])
            assert mine[name] == swapped, name
        elif not re.search("|".join(names), mine[name]):
            assert mine[name] == theirs[name], name


def _of_the_other_side(column: str) -> str:
    ends = {"1": "2", "2": "1", "a": "b", "b": "a"}
    first = ("actor1", "inter1", "assoc_actor_1", "side_a", "deaths_a", "actor2", "inter2", "assoc_actor_2", "side_b", "deaths_b")
    return column[:-1] + ends[column[-1]] if column in first else column


@pytest.mark.parametrize(
    ("days", "precision", "ucdp"),
    [(1, "1", "1"), (3, "2", "2"), (7, "2", "3"), (30, "3", "4"), (365, "3", "5")],
)
def test_how_exact_the_day_is(days: int, precision: str, ucdp: str) -> None:
    record = border_clash()
    (incident,) = record.linked
    assert incident.when
    longer = replace(incident, when=replace(incident.when, start=on(DAY).start, end=on(DAY + timedelta(days=days - 1)).end))
    wide = Record(record.reports, record.claimed, [longer])
    assert (acled_rows(wide)[0]["time_precision"], ucdp_rows(wide)[0]["date_prec"]) == (precision, ucdp)


def test_what_is_not_known_stays_empty() -> None:
    report = document("undated", None, "Wire", "x" * 50)
    record = record_of([report], [claim(report, "FIN", "accuses", "shooting", by="SWE", when=on(None), at=3)])
    (mine,), (theirs,) = acled_rows(record), ucdp_rows(record)
    assert [
        mine[name] for name in ("event_date", "year", "time_precision", "location", "iso", "geo_precision", "fatalities", "timestamp")
    ] == [""] * 8
    assert [theirs[name] for name in ("date_start", "date_prec", "geom_wkt", "priogrid_gid", "best", "low", "high")] == [""] * 7
    assert theirs["where_prec"] == "7"


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-55.75, -69.25, 49182), (-90, -180, 1), (90, 180, 259200), (0.1, 0.1, 129961), (91, 0, None), (0, 181, None)],
)
def test_priogrid_cells(lat: float, lon: float, cell: int | None) -> None:
    assert priogrid_cell(lat, lon) == cell


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("identifier", "kind", "acled_name", "inter"),
    [
        ("SWE", "state", "Government of Sweden", "State forces"),
        ("SWE:MIL", ":MIL", "Military Forces of Sweden", "State forces"),
        ("SWE:MOH", "state", "Government of Sweden", "State forces"),
        ("hezbollah", "rebel", "Hezbollah", "Rebel group"),
        ("PSE-HAMAS:MOH", "defacto", "Gaza, health ministry", ""),
        ("donetsk_pr", "defacto", "Donetsk People's Republic", ""),
        ("wagner", "external", "Wagner", "External/Other forces"),
        ("sinaloa_cartel", "criminal", "Sinaloa Cartel", "Political militia"),
        ("un_unifil", "international", "UNIFIL", "External/Other forces"),
        ("civilians", "civilians", "Civilians (Chad)", "Civilians"),
        ("health_workers", "health", "Civilians (Chad)", "Civilians"),
        ("somebody_else", "", "", ""),
    ],
)
def test_actors(identifier: str, kind: str, acled_name: str, inter: str) -> None:
    codes = actor_codes(identifier, "TCD")
    assert (codes.kind, codes.acled, codes.inter) == (kind, acled_name, inter)


@pytest.mark.parametrize("code", ["AFG", "ARM", "SWE", "SSD", "YEM"])
def test_every_scheme_knows_a_state(code: str) -> None:
    assert all(country_codes(code).values())


@pytest.mark.parametrize("row", rows("states.csv"), ids=lambda row: row["id"])
def test_states_have_gleditsch_ward_numbers(row: Mapping[str, str]) -> None:
    # States of the record that the schemes do not count: microstates, and those that are no more.
    none = {"AND", "LIE", "MCO", "SMR", "VAT", "NRU", "TUV", "PLW", "KIR", "TON", "MHL", "FSM", "WSM", "VUT", "DMA", "GRD", "KNA", "LCA"}
    none |= {"VCT", "ATG", "SYC", "STP", "PSE", "SUN", "YUG", "DDR", "CSK", "VDR", "YMD"}
    if row["kind"] == "state" and row["id"] not in none:
        assert country_codes(row["id"]).get("gw")


def test_scores() -> None:
    assert cameo_score("193") == (4, -10.0)
    assert cameo_score("016") == (1, -2.0)
    assert cameo_score("130") == (3, -4.4)
    assert plover_score("ASSAULT", "drone") == (4, -9.5)
    assert plover_score("ASSAULT", "no such mode") == (4, -9.0)
    assert plover_score("", "") == (None, None)


def test_dates_are_of_the_incident() -> None:
    assert acled_rows(border_clash())[0]["timestamp"] == str(int((date(2031, 5, 7) - date(1970, 1, 1)).total_seconds()))
    assert TORNIO.country == "FIN"
