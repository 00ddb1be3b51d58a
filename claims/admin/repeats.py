"""Claims that seem to say the same, side by side with the reasons, and the history of merging."""

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.history import ReadOnlyAdmin
from claims.admin.lineage import DecidedAdmin
from claims.admin.repeat_desk import repeat_desk
from claims.admin.shared_work import AssignedByEither
from claims.admin.side_by_side import claim_told, decide_each, reasons_told
from claims.models import Appearance, ClaimMerge, RepeatPair
from claims.workflows.decide_repeat import confirm_repeat, reject_repeat


@admin.register(RepeatPair)
class RepeatPairAdmin(DecidedAdmin[RepeatPair]):
    list_display = ("state", "later_claim", "earlier_claim", "why", "decided_by")
    list_display_links = ("state",)
    list_filter = ("state", AssignedByEither)
    list_select_related = ("later__subject", "earlier__subject", "decided_by")
    search_fields = ("later__text", "earlier__text", "later__subject__name")
    # What waits stands first.
    ordering = ("-state", "-id")
    fields = readonly_fields = ("later_claim", "earlier_claim", "why", "state", "decided_by", "recorded_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[RepeatPair]:
        """Both claims with their figures and places, in a fixed number of queries."""
        places = Appearance.objects.select_related("announcement__publisher").order_by("pk")
        sides = [
            part
            for side in ("later", "earlier")
            for part in (f"{side}__quantities", Prefetch(f"{side}__appearances", places))
        ]
        return super().get_queryset(request).prefetch_related(*sides)

    def get_urls(self) -> list[URLPattern]:
        """The desk of one pair at a time beside the usual pages."""
        desk = path("desk/", self.admin_site.admin_view(self.desk), name="claims_repeatpair_desk")
        return [desk, *super().get_urls()]

    def desk(self, request: HttpRequest) -> HttpResponse:
        """What waits, one pair at a time."""
        return repeat_desk(self, request)

    @admin.display(description=gettext_lazy("this claim"))
    def later_claim(self, pair: RepeatPair) -> SafeString:
        return claim_told(pair.later)

    @admin.display(description=gettext_lazy("repeats this one"))
    def earlier_claim(self, pair: RepeatPair) -> SafeString:
        return claim_told(pair.earlier)

    @admin.display(description=gettext_lazy("reasons"))
    def why(self, pair: RepeatPair) -> SafeString:
        return reasons_told(pair.reasons)

    @admin.action(description=gettext_lazy("Confirm: merge this claim into the other"), permissions=["decide"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[RepeatPair]) -> None:
        """Merge the later claim of each pair into the earlier one."""
        now = timezone.now()
        decide_each(
            request, chosen, lambda pair, actor: confirm_repeat(pair.pk, actor=actor, now=now), _("repeats confirmed")
        )

    @admin.action(description=gettext_lazy("Reject: they are two claims"), permissions=["decide"])
    def reject(self, request: HttpRequest, chosen: QuerySet[RepeatPair]) -> None:
        """Keep both apart for good, and take a merged one out again."""
        now = timezone.now()
        decide_each(
            request, chosen, lambda pair, actor: reject_repeat(pair.pk, actor=actor, now=now), _("repeats rejected")
        )


@admin.register(ClaimMerge)
class ClaimMergeAdmin(ReadOnlyAdmin[ClaimMerge]):
    list_display = ("claim", "step", "successor", "reason", "actor", "recorded_at")
    list_filter = ("step",)
    list_select_related = ("claim", "successor", "actor")
    search_fields = ("claim__text", "successor__text", "reason")
    ordering = ("-id",)
