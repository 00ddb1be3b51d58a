"""Claims with where they were said and what they measure."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from claims.models import Appearance, Claim, Quantity


class AppearanceInline(TabularInline[Appearance, Claim]):
    model = Appearance
    fk_name = "claim"
    extra = 0
    fields = readonly_fields = ("announcement", "exact", "start", "end", "repeated", "came_from", "anchor")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class QuantityInline(TabularInline[Quantity, Claim]):
    model = Quantity
    extra = 0
    fields = ("metric", "relation", "comparator", "value", "low", "high", "unit", "scope", "baseline")


@admin.register(Claim)
class ClaimAdmin(ModelAdmin[Claim]):
    list_display = ("id", "text", "subject", "kind", "workflow", "status", "certainty", "proposal", "claimed_on")
    list_display_links = ("id", "text")
    list_filter = ("workflow", "status", "certainty", "proposal", "kind", "language", "quantities__metric")
    list_select_related = ("subject",)
    search_fields = ("text", "subject__name", "subject__aliases__name")
    ordering = ("-id",)
    autocomplete_fields = ("subject", "claimant", "merged_into")
    # The words of a claim never change, and its status follows from evidence.
    readonly_fields = (
        "text",
        "language",
        "status",
        "certainty",
        "proposal",
        "score",
        "reading_reasons",
        "readers",
        "recorded_at",
    )
    inlines = (QuantityInline, AppearanceInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Claims are read from announcements, so that each has a quote."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A claim's number is permanent: dismiss it instead."""
        return False
