"""A person proposes words of a stored paper as evidence for or against a claim; another one decides on it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.core.model_answers import Row
from claims.judging.findings import Stance
from claims.judging.proposed_findings import findings_from
from claims.models import Claim, Evidence, Paper, Workflow
from claims.workflows.keep_evidence import keep_proposals
from claims.workflows.revisit_claim import papers_to_read


class ProposalRefused(Exception):
    """The evidence cannot be proposed; the message says why. Nothing was changed."""


class NotQuotable(ProposalRefused):
    """The words do not stand in the paper, or are too few or too many to show anything."""


class KnownAlready(ProposalRefused):
    """These words, or words around them, are evidence of the claim already, or were."""


def propose_evidence(
    claim_id: int, paper_id: int, *, quote: str, stance: Stance, reason: str, actor: User, now: datetime
) -> Evidence:
    """Store the words as they stand in the newest version of the paper, to wait for a reviewer.

    Grade and team are weighed as for our own findings. Repeating it raises `KnownAlready`. Raises `NotQuotable`,
    `ProposalRefused` for a merged claim, `Claim.DoesNotExist` also for a dismissed one, and `Paper.DoesNotExist`.
    """
    name = actor.get_username()
    with transaction.atomic():
        claim = public_claim(claim_id)
        paper = Paper.objects.with_text().get(pk=paper_id)
        record = paper.to_core()
        others = [other.to_core() for other in papers_to_read(claim) if other.pk != paper.pk]
        row: Row = {"quote": quote, "stance": stance.value}
        found = findings_from([row], claim.to_core(), record, [record, *others], f"{name}: {reason.strip()}")
        if not found.findings:
            raise NotQuotable(f"Not taken: {', '.join(found.faults) or 'it says nothing of the claim'}.")
        if not keep_proposals(claim, found.findings, proposer=name, now=now):
            raise KnownAlready("These words, or words around them, are evidence of the claim with this stance already.")
        return claim.evidence.order_by("-pk")[0]


def public_claim(claim_id: int) -> Claim:
    """The claim, locked. Raises `ProposalRefused` for a merged one, `Claim.DoesNotExist` also for a dismissed one."""
    known = Claim.objects.exclude(workflow=Workflow.DISMISSED).with_statement()
    claim = known.select_for_update(of=("self",)).get(pk=claim_id)
    if claim.workflow == Workflow.MERGED:
        raise ProposalRefused(f"Claim {claim_id} is merged into claim {claim.merged_into_id}: say it there.")
    return claim
