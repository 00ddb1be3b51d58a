"""Which texts come from which, and the figures in which they differ: what the rules found, for editors to decide."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.history import ReadOnlyAdmin
from claims.admin.side_by_side import decide_each, reasons_told, text_told
from claims.models import FigureDoubt, LineagePair
from claims.workflows.decide_doubt import confirm_doubt, dismiss_doubt
from claims.workflows.decide_lineage import confirm_lineage, reject_lineage


class DecidedAdmin[Row: Model](ReadOnlyAdmin[Row]):
    """Rows that the rules make: editors do not rewrite them, they decide them by the actions of the list."""

    actions = ("confirm", "reject")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whoever may change such rows may decide them."""
        return super(ReadOnlyAdmin, self).has_change_permission(request)


@admin.register(LineagePair)
class LineagePairAdmin(DecidedAdmin[LineagePair]):
    list_display = ("state", "derived_text", "kind", "original_text", "why", "decided_by")
    list_display_links = ("state",)
    list_filter = ("state", "kind")
    list_select_related = ("derived__publisher", "original__publisher", "decided_by")
    search_fields = ("derived__title", "original__title")
    # What waits stands first: "suggested" and "open" are the last of the words.
    ordering = ("-state", "-id")
    fields = readonly_fields = ("kind", "derived_text", "original_text", "why", "state", "decided_by", "recorded_at")

    @admin.display(description=gettext_lazy("this text"))
    def derived_text(self, pair: LineagePair) -> SafeString:
        return text_told(pair.derived)

    @admin.display(description=gettext_lazy("of this original"))
    def original_text(self, pair: LineagePair) -> SafeString:
        return text_told(pair.original)

    @admin.display(description=gettext_lazy("reasons"))
    def why(self, pair: LineagePair) -> SafeString:
        return reasons_told(pair.reasons)

    @admin.action(description=gettext_lazy("Confirm: it comes from that original"), permissions=["decide"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[LineagePair]) -> None:
        """Link each pair for good."""
        now = timezone.now()
        decide_each(
            request, chosen, lambda pair, actor: confirm_lineage(pair.pk, actor=actor, now=now), _("pairs confirmed")
        )

    @admin.action(description=gettext_lazy("Reject: they are no relatives"), permissions=["decide"])
    def reject(self, request: HttpRequest, chosen: QuerySet[LineagePair]) -> None:
        """Part each pair for good."""
        now = timezone.now()
        decide_each(
            request, chosen, lambda pair, actor: reject_lineage(pair.pk, actor=actor, now=now), _("pairs rejected")
        )


@admin.register(FigureDoubt)
class FigureDoubtAdmin(DecidedAdmin[FigureDoubt]):
    list_display = ("state", "copy_says", "original_says", "claim", "counterpart", "decided_by")
    list_display_links = ("state",)
    list_filter = ("state",)
    list_select_related = ("derived", "original", "claim", "counterpart", "decided_by")
    search_fields = ("derived__title", "original__title", "derived_quote", "original_quote")
    # What waits stands first: "suggested" and "open" are the last of the words.
    ordering = ("-state", "-id")
    fields = readonly_fields = (
        "copy_says", "original_says", "claim", "counterpart", "state", "decided_by", "recorded_at"
    )  # fmt: skip

    @admin.display(description=gettext_lazy("the copy says"))
    def copy_says(self, doubt: FigureDoubt) -> SafeString:
        return _quoted(doubt.derived_figure, doubt.derived_quote, doubt.derived.language)

    @admin.display(description=gettext_lazy("its original says"))
    def original_says(self, doubt: FigureDoubt) -> SafeString:
        return _quoted(doubt.original_figure, doubt.original_quote, doubt.original.language)

    @admin.action(description=gettext_lazy("Confirm: the copy is wrong"), permissions=["decide"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[FigureDoubt]) -> None:
        """Make each claim a repeat of the original's, told wrongly."""
        now = timezone.now()
        decide_each(
            request, chosen, lambda doubt, actor: confirm_doubt(doubt.pk, actor=actor, now=now), _("doubts confirmed")
        )

    @admin.action(description=gettext_lazy("Dismiss: they say the same"), permissions=["decide"])
    def reject(self, request: HttpRequest, chosen: QuerySet[FigureDoubt]) -> None:
        """Set each doubt aside for good."""
        decide_each(request, chosen, lambda doubt, actor: dismiss_doubt(doubt.pk, actor=actor), _("doubts dismissed"))


def _quoted(figure: str, quote: str, language: str) -> SafeString:
    return format_html('<strong>{}</strong><br><q lang="{}">{}</q>', figure, language, quote)
