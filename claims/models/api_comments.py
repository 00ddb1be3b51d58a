"""What those who made a claim, or others whom it concerns, have to say to it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claims import Claim

LONGEST_COMMENT, LONGEST_ORGANISATION = 5000, 200


class ClaimCommentQuerySet(models.QuerySet["ClaimComment"]):
    def published(self) -> Self:
        """Those that readers see."""
        return self.filter(published_at__isnull=False)


class ClaimComment(models.Model):
    """A response to a claim in its author's own words; kept as it came, by trigger, and hidden until it is published.

    `organisation` is whom the author says to speak for, "" for nobody.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=LONGEST_ORGANISATION, blank=True)
    text = models.TextField()
    recorded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ClaimCommentQuerySet.as_manager()

    class Meta:
        permissions = (("publish_claimcomment", "Can publish comments on claims"),)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="comment_published_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
