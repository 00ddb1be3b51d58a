"""What editors decided of claims at the reading desk, with who and why."""

from collections.abc import Mapping
from decimal import Decimal

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.models.claims import Claim


class DeskAct(models.TextChoices):
    """`SPLIT` stands at the claim that was split, `MARKED` at one that a person made, by hand or by splitting."""

    TRACKED = "tracked", "taken up"
    DISMISSED = "dismissed", "dismissed"
    ARCHIVED = "archived", "archived"
    REOPENED = "reopened", "made a draft again"
    EDITED = "edited", "edited"
    SPLIT = "split", "split"
    MARKED = "marked", "marked by hand"
    UNDONE = "undone", "undone"


class ClaimAct(models.Model):
    """One step of an editor with a claim; append-only by trigger.

    `before` and `after` are the claim as `workflows.decide_claim.state_of` tells it; `before` is empty where the act
    made the claim. An undoing names what it `undoes`, and a claim that came of a split the split as `part_of`.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=10, choices=DeskAct)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    recorded_at = models.DateTimeField()
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        verbose_name = "decision on a claim"
        verbose_name_plural = "decisions on claims"
        constraints = (
            models.CheckConstraint(condition=Q(act__in=DeskAct.values), name="claim_act_known"),
            models.CheckConstraint(
                condition=Q(act=DeskAct.UNDONE, undoes__isnull=False) | (~Q(act=DeskAct.UNDONE) & Q(undoes=None)),
                name="claim_act_undoes_what_it_names",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | Q(act=DeskAct.MARKED), name="claim_act_parts_are_marked"
            ),
            models.CheckConstraint(condition=Q(undoes=None) | ~Q(undoes=F("id")), name="claim_act_not_its_own_undoing"),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()} by {self.actor}"


def figure_of(told: Mapping[str, str | None]) -> Quantity:
    """The figure as a state of a claim keeps it: each field as text, None for a number that there is none of."""

    def number(name: str) -> Decimal | None:
        written = told[name]
        return None if written is None else Decimal(written)

    return Quantity(
        metric=Metric(told["metric"] or ""),
        relation=Relation(told["relation"] or ""),
        comparator=Comparator(told["comparator"] or ""),
        value=number("value"),
        low=number("low"),
        high=number("high"),
        unit=told["unit"] or "",
        scope=told["scope"] or "",
        baseline=told["baseline"] or "",
        raw=told["raw"] or "",
    )
