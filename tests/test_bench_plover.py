"""The PLOVER runner: its columns, where a name stands, and the roots of sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench import plover, plover_gold
from bench.plover import Record, root_in, tokens_of

from counterclaim.extract.plover import root_name
from counterclaim.parse import Pipeline

ROOTS = [
    ("Kenya and Uganda signed a trade agreement on Monday.", "Kenya", "Uganda", "SUPPORT", "a treaty signed"),
    ("The foreign minister of Chad met his Nigerian counterpart in Abuja.", "foreign minister of Chad", "Nigerian", "CONSULT", "a meeting"),
    ("Norway sent food and medicine to Somalia.", "Norway", "Somalia", "AID", "help sent"),
    ("Peru demanded that Ecuador withdraw its troops.", "Peru", "Ecuador", "REQUEST", "a demand, whatever is demanded"),
    ("Peru accused Ecuador of shelling a border post.", "Peru", "Ecuador", "ACCUSE", "an accusation, whatever the act"),
    ("Turkey rejected the proposal of the Greek government.", "Turkey", "Greek", "REJECT", "a refusal"),
    ("The rebels threatened to attack the capital.", "rebels", "the capital", "THREATEN", "an attack that is threatened"),
    ("Thousands of students protested against the government in Lima.", "students", "government", "PROTEST", "a protest"),
    ("India expelled two Pakistani diplomats.", "India", "Pakistani diplomats", "SANCTION", "relations reduced"),
    ("The army moved tanks to the border with Sudan.", "army", "Sudan", "MOBILIZE", "forces moved"),
    ("Police arrested a reporter in Minsk.", "Police", "reporter", "COERCE", "an arrest"),
    ("Gunmen killed four policemen near Kandahar.", "Gunmen", "policemen", "ASSAULT", "a killing"),
    ("The militia released three hostages.", "militia", "hostages", "YIELD", "captives set free"),
]


@pytest.mark.parametrize(("sentence", "source", "target", "root"), [row[:4] for row in ROOTS], ids=[row[4] for row in ROOTS])
def test_root_of_what_a_source_does(pipeline: Pipeline, sentence: str, source: str, target: str, root: str) -> None:
    assert root_in(pipeline.parse(sentence), Record(sentence, source, target, root)) == root


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("the army of Chad", ["the", "army", "of", "Chad"]),
        ("an army of Chad", ["army", "of", "Chad"]),
        ("Chad/Kano", ["Chad", "Kano"]),
        ("Mali", []),
        ("", []),
    ],
    ids=["as it stands", "its last words", "two names", "nowhere", "empty"],
)
def test_where_a_name_stands(pipeline: Pipeline, name: str, words: list[str]) -> None:
    parse = pipeline.parse("In Kano the army of Chad met villagers.")
    assert sorted(parse.form(token) for token in tokens_of(parse, name)) == sorted(words)


@pytest.mark.parametrize(("name", "root"), [("RETREAT", "YIELD"), ("fight", "ASSAULT"), ("Investigate", "ACCUSE"), ("AID", "AID")])
def test_names_of_other_versions(name: str, root: str) -> None:
    assert root_name(name) == root


def test_gold_records_become_rows_and_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [
        {"event": "DOCUMENT", "text": "about this file"},
        {
            "event": "ASSAULT",
            "text": "{Gunmen killed  two teachers.}",
            "source": [{"actorText": "Gunmen"}],
            "target": [{"actorText": "teachers"}],
        },
        {"event": "AID", "text": "Norway sent food to Mali.", "source": "Norway", "target": [{"actorText": "Mali"}]},
        {"event": "AGREE", "text": "Gunmen killed two nurses.", "source": [{"actorText": "Gunmen"}]},
    ]
    (tmp_path / "PLOVER_GSR_X.txt").write_text(json.dumps(records), encoding="utf-8")
    table = tmp_path / "gold.tsv"
    assert plover_gold.main(["--records", str(tmp_path), "--out", str(table)]) == 0
    assert table.read_text(encoding="utf-8").splitlines()[:2] == [
        "sentence\tsource\ttarget\tgold_root",
        "Gunmen killed two teachers.\tGunmen\tteachers\tASSAULT",
    ]
    capsys.readouterr()
    assert plover.main(["--data", str(table), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["records"], figures["accuracy"]) == (3, 0.6667)
    assert figures["f1"] == {"AGREE": 0.0, "AID": 1.0, "ASSAULT": 0.6667}


def test_missing_columns_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.tsv").write_text("sentence\tsource\n", encoding="utf-8")
    assert plover.main(["--data", str(tmp_path / "x.tsv")]) == 2
    assert "target, gold_root" in capsys.readouterr().err
