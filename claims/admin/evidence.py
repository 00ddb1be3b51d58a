"""Evidence and recomputations."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from claims.models import Evidence, Recomputation, RecomputationInput


@admin.register(Evidence)
class EvidenceAdmin(ModelAdmin[Evidence]):
    list_display = ("claim", "stance", "grade", "quote", "state", "confidence", "proposed_by", "decided_by")
    list_filter = ("state", "stance", "grade", "proposed_by")
    list_select_related = ("claim", "decided_by")
    search_fields = ("quote", "claim__text", "paper_version__title")
    ordering = ("-id",)
    # What a paper says and how it was read is not rewritten; `state` is what a person decides.
    readonly_fields = (
        "claim",
        "paper_version",
        "stance",
        "quote",
        "location",
        "reading",
        "condition",
        "grade",
        "independence_group",
        "confidence",
        "basis",
        "accepted_under",
        "known_on",
        "rule_version",
        "proposed_by",
        "recorded_at",
        "decided_by",
        "supersedes",
    )

    def save_model(self, request: HttpRequest, obj: Evidence, form: object, change: bool) -> None:
        """Whoever sets the state by hand is on record for it, and the rules leave that row alone from then on."""
        if request.user.is_authenticated:
            obj.decided_by = request.user
        obj.save()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Evidence is rejected, not deleted: history refers to it."""
        return False


class RecomputationInputInline(TabularInline[RecomputationInput, Recomputation]):
    model = RecomputationInput
    extra = 0
    fields = readonly_fields = ("name", "low", "high", "unit", "paper_version", "quote", "assumption")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Recomputation)
class RecomputationAdmin(ModelAdmin[Recomputation]):
    list_display = ("claim", "formula", "low", "high", "unit", "claimed", "stance", "is_current")
    list_filter = ("is_current", "stance")
    list_select_related = ("claim",)
    search_fields = ("formula", "claim__text")
    ordering = ("-id",)
    inlines = (RecomputationInputInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
