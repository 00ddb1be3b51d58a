"""Claims that say the same: pairs that were suggested or joined, and the history of merging."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from claims.models.claims import Claim, Workflow
from claims.models.lineage import DECIDED, PairState


class RepeatPair(models.Model):
    """Two claims held to say the same, the later and the earlier, with the reasons in words; one row a pair."""

    later = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="repeat_pairs")
    earlier = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="repeated_by_pairs")
    state = models.CharField(max_length=10, choices=PairState, default=PairState.SUGGESTED)
    reasons = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(Least("later", "earlier"), Greatest("later", "earlier"), name="repeat_pair_once"),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="repeat_pair_of_two"),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_by__isnull=False)
                | Q(state__in=(PairState.SUGGESTED, PairState.JOINED), decided_by=None),
                name="repeat_pair_decided_by_person",
            ),
        )

    def __str__(self) -> str:
        return f"claim {self.later_id} repeats claim {self.earlier_id}"


class MergeStep(models.TextChoices):
    MERGED = "merged", "merged"
    UNMERGED = "unmerged", "taken out again"


class ClaimMerge(models.Model):
    """One step in the history of merging; append-only by trigger. `actor` None means that the rules did it.

    `workflow_before` is how far editors were with `claim` when it was merged, so that it can go back there.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="merges")
    successor = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="absorbed")
    step = models.CharField(max_length=10, choices=MergeStep)
    reason = models.TextField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    workflow_before = models.CharField(max_length=10, choices=Workflow)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(claim=F("successor")), name="claim_merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="claim_merge_has_a_reason"),
            models.CheckConstraint(
                condition=Q(step=MergeStep.MERGED) | Q(step=MergeStep.UNMERGED, actor__isnull=False),
                name="claim_unmerged_by_person",
            ),
        )

    def __str__(self) -> str:
        return f"claim {self.claim_id} {self.get_step_display()}: {self.successor_id}"
