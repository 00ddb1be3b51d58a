"""Another address counts once it is confirmed; the one before is told, and two readers of one address become one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail

from claims.models import FollowKind, MailLanguage, Subscriber, SubscriberState
from claims.reader_links import READER, LinkRefused, read_link, sign
from claims.topics import EVERYTHING, Topic, topic_of
from claims.workflows.change_address import ask_to_change_address, confirm_address
from claims.workflows.follow import follow
from claims.workflows.subscribe_account import subscribe_account
from claims.workflows.unsubscribe import unsubscribe
from claims.workflows.want_mail import AddressRefused
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_subscribers import ADA, NOW, ask, post, subscribed, token_in

pytestmark = pytest.mark.django_db

NEW = "ada@new.example"


def asked(row: Subscriber, address: str = NEW) -> str:
    """The token that came to the new address."""
    ask_to_change_address(row.pk, address, caller="somebody", now=NOW)
    (link,) = post()
    assert mail.outbox[-1].to == [address]
    return token_in(link)


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told() -> None:
    row = subscribed()
    old_link = sign(READER, row.pk, row.key)
    token = asked(row)
    row.refresh_from_db()
    assert (row.email, row.new_email, read_link(READER, old_link)[0]) == (ADA, NEW, row)
    done = confirm_address(token, now=NOW)
    row.refresh_from_db()
    assert (done.subscriber, done.old, row.email, row.new_email, row.state) == (
        row, ADA, NEW, None, SubscriberState.ACTIVE,
    )  # fmt: skip
    with pytest.raises(LinkRefused):
        read_link(READER, old_link)
    post()
    assert (mail.outbox[-1].to, NEW in str(mail.outbox[-1].body)) == ([ADA], True)


def test_a_link_to_an_address_works_once_and_for_a_week_and_not_after_another_wish() -> None:
    row = subscribed()
    first = asked(row)
    second = asked(row, "ada@other.example")
    for token, now in ((first, NOW), (second, NOW + timedelta(days=7))):
        with pytest.raises(LinkRefused):
            confirm_address(token, now=now)
    confirm_address(second, now=NOW)
    with pytest.raises(LinkRefused):
        confirm_address(second, now=NOW)
    assert Subscriber.objects.get().email == "ada@other.example"


def test_the_address_that_one_has_is_no_new_one() -> None:
    row = subscribed()
    with pytest.raises(AddressRefused):
        ask_to_change_address(row.pk, ADA.title(), caller="somebody", now=NOW)


def test_who_stopped_mail_has_it_stopped_at_another_address_too() -> None:
    row = subscribed()
    unsubscribe(row.pk, reason="", now=NOW)
    assert confirm_address(asked(row), now=NOW).subscriber.state == SubscriberState.UNSUBSCRIBED


def test_a_proven_address_ends_the_suppression_of_another() -> None:
    row = subscribed()
    Subscriber.objects.update(state=SubscriberState.SUPPRESSED, bounces=3)
    kept = confirm_address(asked(row), now=NOW).subscriber
    assert (kept.state, kept.bounces, kept.due_at is not None) == (SubscriberState.ACTIVE, 0, True)


def test_two_readers_of_one_address_become_one_who_follows_what_either_did() -> None:
    claim = zephyr_claim()
    topic = Topic(kind=FollowKind.CLAIM, id=claim.pk)
    row, other = subscribed(), subscribed(NEW, topic)
    follow(other, EVERYTHING, now=NOW)
    Subscriber.objects.filter(pk=other.pk).update(told_to=7)
    kept = confirm_address(asked(row), now=NOW).subscriber
    other.refresh_from_db()
    assert (kept.pk, kept.email, other.state, other.email) == (row.pk, NEW, SubscriberState.ERASED, None)
    follows = {topic_of(one): one.since for one in kept.follows.all()}
    assert follows == {EVERYTHING: 0, topic: 7}


def test_an_account_without_an_address_takes_over_the_reader_who_has_it() -> None:
    user = User.objects.create_user("ada")
    row, other = subscribe_account(user, language=MailLanguage.ENGLISH, now=NOW), subscribed(NEW)
    assert (row.mail, row.state) == (False, SubscriberState.ACTIVE)
    follow(row, Topic(kind=FollowKind.SEARCH, search="q=M6"), now=NOW)
    kept = confirm_address(asked(row), now=NOW).subscriber
    row.refresh_from_db()
    assert (kept.pk, kept.user, kept.mail, row.state) == (other.pk, user, True, SubscriberState.ERASED)
    assert kept.follows.count() == 2
    assert subscribe_account(user, language=MailLanguage.ENGLISH, now=NOW) == kept


def test_an_account_without_an_address_gets_mail_once_it_has_one() -> None:
    row = subscribe_account(User.objects.create_user("ada"), language=MailLanguage.CHINESE, now=NOW)
    kept = confirm_address(asked(row), now=NOW).subscriber
    assert (kept.pk, kept.mail, kept.due_at is not None, len(mail.outbox)) == (row.pk, True, True, 1)


def test_two_accounts_do_not_become_one() -> None:
    rows = [
        subscribe_account(User.objects.create_user(name), language=MailLanguage.ENGLISH, now=NOW)
        for name in ("ada", "bo")
    ]
    confirm_address(asked(rows[0]), now=NOW)
    token = asked(rows[1])
    with pytest.raises(LinkRefused):
        confirm_address(token, now=NOW)


def test_a_suppressed_address_is_not_written_to_for_that_either() -> None:
    subscribed(NEW)
    Subscriber.objects.update(state=SubscriberState.SUPPRESSED)
    ask()
    (_link,) = post()
    ask_to_change_address(Subscriber.objects.get(email=ADA).pk, NEW, caller="somebody", now=NOW)
    assert post() == []
