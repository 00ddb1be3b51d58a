"""Webhooks at the desk: where people are told by their programs, and how that goes. Only read, but for two acts."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.history import FailingFilter, ReadOnlyAdmin, ReadOnlyInline
from claims.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from claims.workflows.keep_endpoint import switch_off
from claims.workflows.redeliver import NoSuchDelivery, redeliver
from claims.workflows.send_test_event import EndpointIsOff


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin[WebhookEndpoint]):
    list_display = ("url", "user", "state", "kinds", "followed_only", "failing_since", "failures", "owner_told_at")
    list_filter = ("state", FailingFilter, "followed_only")
    list_select_related = ("user",)
    search_fields = ("url", "user__username")
    ordering = ("-id",)
    # Secrets are their owners'.
    fields = (
        "url", "user", "description", "kinds", "followed_only", "state", "since", "failing_since", "failures",
        "quiet_until", "owner_told_at", "recorded_at",
    )  # fmt: skip
    actions = ("switch_off",)

    def has_switch_permission(self, request: HttpRequest) -> bool:
        """For the action: the rows themselves are never edited."""
        return request.user.has_perm("claims.change_webhookendpoint")

    @admin.action(description=gettext_lazy("Switch off"), permissions=["switch"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[WebhookEndpoint]) -> None:
        """Post nothing there until their owners switch them on."""
        for endpoint in chosen:
            switch_off(endpoint.pk, user=None, now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} webhook is off until its owner switches it on.",
                "{count} webhooks are off until their owners switch them on.",
                len(chosen),
            ).format(count=len(chosen)),
        )


class AttemptInline(ReadOnlyInline[WebhookAttempt, WebhookDelivery]):
    model = WebhookAttempt
    fields = readonly_fields = ("started_at", "seconds", "status", "failure", "answer")
    ordering = ("started_at", "id")
    can_delete = False


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin[WebhookDelivery]):
    list_display = ("uid", "endpoint", "event", "state", "attempts", "due_at", "recorded_at", "finished_at")
    list_filter = ("state",)
    list_select_related = ("endpoint", "event")
    search_fields = ("uid", "endpoint__url")
    # The log is written in this order, and grows: its key is its index.
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (AttemptInline,)
    actions = ("post_again",)

    def has_post_permission(self, request: HttpRequest) -> bool:
        """For the action: the rows themselves are never edited."""
        return request.user.has_perm("claims.change_webhookdelivery")

    @admin.action(description=gettext_lazy("Post again (by the next job)"), permissions=["post"])
    def post_again(self, request: HttpRequest, chosen: QuerySet[WebhookDelivery]) -> None:
        """Make due what is finished; tests, and what belongs to webhooks that are off, stay as they are."""
        again = 0
        for delivery in chosen:
            try:
                redeliver(delivery.pk, user=None, now=timezone.now())
            except (NoSuchDelivery, EndpointIsOff):
                continue
            again += 1
        messages.success(
            request,
            _("{again} of {all} deliveries are posted again within half a minute.").format(
                again=again, all=len(chosen)
            ),
        )
