"""What is kept of a reader comes out whole and goes whole; what they followed long ago is asked after once."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import (
    Delivery,
    DeliveryState,
    DigestIssue,
    FollowKind,
    OwnMail,
    Subscriber,
)
from claims.reader_links import READER, LinkRefused, read_link, sign
from claims.topics import Topic
from claims.workflows.change_address import ask_to_change_address
from claims.workflows.change_subscription import renew_follows
from claims.workflows.erase_subscriber import erase_subscriber
from claims.workflows.export_subscriber import export_subscriber
from claims.workflows.follow import follow
from claims.workflows.list_follows import STALE_AFTER, list_follows
from claims.workflows.pause_subscription import pause_subscription
from claims.workflows.send_own_mail import MOST_TRIES, send_own_mail
from claims.workflows.warn_stale_follows import warn_stale_follows
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_subscribers import ADA, NOW, ask, post, subscribed

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
LATER = NOW + STALE_AFTER


def delivery_to(row: Subscriber, state: DeliveryState) -> Delivery:
    due_at = NOW + DigestIssue.objects.count() * A_DAY
    issue = DigestIssue.objects.create(cadence="weekly", due_at=due_at, to_position=0, opened_at=NOW)
    return Delivery.objects.create(
        issue=issue, subscriber=row, after_position=0, told=[1, 2], state=state, due_at=NOW, answer=f"250 {ADA} ok"
    )


def test_erasing_leaves_nothing_of_who_it_was_and_keeps_the_count_of_what_was_sent() -> None:
    row = subscribed()
    user = User.objects.create_user("ada", ADA)
    Subscriber.objects.update(user=user)
    sent, waiting = delivery_to(row, DeliveryState.SENT), delivery_to(row, DeliveryState.WAITING)
    ask_to_change_address(row.pk, "ada@new.example", caller="somebody", now=NOW)
    link = sign(READER, row.pk, row.key)
    for _ in range(2):
        erase_subscriber(row.pk, now=NOW)
    kept = str([*Subscriber.objects.values(), *Delivery.objects.values(), *OwnMail.objects.values()])
    assert ("ada" in kept, row.follows.count(), User.objects.count()) == (False, 0, 1)
    states = list(Delivery.objects.order_by("pk").values_list("pk", "state"))
    assert states == [(sent.pk, DeliveryState.SENT), (waiting.pk, DeliveryState.SUPPRESSED)]
    with pytest.raises(LinkRefused):
        read_link(READER, link)
    assert subscribed().pk != row.pk


def test_the_export_tells_all_that_is_kept() -> None:
    claim = zephyr_claim()
    row = subscribed(topic=Topic(kind=FollowKind.CLAIM, id=claim.pk))
    Subscriber.objects.update(user=User.objects.create_user("ada", ADA))
    row.follows.update(note="for a story")
    delivery_to(row, DeliveryState.SENT)
    row.refresh_from_db()
    told = export_subscriber(row, now=NOW)
    assert told["follows"] == [
        {
            "kind": "claim",
            "name": "Zephyr-9 has 3 trillion parameters.",
            "path": f"/claims/{claim.pk}/",
            "note": "for a story",
            "recorded_at": NOW.isoformat(),
            "renewed_at": NOW.isoformat(),
        }
    ]
    assert told["mails"] == [
        {
            "issue": "weekly of 2026-05-06 09:30",
            "state": "sent",
            "finished_at": None,
            "bounced_at": None,
            "events": [1, 2],
        }
    ]
    assert (told["reader"]["email"], told["account"]["name"], told["account"]["webhooks"]) == (ADA, "ada", [])


def test_every_column_of_a_reader_is_exported_but_for_what_only_serves_us() -> None:
    told = export_subscriber(subscribed(), now=NOW)
    columns = {field.name for field in Subscriber._meta.concrete_fields}
    assert columns - told["reader"].keys() == {"id", "key", "told_to", "user"}


def test_what_nobody_touched_for_half_a_year_is_asked_after_once() -> None:
    row = subscribed()
    claim = zephyr_claim()
    follow(row, Topic(kind=FollowKind.CLAIM, id=claim.pk), now=NOW + A_DAY)
    assert warn_stale_follows(now=LATER - A_DAY) == 0
    assert [warn_stale_follows(now=LATER) for _ in range(2)] == [1, 0]
    before = len(mail.outbox)
    post(now=LATER)
    (message,) = mail.outbox[before:]
    assert message.subject == "Do you still want to follow this?"
    assert ("Everything" in str(message.body), "Zephyr" in str(message.body)) == (True, False)
    assert f"/preferences/{sign(READER, row.pk, row.key)}/" in str(message.body)
    assert warn_stale_follows(now=LATER + A_DAY) == 1
    assert [one.is_stale for one in list_follows(row, now=LATER + A_DAY)] == [True, True]
    renew_follows(row, now=LATER + A_DAY)
    assert [one.is_stale for one in list_follows(row, now=LATER + A_DAY)] == [False, False]
    assert warn_stale_follows(now=LATER + STALE_AFTER) == 0


def test_who_gets_no_mail_is_not_asked() -> None:
    paused, off = subscribed(), subscribed("bo@example.org")
    pause_subscription(paused.pk, until=(NOW + 300 * A_DAY).date(), now=NOW)
    Subscriber.objects.filter(pk=off.pk).update(mail=False)
    assert warn_stale_follows(now=LATER) == 0


def test_a_warning_about_what_was_stopped_meanwhile_is_not_sent() -> None:
    row = subscribed()
    warn_stale_follows(now=LATER)
    row.follows.all().delete()
    assert post(now=LATER) == []


@pytest.mark.parametrize("things", [1, 3])
def test_follows_are_listed_in_one_query(things: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = subscribed()
    for number in range(things - 1):
        follow(row, Topic(kind=FollowKind.CLAIM, id=zephyr_claim(f"Zephyr has {number} parts.").pk), now=NOW)
    with django_assert_num_queries(1):
        assert len(list_follows(row, now=NOW)) == things


class Unplugged(BaseEmailBackend):
    """A server that hangs up."""

    def send_messages(self, email_messages: object) -> int:
        """Take none of them."""
        raise SMTPServerDisconnected("gone")


class Refusing(BaseEmailBackend):
    """A server that knows no such person."""

    def send_messages(self, email_messages: object) -> int:
        """Take none of them."""
        raise SMTPRecipientsRefused({ADA: (550, b"no such user")})


def test_what_a_server_puts_off_is_tried_again_later_and_given_up_in_the_end(settings: Settings) -> None:
    ask()
    settings.EMAIL_BACKEND = f"{__name__}.Unplugged"
    number, waits = OwnMail.objects.get().pk, []
    for _ in range(MOST_TRIES - 1):
        assert send_own_mail(number, now=NOW) == "put off"
        waits.append((OwnMail.objects.get().due_at - NOW) // timedelta(minutes=1))
    assert waits == [1, 4, 16, 64, 256, 1024, 4096]
    assert send_own_mail(number, now=NOW) == "given up"
    assert send_own_mail(number, now=NOW) == "not needed"


def test_what_a_server_refuses_for_good_is_given_up_at_once(settings: Settings) -> None:
    ask()
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert send_own_mail(OwnMail.objects.get().pk, now=NOW) == "given up"
    assert OwnMail.objects.count() == 0


def test_a_mail_is_sent_once_and_forgotten() -> None:
    ask()
    number = OwnMail.objects.get().pk
    assert [send_own_mail(number, now=NOW) for _ in range(2)] == ["sent", "not needed"]
    assert (len(mail.outbox), mail.outbox[0].to) == (1, [ADA])
