"""Forget a reader: who they are and what they followed. What was sent stays counted, to nobody."""

from datetime import datetime

from django.db import transaction

from claims.models import DeliveryState, Subscriber, SubscriberState
from claims.workflows.keep_two_factor import remove_two_factor
from claims.workflows.subscribe import new_key


def erase_subscriber(subscriber_id: int, *, now: datetime, with_devices: bool = False) -> None:
    """Remove the address, the tie to an account, all follows with their notes, and whatever was still to be sent.

    The links in earlier mails are of no use from then on; an account stays. `with_devices`: so that it loses its
    two-factor sign-in too, which is for whoever has signed in with it, or an admin: not for who has only a link of a
    mail. Repeating it changes nothing. Raises nothing.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        if row.state == SubscriberState.ERASED:
            return
        if with_devices and row.user:
            remove_two_factor(row.user)
        row.follows.all().delete()
        row.own_mails.all().delete()
        waiting = row.deliveries.filter(state=DeliveryState.WAITING)
        waiting.update(state=DeliveryState.SUPPRESSED, due_at=None, finished_at=now)
        # Servers repeat the address in what they answer.
        row.deliveries.update(answer="")
        row.email = row.user = row.new_email = None
        row.state, row.state_since, row.state_reason = SubscriberState.ERASED, now, ""
        row.key, row.mail, row.due_at, row.paused_until = new_key(), False, None, None
        row.save()
