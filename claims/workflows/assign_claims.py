"""Say who sees to claims at the desk, or that nobody does."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Assignment, AssignmentStep, Claim


def assign_claims(claim_ids: Iterable[int], editor: User | None, *, actor: User, now: datetime) -> int:
    """Let `editor` see to the claims, None for nobody; how many changed hands. Each change leaves its step.

    Repeating it changes nothing. Claims that do not exist are passed over; raises nothing.
    """
    with transaction.atomic():
        # Two at once take turns, so that the last step says who sees to it.
        claims = (
            Claim.objects.filter(pk__in=list(claim_ids)).order_by("pk").select_for_update(of=("self",), no_key=True)
        )
        numbers = list(claims.values_list("pk", flat=True))
        held = dict(Assignment.objects.filter(claim__in=numbers).values_list("claim", "editor"))
        changed = [number for number in numbers if held.get(number) != (editor.pk if editor else None)]
        if editor is None:
            Assignment.objects.filter(claim__in=changed).delete()
        else:
            _give(changed, editor, actor=actor, now=now)
        steps = (AssignmentStep(claim_id=number, editor=editor, actor=actor, recorded_at=now) for number in changed)
        AssignmentStep.objects.bulk_create(steps)
    return len(changed)


def _give(numbers: list[int], editor: User, *, actor: User, now: datetime) -> None:
    Assignment.objects.bulk_create(
        [Assignment(claim_id=number, editor=editor, assigned_by=actor, assigned_at=now) for number in numbers],
        update_conflicts=True,
        unique_fields=["claim"],
        update_fields=["editor", "assigned_by", "assigned_at"],
    )
