"""Forget deliveries to webhooks that are long past, with their log."""

from datetime import datetime, timedelta

from claims.models import HookState, WebhookDelivery

KEPT_FOR = timedelta(days=60)
_AT_ONCE = 10_000


def forget_webhook_deliveries(*, now: datetime, limit: int = _AT_ONCE) -> int:
    """Remove up to `limit` deliveries that were finished `KEPT_FOR` ago, and return how many.

    None comes back: endpoints know how far they are. Repeating it removes what has become old since. Raises nothing.
    """
    old = WebhookDelivery.objects.exclude(state=HookState.WAITING).filter(finished_at__lt=now - KEPT_FOR)
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:limit])
    WebhookDelivery.objects.filter(pk__in=keys).exclude(state=HookState.WAITING).delete()
    return len(keys)
