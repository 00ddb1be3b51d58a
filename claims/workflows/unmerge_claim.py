"""Take a merged claim out again: it goes on where it was, and what it had lent goes with it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from claims.models import Claim, ClaimMerge, MergeStep, PairState, RepeatPair, Workflow
from claims.workflows.gather_appearances import gather_appearances, successor_of
from claims.workflows.take_turns import take_turn


def unmerge_claim(claim_id: int, *, actor: User, reason: str, now: datetime) -> bool:
    """Undo the merge of a claim and keep the pair apart from now on; whether there was a merge to undo.

    Claims that had been merged into it stay with it. A claim that is not merged is left as it is, so repeating it
    changes nothing. Raises `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        claim = Claim.objects.select_related("merged_into").get(pk=claim_id)
        if claim.merged_into is None:
            return False
        direct, end = claim.merged_into, successor_of(claim)
        merge = claim.merges.filter(step=MergeStep.MERGED).order_by("-pk").first()
        workflow = Workflow(merge.workflow_before) if merge else Workflow.DRAFT
        claim.workflow, claim.merged_into = workflow, None
        claim.save(update_fields=["workflow", "merged_into"])
        ClaimMerge.objects.create(
            claim=claim,
            successor=direct,
            step=MergeStep.UNMERGED,
            reason=reason,
            actor=actor,
            workflow_before=workflow,
            recorded_at=now,
        )
        _keep_apart(claim, direct, actor=actor, now=now)
        gather_appearances(claim)
        gather_appearances(end)
    return True


def _keep_apart(claim: Claim, other: Claim, *, actor: User, now: datetime) -> None:
    """A pair that a person has parted is never joined or suggested again."""
    both = Q(later=claim, earlier=other) | Q(later=other, earlier=claim)
    if not RepeatPair.objects.filter(both).update(state=PairState.REJECTED, decided_by=actor):
        RepeatPair.objects.create(
            later=claim, earlier=other, state=PairState.REJECTED, decided_by=actor, recorded_at=now
        )
