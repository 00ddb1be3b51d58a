"""Watched pages: how they do, what edits were found, and an editor's word to look now or to see to an archived copy."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from claims.admin.history import ReadOnlyAdmin, ReadOnlyInline
from claims.admin.watching import StatusFilter
from claims.models import AnchorCheck, PageCheck, SilentEdit, WatchedPage
from claims.workflows.offer_page import call_archive
from claims.workflows.watch_pages import call_pages


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("own", _("announcements")), ("link", _("links"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[WatchedPage]) -> QuerySet[WatchedPage]:
        """The pages of announcements, or those that they link to."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(announcement__isnull=chosen == "link")


@admin.register(WatchedPage)
class WatchedPageAdmin(ReadOnlyAdmin[WatchedPage]):
    list_display = (
        "url", "outcome", "status", "failing_since", "failures", "checked_at", "due_at", "shown_edit", "archive_state",
        "copy",
    )  # fmt: skip
    list_filter = ("outcome", KindFilter, "archive_state")
    search_fields = ("url", "announcement__title")
    ordering = (F("failing_since").desc(nulls_last=True), "-id")
    fields = (
        "url", "announcement", "outcome", "status", "checked_at", "ok_at", "failing_since", "failures", "failure",
        "moved_to", "due_at", "quiet_checks", "shown_edit", "looks", "archive_state", "archive_due_at",
        "archive_failure", "copy",
    )  # fmt: skip
    actions = ("check_now", "archive_now")

    @admin.display(description=gettext_lazy("edit"), ordering="edit")
    def shown_edit(self, page: WatchedPage) -> SafeString | str:
        """The edit that the page shows."""
        if page.edit_id is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:claims_silentedit_change", args=[page.edit_id]), _("edited")
        )

    @admin.display(description=gettext_lazy("archived copy"), ordering="memento_at")
    def copy(self, page: WatchedPage) -> SafeString | str:
        """Where the copy is."""
        if page.memento_at is None:
            return "–"
        return format_html('<a href="{}" rel="noreferrer">{}</a>', page.memento_url, f"{page.memento_at:%Y-%m-%d}")

    @admin.display(description=pgettext_lazy("a page", "looks"))
    def looks(self, page: WatchedPage) -> SafeString:
        """The way to its receipts."""
        return format_html(
            '<a href="{}?page__id__exact={}">{}</a>',
            reverse("admin:claims_pagecheck_changelist"),
            page.pk,
            _("receipts"),
        )

    @admin.action(description=gettext_lazy("Check now (by the next job)"), permissions=["act"])
    def check_now(self, request: HttpRequest, chosen: QuerySet[WatchedPage]) -> None:
        """Make them due."""
        called = call_pages(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} page will be looked at within minutes.",
                "{count} pages will be looked at within minutes.",
                called,
            ).format(count=called),
        )

    @admin.action(description=gettext_lazy("See to an archived copy (by the next job)"), permissions=["act"])
    def archive_now(self, request: HttpRequest, chosen: QuerySet[WatchedPage]) -> None:
        """Look for copies anew, and offer what has none of the time when it was read."""
        called = call_archive(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "Copies of {count} page will be looked for, where the archive is watched.",
                "Copies of {count} pages will be looked for, where the archive is watched.",
                called,
            ).format(count=called),
        )

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Nobody edits the fields of a page, but who might may call for jobs."""
        return request.user.has_perm("claims.change_watchedpage")


@admin.register(PageCheck)
class PageCheckAdmin(ReadOnlyAdmin[PageCheck]):
    list_display = ("page", "checked_at", "outcome", "status", "edit", "failure")
    list_filter = ("outcome", StatusFilter, "checked_at")
    list_select_related = ("page", "edit")
    search_fields = ("page__url", "failure")
    # The log is written in this order, and grows without end: its key is its index.
    ordering = ("-id",)


class AnchorCheckInline(ReadOnlyInline[AnchorCheck, SilentEdit]):
    model = AnchorCheck
    fields = ("appearance", "anchor", "start", "end")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[AnchorCheck]:
        """With the words of each."""
        return super().get_queryset(request).select_related("appearance").order_by("pk")


@admin.register(SilentEdit)
class SilentEditAdmin(ReadOnlyAdmin[SilentEdit]):
    list_display = ("announcement", "found_at", "passages")
    list_select_related = ("announcement",)
    search_fields = ("announcement__title", "announcement__url")
    date_hierarchy = "found_at"
    ordering = ("-id",)
    fields = ("announcement", "found_at", "kept", "told", "left_out")
    inlines = (AnchorCheckInline,)

    @admin.display(description=gettext_lazy("passages"))
    def passages(self, edit: SilentEdit) -> int:
        """How many differ."""
        return len(edit.changes) + edit.left_out

    @admin.display(description=gettext_lazy("page as it was then"))
    def kept(self, edit: SilentEdit) -> SafeString:
        """The way to its snapshot."""
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:claims_snapshot_change", args=[edit.snapshot_id]),
            _("snapshot {number}").format(number=edit.snapshot_id),
        )

    @admin.display(description=gettext_lazy("changes"))
    def told(self, edit: SilentEdit) -> SafeString:
        """Each passage before and after."""
        return format_html_join(
            "", "<p><del>{}</del><br><ins>{}</ins></p>", ((one["before"], one["after"]) for one in edit.changes)
        )
