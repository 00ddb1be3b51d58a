"""Announcements and their source links."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline

from claims.admin.history import ReadOnlyInline
from claims.admin.long_lists import LongList, MostOften
from claims.models import Announcement, LeftSentence, Snapshot, SourceLink
from claims.models.days import by_day
from claims.reading.lineage import Kind
from claims.workflows.compare_relatives import compare_relatives
from claims.workflows.decide_lineage import name_original
from claims.workflows.trace_lineage import trace_lineage


class SourceLinkInline(TabularInline[SourceLink, Announcement]):
    model = SourceLink
    extra = 0
    can_delete = False
    fields = ("url", "anchor_text", "fragment_quote", "arxiv_version", "paper")
    readonly_fields = ("url", "anchor_text", "fragment_quote", "arxiv_version")
    autocomplete_fields = ("paper",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SnapshotInline(ReadOnlyInline[Snapshot, Announcement]):
    model = Snapshot
    fields = ("captured_at", "final_url", "status", "body_size", "archive")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        """Rows without their bytes, which only the download needs."""
        return super().get_queryset(request).defer("warc").order_by("id")

    @admin.display(description=gettext_lazy("archive"))
    def archive(self, snapshot: Snapshot) -> SafeString:
        """The link to the download."""
        return format_html('<a href="{}">WARC</a>', reverse("admin:claims_snapshot_archive", args=[snapshot.pk]))


class LeftSentenceInline(ReadOnlyInline[LeftSentence, Announcement]):
    model = LeftSentence
    fields = ("quote", "why")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("sentences left")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LeftSentence]:
        """In the order of the text, with the text that they are cut from."""
        return super().get_queryset(request).select_related("announcement").order_by("start", "id")

    @admin.display(description=gettext_lazy("quote"))
    def quote(self, left: LeftSentence) -> str:
        """The sentence."""
        return left.quote

    @admin.display(description=gettext_lazy("why"))
    def why(self, left: LeftSentence) -> str:
        """The reasons in words."""
        return str(left)


@admin.register(Announcement)
class AnnouncementAdmin(LongList[Announcement]):
    list_display = ("title", "publisher", "published_on", "language_told", "recorded_at")
    list_filter = ("language", ("publisher", MostOften))
    list_select_related = ("publisher",)
    # Of its text, the claims that were read in it: a search through whole texts would take seconds.
    search_fields = ("title", "url", "publisher__name", "appearances__claim__text")
    date_hierarchy = "published_on"
    ordering = (by_day("published_on").desc(), "-id")
    autocomplete_fields = ("publisher", "translation_of", "syndicated_from")
    # Quotes point into the text by offset, and the address says which announcement it is: shown and never edited.
    exclude = ("language",)
    readonly_fields = ("url", "canonical_url", "language_told", "text", "text_sha256", "recorded_at")
    inlines = (SourceLinkInline, LeftSentenceInline, SnapshotInline)

    @admin.display(description=gettext_lazy("reading desk"))
    def at_the_desk(self, announcement: Announcement) -> SafeString:
        """The way to its text with its claims, where they are decided on."""
        return format_html(
            '<span class="desk-ways"><a href="{}">{}</a></span>',
            reverse("admin:claims_desk_article", args=[announcement.pk]),
            _("Read"),
        )

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def language_told(self, announcement: Announcement) -> str:
        """The language by its name."""
        return announcement.language_name

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """With the way to the reading desk, for those who may decide there."""
        at_the_desk = ("at_the_desk",) if request.user.has_perm("claims.change_claim") else ()
        return (*self.list_display, *at_the_desk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Announcements come in by `ingest`, which reads them; an unread one would stand here without claims."""
        return False

    def save_model(self, request: HttpRequest, obj: Announcement, form: Form, change: bool) -> None:
        """What it comes from is an editor's word that stands; a new date or publisher may tell what it comes from."""
        changed, now = set(form.changed_data), timezone.now()
        named = [(kind, getattr(obj, f"{field}_id")) for field, kind in _ORIGINS.items() if field in changed]
        obj.save()
        for kind, original in named:
            if isinstance(request.user, User):
                name_original(obj.pk, kind, original, actor=request.user, now=now)
        if changed & {"published_on", "publisher"}:
            trace_lineage(obj.pk, now=now)
            compare_relatives(obj.pk, now=now)


_ORIGINS = {"translation_of": Kind.TRANSLATION, "syndicated_from": Kind.COPY}
