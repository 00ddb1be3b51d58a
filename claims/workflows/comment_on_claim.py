"""Keep what somebody whom a claim concerns has to say to it, and publish it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import ClaimComment
from claims.workflows.propose_evidence import public_claim


def comment_on_claim(claim_id: int, *, text: str, organisation: str, author: User, now: datetime) -> ClaimComment:
    """Store the comment, hidden until an editor publishes it. Each call stores another one.

    Raises `ProposalRefused` for a merged claim, and `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        claim = public_claim(claim_id)
        return ClaimComment.objects.create(
            claim=claim, author=author, organisation=organisation.strip(), text=text.strip(), recorded_at=now
        )


def publish_comment(comment_id: int, *, actor: User, now: datetime) -> ClaimComment:
    """Show a comment to readers. Repeating it changes nothing. Raises `ClaimComment.DoesNotExist`."""
    ClaimComment.objects.filter(pk=comment_id, published_at=None).update(published_at=now, published_by=actor)
    return ClaimComment.objects.select_related("published_by").get(pk=comment_id)
