"""What is watched: sets that are followed, every request and question, what came, and which sources are closed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from claims.admin.history import FailedFilter, FailingFilter, ReadOnlyAdmin, read_of
from claims.admin.long_lists import LongList
from claims.core.sources import Source
from claims.coverage import SOURCE_NAMES, costs
from claims.models import (
    Citation,
    Fetch,
    Harvest,
    PaperWatch,
    Question,
    RawRecord,
    SourceTurn,
    WaitingPaper,
)
from claims.workflows.call_paper_checks import call_paper_checks
from claims.workflows.open_source import open_sources
from claims.workflows.schedule_harvest import (
    DAILY,
    SetRefused,
    call_harvests,
    refuse_set,
    resume_harvest,
    schedule_harvest,
    stop_harvest,
)

# A set that is followed from now on brings what changed lately, too.
_DAYS_BACK = 30


class HarvestForm(forms.ModelForm[Harvest]):
    """Which set, since when and how often; refused where the source is not watched or has no sets."""

    class Meta:
        help_texts = {  # noqa: RUF012 - read only
            "collection": gettext_lazy("In the source's own words, such as cs:cs:CL for arXiv; empty: everything."),
            "every": gettext_lazy("Days and hours:minutes:seconds, such as 1 00:00:00 for each day."),
        }

    def clean(self) -> dict[str, Any]:
        """Everything, or why the set cannot be followed."""
        told = super().clean() or self.cleaned_data
        if "source" in told and "every" in told:
            try:
                refuse_set(Source(told["source"]), every=told["every"])
            except SetRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return told


@admin.register(Harvest)
class HarvestAdmin(LongList[Harvest]):
    form = HarvestForm
    list_display = ("__str__", "progress", "high_water", "every", "due_at", "stopped", "new_papers", "refused", "fault")
    list_filter = ("source", "stopped", FailingFilter)
    search_fields = ("collection", "failure")
    ordering = ("source", "collection", "id")
    actions = ("look_now", "stop", "resume")
    fields = (
        "source", "collection", "starts_on", "every", "progress", "stopped", "due_at", "high_water",
        "pending_high_water", "started_at", "finished_at", "pages", "records", "total", "new_papers", "refused",
        "failing_since", "failures", "failure",
    )  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Harvest | None = None) -> tuple[str, ...]:
        """A new one is only described."""
        return self.fields if obj else self.fields[:4]

    def get_readonly_fields(self, request: HttpRequest, obj: Harvest | None = None) -> tuple[str, ...]:
        """Another set or another start is another harvest; the rest is noted by jobs and by the list's actions."""
        return self.fields if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """As the command has it."""
        since = timezone.localdate() - timedelta(days=_DAYS_BACK)
        return {"every": DAILY, "starts_on": since, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Harvest, form: Any, change: bool) -> None:
        """Follow a new set from now on."""
        if change:
            return
        made, _ = schedule_harvest(
            Source(obj.source), obj.collection, starts_on=obj.starts_on, now=timezone.now(), every=obj.every
        )
        obj.pk = made.pk
        obj.refresh_from_db()

    @admin.display(description=gettext_lazy("this pass"))
    def progress(self, harvest: Harvest) -> str:
        """How far it is, with a bar where the source tells how much there is."""
        numbers = {"records": f"{harvest.records:,}", "pages": f"{harvest.pages:,}"}
        if not harvest.total:
            return ngettext(
                "{records} records on {pages} page", "{records} records on {pages} pages", harvest.pages
            ).format(**numbers)
        told = ngettext(
            "{records} of {total} records on {pages} page",
            "{records} of {total} records on {pages} pages",
            harvest.pages,
        ).format(total=f"{harvest.total:,}", **numbers)
        bar = '<progress max="{}" value="{}" aria-label="{}"></progress><br><small>{}</small>'
        return format_html(bar, harvest.total, harvest.records, _("Progress"), told)

    @admin.display(description=gettext_lazy("failure"), ordering="failing_since")
    def fault(self, harvest: Harvest) -> str:
        """Since when and why no page comes."""
        return f"{harvest.failing_since:%Y-%m-%d %H:%M}: {harvest.failure}" if harvest.failing_since else ""

    @admin.action(description=gettext_lazy("Look now (by the next job)"), permissions=["change"])
    def look_now(self, request: HttpRequest, chosen: QuerySet[Harvest]) -> None:
        """Make those due that are not stopped."""
        called = call_harvests(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} set will be looked at within minutes.",
                "{count} sets will be looked at within minutes.",
                called,
            ).format(count=called),
        )

    @admin.action(description=gettext_lazy("Stop after the page it is at"), permissions=["change"])
    def stop(self, request: HttpRequest, chosen: QuerySet[Harvest]) -> None:
        """Let them rest where they are."""
        for harvest in chosen:
            stop_harvest(harvest.pk)
        messages.success(
            request, ngettext("{count} set stopped.", "{count} sets stopped.", len(chosen)).format(count=len(chosen))
        )

    @admin.action(description=gettext_lazy("Resume where it stopped"), permissions=["change"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Harvest]) -> None:
        """Go on from where they are."""
        for harvest in chosen:
            resume_harvest(harvest.pk, now=timezone.now())
        messages.success(
            request,
            ngettext("{count} set goes on within minutes.", "{count} sets go on within minutes.", len(chosen)).format(
                count=len(chosen)
            ),
        )


class StatusFilter(admin.SimpleListFilter):
    """By the kind of answer."""

    title = gettext_lazy("answer")
    parameter_name = "answer"
    kinds: dict[str, Q] = {  # noqa: RUF012 - read only
        "none": Q(status=None),
        "2": Q(status__range=(200, 299)),
        "3": Q(status__range=(300, 399)),
        "429": Q(status=429),
        "4": Q(status__range=(400, 499)),
        "5": Q(status__range=(500, 599)),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [
            ("none", _("no answer")),
            ("2", _("2xx")),
            ("3", _("3xx: moved or unchanged")),
            ("429", _("429: asked to slow down")),
            ("4", _("4xx: refused")),
            ("5", _("5xx: their fault")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Fetch]) -> QuerySet[Fetch]:
        """Those with such an answer."""
        kind = self.kinds.get(self.value() or "")
        return queryset.filter(kind) if kind else queryset


@admin.register(Fetch)
class FetchAdmin(ReadOnlyAdmin[Fetch]):
    list_display = (
        "started_at",
        "source",
        "method",
        "url",
        "status",
        "seconds",
        "size",
        "attempt",
        "cost_usd",
        "failure",
    )
    list_filter = ("source", FailedFilter, StatusFilter)
    search_fields = ("url", "failure")
    # The log is written in this order, and grows without end: its key is its index.
    ordering = ("-id",)
    show_full_result_count = False
    list_before_template = "admin/claims/fetch_costs.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The list, with what the sources cost."""
        spent = [(SOURCE_NAMES[source], *both) for source, both in costs(now=timezone.now()).items()]
        return super().changelist_view(request, {**(extra_context or {}), "spent": spent})  # type: ignore[return-value]


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin[Question]):
    list_display = ("source", "told", "since", "asked_at", "answered_at", "found_told", "failure")
    list_filter = ("source", FailedFilter)
    search_fields = ("told", "failure")
    ordering = ("-asked_at", "-id")

    @admin.display(description=gettext_lazy("found"))
    def found_told(self, question: Question) -> str:
        """How many records were read."""
        return read_of(question.found, has_more=question.has_more)


class RefusedFilter(admin.SimpleListFilter):
    """By whether it was taken in."""

    title = gettext_lazy("taken in")
    parameter_name = "refused"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("1", _("refused")), ("0", _("taken in"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RawRecord]) -> QuerySet[RawRecord]:
        """Those with a refusal, or the others."""
        if self.value() == "1":
            return queryset.exclude(refusal="")
        return queryset.filter(refusal="") if self.value() == "0" else queryset


@admin.register(RawRecord)
class RawRecordAdmin(ReadOnlyAdmin[RawRecord]):
    list_display = ("native_id", "source", "version", "paper", "refusal", "recorded_at")
    list_filter = ("source", RefusedFilter)
    list_select_related = ("paper",)
    search_fields = ("native_id", "refusal")
    ordering = ("-id",)
    show_full_result_count = False
    fields = ("source", "native_id", "version", "paper", "refusal", "recorded_at", "sha256", "as_it_came")
    readonly_fields = ("as_it_came",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RawRecord]:
        """A list shows no payloads, which are long."""
        return super().get_queryset(request).defer("payload")

    @admin.display(description=gettext_lazy("as it came"))
    def as_it_came(self, record: RawRecord) -> SafeString:
        """Strangers' bytes, as text."""
        return format_html('<pre class="desk-document">{}</pre>', record.payload)


@admin.register(PaperWatch)
class PaperWatchAdmin(ReadOnlyAdmin[PaperWatch]):
    list_display = ("paper", "due_at", "checked_at", "failure")
    list_filter = (FailedFilter,)
    list_select_related = ("paper",)
    search_fields = ("paper__title", "paper__identifiers__value")
    ordering = ("due_at", "paper")
    actions = ("ask_now",)

    def has_ask_permission(self, request: HttpRequest) -> bool:
        """For the action: the rows themselves are never edited."""
        return request.user.has_perm("claims.change_paperwatch")

    @admin.action(description=gettext_lazy("Ask now (by the next job)"), permissions=["ask"])
    def ask_now(self, request: HttpRequest, chosen: QuerySet[PaperWatch]) -> None:
        """Make their checks due."""
        called = call_paper_checks(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} paper will be asked after within minutes.",
                "{count} papers will be asked after within minutes.",
                called,
            ).format(count=called),
        )


@admin.register(SourceTurn)
class SourceTurnAdmin(ReadOnlyAdmin[SourceTurn]):
    list_display = ("pace", "state", "next_allowed_at", "held_until")
    search_fields = ("pace", "closed")
    ordering = ("-next_allowed_at", "pace")
    actions = ("open_again",)

    def has_open_permission(self, request: HttpRequest) -> bool:
        """For the action: the rows themselves are never edited."""
        return request.user.has_perm("claims.change_sourceturn")

    @admin.display(description=gettext_lazy("state"))
    def state(self, turn: SourceTurn) -> str:
        """Whether it may be asked, and if not, why."""
        if turn.closed and turn.next_allowed_at > timezone.now():
            return _("closed until {when}, because {why}").format(
                when=f"{turn.next_allowed_at:%Y-%m-%d %H:%M}", why=turn.closed
            )
        is_held = turn.held_until and turn.held_until > timezone.now()
        return _("being asked now") if is_held else pgettext("a source", "open")

    @admin.action(description=gettext_lazy("Open again"), permissions=["open"])
    def open_again(self, request: HttpRequest, chosen: QuerySet[SourceTurn]) -> None:
        """Let what is closed be asked from now on."""
        opened = open_sources(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} source opened. What was due for it is asked when it is due again.",
                "{count} sources opened. What was due for them is asked when it is due again.",
                opened,
            ).format(count=opened),
        )


@admin.register(WaitingPaper)
class WaitingPaperAdmin(ReadOnlyAdmin[WaitingPaper]):
    list_display = ("paper", "due_at", "leased_until")
    list_select_related = ("paper",)
    search_fields = ("paper__title",)
    ordering = ("due_at", "paper")


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin[Citation]):
    list_display = ("citing", "cited", "source", "recorded_at")
    list_filter = ("source",)
    list_select_related = ("citing", "cited")
    search_fields = ("citing__title", "cited__title")
    ordering = ("-id",)
    show_full_result_count = False
