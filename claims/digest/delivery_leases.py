"""Which deliveries are whose: those that wait are handed out by leases, and what a dead worker left is named."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from claims.models import Delivery, DeliveryState, DigestIssue, IssueState
from claims.models.leases import LEASE

# All that workers have before them at one time: more would only wait in the queue until its leases are over.
MOST_IN_HANDS = 20_000
WORKER_DIED = "The worker died while the mail was handed over."


def most_in_hands(rate: float | None) -> int:
    """How many may be in somebody's hands: with a cap on the rate, what can be sent in half a lease."""
    return MOST_IN_HANDS if rate is None else max(1, min(MOST_IN_HANDS, int(rate * LEASE.total_seconds() / 2)))


def lease_deliveries(*, now: datetime, limit: int = MOST_IN_HANDS) -> list[int]:
    """Take up to `limit` waiting deliveries off, less those in somebody's hands, longest waiting first.

    Repeating it hands out others or none; a lease is free again after `LEASE`. That two workers have one row is
    harmless: `DeliveryMarks.begin` lets one of them send it.
    """
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    in_hands = waiting.filter(leased_until__gt=now).count()
    with transaction.atomic():
        rows = waiting.filter(free).order_by("due_at", "id").select_for_update(skip_locked=True)
        ids = list(rows.values_list("id", flat=True)[: max(0, limit - in_hands)])
        Delivery.objects.filter(pk__in=ids).update(leased_until=now + LEASE)
    return ids


def name_the_unknown(*, now: datetime) -> int:
    """Call unknown what somebody began to hand over and never ended, and return how many; they are not sent again."""
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, leased_until__lte=now)
    return lost.update(state=DeliveryState.UNKNOWN, finished_at=now, leased_until=None, answer=WORKER_DIED)


def release(delivery_ids: list[int], *, due_at: datetime | None = None) -> int:
    """Give back those that still wait, due again at once or at `due_at`, and return how many."""
    rows = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.WAITING)
    return rows.update(leased_until=None, **({"due_at": due_at} if due_at else {}))


def finish_issues(*, now: datetime) -> int:
    """Close the open issues of which nothing waits any more, and return how many."""
    left = Delivery.objects.filter(issue=OuterRef("pk"), state__in=(DeliveryState.WAITING, DeliveryState.SENDING))
    done = DigestIssue.objects.filter(~Exists(left), state=IssueState.OPEN)
    return done.update(state=IssueState.DONE, finished_at=now)
