"""A reader's way through the site, in a real browser: no errors, no sideways scroll, no word to other hosts."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from claims.core.quantities import Metric
from claims.models import Announcement, Claim, Paper
from tests.browser.conftest import Visitor
from tests.web.made_up_claims import announcement, claim, claim_with_everything, measure, subject
from tests.web.made_up_sources import looked_for, sources_in_several_states

pytestmark = pytest.mark.django_db(transaction=True)

LONG_WORD = "https://example.org/" + "a-very-long-path/" * 12


@pytest.fixture(autouse=True)
def watched_sources(settings: Settings) -> None:
    """Some of the sources are watched, so that the page of coverage has something to show."""
    settings.SOURCES = frozenset({"arxiv", "openalex", "crossref", "datacite", "feed"})


def a_stocked_site() -> list[str]:
    """Fill the site with all that strains a layout, and return the address of every kind of page."""
    sources_in_several_states()
    looked = looked_for()
    made = claim_with_everything()
    chinese = announcement(
        f"# 西风\n\n西风九号拥有 3 万亿参数，规模是北极光的 17 倍。<{LONG_WORD}>",
        title="西风九号：三万亿参数",
        url="https://example.org/zh",
        language="zh",
    )
    told = claim("西风九号拥有 3 万亿参数", about=subject("Zephyr-9"), said_in=chinese, language="zh")
    measure(told, Metric.PARAMETERS, 3 * 10**12, "parameters")
    claim("Supercalifragilistic" * 8, about=subject("A-model-with-an-unbroken-name-" * 4))
    story = Announcement.objects.get(language="en")
    return [
        "/",
        "/?status=nonsense",
        "/?q=西风",
        "/?metric=energy",
        f"/claims/{made.pk}/",
        f"/claims/{told.pk}/",
        f"/claims/{Claim.objects.latest('pk').pk}/",
        "/announcements/",
        f"/announcements/{story.pk}/",
        f"/announcements/{chinese.pk}/",
        f"/papers/{Paper.objects.get().pk}/",
        f"/claims/{looked.pk}/receipts/",
        "/coverage/",
        "/claims/987654/",
    ]


def test_a_reader_goes_from_the_list_to_a_claim_to_its_announcement_and_back(visitor: Visitor) -> None:
    made = claim_with_everything()
    page = visitor.page

    visitor.open("/")
    page.get_by_role("link", name="Training Zephyr-9 took 1%").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(made.text)
    page.get_by_role("link", name="Evidence 1").first.click()
    expect(page.locator("#evidence-1")).to_be_in_viewport()

    page.get_by_role("link", name="Zephyr grows").first.click()
    expect(page).to_have_url(re.compile(rf"/announcements/\d+/#claim-{made.pk}$"))
    expect(page.locator(".story mark")).to_have_text(made.text)
    page.locator(".story").get_by_role("link", name=f"Claim {made.pk}, qualified").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(made.text)

    page.go_back()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("what became of it")
    assert (visitor.complaints, visitor.strangers) == ([], [])


def test_a_reader_searches_in_chinese_and_lifts_a_filter(visitor: Visitor) -> None:
    a_stocked_site()
    page = visitor.page

    visitor.open("/?language=zh")
    page.get_by_role("searchbox").fill("万亿参数")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".claims > li")).to_have_count(1)
    expect(page.locator(".figure")).to_have_text("3 万亿参数")

    page.get_by_role("link", name=re.compile("中文 Chinese")).click()
    expect(page).to_have_url(re.compile(r"/\?q=[^&]+$"))
    assert (visitor.complaints, visitor.strangers) == ([], [])


def test_no_page_scrolls_sideways_on_a_small_phone(visitor: Visitor) -> None:
    addresses = a_stocked_site()
    visitor.page.set_viewport_size({"width": 360, "height": 740})

    wide = {}
    for address in addresses:
        visitor.open(address)
        if visitor.overflow() > 0:
            wide[address] = visitor.overflow()

    assert (wide, visitor.strangers) == ({}, [])


def test_no_page_talks_to_another_host_or_complains(visitor: Visitor) -> None:
    for address in a_stocked_site():
        visitor.open(address)

    unexpected = [words for words in visitor.complaints if "status of 40" not in words]
    assert (unexpected, visitor.strangers) == ([], [])


def test_the_keyboard_reaches_the_content_first(visitor: Visitor) -> None:
    a_stocked_site()
    visitor.open("/")

    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
