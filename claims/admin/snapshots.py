"""Snapshots: what the texts were read from, for looking at and for taking along."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from claims.admin.history import ReadOnlyAdmin
from claims.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin[Snapshot]):
    list_display = ("announcement", "final_url", "status", "content_type", "body_size", "captured_at", "archive")
    list_filter = ("status", "content_type")
    list_select_related = ("announcement",)
    search_fields = ("announcement__title", "asked_url", "final_url")
    ordering = ("-id",)
    fields = (
        "announcement", "captured_at", "asked_url", "final_url", "status", "content_type", "body_size", "body_sha256",
        "text_sha256", "archive",
    )  # fmt: skip
    readonly_fields = ("archive",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        """Rows without their bytes, which only the download needs."""
        return super().get_queryset(request).defer("warc")

    def get_urls(self) -> list[URLPattern]:
        """The download beside the usual pages; `admin_view` lets only staff in."""
        download = path(
            "<int:number>/archive/", self.admin_site.admin_view(self.download), name="claims_snapshot_archive"
        )
        return [download, *super().get_urls()]

    def download(self, request: HttpRequest, number: int) -> HttpResponse:
        """The WARC file as an attachment, never shown: what is in it was written by strangers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        snapshot = Snapshot.objects.filter(pk=number).first()
        if snapshot is None:
            raise Http404
        return HttpResponse(
            bytes(snapshot.warc),
            content_type="application/gzip",
            headers={"Content-Disposition": f'attachment; filename="snapshot-{number}.warc.gz"'},
        )

    @admin.display(description=gettext_lazy("archive"))
    def archive(self, snapshot: Snapshot) -> SafeString:
        """The link to the download."""
        return format_html(
            '<a href="{}">snapshot-{}.warc.gz</a>',
            reverse("admin:claims_snapshot_archive", args=[snapshot.pk]),
            snapshot.pk,
        )
