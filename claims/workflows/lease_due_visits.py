"""Take due visits off the schedule for a while, so that no two workers look for one claim at once."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Greatest

from claims.models import Claim, VisitSchedule
from claims.models.leases import LEASE

BATCH = 100


def lease_due_visits(*, now: datetime, limit: int = BATCH) -> list[int]:
    """Lease up to `limit` due claims, oldest first, and return their ids.

    Repeating it hands out other claims or none: a leased row is free again only after `LEASE`. A claim that went to
    rest while it was looked at has a row once more; it is dropped here. Raises nothing.
    """
    while leased := _lease(now=now, limit=limit):
        watched = set(Claim.objects.watched().filter(pk__in=leased).values_list("pk", flat=True))
        VisitSchedule.objects.filter(claim_id__in=set(leased) - watched).delete()
        if watched:
            return [claim_id for claim_id in leased if claim_id in watched]
    return []


def _lease(*, now: datetime, limit: int) -> list[int]:
    """Reads the narrow table alone, so that what it costs does not grow with the claims that wait."""
    free = VisitSchedule.objects.annotate(free_at=Greatest("due_at", "leased_until")).filter(free_at__lte=now)
    with transaction.atomic():
        rows = free.select_for_update(skip_locked=True).order_by("free_at", "claim_id")
        claim_ids = list(rows.values_list("claim_id", flat=True)[:limit])
        VisitSchedule.objects.filter(claim_id__in=claim_ids).update(leased_until=now + LEASE)
    return claim_ids
