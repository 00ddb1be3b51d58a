"""Readers at the desk: found by address, suppressed, erased and exported by admins, and seen by nobody else."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import OwnMail, Subscriber, SubscriberState
from claims.workflows.lift_suppression import NotSuppressed, lift_suppression
from claims.workflows.make_roles import Role
from tests.api.callers import person_of
from tests.workflows.made_up_subscribers import ADA, NOW, ask, subscribed

pytestmark = pytest.mark.django_db

LIST = "admin:claims_subscriber_changelist"


def at_the_desk(role: Role) -> Client:
    user = person_of(role)
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


def act(client: Client, row: Subscriber, name: str, reason: str = "they wrote to us") -> str:
    answer = client.post(reverse(f"admin:claims_subscriber_{name}", args=[row.pk]), {"reason": reason}, follow=True)
    assert answer.status_code == 200
    row.refresh_from_db()
    return answer.content.decode()


def test_readers_are_found_by_address_and_shown_with_what_they_follow() -> None:
    client, row = at_the_desk(Role.ADMIN), subscribed()
    subscribed("bo@example.org")
    found = client.get(reverse(LIST), {"q": "ADA@"}).content.decode()
    assert (ADA in found, "bo@example.org" in found) == (True, False)
    page = client.get(reverse("admin:claims_subscriber_change", args=[row.pk])).content.decode()
    assert all(word in page for word in (ADA, "Everything", "Never write to them", "Export as JSON"))
    assert 'name="email"' not in page


def test_a_reader_is_suppressed_and_written_to_again_with_reasons_in_the_log() -> None:
    client, row = at_the_desk(Role.ADMIN), subscribed()
    assert "They are not written to any more." in act(client, row, "suppress")
    assert (row.state, row.state_reason) == (SubscriberState.SUPPRESSED, "by hand: they wrote to us")
    assert "nothing is written to them anyway" in act(client, row, "suppress")
    assert "The reader is active." in act(client, row, "lift", "it was a mistake")
    assert (row.state, row.confirmed_at, row.bounces) == (SubscriberState.ACTIVE, NOW, 0)
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Suppress: they wrote to us",
        "Write to them again: it was a mistake",
    ]


def test_who_never_said_yes_is_asked_again_and_not_told() -> None:
    ask()
    row = Subscriber.objects.get()
    Subscriber.objects.update(state=SubscriberState.SUPPRESSED, bounces=5)
    assert lift_suppression(row.pk, now=timezone.now()) == SubscriberState.PENDING
    with pytest.raises(NotSuppressed):
        lift_suppression(row.pk, now=timezone.now())


def test_a_reader_is_erased_and_the_log_does_not_name_them() -> None:
    client, row = at_the_desk(Role.ADMIN), subscribed()
    asked = client.get(reverse("admin:claims_subscriber_erase", args=[row.pk])).content.decode()
    assert "Erase this reader for good?" in asked
    assert "Say why" in act(client, row, "erase", reason="")
    assert row.state == SubscriberState.ACTIVE
    act(client, row, "erase")
    assert (row.state, row.email) == (SubscriberState.ERASED, None)
    assert "ada" not in str(list(LogEntry.objects.values_list("object_repr", "change_message")))


def test_a_readers_data_are_exported() -> None:
    row = subscribed()
    told = at_the_desk(Role.ADMIN).get(reverse("admin:claims_subscriber_export", args=[row.pk]))
    assert told.json()["reader"]["email"] == ADA


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_but_an_admin_sees_who_reads_what(role: Role) -> None:
    client, row = at_the_desk(role), subscribed()
    ask("bo@example.org")
    paths = [
        reverse(LIST),
        reverse("admin:claims_subscriber_change", args=[row.pk]),
        reverse("admin:claims_ownmail_changelist"),
        *(
            reverse(f"admin:claims_subscriber_{name}", args=[row.pk])
            for name in ("suppress", "lift", "erase", "export")
        ),
    ]
    assert {client.get(path).status_code for path in paths} == {403}
    assert (OwnMail.objects.count(), User.objects.count()) == (1, 1)
