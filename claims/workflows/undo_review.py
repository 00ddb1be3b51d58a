"""Take a review of evidence back, by another entry."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Evidence, EvidenceReview, EvidenceState, ReviewAct
from claims.workflows.review_evidence import (
    Reviewed,
    ReviewRefused,
    conclude_review,
    enter_review,
    evidence_to_review,
)


class NothingToUndo(ReviewRefused):
    """The review is no decision that stands."""


def undo_review(review_id: int, *, reason: str, actor: User, now: datetime) -> Reviewed:
    """Put the evidence back to what it was before the review; words that were quoted instead are rejected again.

    Only the newest entry of a piece of evidence can be undone, else `AlreadyDecided` is raised, so repeating it changes
    nothing; an undoing raises `NothingToUndo`. Raises what `review_evidence` does, and `EvidenceReview.DoesNotExist`.
    """
    with transaction.atomic():
        review = EvidenceReview.objects.select_related("replacement").get(pk=review_id)
        if review.act == ReviewAct.UNDONE:
            raise NothingToUndo(_("It took a decision back; decide anew instead."))
        row = evidence_to_review(review.evidence_id, reason=reason, seen=review_id)
        undone = enter_review(row, ReviewAct.UNDONE, reason=reason, actor=actor, now=now, undoes=review)
        Evidence.objects.filter(pk=row.pk).update(
            state=review.state_before, state_since=now, decided_by=review.decider_before
        )
        if review.replacement and review.replacement.state != EvidenceState.REJECTED:
            enter_review(review.replacement, ReviewAct.REJECTED, reason=reason, actor=actor, now=now)
            Evidence.objects.filter(pk=review.replacement.pk).update(
                state=EvidenceState.REJECTED, state_since=now, decided_by=actor
            )
        return conclude_review(row, undone, now=now)
