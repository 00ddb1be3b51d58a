"""An editor takes a text from paste to tracked claims at the reading desk, by keys."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from claims.models import Announcement, Appearance, Claim, ClaimAct
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


def copy(visitor: Visitor, text: str) -> None:
    """Put a text where Ctrl+V takes it from."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open("/admin/claims/claimact/desk/")
    visitor.page.evaluate("text => navigator.clipboard.writeText(text)", text)


def at_card(page: Page, place: int) -> None:
    """The card of the claim at that place is there, and has the focus."""
    title = page.get_by_role("heading", name=re.compile(rf"^Claim {place} of \d+$"))
    expect(title).to_be_focused()


def in_order() -> list[Claim]:
    """The claims in the order of the text."""
    places = Appearance.objects.select_related("claim").order_by("start", "end", "pk")
    return list({place.claim_id: place.claim for place in places}.values())


def acts() -> list[tuple[str, int]]:
    """What was decided of which claim, in this order."""
    return list(ClaimAct.objects.order_by("pk").values_list("act", "claim"))


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


def takes_in(visitor: Visitor, text: str) -> list[Claim]:
    """From the desk's list to the first claim of a text that is pasted; the claims in the order of the text."""
    page, keys = visitor.page, visitor.page.keyboard
    copy(visitor, text)
    expect(page.get_by_role("heading", name="Reading desk", level=1)).to_be_focused()
    keys.press("n")
    expect(page.get_by_role("heading", name="Read something new", level=1)).to_be_focused()
    keys.press("t")
    keys.press("Control+v")
    keys.press("Control+Enter")
    at_card(page, 1)
    return in_order()


def edits(page: Page, claim: Claim) -> None:
    words = "M6 is there; a, d and u are letters here."
    page.keyboard.press("e")
    expect(page.get_by_label("The claim", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-undo")).to_contain_text("Edited")
    at_card(page, 2)
    edited = ClaimAct.objects.get(act="edited")
    assert (edited.claim, edited.before["text"], edited.after["text"]) == (claim, claim.text, words)


def dismisses_and_takes_it_back(page: Page, claim: Claim) -> None:
    page.keyboard.press("d")
    expect(page.locator("#dismiss_reason")).to_be_focused()
    page.keyboard.type("An opinion.")
    page.keyboard.press("Enter")
    at_card(page, 3)
    dismissed = ClaimAct.objects.get(act="dismissed")
    assert (dismissed.claim, dismissed.reason, dismissed.after["workflow"]) == (claim, "An opinion.", "dismissed")
    page.keyboard.press("u")
    at_card(page, 2)
    assert ClaimAct.objects.get(act="undone").undoes == dismissed


def splits(page: Page, claim: Claim) -> None:
    words = claim.appearances.get().exact
    page.keyboard.press("j")
    at_card(page, 3)
    page.keyboard.press("s")
    parts = page.get_by_label("Its parts, one a line")
    expect(parts).to_be_focused()
    expect(parts).to_have_value(words)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"{words[: len(words) // 2]}\n{words[len(words) // 2 :]}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-undo")).to_contain_text("Split")
    assert Claim.objects.get(pk=claim.pk).workflow == "dismissed"
    assert ClaimAct.objects.filter(act="marked", part_of__act="split", part_of__claim=claim).count() == 2


def accepts_all_that_are_left(page: Page) -> None:
    left = drafts()
    page.keyboard.press("Shift+A")
    expect(page.get_by_role("button", name=f"Accept all {left}", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".desk-done")).to_contain_text("All decided")


def test_the_real_article_goes_from_paste_to_tracked_claims_by_keys_alone(editor: Visitor, data: Path) -> None:  # noqa: F811
    page, keys = editor.page, editor.page.keyboard
    claims = takes_in(editor, (data / "m6" / "article.zh.md").read_text(encoding="utf-8"))
    assert len(claims) > 20

    keys.press("a")
    at_card(page, 2)
    assert acts() == [("tracked", claims[0].pk)]
    keys.press("j")
    at_card(page, 3)
    keys.press("k")
    at_card(page, 2)
    edits(page, claims[1])
    dismisses_and_takes_it_back(page, claims[1])
    splits(page, claims[2])
    accepts_all_that_are_left(page)

    tracked = set(Claim.objects.filter(workflow="tracked").values_list("pk", flat=True))
    assert (drafts(), len(tracked)) == (0, len(claims) + 1)
    assert {number for act, number in acts() if act == "tracked"} == tracked
    assert set(ClaimAct.objects.values_list("actor__username", flat=True)) == {"ada"}
    assert (editor.complaints, editor.strangers) == ([], [])


def test_a_field_that_is_left_by_escape_folds_away_and_gives_the_keys_back(editor: Visitor) -> None:  # noqa: F811
    page, keys = editor.page, editor.page.keyboard
    paste(editor, STORY, "Nimbus grows again")
    keys.press("d")
    keys.type("a")
    keys.press("Escape")
    expect(page.get_by_text("Dismiss d", exact=True)).to_be_focused()
    expect(page.locator("#dismiss_reason")).to_be_hidden()
    assert not ClaimAct.objects.exists()
    keys.press("a")
    expect(page.locator(".desk-undo")).to_contain_text("Taken up")


@pytest.mark.parametrize("pressed", ["Control+a", "Alt+a", "Meta+a", "Shift+D"])
def test_keys_with_others_held_down_decide_nothing(editor: Visitor, pressed: str) -> None:  # noqa: F811
    paste(editor, STORY, "Nimbus grows again")
    editor.page.keyboard.press(pressed)
    editor.page.keyboard.press("j")
    at_card(editor.page, 2)
    assert not ClaimAct.objects.exists()


def test_letters_are_no_keys_where_somebody_has_switched_them_off(editor: Visitor) -> None:  # noqa: F811
    page, keys = editor.page, editor.page.keyboard
    paste(editor, STORY, "Nimbus grows again")
    keys.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_focused()
    page.get_by_label("Letters act as keys").press("Space")
    keys.press("Escape")
    keys.press("a")
    keys.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.reload()
    keys.press("a")
    page.get_by_role("button", name="Keys").press("Enter")
    expect(page.get_by_label("Letters act as keys")).not_to_be_checked()
    assert not ClaimAct.objects.exists()
    page.get_by_label("Letters act as keys").press("Space")
    keys.press("Escape")
    keys.press("a")
    expect(page.locator(".desk-undo")).to_contain_text("Taken up")


def test_the_desk_works_without_scripts_by_plain_forms(editor: Visitor, browser: Browser) -> None:  # noqa: F811
    paste(editor, STORY, "Nimbus grows again")
    first, second, *_ = in_order()
    signed_in = editor.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto(editor.page.url)
    page.get_by_role("button", name="Accept", exact=True).click()
    page.locator("summary", has_text="Dismiss").click()
    page.locator("#dismiss_reason").fill("An opinion.")
    page.get_by_role("button", name="Dismiss", exact=True).click()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("link", name="Previous claim").click()
    page.get_by_role("link", name="Rule on it").click()
    page.get_by_label("The claim is").select_option("qualified")
    page.get_by_label("Reason").fill("In part.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Rule", exact=True).click()
    assert "Ruled." in page.locator("#messages").inner_text()
    assert page.locator(".desk form kbd").first.is_hidden()
    context.close()
    assert acts()[:2] == [("tracked", first.pk), ("dismissed", second.pk)]
    assert (acts()[2:], Claim.objects.get(pk=first.pk).status) == ([("undone", second.pk)], "qualified")
