"""The reading desk: from a pasted page or text to claims that are tracked, by forms and by keys."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.desk_forms import AddressForm, DecisionForm, EditForm, MarkForm, SplitForm, TextForm
from claims.admin.desk_page import (
    A_PAGE,
    DeskPage,
    desk_page,
    lines,
    next_text,
    next_waiting,
    passage_of,
    texts,
)
from claims.admin.history import ReadOnlyAdmin
from claims.admin.reason_page import number_in
from claims.admin.rulings import PROPOSES, RULES
from claims.models import Announcement, ClaimAct, DeskAct, Submission, Workflow
from claims.wording import ATTRIBUTION_WORDS, METRIC_WORDS
from claims.workflows.decide_claim import DecisionRefused, decide_claim
from claims.workflows.decide_claims import decide_claims
from claims.workflows.edit_claim import NotEdited, edit_claim
from claims.workflows.ingest_announcement import AnnouncementChanged, ingest_announcement
from claims.workflows.keep_submission import submit_page
from claims.workflows.mark_claim import mark_claim
from claims.workflows.split_claim import split_claim
from claims.workflows.submit_address import AddressRefused, refuse_address
from claims.workflows.undo_claim_act import undo_claim_act

PERMISSION = "claims.change_claim"
SHOWN = {
    "waiting": gettext_lazy("With drafts"),
    "mine": gettext_lazy("Assigned to me"),
    "done": gettext_lazy("All decided"),
    "all": gettext_lazy("All"),
}
# Reasons that most dismissals have; other words may be written.
WHY_NOT = (
    gettext_lazy("Not checkable."),
    gettext_lazy("An opinion."),
    gettext_lazy("A forecast."),
    gettext_lazy("Said of something else."),
    gettext_lazy("Read wrongly."),
    gettext_lazy("The same as another claim."),
)


def editor(request: HttpRequest) -> User:
    """Who asks, allowed to decide on claims. Raises `PermissionDenied`."""
    if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request.user


@admin.register(ClaimAct)
class ClaimActAdmin(ReadOnlyAdmin[ClaimAct]):
    list_display = ("recorded_at", "actor", "act", "what", "reason")
    list_filter = ("act", "actor")
    list_select_related = ("claim", "actor")
    search_fields = ("reason", "claim__text")
    ordering = ("-id",)
    list_before_template = "admin/claims/_to_the_desk.html"

    @admin.display(description=gettext_lazy("claim"))
    def what(self, act: ClaimAct) -> SafeString:
        """The claim as it is now; where the words changed, what they were."""
        was = act.before.get("text", "") if act.before.get("text") != act.after.get("text") else ""
        return format_html(
            '<div class="desk-text"><a href="{}">{}: {}</a><small>{}</small></div>',
            reverse("admin:claims_claim_change", args=[act.claim_id]),
            act.claim_id,
            act.claim.text,
            _("before: %(words)s") % {"words": was} if was else "",
        )

    def get_urls(self) -> list[URLPattern]:
        """The pages of the desk beside the usual ones; `admin_view` lets only staff in."""
        view = self.admin_site.admin_view
        return [
            path("desk/", view(self.desk), name="claims_desk"),
            path("desk/new/", view(self.new), name="claims_desk_new"),
            path("desk/waiting/<int:number>/", view(self.waiting), name="claims_desk_waiting"),
            path("desk/<int:number>/", view(self.article), name="claims_desk_article"),
            path("desk/<int:number>/decide/", view(self.decide), name="claims_desk_decide"),
            path("desk/<int:number>/edit/", view(self.edit), name="claims_desk_edit"),
            path("desk/<int:number>/split/", view(self.split), name="claims_desk_split"),
            path("desk/<int:number>/mark/", view(self.mark), name="claims_desk_mark"),
            path("desk/<int:number>/undo/", view(self.undo), name="claims_desk_undo"),
            path("desk/<int:number>/rest/", view(self.rest), name="claims_desk_rest"),
            *super().get_urls(),
        ]

    def desk(self, request: HttpRequest) -> HttpResponse:
        """Announcements, each with how many of its claims are decided."""
        user = editor(request)
        shown = request.GET.get("show", "")
        shown = shown if shown in SHOWN else "waiting"
        words, at = request.GET.get("q", "").strip()[:200], max(number_in(request.GET.get("page", "1")), 1)
        rows = list(texts(shown=shown, words=words, editor=user.pk)[(at - 1) * A_PAGE : at * A_PAGE + 1])
        context = {
            "lines": lines(rows[:A_PAGE]),
            "shown": shown,
            "choices": SHOWN,
            "words": words,
            "newer": at - 1,
            "older": at + 1 if len(rows) > A_PAGE else 0,
        }
        return self._page(request, "reading_desk_list", _("Reading desk"), context)

    def new(self, request: HttpRequest) -> HttpResponse:
        """Take an address or a text in."""
        user = editor(request)
        given = request.POST if request.method == "POST" else None
        by_text = given is not None and "text" in given
        address = AddressForm(None if by_text else given)
        text = TextForm(given if by_text else None)
        if given is not None:
            gone = self._read_text(text) if by_text else self._read_page(address, user)
            if gone:
                return gone
        return self._page(request, "reading_desk_new", _("Read something new"), {"address": address, "text": text})

    def _read_page(self, form: AddressForm, user: User) -> HttpResponse | None:
        if not form.is_valid():
            return None
        try:
            submission = submit_page(form.cleaned_data["url"], user=user, now=timezone.now())
        except AddressRefused as refused:
            form.add_error("url", str(refused))
            return None
        return redirect("admin:claims_desk_waiting", submission.pk)

    def _read_text(self, form: TextForm) -> HttpResponse | None:
        if not form.is_valid():
            return None
        intake = form.intake()
        try:
            if intake.url:
                refuse_address(intake.url)
            outcome = ingest_announcement(intake, now=timezone.now())
        except (AddressRefused, AnnouncementChanged) as refused:
            form.add_error("url", str(refused))
            return None
        return redirect("admin:claims_desk_article", outcome.announcement_id)

    def waiting(self, request: HttpRequest, number: int) -> HttpResponse:
        """Until the page is read; then on to it."""
        editor(request)
        submission = get_object_or_404(Submission.objects.select_related("lead"), pk=number)
        lead = submission.lead
        announcement = lead.announcement_id if lead else submission.announcement_id
        if announcement:
            return redirect("admin:claims_desk_article", announcement)
        return self._page(request, "reading_desk_wait", _("Being read"), {"lead": lead, "submission": submission})

    def article(self, request: HttpRequest, number: int) -> HttpResponse:
        """The text with its claims, and the card of one."""
        editor(request)
        return self._article(request, number, chosen=number_in(request.GET.get("claim", "")))

    def decide(self, request: HttpRequest, number: int) -> HttpResponse:
        """Take up, dismiss, lay to rest, make a draft again; then on to the next that waits."""

        def carry_out(given: Mapping[str, Any], user: User) -> HttpResponse:
            act = DeskAct(given["act"])
            done = decide_claim(
                given["claim"], act, reason=given["reason"], actor=user, seen=given["seen"], now=timezone.now()
            )
            return _on(number, after=given["claim"], did=done.act_id)

        return self._carried_out(request, number, DecisionForm, carry_out)

    def edit(self, request: HttpRequest, number: int) -> HttpResponse:
        """Put a draft right, and stay with it."""

        def carry_out(given: Mapping[str, Any], user: User) -> HttpResponse:
            form = EditForm(request.POST)
            form.is_valid()
            done = edit_claim(
                given["claim"], form.edit(), reason=given["reason"], actor=user, seen=given["seen"], now=timezone.now()
            )
            return _to(number, claim=done.claim_id, did=done.act_id)

        return self._carried_out(request, number, EditForm, carry_out)

    def split(self, request: HttpRequest, number: int) -> HttpResponse:
        """Make several drafts of one, and go to the first."""

        def carry_out(given: Mapping[str, Any], user: User) -> HttpResponse:
            done = split_claim(
                given["claim"],
                given["parts"].splitlines(),
                reason=given["reason"],
                actor=user,
                seen=given["seen"],
                now=timezone.now(),
            )
            return _to(number, claim=done.parts[0], did=done.act_id)

        return self._carried_out(request, number, SplitForm, carry_out)

    def mark(self, request: HttpRequest, number: int) -> HttpResponse:
        """Make a draft of words of the text, and go to it."""

        def carry_out(given: Mapping[str, Any], user: User) -> HttpResponse:
            places = {"start": given["start"], "end": given["end"]}
            done = mark_claim(
                number, quote=given["quote"], **places, reason=given["reason"], actor=user, now=timezone.now()
            )
            return _to(number, claim=done.claim_id, did=done.act_id)

        return self._carried_out(request, number, MarkForm, carry_out)

    def undo(self, request: HttpRequest, number: int) -> HttpResponse:
        """Take an act back, and go to its claim."""
        user = editor(request)
        if request.method != "POST":
            return _to(number)
        act = get_object_or_404(ClaimAct, pk=number_in(request.POST.get("act", "")))
        try:
            undo_claim_act(act.pk, reason=request.POST.get("reason", "")[:1000], actor=user, now=timezone.now())
            messages.success(request, _("Taken back: claim %(number)s is as it was before.") % {"number": act.claim_id})
        except DecisionRefused as refused:
            messages.warning(request, str(refused))
        return _to(number, claim=act.claim_id)

    def rest(self, request: HttpRequest, number: int) -> HttpResponse:
        """Take up all drafts that are left, as the page showed them."""
        user = editor(request)
        if request.method != "POST":
            return _to(number)
        page = desk_page(get_object_or_404(Announcement, pk=number))
        waiting = [card for card in page.cards if card.claim.workflow == Workflow.DRAFT]
        seen = {card.number: number_in(request.POST.get(f"seen_{card.number}", "-")) for card in waiting}
        steps = list(
            decide_claims(seen, DeskAct.TRACKED, reason=request.POST.get("reason", ""), actor=user, now=timezone.now())
        )
        refused = [step for step in steps if step.refusal]
        told = ngettext("Accepted %(done)s of %(total)s claim.", "Accepted %(done)s of %(total)s claims.", len(steps))
        messages.success(request, told % {"done": len(steps) - len(refused), "total": len(steps)})
        for step in refused:
            messages.warning(request, step.refusal)
        return _to(number)

    def _carried_out(
        self,
        request: HttpRequest,
        number: int,
        kind: type[forms.Form],
        carry_out: Callable[[Mapping[str, Any], User], HttpResponse],
    ) -> HttpResponse:
        """Do what the form asks; where it is refused, the page comes again with what was typed and why."""
        user = editor(request)
        if request.method != "POST":
            return _to(number)
        form = kind(request.POST)
        if form.is_valid():
            try:
                return carry_out(form.cleaned_data, user)
            except NotEdited as refused:
                form.add_error(refused.field or None, str(refused))
            except DecisionRefused as refused:
                form.add_error(None, str(refused))
        return self._article(request, number, chosen=number_in(request.POST.get("claim", "")), faulty=form)

    def _article(
        self, request: HttpRequest, number: int, *, chosen: int, faulty: forms.Form | None = None
    ) -> HttpResponse:
        announcement = get_object_or_404(Announcement.objects.select_related("publisher"), pk=number)
        page = desk_page(announcement, chosen=chosen)
        done = page.progress.drafts == 0
        context = {
            "page": page,
            **_forms(page, faulty),
            "faulty": faulty,
            "did": _told(request, announcement),
            "done": done,
            "next_text": next_text(announcement) if done else None,
            "why_not": WHY_NOT,
            "may_rule": any(request.user.has_perm(one) for one in (RULES, PROPOSES)),
        }
        return self._page(request, "reading_desk", announcement.title, context)

    def _page(self, request: HttpRequest, template: str, title: str, context: Mapping[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/claims/{template}.html", {**shared, **context})


def _forms(page: DeskPage, faulty: forms.Form | None) -> dict[str, Any]:
    """The forms of the card, filled with what the claim is, or with what was typed and refused."""
    card = page.card
    given: dict[str, Any] = {"mark": faulty if isinstance(faulty, MarkForm) else MarkForm(auto_id="mark_%s")}
    if card is None:
        return given
    claim = card.claim
    first = {
        "text": claim.text,
        "subject": claim.subject.name if claim.subject else "",
        "figure": card.figure,
        "kind": claim.kind,
        "claimed_on": claim.claimed_on,
    }
    measured = next(iter(claim.quantities.all()), None)
    return given | {
        "edit": faulty if isinstance(faulty, EditForm) else EditForm(initial=first, auto_id="edit_%s"),
        "split": faulty if isinstance(faulty, SplitForm) else SplitForm(initial=_halves(card), auto_id="split_%s"),
        "passage": passage_of(page.announcement, card),
        "attribution": ATTRIBUTION_WORDS[claim.attribution],
        "metric": METRIC_WORDS[measured.metric] if measured else "",
    }


def _halves(card: Any) -> dict[str, str]:
    """The quote to start from, as it stands in the text."""
    return {"parts": card.place.exact}


def _told(request: HttpRequest, announcement: Announcement) -> ClaimAct | None:
    """What was just done, for the bar that takes it back."""
    number = number_in(request.GET.get("did", ""))
    if not number:
        return None
    done = ClaimAct.objects.select_related("claim", "actor").prefetch_related("parts")
    return done.filter(pk=number, undone_by=None, claim__appearances__announcement=announcement).first()


def _to(number: int, *, claim: int = 0, did: int = 0) -> HttpResponse:
    query = {name: value for name, value in (("claim", claim), ("did", did)) if value}
    address = reverse("admin:claims_desk_article", args=[number])
    return redirect(f"{address}?{urlencode(query)}" if query else address)


def _on(number: int, *, after: int, did: int) -> HttpResponse:
    """To the next claim that waits, or to this one where none does."""
    cards = desk_page(get_object_or_404(Announcement, pk=number), chosen=after).cards
    following = next_waiting(cards, after=after)
    return _to(number, claim=following.number if following else after, did=did)
