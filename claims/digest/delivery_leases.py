"""Which deliveries are whose: those that wait are handed out by the batch, and what a dead worker left is named."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from claims.digest.untold import take_back_for_pauses
from claims.models import Delivery, DeliveryState, DigestIssue, IssueState, SubscriberState
from claims.models.digests import SendingBatch
from claims.models.leases import LEASE

# All that workers have before them at one time: more would only wait in the queue until its leases are over.
MOST_IN_HANDS = 20_000
# What they have in common is read once a batch.
MAILS_A_BATCH = 200
WORKER_DIED = "The worker died while the mail was handed over."
# What a mail that went may be called meanwhile by who could not know that it went.
NOT_KNOWN_TO_BE_SENT = (DeliveryState.WAITING, DeliveryState.SUPPRESSED, DeliveryState.CANCELLED)

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('claims_sendingbatch'))"
_FREE = """
SELECT id FROM claims_delivery
WHERE state = 'waiting' AND due_at <= %(now)s
    AND id NOT IN (
        SELECT delivery FROM claims_sendingbatch, unnest(deliveries) AS delivery WHERE delivery IS NOT NULL
    )
ORDER BY due_at, id LIMIT %(limit)s
"""
_IN_HANDS = "SELECT coalesce(sum(cardinality(deliveries)), 0) FROM claims_sendingbatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBatch:
    """A batch in the hands of whoever took it, by the order in which its deliveries are to be offered."""

    id: int
    holder: str
    deliveries: Mapping[int, Delivery]


def most_in_hands(rate: float | None) -> int:
    """How many may be in somebody's hands: with a cap on the rate, what can be sent in half a lease."""
    return MOST_IN_HANDS if rate is None else max(1, min(MOST_IN_HANDS, int(rate * LEASE.total_seconds() / 2)))


def lease_batches(*, now: datetime, limit: int = MOST_IN_HANDS, size: int = MAILS_A_BATCH) -> list[int]:
    """Make batches of up to `limit` waiting deliveries, less those in somebody's hands, longest waiting first.

    Repeating it hands out others or none; a batch is free again after `LEASE` (`recover_batches`).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Of two at a time, the second sees what the first handed out.
        cursor.execute(_ONE_AT_A_TIME)
        cursor.execute(_IN_HANDS)
        in_hands = int(cursor.fetchone()[0])
        cursor.execute(_FREE, {"now": now, "limit": max(0, limit - in_hands)})
        ids = [number for (number,) in cursor.fetchall()]
        rows = [SendingBatch(deliveries=list(part), leased_until=now + LEASE) for part in batched(ids, size)]
        return [row.pk for row in SendingBatch.objects.bulk_create(rows)]


def take_batch(batch_id: int, *, now: datetime) -> TakenBatch:
    """Take a batch in hand: what of it is wanted now. The others are put where they belong.

    One of two who ask for it gets it; the other, and whoever comes too late, gets an empty one. Raises nothing.
    """
    holder = uuid.uuid4().hex
    with transaction.atomic():
        batch = SendingBatch.objects.select_for_update().filter(pk=batch_id, holder="").first()
        rows = _wanted([number for number in batch.deliveries if number], now=now) if batch else {}
        SendingBatch.objects.filter(pk=batch_id, holder="").update(
            holder=holder, leased_until=now + LEASE, deliveries=list(rows)
        )
    return TakenBatch(id=batch_id, holder=holder, deliveries=rows)


def recover_batches(*, now: datetime) -> int:
    """Put right what workers left whose lease is over, and return how many mails are unknown: one a worker at most.

    Whatever stands before the mail in hand was sent, that one may have been and is not sent again by itself, and what
    comes after it waits. A worker that lives all the same finds its batch gone before its next mail. Repeating it
    changes nothing.
    """
    with transaction.atomic():
        left = list(SendingBatch.objects.select_for_update(skip_locked=True).filter(leased_until__lte=now))
        sent = [number for batch in left for number in batch.deliveries[: max(0, batch.reached - 1)] if number]
        in_hand = [batch.deliveries[batch.reached - 1] for batch in left if batch.reached]
        _found_out(sent, DeliveryState.SENT, "", now=now)
        unknown = _found_out([number for number in in_hand if number], DeliveryState.UNKNOWN, WORKER_DIED, now=now)
        SendingBatch.objects.filter(pk__in=[batch.pk for batch in left]).delete()
    return unknown


def finish_issues(*, now: datetime) -> int:
    """Close the open issues of which nothing waits any more, and return how many."""
    left = Delivery.objects.filter(issue=OuterRef("pk"), state=DeliveryState.WAITING)
    done = DigestIssue.objects.filter(~Exists(left), state=IssueState.OPEN)
    return done.update(state=IssueState.DONE, finished_at=now)


def _found_out(delivery_ids: Sequence[int], state: DeliveryState, answer: str, *, now: datetime) -> int:
    rows = Delivery.objects.filter(pk__in=delivery_ids, state__in=NOT_KNOWN_TO_BE_SENT)
    return rows.update(state=state, answer=answer, finished_at=now, due_at=None, attempts=F("attempts") + 1)


def _wanted(delivery_ids: Sequence[int], *, now: datetime) -> dict[int, Delivery]:
    """Those that are to be sent now. What nobody wants any more is not sent, and told after a pause where there is one.

    Of an issue that was paused or cancelled meanwhile nothing is touched: who stopped it has done so.
    """
    waiting = Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.WAITING)
    take_back_for_pauses(delivery_ids, now=now)
    wanted = Q(subscriber__state=SubscriberState.ACTIVE, subscriber__mail=True, subscriber__email__isnull=False)
    unwanted = list(waiting.exclude(wanted).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=unwanted, state=DeliveryState.WAITING).update(
        state=DeliveryState.SUPPRESSED, finished_at=now
    )
    # Paused between the lease and now; pausing took the due times off all that waited.
    paused = waiting.filter(issue__state=IssueState.PAUSED)
    Delivery.objects.filter(pk__in=list(paused.values_list("pk", flat=True))).update(due_at=None)
    open_ones = waiting.filter(wanted, issue__state__in=(IssueState.OPEN, IssueState.DONE))
    return {row.pk: row for row in open_ones.select_related("issue", "subscriber").order_by("issue_id", "id")}
