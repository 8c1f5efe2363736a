"""The pages in Debian's Chromium: what a person does with them, that no request leaves the machine, and what axe finds."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from counterclaim.ledger import open_ledger
from counterclaim.serving import Desk
from counterclaim.web import WebSettings, create_app
from counterclaim.web.settings import Restored
from tests.record import border_clash
from tests.served import TOKEN, TOKENS, fill
from tests.test_web_api import several

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).with_name("axe.min.js")
RECORD = border_clash()
INCIDENT = RECORD.linked[0]
DENIAL = next(claim for claim in RECORD.claimed if claim.stance == "denies")
ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PAGES = [
    "/incidents",
    "/incidents?party=FIN&q=fire",
    "/incidents?q=zeppelin",
    "/incidents/map",
    "/incidents/timeline",
    f"/incidents/{INCIDENT.id}",
    f"/reports/{DENIAL.document}?claim={DENIAL.id}",
    "/reports",
    "/review",
    "/judgements",
    "/api",
    "/sign-in",
    "/nothing",
]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server."""
    location = tmp_path_factory.mktemp("browser") / "ledger.db"
    more = several(5)
    with open_ledger(location) as ledger:
        fill(ledger, [*RECORD.reports, *more.reports], [*RECORD.claimed, *more.claimed])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    desk = open_ledger(location)
    app = create_app(
        str(location),
        WebSettings(tokens=TOKENS, reads=0, writes=0),
        restore=lambda text: (Restored(DENIAL.span, "was", 0.9),),
        desk=Desk(desk),
    )
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = monotonic() + 20
    while not server.started and monotonic() < deadline:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    desk.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


class Watched:
    """A page, all that it asked for, and all that it complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def assert_calm(self) -> None:
        """Nothing went to another host, nothing broke, nothing was blocked by the policy."""
        assert [url for url in self.asked if not url.startswith((f"{self.address}/", "data:", "blob:"))] == []
        assert [words for words in self.complaints if "404" not in words and "403" not in words] == []


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Watched(context, address)
    yield made
    made.assert_calm()
    context.close()


def test_from_the_list_to_the_passage_and_back(watched: Watched) -> None:
    page = watched.go("/incidents")
    expect(page.get_by_role("status")).to_contain_text("6 incidents")
    page.locator("select[name=party]").first.select_option("SWE")
    page.get_by_label("Words in the reports").fill('"fired first"')
    page.get_by_label("Words in the reports").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 incident")
    expect(page).to_have_url(re.compile(r"party=SWE"))
    filtered = page.url
    page.get_by_role("link", name="Shooting at Tornio, Finland").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shooting at Tornio, Finland")
    row = page.get_by_role("row").filter(has_text="Who began?")
    expect(row).to_contain_text("contradicted")
    row.get_by_role("link").first.click()
    expect(page.locator("a.claim.chosen").first).to_be_in_viewport()
    expect(page.locator("aside")).to_contain_text("Finland, defence ministry accuses Sweden")
    page.go_back()
    page.go_back()
    assert page.url == filtered
    expect(page.get_by_role("status")).to_contain_text("1 incident")


def test_judging_by_keyboard_undo_and_back(watched: Watched) -> None:
    page = watched.go("/sign-in")
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    left = int(page.get_by_role("status").inner_text().split()[2])
    page.goto(f"{watched.address}/incidents?party=SWE&place=tornio")
    filtered = page.url
    page.get_by_role("link", name="Shooting at Tornio, Finland").click()
    page.get_by_role("row").filter(has_text="Who began?").get_by_role("link").first.click()
    page.get_by_label("Note").fill("rw")  # what is typed is no decision
    page.locator("main").click(position={"x": 2, "y": 2})
    page.keyboard.press("w")
    expect(page.locator(".judged")).to_contain_text("Judged wrong")
    page.goto(f"{watched.address}/review")
    expect(page.get_by_role("row").filter(has_text="ada").filter(has_text="wrong")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("row").filter(has_text="taken back")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(f"of {left} question")
    page.goto(filtered)
    expect(page.get_by_role("status")).to_contain_text("1 incident")


def test_taking_a_filter_off(watched: Watched) -> None:
    page = watched.go("/incidents?party=FIN&place=tornio")
    expect(page.get_by_role("status")).to_contain_text("1 incident")
    page.get_by_role("link", name=re.compile("place: tornio")).click()
    expect(page.get_by_role("status")).to_contain_text("6 incidents")


def test_the_map_is_drawn_from_our_own_files(watched: Watched) -> None:
    page = watched.go("/incidents/map")
    page.wait_for_selector("#map[data-ready]", timeout=60_000)
    assert any(url.endswith("/static/vendor/land.json") for url in watched.asked)


def test_the_timeline_is_drawn(watched: Watched) -> None:
    page = watched.go("/incidents/timeline")
    page.wait_for_selector("#timeline svg.timeline rect, #timeline .timeline rect", timeout=20_000)


def test_the_theme_is_kept(watched: Watched) -> None:
    page = watched.go("/incidents")
    page.get_by_role("button", name="Dark").click()
    watched.go("/reports")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Light").click()


@pytest.mark.parametrize("path", [f"/incidents/{INCIDENT.id}", "/incidents?party=FIN", f"/reports/{DENIAL.document}"])
def test_pages_are_read_without_scripts(path: str, browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if path.startswith("/incidents/"):
        page.get_by_role("link", name=re.compile("Northern Wire")).first.click()
        expect(page.locator("a.claim.chosen").first).to_be_in_viewport()
    context.close()


def test_the_whole_path_by_keyboard(watched: Watched) -> None:
    page = watched.go("/incidents?q=fire")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Shooting at Tornio, Finland").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Shooting at Tornio, Finland")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_page(width: int, watched: Watched) -> None:
    watched.page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page = watched.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(scheme: str, browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    script = AXE.read_text(encoding="utf-8")
    if scheme == "dark":  # what only those who may write see
        page.goto(f"{address}/sign-in")
        page.get_by_label("Token").fill(TOKEN)
        page.keyboard.press("Enter")
        page.wait_for_url("**/review")
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(script)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((told) => told.violations)")
        told = [
            (
                one["id"],
                [node["html"][:200] for node in one["nodes"]][:3],
                [node.get("failureSummary", "")[:300] for node in one["nodes"]][:1],
            )
            for one in found
        ]
        assert told == [], path
    context.close()
