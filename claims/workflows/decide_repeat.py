"""An editor's word on whether two claims are one."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import override

from claims.models import PairState, RepeatPair
from claims.workflows.gather_appearances import successor_of
from claims.workflows.merge_claims import merge_claims
from claims.workflows.take_turns import take_turn
from claims.workflows.unmerge_claim import unmerge_claim


def confirm_repeat(pair_id: int, *, actor: User, now: datetime, reason: str = "") -> None:
    """Merge the later claim into the earlier one. `reason` is the editor's own, beside those of the pair.

    Repeating it changes nothing. Raises `RepeatPair.DoesNotExist`, and `MergeRefused`, having changed nothing, where
    the claims cannot be merged.
    """
    with transaction.atomic():
        take_turn()
        pair = RepeatPair.objects.select_related("later", "earlier").get(pk=pair_id)
        if successor_of(pair.later) != successor_of(pair.earlier):
            why = " ".join((reason or "An editor found them to say the same.", *pair.reasons))
            merge_claims(pair.later_id, pair.earlier_id, actor=actor, reason=why, now=now)
        _decide(pair, PairState.CONFIRMED, actor, reason)


def reject_repeat(pair_id: int, *, actor: User, now: datetime, reason: str = "") -> None:
    """Keep the two apart for good; where one was merged into the other, it is taken out. `reason` is the editor's.

    Repeating it changes nothing. Raises `RepeatPair.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        pair = RepeatPair.objects.select_related("later", "earlier").get(pk=pair_id)
        for claim, other in ((pair.later, pair.earlier), (pair.earlier, pair.later)):
            if claim.merged_into_id == other.pk:
                why = reason or "An editor found them to say different things."
                unmerge_claim(claim.pk, actor=actor, reason=why, now=now)
        pair.refresh_from_db()
        _decide(pair, PairState.REJECTED, actor, reason)


def _decide(pair: RepeatPair, state: PairState, actor: User, reason: str) -> None:
    if pair.state != state:
        pair.state, pair.decided_by = state, actor
        with override("en"):  # As the reasons of the rules.
            told = [f"{actor.get_username()}, {state.label}: {reason}"] if reason else []
        pair.reasons = [*pair.reasons, *told]
        pair.save(update_fields=["state", "decided_by", "reasons"])
