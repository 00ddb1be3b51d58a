"""The reader that an account is: what it follows counts for webhooks, and for mail once an address is confirmed."""

from datetime import datetime

from django.contrib.auth.models import User

from claims.models import MailLanguage, Subscriber, SubscriberState
from claims.workflows.subscribe import TIME_ZONES, new_key


def subscriber_of(user: User) -> Subscriber | None:
    """The reader that an account is, if it ever followed anything."""
    return Subscriber.objects.filter(user=user).first()


def subscribe_account(user: User, *, language: MailLanguage, now: datetime) -> Subscriber:
    """The reader that an account is, made now if need be: without an address, so without mail, and active.

    An address is added by confirming it (`change_address`). Repeating it gives the same one. Raises nothing.
    """
    row, _ = Subscriber.objects.get_or_create(
        user=user,
        defaults={
            "key": new_key(),
            "language": language,
            "time_zone": TIME_ZONES[language],
            "mail": False,
            "state": SubscriberState.ACTIVE,
            "state_since": now,
            "recorded_at": now,
        },
    )
    return row
