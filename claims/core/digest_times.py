"""When a digest is due: at an hour of a reader's own day, wherever they are and whatever their clocks do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_A_SECOND, _A_DAY = timedelta(seconds=1), timedelta(days=1)


class UnknownTimeZone(ValueError):
    """There is no time zone of that name; the message says what one looks like."""


@lru_cache(maxsize=1000)
def time_zone_named(name: str) -> ZoneInfo:
    """The time zone of a name of the IANA database, such as "Europe/Berlin". Raises `UnknownTimeZone`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        example = "Choose one like “Europe/Berlin”, “Asia/Shanghai” or “UTC”."
        raise UnknownTimeZone(f"There is no time zone “{name[:60]}”. {example}") from unknown


def next_due(*, cadence: str, weekday: int, hour: int, time_zone: str, after: datetime) -> datetime:
    """The first moment after `after`, in UTC, at which a digest is due.

    It is due at `hour`:00 by the clocks of `time_zone`: every day, every week on `weekday` (0 is Monday), or on the
    first of each month. Where the clocks leave that hour out, it is the first moment after the gap; where they show it
    twice, the first of the two. No day has two, and a day that a zone left out altogether has none of its own.
    Raises `UnknownTimeZone`.
    """
    zone = time_zone_named(time_zone)
    return next(
        moment
        for day in _days(cadence, weekday, after.astimezone(zone).date())
        if (moment := _moment(day, hour, zone)) > after and _is_its_own(day, moment, zone, cadence)
    )


def next_due_on_another_day(*, cadence: str, weekday: int, hour: int, time_zone: str, told_at: datetime) -> datetime:
    """When the next digest is due after one at `told_at`, which may have been late: never on the same day there.

    Raises `UnknownTimeZone`.
    """
    following = partial(next_due, cadence=cadence, weekday=weekday, hour=hour, time_zone=time_zone)
    zone = time_zone_named(time_zone)
    due = following(after=told_at)
    same_day = due.astimezone(zone).date() == told_at.astimezone(zone).date()
    return following(after=due) if same_day else due


def slug_of(cadence: str, due_at: datetime) -> str:
    """The name of the time that ended at `due_at`, by UTC: the day "2026-11-25", the week "2026-W48", "2026-11".

    Weeks are those of ISO 8601: the first is the one with the year's first Thursday, so 2026 has 53.
    """
    last = (due_at.astimezone(UTC) - _A_SECOND).date()
    match cadence:
        case "daily":
            return last.isoformat()
        case "monthly":
            return f"{last:%Y-%m}"
        case _:
            year, week, _day = last.isocalendar()
            return f"{year}-W{week:02}"


def last_public_due(now: datetime) -> datetime:
    """The newest moment, not after `now`, at which a public issue was due: Monday, 00:00 UTC."""
    today = now.astimezone(UTC).date()
    return datetime.combine(today - today.weekday() * _A_DAY, time(), tzinfo=UTC)


def _days(cadence: str, weekday: int, around: date) -> Iterator[date]:
    """The days on which it could be due, in order, beginning before the day `around`."""
    match cadence:
        case "daily":
            day, step = around - _A_DAY, _A_DAY
        case "weekly":
            day, step = around - timedelta(days=(around.weekday() - weekday) % 7 + 7), 7 * _A_DAY
        case "monthly":
            yield from _first_days(around)
            return
        case _:
            raise ValueError(f"A digest is daily, weekly or monthly, not {cadence!r}.")
    while True:
        yield day
        day += step


def _first_days(around: date) -> Iterator[date]:
    day = around.replace(day=1)
    while True:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """The first moment of UTC at which the clocks show that hour of that day, or more."""
    shown = datetime.combine(day, time(hour))
    first = shown.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == shown:
        return first
    # The hour is in a gap: by the clocks of after it, it is before the gap, and by those of before, after it.
    before, later = shown.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    while later - before > _A_SECOND:
        middle = (before + (later - before) // 2).replace(microsecond=0)
        if middle.astimezone(zone).replace(tzinfo=None) >= shown:
            later = middle
        else:
            before = middle
    return later


def _is_its_own(day: date, moment: datetime, zone: ZoneInfo, cadence: str) -> bool:
    """Whether the moment is on that day; on another, a daily digest would come twice there."""
    return cadence != "daily" or moment.astimezone(zone).date() == day
