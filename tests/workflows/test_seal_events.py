"""Positions are given after what is committed, in any order of ids, by one worker at a time; the past has them too."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from claims.judging.findings import Stance, Status
from claims.models import Evidence, EvidenceState, OutboxEvent
from claims.workflows.seal_events import last_position, seal_events
from tests.web.made_up_claims import NOW, change, claim, claim_with_everything, evidence, paper

WAIT = 30


def sealed() -> list[tuple[int | None, int | None]]:
    """(position, claim) of all events, in the order of their ids."""
    return list(OutboxEvent.objects.order_by("pk").values_list("position", "claim_id"))


@contextmanager
def open_transaction(number: int) -> Iterator[None]:
    """Within it, another connection has told of a claim and not committed; on the way out it does."""
    has_told, may_commit = Event(), Event()

    def tell() -> None:
        try:
            with transaction.atomic():
                OutboxEvent.objects.create(kind="claim.tracked", row=number, claim_id=number, recorded_at=NOW)
                has_told.set()
                assert may_commit.wait(WAIT)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as crew:
        telling = crew.submit(tell)
        assert has_told.wait(WAIT)
        try:
            yield
        finally:
            may_commit.set()
            telling.result(WAIT)


@pytest.mark.django_db
def test_events_are_numbered_in_order_and_again_changes_nothing() -> None:
    assert (last_position(), seal_events()) == (0, 0)
    first, second, third = (claim(words) for words in "ABC")
    for made in (second, first):
        change(made, to=Status.ATTESTED)
    assert (seal_events(), seal_events()) == (2, 0)
    change(third, to=Status.ATTESTED)
    assert (seal_events(), last_position()) == (1, 3)
    assert sealed() == [(1, second.pk), (2, first.pk), (3, third.pk)]


@pytest.mark.django_db
def test_so_many_at_most_are_numbered_at_a_time() -> None:
    made = claim("A")
    for status in (Status.ATTESTED, Status.SUPPORTED, Status.DISPUTED):
        change(made, to=status)
    assert [seal_events(limit=2), last_position(), seal_events(limit=2), last_position()] == [2, 2, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_what_was_told_earlier_and_committed_later_comes_after_what_was_read() -> None:
    slow, quick = claim("Slow"), claim("Quick")
    with open_transaction(slow.pk):
        change(quick, to=Status.ATTESTED)
        while_open = (seal_events(), last_position())
    assert while_open == (1, 1)
    assert (seal_events(), sealed()) == (1, [(2, slow.pk), (1, quick.pk)])


@pytest.mark.django_db(transaction=True)
def test_many_who_seal_at_once_number_each_event_once() -> None:
    made = [claim(f"Claim {number}") for number in range(40)]

    def work(number: int) -> int:
        try:
            change(made[number], to=Status.ATTESTED)
            return seal_events()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crew:
        numbered = sum(crew.map(work, range(len(made))))
    positions = sorted(position or 0 for position, _ in sealed())
    assert (numbered + seal_events(), positions) == (40, list(range(1, 41)))


@pytest.mark.django_db(transaction=True)
def test_the_past_is_in_the_outbox_in_its_order_and_going_back_and_forth_adds_only_what_came_since() -> None:
    made = claim_with_everything()
    dropped = evidence(made, paper("Other", abstract="Three."), stance=Stance.SUPPORTS, quote="Three.")
    Evidence.objects.filter(pk=dropped.pk).update(state=EvidenceState.REJECTED, state_since=NOW + timedelta(days=1))
    seal_events()
    triggered = set(OutboxEvent.objects.values_list("kind", "row", "claim_id", "paper_id", "announcement_id"))
    try:
        call_command("migrate", "claims", "0028", verbosity=0)
        kept = OutboxEvent.objects.count()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM claims_outboxevent")
        change(made, to=Status.DISPUTED)
        silent = OutboxEvent.objects.count()
    finally:
        call_command("migrate", "claims", verbosity=0)
    found = set(OutboxEvent.objects.values_list("kind", "row", "claim_id", "paper_id", "announcement_id"))
    newest = made.status_changes.order_by("-pk")[0]
    assert (kept, silent) == (len(triggered), 0)
    assert found == triggered | {("claim.status_changed", newest.pk, made.pk, None, None)}
    times = list(OutboxEvent.objects.order_by("position").values_list("position", "recorded_at"))
    assert [position for position, _ in times] == list(range(1, len(found) + 1))
    assert [at for _, at in times] == sorted(at for _, at in times)

    call_command("migrate", "claims", "0028", verbosity=0)
    call_command("migrate", "claims", verbosity=0)
    assert list(OutboxEvent.objects.order_by("position").values_list("position", "recorded_at")) == times
