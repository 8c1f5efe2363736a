"""Hostile reports, hostile requests: nothing in them acts on the page, on the server or on anybody else."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterclaim.model import Actor, Claim, Document, Mention, Place, Span
from counterclaim.web import WebSettings
from counterclaim.web.safety import HEADERS, Rate
from counterclaim.web.visible import link, visible
from tests.record import Record, border_clash, record_of
from tests.served import BEARER, TOKEN, TOKENS, site

SCRIPT = '<script src="https://evil.example/x.js">alert(1)</script>'
HOSTILE = [
    pytest.param(SCRIPT, id="a script"),
    pytest.param('"><svg onload=alert(1)><img src=https://evil.example/pixel>', id="an SVG and a pixel, out of an attribute"),
    pytest.param("'><a href='javascript:alert(1)'>x</a>", id="a link that acts"),
    pytest.param("{{ 8713 * 9241 }}{% for x in ().__class__.__base__.__subclasses__() %}", id="a template"),
    pytest.param("</title></textarea></style><base href=https://evil.example/>", id="ends of elements"),
    pytest.param(
        "<form action=https://evil.example/><button hx-post=https://evil.example/ hx-trigger=load>", id="a form, and an attribute of htmx"
    ),
    pytest.param("\u202eelohw si siht\u202c \u2066\u2067abc", id="words turned round"),
    pytest.param("\x00\x1b[31m\x07\ud83d\ufeff\u200b", id="controls, half a surrogate pair, nothing visible"),
    pytest.param("&lt;b&gt; &#x3C;script&#x3E;", id="what is escaped already"),
]
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x07\ud83d"


def hostile(words: str) -> Record:
    """The border clash, with these words wherever a report has any say."""
    made = border_clash()
    reports = [replace(one, text=f"{words}\n\n{one.text}", outlet=words, title=words, url=f"javascript:{words}") for one in made.reports]
    shift = len(words) + 2
    texts = {one.id: one.text for one in reports}
    return record_of(reports, [_hostile(one, words, shift, texts[one.document]) for one in made.claimed])


def _hostile(claim: Claim, words: str, shift: int, text: str) -> Claim:
    span = Span(0, claim.span.end + shift)
    place = claim.event.place
    event = replace(claim.event, place=Place(words, words, place.lat, place.lon, words, words, precision=1) if place else None)
    speaker = Actor(claim.speaker.id, words)
    return replace(
        claim,
        span=span,
        evidence=text[: span.end],
        event=event,
        speaker=speaker,
        via=(words,),
        hedge=words,
        cue=Mention(words, span),
        why=(words,),
    )


MARKUP = re.compile(r"<[a-z][^<>]*>")


def attributes_emptied(element: re.Match[str]) -> str:
    """An element without the values of its attributes but for those that act: what stands in a quoted value is a value."""
    return re.sub(r'(\s(?!src|href|action)[\w:-]+)="[^"]*"', r'\1=""', element[0]).replace('type=""', 'type="module"')


def pages(record: Record) -> list[str]:
    incident = record.linked[0]
    shown = ["/incidents", "/incidents/map", "/incidents/timeline", f"/incidents/{incident.id}", "/reports"]
    return [*shown, *(f"/reports/{claim.document}?claim={claim.id}" for claim in record.claimed)]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_report_are_only_words(words: str, tmp_path: Path) -> None:
    record = hostile(words)
    with site(tmp_path / "ledger.db", record) as client:
        for path in pages(record):
            answer = client.get(path)
            page = MARKUP.sub(attributes_emptied, answer.text)
            assert answer.status_code == 200
            elements = set(re.findall(r"<([a-z][a-z0-9]*)", page))
            assert not elements & {"img", "iframe", "object", "embed", "base", "style", "textarea"}, path
            assert re.findall(r"<script(?! src=\"/static/| type=\"module\" src=\"/static/)", page) == []
            assert re.findall(r"""<[a-z][^>]*\s(?:on\w+|srcdoc|formaction|style)=""", page) == []
            assert re.findall(r"""<[a-z][^>]*\s(?:src|href|action|hx-\w+)="(?:javascript|https?:|//)""", answer.text) == []
            assert "80516833" not in page
            assert not set(answer.text) & set(CONTROLS), path


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_search_is_only_words(words: str, tmp_path: Path) -> None:
    words = words.encode("utf-8", "replace").decode()
    with site(tmp_path / "ledger.db") as client:
        for name in ("q", "place", "party", "since", "type", "after"):
            answer = client.get("/incidents", params={name: words})
            assert answer.status_code == 200
            assert SCRIPT not in answer.text
            assert re.findall(r"""<[a-z][^>]*\s(?:on\w+)=""", MARKUP.sub(attributes_emptied, answer.text)) == []


def test_words_of_a_report_are_only_words_in_data(tmp_path: Path) -> None:
    record = hostile(SCRIPT)
    with site(tmp_path / "ledger.db", record) as client:
        for path in ("/incidents.json", "/incidents.csv", f"/reports/{record.reports[0].id}.json", f"/incidents/{record.linked[0].id}.csv"):
            answer = client.get(path)
            assert answer.headers["content-type"].partition(";")[0] in {"application/json", "text/csv"}
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_cell_is_no_formula(tmp_path: Path) -> None:
    record = hostile('=HYPERLINK("https://evil.example")')
    with site(tmp_path / "ledger.db", record) as client:
        cells = client.get(f"/incidents/{record.linked[0].id}.csv").text
        assert not re.search(r'(?:^|,|\n)"?=HYPERLINK', cells)


def test_ten_megabytes_in_one_line(tmp_path: Path) -> None:
    text = "fire " * 2_000_000
    report = Document("ab" * 12, "made/long.txt", text, outlet="Long")
    with site(tmp_path / "ledger.db", Record([report], [])) as client:
        began = time.monotonic()
        page = client.get(f"/reports/{report.id}")
        assert page.status_code == 200
        assert len(page.content) < 400_000
        assert "Later part" in page.text
        assert client.get(f"/reports/{report.id}?at=9999999").status_code == 200
        assert client.get("/reports").status_code == 200
        assert client.get("/incidents?q=fire").status_code == 200
        assert time.monotonic() - began < 20


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//evil.example", False),
        ("https:", False),
        ("https://[", False),
        ("https://example.org/\u202egnp.exe", False),
        ("https://example.org/" + "a" * 3000, False),
        ("", False),
        (None, False),
    ],
)
def test_addresses_that_may_be_links(url: str | None, kept: bool) -> None:
    assert (link(url) == url and url is not None) == kept


def test_a_control_is_seen() -> None:
    assert visible("a\u202eb<c") == 'a<span class="control">U+202E</span>b&lt;c'


# ---------------------------------------------------------------- every answer


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with site(tmp_path_factory.mktemp("safety") / "ledger.db") as made:
        yield made


ANSWERS = ["/incidents", "/nothing", "/incidents.json", "/static/pages.css", "/api/v1/incidents", "/api/v1/nothing", "/incidents?since=x"]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_the_headers(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_no_other_host(client: TestClient) -> None:
    policy = client.get("/incidents").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert re.findall(r"https?:|\*", policy) == []
    assert policy.startswith("default-src 'none'")


# ---------------------------------------------------------------- requests


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_another_name_is_refused(host: str, client: TestClient) -> None:
    assert client.get("/incidents", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:80", "[::1]:8765", "[::1]", "LOCALHOST"])
def test_our_own_names_are_not(host: str, client: TestClient) -> None:
    assert client.get("/incidents", headers={"host": host}).status_code == 200


def test_an_address_that_is_too_long(client: TestClient) -> None:
    assert client.get("/incidents?q=" + "a" * 30_000).status_code == 400


def test_a_body_that_is_too_large(client: TestClient) -> None:
    assert client.post("/api/v1/documents", content=b"x" * 3_000_000, headers=BEARER).status_code == 413


def test_a_body_that_does_not_say_how_large_it_is(client: TestClient) -> None:
    """FastAPI takes what stops the reading of a body for a body that cannot be parsed; it is not read further, whichever is answered."""

    def parts() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 100_000

    assert client.post("/api/v1/documents", content=parts(), headers=BEARER).status_code in {400, 413}


def test_a_packed_body_is_not_unpacked(client: TestClient) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    answer = client.post(
        "/api/v1/documents", content=bomb, headers={**BEARER, "content-encoding": "gzip", "content-type": "application/json"}
    )
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/%00"]
)
def test_no_way_out_of_our_files(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code in {404, 400}


def test_too_many_requests(tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db", settings=WebSettings(reads=3)) as client:
        assert [client.get("/api").status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_a_rate_is_of_one_address_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("counterclaim.web.safety.monotonic", lambda: now[0])
    rate = Rate(2)
    assert [rate.allows("a"), rate.allows("a"), rate.allows("a"), rate.allows("b")] == [True, True, False, True]
    now[0] = 30.0
    assert [rate.allows("a"), rate.allows("a")] == [True, False]


# ---------------------------------------------------------------- signing in


def signed_in(client: TestClient) -> str:
    """The secret of the forms of somebody who has signed in."""
    answer = client.post("/sign-in", data={"token": TOKEN})
    assert answer.status_code == 303
    found = re.search(r'name="form" value="([^"]+)"', client.get("/incidents").text)
    assert found
    return found[1]


def test_the_cookie_is_strict(tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db", settings=WebSettings(tokens=TOKENS, secure=True)) as client:
        cookie = client.post("/sign-in", data={"token": TOKEN}).headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "secure"))
    assert TOKEN.lower() not in cookie


@pytest.mark.parametrize("token", ["", "cc_other", "a" * 200, "\u202e"])
def test_another_token_signs_nobody_in(token: str, client: TestClient) -> None:
    answer = client.post("/sign-in", data={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
    ids=str,
)
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str], tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db") as client:
        assert client.post("/sign-in", data={"token": TOKEN}, headers=headers).status_code == 403
        form = signed_in(client)
        assert client.post("/sign-out", data={"form": form}, headers=headers).status_code == 403


@pytest.mark.parametrize("form", ["", "guess"])
def test_a_form_without_its_secret_is_refused(form: str, tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db") as client:
        signed_in(client)
        assert client.post("/sign-out", data={"form": form}).status_code == 403


def test_signing_out_ends_the_session(tmp_path: Path) -> None:
    with site(tmp_path / "ledger.db") as client:
        form = signed_in(client)
        assert client.post("/sign-out", data={"form": form}).status_code == 303
        assert "Sign out" not in client.get("/incidents").text
