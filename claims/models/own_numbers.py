"""What the numbers of one announcement say of each other. It is shown; no status follows from it."""

from typing import Self

from django.db import models
from django.db.models import Q

from claims.judging.own_numbers import findings
from claims.models.announcements import Announcement
from claims.models.choices import choices
from claims.models.claims import Claim


class OwnArithmeticQuerySet(models.QuerySet["OwnArithmetic"]):
    def current(self) -> Self:
        """What follows from the text by today's rules: what differs first, then in the order it was found in."""
        differing_first = models.Case(
            models.When(outcome=findings.Outcome.DIFFERS, then=0),
            models.When(outcome=findings.Outcome.ROUNDED, then=1),
            default=2,
        )
        return self.filter(is_current=True).order_by(differing_first, "id")


class OwnArithmetic(models.Model):
    """An arithmetic inside one announcement, with its `steps`.

    `places` are `[start, end]` of the figures that went in, in the announcement's text, the checked one last.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="own_arithmetic")
    claims = models.ManyToManyField(Claim, blank=True, related_name="own_arithmetic")
    check_made = models.CharField(max_length=12, choices=choices(findings.Check))
    outcome = models.CharField(max_length=8, choices=choices(findings.Outcome))
    steps = models.JSONField(default=list)
    places = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, editable=False)
    rule_version = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(editable=False)
    is_current = models.BooleanField(default=True)

    objects = OwnArithmeticQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "own arithmetic"
        constraints = (
            models.UniqueConstraint(
                fields=("announcement", "fingerprint"), condition=Q(is_current=True), name="own_arithmetic_once"
            ),
            models.CheckConstraint(condition=Q(check_made__in=list(findings.Check)), name="own_arithmetic_check_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=list(findings.Outcome)), name="own_arithmetic_outcome_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome}: {' · '.join(str(step) for step in self.steps)}"
