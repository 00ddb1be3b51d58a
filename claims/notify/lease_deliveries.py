"""Take deliveries to be posted, a few of each endpoint at a time: one that is slow holds up nobody but itself."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from claims.core.post_failures import PostFailure
from claims.models import HookState, WebhookAttempt, WebhookDelivery
from claims.notify.retrying import most_tries

# Longer than any post; what a worker that died had in hand is free after this.
LEASE = timedelta(minutes=2)
# So many posts are under way to one endpoint, over all workers; to one whose last post failed, a single one.
IN_FLIGHT, IN_FLIGHT_WHEN_FAILING = 4, 1
# Any number that no other lock of this kind has: whoever leases counts what is under way, and nobody else meanwhile.
_LOCK = 7_309_852

_FREE = """
SELECT waiting.id FROM claims_webhookendpoint AS endpoint
JOIN auth_user AS owner ON owner.id = endpoint.user_id AND owner.is_active
CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM claims_webhookdelivery AS taken
    WHERE taken.endpoint_id = endpoint.id AND taken.state = 'waiting' AND taken.leased_until > %(now)s
) AS under_way
CROSS JOIN LATERAL (
    SELECT id, due_at FROM claims_webhookdelivery AS delivery
    WHERE delivery.endpoint_id = endpoint.id AND delivery.state = 'waiting' AND delivery.due_at <= %(now)s
      AND (delivery.leased_until IS NULL OR delivery.leased_until <= %(now)s)
    ORDER BY delivery.due_at, delivery.id
    LIMIT greatest(0, CASE WHEN endpoint.failing_since IS NULL THEN %(most)s ELSE %(failing)s END - under_way.number)
) AS waiting
WHERE endpoint.state = 'on' AND (endpoint.quiet_until IS NULL OR endpoint.quiet_until <= %(now)s)
ORDER BY waiting.due_at, waiting.id
LIMIT %(limit)s
"""


def lease_deliveries(*, now: datetime, limit: int) -> list[WebhookDelivery]:
    """Up to `limit` due deliveries with their endpoints and events, longest waiting first; nobody else gets them.

    Each is counted as tried from here on, so that a worker that dies uses up a try and repeats none without end: what
    it had in hand is free again after `LEASE`, and its log says that the try was interrupted. Raises nothing.
    """
    with transaction.atomic():
        keys = _free(now=now, limit=limit)
        rows = list(
            # Asked again under the lock, which waits for nobody: whoever has a row may want another one of ours.
            WebhookDelivery.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), pk__in=keys)
            .filter(state=HookState.WAITING, due_at__lte=now)
            .select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("endpoint__user", "event")
            .order_by("due_at", "pk")
        )
        WebhookAttempt.objects.bulk_create(_interrupted(row) for row in rows if row.leased_until)
        for row in rows:
            _take(row, now=now)
        WebhookDelivery.objects.bulk_update(rows, ("state", "due_at", "attempts", "leased_until", "finished_at"))
    return [row for row in rows if row.state == HookState.WAITING]


def are_free(*, now: datetime) -> bool:
    """Whether there is anything to lease."""
    with transaction.atomic():
        return bool(_free(now=now, limit=1))


def _take(row: WebhookDelivery, *, now: datetime) -> None:
    """Count one more try, unless all of them were begun, and the last one by a worker that died."""
    if row.attempts < most_tries(is_test=row.event_id is None):
        row.attempts += 1
        row.leased_until = now + LEASE
    else:
        row.state, row.due_at, row.leased_until, row.finished_at = HookState.GIVEN_UP, None, None, now


def _free(*, now: datetime, limit: int) -> list[int]:
    bounds: dict[str, datetime | int] = {
        "now": now,
        "limit": limit,
        "most": IN_FLIGHT,
        "failing": IN_FLIGHT_WHEN_FAILING,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_FREE, bounds)
        return [int(key) for (key,) in cursor.fetchall()]


def _interrupted(row: WebhookDelivery) -> WebhookAttempt:
    began = (row.leased_until or row.recorded_at) - LEASE
    return WebhookAttempt(delivery=row, started_at=began, seconds=0, failure=PostFailure.INTERRUPTED.value)
