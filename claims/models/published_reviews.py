"""What other fact-checkers have published about a claim, kept beside it in their own words."""

from django.db import models
from django.db.models import Q

from claims.models.claims import Claim


class PublishedReview(models.Model):
    """A review of a claim by somebody else, as a ClaimReview tells it; it never changes what we say of the claim.

    `rating` is the publisher's own word ("Half true"). `raw` is what was imported, whole.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="published_reviews")
    publisher = models.CharField(max_length=300)
    url = models.URLField(max_length=2000)
    title = models.CharField(max_length=1000, blank=True)
    rating = models.CharField(max_length=300)
    language = models.CharField(max_length=35, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    raw = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("claim", "url"), name="published_review_once"),
            models.CheckConstraint(condition=Q(url__regex="^https?://"), name="published_review_has_an_address"),
        )

    def __str__(self) -> str:
        return f"{self.publisher}: {self.rating}"
