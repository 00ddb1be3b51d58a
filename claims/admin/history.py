"""History and receipts, to be read only."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from claims.models import StatusChange, Visit, VisitSchedule


class ReadOnlyAdmin[Row: Model](ModelAdmin[Row]):
    """A table that nobody writes by hand: jobs and workflows do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnlyAdmin[StatusChange]):
    list_display = ("claim", "from_status", "to_status", "certainty", "actor", "known_on", "recorded_at")
    list_filter = ("to_status", "certainty")
    list_select_related = ("claim", "actor")
    search_fields = ("claim__text",)
    ordering = ("-id",)


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin[Visit]):
    list_display = ("claim", "source", "started_at", "papers_considered", "new_evidence", "failure")
    list_filter = ("source",)
    list_select_related = ("claim",)
    search_fields = ("claim__text", "query")
    ordering = ("-id",)


@admin.register(VisitSchedule)
class VisitScheduleAdmin(ReadOnlyAdmin[VisitSchedule]):
    list_display = ("claim", "due_at", "leased_until", "quiet_visits")
    list_select_related = ("claim",)
    search_fields = ("claim__text",)
    ordering = ("due_at", "claim")
