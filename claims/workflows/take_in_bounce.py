"""Take in that a mail came back or was complained of, and stop writing to addresses that do not want or get it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from claims.models import Delivery, Subscriber, SubscriberState

# So many digests in a row came back for a reason that may pass, and it did not pass.
MOST_SOFT = 5
_WRITTEN_TO = (SubscriberState.PENDING, SubscriberState.ACTIVE, SubscriberState.PAUSED)
_LONGEST_REASON = 500


class BounceKind(StrEnum):
    """`HARD`: there is no such mailbox. `SOFT`: it could not be delivered this time. `COMPLAINT`: called spam."""

    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceTaken:
    """Whether it was news, and whether we stopped writing to the reader for it."""

    is_new: bool
    suppressed: bool


class NoSuchDelivery(LookupError):
    """The bounce names a delivery that is not there."""


def take_in_bounce(delivery_id: int, kind: BounceKind, *, reason: str, now: datetime) -> BounceTaken:
    """Note that a delivery came back, and suppress its reader for a hard one, a complaint, or `MOST_SOFT` in a row.

    Repeating it changes nothing: a delivery comes back once, but a complaint and a hard bounce count after a soft one
    too. Raises `NoSuchDelivery`.
    """
    with transaction.atomic():
        try:
            delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        except Delivery.DoesNotExist as missing:
            raise NoSuchDelivery(f"There is no delivery {delivery_id}.") from missing
        reader = Subscriber.objects.select_for_update().get(pk=delivery.subscriber_id)
        is_new = delivery.bounced_at is None
        if is_new:
            reader.bounces = reader.bounces + 1 if _came_back_before(delivery) else 1
            reader.save(update_fields=["bounces"])
            delivery.bounced_at = now
            delivery.save(update_fields=["bounced_at"])
        stops = kind is not BounceKind.SOFT or reader.bounces >= MOST_SOFT
        suppressed = stops and suppress(reader, reason=f"{kind.value}: {reason}", now=now)
    return BounceTaken(is_new=is_new, suppressed=suppressed)


def suppress(reader: Subscriber, *, reason: str, now: datetime) -> bool:
    """Never write to a reader by ourselves again, and whether we would have; who has left already stays as they are."""
    rows = Subscriber.objects.filter(pk=reader.pk, state__in=_WRITTEN_TO)
    why = " ".join(reason.split())[:_LONGEST_REASON]
    return bool(rows.update(state=SubscriberState.SUPPRESSED, state_since=now, state_reason=why, due_at=None))


def _came_back_before(delivery: Delivery) -> bool:
    """Whether the reader's delivery before this one came back."""
    before = Delivery.objects.filter(subscriber=delivery.subscriber_id, pk__lt=delivery.pk).order_by("-pk")
    return bool(before.values_list("bounced_at", flat=True).first())
