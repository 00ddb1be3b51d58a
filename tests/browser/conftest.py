"""A real browser on the running site: the system's Chromium under Playwright, allowed to talk to this machine only."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@dataclass(slots=True, kw_only=True)
class Visitor:
    """A reader at the site, who notes what a page should not do."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(self.site + address)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("No Chromium on this machine; `make browser` installs it.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, live_server: object) -> Iterator[Visitor]:
    # Without motion: a page that blends into the next complains when somebody is quicker than that, as tests are.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.route("**/*", stay_here)
    page = context.new_page()
    made = Visitor(page=page, site=str(live_server))
    page.on("request", lambda request: made.on_request(request))
    page.on("console", lambda message: made.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()


def stay_here(route: Route) -> None:
    """Let nothing out, so that a stray link can not slow a test down or reach anybody."""
    if "//localhost" in route.request.url or "//127.0.0.1" in route.request.url:
        route.continue_()
    else:
        route.abort()
