"""What follows from one try of a webhook: pure, with all that depends on chance or the clock as arguments."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from claims.models import HookState
from claims.sources.bounded_posts import Posted

# The first try and seven more, after 3, 9, 27, 81, 243, 729 and 2,187 minutes: two days and a quarter.
MOST_TRIES = 8
# So much longer the wait is at most, so that what failed together is not tried again together.
JITTER = 0.1
# Whoever asks to be left alone for longer is asked again after this.
LONGEST_QUIET = timedelta(hours=24)
# An endpoint is switched off when an event is given up and nothing was taken for so long.
SILENT_FOR = timedelta(days=2)
_ASKS_FOR_QUIET = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of the delivery. `due_at` is the next try; before `quiet_until` nothing is posted to the endpoint.

    `gone`: the receiver says that it wants nothing any more.
    """

    state: HookState
    due_at: datetime | None = None
    quiet_until: datetime | None = None
    gone: bool = False


def most_tries(*, is_test: bool) -> int:
    """How often something is tried; a test once, for its owner waits for it."""
    return 1 if is_test else MOST_TRIES


def wait_after(tries: int, *, jitter: float) -> timedelta:
    """How long to wait after so many failures in a row: 3ⁿ minutes and, by `jitter` in 0..1, up to a tenth more."""
    return timedelta(minutes=3**tries) * (1 + JITTER * jitter)


def judge(posted: Posted, *, tries: int, most: int = MOST_TRIES, now: datetime, jitter: float) -> Verdict:
    """What follows from the answer to try number `tries`, which began at `now`."""
    if posted.is_good:
        return Verdict(state=HookState.DELIVERED)
    if posted.status == HTTPStatus.GONE:
        return Verdict(state=HookState.GIVEN_UP, gone=True)
    quiet = _quiet(posted, now=now)
    quiet_until = now + quiet if quiet else None
    if tries >= most:
        return Verdict(state=HookState.GIVEN_UP, quiet_until=quiet_until)
    wait = max(wait_after(tries, jitter=jitter), quiet)
    return Verdict(state=HookState.WAITING, due_at=now + wait, quiet_until=quiet_until)


def is_silent(failing_since: datetime | None, *, now: datetime) -> bool:
    """Whether it has taken nothing for so long that the next event that is given up switches it off."""
    return failing_since is not None and failing_since <= now - SILENT_FOR


def _quiet(posted: Posted, *, now: datetime) -> timedelta:
    """How long an answer asks to be left alone, within bounds; nothing where it does not say, or not readably."""
    if posted.status not in _ASKS_FOR_QUIET or not posted.retry_after:
        return timedelta()
    told = posted.retry_after.strip()
    if told.isascii() and told.isdigit():
        return min(timedelta(seconds=int(told[:9])), LONGEST_QUIET)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return timedelta()
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(), min(until - now, LONGEST_QUIET))
