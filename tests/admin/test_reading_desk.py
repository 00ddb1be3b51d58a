"""The reading desk in a browser without JavaScript: paste, see, decide, edit, split, mark, undo, go on."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Announcement, Assignment, Claim, ClaimAct, DeskAct, Lead, LeadState, Submission
from claims.workflows.decide_claim import decide_claim
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.make_roles import Role, make_roles
from tests.admin.test_reviews import page, send
from tests.workflows.made_up_claims import NOW
from tests.workflows.made_up_evidence import person
from tests.workflows.test_decide_claims import KITCHEN, STORY

pytestmark = pytest.mark.django_db

DESK = "/admin/claims/claimact/desk/"


def login(role: Role, name: str = "ada") -> Client:
    make_roles()
    user = person(name)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def story() -> Announcement:
    done = ingest_announcement(Intake(text=STORY, publisher="The Daily Model", published_on=date(2026, 5, 1)), now=NOW)
    return Announcement.objects.get(pk=done.announcement_id)


def claims() -> list[Claim]:
    return list(Claim.objects.order_by("appearances__start", "pk"))


def words(html: str) -> str:
    """The text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def forms_of(story: Announcement) -> dict[str, dict[str, object]]:
    """Every form of the desk with something to send."""
    claim = claims()[0]
    base = f"{DESK}{story.pk}/"
    on = {"claim": claim.pk, "seen": 0}
    return {
        f"{DESK}new/": {"text": "Another text says that Zephyr-8 has 2 trillion parameters."},
        f"{base}decide/": {**on, "act": "tracked"},
        f"{base}edit/": {**on, "text": "Other words.", "subject": "", "figure": "", "kind": "statement"},
        f"{base}split/": {**on, "parts": "Nimbus Labs says\nZephyr-9 has 3 trillion parameters"},
        f"{base}mark/": {"quote": KITCHEN},
        f"{base}undo/": {"act": 1},
        f"{base}rest/": {},
    }


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_may_change_claims_use_the_desk(story: Announcement, role: Role) -> None:
    client = login(role)
    allowed = role in (Role.EDITOR, Role.ADMIN)
    for address in (DESK, f"{DESK}new/", f"{DESK}{story.pk}/"):
        assert client.get(address).status_code == (200 if allowed else 403), address
    before = (Announcement.objects.count(), ClaimAct.objects.count())
    if not allowed:
        answers = {address: client.post(address, form).status_code for address, form in forms_of(story).items()}
        assert (answers, (Announcement.objects.count(), ClaimAct.objects.count())) == (
            dict.fromkeys(answers, 403),
            before,
        )


@pytest.mark.parametrize("form", range(7))
def test_each_form_does_something_for_an_editor(story: Announcement, form: int) -> None:
    client = login(Role.EDITOR)
    if form == 5:
        decide_claim(claims()[0].pk, DeskAct.TRACKED, reason="", actor=person("ada"), seen=0, now=NOW)
    address, given = list(forms_of(story).items())[form]
    given = given | ({"act": ClaimAct.objects.get().pk} if form == 5 else {})
    given |= {f"seen_{claim.pk}": 0 for claim in claims()} if form == 6 else {}
    before = (Announcement.objects.count(), ClaimAct.objects.count())
    assert client.post(address, given).status_code == 302
    assert (Announcement.objects.count(), ClaimAct.objects.count()) != before


def test_a_pasted_text_is_read_at_once_and_its_drafts_wait(client: Client) -> None:
    client = login(Role.EDITOR)
    shown = send(client, f"{DESK}new/", text=STORY.replace("\n", "\r\n"), title="Nimbus grows", publisher="Press")
    assert Announcement.objects.get().text == STORY
    told = words(shown)
    assert "0 of 3 decided" in told
    assert "Claim 1 of 3" in told
    assert "0 of 3 decided" in words(page(client, DESK))


def test_what_was_typed_stays_when_a_text_is_refused(story: Announcement) -> None:
    client = login(Role.EDITOR)
    shown = send(client, f"{DESK}new/", text="Some words of mine.", title="Mine", published_on="yesterday")
    assert all(
        one in shown for one in ("Some words of mine.", 'value="Mine"', 'value="yesterday"', "Enter a valid date.")
    )
    assert "Paste the text here." in send(client, f"{DESK}new/", text="  \n")
    given = {"text": "Words with an address.", "url": "ftp://example.org/x"}
    assert "it must begin with http:// or https://" in send(client, f"{DESK}new/", **given)
    assert Announcement.objects.count() == 1


def test_a_page_is_waited_for_and_then_opened(story: Announcement) -> None:
    client = login(Role.EDITOR)
    shown = send(client, f"{DESK}new/", url="https://example.org/story")
    assert "Being read" in shown
    assert '<meta http-equiv="refresh" content="3">' in shown
    waiting = f"{DESK}waiting/{Submission.objects.get().pk}/"
    Lead.objects.update(state=LeadState.FAILED, due_at=None, failure="The page is empty.")
    failed = page(client, waiting)
    assert "The page is empty." in failed
    assert "http-equiv" not in failed
    Lead.objects.update(state=LeadState.TAKEN_IN, failure="", announcement=story)
    assert client.get(waiting).headers["Location"] == f"{DESK}{story.pk}/"
    assert "must begin with" in send(client, f"{DESK}new/", url="example")


def test_the_desk_shows_the_text_with_its_claims_and_how_the_first_was_read(story: Announcement) -> None:
    shown = page(login(Role.EDITOR), f"{DESK}{story.pk}/")
    told = words(shown)
    wanted = ("Claim 1 of 3", "about Zephyr-9", "3 trillion parameters", "Score", "2 sentences that the reader left")
    assert [one for one in wanted if one not in told] == []
    assert [shown.count(f'?claim={claim.pk}" class="read-line') for claim in claims()] == [1, 1, 1]
    assert f'data-at="{story.text.index("Nimbus Labs says")}"' in shown


def test_accepting_goes_on_to_the_next_that_waits_and_offers_to_undo(story: Announcement) -> None:
    client, made = login(Role.EDITOR), claims()
    answer = client.post(f"{DESK}{story.pk}/decide/", {"claim": made[1].pk, "seen": 0, "act": "tracked"})
    entry = ClaimAct.objects.get()
    assert answer.headers["Location"] == f"{DESK}{story.pk}/?claim={made[2].pk}&did={entry.pk}"
    shown = words(page(client, f"{DESK}{story.pk}/", claim=made[2].pk, did=entry.pk))
    assert "1 of 3 decided" in shown
    assert f"Taken up : {made[1].text}" in shown
    back = send(client, f"{DESK}{story.pk}/undo/", act=entry.pk)
    assert f"Taken back: claim {made[1].pk}" in back
    assert [claim.workflow for claim in claims()] == ["draft"] * 3


def test_the_second_of_two_editors_is_told_what_the_first_decided(story: Announcement) -> None:
    claim = claims()[0]
    decide_claim(claim.pk, DeskAct.DISMISSED, reason="A forecast.", actor=person("bo"), seen=0, now=NOW)
    shown = words(send(login(Role.EDITOR), f"{DESK}{story.pk}/decide/", claim=claim.pk, seen=0, act="tracked"))
    assert "bo was there before you" in shown
    assert "A forecast." in shown
    assert Claim.objects.get(pk=claim.pk).workflow == "dismissed"


def test_a_refused_edit_keeps_what_was_typed_and_says_why_beside_the_field(story: Announcement) -> None:
    claim = claims()[0]
    given = {
        "claim": claim.pk,
        "seen": 0,
        "text": "My own wording.",
        "subject": "",
        "figure": "a lot",
        "kind": "quantity",
    }
    shown = send(login(Role.EDITOR), f"{DESK}{story.pk}/edit/", **given)
    assert all(one in shown for one in ("My own wording.", 'value="a lot"', "No figure was read in"))
    assert ClaimAct.objects.count() == 0


def test_the_rest_is_accepted_together_but_for_what_somebody_else_decided(story: Announcement) -> None:
    client, made = login(Role.EDITOR), claims()
    done = decide_claim(made[0].pk, DeskAct.TRACKED, reason="", actor=person("bo"), seen=0, now=NOW)
    decide_claim(made[0].pk, DeskAct.REOPENED, reason="Not yet.", actor=person("bo"), seen=done.act_id, now=NOW)
    shown = words(send(client, f"{DESK}{story.pk}/rest/", **{f"seen_{claim.pk}": 0 for claim in made}))
    assert "Accepted 2 of 3 claims." in shown
    assert "bo was there before you" in shown
    assert [claim.workflow for claim in claims()] == ["draft", "tracked", "tracked"]


def test_when_all_is_decided_the_desk_says_so_and_leads_on(story: Announcement) -> None:
    client, made = login(Role.EDITOR), claims()
    other = ingest_announcement(Intake(text="Aurora has 70 billion parameters.", title="Aurora"), now=NOW)
    for claim, act in zip(made, ("tracked", "tracked", "dismissed"), strict=True):
        shown = send(client, f"{DESK}{story.pk}/decide/", claim=claim.pk, seen=0, act=act)
    assert "All decided: 2 tracked, 1 dismissed." in words(shown)
    assert f'href="{DESK}{other.announcement_id}/"' in shown
    assert "Aurora" in page(client, DESK)
    assert "Nimbus grows again" not in page(client, DESK)
    assert "Nimbus grows again" in page(client, DESK, show="done")
    assert "Nimbus grows again" in page(client, DESK, show="all", q="nimbus")


def test_an_editor_finds_the_texts_with_drafts_that_are_assigned_to_them(story: Announcement) -> None:
    client = login(Role.EDITOR)
    assert "No draft is assigned to you." in page(client, DESK, show="mine")
    ada = person("ada")
    Assignment.objects.create(claim=claims()[0], editor=ada, assigned_by=ada, assigned_at=NOW)
    assert "Nimbus grows again" in page(client, DESK, show="mine")


def test_a_text_of_many_claims_asks_as_much_as_one_of_few(story: Announcement) -> None:
    client = login(Role.EDITOR)
    many = " ".join(f"Zephyr-{one} has {one} billion parameters." for one in range(20, 40))
    other = ingest_announcement(Intake(text=many, title="Many"), now=NOW).announcement_id
    page(client, f"{DESK}{story.pk}/")
    assert asked_for(client, f"{DESK}{story.pk}/") == asked_for(client, f"{DESK}{other}/")


def test_the_list_asks_as_much_for_three_texts_as_for_one(story: Announcement) -> None:
    client = login(Role.EDITOR)
    page(client, DESK)
    few = asked_for(client, DESK)
    for name in ("Aurora", "Borealis"):
        ingest_announcement(Intake(text=f"{name} has 70 billion parameters.", publisher=name), now=NOW)
    assert asked_for(client, DESK) == few


def asked_for(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return len(asked)
