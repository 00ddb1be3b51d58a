"""Delete addresses that nobody confirmed: somebody typed them, and that is all that is known of them."""

from datetime import datetime, timedelta

from claims.models import Subscriber, SubscriberState

# Longer than any link to confirm is good for.
KEPT = timedelta(days=14)
BATCH = 5000


def forget_unconfirmed(*, now: datetime, limit: int = BATCH) -> int:
    """Delete up to `limit` readers who asked more than `KEPT` ago and did nothing since; how many. Raises nothing."""
    asked = Subscriber.objects.filter(state=SubscriberState.PENDING, state_since__lt=now - KEPT, user=None)
    idle = asked.filter(own_mails=None, deliveries=None).order_by("pk").values("pk")[:limit]
    _, deleted = Subscriber.objects.filter(pk__in=list(idle.values_list("pk", flat=True))).delete()
    return deleted.get("claims.Subscriber", 0)
