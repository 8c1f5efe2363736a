"""What paths stand for: folders, patterns, docs.json."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from counterclaim.model import Document, Rejection
from counterclaim.read import ReadOptions, read

OPTIONS = ReadOptions()
TEXT = "Freedonia said on Monday that two of its soldiers had been wounded by fire from across the river. Report"
SHARED = Path(os.environ.get("COUNTERCLAIM_SHARED", Path(__file__).parents[2] / "shared"))


def write(folder: Path, *names: str, docs: object = None) -> Path:
    """A folder with a report in each of the named files, and a docs.json."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{TEXT} {name}.", encoding="utf-8")
    if docs is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "docs.json").write_text(docs if isinstance(docs, str) else json.dumps(docs), encoding="utf-8")
    return folder


def told(*paths: str | Path) -> list[str]:
    """What is read, in order: the source of a document, or the source and the reason of a rejection."""
    found = read(paths, options=OPTIONS)
    return [row.source if isinstance(row, Document) else f"{row.source} {row.reason}" for row in found]


# folders and patterns


def test_a_folder_is_read_in_order_with_the_folders_below_it(tmp_path: Path) -> None:
    write(tmp_path / "r", "b.txt", "a10.txt", "a2.txt", "B.txt", "z/1.txt", "c/2.txt", "c/d/3.txt", ".hidden.txt", ".git/4.txt")
    assert told(tmp_path / "r") == ["r/B.txt", "r/a10.txt", "r/a2.txt", "r/b.txt", "c/2.txt", "d/3.txt", "z/1.txt"]


def test_nothing_in_a_folder_is_dropped_unsaid(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt")
    (tmp_path / "r" / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "r" / "gold.json").write_text('{"incident": {}}', encoding="utf-8")
    assert told(tmp_path / "r") == ["r/a.txt", "r/b.png binary", "r/gold.json malformed"]


def test_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "r", "b.txt", "a.txt", "a.md", "x/c.txt", docs=[{"file": "a.txt"}])
    monkeypatch.chdir(tmp_path)
    assert told("r/*.txt") == ["r/a.txt", "r/b.txt"]
    assert told(str(tmp_path / "r" / "?.md")) == ["r/a.md"]
    assert told("**/*.txt") == ["r/a.txt", "r/b.txt", "x/c.txt"]
    assert told("**") == ["r/a.md", "r/a.txt", "r/b.txt", "x/c.txt"]
    assert told("r/*") == ["r/a.md", "r/a.txt", "r/b.txt", "x/c.txt"]
    assert told("r/*.html") == ["r/*.html not_found"]


def test_a_name_that_looks_like_a_pattern_is_a_name_first(tmp_path: Path) -> None:
    write(tmp_path / "r", "[a].txt", "a.txt")
    assert told(str(tmp_path / "r" / "[a].txt")) == ["r/[a].txt"]


def test_one_path_need_not_be_in_a_list(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt")
    assert len(list(read(str(tmp_path / "r"), options=OPTIONS))) == len(list(read(tmp_path / "r", options=OPTIONS))) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "r", "a/1.txt", "b/2.txt", "c/3.txt")
    (tmp_path / "r" / "b").chmod(0)
    try:
        assert told(tmp_path / "r") == ["a/1.txt", "r/b unreadable", "c/3.txt"]
    finally:
        (tmp_path / "r" / "b").chmod(0o700)


def test_an_empty_folder_has_nothing_to_say(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_a_name_that_is_not_utf8_is_shown_in_utf8(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = read(tmp_path, options=OPTIONS)
    assert isinstance(found, Document)
    assert found.source == f"{tmp_path.name}/caf\ufffd.txt"
    assert found.original_path is not None
    found.original_path.encode("utf-8")


def test_symbolic_links_are_followed_only_inside_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "secret.txt")
    write(tmp_path / "r", "a.txt", "below/b.txt")
    (tmp_path / "r" / "inside.txt").symlink_to("a.txt")
    (tmp_path / "r" / "leaves.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "r" / "loop").symlink_to(tmp_path / "r")
    (tmp_path / "r" / "nowhere.txt").symlink_to("gone.txt")
    assert told(tmp_path / "r") == [
        "r/a.txt",
        "r/a.txt",
        "r/leaves.txt outside_folder",
        "r/loop unreadable",
        "r/nowhere.txt not_found",
        "below/b.txt",
    ]
    assert told(tmp_path / "r" / "leaves.txt") == [f"{tmp_path.name}/secret.txt"]


# docs.json

ROW = {"file": "a.txt", "outlet": "Courier", "url": "https://x.example/1", "title": "Two hurt", "published": "2021-05-03"}


def test_only_listed_files_are_read_with_their_metadata(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", "b.txt", "notes.txt", "gold.json", docs=[{"file": "b.txt"}, ROW | {"text_status": "condensed"}])
    first, second = read(tmp_path / "r", options=OPTIONS)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.outlet, first.url, first.title) == ("Courier", "https://x.example/1", "Two hurt")
    assert (first.published, first.source, first.changes) == (date(2021, 5, 3), "r/a.txt", ())
    assert (second.published, second.source, second.outlet) == (None, "r/b.txt", None)


LISTINGS = [
    ("a missing file", [ROW, {"file": "gone.txt"}], ["r/a.txt", "r/gone.txt not_found"]),
    ("a folder", [ROW, {"file": "below"}], ["r/a.txt", "r/below unreadable"]),
    ("below", [ROW, {"file": "below/c.txt"}], ["r/a.txt", "below/c.txt"]),
    ("dotted", [{"file": "./a.txt"}], ["r/a.txt"]),
    ("hidden but listed", [{"file": ".h.txt"}], ["r/.h.txt"]),
    ("climbing", [{"file": "../out.txt"}, ROW], ["r/docs.json#1 outside_folder", "r/a.txt"]),
    ("climbing inside", [{"file": "below/../a.txt"}], ["r/docs.json#1 outside_folder"]),
    ("climbing on Windows", [{"file": "..\\out.txt"}], ["r/docs.json#1 outside_folder"]),
    ("absolute", [{"file": "/etc/hostname"}, ROW], ["r/docs.json#1 outside_folder", "r/a.txt"]),
    ("absolute on Windows", [{"file": "C:\\out.txt"}], ["r/docs.json#1 outside_folder"]),
    ("on another host", [{"file": "\\\\host\\share\\out.txt"}], ["r/docs.json#1 outside_folder"]),
    ("a link that leaves", [{"file": "link.txt"}], ["r/link.txt outside_folder"]),
    ("through a link that leaves", [{"file": "links/out.txt"}], ["links/out.txt outside_folder"]),
    ("twice", [ROW, {"file": "b.txt"}, {"file": "./a.txt"}], ["r/docs.json#3 malformed", "r/a.txt", "r/b.txt"]),
    ("no file", [{"outlet": "x"}, ROW], ["r/docs.json#1 malformed", "r/a.txt"]),
    ("an empty file", [{"file": " "}], ["r/docs.json#1 malformed"]),
    ("a NUL", [{"file": "a\0.txt"}], ["r/docs.json#1 malformed"]),
    ("another type of file", [{"file": 1}, ["a.txt"], None, "a.txt"], [f"r/docs.json#{n} malformed" for n in (1, 2, 3, 4)]),
    ("a name too long", [{"file": "x" * 300}, ROW], ["r/a.txt", f"r/{'x' * 300} unreadable"]),
    ("not Unicode", [{"file": "\ud800.txt"}, ROW], ["r/a.txt", "r/\ufffd.txt not_found"]),
    ("sorted", [{"file": "b.txt"}, {"file": "a.txt"}], ["r/a.txt", "r/b.txt"]),
    ("an empty list", [], []),
    ("an object", {"a.txt": {}}, ["r/docs.json malformed"]),
    ("not JSON", '[{"file": "a.txt"},]', ["r/docs.json malformed"]),
    ("nested beyond limits", "[" * 100_000, ["r/docs.json malformed"]),
    ("nothing", "", ["r/docs.json malformed"]),
    ("byte order mark", '\ufeff[{"file": "a.txt"}]', ["r/a.txt"]),
    ("another language", [ROW | {"language": "es"}], ["r/a.txt language"]),
]


@pytest.mark.parametrize(("docs", "expected"), [row[1:] for row in LISTINGS], ids=[row[0] for row in LISTINGS])
def test_listings(tmp_path: Path, docs: object, expected: list[str]) -> None:
    write(tmp_path, "out.txt")
    write(tmp_path / "r", "a.txt", "b.txt", ".h.txt", "below/c.txt", docs=docs)
    (tmp_path / "r" / "link.txt").symlink_to(tmp_path / "out.txt")
    (tmp_path / "r" / "links").symlink_to(tmp_path)
    assert told(tmp_path / "r") == expected


def test_a_broken_listing_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", docs="{oops")
    (found,) = read(tmp_path / "r", options=OPTIONS)
    assert isinstance(found, Rejection)
    assert found.source == "r/docs.json"
    assert "not JSON: Expecting property name" in found.detail


def test_a_listing_too_large_to_read(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", docs=[ROW])
    (found,) = read(tmp_path / "r", options=ReadOptions(max_bytes=50))
    assert isinstance(found, Rejection)
    assert (found.source, found.reason) == ("r/docs.json", "too_large")


def test_a_listing_answers_for_the_folders_below_without_one(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", "raw/a.txt", "raw/more/b.txt", docs=[ROW])
    write(tmp_path / "r" / "raw" / "own", "c.txt", "d.txt", docs=[{"file": "d.txt"}])
    write(tmp_path / "r2", "e.txt")
    assert told(tmp_path) == ["r/a.txt", "own/d.txt", "r2/e.txt"]


def test_a_file_given_directly_gets_its_metadata_and_is_read_even_if_not_listed(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", "b.txt", docs=[ROW])
    listed, other = read([tmp_path / "r" / "a.txt", tmp_path / "r" / "b.txt"], options=OPTIONS)
    assert isinstance(listed, Document)
    assert isinstance(other, Document)
    assert (listed.outlet, listed.published) == ("Courier", date(2021, 5, 3))
    assert (other.outlet, other.published) == (None, None)
    (from_folder,) = read(tmp_path / "r", options=OPTIONS)
    assert listed == from_folder


def test_a_broken_listing_is_told_once_beside_files_given_directly(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", "b.txt", docs="{oops")
    assert told(tmp_path / "r" / "a.txt", tmp_path / "r" / "b.txt") == ["r/docs.json malformed", "r/a.txt", "r/b.txt"]


def test_the_listing_itself_is_never_a_report(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", docs=[ROW])
    assert told(tmp_path / "r" / "docs.json") == []


def test_a_day_not_understood_is_noted(tmp_path: Path) -> None:
    write(tmp_path / "r", "a.txt", docs=[ROW | {"published": "May 2021"}])
    (found,) = read(tmp_path / "r", options=ReadOptions(published=date(2020, 1, 1)))
    assert isinstance(found, Document)
    assert found.changes == ("published not understood: 'May 2021'",)
    assert found.published == date(2020, 1, 1)


def test_a_listing_speaks_before_the_page_and_after_the_row(tmp_path: Path) -> None:
    write(tmp_path / "r", docs=[{"file": "p.html", "outlet": "Listed"}, {"file": "w.jsonl", "outlet": "Listed", "title": "Listed"}])
    head = '<title>Own</title><meta property="og:site_name" content="Own"><meta name="pubdate" content="2021-05-03">'
    (tmp_path / "r" / "p.html").write_text(f"<html><head>{head}</head><body><p>{TEXT}</p></body></html>", encoding="utf-8")
    (tmp_path / "r" / "w.jsonl").write_text(json.dumps({"text": TEXT, "outlet": "Own"}), encoding="utf-8")
    page, row = read(tmp_path / "r", options=OPTIONS)
    assert isinstance(page, Document)
    assert isinstance(row, Document)
    assert (page.outlet, page.title, page.published) == ("Listed", "Own", date(2021, 5, 3))
    assert (row.outlet, row.title) == ("Own", "Listed")


# the development set


@pytest.mark.skipif(not (SHARED / "incidents").is_dir(), reason="the annotated incidents are not here")
def test_every_listed_english_report_is_read_as_stored() -> None:
    found = {row.source: row for row in read([SHARED / "incidents", SHARED / "seed"], options=OPTIONS)}
    listings = [*(SHARED / "incidents").glob("*/docs.json"), *(SHARED / "seed").glob("*/docs.json")]
    assert listings
    for path in listings:
        for row in json.loads(path.read_text(encoding="utf-8")):
            report = found[f"{path.parent.name}/{row['file']}"]
            assert isinstance(report, Document) == (row["language"] == "en"), report
            if isinstance(report, Document):
                with (path.parent / row["file"]).open(encoding="utf-8") as file:
                    assert report.text == file.read()
                assert (report.outlet, report.url) == (row["outlet"], row["url"])
