"""Readers come in by two steps, and nothing that they or others repeat harms; they pause, change, stop and return."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.models import Cadence, Follow, FollowKind, MailLanguage, OutboxEvent, OwnMail, Subscriber, SubscriberState
from claims.reader_links import READER, LinkRefused, read_link, sign
from claims.topics import Topic, topic_of
from claims.workflows.change_subscription import (
    ChangeRefused,
    Wishes,
    change_note,
    change_subscription,
    renew_follows,
)
from claims.workflows.confirm_subscription import CONFIRMING, confirm_subscription
from claims.workflows.erase_subscriber import erase_subscriber
from claims.workflows.follow import FollowRefused
from claims.workflows.forget_unconfirmed import KEPT, forget_unconfirmed
from claims.workflows.pause_subscription import PauseRefused, end_pause, pause_subscription
from claims.workflows.seal_events import last_position, seal_events
from claims.workflows.subscribe import subscriber_at
from claims.workflows.unsubscribe import subscribe_again, unsubscribe
from claims.workflows.want_mail import AddressRefused, AskedTooOften, address_to_keep
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_subscribers import ADA, NOW, ask, confirmed, post, subscribed, token_in

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


def told(row: Subscriber) -> tuple[str, str | None, datetime | None]:
    row.refresh_from_db()
    return row.state, row.email, row.due_at


def test_nobody_is_told_before_they_confirmed_and_then_from_that_moment_on() -> None:
    earlier = zephyr_claim()
    seal_events()
    ask(topic=Topic(kind=FollowKind.CLAIM, id=earlier.pk), chinese=True)
    row = Subscriber.objects.get()
    assert (told(row), row.follows.count()) == ((SubscriberState.PENDING, ADA, None), 0)
    (link,) = post()
    done = confirm_subscription(token_in(link), now=NOW + A_DAY)
    row = done.subscriber
    assert done.follow is not None
    assert topic_of(done.follow) == Topic(kind=FollowKind.CLAIM, id=earlier.pk)
    # Monday, 8:00 in Shanghai, where who reads Chinese is taken to live.
    assert told(row) == (SubscriberState.ACTIVE, ADA, datetime(2026, 5, 11, 0, 0, tzinfo=NOW.tzinfo))
    assert (row.language, row.time_zone, row.told_to) == (MailLanguage.CHINESE, "Asia/Shanghai", last_position())
    assert OutboxEvent.objects.count() > 0


def test_subscribing_and_confirming_twice_is_harmless() -> None:
    first = confirmed()
    ask(ADA.upper())
    (link,) = post()
    again = confirm_subscription(token_in(link), now=NOW + A_DAY)
    once_more = confirm_subscription(token_in(link), now=NOW + A_DAY)
    assert first.follow == again.follow == once_more.follow
    assert (Subscriber.objects.count(), Follow.objects.count()) == (1, 1)
    assert once_more.subscriber.confirmed_at == NOW


def test_an_old_link_does_not_bring_back_who_stopped_since() -> None:
    row = subscribed()
    ask(now=NOW + timedelta(hours=1))
    (link,) = post(now=NOW + timedelta(hours=1))
    unsubscribe(row.pk, reason="", now=NOW + timedelta(hours=2))
    with pytest.raises(LinkRefused):
        confirm_subscription(token_in(link), now=NOW + A_DAY)
    ask(now=NOW + A_DAY)
    (link,) = post(now=NOW + A_DAY)
    assert confirm_subscription(token_in(link), now=NOW + A_DAY).subscriber.state == SubscriberState.ACTIVE


def test_a_link_to_confirm_is_over_after_a_week_and_is_good_for_nothing_else() -> None:
    ask()
    (link,) = post()
    for token, now in ((token_in(link), NOW + timedelta(days=7)), ("", NOW), ("x.y", NOW), (token_in(link)[:-1], NOW)):
        with pytest.raises(LinkRefused):
            confirm_subscription(token, now=now)
    with pytest.raises(LinkRefused):
        read_link(READER, token_in(link))


def test_the_token_of_mails_names_its_reader_until_the_key_changes() -> None:
    row = subscribed()
    token = sign(READER, row.pk, row.key)
    assert read_link(READER, token) == (row, ())
    for other in (
        sign("confirm", row.pk, row.key),
        sign(READER, row.pk + 1, row.key),
        f"{token}x",
        token.replace(".", ""),
    ):
        with pytest.raises(LinkRefused):
            read_link(READER, other)
    Subscriber.objects.update(key="another")
    with pytest.raises(LinkRefused):
        read_link(READER, token)


@pytest.mark.parametrize(
    "written", ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@exa mple.org", "ada@-.org"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(AddressRefused):
        ask(written)
    assert Subscriber.objects.count() == 0


def test_an_address_is_kept_in_ascii() -> None:
    assert address_to_keep("  Ada@Bücher.Example ") == "Ada@xn--bcher-kva.example"


def test_one_address_gets_three_mails_an_hour_whoever_asks() -> None:
    for number in range(5):
        ask(caller=f"caller {number}")
    assert len(post()) == 3
    assert Subscriber.objects.count() == 1
    ask(now=NOW + timedelta(hours=1))
    assert len(post(now=NOW + timedelta(hours=1))) == 1


def test_one_caller_asks_for_thirty_mails_an_hour() -> None:
    for number in range(30):
        ask(f"reader-{number}@example.org")
    with pytest.raises(AskedTooOften) as refused:
        ask("one-more@example.org")
    assert refused.value.used.seconds_left == 1800
    assert not Subscriber.objects.filter(email="one-more@example.org").exists()


def test_a_suppressed_address_is_asked_no_more() -> None:
    row = subscribed()
    Subscriber.objects.update(state=SubscriberState.SUPPRESSED)
    ask(now=NOW + A_DAY)
    assert (post(), OwnMail.objects.count(), told(row)[0]) == ([], 0, SubscriberState.SUPPRESSED)


def test_preferences_are_kept_and_renew_what_is_followed() -> None:
    row = subscribed()
    later = NOW + timedelta(days=200)
    wishes = Wishes(
        language=MailLanguage.CHINESE, cadence=Cadence.DAILY, weekday=4, hour=18, time_zone="Europe/Berlin", mail=True
    )
    for _ in range(2):
        change_subscription(row.pk, wishes, now=later)
    row.refresh_from_db()
    kept = Wishes(
        language=MailLanguage(row.language),
        cadence=Cadence(row.cadence),
        weekday=row.weekday,
        hour=row.hour,
        time_zone=row.time_zone,
        mail=row.mail,
    )
    # 18:00 in Berlin in winter.
    due = datetime(2026, 11, 22, 17, 0, tzinfo=NOW.tzinfo)
    assert (kept, row.due_at, row.follows.get().renewed_at) == (wishes, due, later)


def test_senseless_preferences_are_refused_and_change_nothing() -> None:
    row = subscribed()
    before = Subscriber.objects.values().get()
    wishes = Wishes(
        language=MailLanguage.ENGLISH, cadence=Cadence.WEEKLY, weekday=0, hour=8, time_zone="Mars/Olympus", mail=True
    )
    with pytest.raises(ChangeRefused):
        change_subscription(row.pk, wishes, now=NOW)
    assert Subscriber.objects.values().get() == before


def test_mail_that_is_switched_on_again_tells_what_happens_from_then_on() -> None:
    row = subscribed()
    wishes = {"language": MailLanguage.ENGLISH, "cadence": Cadence.WEEKLY, "weekday": 0, "hour": 8, "time_zone": "UTC"}
    change_subscription(row.pk, Wishes(**wishes, mail=False), now=NOW)  # type: ignore[arg-type]  # A dict of several kinds.
    assert not Subscriber.objects.reached_by_mail().exists()
    zephyr_claim()
    seal_events()
    change_subscription(row.pk, Wishes(**wishes, mail=True), now=NOW)  # type: ignore[arg-type]  # As above.
    row.refresh_from_db()
    assert (row.told_to, row.state, row.follows.count()) == (last_position(), SubscriberState.ACTIVE, 1)
    assert Subscriber.objects.reached_by_mail().exists()


def test_a_pause_ends_on_its_day_or_earlier() -> None:
    row = subscribed()
    pause_subscription(row.pk, until=date(2026, 6, 1), now=NOW)
    pause_subscription(row.pk, until=date(2026, 7, 1), now=NOW)
    row.refresh_from_db()
    assert (row.state, row.paused_until) == (SubscriberState.PAUSED, date(2026, 7, 1))
    assert not Subscriber.objects.reached_by_mail().exists()
    assert (end_pause(row.pk, now=NOW + 30 * A_DAY), end_pause(row.pk, now=NOW)) == (True, False)
    assert told(row) == (SubscriberState.ACTIVE, ADA, datetime(2026, 6, 8, 8, 0, tzinfo=NOW.tzinfo))


@pytest.mark.parametrize("until", [date(2026, 5, 6), date(2020, 1, 1), date(2027, 5, 8)])
def test_a_pause_of_no_time_or_of_years_is_refused(until: date) -> None:
    with pytest.raises(PauseRefused):
        pause_subscription(subscribed().pk, until=until, now=NOW)


def test_who_is_not_told_anything_has_nothing_to_pause() -> None:
    ask()
    with pytest.raises(PauseRefused):
        pause_subscription(Subscriber.objects.get().pk, until=date(2026, 6, 1), now=NOW)


def test_stopping_keeps_the_follows_and_returning_soon_tells_what_was_missed() -> None:
    row = subscribed()
    assert unsubscribe(row.pk, reason="by one click", now=NOW)
    assert not unsubscribe(row.pk, reason="again", now=NOW + A_DAY)
    row.refresh_from_db()
    assert (row.state, row.state_reason, row.due_at) == (SubscriberState.UNSUBSCRIBED, "by one click", None)
    zephyr_claim()
    seal_events()
    assert subscribe_again(row.pk, now=NOW + A_DAY)
    assert not subscribe_again(row.pk, now=NOW + A_DAY)
    row.refresh_from_db()
    assert (row.state, row.told_to, row.follows.count()) == (SubscriberState.ACTIVE, 0, 1)
    unsubscribe(row.pk, reason="", now=NOW + A_DAY)
    subscribe_again(row.pk, now=NOW + 30 * A_DAY)
    row.refresh_from_db()
    assert row.told_to == last_position() > 0


def test_only_an_address_that_was_confirmed_returns() -> None:
    ask()
    row = Subscriber.objects.get()
    unsubscribe(row.pk, reason="", now=NOW)
    assert (subscribe_again(row.pk, now=NOW), told(row)[0]) == (False, SubscriberState.UNSUBSCRIBED)


def test_notes_are_the_readers_own() -> None:
    row, other = subscribed(), subscribed("bo@example.org")
    number = row.follows.get().pk
    assert change_note(row, number, "for the annual report", now=NOW + A_DAY)
    assert not change_note(other, number, "mine", now=NOW)
    assert (row.follows.get().note, row.follows.get().renewed_at) == ("for the annual report", NOW + A_DAY)
    with pytest.raises(FollowRefused):
        change_note(row, number, "x" * 501, now=NOW)
    assert renew_follows(row, now=NOW) == 1


def test_addresses_that_nobody_confirmed_are_forgotten() -> None:
    kept = subscribed()
    ask("bo@example.org")
    post()
    assert forget_unconfirmed(now=NOW + KEPT) == 0
    assert forget_unconfirmed(now=NOW + KEPT + A_DAY) == 1
    assert list(Subscriber.objects.all()) == [kept]


def test_every_state_says_what_confirming_does() -> None:
    assert CONFIRMING.keys() == set(SubscriberState)


ACTS = ("ask", "confirm", "stop", "return", "pause", "resume", "erase")


class AnyOrder(TestCase):
    @given(st.lists(st.sampled_from(ACTS), max_size=12))
    def test_any_order_of_acts_ends_in_a_legal_state(self, acts: list[str]) -> None:
        links: list[str] = []
        numbers: set[int] = set()
        for hours, act in enumerate(acts):
            now = NOW + timedelta(hours=2 * hours)
            row = subscriber_at(ADA)
            if row:
                numbers.add(row.pk)
            if act == "ask":
                ask(now=now)
                links += post(now=now)
            elif act == "confirm" and links:
                try:
                    confirm_subscription(token_in(links[-1]), now=now)
                except LinkRefused:
                    assert row is None or row.state == SubscriberState.UNSUBSCRIBED
            elif row:
                do(act, row, now)
        rows = list(Subscriber.objects.filter(pk__in=numbers))
        assert all(is_legal(row) for row in rows)
        assert sum(row.email is not None for row in rows) <= 1


def do(act: str, row: Subscriber, now: datetime) -> None:
    match act:
        case "stop":
            unsubscribe(row.pk, reason="", now=now)
        case "return":
            subscribe_again(row.pk, now=now)
        case "resume":
            end_pause(row.pk, now=now)
        case "erase":
            erase_subscriber(row.pk, now=now)
        case "pause":
            try:
                pause_subscription(row.pk, until=now.date() + A_DAY, now=now)
            except PauseRefused:
                assert row.state not in (SubscriberState.ACTIVE, SubscriberState.PAUSED)


def is_legal(row: Subscriber) -> bool:
    """Who is told has confirmed and knows when; who is not has no time; who was erased is nobody."""
    match row.state:
        case SubscriberState.ACTIVE:
            return bool(row.confirmed_at and row.due_at and row.email and row.paused_until is None)
        case SubscriberState.PAUSED:
            return bool(row.confirmed_at and row.paused_until)
        case SubscriberState.ERASED:
            return row.email is None and not row.follows.exists() and row.due_at is None
        case _:
            return row.due_at is None


def test_mails_say_what_was_asked_and_never_the_words_of_a_search() -> None:
    claim = zephyr_claim()
    ask(topic=Topic(kind=FollowKind.CLAIM, id=claim.pk))
    ask("bo@example.org", Topic(kind=FollowKind.SEARCH, search="q=buy+my+pills"))
    ask("li@example.org", None, chinese=True)
    post()
    subjects = [message.subject for message in mail.outbox]
    assert subjects == [
        "Confirm that you want to follow “Zephyr-9 has 3 trillion parameters.”",
        "Confirm that you want to follow “a saved search”",
        "请确认您愿意接收 Claim Tracker 的邮件",
    ]
    assert "pills" not in "".join(str(message.message()) for message in mail.outbox)
