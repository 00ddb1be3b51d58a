"""Let a reader be for a while, until a day that they chose."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.digest_times import time_zone_named
from claims.models import Subscriber, SubscriberState
from claims.workflows.confirm_subscription import due_after

LONGEST_PAUSE = timedelta(days=366)


class PauseRefused(ValueError):
    """It cannot be paused so; the message says what can be."""


def pause_subscription(subscriber_id: int, *, until: date, now: datetime) -> None:
    """Send no digest before that day, by the clocks of the reader.

    Repeating it changes nothing; another day replaces the first. Raises `PauseRefused` for a day that is over or more
    than a year away, and for a reader who is not told anything now.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        today = now.astimezone(time_zone_named(row.time_zone)).date()
        if not today < until <= today + LONGEST_PAUSE:
            raise PauseRefused(_("A pause ends on a day after today, and within a year."))
        if row.state not in (SubscriberState.ACTIVE, SubscriberState.PAUSED):
            raise PauseRefused(_("There is nothing to pause: you are not sent any digest now."))
        if row.state == SubscriberState.ACTIVE:
            row.state, row.state_since = SubscriberState.PAUSED, now
        row.paused_until = until
        row.save(update_fields=["state", "state_since", "paused_until"])


def end_pause(subscriber_id: int, *, now: datetime) -> bool:
    """Go on with the digests; whether there was a pause. Repeating it changes nothing."""
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        if row.state != SubscriberState.PAUSED:
            return False
        row.state, row.state_since, row.paused_until = SubscriberState.ACTIVE, now, None
        row.due_at = due_after(row, now)
        row.save(update_fields=["state", "state_since", "paused_until", "due_at"])
    return True
