"""Due visits are leased once, given back when a worker dies, and never handed out for claims that rest."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, VisitSchedule, Workflow
from claims.models.leases import LEASE
from claims.workflows.call_visits import call_visits
from claims.workflows.lease_due_visits import lease_due_visits
from tests.workflows.made_up_claims import NOW, zephyr_claim


@pytest.mark.django_db
def test_due_claims_are_leased_oldest_first_and_only_once() -> None:
    younger = zephyr_claim(due_at=NOW - timedelta(days=1))
    older = zephyr_claim(due_at=NOW - timedelta(days=2))
    zephyr_claim(due_at=NOW + timedelta(days=1))
    assert lease_due_visits(now=NOW) == [older.pk, younger.pk]
    assert lease_due_visits(now=NOW) == []


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_free_again() -> None:
    claim = zephyr_claim()
    lease_due_visits(now=NOW)
    assert lease_due_visits(now=NOW + LEASE) == [claim.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("resting", [Workflow.ARCHIVED, Workflow.DISMISSED])
def test_claims_that_rest_are_not_visited(resting: Workflow) -> None:
    zephyr_claim(workflow=resting)
    assert lease_due_visits(now=NOW) == []


@pytest.mark.django_db
def test_claims_at_rest_keep_no_place_and_hide_none_that_is_due() -> None:
    rests = zephyr_claim(due_at=NOW - timedelta(days=1), workflow=Workflow.ARCHIVED)
    watched = zephyr_claim()
    assert lease_due_visits(now=NOW, limit=1) == [watched.pk]
    assert not VisitSchedule.objects.filter(claim=rests).exists()


@pytest.mark.django_db
def test_a_claim_leaves_the_schedule_when_it_goes_to_rest_and_is_due_when_it_is_watched_again() -> None:
    claim = zephyr_claim(due_at=NOW + timedelta(days=30))
    claim.workflow = Workflow.DISMISSED
    claim.save()
    assert list(VisitSchedule.objects.all()) == []
    Claim.objects.filter(pk=claim.pk).update(workflow=Workflow.DRAFT)
    assert lease_due_visits(now=NOW) == [claim.pk]


@pytest.mark.django_db
def test_to_lease_one_claim_or_three_takes_as_many_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(4):
        zephyr_claim()
    with django_assert_num_queries(5):
        assert len(lease_due_visits(now=NOW, limit=1)) == 1
    with django_assert_num_queries(5):
        assert len(lease_due_visits(now=NOW, limit=3)) == 3


@pytest.mark.django_db
def test_calling_brings_a_visit_forward_and_again_moves_nothing() -> None:
    claim = zephyr_claim(due_at=NOW + timedelta(days=30))
    assert (call_visits([claim.pk], now=NOW), call_visits([claim.pk], now=NOW)) == (1, 0)
    assert VisitSchedule.objects.get().due_at == NOW


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_get_the_same_claim() -> None:
    claims = [zephyr_claim(due_at=NOW - timedelta(minutes=number)) for number in range(4)]
    leased: list[int] = []

    def work() -> None:
        leased.extend(lease_due_visits(now=NOW, limit=4))
        connection.close()

    with transaction.atomic():
        held = VisitSchedule.objects.select_for_update().get(claim=claims[0])
        other = threading.Thread(target=work)
        other.start()
        other.join(timeout=10)
    assert held.claim_id not in leased
    assert sorted(leased) == sorted(claim.pk for claim in claims[1:])
