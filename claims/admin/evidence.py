"""Evidence and recomputations."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from claims.admin.history import ReadOnlyAdmin, ReadOnlyInline
from claims.admin.reviewing import PERMISSION
from claims.admin.searching import evidence_saying
from claims.admin.shared_work import AssignedByClaim
from claims.judging.answering_figures import answering_figures
from claims.judging.intervals import Interval, shown
from claims.models import Evidence, Recomputation, RecomputationInput


class ProposerFilter(admin.SimpleListFilter):
    """Who proposed it."""

    title = gettext_lazy("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("rules", _("The rules")), ("model", _("A language model or a person"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "rules":
            return queryset.filter(proposed_by="")
        return queryset.exclude(proposed_by="") if self.value() == "model" else queryset


class EvidenceColumns[Row: Evidence](ReadOnlyAdmin[Row]):
    """Evidence as lists show it: the claim, the passage with its document, the two figures, and why.

    What a paper says and how it was read is not rewritten; people decide on it (`claims.admin.reviews`).
    """

    search_fields = ("quote", "claim__text", "paper_version__title")
    only_for: ClassVar = {"decide": (PERMISSION,)}
    fields = (
        "claim",
        "decide",
        "state",
        "stance",
        "grade",
        "quote",
        "location",
        "paper_version",
        "figures",
        "reading",
        "condition",
        "supersedes",
        "confidence",
        "basis",
        "independence_group",
        "known_on",
        "proposed_by",
        "accepted_under",
        "decided_by",
        "rule_version",
        "recorded_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """With the claim's figures and the document, in a fixed number of queries."""
        rows = super().get_queryset(request)
        return rows.select_related("claim__subject", "paper_version__paper", "decided_by").prefetch_related(
            "claim__quantities"
        )

    def saying(self, word: str) -> Q:
        """Whether its claim, its quote or its paper has a word."""
        return evidence_saying(word)

    @admin.display(description=gettext_lazy("claim"), ordering="claim")
    def of_claim(self, row: Evidence) -> SafeString:
        return format_html(
            '<div class="desk-text"><a href="{}" lang="{}">{}</a><small>{} · {}</small></div>',
            reverse("admin:claims_claim_change", args=[row.claim_id]),
            row.claim.language,
            row.claim.text,
            _("claim {number}").format(number=row.claim_id),
            row.claim.get_status_display(),
        )

    @admin.display(description=gettext_lazy("passage"))
    def passage(self, row: Evidence) -> SafeString:
        return format_html(
            '<div class="desk-text"><q>{}</q><small>{}, {}</small></div>',
            row.quote,
            row.paper_version.title,
            row.location,
        )

    @admin.display(description=gettext_lazy("claimed / said"))
    def figures(self, row: Evidence) -> SafeString:
        amounts = sorted(row.claim.quantities.all(), key=lambda amount: amount.pk)
        both = answering_figures(amounts[0].to_core() if amounts else None, row.quote)
        return format_html(
            '<dl class="desk-figures"><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>',
            _("claimed"),
            both.claimed or "–",
            pgettext("of evidence", "said"),
            both.said or "–",
        )

    @admin.display(description=gettext_lazy("stance"), ordering="stance")
    def sided(self, row: Evidence) -> SafeString:
        return format_html(
            '<span class="desk-stance desk-{}">{}</span><small>{}, {}</small>',
            row.stance,
            row.get_stance_display(),
            row.grade,
            f"{row.confidence:.2f}",
        )

    @admin.display(description=gettext_lazy("why"))
    def why(self, row: Evidence) -> SafeString:
        condition = _("Only if: {condition}").format(condition=row.condition) if row.condition else ""
        return format_html(
            '<div class="desk-text">{}<small>{}</small></div>',
            row.reading,
            condition or _("read from {basis}").format(basis=row.get_basis_display()),
        )

    @admin.display(description=gettext_lazy("decide"))
    def decide(self, row: Evidence) -> SafeString:
        """The ways to what may be done with it."""
        review = reverse("admin:claims_evidence_review")
        return format_html(
            '<span class="desk-ways"><a href="{0}?act=accepted&amp;evidence={1}">{3}</a>'
            ' <a href="{0}?act=rejected&amp;evidence={1}">{4}</a> <a href="{2}">{5}</a></span>',
            review,
            row.pk,
            reverse("admin:claims_evidence_requote", args=[row.pk]),
            _("Accept"),
            _("Reject"),
            _("Quote other words"),
        )


@admin.register(Evidence)
class EvidenceAdmin(EvidenceColumns[Evidence]):
    list_display = ("of_claim", "passage", "figures", "sided", "state", "proposed_by", "decided_by")
    list_display_links = ("state",)
    list_filter = ("state", "stance", "grade", "basis", AssignedByClaim, ProposerFilter)
    readonly_fields = ("decide", "figures")
    ordering = ("-id",)
    list_before_template = "admin/claims/_export.html"


class RecomputationInputInline(ReadOnlyInline[RecomputationInput, Recomputation]):
    model = RecomputationInput
    fields = readonly_fields = ("name", "amount", "paper_version", "quote", "assumption")

    @admin.display(description=gettext_lazy("amount"))
    def amount(self, part: RecomputationInput) -> str:
        """The input as an interval for readers; the exact ends are in the table."""
        return f"{Interval(part.low, part.high)} {part.unit}"


@admin.register(Recomputation)
class RecomputationAdmin(ReadOnlyAdmin[Recomputation]):
    list_display = ("claim", "formula", "result", "was_claimed", "stance", "is_current")
    list_filter = ("is_current", "stance")
    list_select_related = ("claim",)
    search_fields = ("formula", "claim__text")
    ordering = ("-id",)
    inlines = (RecomputationInputInline,)

    @admin.display(description=gettext_lazy("result"))
    def result(self, done: Recomputation) -> str:
        """The result as an interval for readers."""
        return f"{Interval(done.low, done.high)} {done.unit}"

    @admin.display(description=gettext_lazy("claimed"), empty_value="–")
    def was_claimed(self, done: Recomputation) -> str | None:
        """The claimed value for readers; None where the claim gives none."""
        return None if done.claimed is None else shown(done.claimed)
