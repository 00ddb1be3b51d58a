"""Counts over many claims that a job renews, for all processes to read: no reader waits for one."""

from django.db import models
from django.db.models import Q


class KeptCounts(models.Model):
    """One set of counts by its `name` and what it is `of`: of a list of claims a search in its one spelling.

    `counts` is None until the job has counted what a reader asked for. `seconds` is how long counting took.
    """

    name = models.CharField(max_length=40)
    of = models.CharField(max_length=2000)
    counts = models.JSONField(null=True)
    computed_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "kept counts"
        constraints = (
            models.UniqueConstraint(fields=("name", "of"), name="kept_counts_once"),
            models.CheckConstraint(
                condition=Q(counts__isnull=True) | Q(computed_at__isnull=False), name="kept_counts_have_their_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} of {self.of or 'all'}"
