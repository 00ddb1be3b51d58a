"""Pages that are watched: the announcements' own and those that they link to; and what happened to their words."""

from django.db import models
from django.db.models import Q

from claims.models.announcements import Announcement
from claims.models.claims import Anchor, Appearance
from claims.models.snapshots import Snapshot


class ArchiveState(models.TextChoices):
    """How far a page is with the archive. `SUBMITTED` is not `ARCHIVED`."""

    NONE = "none", "not offered"
    SUBMITTED = "submitted", "offered"
    ARCHIVED = "archived", "archived"
    FAILED = "failed", "not taken"


class PageOutcome(models.TextChoices):
    """What a check of a page found."""

    SAME = "same", "unchanged"
    CHANGED = "changed", "changed"
    GONE = "gone", "gone"
    UNREACHABLE = "unreachable", "not reached"


class WatchedPage(models.Model):
    """One address, once for all that link to it. `announcement` is set for an announcement's own page.

    `outcome` and `status` are of the last look, "" before the first and None when no answer came; `ok_at` is the last
    good one, `failing_since` the first failure after it, `quiet_checks` how many in a row found nothing new. `moved_to`
    is where it leads now. `edit` is what an announcement's page says now, None: what we read. `memento_url` is an
    archived copy (RFC 7089).
    """

    url = models.URLField(max_length=4000, unique=True)
    announcement = models.OneToOneField(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="watched_page"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=PageOutcome, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_checks = models.PositiveIntegerField(default=0)
    edit = models.ForeignKey("SilentEdit", null=True, blank=True, on_delete=models.PROTECT, related_name="shown_by")
    ok_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    moved_to = models.URLField(max_length=4000, blank=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    archive_state = models.CharField(max_length=10, choices=ArchiveState, default=ArchiveState.NONE)
    archive_job = models.CharField(max_length=200, blank=True)
    archive_due_at = models.DateTimeField(null=True, blank=True)
    archive_tries = models.PositiveSmallIntegerField(default=0)
    archive_failure = models.TextField(blank=True)
    memento_url = models.URLField(max_length=4000, blank=True)
    memento_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=["", *PageOutcome.values]), name="page_outcome_known"),
            models.CheckConstraint(condition=Q(archive_state__in=ArchiveState.values), name="page_archive_state_known"),
        )
        indexes = (
            # Read by the dispatcher.
            models.Index(fields=("due_at", "id"), name="watched_page_due"),
            # Read by the archive job.
            models.Index(fields=("archive_due_at",), name="watched_page_to_archive"),
        )

    def __str__(self) -> str:
        return self.url


class PageCheck(models.Model):
    """The receipt of one look at a page; append-only by trigger. `status` None: no answer came. `edit`: as of pages."""

    page = models.ForeignKey(WatchedPage, on_delete=models.PROTECT, related_name="checks")
    checked_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=PageOutcome)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    failure = models.TextField(blank=True)
    edit = models.ForeignKey("SilentEdit", null=True, blank=True, on_delete=models.PROTECT, related_name="checks")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=PageOutcome.values), name="page_check_outcome_known"),
        )
        # Read by a page's history.
        indexes = (models.Index(fields=("page", "-checked_at"), name="page_check_by_page"),)

    def __str__(self) -> str:
        return f"{self.outcome} at {self.checked_at:%Y-%m-%d %H:%M}"


class SilentEdit(models.Model):
    """That an announcement's page says something else than the text we read; append-only by trigger.

    `changes` is a list of `{"before", "after"}`: passages that were replaced, "" where there was or is nothing;
    `left_out` counts those that are not listed. `said_sha256` is of what the page says without traffic signs
    (`claims.reading.text_changes`): one row for each of its states.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="silent_edits")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="silent_edits")
    said_sha256 = models.CharField(max_length=64)
    changes = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("announcement", "said_sha256"), name="silent_edit_once_per_state"),
        )

    def __str__(self) -> str:
        return f"{self.announcement_id} at {self.found_at:%Y-%m-%d %H:%M}"


class AnchorCheck(models.Model):
    """Where a quote stands in a later text of its page; `start` and `end` are None where it is lost."""

    appearance = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="anchor_checks")
    edit = models.ForeignKey(SilentEdit, on_delete=models.CASCADE, related_name="anchor_checks")
    anchor = models.CharField(max_length=5, choices=Anchor)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("appearance", "edit"), name="anchor_check_once_per_edit"),
            models.CheckConstraint(condition=Q(anchor__in=Anchor.values), name="anchor_check_known"),
            models.CheckConstraint(
                condition=Q(anchor=Anchor.LOST, start=None, end=None)
                | (~Q(anchor=Anchor.LOST) & Q(start__isnull=False) & Q(end__isnull=False)),
                name="anchor_check_has_a_place_unless_lost",
            ),
        )

    def __str__(self) -> str:
        return f"{self.anchor} in edit {self.edit_id}"
