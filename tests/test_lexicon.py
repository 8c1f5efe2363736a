"""Vocabulary files: well formed, and consistent with one another."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import lexicon
from counterclaim.errors import LexiconError
from counterclaim.lexicon import actors

FOLDER = files("counterclaim.lexicon")
CSV_FILES = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".csv"))
TOML_FILES = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))
ACTOR_FILES = ("bodies.csv", "groups.csv", "named_organs.csv", "outlets.csv", "offices.csv")


@pytest.mark.parametrize("name", CSV_FILES)
def test_rows_are_read(name: str) -> None:
    assert lexicon.rows(name)
    assert lexicon.rows(name) is lexicon.rows(name)


@pytest.mark.parametrize("name", CSV_FILES)
def test_file_says_where_it_is_from(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8").startswith("#")


@pytest.mark.parametrize("name", TOML_FILES)
def test_tables_are_read(name: str) -> None:
    assert lexicon.table(name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# only a comment\n", "row 1"),
        ("id,names\n# note\n\na,b,c\n", "row 4: 3 cells"),
        ("id,id\na,b\n", "two of one name"),
        ("id,\na,b\n", "a column without a name"),
        ('id,names\na,"b\n', "row 2"),
    ],
    ids=["no header", "too many cells, row counted in the file", "column twice", "column unnamed", "open quotation mark"],
)
def test_malformed_file_names_file_row_and_reason(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message) as caught:
        lexicon.read_rows(text, "own.csv")
    assert "own.csv" in str(caught.value)


@pytest.mark.parametrize("name", ["none.csv", "../errors.py", ""])
def test_absent_file_is_a_lexicon_error(name: str) -> None:
    with pytest.raises(LexiconError):
        lexicon.rows(name or ".")


def test_malformed_toml_is_a_lexicon_error(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"cues\.csv"):
        lexicon.table("cues.csv")
    with pytest.raises(LexiconError, match="cannot be read"):
        lexicon.read_file(tmp_path / "absent.csv")


def test_every_actor_id_is_of_a_known_state_or_snake_case() -> None:
    states = {row["id"] for row in lexicon.rows("states.csv")}
    for name in ACTOR_FILES:
        for row in lexicon.rows(name):
            party = row["id"].partition(":")[0]
            assert party in states or (party == party.lower() and " " not in party), (name, row["id"])


def test_every_condition_names_a_known_party() -> None:
    states = {row["id"] for row in lexicon.rows("states.csv")}
    groups = {row["id"] for row in lexicon.rows("groups.csv")}
    for name in ACTOR_FILES:
        for row in lexicon.rows(name):
            wanted = {party for party in row.get("when", "").split("|") if party}
            assert wanted <= states | groups, (name, row["id"], wanted - states - groups)


def test_periods_end_after_they_begin() -> None:
    for entries in actors.load().entries.values():
        for entry in entries:
            assert entry.since is None or entry.until is None or entry.since <= entry.until, entry


def test_every_united_nations_member_has_a_row() -> None:
    states = [row for row in lexicon.rows("states.csv") if row["kind"] == "state" and not row["to"]]
    assert len({row["id"] for row in states}) == 193 + 4  # and PSE, TWN, VAT, XKX


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Türkiye", ("turkiye",)),
        ("U.S.", ("us",)),
        ("al-Shabaab", ("al", "shabaab")),
        ("Côte d'Ivoire", ("cote", "divoire")),
        ("Donetsk People’s Republic", ("donetsk", "people", "'s", "republic")),
        ("Sa'ada", ("saada",)),
        ("Öcalan", ("ocalan",)),
        ("Kızılay", ("kizilay",)),
        ("'s", ("'s",)),
        ("—", ()),
    ],
)
def test_atoms(text: str, expected: tuple[str, ...]) -> None:
    assert actors.atoms(text) == expected


@given(st.text(max_size=40))
def test_atoms_do_not_depend_on_case_and_are_stable(text: str) -> None:
    once = actors.atoms(text)
    assert actors.atoms(" ".join(once)) == once


@pytest.mark.parametrize(
    ("alias", "day", "expected"),
    [
        ("Vladimir Putin", date(2010, 6, 1), {"RUS:PM"}),
        ("Vladimir Putin", date(2023, 6, 1), {"RUS:PRES"}),
        ("Taliban", date(2015, 1, 1), {"taliban"}),
        ("Taliban", date(2022, 1, 1), {"AFG"}),
        ("Kremlin", date(2022, 1, 1), {"RUS:PRES"}),
        ("Sendero Luminoso", date(1989, 1, 1), {"shining_path"}),
        ("Burma", date(1989, 1, 1), {"MMR"}),
        ("Soviet", date(1983, 9, 1), {"SUN"}),
        ("Soviet", date(2005, 9, 1), set()),
    ],
)
def test_alias_on_a_day(alias: str, day: date, expected: set[str]) -> None:
    entries = actors.load().entries[actors.atoms(alias)]
    assert {entry.id for entry in entries if entry.holds(day)} == expected


def test_own_file_adds_and_overrides(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,class,names\nnew_front,group,New Front|Hamas\n", encoding="utf-8")
    entries = actors.load(own).entries
    assert [entry.id for entry in entries["new", "front"]] == ["new_front"]
    assert [entry.id for entry in entries[("hamas",)]] == ["new_front"]
    assert [entry.id for entry in actors.load().entries[("hamas",)]] == ["hamas"]


@pytest.mark.parametrize(
    "text",
    ["id,class,names\n,group,X\n", "id,class,names\nx,planet,X\n", "id,class,names\nx,group,\n", "id,class,names,from\nx,group,X,May\n"],
    ids=["no id", "no such class", "no names", "no day"],
)
def test_malformed_own_file(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"own\.csv"):
        actors.load(own)
