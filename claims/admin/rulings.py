"""Rulings on claims and what is proposed for them: the ruling form with its preview, and what waits for a person."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.decision_forms import RulingForm, initial_of, is_fit_for_a_preview, is_saved
from claims.admin.history import ReadOnlyAdmin
from claims.admin.reason_page import ask_for_reason, number_in
from claims.admin.shared_work import AssignedByClaim
from claims.judging.findings import Status
from claims.models import Claim, ProposalOutcome, Ruling, RulingAct, StatusProposal
from claims.wording import STATUS_WORDS
from claims.workflows.choose_policy import chosen_policy
from claims.workflows.decline_proposal import decline_proposal
from claims.workflows.foresee_ruling import ForeseenRuling, foresee_ruling
from claims.workflows.foresee_telling import foresee_telling
from claims.workflows.lift_ruling import lift_ruling
from claims.workflows.propose_ruling import RulingRefused, propose_ruling
from claims.workflows.rule_claim import rule_claim
from claims.workflows.weigh_claim import known_of, newest_ruling

RULES, PROPOSES = "claims.rule_claim", "claims.propose_ruling"
REASONS_SHOWN = 3
# A link in the skin of the admin, for pages of others.
LINK = "text-primary-600 underline dark:text-primary-500"


def editor(request: HttpRequest, *permissions: str) -> User:
    """Who asks, with one of the permissions. Raises `PermissionDenied`."""
    if not isinstance(request.user, User) or not any(request.user.has_perm(one) for one in permissions):
        raise PermissionDenied
    return request.user


class OpenFilter(admin.SimpleListFilter):
    """What is proposed: unless chosen otherwise, what waits for a person."""

    title = gettext_lazy("outcome")
    parameter_name = "closed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("closed", _("Closed")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Open"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        of_open = queryset.filter(outcome=ProposalOutcome.OPEN)
        return queryset.exclude(outcome=ProposalOutcome.OPEN) if self.value() == "closed" else of_open


class ReopenedFilter(admin.SimpleListFilter):
    """Whether it reopens a person's ruling, and who proposes it."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("reopened", _("Reopens a ruling")), ("job", _("By the rules")), ("person", _("By a person"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {
            "reopened": Q(contests__isnull=False),
            "job": Q(author=None),
            "person": Q(author__isnull=False),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


class RuledFilter(admin.SimpleListFilter):
    """For the list of claims: those that a person ruled, and of these the ones that new evidence has reopened."""

    title = gettext_lazy("ruling")
    parameter_name = "ruling"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ruled", _("Ruled by a person")), ("reopened", _("Ruling reopened"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        contested = StatusProposal.objects.open().filter(claim=OuterRef("pk"), contests__isnull=False)
        if self.value() == "reopened":
            return queryset.filter(Exists(contested))
        newest = Ruling.objects.filter(claim=OuterRef("pk")).order_by("-pk").values("act")[:1]
        ruled = queryset.alias(newest_act=Subquery(newest)).filter(newest_act=RulingAct.RULED)
        return ruled if self.value() == "ruled" else queryset


def way_to_rule(claim: Claim) -> SafeString:
    """The way to the page of ruling on the claim."""
    address = reverse("admin:claims_ruling_rule", args=[claim.pk])
    return format_html('<a class="{}" href="{}">{}</a>', LINK, address, _("Rule on this claim"))


def ruled(claim: Claim) -> str:
    """What a person ruled on the claim, "–" for nothing."""
    ruling = newest_ruling(claim)
    return _ruled(ruling) if ruling else "–"


def _ruled(ruling: Ruling) -> str:
    """What was ruled, by whom and why."""
    told = {"what": ruling, "name": ruling.actor.get_username(), "reason": ruling.reason}
    return _("%(what)s by %(name)s: %(reason)s") % told


@admin.register(Ruling)
class RulingAdmin(ReadOnlyAdmin[Ruling]):
    list_display = ("recorded_at", "of_claim", "act", "status", "actor", "author", "why", "is_contested")
    list_filter = ("act", "status", "actor")
    list_select_related = ("claim", "actor", "author")
    search_fields = ("reason", "claim__text")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ruling]:
        """With whether new evidence has reopened it."""
        open_ones = StatusProposal.objects.open().filter(contests=OuterRef("pk"))
        return super().get_queryset(request).annotate(contested=Exists(open_ones))

    @admin.display(description=gettext_lazy("claim"), ordering="claim")
    def of_claim(self, ruling: Ruling) -> SafeString:
        return format_html(
            '<div class="desk-text"><a href="{}" lang="{}">{}</a><small>{}</small></div>',
            reverse("admin:claims_claim_change", args=[ruling.claim_id]),
            ruling.claim.language,
            ruling.claim.text,
            _standing(ruling.claim),
        )

    @admin.display(description=gettext_lazy("reason"))
    def why(self, ruling: Ruling) -> SafeString:
        return format_html('<div class="desk-text">{}</div>', ruling.reason)

    @admin.display(description=gettext_lazy("reopened"))
    def is_contested(self, ruling: Any) -> str:
        return _("reopened") if ruling.contested else "–"

    def get_urls(self) -> list[URLPattern]:
        """The pages of ruling beside the usual ones; `admin_view` lets only staff in."""
        view = self.admin_site.admin_view
        return [
            path("rule/<int:number>/", view(self.rule), name="claims_ruling_rule"),
            path("lift/<int:number>/", view(self.lift), name="claims_ruling_lift"),
            *super().get_urls(),
        ]

    def rule(self, request: HttpRequest, number: int) -> HttpResponse:
        """Rule on a claim, or propose it where one may only that: preview first, then save."""
        actor = editor(request, RULES, PROPOSES)
        claim = get_object_or_404(Claim.objects.select_related("subject"), pk=number)
        ruling = newest_ruling(claim)
        seen = number_in(request.POST.get("seen", "")) if request.method == "POST" else ruling.pk if ruling else 0
        saving = is_saved(request, "status")
        given = request.POST if request.method == "POST" else None
        form = RulingForm(given, initial={"status": claim.status, **initial_of(RulingForm, request.GET.dict())})
        foreseen: ForeseenRuling | None = None
        if request.method == "POST" and (form.is_valid() if saving else is_fit_for_a_preview(form)):
            status = Status(form.cleaned_data["status"])
            try:
                if saving:
                    messages.success(request, _carry_out(actor, number, status, form.cleaned_data["reason"], seen))
                    return redirect("admin:claims_ruling_rule", number)
                foreseen = foresee_ruling(claim, status, actor=actor, policy=chosen_policy())
            except RulingRefused as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": (
                _("Rule on claim %(number)s") if actor.has_perm(RULES) else _("Propose a ruling on claim %(number)s")
            )
            % {"number": number},
            "claim": claim,
            "ruling": ruling if ruling and ruling.act == RulingAct.RULED else None,
            "seen": seen,
            "may_rule": actor.has_perm(RULES),
            "accepted": known_of(claim).accepted,
            "proposals": claim.proposals.open().select_related("author", "contests").order_by("pk"),
            "form": form,
            "foreseen": foreseen,
            "told": foresee_telling(number) if _tells(foreseen, actor) else None,
            "columns": self,
        }
        return TemplateResponse(request, "admin/claims/rule.html", context)

    def lift(self, request: HttpRequest, number: int) -> HttpResponse:
        """Hand a claim back to the rules, with a reason."""
        actor = editor(request, RULES)
        claim = get_object_or_404(Claim, pk=number)
        ruling = newest_ruling(claim)
        told = (
            _("Claim %(number)s: %(text)s") % {"number": number, "text": claim.text},
            *((_ruled(ruling),) if ruling else ()),
        )

        def carry_out(reason: str) -> str:
            status = lift_ruling(
                number, reason=reason, actor=actor, seen=ruling.pk if ruling else 0, now=timezone.now()
            )
            return _("Handed back. The rules say “%(status)s”.") % {"status": _word(status)}

        return ask_for_reason(
            self,
            request,
            title=_("Hand this claim back to the rules?"),
            told=told,
            button=_("Hand back"),
            back=reverse("admin:claims_ruling_rule", args=[number]),
            carry_out=carry_out,
            refused=RulingRefused,
        )


@admin.register(StatusProposal)
class StatusProposalAdmin(ReadOnlyAdmin[StatusProposal]):
    list_display = ("of_claim", "proposed", "why", "receipts", "recorded_at", "how_it_ended", "decide")
    list_display_links = None
    list_filter = (OpenFilter, ReopenedFilter, AssignedByClaim, "status", "claim__status")
    list_select_related = ("claim", "author", "contests__actor", "closed_by")
    search_fields = ("claim__text", "closing_reason")
    ordering = ("-id",)
    fields = (
        "claim", "status", "author", "contests", "why", "evidence", "visits", "rule_version", "recorded_at", "outcome",
        "closed_at", "closed_by", "closing_reason", "decide",
    )  # fmt: skip
    readonly_fields = ("why", "decide")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusProposal]:
        """With the number of receipts."""
        return super().get_queryset(request).annotate(looks=Count("visits"))

    @admin.display(description=gettext_lazy("claim"), ordering="claim")
    def of_claim(self, proposal: StatusProposal) -> SafeString:
        contested = proposal.contests
        ruled = _(" · ruled by %(name)s, reopened") % {"name": contested.actor.get_username()} if contested else ""
        return format_html(
            '<div class="desk-text"><a href="{}" lang="{}">{}</a><small>{}{}</small></div>',
            reverse("admin:claims_claim_change", args=[proposal.claim_id]),
            proposal.claim.language,
            proposal.claim.text,
            _standing(proposal.claim),
            ruled,
        )

    @admin.display(description=gettext_lazy("proposed"), ordering="status")
    def proposed(self, proposal: StatusProposal) -> SafeString:
        who = proposal.author.get_username() if proposal.author else _("the rules")
        by = _("by %(name)s") % {"name": who}
        return format_html('<strong>{}</strong><small class="desk-by">{}</small>', _word(proposal.status), by)

    @admin.display(description=gettext_lazy("why"))
    def why(self, proposal: StatusProposal) -> SafeString:
        told = [(reason["text"],) for reason in proposal.reasons if reason["code"] != "held_by_person"][:REASONS_SHOWN]
        return format_html('<ul class="desk-text">{}</ul>', format_html_join("", "<li>{}</li>", told))

    @admin.display(description=gettext_lazy("looks"))
    def receipts(self, proposal: Any) -> str:
        return str(proposal.looks) if proposal.looks else "–"

    @admin.display(description=gettext_lazy("outcome"), ordering="outcome")
    def how_it_ended(self, proposal: StatusProposal) -> SafeString:
        if proposal.outcome == ProposalOutcome.OPEN:
            return format_html("{}", proposal.get_outcome_display())
        who = _("by %(name)s") % {"name": proposal.closed_by.get_username()} if proposal.closed_by else ""
        return format_html(
            '<div class="desk-text">{} {}<small>{}</small></div>',
            proposal.get_outcome_display(),
            who,
            proposal.closing_reason,
        )

    @admin.display(description=gettext_lazy("decide"))
    def decide(self, proposal: StatusProposal) -> str | SafeString:
        """The ways to what may be done with it while it is open."""
        if proposal.outcome != ProposalOutcome.OPEN:
            return "–"
        return format_html(
            '<span class="desk-ways"><a href="{}?status={}" data-key="g">{}</a> '
            '<a href="{}" data-key="d">{}</a></span>',
            reverse("admin:claims_ruling_rule", args=[proposal.claim_id]),
            proposal.status,
            _("Rule"),
            reverse("admin:claims_statusproposal_decline", args=[proposal.pk]),
            _("Decline"),
        )

    def get_urls(self) -> list[URLPattern]:
        """The page of declining beside the usual ones."""
        decline = path(
            "<int:number>/decline/", self.admin_site.admin_view(self.decline), name="claims_statusproposal_decline"
        )
        return [decline, *super().get_urls()]

    def decline(self, request: HttpRequest, number: int) -> HttpResponse:
        """Close a proposal without taking it up, with a reason."""
        actor = editor(request, RULES)
        proposal = get_object_or_404(StatusProposal.objects.select_related("claim", "author"), pk=number)

        def carry_out(reason: str) -> str:
            decline_proposal(number, reason=reason, actor=actor, now=timezone.now())
            return _("Declined. It is not proposed again unless the evidence changes.")

        return ask_for_reason(
            self,
            request,
            title=_("Decline to call this claim “%(status)s”?") % {"status": _word(proposal.status)},
            told=(
                _("Claim %(number)s, %(status)s: %(text)s")
                % {"number": proposal.claim_id, "status": _word(proposal.claim.status), "text": proposal.claim.text},
                *(str(reason["text"]) for reason in proposal.reasons),
            ),
            button=_("Decline"),
            back=reverse("admin:claims_statusproposal_changelist"),
            carry_out=carry_out,
            refused=RulingRefused,
        )


def _word(status: str) -> str:
    """A status within a sentence: "supported"."""
    return STATUS_WORDS[status].label.lower()


def _standing(claim: Claim) -> str:
    """ "claim 12 · supported"."""
    return _("claim %(number)s · %(status)s") % {"number": claim.pk, "status": _word(claim.status)}


def _tells(foreseen: ForeseenRuling | None, actor: User) -> bool:
    """Whether readers would hear of it: a proposal is told to nobody, nor is what it is called already."""
    if foreseen is None or foreseen.needs_another or not actor.has_perm(RULES):
        return False
    return foreseen.status != foreseen.claim.status


def _carry_out(actor: User, number: int, status: Status, reason: str, seen: int) -> str:
    """Rule or, where the actor may only that, propose; and say which it was."""
    now, told = timezone.now(), {"status": _word(status)}
    if not actor.has_perm(RULES):
        propose_ruling(number, status, reason=reason, actor=actor, now=now)
        return _("Proposed “%(status)s”. An editor decides on it.") % told
    done = rule_claim(number, status, reason=reason, actor=actor, seen=seen, policy=chosen_policy(), now=now)
    if done.in_force:
        return _("Ruled. The claim is “%(status)s” until a person says otherwise.") % told
    return _("Proposed “%(status)s”. It takes a second person: another editor has to rule the same.") % told
