"""The runner for time expressions: reading both layouts of WikiWars and TimeML, and counting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench import timex

TIMEML = """<?xml version="1.0" ?>
<TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2023-04-12" functionInDocument="CREATION_TIME">20230412</TIMEX3></DCT>
<TEXT>
Fire was opened on <TIMEX3 tid="t1" type="DATE" value="2023-04-11">Tuesday</TIMEX3> near Xé &amp; Co, and
<TIMEX3 tid="t2" type="DATE" value="2023-03">in March</TIMEX3>; all was calm at <TIMEX3 tid="t3" value="X">the time</TIMEX3>.
</TEXT>
</TimeML>
"""
ARTICLE = "<DOC>\n<DOCID>a</DOCID>\n<DATETIME> {when} </DATETIME>\n<TEXT>\nThé siege began on {day} and ended in {year}.\n</TEXT>\n</DOC>\n"
KEY = """<source_file><document DOCID="a">
<timex2 ID="t0" VAL="2009-12-19"><timex2_mention><extent><charseq START="5" END="14">2009-12-19</charseq></extent></timex2_mention></timex2>
<timex2 ID="t1" VAL="1921-07-04"><timex2_mention><extent><charseq START="{day}" END="{day_end}">4 July 1921</charseq></extent>
</timex2_mention></timex2>
<timex2 ID="t2" VAL="192"><timex2_mention><extent><charseq START="{year}" END="{year_end}">the 1920s</charseq></extent>
</timex2_mention></timex2>
</document></source_file>
"""


def counted(capsys: pytest.CaptureFixture[str], folder: Path) -> dict[str, float]:
    assert timex.main(["--data", str(folder), "--plain", "--json"]) == 0
    figures: dict[str, float] = json.loads(capsys.readouterr().out)
    return figures


def test_timeml_is_scored_by_extent_overlap_and_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tml").write_text(TIMEML, encoding="utf-8")
    figures = counted(capsys, tmp_path)
    assert (figures["gold"], figures["found"]) == (3, 2)
    assert figures["strict_p"] == 0.5
    assert figures["relaxed_f1"] == figures["value_f1"] == 0.8


def test_both_layouts_of_wikiwars_give_the_same_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inline, apart = tmp_path / "inline" / "keyinline", tmp_path / "apart"
    inline.mkdir(parents=True)
    tagged = {"day": '<TIMEX2 val="1921-07-04">4 July 1921</TIMEX2>', "year": '<TIMEX2 val="192">the 1920s</TIMEX2>'}
    (inline / "a.key.xml").write_text(ARTICLE.format(when='<TIMEX2 val="2009-12-19">2009-12-19</TIMEX2>', **tagged), encoding="utf-8")
    (apart / "in").mkdir(parents=True)
    (apart / "key").mkdir()
    plain = ARTICLE.format(when="2009-12-19", day="4 July 1921", year="the 1920s")
    (apart / "in" / "a.sgm").write_text(plain, encoding="utf-8")
    bare = timex.unmarked(plain)[0].encode()
    places = {name: bare.index(words.encode()) for name, words in (("day", "4 July"), ("year", "the 1920s"))}
    key = KEY.format(**places, day_end=places["day"] + len("4 July 1921") - 1, year_end=places["year"] + len("the 1920s") - 1)
    (apart / "key" / "a.key.apf.xml").write_text(key, encoding="utf-8")
    figures = [counted(capsys, tmp_path / "inline"), counted(capsys, apart)]
    for row in figures:
        row.pop("data_sha256")
    assert figures[0] == figures[1]
    assert figures[0]["strict_f1"] == figures[0]["value_f1"] == 1.0


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        timex.main(["--data", str(tmp_path)])
