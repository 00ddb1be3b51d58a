"""Handing events out: each endpoint gets what it wants, each event once, in whatever order it runs and how often."""

from collections import Counter
from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from claims.models import (
    EndpointState,
    EventKind,
    FollowKind,
    OutboxEvent,
    Subscriber,
    SubscriberState,
    WebhookDelivery,
    WebhookEndpoint,
)
from claims.notify.fan_out import FannedOut, fan_out
from claims.topics import Topic
from claims.workflows.follow import follow
from claims.workflows.seal_events import last_position, seal_events
from tests.notify.made_up_hooks import endpoint, hand_out, person
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db


def told(hook: WebhookEndpoint) -> list[int]:
    """The claims whose events it gets, in order."""
    rows = WebhookDelivery.objects.filter(endpoint=hook).order_by("event__position")
    return [row for row in rows.values_list("event__claim_id", flat=True) if row is not None]


def reader(name: str = "ada") -> Subscriber:
    """A reader with an account who wants no mail at all: webhooks go on."""
    now = timezone.now()
    return Subscriber.objects.create(
        user=person(name),
        email=f"{name}@example.org",
        key=name,
        mail=False,
        state=SubscriberState.UNSUBSCRIBED,
        state_since=now,
        recorded_at=now,
    )


def test_an_endpoint_gets_the_kinds_that_it_wants_and_one_without_kinds_gets_all() -> None:
    all_of_it = endpoint("https://a.example/")
    notices = endpoint("https://b.example/", EventKind.PAPER_NOTICE)
    tracked = endpoint("https://c.example/", EventKind.CLAIM_TRACKED, EventKind.PAPER_NOTICE)
    claim = zephyr_claim()
    assert (hand_out(), told(all_of_it), told(notices), told(tracked)) == (2, [claim.pk], [], [claim.pk])


def test_what_is_not_sealed_yet_is_handed_out_later_and_nothing_twice() -> None:
    hook = endpoint("https://a.example/")
    first = zephyr_claim()
    assert fan_out(now=timezone.now()) == FannedOut(deliveries=0, more=False)
    assert (hand_out(), hand_out()) == (1, 0)
    second = zephyr_claim()
    assert (hand_out(), told(hook)) == (1, [first.pk, second.pk])


def test_one_that_is_new_off_or_of_a_closed_account_gets_nothing() -> None:
    zephyr_claim()
    seal_events()
    new = endpoint("https://a.example/", since=last_position())
    off = endpoint("https://b.example/")
    WebhookEndpoint.objects.filter(pk=off.pk).update(state=EndpointState.OFF)
    closed = endpoint("https://c.example/", owner="bo")
    owner = person("bo")
    owner.is_active = False
    owner.save()
    assert (hand_out(), told(new), told(off), told(closed)) == (0, [], [], [])


def test_followed_only_is_what_its_owner_followed_before_it_happened_whatever_their_mail() -> None:
    hook = endpoint("https://a.example/", followed_only=True)
    others = endpoint("https://b.example/", followed_only=True, owner="bo")
    ada = reader()
    early = zephyr_claim()
    seal_events()
    assert early.subject_id
    follow(ada, Topic(kind=FollowKind.SUBJECT, id=early.subject_id), now=timezone.now())
    late, other = zephyr_claim(), zephyr_claim(name="Osprey-2")
    assert (hand_out(), told(hook), told(others)) == (1, [late.pk], [])
    assert other.pk not in told(hook)


def test_a_followed_search_is_told_of_what_it_finds() -> None:
    hook = endpoint("https://a.example/", followed_only=True)
    follow(reader(), Topic(kind=FollowKind.SEARCH, search="q=osprey"), now=timezone.now())
    zephyr_claim()
    found = zephyr_claim("Osprey-2 has 3 trillion parameters.", name="Osprey-2")
    assert (hand_out(), told(hook)) == (1, [found.pk])


def test_one_that_follows_nothing_is_told_of_nothing() -> None:
    hook = endpoint("https://a.example/", followed_only=True)
    zephyr_claim()
    assert (hand_out(), told(hook)) == (0, [])


def test_an_event_leaves_an_endpoint_with_its_place_and_its_deliveries_or_with_neither() -> None:
    hook = endpoint("https://a.example/")
    zephyr_claim()
    seal_events()

    class Killed(Exception):
        """Before the transaction is over."""

    with suppress(Killed), transaction.atomic():
        assert fan_out(now=timezone.now()).deliveries == 1
        raise Killed
    hook.refresh_from_db()
    assert (hook.since, told(hook)) == (0, [])
    assert hand_out() == 1


STEPS = st.lists(
    st.sampled_from(("claim", "seal", "fan out", "new endpoint", "switch off", "switch on")), min_size=1, max_size=25
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=STEPS, events=st.integers(1, 3), endpoints=st.integers(1, 3))
def test_whatever_happens_in_whatever_order_each_endpoint_gets_each_event_after_its_beginning_once(
    db: None, steps: list[str], events: int, endpoints: int
) -> None:
    """Endpoints that are off catch up, for their places stay."""
    with transaction.atomic():
        made: list[tuple[WebhookEndpoint, int]] = [(endpoint("https://0.example/"), 0)]
        now = timezone.now()
        for step in steps:
            match step:
                case "claim":
                    zephyr_claim()
                case "seal":
                    seal_events()
                case "fan out":
                    fan_out(now=now, events=events, endpoints=endpoints)
                case "new endpoint":
                    since = last_position()
                    made.append((endpoint(f"https://{len(made)}.example/", since=since), since))
                case _:
                    state = EndpointState.ON if step == "switch on" else EndpointState.OFF
                    WebhookEndpoint.objects.filter(pk=made[-1][0].pk).update(state=state)
        WebhookEndpoint.objects.update(state=EndpointState.ON)
        hand_out(events=events, endpoints=endpoints)
        positions = set(OutboxEvent.objects.values_list("position", flat=True))
        for hook, since in made:
            got = Counter(WebhookDelivery.objects.filter(endpoint=hook).values_list("event__position", flat=True))
            assert got == Counter(position for position in positions if position is not None and position > since)
        uids = WebhookDelivery.objects.values_list("uid", flat=True)
        assert len(set(uids)) == len(uids)
        transaction.set_rollback(True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow_with_the_endpoints_and_the_events(
    django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    ada = reader()
    for one in range(number):
        endpoint(f"https://{one}.example/", followed_only=True)
        zephyr_claim()
    seal_events()
    follow(ada, Topic(kind=FollowKind.EVERYTHING), now=timezone.now())
    with django_assert_num_queries(12):
        assert fan_out(now=timezone.now()).deliveries == 0
