"""The reviewers' queue: evidence that waits, accepted or rejected one by one or together, each with a reason."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from claims.admin.bulk import ask_in_bulk, is_of_all_pages
from claims.admin.decision_forms import ReasonForm, RequoteForm, is_fit_for_a_preview, is_saved
from claims.admin.evidence import EvidenceColumns, ProposerFilter
from claims.admin.history import ReadOnlyAdmin
from claims.admin.reason_page import ask_for_reason, number_in
from claims.admin.review_queue import review_queue
from claims.admin.reviewing import PERMISSION, reviewer, with_all
from claims.admin.shared_work import AssignedByClaim
from claims.judging.findings import Stance
from claims.models import BulkAct, Evidence, EvidenceReview, EvidenceState, ReviewAct, WaitingEvidence
from claims.wording import STATUS_WORDS
from claims.workflows.foresee_review import Foreseen, foresee_requote, foresee_review
from claims.workflows.requote_evidence import requote_evidence
from claims.workflows.review_evidence import ReviewRefused, review_evidence
from claims.workflows.undo_review import undo_review

# What one reason can be given for at once; a page of the list has as many.
MOST_AT_ONCE = 100


class WaitingFilter(admin.SimpleListFilter):
    """What the queue shows: unless chosen otherwise, evidence for or against that nobody has decided on."""

    title = gettext_lazy("queue")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mentions", _("Mere mentions")), ("all", pgettext("of a queue", "Everything"))]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("For or against"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        waiting = queryset.filter(state=EvidenceState.PROPOSED)
        mentions = Q(stance=Stance.MENTIONS)
        return waiting.filter(mentions if self.value() == "mentions" else ~mentions)


class AgeFilter(admin.SimpleListFilter):
    """For how long it has waited."""

    title = gettext_lazy("age")
    parameter_name = "age"
    days: dict[str, int] = {"week": 7, "month": 30, "quarter": 90}  # noqa: RUF012 - read only

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("week", _("Over a week")), ("month", _("Over a month")), ("quarter", _("Over three months"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        days = self.days.get(self.value() or "")
        return queryset.filter(recorded_at__lt=timezone.now() - timedelta(days=days)) if days else queryset


@admin.register(WaitingEvidence)
class WaitingEvidenceAdmin(EvidenceColumns[WaitingEvidence]):
    list_display = ("of_claim", "passage", "figures", "sided", "why", "decide")
    list_display_links = None
    list_filter = (WaitingFilter, "stance", "grade", "claim__status", AssignedByClaim, ProposerFilter, AgeFilter)
    readonly_fields = ("decide", "figures")
    # The weightiest first, and of those what is read with most confidence.
    ordering = ("-grade", "-confidence", "id")
    actions = ("accept", "reject")

    def has_review_permission(self, request: HttpRequest) -> bool:
        """For the actions."""
        return request.user.has_perm(PERMISSION)

    @admin.action(description=gettext_lazy("Accept …"), permissions=["review"])
    def accept(self, request: HttpRequest, chosen: QuerySet[WaitingEvidence]) -> HttpResponse | None:
        """To the page that says what would follow and asks for the reason."""
        return _ask(request, ReviewAct.ACCEPTED, chosen)

    @admin.action(description=gettext_lazy("Reject …"), permissions=["review"])
    def reject(self, request: HttpRequest, chosen: QuerySet[WaitingEvidence]) -> HttpResponse | None:
        """The same for rejecting."""
        return _ask(request, ReviewAct.REJECTED, chosen)

    def get_urls(self) -> list[URLPattern]:
        """The pages of deciding beside the usual ones; `admin_view` lets only staff in."""
        view = self.admin_site.admin_view
        return [
            path("review/", view(self.review), name="claims_evidence_review"),
            path("queue/", view(self.queue), name="claims_evidence_queue"),
            path("<int:number>/requote/", view(self.requote), name="claims_evidence_requote"),
            *super().get_urls(),
        ]

    def review(self, request: HttpRequest) -> HttpResponse:
        """Accept or reject one or many pieces of evidence: what would follow, and the reason."""
        actor = reviewer(request)
        given = request.POST if request.method == "POST" else request.GET
        act = ReviewAct.REJECTED if given.get("act") == ReviewAct.REJECTED else ReviewAct.ACCEPTED
        rows = _chosen(given)
        if not rows:
            messages.warning(request, _("Nothing was chosen."))
            return redirect("admin:claims_waitingevidence_changelist")
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            _review_each(request, rows, act, form.cleaned_data["reason"], actor)
            return redirect("admin:claims_waitingevidence_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _asked(act, len(rows)),
            "act": act,
            "rows": rows,
            "form": form,
            "foreseen": foresee_review(rows, act, actor=actor),
            "columns": self,
        }
        return TemplateResponse(request, "admin/claims/review.html", context)

    def queue(self, request: HttpRequest) -> HttpResponse:
        """What waits, one at a time."""
        return review_queue(self, request)

    def requote(self, request: HttpRequest, number: int) -> HttpResponse:
        """Let the evidence rest on other words of its document: preview first, then save."""
        actor = reviewer(request)
        row = get_object_or_404(with_all(Evidence.objects.filter(pk=number)))
        seen = number_in(request.POST.get("seen", "")) if request.method == "POST" else row.seen
        saving = is_saved(request, "quote")
        form = RequoteForm(request.POST if request.method == "POST" else None, initial={"quote": row.quote})
        foreseen: Foreseen | None = None
        if request.method == "POST" and (form.is_valid() if saving else is_fit_for_a_preview(form)):
            words = form.cleaned_data["quote"]
            try:
                if saving:
                    done = requote_evidence(
                        row.pk, words, reason=form.cleaned_data["reason"], actor=actor, seen=seen, now=timezone.now()
                    )
                    messages.success(
                        request,
                        _("Quoted anew. Claim {number} is “{status}”.").format(
                            number=done.claim_id, status=_status(done.status)
                        ),
                    )
                    return redirect(_back(request))
                foreseen = foresee_requote(row, words, actor=actor, now=timezone.now())
            except ReviewRefused as refusal:
                form.add_error("quote", str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Quote other words"),
            "row": row,
            "seen": seen,
            "texts": row.paper_version.texts(),
            "form": form,
            "foreseen": (foreseen,) if foreseen else (),
            "columns": self,
            "back": reverse(_back(request)),
        }
        return TemplateResponse(request, "admin/claims/requote.html", context)


@admin.register(EvidenceReview)
class EvidenceReviewAdmin(ReadOnlyAdmin[EvidenceReview]):
    list_display = ("recorded_at", "actor", "act", "what", "why", "undo_it")
    only_for: ClassVar = {"undo_it": (PERMISSION,)}
    list_filter = ("act", "actor")
    list_select_related = ("evidence__claim", "evidence__paper_version", "actor", "undone_by")
    search_fields = ("reason", "evidence__claim__text", "evidence__paper_version__paper__title")
    ordering = ("-id",)

    @admin.display(description=gettext_lazy("evidence"))
    def what(self, review: EvidenceReview) -> SafeString:
        row = review.evidence
        return format_html(
            '<div class="desk-text"><q>{}</q><small>{} ({}), {}{}{}</small></div>',
            row.quote,
            row.paper_version.title,
            row.grade,
            _("claim {number}").format(number=row.claim_id),
            _(": "),
            row.claim.text,
        )

    @admin.display(description=gettext_lazy("reason"))
    def why(self, review: EvidenceReview) -> SafeString:
        return format_html('<div class="desk-text">{}</div>', review.reason)

    @admin.display(description=gettext_lazy("undo"))
    def undo_it(self, review: EvidenceReview) -> str | SafeString:
        """The way to take it back, where it was not and is no undoing itself."""
        if review.act == ReviewAct.UNDONE:
            return "–"
        if hasattr(review, "undone_by"):
            return _("undone")
        return format_html(
            '<span class="desk-ways"><a href="{}">{}</a></span>',
            reverse("admin:claims_evidencereview_undo", args=[review.pk]),
            _("Undo"),
        )

    def get_urls(self) -> list[URLPattern]:
        """The page of undoing beside the usual ones."""
        undo = path("<int:number>/undo/", self.admin_site.admin_view(self.undo), name="claims_evidencereview_undo")
        return [undo, *super().get_urls()]

    def undo(self, request: HttpRequest, number: int) -> HttpResponse:
        """Take a decision back, with a reason."""
        actor = reviewer(request)
        review = get_object_or_404(EvidenceReview.objects.select_related("evidence__claim", "actor"), pk=number)

        def carry_out(reason: str) -> str:
            done = undo_review(number, reason=reason, actor=actor, now=timezone.now())
            return _("Undone. Claim {number} is “{status}”.").format(number=done.claim_id, status=_status(done.status))

        told = (
            _("{name} {act} it: {reason}").format(
                name=review.actor.get_username(), act=review.get_act_display(), reason=review.reason
            ),
            f"“{review.evidence.quote}”",
            _("Claim {number}: {text}").format(number=review.evidence.claim_id, text=review.evidence.claim.text),
        )
        return ask_for_reason(
            self,
            request,
            title=_("Undo this decision?"),
            told=told,
            button=_("Undo"),
            back=reverse("admin:claims_evidencereview_changelist"),
            carry_out=carry_out,
            refused=ReviewRefused,
        )


def _back(request: HttpRequest) -> str:
    """Where a reviewer came from: the list, or what waits one at a time."""
    return "admin:claims_evidence_queue" if "queue" in request.GET else "admin:claims_waitingevidence_changelist"


def _ask(request: HttpRequest, act: ReviewAct, chosen: QuerySet[WaitingEvidence]) -> HttpResponse | None:
    """What is on one page is told with what would follow from each; all that match is done in bulk."""
    if is_of_all_pages(request):
        return ask_in_bulk(request, BulkAct.ACCEPT if act == ReviewAct.ACCEPTED else BulkAct.REJECT, chosen)
    query = QueryDict(mutable=True)
    query["act"] = act
    query.setlist("evidence", [str(pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]])
    return redirect(f"{reverse('admin:claims_evidence_review')}?{query.urlencode()}")


def _chosen(given: QueryDict) -> list[Any]:
    """The rows of a query or a form, each with the newest review that was seen: now, or when the form was made."""
    numbers = [number_in(one) for one in given.getlist("evidence")[:MOST_AT_ONCE]]
    rows = list(with_all(Evidence.objects.filter(pk__in=numbers)))
    for row in rows:
        row.seen = number_in(given.get(f"seen_{row.pk}", str(row.seen)))
    return rows


def _status(status: str) -> str:
    return STATUS_WORDS[status].label.lower()


def _asked(act: ReviewAct, number: int) -> str:
    if act == ReviewAct.ACCEPTED:
        told = ngettext("Accept one piece of evidence?", "Accept {number} pieces of evidence?", number)
    else:
        told = ngettext("Reject one piece of evidence?", "Reject {number} pieces of evidence?", number)
    return told.format(number=number)


def _done(act: ReviewAct, number: int, where: str) -> str:
    if act == ReviewAct.ACCEPTED:
        told = ngettext(
            "One piece of evidence accepted: {where}.", "{number} pieces of evidence accepted: {where}.", number
        )
    else:
        told = ngettext(
            "One piece of evidence rejected: {where}.", "{number} pieces of evidence rejected: {where}.", number
        )
    return told.format(number=number, where=where)


def _review_each(request: HttpRequest, rows: Sequence[Any], act: ReviewAct, reason: str, actor: User) -> None:
    """Carry the decision out on each; a refusal leaves its row as it is and is told."""
    decided: list[str] = []
    for row in rows:
        try:
            done = review_evidence(row.pk, act, reason=reason, actor=actor, seen=row.seen, now=timezone.now())
            decided.append(_("claim {number} is “{status}”").format(number=done.claim_id, status=_status(done.status)))
        except ReviewRefused as refusal:
            messages.warning(
                request,
                _("Claim {number}, “{quote}…”: {why}").format(number=row.claim_id, quote=row.quote[:60], why=refusal),
            )
    if decided:
        where = _("; ").join(dict.fromkeys(decided[-10:]))
        messages.success(request, _done(act, len(decided), where))
