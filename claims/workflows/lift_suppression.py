"""Write to an address again to which mail was stopped because it came back or was complained of."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Subscriber, SubscriberState
from claims.workflows.confirm_subscription import begin


class NotSuppressed(ValueError):
    """There is nothing to lift: mail to that reader is not suppressed."""


def lift_suppression(subscriber_id: int, *, now: datetime) -> SubscriberState:
    """Tell a reader of what happens from now on, or wait for their yes where they never gave it; their new state.

    Repeating it is refused. Raises `NotSuppressed`.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        if row.state != SubscriberState.SUPPRESSED:
            told = _("Mail to %(reader)s is not suppressed: the reader is %(state)s.")
            raise NotSuppressed(told % {"reader": row, "state": row.get_state_display()})
        if row.confirmed_at and row.email:
            confirmed_at = row.confirmed_at
            begin(row, now=now)
            # They said yes then, not now.
            row.confirmed_at = confirmed_at
        else:
            row.state, row.state_since, row.state_reason = SubscriberState.PENDING, now, ""
        row.bounces = 0
        row.save()
    return SubscriberState(row.state)
