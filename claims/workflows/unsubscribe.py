"""Stop all mail to a reader at once, and take that back."""

from datetime import datetime, timedelta

from django.db import transaction

from claims.models import Subscriber, SubscriberState
from claims.workflows.confirm_subscription import due_after
from claims.workflows.seal_events import last_position

# Who comes back within this is told what they missed; later, they are told of what happens from then on.
MISSED_IS_TOLD = timedelta(days=7)

_STOPPABLE = (SubscriberState.PENDING, SubscriberState.ACTIVE, SubscriberState.PAUSED)


def unsubscribe(subscriber_id: int, *, reason: str, now: datetime) -> bool:
    """Send a reader no mail any more; whether that is new. What they follow stays, for webhooks and for coming back.

    Repeating it changes nothing. Raises nothing.
    """
    stoppable = Subscriber.objects.filter(pk=subscriber_id, state__in=_STOPPABLE)
    new = {"state": SubscriberState.UNSUBSCRIBED, "state_since": now, "state_reason": reason}
    return bool(stoppable.update(**new, paused_until=None, due_at=None))


def subscribe_again(subscriber_id: int, *, now: datetime) -> bool:
    """Take an `unsubscribe` back, for a reader whose link or account shows who they are; whether it was.

    Only an address that had been confirmed is written to again. Repeating it changes nothing.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        if row.state != SubscriberState.UNSUBSCRIBED or row.confirmed_at is None:
            return False
        if now - row.state_since > MISSED_IS_TOLD:
            row.told_to = last_position()
        row.state, row.state_since, row.state_reason = SubscriberState.ACTIVE, now, ""
        row.due_at = due_after(row, now)
        row.save(update_fields=["state", "state_since", "state_reason", "told_to", "due_at"])
    return True
