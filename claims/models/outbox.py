"""The outbox: everything that happened which somebody may want to be told of, written with the change itself."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from claims.models.announcements import Announcement
from claims.models.claims import Claim
from claims.models.papers import Paper


class EventKind(models.TextChoices):
    """What happened; the words are the event types of webhooks. Each names the table that `OutboxEvent.row` is of."""

    CLAIM_TRACKED = "claim.tracked", "a claim was taken up"  # Claim
    STATUS_CHANGED = "claim.status_changed", "a status or its certainty changed"  # StatusChange
    CLAIM_MERGED = "claim.merged", "a claim was merged into another"  # ClaimMerge
    CLAIM_UNMERGED = "claim.unmerged", "a claim was taken out of another"  # ClaimMerge
    CLAIM_DISMISSED = "claim.dismissed", "a claim was dismissed"  # Claim
    COMMENT_PUBLISHED = "claim.comment_published", "a comment was published"  # ClaimComment
    EVIDENCE_ACCEPTED = "evidence.accepted", "evidence counts"  # EvidenceStep
    EVIDENCE_DROPPED = "evidence.dropped", "evidence counts no longer"  # EvidenceStep
    PAPER_NOTICE = "paper.notice", "a paper was corrected or retracted"  # PaperNotice
    ANNOUNCEMENT_ADDED = "announcement.added", "an announcement was read"  # Announcement
    ANNOUNCEMENT_EDITED = "announcement.edited", "an announcement's page was changed silently"  # SilentEdit


class OutboxEventQuerySet(models.QuerySet["OutboxEvent"]):
    def between(self, after: int, up_to: int) -> Self:
        """The events at the positions from `after`, not included, up to `up_to`, in their order."""
        return self.filter(position__gt=after, position__lte=up_to).order_by("position")


class OutboxEvent(models.Model):
    """One thing that happened. Written by triggers in the transaction of the change, and by nothing else.

    `row` is the id of the row that tells it (see `EventKind`). `position` is given by `seal_events` once the change is
    committed, without gaps in time: whoever has read up to a position has missed nothing before it.
    """

    kind = models.CharField(max_length=30, choices=EventKind)
    row = models.BigIntegerField()
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="events")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="events")
    announcement = models.ForeignKey(Announcement, null=True, on_delete=models.PROTECT, related_name="events")
    position = models.BigIntegerField(null=True, unique=True)
    recorded_at = models.DateTimeField()

    objects = OutboxEventQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "row"), name="outbox_event_once"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="outbox_event_kind_known"),
        )
        indexes = (
            # Read by the sealing: what has no position yet.
            models.Index(fields=("id",), condition=Q(position=None), name="outbox_event_unsealed"),
            # Read by the feed of one claim.
            models.Index(F("claim"), F("position").desc(), name="outbox_event_by_claim"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"
