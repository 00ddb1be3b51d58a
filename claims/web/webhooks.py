"""A person's webhooks: where programs of theirs are told of what happens, and the log of what was posted there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from claims.models import EndpointState, EventKind, HookState, WebhookDelivery, WebhookEndpoint
from claims.web.webhook_words import ENDPOINT_WORDS, KIND_WORDS, STATE_WORDS, TEST_WORDS, told_try
from claims.workflows.keep_endpoint import (
    MOST_ENDPOINTS,
    EndpointRefused,
    NoSuchEndpoint,
    Wanted,
    allowed,
    change_endpoint,
    make_endpoint,
    remove_endpoint,
    rotate_secret,
    switch_off,
    switch_on,
)
from claims.workflows.redeliver import NOT_DELIVERED, NoSuchDelivery, redeliver, redeliver_failed
from claims.workflows.seal_events import last_position
from claims.workflows.send_test_event import EndpointIsOff, send_test_event

A_PAGE = 50
_DAYS = (1, 7, 30, 60)


class WebhookForm(forms.Form):
    """What a webhook is to be."""

    url = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Where your receiver is: https://…, without a password in it. What we post is signed."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    description = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("In your own words, for your eyes only."),
    )
    kinds = forms.MultipleChoiceField(
        choices=[(kind.value, KIND_WORDS[kind]) for kind in EventKind],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What it is told of"),
        help_text=gettext_lazy("None ticked: all of it, and kinds that are to come."),
    )
    followed_only = forms.BooleanField(
        required=False,
        label=gettext_lazy("Only what I follow"),
        help_text=gettext_lazy("Of claims, systems, organisations, papers and searches that you follow; mail or not."),
    )

    def wanted(self) -> Wanted:
        """What the valid form asks for."""
        told = self.cleaned_data
        return Wanted(
            url=told["url"].strip(),
            description=told["description"],
            kinds=[EventKind(kind) for kind in told["kinds"]],
            followed_only=told["followed_only"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """A state as a pill: `code` colours it."""

    code: str
    shape: str
    words: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTry:
    """One try as the log tells it."""

    started_at: datetime
    seconds: float
    told: str
    answer: str
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDelivery:
    """One line of the log; `path` leads to what it tells of, "" for a test."""

    row: WebhookDelivery
    words: Promise
    path: str
    about: str
    state: ShownState
    tries: tuple[ShownTry, ...]
    can_repeat: bool


type View = Callable[..., HttpResponse]


def of_a_person(view: View) -> View:
    """For who is signed in, never kept by anybody; what is not theirs is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except (NoSuchEndpoint, NoSuchDelivery) as missing:
            raise Http404(str(missing)) from missing

    return never_cache(login_required(guarded))


@of_a_person
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the person, and a form for another one."""
    user, form, status = _user(request), WebhookForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = make_endpoint(user, allowed(form.wanted()), now=timezone.now())
            except EndpointRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, _("Made. Show its secret, give it to your receiver, and send a test."))
                return redirect("web:webhook", made.pk)
    endpoints = WebhookEndpoint.objects.filter(user=user).order_by("pk")
    shown = [(endpoint, _state_of(endpoint), _kinds_of(endpoint)) for endpoint in endpoints]
    told = {"form": form, "webhooks": shown, "is_full": len(shown) >= MOST_ENDPOINTS}
    return render(request, "account/webhooks.html", told, status=status)


@of_a_person
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, number: int) -> HttpResponse:
    """One webhook: how it is, its log, and the form by which it is changed."""
    endpoint, status = _own(request, number), 200
    initial = {name: getattr(endpoint, name) for name in ("url", "description", "kinds", "followed_only")}
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                change_endpoint(number, allowed(form.wanted()), user=_user(request))
            except EndpointRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, _("Changed. What is posted from now on goes by it."))
                return redirect("web:webhook", number)
    return _page(request, endpoint, form=form, status=status)


@of_a_person
@require_POST
def webhook_secret(request: HttpRequest, number: int) -> HttpResponse:
    """The page with the secret on it."""
    return _page(request, _own(request, number), shows_secret=True)


@of_a_person
@require_POST
def webhook_rotated(request: HttpRequest, number: int) -> HttpResponse:
    """Another secret, shown at once."""
    endpoint = rotate_secret(number, user=_user(request), now=timezone.now())
    return _page(request, endpoint, shows_secret=True)


@of_a_person
@require_POST
def webhook_switched(request: HttpRequest, number: int) -> HttpResponse:
    """On or off, as the button says."""
    user, now = _user(request), timezone.now()
    if request.POST.get("to") == "on":
        switch_on(number, catch_up="catch_up" in request.POST, user=user, now=now)
        messages.success(request, _("Switched on."))
    else:
        switch_off(number, user=user, now=now)
        messages.success(request, _("Switched off. Nothing is posted there until you switch it on."))
    return redirect("web:webhook", number)


@of_a_person
@require_POST
def webhook_tested(request: HttpRequest, number: int) -> HttpResponse:
    """Have a test posted."""
    try:
        send_test_event(number, user=_user(request), now=timezone.now())
    except EndpointIsOff as off:
        messages.error(request, str(off))
    else:
        messages.success(request, _("A test is posted within half a minute. Load this page again to see the answer."))
    return redirect("web:webhook", number)


@of_a_person
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_removed(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once, naming what goes, and remove it."""
    endpoint = _own(request, number)
    if request.method != "POST":
        told = {"endpoint": endpoint, "deliveries": endpoint.deliveries.count()}
        return render(request, "account/webhook_remove.html", told)
    remove_endpoint(number, user=_user(request))
    messages.success(request, _("Removed, with its secret and its log."))
    return redirect("web:webhooks")


@of_a_person
@require_POST
def webhook_redelivered(request: HttpRequest, number: int) -> HttpResponse:
    """Have one delivery made again (`delivery`), or all that failed within some days (`days`)."""
    user, now = _user(request), timezone.now()
    one, days = request.POST.get("delivery", ""), request.POST.get("days", "")
    try:
        if one.isascii() and one.isdigit():
            redeliver(int(one[:18]), user=user, now=now)
            count = 1
        elif days in map(str, _DAYS):
            count = redeliver_failed(number, since=now - timedelta(days=int(days)), user=user, now=now)
        else:
            raise NoSuchDelivery("Neither a delivery nor a number of days was named.")
    except EndpointIsOff as off:
        messages.error(request, str(off))
    else:
        told = ngettext("%(count)d event is posted again.", "%(count)d events are posted again.", count)
        messages.success(request, told % {"count": count})
    return redirect("web:webhook", number)


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _own(request: HttpRequest, number: int) -> WebhookEndpoint:
    endpoint = WebhookEndpoint.objects.filter(user=_user(request), pk=number).first()
    if endpoint is None:
        raise NoSuchEndpoint(f"You have no webhook {number}.")
    return endpoint


def _page(
    request: HttpRequest,
    endpoint: WebhookEndpoint,
    *,
    form: WebhookForm | None = None,
    shows_secret: bool = False,
    status: int = 200,
) -> HttpResponse:
    initial = {name: getattr(endpoint, name) for name in ("url", "description", "kinds", "followed_only")}
    is_on = endpoint.state == EndpointState.ON
    log, older = _log(endpoint, request.GET.get("before", ""))
    told = {
        "endpoint": endpoint,
        "state": _state_of(endpoint),
        "kinds": _kinds_of(endpoint),
        "is_on": is_on,
        "form": form or WebhookForm(initial=initial),
        "secret": endpoint.secret if shows_secret else "",
        "old_until": endpoint.old_secret_until if len(endpoint.secrets_at(timezone.now())) > 1 else None,
        "log": log,
        "older": older,
        "missed": 0 if is_on else max(0, last_position() - endpoint.since),
        "failed": endpoint.deliveries.filter(state__in=NOT_DELIVERED, event__isnull=False).count(),
        "days": _DAYS,
    }
    return render(request, "account/webhook.html", told, status=status)


def _log(endpoint: WebhookEndpoint, before: str) -> tuple[list[ShownDelivery], int | None]:
    """A page of the log, the newest first, and where the next one begins; None for no more."""
    rows = endpoint.deliveries.order_by("-pk").select_related("event__claim", "event__paper", "event__announcement")
    rows = rows.defer("event__announcement__text")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows.prefetch_related("tries")[: A_PAGE + 1])
    older = found[A_PAGE - 1].pk if len(found) > A_PAGE else None
    return [_shown(row, is_on=endpoint.state == EndpointState.ON) for row in found[:A_PAGE]], older


def _shown(row: WebhookDelivery, *, is_on: bool) -> ShownDelivery:
    tries = sorted(row.tries.all(), key=lambda one: (one.started_at, one.pk))
    path, about = _about(row)
    shape, words = STATE_WORDS[HookState(row.state)]
    return ShownDelivery(
        row=row,
        words=KIND_WORDS[EventKind(row.event.kind)] if row.event else TEST_WORDS,
        path=path,
        about=about,
        state=ShownState(code=row.state, shape=shape, words=words),
        tries=tuple(
            ShownTry(
                started_at=one.started_at,
                seconds=one.seconds,
                told=told_try(one),
                answer=one.answer,
                is_good=one.status is not None and one.status // 100 == 2,
            )
            for one in tries
        ),
        can_repeat=is_on and row.event_id is not None and row.state != HookState.WAITING,
    )


def _about(row: WebhookDelivery) -> tuple[str, str]:
    event = row.event
    if event is None:
        return "", ""
    if event.claim:
        return f"/claims/{event.claim.pk}/", event.claim.text
    if event.paper:
        return f"/papers/{event.paper.pk}/", event.paper.title
    return (f"/announcements/{event.announcement.pk}/", event.announcement.title) if event.announcement else ("", "")


def _state_of(endpoint: WebhookEndpoint) -> ShownState:
    shape, words = ENDPOINT_WORDS[EndpointState(endpoint.state)]
    return ShownState(code=endpoint.state, shape=shape, words=words)


def _kinds_of(endpoint: WebhookEndpoint) -> list[Promise]:
    return [KIND_WORDS[kind] for kind in EventKind if kind in endpoint.kinds]
