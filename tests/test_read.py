"""What each kind of input gives: formats, encodings, rejections, ids."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest
from ftfy.badness import is_bad
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counterclaim.model import Document, Rejection, content_id
from counterclaim.read import ReadOptions, Reason, read
from counterclaim.text import sha256

CASES = Path(__file__).parent / "cases" / "read"
ENGLISH = "Freedonia said on Monday that two of its soldiers had been wounded by fire from across the river near Kelt."
QUOTED = "The ministry said: “Our side did not open fire first.” It’s the third breach this month – both sides say so."
SPUN = "Freedonia said connected Monday that 2 of its soldiers had been wounded by occurrence from crossed nan river adjacent Kelt."
NAMES = f"{ENGLISH} The dead and the wounded: " + ", ".join(
    f"{first} {last}" for first in ("José Muñoz", "Íñigo Peña", "Begoña", "Jesús Antonio") for last in ("Gómez", "Ibáñez", "Úbeda")
)
SPANISH = "El Ministerio de Defensa informó el lunes que dos de sus soldados resultaron heridos por disparos desde la otra orilla."
RUSSIAN = "Министерство обороны сообщило в понедельник, что двое военных были ранены огнём с другого берега реки, недалеко от села."
OPTIONS = ReadOptions()


def one(given: str | Path, options: ReadOptions = OPTIONS) -> Document | Rejection:
    (found,) = read([given], options=options)
    return found


def document(given: str | Path, options: ReadOptions = OPTIONS) -> Document:
    found = one(given, options)
    assert isinstance(found, Document), found
    return found


def piped(data: bytes, options: ReadOptions = OPTIONS) -> list[Document | Rejection]:
    return list(read(["-"], options=replace(options, stdin=io.BytesIO(data))))


def rows(*values: object) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


# name, stored bytes, text expected, words that the changes contain
READABLE = [
    ("plain.txt", QUOTED.encode(), QUOTED, []),
    ("notes.md", f"# Note\n\n{QUOTED}\n".encode(), f"# Note\n\n{QUOTED}\n", []),
    ("noextension", QUOTED.encode(), QUOTED, []),
    ("saved.asp", QUOTED.encode(), QUOTED, []),
    ("UPPER.TXT", ENGLISH.upper().encode(), ENGLISH.upper(), []),
    ("spun.txt", SPUN.encode(), SPUN, []),
    ("names.txt", NAMES.encode(), NAMES, []),
    ("short.txt", b"Dos muertos en Kelt", "Dos muertos en Kelt", []),
    ("crlf.txt", f"{ENGLISH}\r\n{ENGLISH}".encode(), f"{ENGLISH}\n{ENGLISH}", ["carriage returns"]),
    ("bom.txt", b"\xef\xbb\xbf" + QUOTED.encode(), QUOTED, ["byte order mark"]),
    ("nul.txt", f"{ENGLISH[:20]}\0{ENGLISH[20:]}".encode(), ENGLISH, ["control characters removed: 1"]),
    ("wire.txt", b"\x01\x02" + ENGLISH.encode() + b"\x03", ENGLISH, ["control characters removed: 3"]),
    ("cp1252.txt", QUOTED.encode("cp1252"), QUOTED, ["windows-1252"]),
    ("utf16.txt", QUOTED.encode("utf-16"), QUOTED, ["utf-16"]),
    ("utf16le.txt", QUOTED.encode("utf-16-le"), QUOTED, ["utf-16-le"]),
    ("utf16be.txt", QUOTED.encode("utf-16-be"), QUOTED, ["utf-16-be"]),
    ("utf32.txt", QUOTED.encode("utf-32"), QUOTED, ["utf-32"]),
    ("mojibake.txt", QUOTED.encode().decode("cp1252", "ignore").encode(), None, ["mojibake repaired in lines: 1"]),
    ("c1.txt", QUOTED.encode("cp1252").decode("latin-1").encode(), QUOTED, ["mojibake repaired in lines: 1"]),
    ("mixed.txt", QUOTED.encode() + b" It\x92s so.", QUOTED + " It’s so.", ["stray bytes"]),
    ("cut.txt", QUOTED.encode() + "”".encode()[:2], QUOTED + "\ufffd", ["stray bytes"]),
    ("cut-ascii.txt", ENGLISH.encode() + "”".encode()[:2], ENGLISH + "\ufffd", ["stray bytes"]),
    ("last-byte.txt", ENGLISH.encode() + b" \x93Yes\x94", ENGLISH + " “Yes”", ["windows-1252"]),
    ("letters.txt", f"{ENGLISH} Doña Ñuñoa, Łódź, Đà Nẵng, Ağdam.".encode(), f"{ENGLISH} Doña Ñuñoa, Łódź, Đà Nẵng, Ağdam.", []),
    ("packed.txt.gz", gzip.compress(QUOTED.encode()), QUOTED, []),
    ("members.gz", gzip.compress(ENGLISH.encode()) + gzip.compress(b" Again."), ENGLISH + " Again.", []),
    ("single.json", json.dumps({"text": QUOTED}, indent=1).encode(), QUOTED, []),
]


@pytest.mark.parametrize(("name", "data", "text", "changes"), READABLE, ids=[row[0] for row in READABLE])
def test_readable(tmp_path: Path, name: str, data: bytes, text: str | None, changes: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = document(path)
    assert text is None or found.text == text
    assert len(found.changes) == len(changes)
    assert all(words in change for words, change in zip(changes, found.changes, strict=True)), found.changes
    assert found.original_sha256 == sha256(data)
    assert found.source == f"{tmp_path.name}/{name}"
    assert found.original_path == str(path.resolve())


def test_mojibake_is_repaired_only_in_lines_that_show_it(tmp_path: Path) -> None:
    bad = QUOTED.encode().decode("latin-1")
    (tmp_path / "a.txt").write_text(f"{QUOTED}\n{bad}\nSão Tomé", encoding="utf-8")
    assert document(tmp_path / "a.txt").text == f"{QUOTED}\n{QUOTED}\nSão Tomé"


# name, stored bytes, reason, words of the detail
REJECTED = [
    ("empty.txt", b"", "empty", ""),
    ("white.txt", b" \n\t\r\n \xc2\xa0", "empty", ""),
    ("empty.html", b"", "empty", ""),
    ("empty.txt.gz", gzip.compress(b""), "empty", ""),
    ("nothing.html", b"<html><head><title>x</title></head><body></body></html>", "no_text", ""),
    ("zeros.txt", bytes(1000), "binary", "control characters"),
    ("bytes.txt", bytes(range(256)) * 8, "binary", "control characters"),
    ("report.pdf", b"%PDF-1.7\n" + b"some text " * 50, "binary", "PDF"),
    ("report.docx", b"PK\x03\x04\x14\x00" + ENGLISH.encode(), "binary", "office"),
    ("nested.gz", gzip.compress(gzip.compress(ENGLISH.encode())), "binary", "gzip"),
    ("marked.txt", b"\xff\xfeA\x00\x00\xd8", "undecodable", "utf-16"),
    ("feed.xml", b'<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>', "unsupported", "XML"),
    ("data.tsv", b"a\tb\n1\t2\n", "unsupported", "table"),
    ("torn.txt.gz", gzip.compress(ENGLISH.encode() * 99)[:-20], "malformed", "gzip"),
    ("fake.gz", b"\x1f\x8bnot gzip at all", "malformed", "gzip"),
    ("broken.json", b'{"text": "no end', "malformed", "JSON"),
    ("deep.json", b"[" * 100_000, "malformed", "JSON"),
    ("number.json", b"[" + b"9" * 5000 + b"]", "malformed", "JSON"),
    ("scalar.json", b"42", "malformed", "text"),
    ("textless.json", b'{"body": "x"}', "malformed", "text"),
    ("es.txt", SPANISH.encode(), "language", "looks like: es"),
    ("es-upper.txt", SPANISH.upper().encode(), "language", "looks like: es"),
    ("ru.txt", RUSSIAN.encode(), "language", "looks like: ru"),
    ("ru-1251.txt", RUSSIAN.encode("cp1251"), "language", "looks like: ru"),
]


@pytest.mark.parametrize(("name", "data", "reason", "detail"), REJECTED, ids=[row[0] for row in REJECTED])
def test_rejected(tmp_path: Path, name: str, data: bytes, reason: str, detail: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = one(tmp_path / name)
    assert isinstance(found, Rejection)
    assert (found.source, found.reason) == (f"{tmp_path.name}/{name}", reason)
    assert detail in found.detail
    assert found.original_sha256 in {sha256(data), ""}
    assert found.original_sha256 or "gz" in name


def test_every_reason_is_documented() -> None:
    assert {row[2] for row in REJECTED} <= set(get_args(Reason))


TOO_LARGE = [
    ("line.txt", b"a" * 5001),
    ("bomb.txt.gz", gzip.compress(bytes(50_000_000))),
    ("bomb.jsonl.gz", gzip.compress((b" " * 4_999 + b"\n") * 10_000)),
    ("list.json", b"[" + b" " * 5000 + b"]"),
]


@pytest.mark.parametrize(("name", "data"), TOO_LARGE, ids=[row[0] for row in TOO_LARGE])
def test_too_large(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = one(tmp_path / name, ReadOptions(max_bytes=5000))
    assert isinstance(found, Rejection)
    assert found.reason == "too_large"


def test_a_line_of_fifty_megabytes_is_too_large_by_default(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_bytes(b"word " * 10_000_000)
    found = one(tmp_path / "line.txt")
    assert isinstance(found, Rejection)
    assert found.reason == "too_large"


def test_just_under_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 5000)
    assert document(tmp_path / "a.txt", ReadOptions(max_bytes=5000, min_letters=10_000)).text == "a" * 5000


# JSON Lines


def test_rows_carry_their_metadata_line_and_hash(tmp_path: Path) -> None:
    row = {"text": ENGLISH, "url": "https://x.example/1", "outlet": "The Courier", "title": "Two hurt", "published": "2021-05-03"}
    data = rows(row | {"language": "en-GB", "score": 3}, {"text": QUOTED})
    (tmp_path / "wire.jsonl").write_bytes(data)
    first, second = read(tmp_path / "wire.jsonl", options=OPTIONS)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, first.url, first.outlet, first.title) == (ENGLISH, "https://x.example/1", "The Courier", "Two hurt")
    assert (first.published, first.language) == (date(2021, 5, 3), "en")
    assert first.source == f"{tmp_path.name}/wire.jsonl#1"
    assert first.original_sha256 == sha256(data.splitlines()[0])
    assert second.source == f"{tmp_path.name}/wire.jsonl#2"
    assert (second.url, second.published) == (None, None)


BAD_ROWS = [
    ("not JSON", b"{oops", "malformed"),
    ("not an object", b'["text"]', "malformed"),
    ("no text", b'{"title": "x"}', "malformed"),
    ("text of another type", b'{"text": 5}', "malformed"),
    ("empty text", b'{"text": " "}', "empty"),
    ("another language stated", rows({"text": ENGLISH, "language": "ru"}).strip(), "language"),
    ("another language", rows({"text": SPANISH}).strip(), "language"),
    ("binary", b'{"text": "\0\0\0\0\0"}', "binary"),
    ("too long", rows({"text": ENGLISH * 100}).strip(), "too_large"),
]


@pytest.mark.parametrize(("line", "reason"), [row[1:] for row in BAD_ROWS], ids=[row[0] for row in BAD_ROWS])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_a_bad_row_is_rejected_and_the_rest_goes_on(tmp_path: Path, line: bytes, reason: str, packed: bool) -> None:
    path = tmp_path / ("wire.jsonl.gz" if packed else "wire.ndjson")
    data = rows({"text": ENGLISH}) + b"\n" + line + b"\n" + rows({"text": QUOTED})
    path.write_bytes(gzip.compress(data) if packed else data)
    first, bad, last = read(path, options=ReadOptions(max_bytes=5000))
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, Rejection)
    assert (bad.source, bad.reason) == (f"{tmp_path.name}/{path.name}#3", reason)
    assert last.source.endswith("#4")


def test_a_surrogate_escaped_in_json_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "Kelt \\ud83d was hit", "title": "x\\udc00"}\n')
    found = document(tmp_path / "a.jsonl")
    assert (found.text, found.title) == ("Kelt \ufffd was hit", "x\ufffd")
    assert found.changes == ("unpaired surrogates replaced: 1",)


@pytest.mark.parametrize("name", ["list.json", "list.json.gz", "list"])
def test_a_json_list_is_rows(tmp_path: Path, name: str) -> None:
    data = json.dumps([{"text": ENGLISH}, {"body": "x"}, {"text": QUOTED}], indent=1).encode()
    stored = gzip.compress(data) if name.endswith("gz") else data
    (tmp_path / name).write_bytes(stored)
    found = list(read(tmp_path / name, options=OPTIONS))
    assert [row.source for row in found] == [f"{tmp_path.name}/{name}#{n}" for n in (1, 2, 3)]
    assert [type(row) for row in found] == [Document, Rejection, Document]
    assert {row.original_sha256 for row in found} == {sha256(stored)}


def test_json_lines_by_the_name_of_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(rows({"text": ENGLISH}, {"text": QUOTED}))
    assert [row.source for row in read(tmp_path / "a.json", options=OPTIONS)] == [f"{tmp_path.name}/a.json#{n}" for n in (1, 2)]


def test_a_torn_gzip_gives_its_whole_rows_first(tmp_path: Path) -> None:
    data = rows(*({"text": f"{ENGLISH} {os.urandom(200).hex()}"} for _ in range(2000)))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data)[:-5000])
    *good, last = read(tmp_path / "a.jsonl.gz", options=OPTIONS)
    assert len(good) > 1000
    assert all(isinstance(row, Document) for row in good)
    assert isinstance(last, Rejection)
    assert (last.source, last.reason) == (f"{tmp_path.name}/a.jsonl.gz", "malformed")


PUBLISHED = [
    ("2023-04-11", date(2023, 4, 11)),
    ("2023-04-11T23:30:00-05:00", date(2023, 4, 11)),
    ("2023-04-11T12:00:00Z", date(2023, 4, 11)),
    ("2023-04-11 12:00", date(2023, 4, 11)),
    (" 20230411 ", date(2023, 4, 11)),
    (None, None),
    ("", None),
    ("2023-04", None),
    ("11/04/2023", None),
    ("2023-02-30", None),
    ("0001-01-01", None),
    ("9999-12-31T00:00:00Z", None),
    (1681171200, None),
    (["2023-04-11"], None),
]


@pytest.mark.parametrize(("value", "expected"), PUBLISHED, ids=[str(row[0]) for row in PUBLISHED])
def test_published(value: object, expected: date | None) -> None:
    (found,) = piped(rows({"text": ENGLISH, "published": value}))
    assert isinstance(found, Document)
    assert found.published == expected
    assert bool(found.changes) == (expected is None and value not in (None, ""))


LANGUAGES = [("en", "en"), ("EN_us", "en"), ("eng", "en"), ("English", "en"), ("und", "en"), ("", "en"), (7, "en"), ("es", None)]


@pytest.mark.parametrize(("stated", "expected"), LANGUAGES, ids=[str(row[0]) for row in LANGUAGES])
def test_stated_language(stated: object, expected: str | None) -> None:
    (found,) = piped(rows({"text": ENGLISH, "language": stated}))
    assert (found.language if isinstance(found, Document) else None) == expected


def test_other_languages_can_be_asked_for() -> None:
    options = ReadOptions(languages=("en", "es"))
    first, second, third = piped(rows({"text": SPANISH, "language": "es"}, {"text": ENGLISH}, {"text": RUSSIAN}), options)
    assert isinstance(first, Document)
    assert first.language == "es"
    assert isinstance(second, Document)
    assert isinstance(third, Rejection)


# HTML


MINISTRY = (
    "Freedonia’s defence ministry said on Monday that mortar bombs fired from Sylvania had hit its post near Kelt, wounding two conscripts."
)
GUARD = (
    "“Our side did not open fire first,” Sylvania’s border guard replied in a statement, and accused Freedonian troops of "
    "crossing the river."
)


def test_a_page() -> None:
    found = document(CASES / "page.html")
    assert found.text.split("\n\n") == [
        "Two hurt as border post is shelled",
        MINISTRY,
        GUARD,
        "Neither account could be confirmed independently.",
        "The two states have disputed the river valley since 1994.",
    ]
    assert (found.title, found.outlet) == ("Two hurt as border post is shelled", "Freedonia Courier")
    assert (found.url, found.published) == ("https://courier.example/2021/05/03/border-post", date(2021, 5, 3))
    assert found.changes == ("text extracted from HTML",)
    assert found.original_sha256 == sha256((CASES / "page.html").read_bytes())


PAGE = (CASES / "page.html").read_text(encoding="utf-8")
SAME_PAGE = [
    ("page.txt", PAGE.encode()),
    ("page", PAGE.encode()),
    ("page.html.gz", gzip.compress(PAGE.encode())),
    ("page.htm", PAGE.encode("utf-16")),
    ("page.xhtml", b"\xef\xbb\xbf" + PAGE.encode()),
    ("declared.html", PAGE.replace("utf-8", "windows-1252").encode("cp1252")),
    ("undeclared.html", PAGE.encode("cp1252")),
    ("declared.xhtml", ('<?xml version="1.0" encoding="ISO-8859-1"?>\n' + PAGE).encode("cp1252")),
    ("comment.php", ("<!-- saved from url=(0020)https://x.example/ -->\n" + PAGE).encode()),
]


@pytest.mark.parametrize(("name", "data"), SAME_PAGE, ids=[row[0] for row in SAME_PAGE])
def test_a_page_by_other_names_and_encodings(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = document(tmp_path / name)
    assert found.text == document(CASES / "page.html").text
    assert found.title == "Two hurt as border post is shelled"


def page(head: str = "", body: str = "") -> bytes:
    return f"<html><head><title>Post hit</title>{head}</head><body>{body}<p>{ENGLISH}</p><p>{QUOTED}</p></body></html>".encode()


PAGE_DATES = [
    ("meta", page('<meta name="pubdate" content="Mon, 03 May 2021 10:00:00 GMT">'), date(2021, 5, 3)),
    ("time", page(body='<time datetime="2021-05-03T01:00:00Z">3 May</time>'), date(2021, 5, 3)),
    ("line", page(body='<span class="date">Monday, May 3, 2021</span>'), date(2021, 5, 3)),
    (
        "JSON-LD",
        page('<script type="application/ld+json">{"datePublished": "2021-05-03T23:30:00-05:00"}</script>'),
        date(2021, 5, 3),
    ),
    ("month without day", page('<meta name="date" content="2021-05">'), None),
    ("day without year", page(body='<span class="date">May 3</span>'), None),
    ("relative", page(body='<span class="date">2 hours ago</span>'), None),
    ("in the course of the report", page(body="<p>The post was first hit on 2021-05-03, the ministry said on Monday.</p>"), None),
    ("copyright", page(body="<footer>Copyright 2019-2024 The Courier</footer>"), None),
]


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in PAGE_DATES], ids=[row[0] for row in PAGE_DATES])
def test_the_day_of_a_page(tmp_path: Path, data: bytes, expected: date | None) -> None:
    (tmp_path / "a.html").write_bytes(data)
    assert document(tmp_path / "a.html").published == expected


PARAGRAPH = f"<p>{ENGLISH}</p>"
HOSTILE = [
    ("nested", "<div>" * 100_000 + PARAGRAPH),
    ("nested inline", "<p><font>" * 30_000 + PARAGRAPH),
    ("nested tables", "<table><tr><td>" * 20_000 + PARAGRAPH),
    ("many tags", "<div>y</div>" * 100_000 + PARAGRAPH),
    ("one endless word", "<p>" + "a" * 3_000_000 + "</p>" + PARAGRAPH),
    ("white space", "<p>" + "\n" * 3_000_000 + "</p>" + PARAGRAPH),
    ("angle brackets", "<" * 50_000 + PARAGRAPH),
    ("attributes", "<p " + "a='b' " * 100_000 + ">" + PARAGRAPH),
    ("endless attribute", "<p class='" + "comment " * 300_000 + "'>" + PARAGRAPH),
    ("open comments", "<!-- " * 40_000 + PARAGRAPH),
    ("JSON-LD types", "<script type='application/ld+json'>" + '"@type":[' * 100_000 + "</script>" + PARAGRAPH),
    ("JSON-LD types, valid", '<script type="application/ld+json">["' + '\\"@type\\":[' * 15_000 + '"]</script>' + PARAGRAPH),
    ("JSON-LD authors", "<script type='application/ld+json'>" + '"author":"name' * 100_000 + "</script>" + PARAGRAPH),
    ("JSON-LD nested", "<script type='application/ld+json'>" + "[" * 90_000 + "]" * 90_000 + "</script>" + PARAGRAPH),
    ("entities", "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + "&b;" * 9_000 + PARAGRAPH),
    ("NUL", "\0" + PARAGRAPH),
    ("nothing closed", "<html><head><title>" + PARAGRAPH),
    ("frameset", "<frameset><frame src='http://127.0.0.1:1/x'></frameset>" + PARAGRAPH),
]


@pytest.mark.parametrize("html", [row[1] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_hostile_pages_end_as_documents_or_rejections(tmp_path: Path, html: str, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    assert isinstance(one(tmp_path / "a.html"), Document | Rejection)
    assert capfd.readouterr() == ("", "")


# standard input


def test_text_on_standard_input() -> None:
    (found,) = piped(QUOTED.encode())
    assert isinstance(found, Document)
    assert (found.text, found.source, found.original_path) == (QUOTED, "-", None)


def test_rows_on_standard_input() -> None:
    found = piped(rows({"text": ENGLISH}, {"text": QUOTED}))
    assert [row.source for row in found] == ["-#1", "-#2"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_page_on_standard_input(pack: object) -> None:
    assert callable(pack)
    (found,) = piped(pack(PAGE.encode()))
    assert isinstance(found, Document)
    assert found.outlet == "Freedonia Courier"
    assert found.original_sha256 == sha256(pack(PAGE.encode()))


def test_packed_rows_on_standard_input() -> None:
    assert [row.source for row in piped(gzip.compress(rows({"text": ENGLISH}, {"text": QUOTED})))] == ["-#1", "-#2"]


def test_standard_input_stays_open() -> None:
    stdin = io.BytesIO(ENGLISH.encode())
    assert len(list(read(["-", "-"], options=ReadOptions(stdin=stdin)))) == 2  # a report, and an empty one
    assert not stdin.closed


def test_the_process_standard_input_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    assert document("-").text == ENGLISH


# identity


def test_the_id_is_of_the_content_not_of_the_place(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.txt").write_text(ENGLISH, encoding="utf-8")
    first = document(tmp_path / "a" / "a.txt", ReadOptions(read_at=datetime(2024, 1, 1, tzinfo=UTC)))
    second = document(tmp_path / "b" / "b.txt")
    assert first.id == second.id == content_id("document", ENGLISH, None, None, None, None, "en")
    assert (first.read_at, second.read_at) == (datetime(2024, 1, 1, tzinfo=UTC), None)


def test_reading_twice_gives_the_same() -> None:
    assert list(read(CASES, options=OPTIONS)) == list(read(CASES, options=OPTIONS))


def test_rows_are_read_as_they_are_asked_for() -> None:
    stdin = io.BytesIO(rows(*({"text": f"{ENGLISH} {n}"} for n in range(20_000))))
    first = next(read(["-"], options=ReadOptions(stdin=stdin)))
    assert isinstance(first, Document)
    assert stdin.tell() < 200_000


def test_options_that_make_no_sense() -> None:
    with pytest.raises(ValueError, match="a reading needs"):
        ReadOptions(languages=())
    with pytest.raises(ValueError, match="a reading needs"):
        ReadOptions(max_bytes=0)


def test_the_id_is_of_the_metadata_too() -> None:
    found = piped(rows({"text": ENGLISH}, {"text": ENGLISH, "published": "2021-05-03"}, {"text": ENGLISH, "outlet": "x"}))
    assert len({row.id for row in found if isinstance(row, Document)}) == 3


def test_defaults_fill_gaps_and_never_override() -> None:
    options = ReadOptions(published=date(2020, 1, 1), outlet="Wire")
    bare, full = piped(rows({"text": ENGLISH}, {"text": ENGLISH, "published": "2021-05-03", "outlet": "Courier"}), options)
    assert isinstance(bare, Document)
    assert isinstance(full, Document)
    assert (bare.published, bare.outlet) == (date(2020, 1, 1), "Wire")
    assert (full.published, full.outlet) == (date(2021, 5, 3), "Courier")


# properties

CLEAN = st.text(alphabet=st.one_of(st.characters(exclude_categories=("Cc", "Cs")), st.sampled_from("\n\t\r")), min_size=1)


@given(CLEAN)
@settings(deadline=None)
def test_clean_text_comes_back_as_python_reads_it(text: str) -> None:
    assume(text.strip() and not is_bad(text) and not text.startswith(("\ufeff", "<", "{", "[", "%PDF", "GIF8")))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode())
        assert document(path, ReadOptions(min_letters=sys.maxsize)).text == path.read_text(encoding="utf-8")


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.json", "a", "a.gz", "a.jsonl.gz", "docs.json"]))
@settings(deadline=None, max_examples=60)
def test_no_bytes_raise(data: bytes, name: str) -> None:
    for stored in (data, gzip.compress(data), b"<html>" + data, b'{"text": "' + data, b"[{" + data):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_bytes(stored)
            for found in read(folder, options=OPTIONS):
                assert found.reason in get_args(Reason) if isinstance(found, Rejection) else found.text.strip()
        piped(stored)


# what cannot be opened


def test_what_is_not_there_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    missing, pattern, found = read([tmp_path / "no.txt", str(tmp_path / "*.html"), tmp_path / "a.txt"], options=OPTIONS)
    assert isinstance(missing, Rejection)
    assert (missing.source, missing.reason) == (str(tmp_path / "no.txt"), "not_found")
    assert isinstance(pattern, Rejection)
    assert pattern.reason == "not_found"
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    "given", ["a\0b", "x" * 5000, "", "no/such/[folder", "\ud800"], ids=["NUL", "long", "nothing", "bracket", "surrogate"]
)
def test_odd_paths_are_rejected(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = list(read([given], options=OPTIONS))
    assert given == "" or [type(row) for row in found] == [Rejection]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs a socket file")
def test_a_file_that_cannot_be_opened_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        (tmp_path / "t.txt").write_text(ENGLISH, encoding="utf-8")
        direct = one("s.txt")
        in_folder, text = read(tmp_path, options=OPTIONS)
    assert isinstance(direct, Rejection)
    assert isinstance(in_folder, Rejection)
    assert direct.reason == in_folder.reason == "unreadable"
    assert isinstance(text, Document)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    found = one(tmp_path / "a.txt")
    assert isinstance(found, Rejection)
    assert found.reason == "unreadable"
