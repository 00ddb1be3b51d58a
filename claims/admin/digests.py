"""Issues of the digest and their deliveries: how far they are, pause, resume, cancel, a look, and a test to oneself."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.history import ReadOnlyAdmin
from claims.admin.rulings import editor
from claims.digest.answers import Fate
from claims.digest.choose_transport import new_transport, new_writer
from claims.digest.previews import NothingToShow, preview, send_test
from claims.digest.send_deliveries import edition_of
from claims.digest.transports import ServerTrouble
from claims.models import Delivery, DeliveryState, DigestIssue, IssueState
from claims.models.follows import MailLanguage
from claims.workflows.steer_issue import IssueRefused, cancel_issue, pause_issue, resume_issue, send_again

PAUSES, CANCELS, REPEATS = "claims.change_digestissue", "claims.cancel_digestissue", "claims.send_again_delivery"
BAR_WIDTH = 240


class Act:
    """A way of steering an issue: who may, what it asks first, and what it does."""

    def __init__(self, verb: Any, permission: str, asks: Any, done: Any, carry_out: Callable[[int], int]) -> None:
        self.verb, self.permission, self.asks, self.done = verb, permission, asks, done
        self.carry_out = carry_out


ACTS = {
    "pause": Act(
        gettext_lazy("Pause"),
        PAUSES,
        gettext_lazy("Each worker finishes the mail that it is at; nothing more is sent until the issue is resumed."),
        gettext_lazy("Paused: {} mails wait."),
        pause_issue,
    ),
    "resume": Act(
        gettext_lazy("Resume"),
        PAUSES,
        gettext_lazy("What waits is sent from the next minute on."),
        gettext_lazy("Resumed: {} mails are due."),
        lambda number: resume_issue(number, now=timezone.now()),
    ),
    "cancel": Act(
        gettext_lazy("Cancel for good"),
        CANCELS,
        gettext_lazy("What waits is never sent, and its readers are not told later of what it would have told them."),
        gettext_lazy("Cancelled: {} readers do not get it."),
        lambda number: cancel_issue(number, now=timezone.now()),
    ),
}
FATES = {
    Fate.SENT: gettext_lazy("sent"),
    Fate.REFUSED: gettext_lazy("refused"),
    Fate.DEFERRED: gettext_lazy("deferred"),
    Fate.UNKNOWN: gettext_lazy("unknown"),
}
# What can be done with an issue that stands so.
POSSIBLE = {
    IssueState.OPEN: ("pause", "cancel"),
    IssueState.PAUSED: ("resume", "cancel"),
    IssueState.CANCELLED: (),
    IssueState.DONE: (),
}


@admin.register(DigestIssue)
class DigestIssueAdmin(ReadOnlyAdmin[DigestIssue]):
    list_display = ("__str__", "state", "progress", "due_at", "finished_at", "look_at", "pause_or_resume", "cancel")
    only_for: ClassVar = {"pause_or_resume": (PAUSES,), "cancel": (CANCELS,)}
    list_filter = ("state", "cadence")
    search_fields = ("slug",)
    ordering = ("-due_at", "-id")
    # Each has as many deliveries as it has readers, which are counted for the page that is shown.
    list_per_page = 20
    show_full_result_count = False
    fields = (
        "cadence", "slug", "state", "progress", "due_at", "opened_at", "finished_at", "positions", "look_at",
        "pause_or_resume", "cancel",
    )  # fmt: skip
    readonly_fields = ("progress", "positions", "look_at", "pause_or_resume", "cancel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DigestIssue]:
        """With how many of their deliveries stand where, counted from an index alone."""
        states = Delivery.objects.filter(issue=OuterRef("pk")).order_by().values("state").annotate(many=Count("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(states=ArraySubquery(states.values(counted=JSONObject(state="state", many="many"))))
        )

    def get_urls(self) -> list[URLPattern]:
        """The pages of one issue, before the admin's own."""
        view = self.admin_site.admin_view
        return [
            path("<int:number>/<str:act>/confirm/", view(self.steer), name="claims_digestissue_steer"),
            path("<int:number>/preview/", view(self.look), name="claims_digestissue_preview"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("sent"))
    def progress(self, issue: DigestIssue) -> SafeString:
        """A bar of what stands where, with the words beside it."""
        counts = {row["state"]: row["many"] for row in getattr(issue, "states", ())}
        told = ", ".join(f"{counts[state]:,} {state.label}" for state in DeliveryState if counts.get(state))
        bar = _bar([(state.value, counts.get(state, 0)) for state in DeliveryState])
        return format_html(
            '{}<br><small class="desk-quiet">{}</small>', bar, told or _("nobody is told anything by it")
        )

    @admin.display(description=gettext_lazy("positions in the outbox"))
    def positions(self, issue: DigestIssue) -> str:
        """Which events it tells of."""
        return _("after {first} up to {last}").format(first=f"{issue.after_position:,}", last=f"{issue.to_position:,}")

    @admin.display(description="")
    def look_at(self, issue: DigestIssue) -> SafeString:
        """The way to what it tells."""
        return _way(reverse("admin:claims_digestissue_preview", args=[issue.pk]), _(_("Preview")))

    @admin.display(description="")
    def pause_or_resume(self, issue: DigestIssue) -> SafeString:
        """The way to what holds it up or lets it go on, where there is one."""
        return _ways_to_steer(issue, PAUSES)

    @admin.display(description="")
    def cancel(self, issue: DigestIssue) -> SafeString:
        """The way to ending it for good, where there is one."""
        return _ways_to_steer(issue, CANCELS)

    def steer(self, request: HttpRequest, number: int, act: str) -> HttpResponse:
        """Ask once, saying what will happen, and do it."""
        if act not in ACTS:
            raise PermissionDenied
        editor(request, ACTS[act].permission)
        issue = get_object_or_404(self.get_queryset(request), pk=number)
        if request.method == "POST":
            try:
                messages.success(request, ACTS[act].done.format(f"{ACTS[act].carry_out(number):,}"))
            except IssueRefused as refusal:
                messages.error(request, str(refusal))
            return redirect("admin:claims_digestissue_changelist")
        context = {"act": ACTS[act], "issue": issue, "progress": self.progress(issue)}
        return self._page(request, "steer_issue", f"{ACTS[act].verb}{_(': ')}{issue}", context)

    def look(self, request: HttpRequest, number: int) -> HttpResponse:
        """The mail in both languages, and a button that sends it to whoever looks."""
        who = editor(request, "claims.view_digestissue")
        issue = get_object_or_404(DigestIssue, pk=number)
        language = str(request.POST.get("language") or request.GET.get("language") or MailLanguage.ENGLISH)
        language = language if language in MailLanguage.values else MailLanguage.ENGLISH
        if request.method == "POST":
            editor(request, PAUSES)
            self._send_test(request, issue, to=who.email, language=language)
            return redirect(f"{reverse('admin:claims_digestissue_preview', args=[number])}?language={language}")
        try:
            shown = preview(issue, new_writer(edition_of(issue)), language=language)
            context: dict[str, Any] = {"shown": shown, "html": mark_safe(shown.html)}  # noqa: S308 - our own mail
        except NothingToShow as nothing:
            context = {"nothing": str(nothing)}
        context |= {"issue": issue, "language": language, "languages": MailLanguage.choices, "to": who.email}
        return self._page(request, "preview_issue", _("Preview: {issue}").format(issue=issue), context)

    def _send_test(self, request: HttpRequest, issue: DigestIssue, *, to: str, language: str) -> None:
        transport = new_transport()
        if not to or transport is None:
            messages.error(
                request, _("Your account has no address.") if transport else _("There is no mail server yet.")
            )
            return
        try:
            outcome = send_test(issue, new_writer(edition_of(issue)), transport, to=to, language=language)
        except (NothingToShow, ServerTrouble) as trouble:
            messages.error(request, str(trouble))
            return
        tell = messages.success if outcome.fate is Fate.SENT else messages.error
        tell(
            request,
            _("To {address}: {fate}. {answer}").format(address=to, fate=FATES[outcome.fate], answer=outcome.answer),
        )

    def _page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/claims/{name}.html", context)


class BouncedFilter(admin.SimpleListFilter):
    """By whether it came back."""

    title = gettext_lazy("came back")
    parameter_name = "bounced"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("1", _("came back")), ("0", _("did not"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        """Those that came back, or the others."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(bounced_at__isnull=chosen == "0")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin[Delivery]):
    list_display = ("id", "issue", "subscriber", "state", "entries", "attempts", "answer", "finished_at", "bounced_at")
    list_filter = ("state", BouncedFilter, ("issue", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("issue", "subscriber")
    search_fields = ("subscriber__email", "message_id", "answer")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("repeat",)

    def has_repeat_permission(self, request: HttpRequest) -> bool:
        """For the action: the rows themselves are never edited."""
        return request.user.has_perm(REPEATS)

    @admin.display(description=gettext_lazy("tells"))
    def entries(self, delivery: Delivery) -> str:
        """Of how many events."""
        many = len(delivery.told)
        return ngettext("{count} event", "{count} events", many).format(count=f"{many:,}")

    @admin.action(
        description=gettext_lazy("Send again what may have come, was refused or was given up"), permissions=["repeat"]
    )
    def repeat(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Deliberately: an unknown one may come twice."""
        again = send_again(list(chosen.values_list("pk", flat=True)), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} mail is sent again within minutes.", "{count} mails are sent again within minutes.", again
            ).format(count=again),
        )


def _way(address: str, verb: str) -> SafeString:
    return format_html('<span class="desk-ways"><a href="{}">{}</a></span>', address, verb)


def _ways_to_steer(issue: DigestIssue, permission: str) -> SafeString:
    """The way to the one act, if any, that is possible now and takes this permission."""
    possible = [act for act in POSSIBLE[IssueState(issue.state)] if ACTS[act].permission == permission]
    steer = "admin:claims_digestissue_steer"
    links = [_way(reverse(steer, args=[issue.pk, act]), ACTS[act].verb) for act in possible]
    return format_html_join(mark_safe(" "), "{}", ((link,) for link in links))


def _bar(parts: list[tuple[str, int]]) -> SafeString:
    """A bar of so many shares, without any style of its own: pages allow none in elements."""
    total = sum(many for _name, many in parts)
    if not total:
        return SafeString("")
    drawn, at = [], 0.0
    for name, many in parts:
        width = BAR_WIDTH * many / total
        if many:
            drawn.append((f"{at:.1f}", f"{max(width, 2):.1f}", name))
        at += width
    rects = format_html_join("", '<rect x="{}" y="0" width="{}" height="10" class="desk-bar-{}"/>', drawn)
    return format_html(
        '<svg class="desk-bar" width="{0}" height="10" viewBox="0 0 {0} 10" aria-hidden="true">{1}</svg>',
        BAR_WIDTH,
        rects,
    )
