"""One act over many rows, as a person asked for it: each row with what was seen of it, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class BulkAct(models.TextChoices):
    """What is done with each row: the first four with claims, the last two with evidence."""

    LOOK = "look", "look now"
    ASSIGN = "assign", "assign"
    DISMISS = "dismiss", "dismiss"
    UNMERGE = "unmerge", "take out of what it was merged into"
    ACCEPT = "accept", "accept"
    REJECT = "reject", "reject"


class BulkState(models.TextChoices):
    """`ASKED` waits for a person's word; nothing is done before."""

    ASKED = "asked", "to be confirmed"
    WORKING = "working", "at work"
    STOPPED = "stopped", "stopped"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class BulkOutcome(models.TextChoices):
    DONE = "done", "done"
    SAME = "same", "was so already"
    REFUSED = "refused", "refused"


class BulkRun(models.Model):
    """An act over the rows that a list showed. `actor` is who confirmed it, before that who asked.

    `editor` is to whom claims are assigned, None for nobody and for other acts. `tries` counts rows that were begun and
    not ended. `due_at` is when a job goes on with it, None when there is nothing to do.
    """

    act = models.CharField(max_length=10, choices=BulkAct)
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.ASKED)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rows_total = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name = "act over many rows"
        verbose_name_plural = "acts over many rows"
        constraints = (
            models.CheckConstraint(condition=Q(act__in=BulkAct.values), name="bulk_act_known"),
            models.CheckConstraint(condition=Q(state__in=BulkState.values), name="bulk_state_known"),
            models.CheckConstraint(
                condition=Q(state=BulkState.WORKING) | Q(due_at=None), name="bulk_due_only_while_at_work"
            ),
        )
        indexes = (
            # Read by the dispatcher.
            models.Index(fields=("due_at", "id"), condition=Q(due_at__isnull=False), name="bulk_due"),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.rows_total}"


class BulkRow(models.Model):
    """A claim or a piece of evidence by its `number`. `seen` is the newest entry on it when the act was asked for.

    `outcome` is "" until its turn came; `told` says why it was refused.
    """

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveBigIntegerField()
    seen = models.PositiveBigIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=BulkOutcome, blank=True)
    told = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "number"), name="bulk_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", *BulkOutcome.values]), name="bulk_outcome_known"),
        )
        indexes = (
            # Read by who goes on with it, row by row.
            models.Index(fields=("run", "number"), condition=Q(outcome=""), name="bulk_row_waits"),
        )

    def __str__(self) -> str:
        return f"row {self.number} of act {self.run_id}"
