"""Say who sees to claims at the desk, or that nobody does."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from claims.models import Assignment, Claim


def assign_claims(claim_ids: Iterable[int], editor: User | None, *, actor: User, now: datetime) -> int:
    """Let `editor` see to the claims, None for nobody; how many changed hands.

    Repeating it changes nothing. Claims that do not exist are passed over; raises nothing.
    """
    numbers = list(Claim.objects.filter(pk__in=list(claim_ids)).order_by("pk").values_list("pk", flat=True))
    if editor is None:
        return Assignment.objects.filter(claim__in=numbers).delete()[0]
    theirs = set(Assignment.objects.filter(claim__in=numbers, editor=editor).values_list("claim", flat=True))
    rows = [
        Assignment(claim_id=number, editor=editor, assigned_by=actor, assigned_at=now)
        for number in numbers
        if number not in theirs
    ]
    Assignment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["claim"],
        update_fields=["editor", "assigned_by", "assigned_at"],
    )
    return len(rows)
