"""An editor at the desk with no hand on the mouse: ten proposals, a ruling and its undoing, a repeat."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Page, expect

from claims.models import Claim, ClaimMerge, Evidence, EvidenceReview, RepeatPair, Ruling, StatusProposal
from claims.workflows.make_roles import Role, make_roles
from tests.browser.conftest import Visitor
from tests.digest.made_up_readers import everybody
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


def test_other_words_of_a_document_are_quoted_by_keys(editor: Visitor) -> None:
    evidence(zephyr_claim())
    page, keys = editor.page, editor.page.keyboard
    editor.open(QUEUE)
    keys.press("q")
    expect(page.get_by_role("heading", name="The document: Counting Zephyr")).to_be_visible()
    keys.press("x")
    expect(page.get_by_label("The words to quote instead")).to_be_focused()
    keys.press("Control+a")
    keys.type("We counted by hand.")
    keys.press("Escape")
    keys.press("w")
    keys.type("They tell how.")
    keys.press("Escape")
    keys.press("p")
    expect(page.get_by_role("region", name="What would follow")).to_be_focused()
    keys.press("a")
    expect(page.get_by_role("heading", name="Nothing waits.")).to_be_visible()
    assert Evidence.objects.get(state="accepted").quote == "We counted by hand."
    assert {one.reason for one in EvidenceReview.objects.all()} == {"They tell how."}
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


def proposal(claim: Claim) -> None:
    """The rules ask a person for "qualified"."""
    reasons = [{"code": "mixed", "text": "Holds in part."}]
    StatusProposal.objects.create(
        claim=claim, status="qualified", reasons=reasons, rule_version="test", recorded_at=NOW
    )


def opens_the_second_proposal(page: Page, first: Claim, second: Claim) -> None:
    for claim in (first, second):
        page.keyboard.press("j")
        expect(page.get_by_role("link", name=claim.text)).to_be_focused()
    page.keyboard.press("g")
    expect(page.get_by_role("region", name=f"Claim {second.pk}", exact=True)).to_be_focused()
    expect(page.get_by_label("The claim is")).to_have_value("qualified")


def previews_another_word(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_label("The claim is")).to_be_focused()
    page.keyboard.type("disp")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.keyboard.type("Only with the small model; p and a are letters here.")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.get_by_role("region", name="What would follow")).to_be_focused()
    expect(page.get_by_text("Told to 1 reader in their next digest")).to_be_visible()
    expect(page.get_by_text("The proposal “qualified” would be declined.")).to_be_visible()


def test_a_claim_is_ruled_on_and_handed_back_by_keys_from_what_is_proposed(editor: Visitor) -> None:
    claim, other = zephyr_claim(), zephyr_claim("Zephyr-9 is large.")
    everybody(told_to=0)
    proposal(claim)
    proposal(other)
    page, keys = editor.page, editor.page.keyboard
    editor.open("/admin/claims/statusproposal/")
    opens_the_second_proposal(page, other, claim)
    previews_another_word(page)
    assert not Ruling.objects.exists()

    keys.press("a")
    expect(page.get_by_text("ada ruled so")).to_be_visible()
    expect(page.get_by_role("region", name=f"Claim {claim.pk}", exact=True)).to_be_focused()
    ruled = Ruling.objects.get()
    assert (ruled.act, ruled.status, ruled.actor.username) == ("ruled", "disputed", "ada")
    assert ruled.reason == "Only with the small model; p and a are letters here."
    assert Claim.objects.get(pk=claim.pk).status == "disputed"

    keys.press("u")
    expect(page.get_by_role("heading", name="Hand this claim back to the rules?")).to_be_visible()
    keys.press("w")
    keys.type("Too early.")
    keys.press("Control+Enter")
    expect(page.get_by_text("by the rules")).to_be_visible()
    assert list(Ruling.objects.order_by("pk").values_list("act", "reason"))[1:] == [("lifted", "Too early.")]
    assert Claim.objects.get(pk=claim.pk).status == "unverified"
    assert (editor.complaints, editor.strangers) == ([], [])


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

    steps = ClaimMerge.objects.filter(claim=later, successor=earlier, actor__username="ada").order_by("pk")
    told = list(steps.values_list("step", "reason"))
    assert [step for step, _ in told] == ["merged", "unmerged", "merged"]
    assert told[0][1] == "The same figure of the same system. The subject is the same."
    assert told[1][1] == "An editor took the merge back at once."

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
