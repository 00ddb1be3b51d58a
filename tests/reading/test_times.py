"""The times that a statement names, and whether two statements can mean one time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.times import compatible, may_be_one_time, times_in


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("As of 2021 it had 1 million users.", {"2021"}),
        ("It had 1 million users in June 2021.", {"2021-06"}),
        ("On 25 June 2021 it was shown.", {"2021-06-25"}),
        ("Shown on Sept. 3rd, 2023", {"2023-09-03"}),
        ("in Q3 2023 and in May 2024", {"2023-Q3", "2024-05"}),
        ("2024-03-18", {"2024-03-18"}),
        ("截至 2023 年 6 月，用户达 100 万", {"2023-06"}),
        ("2021年6月25日发布", {"2021-06-25"}),
        ("2021 年", {"2021"}),
        ("It uses 2048 GPUs and 2000 tokens.", set()),
        ("of 2000 users", set()),
        ("Zephyr-2021 may 9", set()),
        ("", set()),
    ],
)
def test_times_are_read_and_bare_numbers_are_none(text: str, times: set[str]) -> None:
    assert times_in(text) == times


@pytest.mark.parametrize(
    ("mine", "theirs", "fit"),
    [
        ({"2021"}, {"2021-06"}, True),
        ({"2021"}, {"2023"}, False),
        ({"2021", "2023"}, {"2021"}, False),
        (set(), set(), True),
        (set(), {"2021"}, False),
    ],
)
def test_a_year_fits_its_months_and_no_other_year(mine: set[str], theirs: set[str], fit: bool) -> None:
    assert compatible(frozenset(mine), frozenset(theirs)) is compatible(frozenset(theirs), frozenset(mine)) is fit


@given(st.text(max_size=200))
def test_whatever_is_read_fits_itself(text: str) -> None:
    assert compatible(times_in(text), times_in(text))


@pytest.mark.parametrize(
    ("mine", "theirs", "one"),
    [
        ("As of 2021, it has 1 million users.", "As of 2023, it has 1 million users.", False),
        ("As of 2021, it has 1 million users.", "It has 1 million users.", True),
        ("As of 2021, it has 1 million users.", "截至 2021 年 6 月，用户达 100 万", True),
    ],
)
def test_statements_of_two_years_are_set_apart(mine: str, theirs: str, one: bool) -> None:
    assert may_be_one_time(mine, theirs) is one
