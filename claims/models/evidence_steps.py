"""What became of each piece of evidence and when, so that a past day can be told as it was recorded."""

from django.db import models
from django.db.models import Q

from claims.models.evidence import Evidence, EvidenceState


class EvidenceStep(models.Model):
    """Evidence came into `state`. Written by a trigger on evidence and by nothing else; append-only."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=EvidenceState)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=EvidenceState.values), name="evidence_step_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.state} since {self.recorded_at:%Y-%m-%d %H:%M}"
