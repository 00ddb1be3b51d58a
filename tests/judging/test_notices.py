"""A document stands as its newest notice says, and its evidence counts for less while it does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.judging.findings import Certainty, Grade, Status
from claims.judging.notices import Notice, standing_on, under_notice
from claims.judging.verdict import decide
from tests.judging.made_up_evidence import finding

DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 20))
notices = st.lists(st.builds(Notice, standing=st.sampled_from(Standing), issued_on=DAYS, since=DAYS), max_size=6)


def notice(standing: Standing, day: int, since: int | None = None) -> Notice:
    return Notice(standing=standing, issued_on=date(2020, 1, day), since=date(2020, 1, since or day))


def test_a_document_stands_as_the_newest_notice_says_and_is_current_before_the_first() -> None:
    told = (notice(Standing.CORRECTED, 3), notice(Standing.RETRACTED, 7), notice(Standing.CURRENT, 9))
    stands = [standing_on(date(2020, 1, day), told) for day in (2, 3, 6, 7, 8, 9, 20)]
    assert stands == ["current", "corrected", "corrected", "retracted", "retracted", "current", "current"]


def test_an_older_notice_that_is_learnt_of_later_does_not_undo_a_newer_one() -> None:
    told = (notice(Standing.RETRACTED, 7), notice(Standing.EXPRESSION_OF_CONCERN, 3, since=12))
    assert [standing_on(date(2020, 1, day), told) for day in (5, 7, 12)] == ["current", "retracted", "retracted"]


def test_of_two_notices_of_one_day_the_one_recorded_later_counts() -> None:
    told = (notice(Standing.RETRACTED, 7), notice(Standing.CURRENT, 7))
    assert standing_on(date(2020, 1, 7), told) is Standing.CURRENT


def test_an_erratum_does_not_bring_a_retracted_paper_back_and_a_reinstatement_does() -> None:
    told = (notice(Standing.RETRACTED, 3), notice(Standing.CORRECTED, 7), notice(Standing.CURRENT, 9))
    assert [standing_on(date(2020, 1, day), told) for day in (3, 7, 9)] == ["retracted", "retracted", "current"]


@given(notices, DAYS)
def test_what_is_told_after_a_day_changes_nothing_of_that_day(told: list[Notice], day: date) -> None:
    known = [one for one in told if one.since <= day and one.issued_on <= day]
    assert standing_on(day, told) is standing_on(day, known)


@pytest.mark.parametrize(
    ("grade", "counted"),
    [("E6", "E5"), ("E5", "E4"), ("E4", "E4"), ("E3", "E2"), ("E2", "E2"), ("E1", "E1"), ("E0", "E0")],
)
def test_a_concern_takes_a_step_but_never_changes_who_speaks(grade: str, counted: str) -> None:
    doubted = finding(grade=Grade(grade), standing=Standing.EXPRESSION_OF_CONCERN)
    assert under_notice(doubted).grade == counted


@pytest.mark.parametrize("standing", [Standing.CURRENT, Standing.CORRECTED, Standing.RETRACTED, Standing.WITHDRAWN])
def test_no_other_notice_touches_the_grade(standing: Standing) -> None:
    assert under_notice(finding(standing=standing)) == finding(standing=standing)


def test_an_independent_source_under_concern_still_supports_with_less_certainty() -> None:
    verdict = decide(Status.UNVERIFIED, [finding(standing=Standing.EXPRESSION_OF_CONCERN)])
    assert (verdict.status, verdict.certainty) == (Status.SUPPORTED, Certainty.LOW)
