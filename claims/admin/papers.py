"""Papers with their ids and versions."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from claims.admin.history import ReadOnlyInline
from claims.admin.long_lists import LongList
from claims.admin.names_field import NAMES_IN_LINES
from claims.models import Paper, PaperIdentifier, PaperVersion, Passage
from claims.models.days import by_day


class PaperIdentifierInline(TabularInline[PaperIdentifier, Paper]):
    model = PaperIdentifier
    extra = 0
    can_delete = False


class PaperVersionInline(ReadOnlyInline[PaperVersion, Paper]):
    model = PaperVersion
    fields = readonly_fields = ("title", "arxiv_version", "recorded_at")
    show_change_link = True


@admin.register(Paper)
class PaperAdmin(LongList[Paper]):
    list_display = ("title", "published_on", "venue", "standing", "recorded_at")
    list_filter = ("standing",)
    search_fields = ("title", "identifiers__value")
    date_hierarchy = "published_on"
    ordering = (by_day("published_on").desc(), "-id")
    # How a paper stands follows from its notices, which have a list of their own.
    readonly_fields = ("url", "standing", "recorded_at")
    formfield_overrides = NAMES_IN_LINES
    inlines = (PaperIdentifierInline, PaperVersionInline)
    list_before_template = "admin/claims/_export.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        """Without those that are merged into another."""
        return super().get_queryset(request).filter(merged_into=None)


class PassageInline(ReadOnlyInline[Passage, PaperVersion]):
    model = Passage
    fields = readonly_fields = ("location", "text")


@admin.register(PaperVersion)
class PaperVersionAdmin(LongList[PaperVersion]):
    list_display = ("title", "arxiv_version", "recorded_at")
    search_fields = ("title", "paper__identifiers__value")
    ordering = ("-id",)
    # Quotes point into a version, so it is never edited.
    readonly_fields = ("paper", "title", "abstract", "arxiv_version", "content_sha256", "recorded_at")
    inlines = (PassageInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
