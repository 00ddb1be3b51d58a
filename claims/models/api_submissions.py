"""What came in by the REST API, what was answered, and how often who asked."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from claims.models.announcements import Announcement
from claims.models.leads import Lead

LONGEST_IDEMPOTENCY_KEY = 200


class Submission(models.Model):
    """What a person submitted: an address, followed as the `lead`, or a text, which a job reads.

    `intake` is the text and what was given with it, by the names of `Intake`, until it is stored as the `announcement`.
    `due_at` is when it is read, None when that is over; `failure` says why it could not be, and `intake` stays.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions")
    intake = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    recorded_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lead__isnull=False, intake__isnull=True, announcement=None)
                | Q(lead=None, intake__isnull=False, announcement=None)
                | Q(lead=None, intake__isnull=True, announcement__isnull=False),
                name="submission_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(intake__isnull=False) | Q(due_at=None), name="submission_due_only_while_a_text_waits"
            ),
        )
        indexes = (
            # Read by the dispatcher.
            models.Index(fields=("due_at", "id"), condition=Q(due_at__isnull=False), name="submission_due"),
        )

    def __str__(self) -> str:
        return str(self.lead or self.announcement or f"text {self.pk}")


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
