"""Editors follow feeds, submit addresses, and decide what is taken in."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims.models import Feed, Lead, LeadState
from claims.workflows.submit_address import submit_address
from tests.workflows.made_up_feeds import NOW, feed, lead

pytestmark = pytest.mark.django_db

FEEDS, LEADS = "admin:claims_feed", "admin:claims_lead"


def act(client: Client, table: str, action: str, *rows: int) -> str:
    answer = client.post(
        reverse(f"{table}_changelist"), {"action": action, "_selected_action": list(rows)}, follow=True
    )
    return answer.content.decode()


def test_a_feed_is_added_and_due_at_once(admin_client: Client) -> None:
    assert 'value="01:00:00"' in admin_client.get(reverse(f"{FEEDS}_add")).content.decode()
    before = timezone.now()
    admin_client.post(
        reverse(f"{FEEDS}_add"),
        {"url": "https://post.example/feed", "name": "Post", "every": "06:00:00", "automatic": "on"},
    )
    row = Feed.objects.get()
    assert (row.name, row.every, row.automatic, row.enabled) == ("Post", timedelta(hours=6), True, True)
    assert row.due_at is not None
    assert row.due_at >= before


def test_a_feed_without_an_address_that_can_be_fetched_is_refused(admin_client: Client) -> None:
    answer = admin_client.post(
        reverse(f"{FEEDS}_add"), {"url": "https://ada:secret@post.example/", "name": "Post", "every": "06:00:00"}
    )
    assert "carries a name or a password" in answer.content.decode()
    assert not Feed.objects.exists()


def test_the_address_and_the_state_of_a_feed_are_not_edited(admin_client: Client) -> None:
    row = feed()
    page = admin_client.get(reverse(f"{FEEDS}_change", args=[row.pk])).content.decode()
    assert 'name="name"' in page
    assert not any(f'name="{field}"' in page for field in ("url", "enabled", "due_at", "etag", "failures"))
    admin_client.post(
        reverse(f"{FEEDS}_change", args=[row.pk]), {"name": "Other", "every": "02:00:00", "automatic": "on"}
    )
    again = Feed.objects.get()
    assert (again.name, again.every, again.automatic, again.due_at) == ("Other", timedelta(hours=2), True, NOW)


def test_feeds_are_called_switched_off_and_on(admin_client: Client) -> None:
    row = feed()
    assert "1 feed switched off." in act(admin_client, FEEDS, "stop", row.pk)
    assert "0 feeds will be read" in act(admin_client, FEEDS, "read_now", row.pk)
    assert "1 feed switched on" in act(admin_client, FEEDS, "resume", row.pk)
    Feed.objects.update(due_at=NOW + timedelta(days=9999))
    assert "1 feed will be read within minutes." in act(admin_client, FEEDS, "read_now", row.pk)
    due_at = Feed.objects.get().due_at
    assert due_at is not None
    assert due_at <= timezone.now()


def test_failing_feeds_are_found_with_their_failure(admin_client: Client) -> None:
    feed("well")
    Feed.objects.filter(pk=feed("ill").pk).update(failing_since=NOW, failure="It answered 404.")
    ill = admin_client.get(reverse(f"{FEEDS}_changelist"), {"failing": "1"}).content.decode()
    assert "2026-05-03 09:00: It answered 404." in ill
    assert "well.example" not in ill
    assert "ill.example" not in admin_client.get(reverse(f"{FEEDS}_changelist"), {"failing": "0"}).content.decode()


def test_an_address_is_submitted_in_the_name_of_who_does_it(admin_client: Client, admin_user: User) -> None:
    answer = admin_client.post(reverse(f"{LEADS}_add"), {"url": " https://post.example/1#top"}, follow=True)
    row = Lead.objects.get()
    assert (row.url, row.state, row.submitted_by) == ("https://post.example/1", LeadState.WAITING, admin_user)
    assert "known before" not in answer.content.decode()
    again = admin_client.post(reverse(f"{LEADS}_add"), {"url": "https://post.example/1"}, follow=True)
    assert "This address was known before." in again.content.decode()
    admin_client.post(reverse(f"{LEADS}_add"), {"url": "hn:8863"})
    assert sorted(Lead.objects.values_list("origin", "key")) == [
        ("hacker_news", "8863"),
        ("person", "https://post.example/1"),
    ]


def test_what_is_no_address_is_told_at_its_field(admin_client: Client) -> None:
    answer = admin_client.post(reverse(f"{LEADS}_add"), {"url": "ftp://post.example/1"})
    assert "must begin with http:// or https://" in answer.content.decode()
    assert not Lead.objects.exists()


def test_leads_are_dismissed_and_taken_in_after_all(admin_client: Client) -> None:
    row = submit_address("https://post.example/1", user=None, now=NOW).lead
    assert "1 lead dismissed." in act(admin_client, LEADS, "dismiss", row.pk)
    assert Lead.objects.get().state == LeadState.DISMISSED
    assert "1 lead will be taken in within minutes." in act(admin_client, LEADS, "take_in", row.pk)
    assert Lead.objects.get().state == LeadState.WAITING


@pytest.mark.parametrize("table", [FEEDS, LEADS])
def test_neither_is_deleted(admin_client: Client, table: str) -> None:
    row = lead(1)
    number = row.pk if table == LEADS else row.feed_id
    assert admin_client.get(reverse(f"{table}_delete", args=[number])).status_code == 403


@pytest.mark.parametrize(("table", "queries"), [(FEEDS, 5), (LEADS, 9)])
def test_a_list_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries, table: str, queries: int
) -> None:
    address = reverse(f"{table}_changelist")
    lead(1)
    admin_client.get(address)
    with django_assert_num_queries(queries):
        admin_client.get(address)
    for number in (2, 3):
        lead(number, of=feed(f"post{number}"))
    with django_assert_num_queries(queries):
        admin_client.get(address)
