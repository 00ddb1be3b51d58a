"""When a claim is looked at again: by looks in their turn, whatever calls it in between."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from claims.core.papers import PaperRecord
from claims.judging.verdict import QUIET_VISITS_BEFORE_ASKING
from claims.models import Claim, StatusProposal, Visit, VisitSchedule, VisitSource
from claims.workflows.import_papers import import_papers
from claims.workflows.match_papers import match_papers
from claims.workflows.revisit_claim import revisit_claim
from tests.workflows.made_up_claims import NOW, zephyr_claim

pytestmark = pytest.mark.django_db


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def looked_on(claim: Claim) -> list[int]:
    """The days of the looks, counted from `NOW`."""
    looks = Visit.objects.filter(claim=claim, source=VisitSource.STORED_PAPERS).order_by("pk")
    return [(look.started_at - NOW).days for look in looks]


def in_turn(claim: Claim, looks: int) -> Iterator[datetime]:
    """Look whenever the claim is due."""
    for _ in range(looks):
        due_at = VisitSchedule.objects.get(claim=claim).due_at
        revisit_claim(claim.pk, now=due_at)
        yield due_at


def paper(number: int, abstract: str) -> tuple[int, ...]:
    record = PaperRecord(id=str(number), title="Of models", abstract=abstract, arxiv_id=f"2605.{number:05}")
    return import_papers([record], now=NOW).paper_ids


def test_a_quiet_claim_is_looked_at_ever_later() -> None:
    claim = zephyr_claim()
    list(in_turn(claim, 6))
    assert looked_on(claim) == [0, 14, 44, 134, 224, 314]


def test_a_look_that_is_called_and_finds_nothing_leaves_the_turns_as_they_were() -> None:
    claim = zephyr_claim()
    for due_at in in_turn(claim, 3):
        VisitSchedule.objects.update(due_at=due_at + timedelta(days=3))
        list(in_turn(claim, 1))
    assert looked_on(claim) == [0, 3, 14, 17, 44, 47]
    assert VisitSchedule.objects.get().due_at == day(134)


def test_looks_that_are_called_in_one_week_ask_nobody_whether_the_claim_can_be_decided() -> None:
    claim = zephyr_claim()
    for number in range(2 * QUIET_VISITS_BEFORE_ASKING):
        revisit_claim(claim.pk, now=NOW + timedelta(hours=number))
    assert (VisitSchedule.objects.get().quiet_visits, VisitSchedule.objects.get().due_at) == (1, day(14))
    assert not StatusProposal.objects.exists()


def test_a_hit_begins_with_seven_days_again() -> None:
    claim = zephyr_claim()
    list(in_turn(claim, 3))
    match_papers(paper(1, "We train Zephyr-9 with 3 trillion parameters."), now=day(50))
    list(in_turn(claim, 3))
    assert looked_on(claim) == [0, 14, 44, 50, 57, 71]
