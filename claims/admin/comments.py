"""What people have to say to claims: read by an editor before readers see it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.history import ReadOnlyAdmin
from claims.admin.side_by_side import decide_each
from claims.models import ClaimComment
from claims.workflows.comment_on_claim import publish_comment


class WaitingFilter(admin.SimpleListFilter):
    """Whether readers see it."""

    title = gettext_lazy("published")
    parameter_name = "published"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[ClaimComment]) -> list[tuple[str, str]]:
        return [("0", _("waiting")), ("1", _("published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ClaimComment]) -> QuerySet[ClaimComment]:
        """Those that wait, or the others."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(published_at__isnull=chosen == "0")


@admin.register(ClaimComment)
class ClaimCommentAdmin(ReadOnlyAdmin[ClaimComment]):
    list_display = ("recorded_at", "claim", "text", "organisation", "author", "published_at", "published_by")
    list_filter = (WaitingFilter,)
    list_select_related = ("claim", "author", "published_by")
    search_fields = ("text", "organisation", "claim__text")
    ordering = ("-id",)
    actions = ("publish",)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whoever may do it over the API."""
        return request.user.has_perm("claims.publish_claimcomment")

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[ClaimComment]) -> None:
        """Show each to readers."""
        now = timezone.now()
        decide_each(
            request, chosen, lambda row, actor: publish_comment(row.pk, actor=actor, now=now), _("comments published")
        )
