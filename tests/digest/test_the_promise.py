"""Whatever happens, in whatever order, and wherever it is cut off: a reader is told each thing once, and all of it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.digest.open_issues import open_due_issues
from claims.judging.findings import Status
from claims.models import Claim, Delivery, EvidenceState, OutboxEvent, Subscriber
from claims.workflows.seal_events import seal_events
from tests.digest.made_up_readers import A_WEEK, MONDAY, changes_of, everybody, on_claim, reader, rule
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper

# An opening for three readers, one at a time, asks about so many queries.
MOST_QUERIES = 120
RULINGS = st.tuples(st.just("rule"), st.integers(0, 1), st.sampled_from(Status))
EVIDENCE = st.tuples(st.just("evidence"), st.integers(0, 1), st.just(0))
OPENINGS = st.tuples(st.just("open"), st.just(0), st.just(0))
KILLED_OPENINGS = st.tuples(st.just("killed"), st.just(0), st.integers(1, MOST_QUERIES))
STORIES = st.lists(RULINGS | RULINGS | EVIDENCE | OPENINGS | KILLED_OPENINGS | KILLED_OPENINGS, max_size=14)


class Killed(Exception):
    """The worker was killed here."""


class KilledAt:
    """Ends the work at its n-th query; what undoes a transaction still runs, as it would on the server."""

    def __init__(self, queries: int) -> None:
        self.left = queries

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.left -= 1
            if self.left == 0:
                raise Killed
        return execute(sql, params, many, context)


class Story:
    """Two claims, three readers of them, and a clock that goes on with each opening that was not killed."""

    def __init__(self) -> None:
        self.claims = [zephyr_claim(), zephyr_claim("Zephyr-10 is large.", name="Zephyr-10")]
        self.readers = [
            everybody(),
            reader("one@example.org", on_claim(self.claims[0])),
            reader("daily@example.org", *map(on_claim, self.claims), cadence="daily"),
        ]
        self.now = MONDAY

    def go_on(self, act: str, which: int, value: Any) -> None:
        match act:
            case "rule":
                self.rule(self.claims[which], value)
            case "evidence":
                count = self.claims[which].evidence.count()
                evidence(self.claims[which], paper(f"Paper {which}-{count}"), state=EvidenceState.ACCEPTED)
            case "open":
                open_due_issues(self.now, readers_at_once=1)
                self.now += A_WEEK
            case _:
                with connection.execute_wrapper(KilledAt(value)), suppress(Killed):
                    open_due_issues(self.now, readers_at_once=1)
                self.now += timedelta(minutes=1)

    def rule(self, claim: Claim, status: Status) -> None:
        rule(claim, status, now=self.now)


def check_told_once(to: Subscriber) -> None:
    """No event is told twice; each is of the window of its digest, and these do not overlap."""
    rows = list(Delivery.objects.filter(subscriber=to).select_related("issue").order_by("pk"))
    told = [event for row in rows for event in row.told]
    assert len(told) == len(set(told))
    positions = dict(OutboxEvent.objects.filter(pk__in=told).values_list("pk", "position"))
    for row in rows:
        assert all(row.after_position < (positions[event] or 0) <= row.issue.to_position for event in row.told)
    assert all(before.issue.to_position <= after.after_position for before, after in pairwise(rows))


def check_nothing_lost(to: Subscriber, claim: Claim) -> None:
    """The movements that a reader was told join from the beginning to where the claim stands."""
    moved = [
        (change.before, change.after)
        for changes in changes_of(to)
        for change in changes
        if change.path == f"/claims/{claim.pk}/" and change.before is not change.after
    ]
    claim.refresh_from_db()
    stands = [Status.UNVERIFIED, *(after for _before, after in moved)]
    assert [before for before, _after in moved] == stands[:-1]
    assert stands[-1] == Status(claim.status)


class Promise(TestCase):
    @settings(max_examples=15)
    @given(story=STORIES)
    @example(story=[("killed", 0, 20), ("rule", 0, Status.ATTESTED)])
    def test_each_thing_is_told_once_and_nothing_is_lost_wherever_workers_are_killed(self, story: list[Any]) -> None:
        world = Story()
        for act in story:
            world.go_on(*act)
        # An opening that was killed may have had some readers' turn; what came after is theirs a week later.
        world.now += A_WEEK
        world.go_on("open", 0, 0)
        for to in world.readers:
            check_told_once(to)
            for claim in world.claims[:1] if to == world.readers[1] else world.claims:
                check_nothing_lost(to, claim)
        of_the_other = f"/claims/{world.claims[1].pk}/"
        assert all(change.path != of_the_other for changes in changes_of(world.readers[1]) for change in changes)
        assert open_due_issues(world.now - A_WEEK).deliveries == 0


@pytest.mark.django_db
def test_wherever_an_opening_is_killed_the_next_one_goes_on() -> None:
    world = Story()
    Subscriber.objects.filter(pk=world.readers.pop().pk).update(due_at=None)
    rule(world.claims[0], Status.SUPPORTED)
    queries, was_killed = 0, True
    while was_killed:
        queries += 2
        with transaction.atomic():
            was_killed = goes_on_after(queries, world)
            transaction.set_rollback(True)
    assert 40 < queries < MOST_QUERIES


def goes_on_after(queries: int, world: Story) -> bool:
    """Open again what was killed at a query, and check it; whether there was such a query."""
    wrapper = KilledAt(queries)
    with connection.execute_wrapper(wrapper), suppress(Killed):
        open_due_issues(world.now, readers_at_once=1)
    open_due_issues(world.now, readers_at_once=1)
    assert Delivery.objects.count() == len(world.readers)
    for to in world.readers:
        check_told_once(to)
        check_nothing_lost(to, world.claims[0])
    return wrapper.left <= 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_time_open_each_digest_once() -> None:
    readers = [everybody(f"{number}@example.org") for number in range(12)]
    claim = zephyr_claim()
    rule(claim, Status.SUPPORTED)
    seal_events()
    at_once = Barrier(2)
    opened: list[int] = []

    def work() -> None:
        at_once.wait()
        opened.append(open_due_issues(MONDAY, readers_at_once=2).deliveries)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    # Who was in the other worker's hands to the last is due at the next tick.
    opened.append(open_due_issues(MONDAY).deliveries)
    assert sum(opened) == len(readers) == Delivery.objects.count()
    for to in readers:
        check_told_once(to)
        check_nothing_lost(to, claim)
