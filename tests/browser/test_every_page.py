"""Every page in both languages, light and dark: accessible by axe-core, light to load, still, and only from here."""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django import Settings

from tests.browser.conftest import stay_here
from tests.web.stocked_site import REFERENCE, sessions, stock_the_site

pytestmark = pytest.mark.django_db(transaction=True)

DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
AXE = "axe-4.11.0.min.js"
MOST_BYTES, MOST_REQUESTS = 100_000, 12
FINDINGS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .filter(found => ["serious", "critical"].includes(found.impact))
    .flatMap(found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 200)}`))"""
# What moved on the page while it loaded, in Chromium's measure: 0 is nothing.
SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
        .observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""
LOADED = """() => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .map(entry => entry.encodedBodySize)"""


@pytest.fixture(autouse=True)
def watched_sources(settings: Settings) -> None:
    settings.SOURCES = frozenset({"arxiv", "openalex", "crossref", "datacite", "feed"})


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that tries a page; `.ci/install-axe` fetches it."""
    for folder in (Path(settings.STATE_DIR), Path(os.environ.get("STATE_DIR", ".state"))):
        if (folder / "axe" / AXE).is_file():
            return (folder / "axe" / AXE).read_text()
    pytest.skip("No axe-core on this machine; `.ci/install-axe` fetches it where there is npm.")


def visit(browser: Browser, *, language: str, theme: str, size: ViewportSize) -> tuple[BrowserContext, Page]:
    context = browser.new_context(locale=language, color_scheme="dark" if theme == "dark" else "light", viewport=size)
    context.route("**/*", stay_here)
    return context, context.new_page()


def signed_in(context: BrowserContext, site: str) -> Iterator[tuple[str, int]]:
    """The addresses of pages that take signing in, with what they answer, each while one is signed in as it takes."""
    for client, pages in sessions():
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        yield from pages.items()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_a_checker_of_accessibility_finds_nothing_serious_on_any_page(
    browser: Browser, live_server: object, axe: str, language: str, theme: str
) -> None:
    addresses = stock_the_site()
    context, page = visit(browser, language=language, theme=theme, size=DESKTOP)
    found: dict[str, list[str]] = {}

    for address in [*addresses, *REFERENCE]:
        page.goto(f"{live_server}{address}")
        page.evaluate(axe)
        found[address] = page.evaluate(FINDINGS)
    for address, _status in signed_in(context, str(live_server)):
        page.goto(f"{live_server}{address}")
        page.evaluate(axe)
        found.setdefault(address, []).extend(page.evaluate(FINDINGS))

    context.close()
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_the_checker_of_accessibility_does_find_what_is_wrong(browser: Browser, axe: str) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x"><input></main>')
    page.evaluate(axe)
    found = {words.partition(":")[0] for words in page.evaluate(FINDINGS)}
    page.close()
    assert found == {"image-alt", "label"}


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_light_still_and_no_wider_than_its_window(
    browser: Browser, live_server: object, language: str, size: ViewportSize
) -> None:
    context, page = visit(browser, language=language, theme="light", size=size)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    faults: dict[str, object] = {}

    stocked = stock_the_site()
    for address, status in chain(stocked.items(), signed_in(context, str(live_server))):
        answer = page.goto(f"{live_server}{address}")
        sizes = page.evaluate(LOADED)
        told = {
            "status": answer.status if answer else 0,
            "too heavy": sum(sizes) > MOST_BYTES,
            "too many requests": len(sizes) > MOST_REQUESTS,
            "shift": page.evaluate(SHIFT),
            "too wide": page.evaluate("document.documentElement.scrollWidth > window.innerWidth"),
        }
        if told != {"status": status, "too heavy": False, "too many requests": False, "shift": 0, "too wide": False}:
            faults[address] = told

    context.close()
    assert (faults, refused) == ({}, [])


def test_the_switch_of_light_and_dark_works_without_javascript(browser: Browser, live_server: object) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="light")
    context.route("**/*", stay_here)
    page = context.new_page()
    page.goto(f"{live_server}/methodology/")

    page.get_by_role("banner").get_by_role("button", name="Dark").click()
    dark = page.locator("html").get_attribute("data-theme")
    page.get_by_role("banner").get_by_role("button", name="Light").click()
    light = page.locator("html").get_attribute("data-theme")
    page.get_by_role("contentinfo").get_by_role("button", name="As the system").click()

    assert (dark, light, page.locator("html").get_attribute("data-theme"), page.url) == (
        "dark",
        "light",
        None,
        f"{live_server}/methodology/",
    )
    context.close()


def test_the_language_is_changed_without_javascript_and_stays(browser: Browser, live_server: object) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    context.route("**/*", stay_here)
    page = context.new_page()
    page.goto(f"{live_server}/coverage/")

    page.get_by_role("banner").get_by_role("button", name="简体中文").click()
    page.get_by_role("link", name="统计").click()

    assert (page.locator("html").get_attribute("lang"), page.url) == ("zh-Hans", f"{live_server}/statistics/")
    context.close()
