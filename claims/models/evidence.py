"""Evidence: quoted passages and recomputations that bear on a claim."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from claims.core.papers import Standing
from claims.judging import findings
from claims.models.choices import choices
from claims.models.claims import Claim
from claims.models.papers import PaperVersion

# The confidence of what a person has checked, whatever the rules or a model made of it.
CHECKED = 1.0


class EvidenceState(models.TextChoices):
    """`ACCEPTED` counts. `INVALIDATED` once counted or waited, and no longer follows from what is stored."""

    PROPOSED = "proposed", "proposed"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"
    INVALIDATED = "invalidated", "invalidated"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> Self:
        """Evidence that readers see: neither rejected nor invalidated, and from a model only what a person accepted."""
        shown = self.filter(state__in=(EvidenceState.PROPOSED, EvidenceState.ACCEPTED))
        return shown.filter(Q(proposed_by="") | Q(state=EvidenceState.ACCEPTED))

    def accepted(self) -> Self:
        """Evidence that a verdict counts."""
        return self.filter(state=EvidenceState.ACCEPTED)

    def with_paper(self) -> Self:
        """With the paper, whose standing `to_core` reads."""
        return self.select_related("paper_version__paper")


class Evidence(models.Model):
    """A claim × a version of a paper: an exact quote, its stance, its grade and how it is read.

    `decided_by` is the person who accepted or rejected it; None means that the rules did, and `accepted_under` is the
    version of the policy by which they accepted it. `proposed_by` is whose proposal it is, the language model with its
    version or the name of a person, and "" for what the rules found. A trigger writes each state down as an
    `EvidenceStep`, from `state_since` on; where an update leaves that out, it is the time of the transaction.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    paper_version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=15, choices=choices(findings.Stance))
    quote = models.TextField()
    location = models.CharField(max_length=200)
    reading = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    supersedes = models.BooleanField(default=False)
    grade = models.CharField(max_length=2, choices=choices(findings.Grade))
    independence_group = models.CharField(max_length=300, blank=True)
    confidence = models.FloatField(default=0)
    basis = models.CharField(max_length=10, choices=choices(findings.Basis), default=findings.Basis.WORDS.value)
    known_on = models.DateField(null=True, blank=True)
    rule_version = models.CharField(max_length=20)
    proposed_by = models.TextField(blank=True)
    recorded_at = models.DateTimeField(editable=False)
    state = models.CharField(max_length=12, choices=EvidenceState, default=EvidenceState.PROPOSED)
    state_since = models.DateTimeField(null=True, editable=False)
    accepted_under = models.CharField(max_length=60, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = (
            models.UniqueConstraint(
                "claim",
                "paper_version",
                "location",
                "stance",
                MD5("quote"),
                condition=~Q(state=EvidenceState.INVALIDATED),
                name="evidence_once_per_quote",
            ),
            models.CheckConstraint(condition=Q(stance__in=list(findings.Stance)), name="evidence_stance_known"),
            models.CheckConstraint(condition=Q(grade__in=list(findings.Grade)), name="evidence_grade_known"),
            models.CheckConstraint(condition=Q(basis__in=list(findings.Basis)), name="evidence_basis_known"),
            models.CheckConstraint(condition=Q(state__in=EvidenceState.values), name="evidence_state_known"),
            models.CheckConstraint(condition=~Q(quote=""), name="evidence_has_quote"),
            models.CheckConstraint(
                condition=Q(proposed_by="") | ~Q(state=EvidenceState.ACCEPTED) | Q(decided_by__isnull=False),
                name="evidence_of_a_model_accepted_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="evidence_confidence_in_range"
            ),
        )
        indexes = (
            # Read by the list of claims when a grade is chosen, and by all counts over grades.
            models.Index(fields=("grade", "claim"), condition=Q(state="accepted"), name="evidence_counted_by_grade"),
            # Read by the desk: what waits for a person, the weightiest first, and how much that is.
            models.Index(
                fields=("-grade", "-confidence", "id"), condition=Q(state="proposed"), name="evidence_waiting"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stance_display()} ({self.grade}): {self.quote[:60]}"

    def to_core(self) -> findings.Finding:
        """The evidence as the verdict counts it; a person who decided on it has read it with confidence."""
        return findings.Finding(
            paper_id=str(self.paper_version_id),
            stance=findings.Stance(self.stance),
            quote=self.quote,
            location=self.location,
            grade=findings.Grade(self.grade),
            reading=self.reading,
            confidence=self.confidence if self.decided_by_id is None else CHECKED,
            independence_group=self.independence_group,
            condition=self.condition,
            supersedes=self.supersedes,
            known_on=self.known_on,
            source=self.paper_version.title,
            standing=Standing(self.paper_version.paper.standing),
            basis=findings.Basis(self.basis),
        )


class Recomputation(models.Model):
    """An arithmetic that anyone can redo: `formula` over its inputs gives low..high in `unit`.

    `name` says what is computed; `needs` is a list of `{"name", "low", "high", "unit"}` with decimals as text.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="recomputations")
    name = models.CharField(max_length=120, blank=True)
    formula = models.CharField(max_length=300)
    low = models.DecimalField(max_digits=60, decimal_places=20)
    high = models.DecimalField(max_digits=60, decimal_places=20)
    unit = models.CharField(max_length=60, blank=True)
    claimed = models.DecimalField(max_digits=60, decimal_places=20, null=True, blank=True)
    stance = models.CharField(max_length=15, choices=choices(findings.Stance))
    reading = models.TextField(blank=True)
    steps = models.JSONField(default=list, blank=True)
    needs = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    rule_version = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(editable=False)
    is_current = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("claim", "fingerprint"), condition=Q(is_current=True), name="recomputation_once"
            ),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="recomputation_interval_in_order"),
            models.CheckConstraint(
                condition=Q(is_current=True, retired_at=None) | Q(is_current=False, retired_at__isnull=False),
                name="recomputation_retired_at_a_time",
            ),
            models.CheckConstraint(condition=Q(stance__in=list(findings.Stance)), name="recomputation_stance_known"),
        )

    def __str__(self) -> str:
        return self.formula

    def to_core(self) -> findings.Recomputation:
        """The arithmetic as the verdict counts it."""
        return findings.Recomputation(
            formula=self.formula,
            inputs=tuple(part.to_core() for part in sorted(self.inputs.all(), key=lambda part: part.pk)),
            low=self.low,
            high=self.high,
            unit=self.unit,
            claimed=self.claimed,
            stance=findings.Stance(self.stance),
            reading=self.reading,
            steps=tuple(self.steps),
            name=self.name,
            needs=tuple(
                findings.Needed(
                    name=part["name"], low=Decimal(part["low"]), high=Decimal(part["high"]), unit=part["unit"]
                )
                for part in self.needs
            ),
        )


class RecomputationInput(models.Model):
    """A named input: an interval in `unit`, from a quoted version of a paper or from a stated assumption."""

    recomputation = models.ForeignKey(Recomputation, on_delete=models.CASCADE, related_name="inputs")
    name = models.CharField(max_length=200)
    low = models.DecimalField(max_digits=60, decimal_places=20)
    high = models.DecimalField(max_digits=60, decimal_places=20)
    unit = models.CharField(max_length=60, blank=True)
    paper_version = models.ForeignKey(
        PaperVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="recomputation_inputs"
    )
    quote = models.TextField(blank=True)
    assumption = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="input_interval_in_order"),
            models.CheckConstraint(
                condition=Q(paper_version__isnull=False) | ~Q(assumption="") | ~Q(quote=""), name="input_has_a_source"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def to_core(self) -> findings.Input:
        """The input as the recomputation uses it (reads its document, for the standing)."""
        standing = Standing(self.paper_version.paper.standing) if self.paper_version else Standing.CURRENT
        return findings.Input(
            name=self.name,
            low=self.low,
            high=self.high,
            unit=self.unit,
            paper_id=str(self.paper_version_id) if self.paper_version_id else "",
            quote=self.quote,
            assumption=self.assumption,
            standing=standing,
        )
