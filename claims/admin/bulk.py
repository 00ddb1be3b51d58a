"""One act over all rows of a list: what it would be done with, a word to go on, how far it is, and its history."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from claims.admin.decision_forms import ReasonForm
from claims.admin.history import ReadOnlyAdmin
from claims.admin.reason_page import number_in
from claims.admin.reviewing import PERMISSION as REVIEWS
from claims.admin.rulings import editor
from claims.models import BulkAct, BulkOutcome, BulkRow, BulkRun, BulkState, Claim, Evidence
from claims.workflows.carry_on_bulk import carry_on_bulk
from claims.workflows.open_bulk import OF_EVIDENCE, BulkRefused, open_bulk
from claims.workflows.steer_bulk import WITH_REASON, confirm_bulk, give_up_bulk, resume_bulk, stop_bulk

CHANGES = "claims.change_claim"
NEEDS: Mapping[str, str] = {act: REVIEWS if act in OF_EVIDENCE else CHANGES for act in BulkAct}
# So many are done before their page is shown, in so many seconds; the rest, and all of more, is a job's.
AT_ONCE, SECONDS_AT_ONCE = 200, 20
SHOWN, A_PAGE = 5, 50
TITLES = {
    BulkAct.LOOK: ngettext_lazy("Look for %(count)d claim now?", "Look for %(count)d claims now?", "count"),
    BulkAct.ASSIGN: ngettext_lazy("Assign %(count)d claim?", "Assign %(count)d claims?", "count"),
    BulkAct.DISMISS: ngettext_lazy("Dismiss %(count)d claim?", "Dismiss %(count)d claims?", "count"),
    BulkAct.UNMERGE: ngettext_lazy(
        "Take %(count)d claim out of what it was merged into?",
        "Take %(count)d claims out of what they were merged into?",
        "count",
    ),
    BulkAct.ACCEPT: ngettext_lazy(
        "Accept %(count)d piece of evidence?", "Accept %(count)d pieces of evidence?", "count"
    ),
    BulkAct.REJECT: ngettext_lazy(
        "Reject %(count)d piece of evidence?", "Reject %(count)d pieces of evidence?", "count"
    ),
}
FOLLOWS = {
    BulkAct.LOOK: gettext_lazy("Those that are watched are looked for by the next jobs; those at rest stay there."),
    BulkAct.ASSIGN: gettext_lazy("Whoever saw to them before no longer does."),
    BulkAct.DISMISS: gettext_lazy("They keep their numbers and are no longer followed; each can be taken up again."),
    BulkAct.UNMERGE: gettext_lazy("Each goes on where it was, and the rules never put the two together again."),
    BulkAct.ACCEPT: gettext_lazy("Each counts from then on, and the statuses follow at once."),
    BulkAct.REJECT: gettext_lazy("None of it counts from then on, and the statuses follow at once."),
}


class WhomForm(forms.Form):
    """To whom claims are given."""

    editor = forms.ModelChoiceField(
        User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        label=gettext_lazy("Who sees to them"),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        widget=UnfoldAdminSelectWidget(),
    )


class SureForm(forms.Form):
    """Nothing more is asked."""


def _form_of(act: str) -> type[forms.Form]:
    return ReasonForm if act in WITH_REASON else WhomForm if act == BulkAct.ASSIGN else SureForm


def ask_in_bulk(request: HttpRequest, act: BulkAct, rows: QuerySet[Any]) -> HttpResponse | None:
    """To the page that says what it would be done with; None, with the reason told, where it cannot be."""
    actor = editor(request, NEEDS[act])
    try:
        return redirect("admin:claims_bulkrun_change", open_bulk(act, rows, actor=actor, now=timezone.now()).pk)
    except BulkRefused as refused:
        messages.warning(request, str(refused))
        return None


def is_of_all_pages(request: HttpRequest) -> bool:
    """Whether an action of a list is for all that match, not only for those that were ticked."""
    return request.POST.get("select_across") == "1"


@admin.register(BulkRun)
class BulkRunAdmin(ReadOnlyAdmin[BulkRun]):
    list_display = ("id", "act", "state", "rows_total", "rows_done", "rows_refused", "actor", "reason", "recorded_at")
    list_filter = ("act", "state", "actor")
    list_select_related = ("actor",)
    search_fields = ("reason",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkRun]:
        """Those that one may do, with how many rows are over and how many were refused."""
        may = [act for act, permission in NEEDS.items() if request.user.has_perm(permission)]
        counts = {
            "done_count": Count("rows", filter=~Q(rows__outcome="")),
            "refused_count": Count("rows", filter=Q(rows__outcome=BulkOutcome.REFUSED)),
        }
        return super().get_queryset(request).filter(act__in=may).annotate(**counts)

    @admin.display(description=gettext_lazy("rows done"))
    def rows_done(self, run: BulkRun) -> int:
        return int(getattr(run, "done_count", 0))

    @admin.display(description=gettext_lazy("refused"))
    def rows_refused(self, run: BulkRun) -> int:
        return int(getattr(run, "refused_count", 0))

    def get_urls(self) -> list[URLPattern]:
        """The pages of an act, before the admin's own."""
        view = self.admin_site.admin_view
        return [
            path("<int:number>/change/", view(self.show), name="claims_bulkrun_change"),
            path("<int:number>/confirm/", view(self.confirm), name="claims_bulkrun_confirm"),
            path("<int:number>/steer/<str:act>/", view(self.steer), name="claims_bulkrun_steer"),
            *super().get_urls(),
        ]

    def show(self, request: HttpRequest, number: int, form: forms.Form | None = None) -> HttpResponse:
        """What it would be done with; then how far it is, and what was refused."""
        run = self._run(request, number)
        counts = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in BulkOutcome}
        counted = run.rows.aggregate(**counts)
        refused = run.rows.filter(outcome=BulkOutcome.REFUSED).order_by("number")
        rows = Paginator(refused, A_PAGE).get_page(number_in(request.GET.get("page", "1")))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": TITLES[BulkAct(run.act)] % {"count": run.rows_total},
            "run": run,
            "follows": FOLLOWS[BulkAct(run.act)],
            "asked": run.state == BulkState.ASKED,
            "at_work": run.state == BulkState.WORKING,
            "rests": run.state in (BulkState.STOPPED, BulkState.FAILED),
            "done": sum(counted.values()),
            "tiles": [(outcome.label, counted[outcome.value]) for outcome in BulkOutcome],
            "first": _shown(run, run.rows.order_by("number")[:SHOWN]),
            "more": max(run.rows_total - SHOWN, 0),
            "refused": rows,
            "refused_rows": _shown(run, rows),
            "by_a_job": run.rows_total > AT_ONCE,
            "form": form or _form_of(run.act)(),
            "list": "admin:claims_waitingevidence_changelist"
            if run.act in OF_EVIDENCE
            else "admin:claims_claim_changelist",
        }
        return TemplateResponse(request, "admin/claims/bulk_run.html", context)

    def confirm(self, request: HttpRequest, number: int) -> HttpResponse:
        """Do it, in the name of who confirms: a few at once, many by jobs."""
        run = self._run(request, number)
        actor, form = editor(request, NEEDS[run.act]), _form_of(run.act)(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self.show(request, number, form if request.method == "POST" else None)
        given = form.cleaned_data
        try:
            confirm_bulk(
                number,
                reason=given.get("reason", ""),
                editor=given.get("editor"),
                actor=actor,
                now=timezone.now(),
            )
        except BulkRefused as refused:
            messages.error(request, str(refused))
        else:
            _begin_at_once(run)
        return redirect("admin:claims_bulkrun_change", number)

    def steer(self, request: HttpRequest, number: int, act: str) -> HttpResponse:
        """Stop, go on, or give it up before it began."""
        run = self._run(request, number)
        acts = {
            "stop": lambda: stop_bulk(number),
            "resume": lambda: resume_bulk(number, now=timezone.now()),
            "give-up": lambda: give_up_bulk(number),
        }
        if request.method == "POST" and act in acts:
            try:
                acts[act]()
            except BulkRefused as refused:
                messages.error(request, str(refused))
            else:
                if act == "give-up":
                    messages.success(request, _("Given up; nothing was done."))
                    return redirect("admin:claims_bulkrun_changelist")
                _begin_at_once(run)
        return redirect("admin:claims_bulkrun_change", number)

    def _run(self, request: HttpRequest, number: int) -> BulkRun:
        """The run, for who may do what it does. Raises `PermissionDenied` and `Http404`."""
        run = get_object_or_404(BulkRun.objects.select_related("actor", "editor"), pk=number)
        editor(request, NEEDS[run.act])
        return run


def _begin_at_once(run: BulkRun) -> None:
    if run.rows_total <= AT_ONCE:
        carry_on_bulk(run.pk, clock=timezone.now, seconds=SECONDS_AT_ONCE)


def _shown(run: BulkRun, rows: Any) -> list[tuple[BulkRow, Claim | Evidence | None]]:
    """Rows of the run with what they are, in two queries; None for what is no longer there."""
    listed = list(rows)
    numbers = [row.number for row in listed]
    found: dict[int, Claim | Evidence]
    if run.act in OF_EVIDENCE:
        found = dict(Evidence.objects.select_related("claim", "paper_version").in_bulk(numbers))
    else:
        found = dict(Claim.objects.in_bulk(numbers))
    return [(row, found.get(row.number)) for row in listed]
