"""Digests: the issues, and one delivery for each issue and reader."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from claims.models.follows import Cadence, Subscriber


class IssueState(models.TextChoices):
    OPEN = "open", "being sent"
    PAUSED = "paused", "paused"
    CANCELLED = "cancelled", "cancelled"
    DONE = "done", "sent"


class DigestIssue(models.Model):
    """What is told to all whose digest of a cadence is due at one moment, `due_at`: the events up to `to_position`.

    Where each reader begins is their own matter (`Delivery.after_position`). Those with a `slug` ("2026-W48") are in
    the public archive: they tell everything after `after_position`, which is where the public one before it ended.
    `headline` is what the archive says of them in a line, as it was when they came out: `claims.digest.headlines`.
    """

    cadence = models.CharField(max_length=10, choices=Cadence)
    due_at = models.DateTimeField()
    slug = models.CharField(max_length=20, blank=True)
    headline = models.JSONField(default=dict, blank=True)
    after_position = models.BigIntegerField(default=0)
    to_position = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=IssueState, default=IssueState.OPEN)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("cadence", "due_at"), name="digest_issue_once"),
            models.UniqueConstraint(fields=("slug",), condition=~Q(slug=""), name="digest_issue_slug_once"),
            models.CheckConstraint(condition=Q(state__in=IssueState.values), name="digest_issue_state_known"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="digest_issue_cadence_known"),
            models.CheckConstraint(
                condition=Q(after_position__lte=F("to_position")), name="digest_issue_window_in_order"
            ),
        )
        # What is told to thousands is stopped for good by few; anybody who may change an issue may pause it.
        permissions = (("cancel_digestissue", "Can cancel an issue"),)

    def __str__(self) -> str:
        told = {"cadence": self.get_cadence_display(), "when": f"{self.due_at:%Y-%m-%d %H:%M}"}
        return self.slug or gettext("{cadence} of {when}").format(**told)


class DeliveryState(models.TextChoices):
    """Where a delivery stands. Which mail a worker is handing over is told by its `SendingBatch`, not here."""

    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    UNKNOWN = "unknown", "perhaps sent"
    REFUSED = "refused", "refused"
    GIVEN_UP = "given_up", "given up"
    SUPPRESSED = "suppressed", "not wanted any more"
    CANCELLED = "cancelled", "cancelled"


class Delivery(models.Model):
    """One issue for one reader, once. `told` are the ids of the events that it tells, those under "and 14 more" too.

    `after_position` is where the reader's window begins; it ends with the issue's. `attempts` counts the times that
    it was offered; `answer` is what the server said last. A row that was told anything is never deleted.
    """

    issue = models.ForeignKey(DigestIssue, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="deliveries")
    after_position = models.BigIntegerField()
    told = ArrayField(models.BigIntegerField())
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(fields=("issue", "subscriber"), name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
        )
        indexes = (
            # Read by the dispatcher: what waits to be sent.
            models.Index(fields=("due_at", "id"), condition=Q(state=DeliveryState.WAITING), name="delivery_due"),
            # Read when somebody asks who was told of an event, to tell them of its correction.
            GinIndex(fields=("told",), name="delivery_by_event"),
            # Read by the desk and where an issue is closed: how many stand where.
            models.Index(fields=("issue", "state"), name="delivery_by_issue_and_state"),
        )
        permissions = (("send_again_delivery", "Can send what may have come or was given up"),)

    def __str__(self) -> str:
        return f"issue {self.issue_id} to {self.subscriber_id}: {self.state}"


class SendingBatch(models.Model):
    """Deliveries that one worker hands over, in this order, and how far it is: one narrow row that each mail moves on.

    `reached` is the place, from 1, of the mail in hand, 0 before the first. It is written before the mail's content
    goes, so that whatever stands before it was sent, and whatever comes after was not. What went otherwise is written
    into its delivery and taken out of `deliveries`, which leaves None in its place. `holder` is whose it is, "" until
    a worker takes it. A batch that is done is deleted; one whose lease is over was left by a worker that died.
    """

    deliveries = ArrayField(models.BigIntegerField(null=True))
    reached = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "sending batches"

    def __str__(self) -> str:
        return f"batch {self.pk}: {self.reached} of {len(self.deliveries)}"
