"""A person accepts or rejects a piece of evidence; what is known of the claim follows at once."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from claims.judging.findings import Reason, Status
from claims.models import Claim, Evidence, EvidenceReview, EvidenceState, ReviewAct
from claims.workflows.conclude_claim import Act, conclude_claim

STATES = {ReviewAct.ACCEPTED: EvidenceState.ACCEPTED, ReviewAct.REJECTED: EvidenceState.REJECTED}
QUOTE_LENGTH = 120


class ReviewRefused(Exception):
    """The review cannot be taken; the message says why. Nothing was changed."""


class AlreadyDecided(ReviewRefused):
    """Somebody decided since the reviewer looked, or the evidence is in that state already."""


class NoLongerFollows(ReviewRefused):
    """The rules no longer find it, so there is nothing to decide."""


class ReasonMissing(ReviewRefused):
    """A decision came without a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a review did: the entry it left, and how the claim stands after it."""

    review_id: int
    claim_id: int
    status_before: Status
    status: Status


def review_evidence(
    evidence_id: int, act: ReviewAct, *, reason: str, actor: User, seen: int, now: datetime
) -> Reviewed:
    """Accept or reject the evidence as `actor`, and recompute the claim's status in the same transaction.

    `seen` is the number of the newest review that the actor saw on it, 0 for none: of two reviewers at once the second
    is told what the first decided. Repeating it raises `AlreadyDecided` and changes nothing. Raises `NoLongerFollows`,
    `ReasonMissing` and `Evidence.DoesNotExist`.
    """
    with transaction.atomic():
        row = evidence_to_review(evidence_id, reason=reason, seen=seen)
        if row.state == STATES[act] and row.decided_by_id is not None:
            raise AlreadyDecided(
                _("It is %(state)s already; nothing was changed.") % {"state": row.get_state_display()}
            )
        review = enter_review(row, act, reason=reason, actor=actor, now=now)
        Evidence.objects.filter(pk=row.pk).update(state=STATES[act], state_since=now, decided_by=actor)
        return conclude_review(row, review, now=now)


def evidence_to_review(evidence_id: int, *, reason: str, seen: int) -> Evidence:
    """The evidence, with its claim locked and unchanged since `seen`. Raises what `review_evidence` does."""
    if not reason.strip():
        raise ReasonMissing(_("Say why: a decision without a reason cannot be followed by others."))
    claim_id = Evidence.objects.values_list("claim", flat=True).get(pk=evidence_id)
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    row = Evidence.objects.with_paper().select_related("decided_by").get(pk=evidence_id)
    row.claim = claim
    newest = row.reviews.select_related("actor").order_by("-pk").first()
    if newest and newest.pk != seen:
        raise AlreadyDecided(_told_of(newest))
    if row.state == EvidenceState.INVALIDATED:
        raise NoLongerFollows(_("The rules no longer find this in the document, so there is nothing to decide."))
    return row


def _told_of(review: EvidenceReview) -> str:
    return _("%(name)s has decided on it (%(act)s, %(when)s): %(reason)s") % {
        "name": review.actor.get_username(),
        "act": review.get_act_display(),
        "when": f"{review.recorded_at:%Y-%m-%d %H:%M}",
        "reason": review.reason,
    }


def enter_review(
    row: Evidence,
    act: ReviewAct,
    *,
    reason: str,
    actor: User,
    now: datetime,
    replacement: Evidence | None = None,
    undoes: EvidenceReview | None = None,
) -> EvidenceReview:
    """Leave the entry of a decision that is about to be carried out."""
    return EvidenceReview.objects.create(
        evidence=row,
        act=act,
        reason=reason.strip(),
        actor=actor,
        recorded_at=now,
        state_before=row.state,
        decider_before=row.decided_by,
        replacement=replacement,
        undoes=undoes,
    )


def conclude_review(row: Evidence, review: EvidenceReview, *, now: datetime) -> Reviewed:
    """Let the claim's status follow, with the reviewer and the reason in its history."""
    before = Status(row.claim.status)
    quote = row.quote if len(row.quote) <= QUOTE_LENGTH else f"{row.quote[:QUOTE_LENGTH].rstrip()}…"
    with override("en"):  # As all that histories keep.
        act = review.get_act_display().capitalize()
    text = f"{act}: “{quote}” of {row.paper_version.title}. {review.reason}"
    verdict = conclude_claim(row.claim, act=Act(actor=review.actor, reason=Reason(code="reviewed", text=text)), now=now)
    return Reviewed(review_id=review.pk, claim_id=row.claim_id, status_before=before, status=verdict.status)
