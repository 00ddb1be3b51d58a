"""Evidence that people propose, and what reviewers decide on evidence."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework import serializers

from claims.api.resources.evidence import EvidenceList
from claims.api.writing import Act, Done, Reasoned, number
from claims.judging.findings import Stance
from claims.judging.proposed_findings import LONGEST
from claims.models import Evidence, ReviewAct
from claims.workflows.foresee_review import foresee_review
from claims.workflows.propose_evidence import propose_evidence
from claims.workflows.review_evidence import review_evidence
from claims.workflows.undo_review import undo_review


class GivenEvidence(Reasoned):
    """Words of a paper that we have."""

    paper = number(help_text="The number of the paper; its newest version is quoted.")
    quote = serializers.CharField(max_length=LONGEST, help_text="Word for word from its title, abstract or text.")
    stance = serializers.ChoiceField(choices=[Stance.SUPPORTS.value, Stance.CONTRADICTS.value])


class GivenReview(Reasoned):
    """What to make of a piece of evidence."""

    act = serializers.ChoiceField(choices=[ReviewAct.ACCEPTED, ReviewAct.REJECTED, ReviewAct.UNDONE])
    seen = number(help_text="The number of the newest review that you know of, 0 for none; a dry run tells it.")
    dry_run = serializers.BooleanField(default=False, help_text="Tell what it would do, and do nothing.")


class EvidenceProposed(serializers.Serializer[Any]):
    """What waits for a reviewer; readers see it once it is accepted."""

    evidence = serializers.IntegerField(source="pk")
    state = serializers.CharField()
    quote = serializers.CharField(help_text="As the paper has it.")
    location = serializers.CharField()
    grade = serializers.CharField()


class ReviewTold(serializers.Serializer[Any]):
    """How the claim stands after a review or, in a dry run, would stand."""

    dry_run = serializers.BooleanField()
    claim = serializers.IntegerField()
    status_before = serializers.CharField()
    status = serializers.CharField()
    seen = serializers.IntegerField(help_text="The number of the newest review, to be sent with the next.")


class ProposeEvidence(Act, EvidenceList):
    """The evidence of a claim. Posting proposes more: an exact quote of a paper that is stored."""

    takes, answers, success = GivenEvidence, EvidenceProposed, HTTPStatus.CREATED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `propose_evidence`."""
        made = propose_evidence(
            numbers["claim"],
            given["paper"],
            quote=given["quote"],
            stance=Stance(given["stance"]),
            reason=given["reason"],
            actor=actor,
            now=timezone.now(),
        )
        return Done(told=made, status=self.success)


class ReviewEvidence(Act):
    """Accept or reject a piece of evidence, or take the newest decision on it back."""

    takes, answers = GivenReview, ReviewTold

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `review_evidence`, `undo_review` and `foresee_review`."""
        act, reason, seen, evidence = ReviewAct(given["act"]), given["reason"], given["seen"], numbers["evidence"]
        if given["dry_run"]:
            return Done(told=_foreseen(evidence, act, actor=actor))
        if act == ReviewAct.UNDONE:
            # A review of other evidence is none of this.
            review = Evidence.objects.get(pk=evidence).reviews.get(pk=seen)
            done = undo_review(review.pk, reason=reason, actor=actor, now=timezone.now())
        else:
            done = review_evidence(evidence, act, reason=reason, actor=actor, seen=seen, now=timezone.now())
        told = {
            "dry_run": False,
            "claim": done.claim_id,
            "status_before": done.status_before.value,
            "status": done.status.value,
            "seen": done.review_id,
        }
        return Done(told=told)


def _foreseen(evidence_id: int, act: ReviewAct, *, actor: User) -> dict[str, Any]:
    """An undoing is foreseen as going back to how the newest review found it: accepted or not."""
    row = Evidence.objects.with_paper().select_related("claim").get(pk=evidence_id)
    newest = row.reviews.order_by("-pk").first()
    if act == ReviewAct.UNDONE and newest:
        act = ReviewAct.ACCEPTED if newest.state_before == ReviewAct.ACCEPTED else ReviewAct.REJECTED
    (foreseen,) = foresee_review([row], act, actor=actor)
    return {
        "dry_run": True,
        "claim": row.claim_id,
        "status_before": row.claim.status,
        "status": foreseen.status.value,
        "seen": newest.pk if newest else 0,
    }
