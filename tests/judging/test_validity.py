"""A record is so from the day it was said until the first that overtook it was known."""

from datetime import date

import pytest

from claims.core.papers import Standing
from claims.judging.findings import Finding, Stance, Status
from claims.judging.validity import Validity, validity_of
from tests.judging.made_up_evidence import finding
from tests.judging.made_up_papers import claim

RECORD = claim("Heron-2 is the largest language model, with 120 billion parameters.")
PLAIN = claim("Heron-2 has 120 billion parameters.")
SAID = date(2024, 1, 20)


def overtaker(known_on: date | None, **changes: object) -> Finding:
    told = {"paper_id": f"p{known_on}", "stance": Stance.CONTRADICTS, "supersedes": True, "independence_group": ""}
    return finding(**told, known_on=known_on, **changes)


def test_the_first_overtaker_ends_it_in_whatever_order_they_come() -> None:
    first, later = overtaker(date(2024, 6, 1)), overtaker(date(2025, 6, 1))
    expected = Validity(since=SAID, until=date(2024, 6, 1), ended_by=first)
    assert validity_of(RECORD, Status.SUPERSEDED, [later, first]) == expected
    assert validity_of(PLAIN, Status.SUPERSEDED, [first, later]) == expected


def test_a_retracted_overtaker_does_not_count() -> None:
    fallen, sound = overtaker(date(2024, 6, 1), standing=Standing.RETRACTED), overtaker(date(2025, 6, 1))
    found = validity_of(RECORD, Status.SUPERSEDED, [fallen, sound])
    assert found == Validity(since=SAID, until=date(2025, 6, 1), ended_by=sound)


@pytest.mark.parametrize("status", [Status.ATTESTED, Status.SUPPORTED])
def test_a_record_that_stands_has_no_end_yet(status: Status) -> None:
    assert validity_of(RECORD, status, [finding()]) == Validity(since=SAID)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ATTESTED, Status.SUPPORTED, Status.SUPERSEDED}))
def test_of_what_is_not_known_to_have_been_so_no_interval_is_told(status: Status) -> None:
    assert validity_of(RECORD, status, [overtaker(date(2024, 6, 1))]) is None


def test_what_is_no_record_has_no_interval_unless_it_was_superseded() -> None:
    assert validity_of(PLAIN, Status.SUPPORTED, [finding()]) is None
    assert validity_of(PLAIN, Status.SUPERSEDED, []) is None
    assert validity_of(claim("Heron-2 is the largest.", claimed_on=None), Status.SUPERSEDED, []) is None
