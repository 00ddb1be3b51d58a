"""Rows that jobs take turns at: due at a time, leased while somebody works on them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q

# Longer than any one piece of work; a worker that died gives its rows back after this.
LEASE = timedelta(minutes=15)


class DueQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Rows with `due_at` and `leased_until`; None in `due_at` is never, None in `leased_until` is nobody."""

    def due(self, now: datetime) -> Self:
        """What waits to be done and is in nobody's hands, the longest waiting first."""
        return (
            self.filter(due_at__lte=now)
            .filter(Q(leased_until=None) | Q(leased_until__lte=now))
            .order_by("due_at", "pk")
        )

    def lease(self, *, now: datetime, limit: int) -> list[int]:
        """Take up to `limit` due rows off for `LEASE` and return their keys; two callers never get one row."""
        with transaction.atomic(using=self.db):
            rows = self.due(now).select_for_update(skip_locked=True, of=("self",))
            keys: Sequence[int] = list(rows.values_list("pk", flat=True)[:limit])
            self.model._default_manager.filter(pk__in=keys).update(leased_until=now + LEASE)
        return list(keys)
