"""What came in by the REST API, what was answered, and how often who asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.announcements import Announcement
from claims.models.leads import Lead

LONGEST_IDEMPOTENCY_KEY = 200


class Submission(models.Model):
    """What a person submitted: an address, followed as the `lead`, or a text, stored as the `announcement`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions")
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lead__isnull=False, announcement=None) | Q(lead=None, announcement__isnull=False),
                name="submission_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return str(self.lead or self.announcement)


class KeptAnswer(models.Model):
    """What was answered to a request with an `Idempotency-Key`, so that repeating it answers the same.

    `fingerprint` is the SHA-256 of the method, the path and the body, in hexadecimal digits.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_IDEMPOTENCY_KEY)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    location = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="answer_once_per_key"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"


class RequestCount(models.Model):
    """How many requests of one kind one caller made in the window that ends at `ends_at`.

    All workers count here. The table is unlogged: a count costs no write to the log, and a crash forgets them.
    """

    caller = models.CharField(max_length=64, primary_key=True)
    ends_at = models.DateTimeField()
    requests = models.PositiveIntegerField()

    class Meta:
        indexes = (
            # Read when counts whose window is over are removed.
            models.Index(fields=("ends_at",), name="request_count_by_end"),
        )

    def __str__(self) -> str:
        return f"{self.requests} until {self.ends_at:%H:%M:%S}"
