"""What a sender, the archive and a preview read: the same entries, in a number of queries that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.digest.facts import facts_between, facts_of
from claims.digest.told import ChangesTold, changes_between
from claims.judging.findings import Grade, Status
from claims.models import Claim, Delivery, EvidenceState, FollowKind, OutboxEvent, Workflow
from claims.topics import EVERYTHING, Topic
from claims.workflows.merge_claims import merge_claims
from claims.workflows.seal_events import last_position, seal_events
from tests.digest.made_up_readers import (
    A_WEEK,
    MONDAY,
    NOW,
    changes_of,
    everybody,
    in_short,
    letters,
    on_claim,
    opened,
    reader,
    retract,
    rule,
    supported_claim,
)
from tests.web.made_up_claims import announcement
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db
S = Status


def a_week(number: int) -> None:
    """Something of everything, `number` times."""
    for each in range(number):
        claim = zephyr_claim(f"Zephyr-{each} is large.", name=f"Zephyr-{each}")
        other = zephyr_claim(f"Zephyr-{each} is not small.", name=f"Zephyr-{each}")
        evidence(claim, paper(f"Paper {each}"), state=EvidenceState.ACCEPTED)
        rule(claim, S.SUPPORTED)
        announcement(f"Zephyr-{each} grows.", title=f"Zephyr {each}")
        retract(claim, now=NOW + timedelta(hours=1))
        merge_claims(other.pk, claim.pk, actor=person("ada"), reason="The same.", now=NOW)
    seal_events()


@pytest.mark.parametrize("number", [1, 3])
def test_facts_take_the_same_queries_however_much_happened(number: int) -> None:
    a_week(number)
    with CaptureQueriesContext(connection) as queries:
        facts = facts_between(0, last_position())
    assert len(facts.claims) == 2 * number
    assert len(queries) == 13


def test_facts_are_the_same_by_number_and_by_window() -> None:
    a_week(2)
    ids = set(OutboxEvent.objects.values_list("pk", flat=True))
    assert facts_of(ids) == facts_between(0, last_position())
    assert facts_of({*ids, 0}).happenings == facts_of(ids).happenings


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_takes_the_same_queries_however_many_readers(number: int) -> None:
    for each in range(number):
        everybody(f"{each}@example.org")
    claim = zephyr_claim()
    for week, status in enumerate((S.SUPPORTED, S.REFUTED)):
        rule(claim, status, now=NOW + week * A_WEEK)
        opened(MONDAY + week * A_WEEK)
    rows = list(Delivery.objects.filter(issue__due_at=MONDAY + A_WEEK))
    with CaptureQueriesContext(connection) as queries:
        told = ChangesTold().of(rows)
    assert [len(told[row.pk]) for row in rows] == [1] * number
    assert len(queries) == 10


def test_equal_readers_are_told_the_very_same_entries() -> None:
    everybody("a@example.org")
    everybody("b@example.org")
    rule(zephyr_claim(), S.SUPPORTED)
    opened()
    first, second = ChangesTold().of(list(Delivery.objects.all())).values()
    assert first[0] is second[0]


def test_an_entry_stays_as_it_was_told_whatever_happened_since() -> None:
    ada = everybody()
    claim = zephyr_claim()
    opened()
    before = changes_of(ada)
    rule(claim, S.REFUTED, now=MONDAY + timedelta(hours=1))
    evidence(claim, paper("Another"), grade=Grade.E6, state=EvidenceState.ACCEPTED)
    assert changes_of(ada) == before


def test_a_claim_that_was_dismissed_since_leaves_no_digest_empty() -> None:
    ada = everybody()
    claim = zephyr_claim()
    opened()
    Claim.objects.filter(pk=claim.pk).update(workflow=Workflow.DISMISSED)
    assert letters(ada) == [[f"new: claim.tracked /claims/{claim.pk}/"]]


def test_a_preview_tells_what_one_would_be_told_under_a_topic() -> None:
    claim, other = supported_claim(), zephyr_claim("Zephyr-10 is large.", name="Zephyr-10")
    seal_events()
    movement = f"confirmed: claim.status_changed /claims/{claim.pk}/ unverified → supported"
    new = f"new: claim.tracked /claims/{other.pk}/"
    end = last_position()

    def preview(topic: Topic | None) -> list[str]:
        return [in_short(change) for change in changes_between(0, end, topic)]

    assert preview(None) == preview(EVERYTHING) == [movement, new]
    assert preview(on_claim(claim)) == preview(Topic(kind=FollowKind.SEARCH, search="q=Zephyr-9")) == [movement]
    assert preview(Topic(kind=FollowKind.SUBJECT, id=other.subject_id or 0)) == [new]
    assert changes_between(end, end) == ()


def test_a_preview_is_what_the_digest_tells_then() -> None:
    claim = zephyr_claim()
    ada = reader("ada@example.org", on_claim(claim))
    begin = ada.told_to
    evidence(claim, paper(), state=EvidenceState.ACCEPTED)
    rule(claim, S.SUPPORTED)
    opened()
    assert changes_of(ada) == [changes_between(begin, last_position(), on_claim(claim))]
