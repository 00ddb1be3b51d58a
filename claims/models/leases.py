"""Rows that jobs take turns at: due at a time, leased while somebody works on them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q

# Longer than any one piece of work; a worker that died gives its rows back after this.
LEASE = timedelta(minutes=15)


def due_rows(model: type[models.Model], *, now: datetime) -> models.QuerySet[Any]:
    """The rows of a model with `due_at` and `leased_until` that wait and are in nobody's hands, longest waiting first.

    None in `due_at` is never, None in `leased_until` is nobody.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return model._default_manager.filter(free, due_at__lte=now).order_by("due_at", "pk")


def lease_rows(model: type[models.Model], *, now: datetime, limit: int) -> list[int]:
    """Take up to `limit` due rows off for `LEASE` and return their keys; two callers never get one row."""
    with transaction.atomic():
        rows = due_rows(model, now=now).select_for_update(skip_locked=True, of=("self",))
        keys: list[int] = list(rows.values_list("pk", flat=True)[:limit])
        model._default_manager.filter(pk__in=keys).update(leased_until=now + LEASE)
    return keys
