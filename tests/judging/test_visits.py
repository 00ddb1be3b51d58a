"""The rhythm of looking again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.judging.visits import CLOSED_DAYS, next_visit

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("quiet", "days"), [(0, 7), (1, 14), (2, 30), (3, 90), (4, 90)])
def test_quiet_looks_make_the_next_one_later(quiet: int, days: int) -> None:
    assert next_visit(now=NOW, quiet_visits=quiet) == NOW + timedelta(days=days)


def test_a_closed_claim_is_still_looked_at_twice_a_year() -> None:
    assert next_visit(now=NOW, quiet_visits=0, closed=True) == NOW + timedelta(days=CLOSED_DAYS)


@given(st.integers(min_value=0))
def test_the_next_look_is_never_further_than_the_longest_step(quiet: int) -> None:
    assert NOW + timedelta(days=7) <= next_visit(now=NOW, quiet_visits=quiet) <= NOW + timedelta(days=90)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match=r"quiet_visits must not be negative, not -1\."):
        next_visit(now=NOW, quiet_visits=-1)
