"""Merge a claim into another that says the same: it keeps its number, its evidence and its history, and leads there."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimMerge, MergeStep, Workflow
from claims.workflows.call_visits import call_visits
from claims.workflows.gather_appearances import gather_appearances, successor_of
from claims.workflows.take_turns import take_turn


class MergeRefused(Exception):
    """The claims cannot be merged; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`successor_id` is the claim at the end of the chain; `merged` tells whether anything was changed."""

    successor_id: int
    merged: bool


def merge_claims(claim_id: int, into: int, *, actor: User | None, reason: str, now: datetime) -> Outcome:
    """Merge claim `claim_id` into the claim at the end of the chain of `into`.

    Its places are shown there as repeats, and it is looked for no more; the successor is looked at once again, since
    its new places may link to other papers. A claim that leads there already is left as it is, so repeating it changes
    nothing. `actor` None means that the rules do it. Raises `MergeRefused` and `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        claim, target = Claim.objects.get(pk=claim_id), Claim.objects.get(pk=into)
        successor = successor_of(target)
        if claim.pk != successor.pk and successor_of(claim).pk == successor.pk:
            return Outcome(successor_id=successor.pk, merged=False)
        _check(claim, successor)
        before = claim.workflow
        claim.workflow, claim.merged_into = Workflow.MERGED, successor
        claim.save(update_fields=["workflow", "merged_into"])
        ClaimMerge.objects.create(
            claim=claim,
            successor=successor,
            step=MergeStep.MERGED,
            reason=reason,
            actor=actor,
            workflow_before=before,
            recorded_at=now,
        )
        gather_appearances(claim)
        gather_appearances(successor)
        call_visits([successor.pk], now=now)
    return Outcome(successor_id=successor.pk, merged=True)


def _check(claim: Claim, successor: Claim) -> None:
    if claim.pk == successor.pk:
        raise MergeRefused(
            _("Claim %(number)s stands at the end of that chain: it would be merged into itself.")
            % {"number": claim.pk}
        )
    if claim.workflow == Workflow.MERGED:
        raise MergeRefused(
            _("Claim %(number)s is merged into claim %(other)s already. Take it out there first.")
            % {"number": claim.pk, "other": claim.merged_into_id}
        )
    if successor.workflow == Workflow.DISMISSED:
        raise MergeRefused(
            _("Claim %(number)s is dismissed; a claim that readers follow must not lead there.")
            % {"number": successor.pk}
        )
