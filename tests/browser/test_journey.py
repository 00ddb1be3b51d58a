"""A reader's way through the site, in a real browser: no errors, no sideways scroll, no word to other hosts."""

import json
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from claims.models import Follow
from tests.browser.conftest import Visitor
from tests.web.made_up_claims import claim_with_everything
from tests.web.stocked_site import stock_the_site
from tests.workflows.made_up_subscribers import post

pytestmark = pytest.mark.django_db(transaction=True)

# At 240 words a minute, as adults read silently (Brysbaert 2019: 238).
WORDS_IN_TEN_SECONDS = 40


@pytest.fixture(autouse=True)
def watched_sources(settings: Settings) -> None:
    """Some of the sources are watched, so that the page of coverage has something to show."""
    settings.SOURCES = frozenset({"arxiv", "openalex", "crossref", "datacite", "feed"})


def test_a_newcomer_finds_out_from_the_first_page_what_became_of_a_claim(visitor: Visitor) -> None:
    made = claim_with_everything()
    page = visitor.page

    visitor.open("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("what became of it")
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    page.get_by_role("searchbox").fill("energy Borealis")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Training Zephyr-9 took 1%").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(made.text)
    expect(page.locator(".standing-line .status")).to_contain_text("Qualified")

    page.locator(".ladder").get_by_role("link", name="Evidence 2").click()
    expect(page.locator("#evidence-2")).to_be_in_viewport()
    page.locator(".timeline").get_by_text("As a table").click()
    expect(page.locator(".timeline").get_by_role("cell", name="Claimed")).to_be_visible()

    page.get_by_role("link", name="Zephyr-9", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zephyr-9")
    page.get_by_role("link", name="Nimbus Labs").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nimbus Labs")
    page.get_by_role("link", name="How we judge").click()
    expect(page.get_by_role("heading", name="Grades of evidence")).to_be_visible()
    assert (visitor.complaints, visitor.strangers) == ([], [])


def reads_in_ten_seconds(page: Page, text: str) -> None:
    """What was claimed, how it stands and why are on the first screen, in as many words as ten seconds take."""
    answer = page.locator(".answer p").first
    for part in (page.get_by_role("heading", level=1), page.locator(".standing-line .status"), answer):
        expect(part).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    told = f"{page.locator('.standing-line').inner_text()} {text} {answer.inner_text().partition('. ')[0]}"
    assert len(told.split()) <= WORDS_IN_TEN_SECONDS


def follows_by_mail(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_text("Follow this claim").press("Enter")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Your e-mail address").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    (link,) = post(now=timezone.now())
    visitor.open(link)
    page.get_by_role("button", name="Yes, I want this").press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Do you want to follow this?")


def exports(visitor: Visitor, form: str) -> str:
    """What the claim's page gives in that form."""
    address = visitor.page.get_by_role("link", name=form, exact=True).get_attribute("href")
    return visitor.page.request.get(f"{visitor.site}{address}").text()


def test_a_reader_reads_follows_exports_searches_and_changes_the_language(visitor: Visitor) -> None:
    made = claim_with_everything()
    page = visitor.page
    visitor.open("/")
    page.get_by_role("link", name="Training Zephyr-9 took 1%").first.click()
    reads_in_ten_seconds(page, made.text)

    assert json.loads(exports(visitor, "JSON"))["text"] == made.text
    assert made.text.split("%")[0] in exports(visitor, "BibTeX")
    follows_by_mail(visitor)
    assert [(one.kind, one.claim) for one in Follow.objects.all()] == [("claim", made)]

    visitor.open("/claims/")
    page.get_by_role("searchbox").fill("energy Borealis")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".claims > li")).to_have_count(1)
    page.get_by_role("banner").get_by_role("button", name="简体中文").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("searchbox")).to_have_value("energy Borealis")
    page.get_by_role("link", name="Training Zephyr-9 took 1%").click()
    expect(page.locator(".standing-line .status")).to_contain_text("有条件成立")
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "en")
    assert (visitor.complaints, visitor.strangers) == ([], [])


def test_a_reader_goes_from_the_list_to_a_claim_to_its_announcement_and_back(visitor: Visitor) -> None:
    made = claim_with_everything()
    page = visitor.page

    visitor.open("/claims/")
    page.get_by_role("link", name="Training Zephyr-9 took 1%").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(made.text)
    page.get_by_role("link", name="Evidence 1").first.click()
    expect(page.locator("#evidence-1")).to_be_in_viewport()

    page.get_by_role("link", name="Zephyr grows").first.click()
    expect(page).to_have_url(re.compile(rf"/announcements/\d+/#claim-{made.pk}$"))
    expect(page.locator(".story mark")).to_have_text(made.text)
    page.locator(".story").get_by_role("link", name=f"Claim {made.pk}, Qualified").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(made.text)

    page.go_back()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims")
    assert (visitor.complaints, visitor.strangers) == ([], [])


def test_a_reader_searches_in_chinese_and_lifts_a_filter(visitor: Visitor) -> None:
    stock_the_site()
    page = visitor.page

    visitor.open("/claims/?language=zh")
    page.get_by_role("searchbox").fill("万亿参数")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".claims > li")).to_have_count(1)
    expect(page.locator(".figure")).to_have_text("3 trillion parameters")

    page.get_by_role("link", name=re.compile("中文 Chinese")).click()
    expect(page).to_have_url(re.compile(r"/claims/\?q=[^&]+$"))
    assert (visitor.complaints, visitor.strangers) == ([], [])


def test_no_page_scrolls_sideways_on_a_small_phone(visitor: Visitor) -> None:
    addresses = stock_the_site()
    visitor.page.set_viewport_size({"width": 360, "height": 740})

    wide = {}
    for address in addresses:
        visitor.open(address)
        if visitor.overflow() > 0:
            wide[address] = visitor.overflow()

    assert (wide, visitor.strangers) == ({}, [])


def test_no_page_talks_to_another_host_or_complains(visitor: Visitor) -> None:
    for address in stock_the_site():
        visitor.open(address)

    unexpected = [words for words in visitor.complaints if "status of 4" not in words]
    assert (unexpected, visitor.strangers) == ([], [])


def test_the_keyboard_reaches_the_content_first(visitor: Visitor) -> None:
    stock_the_site()
    visitor.open("/")

    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
