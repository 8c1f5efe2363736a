"""Situation reports, from real ledgers: what is chosen, what is said, that nothing of a text acts, the same bytes each time."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger, open_ledger
from counterclaim.link import link
from counterclaim.model import Claim, Document
from counterclaim.report import ReportOptions, Sitrep, sitrep
from counterclaim.report.markdown import escaped
from tests.made import BRIDGE, DAY, FORD, claim, document, on, toll

EXAMPLE = Path(__file__).parents[1] / "src" / "counterclaim" / "example"
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3)) ![y](https://t.example/z.png) | # `a` *b* &lt;"


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the pictures in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    @property
    def names(self) -> set[str]:
        return {tag for tag, _ in self.found}

    def drawings(self) -> list[str]:
        sources = [attributes["src"] or "" for tag, attributes in self.found if tag == "img"]
        return [base64.b64decode(source.partition("base64,")[2]).decode() for source in sources]


# ---------------------------------------------------------------- ledgers


def kept(location: Path, documents: list[Document], claims: list[Claim]) -> Ledger:
    ledger = open_ledger(str(location))
    with ledger.session() as session:
        for one in documents:
            session.add_document(one)
            session.add_claims(one.id, "made", [claim for claim in claims if claim.document == one.id])
        session.put_incidents(link(claims, documents))
    return ledger


def clash(of: Document, one: str, other: str, **parts: object) -> list[Claim]:
    """Each of two parties accuses the other."""
    both = enumerate([(one, other), (other, one)])
    return [claim(of, f"{speaker}:MOD", "accuses", by=doer, against=speaker, at=at, **parts) for at, (speaker, doer) in both]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Finland and Sweden at the bridge, twice heard with another toll; Armenia and Azerbaijan at the ford; one with no date."""
    early, later = document("early"), document("later", DAY + timedelta(days=2))
    ford, undated = document("ford", DAY + timedelta(days=30)), document("undated", None)
    claims = [
        *clash(early, "SWE", "FIN", place=BRIDGE, when=on(DAY), tolls=[toll("FIN", "killed", 2)]),
        *clash(later, "FIN", "SWE", place=BRIDGE, when=on(DAY), tolls=[toll("FIN", "killed", 5)]),
        *clash(ford, "AZE", "ARM", place=FORD, when=on(DAY + timedelta(days=30))),
        *clash(undated, "PER", "ECU", when=on(None)),
    ]
    with kept(tmp_path_factory.mktemp("three") / "x.db", [early, later, ford, undated], claims) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled example, read by a process of its own."""
    location = tmp_path_factory.mktemp("example") / "example.db"
    command = "from counterclaim.cli import main; main()"
    subprocess.run([sys.executable, "-c", command, "read", str(EXAMPLE), "--ledger", str(location)], check=True, capture_output=True)
    return location


def made(ledger: Ledger, options: ReportOptions | None = None, *, drawn: bool = False) -> Sitrep:
    with ledger.view() as view:
        return sitrep(view, options or ReportOptions(), drawn=drawn)


# ---------------------------------------------------------------- what is chosen

LATE = DAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("options", "places"),
    [
        pytest.param(ReportOptions(), ["Bridge", "Ford", "a place not known"], id="everything, the undated last"),
        pytest.param(ReportOptions(since=DAY), ["Bridge", "Ford"], id="since its day; what has no date is within none"),
        pytest.param(ReportOptions(since=DAY + timedelta(days=1)), ["Ford"], id="since the day after"),
        pytest.param(ReportOptions(until=DAY), ["Bridge"], id="until its day"),
        pytest.param(ReportOptions(since=DAY + timedelta(days=1), until=LATE - timedelta(days=1)), [], id="between the two"),
        pytest.param(ReportOptions(place="bridge"), ["Bridge"], id="place by name, whatever its case"),
        pytest.param(ReportOptions(place="aaa"), ["Bridge", "Ford"], id="place by country"),
        pytest.param(ReportOptions(place="Brid"), [], id="part of a name is no place"),
        pytest.param(ReportOptions(party="Finland"), ["Bridge"], id="party by name"),
        pytest.param(ReportOptions(party="aze"), ["Ford"], id="party by code"),
        pytest.param(ReportOptions(party="FIN", place="Ford"), [], id="all that is asked for at once"),
    ],
)
def test_the_incidents_asked_for(three: Ledger, options: ReportOptions, places: list[str]) -> None:
    report = made(three, options)
    written = report.markdown()
    assert report.incidents == len(places)
    assert re.findall(r"^## \d+\\\. Armed clash at ([a-z ]+|[A-Z]\w+)", written, re.MULTILINE) == places
    assert ("No incident of the record matches." in written) == (not places)


def test_what_is_left_out_for_want_of_a_date_is_said(three: Ledger) -> None:
    assert "Left out: 1 incident to which no report gives a date." in made(three, ReportOptions(since=DAY)).markdown()
    assert "Left out" not in made(three).markdown()


# ---------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("| Question | Status | Finland | Sweden | Others |", id="parties by name"),
        pytest.param("| Who began? | ≠ contradicted | Sweden \\[1, 2\\] | Finland \\[1, 2\\] | – |", id="a point with its sources"),
        pytest.param(
            "- Killed, Finland: 5 (defence ministry; 8 May 2031) \\[2\\]\n  - also 2 (defence ministry; 6 May 2031) \\[1\\]", id="history"
        ),
        pytest.param("> **accuses Sweden (defence ministry)**", id="a quotation with who speaks"),
        pytest.param("- \\[2\\] later, 2031-05-08", id="a source"),
    ],
)
def test_an_incident_is_told(three: Ledger, words: str) -> None:
    assert words in made(three, ReportOptions(party="FIN")).markdown()


def test_parties_come_by_name_whichever_spoke_first(three: Ledger) -> None:
    written = made(three).markdown()
    for one, other in (("Finland", "Sweden"), ("Armenia", "Azerbaijan"), ("Ecuador", "Peru")):
        assert f"| {one} | {other} |" in written
        assert written.index(f"#### {one}") < written.index(f"#### {other}")


def test_the_example_is_told_with_copies_under_their_report(example: Path) -> None:
    with open_ledger(str(example)) as ledger:
        written = made(ledger).markdown()
    assert "told by 10 reports, 8 independent" in written
    assert re.search(
        r"^- \\\[1\\\] Northern Wire.*\n  - \\\[2\\\] copy: Dailyquick.*\n  - \\\[3\\\] copy: Gulf Morning Post", written, re.MULTILINE
    )
    assert "copies 2, 3\\]" in written
    assert "Juhani Salmela" in written


# ---------------------------------------------------------------- figures


def test_the_page_has_its_figures_in_it_and_fetches_nothing(three: Ledger) -> None:
    report = made(three, drawn=True)
    page = Tags(report.html())
    assert [figure.name for figure in report.figures or ()] == ["map", "timeline", "tolls-1"]
    assert len(page.drawings()) == 3
    assert "1 Bridge" in page.drawings()[0] and "2 Ford" in page.drawings()[0]
    assert "Killed, Finland" in page.drawings()[2]
    addresses = [attributes.get("src") or attributes.get("href") or "" for _, attributes in page.found]
    assert all(address.startswith(("data:image/svg+xml;base64,", "#")) for address in addresses if address)
    assert not any(re.search(r"(href|src)=\"(?!#)|@import|url\((?!#)", drawing) for drawing in page.drawings())


def test_a_report_can_do_without_figures(three: Ledger) -> None:
    assert made(three).figures == ()
    assert "<img" not in made(three).html()


def test_without_the_extra_there_is_a_report_and_a_word_of_it(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.html"
    absent = "import sys; sys.modules['altair'] = None; from counterclaim.cli import main; main()"
    command = [sys.executable, "-c", absent, "report", "--ledger", str(example), "--out", str(out)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "No figures: they need pip install 'counterclaim[report]'." in said.stderr
    assert "<h1>Situation report</h1>" in out.read_text(encoding="utf-8")


# ---------------------------------------------------------------- text that would act


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitrep]:
    """A report whose text, outlet, title and address are all markup, and a place and speaker named so."""
    place = replace(BRIDGE, name=HOSTILE, text=HOSTILE)
    base = document("hostile", text=HOSTILE)
    of = Document(base.id, "made/<b>.txt", HOSTILE, outlet=HOSTILE, url="javascript:alert(4)//<u>", title=HOSTILE, published=DAY)
    claims = [
        claim(of, "<i>x</i>", "accuses", by="<svg onload=alert(5)>", against="FIN", place=place, when=on(DAY), at=0, weapon="<hr>"),
        *clash(of, "FIN", "SWE", place=place, when=on(DAY)),
    ]
    whole = [replace(one, evidence=HOSTILE) for one in claims]
    with kept(tmp_path_factory.mktemp("hostile") / "x.db", [of], whole) as ledger:
        yield made(ledger, drawn=True)


def test_no_tag_of_a_report_is_a_tag_of_the_page(hostile: Sitrep) -> None:
    page = Tags(hostile.html())
    assert not page.names & {"script", "i", "hr", "u", "svg", "iframe"}
    assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)
    assert all((attributes.get("src") or "").startswith("data:image/svg+xml") for tag, attributes in page.found if tag == "img")
    assert "&lt;script&gt;alert(1)" in hostile.html()
    assert not any(
        "<script" in drawing or "onerror=alert" in drawing.replace("&lt;", "").partition("<img")[2] for drawing in page.drawings()
    )


def test_no_mark_of_a_report_is_markdown(hostile: Sitrep) -> None:
    written = hostile.markdown("x")
    assert re.search(r"(?<!\\)<", written) is None
    assert re.findall(r"(?<!\\)\]\(([^)]*)\)", written) == ["x-map.svg", "x-timeline.svg"]
    assert re.search(r"https://", written) is None  # nor a link without marks


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("1. one", "1\\. one", id="no list"),
        pytest.param("- one", "\\- one", id="no bullet"),
        pytest.param("=====", "\\=====", id="no rule under a heading"),
        pytest.param("a | b", "a \\| b", id="no cell"),
        pytest.param("one\n\n# two", "one \\# two", id="one line"),
        pytest.param("![a](b)", "!\\[a\\](b)", id="no picture"),
        pytest.param("see https://a.example, www.b.example", "see https\\://a.example, www\\.b.example", id="no address becomes a link"),
        pytest.param("at 03:40 :smile:", "at 03:40 \\:smile:", id="no picture of a word, times as they are"),
        pytest.param("on 2031-05-06 (Monday)", "on 2031-05-06 (Monday)", id="plain words stay as they are"),
    ],
)
def test_markdown_is_escaped_and_no_more(text: str, wanted: str) -> None:
    assert escaped(text) == wanted


# ---------------------------------------------------------------- the same bytes


def test_the_same_ledger_gives_the_same_bytes(example: Path, tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        out = tmp_path / seed / "report.md"
        page = out.with_suffix(".html")
        out.parent.mkdir()
        for path in (out, page):
            command = [
                sys.executable,
                "-c",
                "from counterclaim.cli import main; main()",
                "report",
                "--ledger",
                str(example),
                "--out",
                str(path),
            ]
            subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)})
        written.append({path.name: path.read_bytes() for path in sorted(out.parent.iterdir())})
    assert written[0] == written[1]
    assert sorted(written[0]) == ["report-map.svg", "report-timeline.svg", "report-tolls-1.svg", "report.html", "report.md"]
