"""The benchmark's reading of corpora and its figures, on articles made for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.toponyms import Gold, Resolution, Tally, nearest, part, read_articles

from counterclaim.model import Span
from counterclaim.parse import load

NEWS = """<articles><article><text>Shells hit Kramatorsk and Paris.</text><toponyms>
<toponym><phrase>Kramatorsk</phrase><start>11</start><end>21</end>
<gaztag geonameid="706524"><lat>48.72</lat><lon>37.55</lon></gaztag></toponym>
<toponym><phrase>Paris</phrase><start>25</start><end>30</end></toponym>
</toponyms></article></articles>"""
VIRUS = """<articles><article><text>It began in Goma.</text><locations><location>
<name>Goma</name><start>13</start><end>17</end><lat>-1.68</lat><lon>29.22</lon></location></locations></article></articles>"""
WEB = """<articles><article><text>Officials in Lima met.</text><toponyms>
<toponym><extractedName>Lima</extractedName><type>Literal</type><start>13</start><end>17</end>
<geonamesID>3936456</geonamesID><latitude>-12.04</latitude><longitude>-77.03</longitude></toponym>
<toponym><extractedName>Officials</extractedName><type>Non_Lit_Expression</type><start>0</start><end>9</end></toponym>
</toponyms></article></articles>"""
WAR = """<doc><s><w tok="Camp"/><w tok="near"/><toponym term="Corinth"><candidates>
<cand lat="34.9" long="-88.5" selected="yes"/></candidates></toponym><w tok="."/></s></doc>"""


@pytest.mark.parametrize(
    ("corpus", "gold"),
    [
        pytest.param(NEWS, [Gold(Span(11, 21), 48.72, 37.55, 706524), Gold(Span(26, 31))], id="id and point; one offset mended"),
        pytest.param(VIRUS, [Gold(Span(12, 16), -1.68, 29.22)], id="offsets from one"),
        pytest.param(WEB, [Gold(Span(13, 17), -12.04, -77.03, 3936456)], id="expressions left out"),
        pytest.param(WAR, [Gold(Span(10, 17), 34.9, -88.5)], id="tokens joined"),
    ],
)
def test_read(tmp_path: Path, corpus: str, gold: list[Gold]) -> None:
    path = tmp_path / "corpus.xml"
    path.write_text(corpus, encoding="utf-8")
    (article,) = read_articles(path)
    assert list(article.gold) == gold


@pytest.mark.parametrize(("start", "at"), [(0, 0), (5, 8), (99, 8)])
def test_nearest_standing(start: int, at: int) -> None:
    assert nearest("Goma to Goma", "Goma", start) == at
    assert nearest("Goma to Goma", "Beni", start) is None


def test_halves_are_in_file_order(tmp_path: Path) -> None:
    path = tmp_path / "corpus.xml"
    path.write_text(NEWS, encoding="utf-8")
    articles = read_articles(path) * 5
    assert [len(part(articles, half)) for half in ("first", "second", "all")] == [2, 3, 5]


def test_unresolved_counts_as_wrong_and_apart() -> None:
    figures = Resolution()
    figures.add(Gold(Span(0, 1), 10.0, 10.0, 5), (10.5, 10.0, 5))
    figures.add(Gold(Span(2, 3), 10.0, 10.0, 6), None)
    assert figures.row() | {"area": 0} == {"n": 2, "exact": 0.5, "within_161": 0.5, "area": 0, "unresolved": 0.5}


def test_figures_of_an_article(tmp_path: Path) -> None:
    path = tmp_path / "corpus.xml"
    path.write_text(WEB, encoding="utf-8")
    tally, (article,) = Tally(), read_articles(path)
    tally.count(article, load().parse(article.text))
    row = tally.row()
    assert row["tagging"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 1}
    assert (tally.given.row()["exact"], tally.whole.row()["within_161"]) == (1.0, 1.0)
