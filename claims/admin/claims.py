"""Claims with where they were said and what they measure."""

from datetime import date, datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Field, Q, QuerySet
from django.forms import TypedChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from unfold.admin import TabularInline

from claims.admin.long_lists import LongList
from claims.admin.rulings import RuledFilter, way_to_rule
from claims.admin.shared_work import AssignedFilter, ask_whom, urls
from claims.admin.side_by_side import decide_each, reasons_told
from claims.models import Appearance, Claim, Quantity, Subject, Workflow
from claims.queries import claim_with_everything, settling
from claims.said_words import claims_that_say
from claims.workflows.call_visits import call_visits
from claims.workflows.merge_claims import merge_claims
from claims.workflows.unmerge_claim import unmerge_claim


class AppearanceInline(TabularInline[Appearance, Claim]):
    model = Appearance
    fk_name = "claim"
    extra = 0
    fields = readonly_fields = ("announcement", "exact", "start", "end", "repeated", "came_from", "anchor")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class QuantityInline(TabularInline[Quantity, Claim]):
    model = Quantity
    extra = 0
    fields = ("metric", "relation", "comparator", "value", "low", "high", "unit", "scope", "baseline")


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
    actions = ("look_now", "assign", "merge", "take_out")
    # Shown in words below, and never written by hand.
    exclude = ("reading_reasons", "readers")
    # The words of a claim never change, its status follows from evidence, and what it was merged into from merging.
    readonly_fields = (
        "text",
        "language",
        "status",
        "certainty",
        "proposal",
        "ruling",
        "score",
        "why_read",
        "read_by",
        "merged_into",
        "recorded_at",
        "what_would_settle_it",
    )
    inlines = (QuantityInline, AppearanceInline)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        """Those that say each of the words, or are about a subject of such a name, by the indexes of the site."""
        found = queryset
        for word in search_term.split():
            about = Subject.objects.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word)).order_by()
            found = found.filter(claims_that_say(word) | Q(subject__in=list(about.values_list("pk", flat=True)[:1000])))
        return found, False

    @admin.display(description="sees to it")
    def sees_to_it(self, claim: Claim) -> str:
        """Who sees to it."""
        return str(claim.assignment.editor) if hasattr(claim, "assignment") else "–"

    @admin.display(description="ruling")
    def ruling(self, claim: Claim) -> str:
        """What a person ruled, and the way to rule."""
        return way_to_rule(claim)

    @admin.display(description="what would settle it")
    def what_would_settle_it(self, claim: Claim) -> str:
        """What is still missing, a line each; what evidence gives already is left out."""
        missing = [one.what for one in settling(claim_with_everything(claim.pk)) if one.is_open]
        return format_html_join("", "<div>{}</div>", ((what,) for what in missing)) if missing else "–"

    @admin.display(description="why it was read")
    def why_read(self, claim: Claim) -> SafeString:
        """What made the sentence a claim, and how much each sign added to its score."""
        return reasons_told(claim.reading_reasons)

    @admin.display(description="read by")
    def read_by(self, claim: Claim) -> str:
        """The rules, and the models that read beside them."""
        return ", ".join(claim.readers)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Claims are read from announcements, so that each has a quote."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A claim's number is permanent: dismiss it instead."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The pages of assigning and of saved views beside the usual ones."""
        return [*urls(self.admin_site, self), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Claim | None = None) -> tuple[str, ...]:
        """A merged claim stays merged until it is taken out again."""
        merged = obj is not None and obj.workflow == Workflow.MERGED
        return (*super().get_readonly_fields(request, obj), *(("workflow",) if merged else ()))

    def formfield_for_choice_field(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> TypedChoiceField | None:
        """Nobody sets "merged" by hand: the action does, which knows into what."""
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if field and db_field.name == "workflow":
            field.choices = [choice for choice in db_field.choices or () if choice[0] != Workflow.MERGED]
        return field

    @admin.action(description="Look now (by the next job)", permissions=["change"])
    def look_now(self, request: HttpRequest, chosen: QuerySet[Claim]) -> None:
        """Make those due that are watched."""
        called = call_visits(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(request, f"{called} claims will be looked for within minutes; those at rest stay there.")

    @admin.action(description="Assign to …", permissions=["change"])
    def assign(self, request: HttpRequest, chosen: QuerySet[Claim]) -> HttpResponse:
        """To the page that asks whom."""
        return ask_whom(chosen)

    @admin.action(description="Merge into the one that was claimed first", permissions=["change"])
    def merge(self, request: HttpRequest, chosen: QuerySet[Claim]) -> None:
        """Merge all chosen claims into the earliest of them."""
        first, *others = sorted(chosen, key=lambda claim: (claim.claimed_on or date.max, claim.pk))
        now = timezone.now()
        decide_each(
            request,
            Claim.objects.filter(pk__in=[claim.pk for claim in others]),
            lambda claim, actor: _merge(claim, first, actor, now),
            f"claims merged into claim {first.pk}",
        )

    @admin.action(description="Take out of the claim it was merged into", permissions=["change"])
    def take_out(self, request: HttpRequest, chosen: QuerySet[Claim]) -> None:
        """Undo the merge of each chosen claim that is merged."""
        now = timezone.now()
        decide_each(
            request,
            chosen.filter(workflow=Workflow.MERGED),
            lambda claim, actor: _take_out(claim, actor, now),
            "claims taken out again",
        )


def _merge(claim: Claim, first: Claim, actor: User, now: datetime) -> None:
    merge_claims(claim.pk, first.pk, actor=actor, reason="An editor merged them.", now=now)


def _take_out(claim: Claim, actor: User, now: datetime) -> None:
    unmerge_claim(claim.pk, actor=actor, reason="An editor took it out again.", now=now)
