"""Readers: who is told what, in which state, and what an admin may do for them. Nobody edits them by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from claims.admin.history import ReadOnlyAdmin, ReadOnlyInline
from claims.admin.reason_page import ask_for_reason
from claims.models import Follow, OwnMail, Subscriber, SubscriberState
from claims.workflows.erase_subscriber import erase_subscriber
from claims.workflows.export_subscriber import export_subscriber
from claims.workflows.lift_suppression import NotSuppressed, lift_suppression
from claims.workflows.list_follows import name_of
from claims.workflows.take_in_bounce import suppress

_HINT = gettext_lazy("Kept in the log of the desk, with your name.")


class FollowInline(ReadOnlyInline[Follow, Subscriber]):
    """What a reader follows; their notes are for their own eyes."""

    model = Follow
    fields = readonly_fields = ("kind", "followed", "recorded_at", "renewed_at", "warned_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Follow]:
        """With what names them."""
        rows = super().get_queryset(request).select_related("claim", "subject", "organisation", "paper")
        return rows.order_by("-pk")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("what"))
    def followed(self, follow: Follow) -> SafeString:
        named = name_of(follow)
        return format_html('<a href="{}">{}</a>', named.path, named.name)


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin[Subscriber]):
    list_display = (
        "__str__", "state", "mail", "cadence", "language", "time_zone", "follows_counted", "due_at", "bounces",
        "state_since",
    )  # fmt: skip
    list_filter = ("state", "mail", "cadence", "language")
    list_select_related = ("user",)
    search_fields = ("email", "user__username")
    search_help_text = gettext_lazy("Part of an address, or the name of an account.")
    date_hierarchy = "recorded_at"
    ordering = ("-id",)
    fields = readonly_fields = (
        "email", "user", "what_can_be_done", "state", "state_since", "state_reason", "mail", "cadence", "weekday",
        "hour", "time_zone", "language", "due_at", "paused_until", "new_email", "confirmed_at", "bounces", "told_to",
        "recorded_at",
    )  # fmt: skip
    inlines = (FollowInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """With how much each follows."""
        return super().get_queryset(request).annotate(following=Count("follows"))

    @admin.display(description=gettext_lazy("follows"), ordering="following")
    def follows_counted(self, row: Subscriber) -> int:
        return int(getattr(row, "following", 0))

    @admin.display(description=gettext_lazy("what can be done"))
    def what_can_be_done(self, row: Subscriber) -> SafeString:
        """The ways to the pages that do it, each of which asks why."""
        if row.state == SubscriberState.ERASED:
            return format_html("{}", _("Nothing: they were erased."))
        suppressed = row.state == SubscriberState.SUPPRESSED
        acts = [
            ("lift", _("Write to them again")) if suppressed else ("suppress", _("Never write to them")),
            ("erase", _("Erase")),
        ]
        links = [
            format_html('<a href="{}">{}</a>', reverse(f"admin:claims_subscriber_{act}", args=[row.pk]), words)
            for act, words in [*acts, ("export", _("Export as JSON"))]
        ]
        return format_html(" · ".join("{}" for _ in links), *links)

    def get_urls(self) -> list[URLPattern]:
        """The pages of what can be done beside the usual ones."""
        views = {"suppress": self.suppress, "lift": self.lift, "erase": self.erase, "export": self.export}
        return [
            *(
                path(f"<int:number>/{act}/", self.admin_site.admin_view(view), name=f"claims_subscriber_{act}")
                for act, view in views.items()
            ),
            *super().get_urls(),
        ]

    def suppress(self, request: HttpRequest, number: int) -> HttpResponse:
        """Never write to a reader again, with a reason."""

        def carry_out(row: Subscriber, reason: str) -> str:
            if not suppress(row, reason=f"by hand: {reason}", now=timezone.now()):
                raise NotSuppressed(
                    _("{reader} is {state}: nothing is written to them anyway.").format(
                        reader=row, state=row.get_state_display()
                    )
                )
            return _("They are not written to any more.")

        return self._ask(request, number, _("Never write to this reader?"), gettext_noop("Suppress"), carry_out)

    def lift(self, request: HttpRequest, number: int) -> HttpResponse:
        """Write to a reader again, with a reason."""

        def carry_out(row: Subscriber, reason: str) -> str:
            state = lift_suppression(row.pk, now=timezone.now())
            return _("The reader is {state}.").format(state=state.label)

        return self._ask(
            request, number, _("Write to this reader again?"), gettext_noop("Write to them again"), carry_out
        )

    def erase(self, request: HttpRequest, number: int) -> HttpResponse:
        """Erase a reader, with a reason."""

        def carry_out(row: Subscriber, reason: str) -> str:
            erase_subscriber(row.pk, now=timezone.now(), with_devices=True)
            return _("Erased.")

        return self._ask(request, number, _("Erase this reader for good?"), gettext_noop("Erase"), carry_out)

    def export(self, request: HttpRequest, number: int) -> HttpResponse:
        """All that is kept about a reader, for them."""
        row = self._allowed(request, number)
        answer = JsonResponse(
            export_subscriber(row, now=timezone.now()), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        answer["Content-Disposition"] = f'attachment; filename="reader-{row.pk}.json"'
        return answer

    def _allowed(self, request: HttpRequest, number: int) -> Subscriber:
        if not request.user.has_perm("claims.change_subscriber"):
            raise PermissionDenied
        return get_object_or_404(Subscriber, pk=number)

    def _ask(
        self, request: HttpRequest, number: int, title: str, button: str, act: Callable[[Subscriber, str], str]
    ) -> HttpResponse:
        row = self._allowed(request, number)
        told = (
            _("{reader}: {state} since {day}. {reason}").format(
                reader=row,
                state=row.get_state_display(),
                day=f"{row.state_since:%Y-%m-%d}",
                reason=row.state_reason,
            ),
            _("{things} things are followed, {digests} digests were made for them.").format(
                things=row.follows.count(), digests=row.deliveries.count()
            ),
        )

        def carry_out(reason: str) -> str:
            done = act(row, reason)
            # The log outlives an erased reader, so it does not name them.
            self.log_change(request, Subscriber(pk=row.pk), f"{button}: {reason}")
            return done

        return ask_for_reason(
            self,
            request,
            title=title,
            told=told,
            button=_(button),
            back=reverse("admin:claims_subscriber_change", args=[row.pk]),
            carry_out=carry_out,
            refused=NotSuppressed,
            hint=_HINT,
        )


@admin.register(OwnMail)
class OwnMailAdmin(ReadOnlyAdmin[OwnMail]):
    list_display = ("kind", "address", "language", "due_at", "tries", "failure", "recorded_at")
    list_filter = ("kind",)
    search_fields = ("address",)
    ordering = ("-id",)
