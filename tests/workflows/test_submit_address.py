"""An address that a person gives is kept once, in whatever form it comes, or refused with the reason."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from claims.models import Lead, LeadOrigin, LeadState
from claims.workflows.decide_lead import dismiss_lead, want_lead
from claims.workflows.submit_address import AddressRefused, submit_address
from tests.web.made_up_claims import announcement
from tests.workflows.made_up_feeds import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
ADDRESS = "https://news.example/giant"


def test_an_address_becomes_a_lead_that_is_due_now() -> None:
    user = User.objects.create_user("ada")
    submitted = submit_address(f" {ADDRESS}?utm_source=x#top\n", user=user, now=NOW)
    row = Lead.objects.get()
    assert (submitted.lead, submitted.is_new) == (row, True)
    assert (row.origin, row.key, row.url, row.submitted_by, row.found_at, row.state, row.due_at) == (
        LeadOrigin.PERSON,
        ADDRESS,
        ADDRESS,
        user,
        NOW,
        LeadState.WAITING,
        NOW,
    )


@pytest.mark.parametrize(
    "address", [ADDRESS, f"{ADDRESS}?utm_source=x", f"{ADDRESS}#end", "HTTPS://News.Example/giant"]
)
def test_the_same_address_in_any_form_is_the_same_lead(address: str) -> None:
    first = submit_address(ADDRESS, user=None, now=NOW).lead
    again = submit_address(address, user=None, now=LATER)
    assert (again.lead, again.is_new, again.lead.due_at) == (first, False, NOW)
    assert Lead.objects.count() == 1


def test_a_known_announcement_is_told_at_once() -> None:
    known = announcement(url=ADDRESS)
    first = submit_address(ADDRESS, user=None, now=NOW)
    again = submit_address(ADDRESS, user=None, now=LATER)
    assert (first.is_new, again.is_new, first.lead) == (True, False, again.lead)
    assert (first.lead.state, first.lead.announcement, first.lead.due_at) == (LeadState.KNOWN, known, None)


@pytest.mark.parametrize("address", ["hn:8863", "https://news.ycombinator.com/item?id=8863"])
def test_a_hacker_news_item_is_a_lead_of_its_own_kind(address: str) -> None:
    submit_address("hn:8863", user=None, now=NOW)
    lead = submit_address(address, user=None, now=NOW).lead
    assert (lead.origin, lead.key, lead.url) == (
        LeadOrigin.HACKER_NEWS,
        "8863",
        "https://news.ycombinator.com/item?id=8863",
    )
    assert Lead.objects.count() == 1


@pytest.mark.parametrize("state", [LeadState.NEW, LeadState.FAILED, LeadState.DISMISSED])
def test_what_rested_is_due_again_when_a_person_asks(state: LeadState) -> None:
    submit_address(ADDRESS, user=None, now=NOW)
    Lead.objects.update(state=state, due_at=None, tries=3, failure="It was down.")
    lead = submit_address(ADDRESS, user=None, now=LATER).lead
    assert (lead.state, lead.due_at, lead.tries, lead.failure) == (LeadState.WAITING, LATER, 0, "")


def test_of_several_leads_the_one_that_led_to_something_is_told() -> None:
    known = announcement()
    Lead.objects.create(origin="feed", key="1", url=ADDRESS, found_at=NOW, state="failed")
    good = Lead.objects.create(
        origin="hacker_news", key="2", url=ADDRESS, found_at=NOW, state="taken_in", announcement=known
    )
    assert submit_address(ADDRESS, user=None, now=NOW).lead == good
    assert Lead.objects.filter(state=LeadState.FAILED).count() == 1


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "must begin with http"),
        ("news.example/giant", "must begin with http"),
        ("ftp://news.example/giant", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        ("hn:none", "must begin with http"),
        ("http://", "must begin with http"),
        ("http://[broken", "must begin with http"),
        ("https://ada:secret@news.example/", "carries a name or a password"),
        (f"https://news.example/{'x' * 2000}", "is too long"),
        (f"https://news.example/{'長' * 700}", "is too long"),
        ("https://news.example/a b", "characters that no address has"),
        ("https://news.example/a\x00b", "characters that no address has"),
        ("https://news.example/\ud800", "characters that no address has"),
    ],
)
def test_what_cannot_be_fetched_is_refused(address: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        submit_address(address, user=None, now=NOW)
    assert not Lead.objects.exists()


def test_a_dismissed_lead_rests_and_one_that_was_taken_in_stays() -> None:
    lead = submit_address(ADDRESS, user=None, now=NOW).lead
    assert (dismiss_lead(lead.pk), dismiss_lead(lead.pk)) == (True, False)
    assert (want_lead(lead.pk, now=LATER), want_lead(lead.pk, now=LATER)) == (True, False)
    Lead.objects.update(state=LeadState.TAKEN_IN, due_at=None, announcement=announcement())
    assert (dismiss_lead(lead.pk), want_lead(lead.pk, now=LATER)) == (False, False)
    assert Lead.objects.get().state == LeadState.TAKEN_IN
