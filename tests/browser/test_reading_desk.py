"""An editor takes a text from paste to tracked claims at the reading desk, by keys."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from claims.models import Announcement, Claim, ClaimAct
from tests.browser.conftest import Visitor
from tests.browser.test_keys_of_the_desk import editor  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)

STORY = (
    "Nimbus grows again\n\n"
    "Nimbus Labs says that Zephyr-9 has 3 trillion parameters. "
    "Zephyr-9 was trained on 512 GPUs and its training took 10 days.\n"
)


def paste(visitor: Visitor, text: str, title: str) -> Announcement:
    """Hand a text to the desk and come to its page."""
    page = visitor.page
    visitor.open("/admin/claims/claimact/desk/new/")
    page.locator("textarea[name=text]").fill(text)
    page.locator("input[name=title]").fill(title)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".desk-story")).to_be_visible()
    return Announcement.objects.get()


def drafts() -> int:
    """How many claims wait to be decided on."""
    return Claim.objects.filter(workflow="draft").count()


def test_a_text_is_pasted_and_decided_on_by_keys(editor: Visitor) -> None:  # noqa: F811
    page, keys = editor.page, editor.page.keyboard
    paste(editor, STORY, "Nimbus grows again")
    waiting = drafts()
    assert waiting > 1

    keys.press("a")
    expect(page.locator(".desk-undo")).to_contain_text("Taken up")
    assert (drafts(), Claim.objects.filter(workflow="tracked").count()) == (waiting - 1, 1)
    keys.press("u")
    expect(page.locator(".desk-told")).to_contain_text("Taken back")
    assert drafts() == waiting
    for left in range(waiting, 0, -1):
        expect(page.locator(".desk-progress strong")).to_have_text(f"{waiting - left} of {waiting} decided")
        keys.press("a")
    expect(page.locator(".desk-done")).to_contain_text(f"All decided: {waiting} tracked, 0 dismissed.")
    assert ClaimAct.objects.filter(act="tracked", actor__username="ada").count() == waiting + 1
    assert (editor.complaints, editor.strangers) == ([], [])


def test_the_real_article_becomes_tracked_claims(editor: Visitor, data: Path) -> None:  # noqa: F811
    text = (data / "m6" / "article.zh.md").read_text(encoding="utf-8")
    page = editor.page
    paste(editor, text, "M6")
    waiting = drafts()
    assert waiting > 20
    page.locator(".desk-rest summary").click()
    page.get_by_role("button", name=f"Accept all {waiting}").click()
    expect(page.locator(".desk-done")).to_contain_text(f"All decided: {waiting} tracked")
    assert (drafts(), editor.complaints) == (0, [])
