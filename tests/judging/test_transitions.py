"""The table of moves is total, a job's hands are tied where they must be, and the documentation shows this table."""

from pathlib import Path

import pytest

from claims.judging.findings import Status
from claims.judging.transitions import (
    JOB_STATUSES,
    PERSON_STATUSES,
    TRANSITIONS,
    Move,
    move,
    transition_picture,
    transition_table,
)


def test_the_table_is_total() -> None:
    assert TRANSITIONS.keys() == set(Status)
    assert all(row.keys() == set(Status) for row in TRANSITIONS.values())


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("wanted", Status)
def test_a_job_sets_only_its_own_words_and_leaves_a_persons_alone(current: Status, wanted: Status) -> None:
    if current is wanted:
        expected = Move.KEEP
    elif current in PERSON_STATUSES or wanted in PERSON_STATUSES:
        expected = Move.PROPOSE
    else:
        expected = Move.SET
    assert move(current, wanted) is expected


@pytest.mark.parametrize("current", Status)
@pytest.mark.parametrize("wanted", Status)
def test_a_status_that_a_person_set_is_never_set_by_a_job(current: Status, wanted: Status) -> None:
    assert move(current, wanted, set_by_person=True) is not Move.SET


def test_three_words_are_a_persons() -> None:
    assert {Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN} == PERSON_STATUSES
    assert set(Status) - PERSON_STATUSES == JOB_STATUSES


def test_the_documentation_shows_the_table_and_the_picture_of_the_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "judging.md").read_text(encoding="utf-8")
    assert transition_table() in page
    assert transition_picture() in page
