"""Ask sooner after papers that claims rest on."""

from collections.abc import Iterable
from datetime import datetime

from claims.models import PaperWatch


def call_paper_checks(paper_ids: Iterable[int], *, now: datetime) -> int:
    """Make these papers' checks due and return how many were moved. One that is due stays: repeating it moves none."""
    return PaperWatch.objects.filter(pk__in=paper_ids, due_at__gt=now).update(due_at=now)
