"""An editor at the desk with no hand on the mouse: ten proposals, a ruling and its undoing, a repeat."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Page, expect

from claims.models import Claim, Evidence, EvidenceReview, RepeatPair
from claims.workflows.make_roles import Role, make_roles
from tests.browser.conftest import Visitor
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE, REPEATS = "/admin/claims/waitingevidence/queue/", "/admin/claims/repeatpair/desk/"


def is_at(page: Page, place: str) -> None:
    """The card at that place is there, and takes keys."""
    expect(page.locator(".desk-place")).to_have_text(place)
    expect(page.get_by_role("article")).to_be_focused()


@pytest.fixture
def editor(visitor: Visitor) -> Visitor:
    """Somebody signed in who may decide."""
    make_roles()
    user = person("ada")
    user.groups.add(Group.objects.get(name=Role.EDITOR))
    client = Client()
    client.force_login(user)
    visitor.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.site}]
    )
    return visitor


def test_ten_proposals_are_reviewed_by_keys_alone(editor: Visitor) -> None:
    for place in range(10):
        evidence(zephyr_claim(f"Zephyr-9, of lot {place}, has 3 trillion parameters."), paper(f"Counting {place}"))
    page, keys = editor.page, editor.page.keyboard
    editor.open(QUEUE)
    expect(page.get_by_role("article")).to_be_focused()

    keys.press("j")
    is_at(page, "2 of 10")
    keys.press("k")
    is_at(page, "1 of 10")
    for done in range(1, 10):
        keys.press("1")
        keys.press("a")
        is_at(page, f"{done + 1} of 10")
    keys.press("u")
    is_at(page, "9 of 10")
    keys.press("w")
    keys.type("Another lot; a and r are letters here.")
    keys.press("Escape")
    keys.press("r")
    is_at(page, "10 of 10")
    keys.press("1")
    keys.press("a")
    expect(page.get_by_role("heading", name="Nothing waits.")).to_be_visible()

    states = list(Evidence.objects.order_by("pk").values_list("state", flat=True))
    assert (states.count("accepted"), states.count("rejected")) == (9, 1)
    rejected = EvidenceReview.objects.get(act="rejected")
    assert (rejected.reason, rejected.actor.username) == ("Another lot; a and r are letters here.", "ada")
    assert (editor.complaints, editor.strangers) == ([], [])


def test_the_keys_are_told_and_do_nothing_while_they_are_read(editor: Visitor) -> None:
    row = evidence(zephyr_claim())
    page = editor.page
    editor.open(QUEUE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    row.refresh_from_db()
    assert row.state == "proposed"


def test_a_claim_is_ruled_on_and_handed_back(editor: Visitor) -> None:
    claim = zephyr_claim()
    page = editor.page
    editor.open(f"/admin/claims/ruling/rule/{claim.pk}/")
    page.get_by_label("The claim is").select_option("qualified")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nobody follows it")).to_be_visible()
    page.get_by_label("Reason").fill("Only with the small model.")
    page.get_by_role("button", name="Rule", exact=True).click()
    expect(page.get_by_text("ada ruled so")).to_be_visible()
    assert Claim.objects.get(pk=claim.pk).status == "qualified"

    page.get_by_role("link", name="Hand it back to the rules").click()
    page.get_by_label("Reason").fill("Too early.")
    page.get_by_role("button", name="Hand back").click()
    expect(page.get_by_text("by the rules")).to_be_visible()
    assert Claim.objects.get(pk=claim.pk).status == "unverified"


def test_a_repeat_is_merged_by_keys_taken_back_and_merged_again(editor: Visitor) -> None:
    later, earlier = zephyr_claim("Zephyr-9 is very large."), zephyr_claim("Zephyr-9 is large.")
    RepeatPair.objects.create(later=later, earlier=earlier, reasons=["The subject is the same."], recorded_at=NOW)
    page, keys = editor.page, editor.page.keyboard
    editor.open(REPEATS)

    keys.press("1")
    keys.press("a")
    expect(page.get_by_role("heading", name="No pair waits.")).to_be_visible()
    keys.press("u")
    is_at(page, "1 of 1")
    assert Claim.objects.get(pk=later.pk).merged_into is None
    keys.press("1")
    keys.press("a")
    expect(page.get_by_role("heading", name="No pair waits.")).to_be_visible()
    assert Claim.objects.get(pk=later.pk).merged_into == earlier

    editor.open(f"/claims/{later.pk}/")
    assert page.url == f"{editor.site}/claims/{earlier.pk}/"


def test_no_page_of_the_desk_scrolls_sideways_on_a_small_phone(editor: Visitor) -> None:
    claim = zephyr_claim()
    evidence(claim)
    RepeatPair.objects.create(later=zephyr_claim("Zephyr-9 is large."), earlier=claim, recorded_at=NOW)
    editor.page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for address in ("/admin/", QUEUE, REPEATS, f"/admin/claims/claim/assign/?claim={claim.pk}"):
        editor.open(address)
        if editor.overflow() > 0:
            wide[address] = editor.overflow()
    assert wide == {}
