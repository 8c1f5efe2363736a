"""The report in a web page: its text in paragraphs, its title, outlet, address and day. Never touches the network.

Pages are hostile: what could make the extraction run away (very many tags, scripts, broken or huge JSON-LD, endless
attributes) is refused or taken out of the tree first, and whatever still breaks it ends as a rejection.
"""

from __future__ import annotations

import copy
import functools
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from counterclaim.errors import Rejected
from counterclaim.read.options import Metadata, iso_date, rejected

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MAX_TAGS = 60_000  # extraction is linear up to here (some 5 s of nested divs) and worse than linear beyond
MAX_TEXT = 1_000_000
MAX_ATTRIBUTE = 4_000
MAX_JSON_LD = 200_000
MAX_TYPES_TIMES_LENGTH = 50_000_000  # a search for one type in JSON-LD starts anew at each "@type"
DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}  # the default bound is today

_OPENINGS = ("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<p ")
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A report found in a page. Paragraphs of `text` are separated by blank lines."""

    text: str
    stated: Metadata


def is_page(text: str) -> bool:
    """Whether a text is HTML, by its first tag; leading comments and an XML declaration are passed over."""
    start = text[:20_000].lstrip("\ufeff \t\r\n").lower()
    while start.startswith(("<!--", "<?xml")):
        start = start.partition("-->" if start.startswith("<!--") else "?>")[2].lstrip()
    return start.startswith(_OPENINGS)


def is_other_xml(text: str) -> bool:
    """Whether a text is XML that is not XHTML: a feed, say."""
    return text[:200].lstrip("\ufeff \t\r\n").lower().startswith("<?xml") and "<html" not in text[:4000].lower()


def declared_charset(data: bytes) -> str | None:
    """The encoding that the first 4,000 bytes of a page name, if they do."""
    found = _CHARSET.search(data[:4000])
    return found[1].decode("ascii") if found else None


def report_in(html: str, source: str, url: str | None = None) -> Page:
    """The report in a page, or Rejected (no_text, too_large). `url` is its address, where the page does not say."""
    if html.count("<") > MAX_TAGS:
        raise rejected(source, "too_large", f"a page of more than {MAX_TAGS} tags")
    whole = html if "<html" in html[:4000].lower() else f"<html><body>{html}</body></html>"
    try:
        found = _extractor()(whole, source, url)
    except Rejected:
        raise
    except Exception as error:  # noqa: BLE001  a page that breaks the libraries is a rejection like any other
        raise rejected(source, "no_text", f"extraction failed: {type(error).__name__}") from None
    if found is None or not found.text.strip():
        raise rejected(source, "no_text", "no report found in the page")
    return found


@functools.cache
def _extractor() -> Callable[[str, str, str | None], Page | None]:
    from trafilatura import bare_extraction, extract_metadata, load_html
    from trafilatura.settings import Document as Extracted

    for library in ("trafilatura", "htmldate"):
        logging.getLogger(library).addHandler(logging.NullHandler())  # no lines on stderr about what becomes a rejection

    def extract(html: str, source: str, url: str | None) -> Page | None:
        tree = load_html(html)
        if tree is None:
            return None
        _tame(tree)
        if sum(len(element.text or "") + len(element.tail or "") for element in tree.iter()) > MAX_TEXT:
            raise rejected(source, "too_large", f"a page of more than {MAX_TEXT} characters of text")
        head = _without_running_text(tree)
        stated = _stated(extract_metadata(head, default_url=url, date_config=dict(DATES)), html)
        found = bare_extraction(tree, url=url, include_comments=False)
        text = (found.text or "") if isinstance(found, Extracted) else ""
        return Page("\n\n".join(line for line in text.splitlines() if line.strip()), stated)

    return extract


def _without_running_text(tree: HtmlElement) -> HtmlElement:
    """A copy to look for the metadata in: a day named in the course of a report is not the day it was published."""
    head = copy.deepcopy(tree)
    for paragraph in list(head.iter("p")):
        if _runs(paragraph.text_content()) and paragraph.getparent() is not None:
            paragraph.drop_tree()
    for element in head.iter():
        if element.tag not in {"script", "title"} and _runs(element.text or ""):
            element.text = ""
        if _runs(element.tail or ""):
            element.tail = ""
    return head


def _runs(text: str) -> bool:
    """Whether a text is running text, by its length and its full stop; a line that gives a page its date is short."""
    text = text.strip()
    return len(text) > (50 if text.endswith((".", "!", "?", '"', "”")) else 120)


def _tame(tree: HtmlElement) -> None:
    """Takes scripts (but for JSON-LD of sane size), styles and endless attributes out of the tree."""
    for element in list(tree.iter("script", "style")):
        if not _is_json_ld(element) and element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter():
        for name, value in element.attrib.items():
            if len(value) > MAX_ATTRIBUTE:
                del element.attrib[name]
    for title in tree.iter("title"):
        title.text = (title.text or "")[:MAX_ATTRIBUTE]


def _is_json_ld(element: HtmlElement) -> bool:
    content = element.text or ""
    if element.get("type") != "application/ld+json" or len(content) > MAX_JSON_LD:
        return False
    if content.count('"@type"') * len(content) > MAX_TYPES_TIMES_LENGTH:
        return False
    try:
        json.loads(content, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _stated(found: object, html: str) -> Metadata:
    values = {name: value for name in ("title", "url", "sitename", "date") if isinstance(value := getattr(found, name, None), str)}
    day = iso_date(values.get("date", ""))
    published = day if day and _writes(f"{html[:1_000_000]} {values.get('url', '')}", day) else None
    return Metadata(values.get("sitename"), values.get("url"), values.get("title"), published=published)


def _writes(html: str, day: date) -> bool:
    """Whether the day stands somewhere near its year. htmldate completes "2021-05" with today's day of the month."""
    number = re.compile(rf"(?<!\d)0?{day.day}(?!\d)|{day:%Y%m%d}")
    near = (html[max(0, year.start() - 24) : year.end() + 24] for year in re.finditer(str(day.year), html))
    short = rf"(?<!\d)0?{day.day}[./-]0?{day.month}[./-]{day:%y}(?!\d)"
    return any(map(number.search, near)) or bool(re.search(short, html))
