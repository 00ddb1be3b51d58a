"""A digest is due at an hour of the reader's own day, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.digest_times import (
    UnknownTimeZone,
    last_public_due,
    next_due,
    next_due_on_another_day,
    slug_of,
    time_zone_named,
)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
    "America/Santiago",
    "Asia/Beirut",
)
MOMENTS = st.integers(0, 23 * 365 * 24 * 60).map(
    lambda minutes: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


class Choice(TypedDict):
    cadence: str
    weekday: int
    hour: int
    time_zone: str


CHOICES = st.builds(
    Choice,
    cadence=st.sampled_from(["daily", "weekly", "monthly"]),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    time_zone=st.sampled_from(ZONES),
)


def due(after: str, *, cadence: str = "daily", weekday: int = 0, hour: int = 8, zone: str = "UTC") -> str:
    moment = datetime.fromisoformat(after)
    return f"{next_due(cadence=cadence, weekday=weekday, hour=hour, time_zone=zone, after=moment):%Y-%m-%d %H:%M}"


def test_it_is_the_next_such_hour_and_never_now() -> None:
    assert due("2026-11-25T07:59Z") == "2026-11-25 08:00"
    assert due("2026-11-25T08:00Z") == "2026-11-26 08:00"


def test_a_weekly_one_is_due_on_its_weekday_and_a_monthly_one_on_the_first() -> None:
    assert due("2026-11-25T12:00Z", cadence="weekly", weekday=0) == "2026-11-30 08:00"
    assert due("2026-11-30T08:00Z", cadence="weekly", weekday=0) == "2026-12-07 08:00"
    assert due("2026-11-25T12:00Z", cadence="monthly") == "2026-12-01 08:00"
    assert due("2026-12-01T08:00Z", cadence="monthly") == "2027-01-01 08:00"


def test_days_and_hours_are_those_of_the_reader() -> None:
    # In Auckland it is Monday already.
    assert due("2026-11-29T12:00Z", cadence="weekly", weekday=0, zone="Pacific/Auckland") == "2026-11-29 19:00"
    assert due("2026-11-25T12:00Z", zone="Asia/Shanghai") == "2026-11-26 00:00"
    assert due("2026-11-30T22:00Z", cadence="monthly", hour=0, zone="Europe/Berlin") == "2026-11-30 23:00"


def test_an_hour_that_the_clocks_leave_out_is_the_first_moment_after_the_gap() -> None:
    # At 02:00 the clocks of Berlin go to 03:00, those of Lord Howe Island to 02:30; at 00:00 those of Beirut to 01:00.
    assert due("2026-03-28T12:00Z", hour=2, zone="Europe/Berlin") == "2026-03-29 01:00"
    assert due("2026-10-03T12:00Z", hour=2, zone="Australia/Lord_Howe") == "2026-10-03 15:30"
    assert due("2026-03-28T12:00Z", hour=0, zone="Asia/Beirut") == "2026-03-28 22:00"
    assert due("2026-03-29T01:00Z", hour=2, zone="Europe/Berlin") == "2026-03-30 00:00"


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    assert due("2026-10-24T12:00Z", hour=2, zone="Europe/Berlin") == "2026-10-25 00:00"
    assert due("2026-10-25T00:00Z", hour=2, zone="Europe/Berlin") == "2026-10-26 01:00"
    assert due("2026-10-25T00:30Z", hour=2, zone="Europe/Berlin") == "2026-10-26 01:00"


def test_a_day_that_a_zone_left_out_has_none_of_its_own() -> None:
    # Samoa went from Thursday, 29 December 2011 to Saturday.
    assert due("2011-12-29T17:00Z", zone="Pacific/Apia") == "2011-12-29 18:00"
    assert due("2011-12-29T18:00Z", zone="Pacific/Apia") == "2011-12-30 18:00"
    assert due("2011-12-29T18:00Z", cadence="weekly", weekday=4, zone="Pacific/Apia") == "2011-12-30 10:00"


@pytest.mark.parametrize("name", ["", "America", "Mars/Olympus", "../etc/passwd", "Europe/Berlin\x00"])
def test_an_unknown_zone_is_refused_with_advice(name: str) -> None:
    with pytest.raises(UnknownTimeZone, match=r"There is no time zone .* Choose one like “Europe/Berlin”"):
        time_zone_named(name)


def test_there_is_no_other_cadence() -> None:
    with pytest.raises(ValueError, match="A digest is daily, weekly or monthly, not 'hourly'"):
        due("2026-11-25T12:00Z", cadence="hourly")


def test_after_a_late_one_the_next_is_on_another_day() -> None:
    late = datetime(2026, 11, 25, 7, 50, tzinfo=UTC)
    daily, weekly = (Choice(cadence=cadence, weekday=0, hour=8, time_zone="UTC") for cadence in ("daily", "weekly"))
    assert next_due_on_another_day(**daily, told_at=late) == datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert next_due_on_another_day(**weekly, told_at=late) == datetime(2026, 11, 30, 8, tzinfo=UTC)


def test_issues_are_named_for_the_time_that_ended() -> None:
    monday = datetime(2026, 11, 30, tzinfo=UTC)
    assert [slug_of(cadence, monday) for cadence in ("daily", "weekly", "monthly")] == [
        "2026-11-29",
        "2026-W48",
        "2026-11",
    ]
    assert slug_of("monthly", datetime(2027, 1, 1, tzinfo=UTC)) == "2026-12"


def test_weeks_at_the_end_of_a_year_are_those_of_iso() -> None:
    mondays = [datetime(2026, 12, 28, tzinfo=UTC), datetime(2027, 1, 4, tzinfo=UTC), datetime(2027, 1, 11, tzinfo=UTC)]
    assert [slug_of("weekly", monday) for monday in mondays] == ["2026-W52", "2026-W53", "2027-W01"]
    # The week with the first of January 2025 began in 2024.
    assert slug_of("weekly", datetime(2025, 1, 6, tzinfo=UTC)) == "2025-W01"


def test_the_public_issue_is_due_on_monday_at_midnight() -> None:
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    assert last_public_due(monday) == monday
    assert last_public_due(monday - timedelta(microseconds=1)) == monday - timedelta(days=7)
    assert last_public_due(datetime(2026, 11, 30, 7, tzinfo=ZoneInfo("Asia/Shanghai"))) == monday


@given(choice=CHOICES, after=MOMENTS)
def test_it_is_always_later_and_never_further_than_its_cadence(choice: Choice, after: datetime) -> None:
    moment = next_due(**choice, after=after)
    longest = {"daily": 2, "weekly": 8, "monthly": 32}[choice["cadence"]]
    assert after < moment <= after + timedelta(days=longest)


@given(choice=CHOICES, after=MOMENTS, minutes=st.integers(0, 60 * 24 * 40))
def test_nothing_is_due_between_a_moment_and_the_next_due(choice: Choice, after: datetime, minutes: int) -> None:
    moment = next_due(**choice, after=after)
    between = min(after + timedelta(minutes=minutes), moment - timedelta(microseconds=1))
    assert next_due(**choice, after=between) == moment


@given(choice=CHOICES, after=MOMENTS)
def test_no_day_of_a_reader_has_two(choice: Choice, after: datetime) -> None:
    zone = time_zone_named(choice["time_zone"])
    first = next_due(**choice, after=after)
    second = next_due(**choice, after=first)
    assert first.astimezone(zone).date() < second.astimezone(zone).date()
