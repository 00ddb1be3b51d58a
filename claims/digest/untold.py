"""What readers were going to be told when they paused: it is told after the pause, with all else that happened."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from claims.models import Delivery, DeliveryState, Subscriber, SubscriberState

PAUSED = "The reader paused before it was sent; their next digest tells it."
# Only where nothing was told to the reader after it, since that would be told again.
_BACK = """
UPDATE claims_subscriber AS reader
SET told_to = least(reader.told_to, untold.after_position)
FROM claims_delivery AS untold
WHERE untold.id = ANY(%(deliveries)s) AND reader.id = untold.subscriber_id AND NOT EXISTS (
    SELECT FROM claims_delivery AS later
    WHERE later.subscriber_id = reader.id AND later.id > untold.id AND later.state IN ('waiting', 'sent', 'unknown')
)
"""


def take_back_for_pauses(delivery_ids: Sequence[int], *, now: datetime) -> int:
    """End those that wait and whose readers paused meanwhile, and return how many.

    Such a reader's next digest begins where this one would have. Repeating it changes nothing. Raises nothing.
    """
    with transaction.atomic():
        # The readers are locked too: a pause that ends at this moment ends before or after, and either way it is told.
        waiting = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.WAITING)
        who = Subscriber.objects.filter(state=SubscriberState.PAUSED, pk__in=waiting.values("subscriber"))
        readers = list(who.select_for_update().order_by("id").values_list("pk", flat=True))
        paused = list(waiting.filter(subscriber__in=readers).select_for_update().values_list("pk", flat=True))
        if not paused:
            return 0
        Delivery.objects.filter(pk__in=paused).update(
            state=DeliveryState.SUPPRESSED, answer=PAUSED, finished_at=now, due_at=None
        )
        with connection.cursor() as cursor:
            cursor.execute(_BACK, {"deliveries": paused})
    return len(paused)
