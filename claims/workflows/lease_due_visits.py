"""Take due visits off the schedule for a while, so that no two workers look for one claim at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from claims.models import VisitSchedule
from claims.models.claims import OPEN_WORKFLOWS

# A batch of visits takes seconds; a worker that died gives its claims back after this.
LEASE = timedelta(minutes=15)
BATCH = 100


def lease_due_visits(*, now: datetime, limit: int = BATCH) -> list[int]:
    """Lease up to `limit` due claims, oldest first, and return their ids.

    Repeating it hands out other claims or none: a leased row is free again only after `LEASE`. Raises nothing.
    """
    with transaction.atomic():
        rows = list(
            VisitSchedule.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(due_at__lte=now, claim__workflow__in=OPEN_WORKFLOWS)
            .filter(Q(leased_until=None) | Q(leased_until__lte=now))
            .order_by("due_at", "claim_id")[:limit]
        )
        claim_ids = [row.claim_id for row in rows]
        VisitSchedule.objects.filter(claim_id__in=claim_ids).update(leased_until=now + LEASE)
    return claim_ids
