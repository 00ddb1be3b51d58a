"""The change form of a claim: how it was read and how far editors are with it, each change with a reason."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from claims.core.quantities import Comparator, Metric, Relation
from claims.core.quantities import Quantity as Amount
from claims.core.statements import Attribution, ClaimKind
from claims.models import Claim, DeskAct, Quantity, Workflow
from claims.workflows.correct_claim import Reading
from claims.workflows.decide_claim import BECOMES, QUANTITY_FIELDS, acts_from, first_quantity

READ = ("subject", "claimant", "kind", "attribution", "hedged", "denied", "claimed_on", "settle_by")
FIGURE = tuple(f"figure_{name}" for name in QUANTITY_FIELDS)


def _field_of(name: str) -> Any:
    """The field of a figure as its column has it, where none is demanded."""
    column: Any = Quantity._meta.get_field(name)
    widget = UnfoldAdminSelectWidget() if column.choices else UnfoldAdminTextInputWidget()
    return column.formfield(required=False, widget=widget)


class ClaimForm(forms.ModelForm[Claim]):
    """A claim as it shall be. `seen` is the newest entry that the form was made with.

    `refusal` is why the workflow refused what was typed, "" before that: the form then comes again with it.
    """

    refusal = ""
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Shown with your name in the claim's history."),
        error_messages={"required": gettext_lazy("Say why: others will follow the decision by its reason.")},
    )
    seen = forms.IntegerField(min_value=0, label="", widget=forms.HiddenInput)

    class Meta:
        model = Claim
        fields = ("workflow", *READ)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.instance.acts.order_by("-pk").first()
        self.fields["seen"].initial = newest.pk if newest else 0
        amount = first_quantity(self.instance)
        for name in QUANTITY_FIELDS:
            field = _field_of(name)
            stored = getattr(amount, name) if amount else None
            # 3000000000000, and neither 3E+12 nor twenty noughts behind the point.
            field.initial = Decimal(f"{stored.normalize():f}") if isinstance(stored, Decimal) else stored
            self.fields[f"figure_{name}"] = field
        if "workflow" in self.fields:
            now = Workflow(self.instance.workflow)
            ways = (now, *(BECOMES[act] for act in acts_from(now)))
            self.fields["workflow"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined] # a choice

    def clean(self) -> dict[str, Any]:
        """A figure says what it measures, and how its number is meant."""
        given = super().clean() or self.cleaned_data
        if self.refusal:
            raise ValidationError(self.refusal)
        figure = {name: given.get(f"figure_{name}") for name in QUANTITY_FIELDS}
        if any(value not in (None, "") for value in figure.values()):
            for name in ("metric", "relation", "comparator"):
                if not figure[name]:
                    self.add_error(f"figure_{name}", _("A figure needs this; empty all its fields to leave none."))
        if figure["low"] is not None and figure["high"] is not None and figure["low"] > figure["high"]:
            self.add_error("figure_high", _("The upper end lies below the lower one."))
        return given

    def reading(self) -> Reading:
        """What was typed, as the workflow takes it."""
        given = self.cleaned_data
        return Reading(
            kind=ClaimKind(given["kind"]),
            subject_id=given["subject"].pk if given["subject"] else None,
            claimant_id=given["claimant"].pk if given["claimant"] else None,
            attribution=Attribution(given["attribution"]),
            hedged=given["hedged"],
            denied=given["denied"],
            claimed_on=given["claimed_on"],
            settle_by=given["settle_by"],
            quantity=self._figure(),
        )

    def _figure(self) -> Amount | None:
        given = {name: self.cleaned_data[f"figure_{name}"] for name in QUANTITY_FIELDS}
        if not given["metric"]:
            return None
        return Amount(
            metric=Metric(given["metric"]),
            relation=Relation(given["relation"]),
            comparator=Comparator(given["comparator"]),
            value=given["value"],
            low=given["low"],
            high=given["high"],
            unit=given["unit"] or "",
            scope=given["scope"] or "",
            baseline=given["baseline"] or "",
            raw=given["raw"] or "",
        )

    def act(self) -> DeskAct | None:
        """The decision that the chosen workflow comes to, None where it stays."""
        chosen = self.cleaned_data["workflow"]
        if chosen == self.initial["workflow"]:
            return None
        return next(act for act in acts_from(self.initial["workflow"]) if BECOMES[act] == chosen)
