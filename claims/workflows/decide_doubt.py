"""An editor's word on a figure that a translation or copy tells otherwise than its original."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import DoubtState, FigureDoubt
from claims.workflows.gather_appearances import successor_of
from claims.workflows.merge_claims import merge_claims
from claims.workflows.take_turns import take_turn


def confirm_doubt(doubt_id: int, *, actor: User, now: datetime) -> None:
    """The copy is wrong: its claim becomes a repeat of the original's, told wrongly.

    Repeating it changes nothing. Raises `FigureDoubt.DoesNotExist`, and `MergeRefused`, having changed nothing, where
    the claims cannot be merged.
    """
    with transaction.atomic():
        take_turn()
        doubt = FigureDoubt.objects.select_related("claim", "counterpart").get(pk=doubt_id)
        if doubt.claim and doubt.counterpart and successor_of(doubt.claim) != successor_of(doubt.counterpart):
            reason = f"The copy says “{doubt.derived_figure}” where its original says “{doubt.original_figure}”."
            merge_claims(doubt.claim.pk, doubt.counterpart.pk, actor=actor, reason=reason, now=now)
        _decide(doubt, DoubtState.CONFIRMED, actor)


def dismiss_doubt(doubt_id: int, *, actor: User) -> None:
    """The figures do not differ in what they say. Repeating it changes nothing. Raises `FigureDoubt.DoesNotExist`."""
    with transaction.atomic():
        _decide(FigureDoubt.objects.select_for_update().get(pk=doubt_id), DoubtState.DISMISSED, actor)


def _decide(doubt: FigureDoubt, state: DoubtState, actor: User) -> None:
    if doubt.state != state:
        doubt.state, doubt.decided_by = state, actor
        doubt.save(update_fields=["state", "decided_by"])
