"""What the numbers of an announcement say of each other."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from claims.admin.history import ReadOnlyAdmin
from claims.admin.side_by_side import reasons_told
from claims.models import OwnArithmetic


@admin.register(OwnArithmetic)
class OwnArithmeticAdmin(ReadOnlyAdmin[OwnArithmetic]):
    list_display = ("id", "announcement", "check_made", "outcome", "arithmetic", "is_current")
    list_filter = ("outcome", "is_current", "check_made")
    list_select_related = ("announcement",)
    search_fields = ("announcement__title", "claims__text")
    ordering = ("-is_current", "-id")
    fields = ("announcement", "claims_told", "check_made", "outcome", "steps_told", "rule_version", "is_current")
    readonly_fields = ("claims_told", "steps_told")

    @admin.display(description=gettext_lazy("arithmetic"))
    def arithmetic(self, row: OwnArithmetic) -> str:
        return " · ".join(str(step) for step in row.steps)

    @admin.display(description=gettext_lazy("claims"))
    def claims_told(self, row: OwnArithmetic) -> SafeString:
        """The claims whose figures are held against each other, a line each."""
        return reasons_told([str(claim) for claim in row.claims.order_by("pk")])

    @admin.display(description=gettext_lazy("steps"))
    def steps_told(self, row: OwnArithmetic) -> SafeString:
        """The arithmetic, a line each."""
        return reasons_told(row.steps)
