"""Make claims due at once, because something arrived that could concern them."""

from collections.abc import Collection
from datetime import datetime

from claims.models import VisitSchedule


def call_visits(claim_ids: Collection[int], *, now: datetime) -> int:
    """Bring the next visit of these claims forward to `now` and return how many were moved.

    A claim that is due already stays as it is, so repeating it moves none. Raises nothing.
    """
    return VisitSchedule.objects.filter(claim_id__in=claim_ids, due_at__gt=now).update(due_at=now)
