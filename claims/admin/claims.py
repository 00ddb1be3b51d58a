"""Claims with where they were said and what they measure."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.bulk import ask_in_bulk, is_of_all_pages
from claims.admin.claim_form import FIGURE, READ, ClaimForm
from claims.admin.claim_history import history_of
from claims.admin.history import ReadOnlyInline
from claims.admin.long_lists import LongList
from claims.admin.merge_page import ask_to_merge, merge_page
from claims.admin.rulings import PROPOSES, RULES, RuledFilter, editor, ruled, way_to_rule
from claims.admin.shared_work import AssignedFilter, ask_whom, urls
from claims.admin.side_by_side import reasons_told
from claims.figures import amount
from claims.models import Appearance, BulkAct, Claim, Workflow
from claims.queries import claim_with_everything, settling
from claims.wording import page_language
from claims.workflows.call_visits import call_visits
from claims.workflows.correct_claim import correct_and_decide
from claims.workflows.decide_claim import DecisionRefused

# Where a request keeps why its form was refused.
REFUSAL = "_claims_refusal"


class AppearanceInline(ReadOnlyInline[Appearance, Claim]):
    model = Appearance
    fk_name = "claim"
    fields = readonly_fields = ("announcement", "exact", "start", "end", "repeated", "came_from", "anchor")


@admin.register(Claim)
class ClaimAdmin(LongList[Claim]):
    list_display = (
        "id",
        "text",
        "subject",
        "kind",
        "workflow",
        "status",
        "certainty",
        "proposal",
        "claimed_on",
        "sees_to_it",
    )
    list_display_links = ("id", "text")
    list_filter = (
        "workflow",
        "status",
        "certainty",
        "proposal",
        RuledFilter,
        AssignedFilter,
        "kind",
        "language",
        "quantities__metric",
    )
    list_select_related = ("subject", "assignment__editor")
    search_fields = ("text", "subject__name", "subject__aliases__name")
    ordering = ("-id",)
    list_before_template = "admin/claims/_export.html"
    autocomplete_fields = ("subject", "claimant")
    actions = ("look_now", "assign", "dismiss", "merge", "take_out")
    form = ClaimForm
    object_history_template = "admin/claims/claim_history.html"
    # The words of a claim never change, its status follows from evidence, and what it was merged into from merging.
    readonly_fields = (
        "text",
        "language",
        "status",
        "certainty",
        "proposal",
        "ruling",
        "rule_on_it",
        "score",
        "why_read",
        "read_by",
        "merged_into",
        "recorded_at",
        "what_would_settle_it",
        "in_figures",
    )
    inlines = (AppearanceInline,)

    @admin.display(description=gettext_lazy("in figures"))
    def in_figures(self, claim: Claim) -> str:
        """All of its figures in words."""
        amounts = (one.to_core() for one in claim.quantities.order_by("pk"))
        return " · ".join(amount(one, language=page_language()) or one.raw for one in amounts) or "–"

    @admin.display(description=gettext_lazy("sees to it"))
    def sees_to_it(self, claim: Claim) -> str:
        """Who sees to it."""
        return str(claim.assignment.editor) if hasattr(claim, "assignment") else "–"

    @admin.display(description=gettext_lazy("ruling"))
    def ruling(self, claim: Claim) -> str:
        """What a person ruled."""
        return ruled(claim)

    @admin.display(description="")
    def rule_on_it(self, claim: Claim) -> SafeString:
        """The way to rule."""
        return way_to_rule(claim)

    @admin.display(description=gettext_lazy("what would settle it"))
    def what_would_settle_it(self, claim: Claim) -> str:
        """What is still missing, a line each; what evidence gives already is left out."""
        missing = [one.what for one in settling(claim_with_everything(claim.pk)) if one.is_open]
        return format_html_join("", "<div>{}</div>", ((what,) for what in missing)) if missing else "–"

    @admin.display(description=gettext_lazy("why it was read"))
    def why_read(self, claim: Claim) -> SafeString:
        """What made the sentence a claim, and how much each sign added to its score."""
        return reasons_told(claim.reading_reasons)

    @admin.display(description=gettext_lazy("read by"))
    def read_by(self, claim: Claim) -> str:
        """The rules, and the models that read beside them."""
        return ", ".join(claim.readers)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Claims are read from announcements, so that each has a quote."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The pages of merging, of assigning and of saved views beside the usual ones."""
        merge = self.admin_site.admin_view(lambda request: merge_page(self, request))
        return [
            path("merge/", merge, name="claims_claim_merge"),
            *urls(self.admin_site, self),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        """A merged claim stays as it is until it is taken out again."""
        merged = obj is not None and obj.workflow == Workflow.MERGED
        return super().has_change_permission(request, obj) and not merged

    def get_fieldsets(self, request: HttpRequest, obj: Claim | None = None) -> Any:
        """What is known, how it was read, and where that comes from; what may be changed wants a reason."""
        known: tuple[str, ...] = (
            "text",
            "language",
            "workflow",
            "status",
            "certainty",
            "proposal",
            "ruling",
            "what_would_settle_it",
        )
        if any(map(request.user.has_perm, (RULES, PROPOSES))):
            known += ("rule_on_it",)
        from_where = {"fields": ("score", "why_read", "read_by", "merged_into", "recorded_at")}
        if not self.has_change_permission(request, obj):
            read = {"fields": (*READ, "in_figures")}
            return [(None, {"fields": known}), (_("How it was read"), read), (_("Where it comes from"), from_where)]
        return [
            (None, {"fields": known}),
            (_("How it was read"), {"fields": (*READ, "in_figures")}),
            (_("The figure that it is judged by, in base units"), {"fields": FIGURE}),
            (_("Why it is changed"), {"fields": ("reason", "seen")}),
            (_("Where it comes from"), from_where),
        ]

    def get_form(
        self, request: HttpRequest, obj: Claim | None = None, change: bool = False, **kwargs: Any
    ) -> type[ClaimForm]:
        """With why it was refused, where it was."""
        kwargs["fields"] = ("workflow", *READ)
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, REFUSAL, "")
        return form  # type: ignore[no-any-return] # made of `form` above

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What the workflow refuses is told in the form, which keeps what was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DecisionRefused as refused:
            setattr(request, REFUSAL, str(refused))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With all that people did with the claim."""
        claim = self.get_object(request, unquote(object_id))
        lines = history_of(claim) if claim else ()
        return super().history_view(request, object_id, {**(extra_context or {}), "lines": lines})

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        """By the workflow, with an entry in the claim's history; never past it."""
        actor, given = editor(request, "claims.change_claim"), form.cleaned_data
        correct_and_decide(
            obj.pk,
            form.reading(),
            form.act(),
            reason=given["reason"],
            actor=actor,
            seen=given["seen"],
            now=timezone.now(),
        )

    @admin.action(description=gettext_lazy("Look now (by the next job)"), permissions=["change"])
    def look_now(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        """Make those due that are watched; all that match only once that is confirmed."""
        if is_of_all_pages(request):
            return ask_in_bulk(request, BulkAct.LOOK, chosen)
        called = call_visits(chosen.values_list("pk", flat=True), now=timezone.now())
        told = ngettext(
            "%(count)s claim will be looked for within minutes; those at rest stay there.",
            "%(count)s claims will be looked for within minutes; those at rest stay there.",
            called,
        )
        messages.success(request, told % {"count": called})
        return None

    @admin.action(description=gettext_lazy("Assign to …"), permissions=["change"])
    def assign(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        """To the page that asks whom."""
        return ask_in_bulk(request, BulkAct.ASSIGN, chosen) if is_of_all_pages(request) else ask_whom(chosen)

    @admin.action(description=gettext_lazy("Dismiss …"), permissions=["change"])
    def dismiss(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        """To the page that says what is dismissed, and asks why."""
        return ask_in_bulk(request, BulkAct.DISMISS, chosen)

    @admin.action(description=gettext_lazy("Merge …"), permissions=["change"])
    def merge(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse:
        """To the page that shows them side by side, with which one stays."""
        return ask_to_merge(chosen)

    @admin.action(description=gettext_lazy("Take out of the claim it was merged into …"), permissions=["change"])
    def take_out(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse | None:
        """To the page that says what is taken out, and asks why."""
        return ask_in_bulk(request, BulkAct.UNMERGE, chosen.filter(workflow=Workflow.MERGED))
