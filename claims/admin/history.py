"""History and receipts, to be read only."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from claims.admin.long_lists import LongList
from claims.models import StatusChange, Visit, VisitSchedule


class ReadOnlyAdmin[Row: Model](LongList[Row]):
    """A table that nobody writes by hand: jobs and workflows do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline[Row: Model, Above: Model](TabularInline[Row, Above]):
    """Rows below another that nobody writes by hand."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FailedFilter(admin.SimpleListFilter):
    """By whether it went well, for tables with a `failure`."""

    title = gettext_lazy("outcome")
    parameter_name = "failed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("1", _("failed")), ("0", _("went well"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those with a failure, or the others."""
        if self.value() == "1":
            return queryset.exclude(failure="")
        return queryset.filter(failure="") if self.value() == "0" else queryset


class FailingFilter(admin.SimpleListFilter):
    """By whether answers come, for tables with a `failing_since`."""

    title = gettext_lazy("answers")
    parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("1", _("failing")), ("0", _("well"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that have failed since their last good answer, or the others."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(failing_since__isnull=chosen == "0")


def read_of(count: int, *, has_more: bool) -> str:
    """ "12", or "the first 300" of an answer that had more."""
    return _("the first {count}").format(count=f"{count:,}") if has_more else f"{count:,}"


@admin.register(StatusChange)
class StatusChangeAdmin(ReadOnlyAdmin[StatusChange]):
    list_display = ("claim", "from_status", "to_status", "certainty", "actor", "known_on", "recorded_at")
    list_filter = ("to_status", "certainty")
    list_select_related = ("claim", "actor")
    search_fields = ("claim__text",)
    ordering = ("-id",)
    list_before_template = "admin/claims/_export.html"


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin[Visit]):
    list_display = (
        "claim", "source", "query", "since", "started_at", "found", "papers_considered", "new_evidence", "failure",
    )  # fmt: skip
    list_filter = ("source", FailedFilter)
    list_select_related = ("claim",)
    search_fields = ("claim__text", "query")
    ordering = ("-id",)
    show_full_result_count = False

    @admin.display(description=gettext_lazy("papers found"))
    def found(self, visit: Visit) -> str:
        """How many were read."""
        return read_of(visit.papers_found, has_more=visit.has_more)


@admin.register(VisitSchedule)
class VisitScheduleAdmin(ReadOnlyAdmin[VisitSchedule]):
    list_display = ("claim", "due_at", "leased_until", "quiet_visits")
    list_select_related = ("claim",)
    search_fields = ("claim__text",)
    # In the order in which they are taken up.
    ordering = (Greatest("due_at", "leased_until").asc(), "claim")
