"""Situation reports of text that is meant to break a reader: nothing of it acts in a page, in a figure or in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from counterclaim.ledger import open_ledger
from counterclaim.model import Actor
from counterclaim.report import ReportOptions, Sitrep, sitrep
from counterclaim.report.blocks import Block, Heading, Paragraph, Quote
from counterclaim.report.markdown import markdown
from counterclaim.wording import plain
from tests.made import claim, document, on, toll
from tests.record import DAY, TORNIO, Record, record_of
from tests.served import fill

HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param('"><img src=x onerror=alert(1)>', id="out of an attribute"),
    pytest.param("</style></main><iframe src=//evil.example>", id="out of an element"),
    pytest.param("&lt;b&gt; &amp;amp;", id="entities stay as written"),
    pytest.param("[click](javascript:alert(1)) ![x](http://evil.example/x.png)", id="Markdown link and image"),
    pytest.param("[1]: http://evil.example <http://evil.example>", id="Markdown definition and autolink"),
    pytest.param("| a | b | \\| c", id="cells of a table"),
    pytest.param("`code` **bold** _it_ ~~no~~ $x$", id="emphasis"),
    pytest.param("# title", id="a heading"),
    pytest.param("1. one", id="a numbered list"),
    pytest.param("- one", id="a list"),
    pytest.param("---", id="a rule"),
    pytest.param("    indented", id="code by indentation"),
    pytest.param("one\n\n<b>two</b>\n\n| x |", id="lines"),
    pytest.param("\u202egnp.exe\u2066 \x1b[31mred\x00", id="direction and control"),
    pytest.param("datum.label + toString(1) {{x}} {0}", id="expressions and braces"),
]
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4", "p", "b", "a", "ul", "li", "div", "section"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img", "blockquote", "span"),
}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "scope", "alt", "src"}


def hostile(text: str) -> Record:
    """One incident in which all that comes from a report is this text."""
    place = replace(TORNIO, name=text, text=text, admin1=text)
    first = replace(document("one", DAY, text, text * 3), title=text, url=text, source=f"{text}.txt")
    second = document("two", DAY + timedelta(days=1), None, f"Other. {text}")
    claims = [
        claim(first, "FIN:MOD", "accuses", by="SWE:MIL", against="FIN", place=place, when=on(DAY, words=text), weapon=text, at=0),
        claim(second, text, "denies", by=text, against="FIN", place=place, when=on(DAY), tolls=[toll("FIN", "killed", 2)], at=7),
    ]
    claims = [replace(one, evidence=text, hedge=text, speaker=Actor(one.speaker.id, text)) for one in claims]
    return record_of([first, second], claims)


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module", params=HOSTILE)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Sitrep]]:
    """A hostile text and the report of a ledger that is full of it."""
    made, text = hostile(request.param), str(request.param)
    with open_ledger(tmp_path_factory.mktemp("hostile") / "ledger.db") as ledger:
        fill(ledger, made.reports, made.claimed)
        with ledger.view() as view:
            yield text, sitrep(view, ReportOptions())


def test_no_text_of_a_report_acts_in_a_page(told: tuple[str, Sitrep]) -> None:
    text, made = told
    page = Page(made.html())
    assert {tag for tag, _ in page.elements} <= ALLOWED
    for _, attributes in page.elements:
        assert set(attributes) <= ATTRIBUTES
        assert (attributes.get("href") or "#").startswith("#")
        assert (attributes.get("src") or "data:image/svg+xml;base64,").startswith("data:image/svg+xml;base64,")
    assert plain(text) in page.text
    assert not set("\x1b\x00\u202e\u2066") & set(page.text)


def test_no_text_of_a_report_acts_in_a_figure(told: tuple[str, Sitrep]) -> None:
    _, made = told
    assert made.figures
    for figure in made.figures:
        for element in ElementTree.fromstring(figure.svg).iter():
            assert element.tag.rpartition("}")[2] in {
                "svg",
                "g",
                "path",
                "text",
                "rect",
                "line",
                "defs",
                "clipPath",
                "title",
                "desc",
                "tspan",
            }
            assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")]


def shown(source: str) -> tuple[set[str], str]:
    """What a reader of Markdown makes of it: the kinds of its parts, and its text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    inner = [child for token in tokens for child in token.children or ()]
    return {token.type for token in [*tokens, *inner]}, "\n".join(
        "".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"
    )


NEVER = {"html_block", "html_inline", "link_open", "image", "code_block", "code_inline", "fence", "hr", "s_open", "ordered_list_open"}


def test_no_text_of_a_report_acts_in_markdown(told: tuple[str, Sitrep]) -> None:
    text, made = told
    source = made.markdown()
    kinds, read = shown(source)
    assert not kinds & NEVER
    assert plain(text) in read
    assert not re.search(r"\b(https?:|www\.)", source)  # GitHub makes links of bare addresses


WORDS = st.text(st.sampled_from([*"\\`*_{}[]()#+-.!|<>~&$@:=;/'\"1aZ \n\t"]), max_size=30)


@given(WORDS)
def test_any_text_stands_for_itself_in_markdown(text: str) -> None:
    blocks: list[Block] = [Heading(2, f"x {text}"), Paragraph(text), Quote("who", text, ""), Paragraph("end")]
    kinds, read = shown(markdown(blocks, {}))
    assert not kinds & (NEVER | {"em_open", "bullet_list_open"})
    words = " ".join(text.split())
    assert read.split("\n") == [f"x {words}".strip(), *([words] if words else []), f"who {words}".strip(), "end"]
