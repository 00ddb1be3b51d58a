"""Readers whose pause is over are told again, and of what happened meanwhile too."""

from datetime import UTC, date, datetime, timedelta

from claims.core.digest_times import UnknownTimeZone, time_zone_named
from claims.models import Subscriber, SubscriberState
from claims.workflows.pause_subscription import end_pause

# Who is left comes back with the next tick, a minute later.
MOST_AT_ONCE = 1000
# No place is further ahead of UTC than 14 hours.
_FURTHEST = timedelta(hours=14)


def end_pauses(now: datetime) -> int:
    """Make active again whoever wanted to be left alone until today, and return how many.

    A pause ends with the beginning of its last day by the reader's clocks. Since nothing was told meanwhile, their
    next digest tells all of it, a claim's movements as one. Repeating it changes nothing.
    """
    paused = Subscriber.objects.filter(
        state=SubscriberState.PAUSED, paused_until__lte=(now.astimezone(UTC) + _FURTHEST).date()
    )
    rows = paused.order_by("paused_until", "id").values_list("pk", "paused_until", "time_zone")[:MOST_AT_ONCE]
    over = [reader for reader, until, zone in rows if until and until <= _today(zone, now)]
    return sum(end_pause(reader, now=now) for reader in over)


def _today(zone: str, now: datetime) -> date:
    try:
        return now.astimezone(time_zone_named(zone)).date()
    except UnknownTimeZone:
        return now.astimezone(UTC).date()
