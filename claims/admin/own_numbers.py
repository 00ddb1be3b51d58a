"""What the numbers of an announcement say of each other."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from claims.models import OwnArithmetic


@admin.register(OwnArithmetic)
class OwnArithmeticAdmin(ModelAdmin[OwnArithmetic]):
    list_display = ("id", "announcement", "check_made", "outcome", "arithmetic", "is_current")
    list_filter = ("outcome", "is_current", "check_made")
    list_select_related = ("announcement",)
    search_fields = ("announcement__title", "claims__text")
    ordering = ("-is_current", "-id")

    @admin.display(description="arithmetic")
    def arithmetic(self, row: OwnArithmetic) -> str:
        return " · ".join(str(step) for step in row.steps)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It follows from the text; nobody writes it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
