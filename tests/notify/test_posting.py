"""Posting what waits: verified as a receiver would, a few at a time, and every try in the log."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from claims.core.post_failures import PostFailure
from claims.models import (
    EndpointState,
    EventKind,
    HookState,
    OutboxEvent,
    Subscriber,
    SubscriberState,
    WebhookDelivery,
    WebhookEndpoint,
)
from claims.notify.lease_deliveries import IN_FLIGHT, LEASE, are_free, lease_deliveries
from claims.notify.record_try import record_try
from claims.notify.retrying import JITTER, LONGEST_QUIET, MOST_TRIES, Verdict, judge, wait_after
from claims.notify.tell_owners import tell_owners
from claims.sources.bounded_posts import Posted
from claims.workflows.forget_webhook_deliveries import KEPT_FOR, forget_webhook_deliveries
from claims.workflows.keep_endpoint import remove_endpoint, rotate_secret, switch_off, switch_on
from claims.workflows.redeliver import redeliver
from claims.workflows.send_test_event import send_test_event
from tests.notify.made_up_hooks import Story, endpoint, hand_out, person
from tests.notify.receiver import answers, receiving
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db
NOW = timezone.now()
GOOD, BAD = Posted(seconds=0.1, status=200), Posted(seconds=0.1, status=500)


@dataclass(kw_only=True)
class Counting:
    """A poster that counts how many of its posts are under way to each address, and answers as it is told."""

    posted: Posted = GOOD
    slow: threading.Event = field(default_factory=threading.Event)
    most: dict[str, int] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    _now: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        with self._lock:
            self.urls.append(url)
            self._now[url] = self._now.get(url, 0) + 1
            self.most[url] = max(self.most.get(url, 0), self._now[url])
        if "slow" in url:
            self.slow.wait(20)
        with self._lock:
            self._now[url] -= 1
            # The slow one answers when all the others are done.
            if len(self.urls) - sum(self._now.values()) >= 12:
                self.slow.set()
        return self.posted


def test_a_receiver_verifies_it_by_the_library_of_the_standard_with_the_old_secret_and_the_new() -> None:
    with receiving() as hook:
        told = endpoint(hook.url("/hook", answers(200, b"thanks")))
        old = told.secret
        new = rotate_secret(told.pk, user=person(), now=timezone.now()).secret
        claim = zephyr_claim()
        hand_out()
        Story().post()
    (received,) = hook.received
    for secret in (old, new):
        event = Webhook(secret).verify(received.body, received.headers)
        assert (event["type"], event["data"]["claim"]["number"]) == ("claim.tracked", claim.pk)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(received.body.replace(b"trillion", b"billion"), received.headers)
    delivery = WebhookDelivery.objects.get()
    (attempt,) = delivery.tries.all()
    assert (delivery.state, delivery.attempts, delivery.uid) == (HookState.DELIVERED, 1, received.uid)
    assert (attempt.status, attempt.answer, attempt.failure) == (200, "thanks", "")


def test_a_slow_endpoint_holds_up_only_itself_and_none_gets_more_than_four_at_a_time() -> None:
    for name in ("slow", "quick"):
        endpoint(f"https://{name}.example/", EventKind.CLAIM_TRACKED)
    for _ in range(12):
        zephyr_claim()
    hand_out()
    poster = Counting()
    counted = Story(poster=poster).post(at_once=16)
    assert counted == {HookState.DELIVERED: 24}
    assert poster.most["https://slow.example/"] == IN_FLIGHT
    assert poster.most["https://quick.example/"] <= IN_FLIGHT


def test_to_one_whose_last_post_failed_there_is_one_at_a_time() -> None:
    hook = endpoint("https://a.example/", EventKind.CLAIM_TRACKED)
    for _ in range(3):
        zephyr_claim()
    hand_out()
    WebhookEndpoint.objects.filter(pk=hook.pk).update(failing_since=NOW)
    poster = Counting()
    Story(poster=poster).post()
    # The first good answer ends it.
    assert len(poster.urls) == 3
    hook.refresh_from_db()
    assert (hook.failing_since, hook.failures) == (None, 0)
    WebhookEndpoint.objects.filter(pk=hook.pk).update(failing_since=NOW)
    WebhookDelivery.objects.update(state=HookState.WAITING, due_at=NOW)
    assert [len(lease_deliveries(now=timezone.now(), limit=9)) for _ in range(2)] == [1, 0]


def test_what_is_leased_is_nobody_elses_until_the_lease_is_over_and_the_log_says_what_became_of_it() -> None:
    endpoint("https://a.example/")
    zephyr_claim()
    hand_out()
    now = timezone.now()
    assert are_free(now=now)
    (leased,) = lease_deliveries(now=now, limit=5)
    assert (lease_deliveries(now=now, limit=5), are_free(now=now)) == ([], False)
    (again,) = lease_deliveries(now=now + LEASE, limit=5)
    assert (again.pk, again.uid, again.attempts) == (leased.pk, leased.uid, 2)
    (interrupted,) = again.tries.all()
    assert (interrupted.started_at, interrupted.status, interrupted.failure) == (now, None, "interrupted")


def test_workers_that_die_again_and_again_use_up_the_tries() -> None:
    endpoint("https://a.example/")
    zephyr_claim()
    hand_out()
    now = timezone.now()
    for _ in range(MOST_TRIES):
        assert len(lease_deliveries(now=now, limit=5)) == 1
        now += LEASE
    assert lease_deliveries(now=now, limit=5) == []
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts, row.tries.count()) == (HookState.GIVEN_UP, MOST_TRIES, MOST_TRIES)


def leased_one() -> WebhookDelivery:
    endpoint("https://a.example/")
    zephyr_claim()
    hand_out()
    (row,) = lease_deliveries(now=timezone.now(), limit=1)
    return row


def came(row: WebhookDelivery, posted: Posted) -> HookState | None:
    now = timezone.now()
    return record_try(row.pk, posted, tries=row.attempts, started_at=now, now=now, jitter=0)


def test_a_good_answer_counts_even_after_its_endpoint_was_switched_off_and_a_bad_one_wakes_nothing() -> None:
    row = leased_one()
    switch_off(row.endpoint_id, user=None, now=timezone.now())
    assert [came(row, BAD), came(row, GOOD)] == [HookState.CANCELLED, HookState.DELIVERED]
    assert row.tries.count() == 2


def test_the_answer_to_a_lease_that_is_over_moves_nothing_of_the_next_one() -> None:
    row = leased_one()
    WebhookDelivery.objects.update(attempts=2)
    assert came(row, BAD) is HookState.WAITING
    left = WebhookDelivery.objects.get()
    assert (left.attempts, left.leased_until) == (2, row.leased_until)


def test_an_endpoint_that_was_removed_meanwhile_is_missed_by_nobody() -> None:
    row = leased_one()
    remove_endpoint(row.endpoint_id, user=person())
    assert came(row, GOOD) is None


def test_a_test_is_tried_once_and_its_failure_says_nothing_of_the_endpoint() -> None:
    hook = endpoint("https://a.example/")
    send_test_event(hook.pk, user=person(), now=timezone.now())
    story = Story(poster=Counting(posted=BAD))
    assert story.post() == {HookState.GIVEN_UP: 1}
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since, hook.state) == (0, None, EndpointState.ON)


def test_what_cannot_be_told_is_given_up_in_the_end_and_says_nothing_of_the_endpoint() -> None:
    hook = endpoint("https://a.example/")
    claim = zephyr_claim()
    hand_out()
    row = WebhookDelivery.objects.select_related("event").get()
    assert row.event
    # Rows that events tell of are never deleted by us; a database that was mended by hand may lack one.
    gone = OutboxEvent.objects.create(kind=EventKind.STATUS_CHANGED, row=404, claim=claim, recorded_at=NOW)
    WebhookDelivery.objects.update(event=gone)
    story, poster = Story(), Counting()
    story.poster = poster
    story.to_the_end()
    row.refresh_from_db()
    hook.refresh_from_db()
    assert (row.state, poster.urls, hook.state) == (HookState.GIVEN_UP, [], EndpointState.ON)
    assert {one.failure.partition(":")[0] for one in row.tries.all()} == {PostFailure.UNTELLABLE}


def silent_for_days(language: str = "") -> WebhookEndpoint:
    """An endpoint that was switched off after all tries of one event; another one waits."""
    owner = person("ada", "ada@example.org")
    if language:
        Subscriber.objects.create(
            user=owner,
            email=owner.email,
            key="ada",
            language=language,
            state=SubscriberState.ACTIVE,
            state_since=NOW,
            recorded_at=NOW,
        )
    hook = endpoint("https://a.example/", EventKind.CLAIM_TRACKED)
    zephyr_claim()
    hand_out()
    story = Story(poster=Counting(posted=BAD))
    for _ in range(MOST_TRIES - 1):
        story.post()
        due = WebhookDelivery.objects.get().due_at
        assert due
        story.now = due
    zephyr_claim()
    hand_out()
    WebhookDelivery.objects.filter(attempts=0).update(due_at=story.now + timedelta(hours=1))
    story.post()
    hook.refresh_from_db()
    return hook


def test_one_that_takes_nothing_for_two_days_is_switched_off_and_catches_up_when_it_is_on() -> None:
    hook = silent_for_days()
    states = hook.deliveries.order_by("pk").values_list("state", flat=True)
    assert (hook.state, list(states)) == (EndpointState.FAILING_OFF, [HookState.GIVEN_UP, HookState.CANCELLED])
    zephyr_claim()
    hand_out()
    assert Story(poster=Counting()).post() == {}
    switch_on(hook.pk, catch_up=True, user=person(), now=timezone.now())
    assert hand_out() == 1
    assert Story(poster=Counting()).post() == {HookState.DELIVERED: 2}
    redeliver(hook.deliveries.earliest("pk").pk, user=person(), now=timezone.now())
    assert Story(poster=Counting()).post() == {HookState.DELIVERED: 1}
    assert set(hook.deliveries.values_list("state", flat=True)) == {HookState.DELIVERED}


@pytest.mark.parametrize(
    ("language", "subject"), [("", "Your webhook was switched off"), ("zh-hans", "您的 Webhook 已被关闭")]
)
def test_its_owner_gets_one_mail_in_their_language_however_often_it_is_tried(language: str, subject: str) -> None:
    hook = silent_for_days(language)
    mails: list[EmailMultiAlternatives] = []

    def refuses(mail: EmailMultiAlternatives) -> None:
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    counts = [tell_owners(now=timezone.now(), send=send) for send in (refuses, mails.append, mails.append)]
    assert counts == [0, 1, 0]
    (mail,) = mails
    assert (mail.to, mail.subject) == (["ada@example.org"], subject)
    assert "https://a.example/" in mail.body
    assert f"/account/webhooks/{hook.pk}/" in mail.body
    assert mail.message()["Auto-Submitted"] == "auto-generated"


def test_deliveries_are_forgotten_long_after_they_were_finished_and_do_not_come_back() -> None:
    endpoint("https://a.example/")
    zephyr_claim()
    hand_out()
    Story(poster=Counting()).post()
    zephyr_claim()
    hand_out()
    now = timezone.now()
    assert [forget_webhook_deliveries(now=now + wait) for wait in (KEPT_FOR - timedelta(hours=1), KEPT_FOR * 2)] == [
        0,
        1,
    ]
    assert (hand_out(), WebhookDelivery.objects.count()) == (0, 1)


ANSWERS = st.builds(
    Posted,
    seconds=st.just(0.0),
    status=st.none() | st.integers(100, 599),
    retry_after=st.text(max_size=30) | st.integers(0, 10**12).map(str) | st.just("Fri, 31 Dec 2100 23:59:59 GMT"),
)


@given(ANSWERS, st.integers(1, MOST_TRIES), st.floats(0, 1))
def test_whatever_is_answered_the_next_try_is_within_bounds(posted: Posted, tries: int, jitter: float) -> None:
    verdict = judge(posted, tries=tries, now=NOW, jitter=jitter)
    if posted.is_good:
        assert verdict == Verdict(state=HookState.DELIVERED)
    elif posted.status == 410 or tries == MOST_TRIES:
        assert (verdict.state, verdict.due_at) == (HookState.GIVEN_UP, None)
    else:
        assert verdict.due_at
        own = timedelta(minutes=3**tries)
        assert own <= verdict.due_at - NOW <= max(own * (1 + JITTER), LONGEST_QUIET)
        assert verdict.quiet_until is None or verdict.quiet_until <= verdict.due_at


@pytest.mark.parametrize(
    ("header", "minutes"),
    [("600", 10), ("Thu, 01 Jan 2026 00:10:00 GMT", 10), ("Wed, 31 Dec 2025 00:00:00 GMT", 0), ("soon", 0), ("-5", 0)],
)
def test_a_receiver_says_when_to_come_again_in_seconds_or_by_a_date(header: str, minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    verdict = judge(Posted(seconds=0, status=429, retry_after=header), tries=1, now=now, jitter=0)
    assert verdict.due_at == now + timedelta(minutes=max(3, minutes))
    assert verdict.quiet_until == (now + timedelta(minutes=minutes) if minutes else None)


def test_waits_grow_by_three() -> None:
    assert [wait_after(tries, jitter=0).total_seconds() / 60 for tries in (1, 2, 7)] == [3, 9, 2187]
