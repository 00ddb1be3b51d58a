"""Claims: one checkable statement each, what it measures, and where it was said."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from claims.core import quantities, statements
from claims.judging.findings import Certainty, Status
from claims.models.announcements import Announcement, Language
from claims.models.choices import choices
from claims.models.days import by_day
from claims.models.organisations import Organisation
from claims.models.subjects import Subject


class Workflow(models.TextChoices):
    """How far editors are with a claim; kept apart from what is known about it."""

    DRAFT = "draft", "draft"
    TRACKED = "tracked", "tracked"
    ARCHIVED = "archived", "archived"
    DISMISSED = "dismissed", "dismissed"
    MERGED = "merged", "merged"


OPEN_WORKFLOWS = (Workflow.DRAFT, Workflow.TRACKED)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def public(self) -> Self:
        """Claims that readers find in lists: all but the dismissed and the merged."""
        return self.exclude(workflow__in=(Workflow.DISMISSED, Workflow.MERGED))

    def watched(self) -> Self:
        """Claims that are still looked at."""
        return self.filter(workflow__in=OPEN_WORKFLOWS)

    def with_statement(self) -> Self:
        """Everything that `Claim.to_core` reads, in a fixed number of queries."""
        return self.select_related("subject", "claimant").prefetch_related(
            "subject__aliases", "quantities", "appearances"
        )


class Claim(models.Model):
    """One checkable statement. Its id is its permanent public number; its text never changes.

    `claimed_on` is when it was said, `recorded_at` when we learnt of it. `status` repeats the newest StatusChange.
    `said` is what searches look at, kept by triggers in small letters: the text and the quotes that it does not hold.
    """

    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    claimant = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    text = models.TextField()
    said = models.TextField(blank=True, default="", editable=False)
    language = models.CharField(max_length=2, choices=Language)
    kind = models.CharField(max_length=20, choices=choices(statements.ClaimKind))
    attribution = models.CharField(max_length=20, choices=choices(statements.Attribution))
    hedged = models.BooleanField(default=False)
    denied = models.BooleanField(default=False)
    score = models.FloatField(default=0)
    reading_reasons = models.JSONField(default=list, blank=True)
    # Those that found it in a text, each with its version (`DraftClaim.readers`).
    readers = models.JSONField(default=list, blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    # After this day, one that nothing speaks for or against is proposed as unverifiable; None: after enough looks.
    settle_by = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(editable=False)
    workflow = models.CharField(max_length=10, choices=Workflow, default=Workflow.DRAFT)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    status = models.CharField(max_length=20, choices=choices(Status), default=Status.UNVERIFIED.value)
    certainty = models.CharField(max_length=10, choices=choices(Certainty), default=Certainty.VERY_LOW.value)
    proposal = models.CharField(max_length=20, choices=choices(Status), blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(language__in=Language.values), name="claim_language_known"),
            models.CheckConstraint(condition=Q(kind__in=list(statements.ClaimKind)), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(attribution__in=list(statements.Attribution)), name="claim_attribution_known"
            ),
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="claim_status_known"),
            models.CheckConstraint(condition=Q(certainty__in=list(Certainty)), name="claim_certainty_known"),
            models.CheckConstraint(condition=Q(proposal__in=["", *Status]), name="claim_proposal_known"),
            models.CheckConstraint(condition=Q(workflow__in=Workflow.values), name="claim_workflow_known"),
            models.CheckConstraint(
                condition=Q(workflow=Workflow.MERGED, merged_into__isnull=False)
                | (~Q(workflow=Workflow.MERGED) & Q(merged_into=None)),
                name="claim_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="claim_not_merged_into_itself"
            ),
        )
        indexes = (
            # Read by the list of claims when a status is chosen.
            models.Index(fields=("status", "-id"), name="claim_by_status"),
            # Read by the search boxes; trigrams find parts of words, and of Chinese sentences. For shorter words there
            # is an index over pairs of characters (`claim_said_pairs`), which only its migration can say.
            GinIndex(fields=("said",), opclasses=("gin_trgm_ops",), name="claim_said_trigrams"),
            # Read by the API's lists in the order of these days, and from one of them on.
            models.Index(by_day("claimed_on"), "id", name="claim_by_day"),
            models.Index(fields=("recorded_at", "id"), name="claim_by_recording"),
            # Read by the desk: the drafts, and how many wait. Most claims are none, so it is small.
            models.Index(fields=("id",), condition=Q(workflow="draft"), name="claim_drafts"),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.text[:80]}"

    def to_core(self) -> statements.ClaimStatement:
        """The claim as judging reads it; the quote is that of its first appearance."""
        quotes = sorted(self.appearances.all(), key=lambda appearance: appearance.pk)
        amounts = sorted(self.quantities.all(), key=lambda amount: amount.pk)
        return statements.ClaimStatement(
            id=str(self.pk),
            text=self.text,
            quote=quotes[0].exact if quotes else "",
            language=self.language,
            kind=statements.ClaimKind(self.kind),
            subject=self.subject.name if self.subject else "",
            subject_aliases=self.subject.all_names()[1:] if self.subject else (),
            quantity=amounts[0].to_core() if amounts else None,
            claimed_on=self.claimed_on,
            claimant=self.claimant.name if self.claimant else "",
        )


class Quantity(models.Model):
    """What a claim measures, in base units, exactly (see `claims.core.quantities.Quantity`)."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="quantities")
    metric = models.CharField(max_length=30, choices=choices(quantities.Metric))
    relation = models.CharField(max_length=20, choices=choices(quantities.Relation))
    comparator = models.CharField(max_length=10, choices=choices(quantities.Comparator))
    value = models.DecimalField(max_digits=60, decimal_places=20, null=True, blank=True)
    low = models.DecimalField(max_digits=60, decimal_places=20, null=True, blank=True)
    high = models.DecimalField(max_digits=60, decimal_places=20, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    baseline = models.CharField(max_length=300, blank=True)
    raw = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "quantities"
        constraints = (
            models.CheckConstraint(condition=Q(metric__in=list(quantities.Metric)), name="quantity_metric_known"),
            models.CheckConstraint(condition=Q(relation__in=list(quantities.Relation)), name="quantity_relation_known"),
            models.CheckConstraint(
                condition=Q(comparator__in=list(quantities.Comparator)), name="quantity_comparator_known"
            ),
            models.CheckConstraint(
                condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high")), name="quantity_range_in_order"
            ),
        )
        indexes = (
            # Read by the list of claims when a metric is chosen.
            models.Index(fields=("metric", "claim"), name="quantity_by_metric"),
            # Read when a claim looks for others that state the same figure.
            models.Index(fields=("value", "metric"), name="quantity_by_value"),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.raw or self.value}"

    def to_core(self) -> quantities.Quantity:
        """The same values as the pure rooms know them."""
        return quantities.Quantity(
            metric=quantities.Metric(self.metric),
            relation=quantities.Relation(self.relation),
            comparator=quantities.Comparator(self.comparator),
            value=self.value,
            low=self.low,
            high=self.high,
            unit=self.unit,
            scope=self.scope,
            baseline=self.baseline,
            raw=self.raw,
        )


class Anchor(models.TextChoices):
    """Whether the quote still stands where it was found."""

    OK = "ok", "in place"
    MOVED = "moved", "moved"
    LOST = "lost", "lost"


class Appearance(models.Model):
    """A claim in an announcement: the exact words (Web Annotation `TextQuoteSelector`) at `text[start:end]`.

    `came_from` is the merged claim that brought it; it goes when that claim is taken out again.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="appearances")
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="appearances")
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    repeated = models.BooleanField(default=False)
    anchor = models.CharField(max_length=5, choices=Anchor, default=Anchor.OK)
    came_from = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="appearances_lent", editable=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("claim", "announcement", "start", "end"), name="appearance_once_per_place"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="appearance_place_in_order"),
            models.CheckConstraint(condition=Q(anchor__in=Anchor.values), name="appearance_anchor_known"),
        )

    def __str__(self) -> str:
        return self.exact[:80]
