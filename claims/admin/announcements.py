"""Announcements and their source links."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from claims.models import Announcement, SourceLink


class SourceLinkInline(TabularInline[SourceLink, Announcement]):
    model = SourceLink
    extra = 0
    fields = ("url", "anchor_text", "fragment_quote", "paper")
    readonly_fields = ("url", "anchor_text", "fragment_quote")
    autocomplete_fields = ("paper",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Announcement)
class AnnouncementAdmin(ModelAdmin[Announcement]):
    list_display = ("title", "publisher", "published_on", "language", "recorded_at")
    list_filter = ("language", "publisher")
    list_select_related = ("publisher",)
    search_fields = ("title", "url", "text")
    date_hierarchy = "published_on"
    ordering = ("-published_on", "-id")
    autocomplete_fields = ("publisher", "translation_of", "syndicated_from")
    # Quotes point into the text by offset, and the address says which announcement it is: shown and never edited.
    readonly_fields = ("url", "canonical_url", "language", "text", "text_sha256", "recorded_at")
    inlines = (SourceLinkInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Announcements come in by `ingest`, which reads them; an unread one would stand here without claims."""
        return False
