"""What became of a claim: its status changes, which are never altered, and the receipts of every look."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from claims.core.sources import Source
from claims.judging.findings import Certainty, Status
from claims.models.choices import choices
from claims.models.claims import Claim
from claims.models.evidence import Evidence


class StatusChange(models.Model):
    """One step in a claim's history; append-only by trigger. `actor` None means that a job did it.

    `known_on` is when the deciding evidence was public, `recorded_at` when we drew the conclusion. `reasons` is a list
    of `{"code", "text"}`.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="status_changes")
    from_status = models.CharField(max_length=20, choices=choices(Status))
    to_status = models.CharField(max_length=20, choices=choices(Status))
    certainty = models.CharField(max_length=10, choices=choices(Certainty))
    reasons = models.JSONField(default=list)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="status_changes")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rule_version = models.CharField(max_length=20)
    known_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_status__in=list(Status)) & Q(to_status__in=list(Status)),
                name="status_change_statuses_known",
            ),
            models.CheckConstraint(condition=Q(certainty__in=list(Certainty)), name="status_change_certainty_known"),
            # A job never moves a claim there; how certain what a person ruled is may change with the evidence.
            models.CheckConstraint(
                condition=Q(actor__isnull=False)
                | ~Q(to_status__in=[Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN])
                | Q(from_status=F("to_status")),
                name="status_change_accusation_by_person",
            ),
        )
        # Read by the feed of what changed since a moment.
        indexes = (models.Index(fields=("recorded_at",), name="status_change_by_recording"),)

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class VisitSource(models.TextChoices):
    """Where a look went."""

    STORED_PAPERS = "stored_papers", "stored papers"
    ARXIV = Source.ARXIV.value, "arXiv"
    OPENALEX = Source.OPENALEX.value, "OpenAlex"
    CROSSREF = Source.CROSSREF.value, "Crossref"
    DATACITE = Source.DATACITE.value, "DataCite"
    SEMANTIC_SCHOLAR = Source.SEMANTIC_SCHOLAR.value, "Semantic Scholar"
    HUGGING_FACE = Source.HUGGING_FACE.value, "Hugging Face"


class Visit(models.Model):
    """The receipt of one look for a claim at one source: what was asked, what came, what failed. Append-only.

    `since` and `until` bound the days of publication that were asked for, None leaves open. `papers_found` came from
    the source, which had more where `has_more`; `papers_considered` were judged. A look that failed says in `failure`
    why, and is no look.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="visits")
    source = models.CharField(max_length=20, choices=VisitSource)
    query = models.TextField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    papers_found = models.PositiveIntegerField(default=0)
    has_more = models.BooleanField(default=False)
    papers_considered = models.PositiveIntegerField(default=0)
    new_evidence = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(source__in=VisitSource.values), name="visit_source_known"),)
        indexes = (
            # Read by a claim's page: its newest receipts.
            models.Index(fields=("claim", "-started_at"), name="visit_by_claim"),
            # Read by the page of coverage: the looks since a day, which were stored in the order of their time.
            BrinIndex(fields=("started_at",), name="visit_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.source} at {self.started_at:%Y-%m-%d %H:%M}"


class VisitSchedule(models.Model):
    """When a watched claim is looked at next. Narrow on purpose: workers lease rows from here.

    `leased_until` in the future means that a worker has it; a lease that ran out is free again. Claims at rest have no
    row; one that is watched again gets one that is due, by a trigger.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.CASCADE, related_name="visit_schedule")
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    quiet_visits = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            # Read by the dispatcher: the rows due and not leased, oldest first. One order for both, so that rows which
            # others hold are not read again and again.
            models.Index(Greatest("due_at", "leased_until"), "claim", name="visit_schedule_free"),
        )

    def __str__(self) -> str:
        return f"claim {self.claim_id} at {self.due_at:%Y-%m-%d %H:%M}"
