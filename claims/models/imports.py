"""Files that people bring: each row of them with what would become of it, and what did."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class ImportKind(models.TextChoices):
    """What the rows of a file are."""

    SUBJECTS = "subjects", "subjects"
    PAPERS = "papers", "papers"
    ANNOUNCEMENTS = "announcements", "announcements with claims"


class ImportState(models.TextChoices):
    """`CHECKING` writes nothing but what would happen; `CHECKED` waits for a person's word."""

    CHECKING = "checking", "being checked"
    CHECKED = "checked", "checked, nothing written"
    IMPORTING = "importing", "being imported"
    STOPPED = "stopped", "stopped"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class RowFate(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "new"
    CHANGED = "changed", "changed"
    SAME = "same", "same"
    ERROR = "error", "error"


class ImportRun(models.Model):
    """One file, with who brought it and why. `sha256` is of the bytes as they came, in hexadecimal digits.

    `going_on` is what a stopped or failed run was at: it goes on there. `tries` counts steps that were begun and not
    ended. `due_at` is when a job goes on with it, None when there is nothing to do.
    """

    kind = models.CharField(max_length=15, choices=ImportKind)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    encoding = models.CharField(max_length=20)
    rows_total = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ImportState)
    going_on = models.CharField(max_length=10, choices=ImportState, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name = "import"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(ImportState.CHECKING, ImportState.IMPORTING)) | Q(due_at=None),
                name="import_due_only_while_at_work",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ImportState.STOPPED, ImportState.FAILED)) | Q(going_on=""),
                name="import_goes_on_only_where_it_rests",
            ),
        )
        indexes = (
            # Read by the dispatcher.
            models.Index(fields=("due_at", "id"), condition=Q(due_at__isnull=False), name="import_due"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"


class ImportRow(models.Model):
    """A row of a file. `line` is where it begins, from 1; `cells` are its columns as they were given.

    `foreseen` is what the check found, `outcome` what the import did; each "" until then. `told` says it in a sentence
    of the newer of both; where it is an error, `column` is where, and `advice` what to do.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(encoder=DjangoJSONEncoder)
    foreseen = models.CharField(max_length=8, choices=RowFate, blank=True)
    outcome = models.CharField(max_length=8, choices=RowFate, blank=True)
    column = models.CharField(max_length=60, blank=True)
    told = models.TextField(blank=True)
    advice = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "line"), name="import_row_once"),
            models.CheckConstraint(condition=Q(foreseen__in=["", *RowFate.values]), name="import_row_foreseen_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *RowFate.values]), name="import_row_outcome_known"),
        )

    def __str__(self) -> str:
        return f"line {self.line} of import {self.run_id}"
