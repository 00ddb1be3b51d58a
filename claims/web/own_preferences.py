"""What a reader follows and how they are told of it: one page, for whoever has a link of a mail or is signed in."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from claims.core.digest_times import time_zone_named
from claims.models import Cadence, MailLanguage, Subscriber, SubscriberState
from claims.web.callers import caller_of
from claims.web.follows import mail_language, way_back
from claims.web.subscriber_forms import KIND_WORDS, AddressForm, NoteForm, PauseForm, WishesForm
from claims.web.subscribers import of_a_link, reader_of
from claims.workflows.change_address import ask_to_change_address
from claims.workflows.change_subscription import ChangeRefused, Wishes, change_note, change_subscription, renew_follows
from claims.workflows.erase_subscriber import erase_subscriber
from claims.workflows.export_subscriber import export_subscriber
from claims.workflows.follow import unfollow
from claims.workflows.keep_two_factor import has_two_factor
from claims.workflows.list_follows import list_follows
from claims.workflows.pause_subscription import PauseRefused, end_pause, pause_subscription
from claims.workflows.subscribe_account import subscribe_account
from claims.workflows.unsubscribe import subscribe_again, unsubscribe
from claims.workflows.want_mail import AddressRefused, AskedTooOften

# The forms of the page that were filled in and refused, by name.
type Forms = dict[str, forms.Form]
type Act = Callable[[HttpRequest, Subscriber], Forms]


@of_a_link
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """The page for whoever has a link of a mail."""
    return _page(request, reader_of(token))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_follows(request: HttpRequest) -> HttpResponse:
    """The page for whoever is signed in."""
    user = cast("User", request.user)
    return _page(request, subscribe_account(user, language=mail_language(), now=timezone.now()))


def _page(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    refused: Forms = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "erase":
            return _erased(request, subscriber)
        if do == "export":
            return _exported(subscriber)
        refused = _ACTS.get(do, _nothing)(request, subscriber)
        if not refused:
            return redirect(way_back(request) or request.path)
    told = {
        **_shown(subscriber, refused),
        "is_account": request.path.startswith("/account/"),
        "may_move": _may_move(request, subscriber),
    }
    return render(request, "subscribers/preferences.html", told, status=400 if refused else 200)


def _shown(subscriber: Subscriber, refused: Forms) -> dict[str, object]:
    follows = list_follows(subscriber, now=timezone.now())
    wishes = WishesForm(initial=_wishes_of(subscriber), has_address=bool(subscriber.email))
    return {
        "subscriber": subscriber,
        "state": subscriber.state,
        "follows": [
            {
                "one": one,
                "kind": KIND_WORDS[one.topic.kind],
                "form": NoteForm(initial={"note": one.note}, prefix=str(one.number)),
            }
            for one in follows
        ],
        "stale": sum(one.is_stale for one in follows),
        "wishes": refused.get("wishes", wishes),
        "pause": refused.get("pause", PauseForm()),
        "change": refused.get("address", AddressForm(initial={"address": _suggested(subscriber)})),
        "note_refused": refused.get("note"),
        "next": _next_digest(subscriber),
    }


def _wishes_of(subscriber: Subscriber) -> dict[str, object]:
    return {name: getattr(subscriber, name) for name in ("mail", "cadence", "weekday", "hour", "time_zone", "language")}


def _suggested(subscriber: Subscriber) -> str:
    """For an account without a confirmed address, the one that it was made with."""
    return subscriber.user.email if subscriber.user and not subscriber.email else ""


def _next_digest(subscriber: Subscriber) -> object:
    """When the next one is due, by the reader's own clocks."""
    is_told = subscriber.state == SubscriberState.ACTIVE and subscriber.mail and subscriber.due_at
    return (
        subscriber.due_at.astimezone(time_zone_named(subscriber.time_zone)) if is_told and subscriber.due_at else None
    )


def _nothing(request: HttpRequest, subscriber: Subscriber) -> Forms:
    return {}


def _change_wishes(request: HttpRequest, subscriber: Subscriber) -> Forms:
    form = WishesForm(request.POST, initial=_wishes_of(subscriber), has_address=bool(subscriber.email))
    if not form.is_valid():
        return {"wishes": form}
    said = form.cleaned_data
    wishes = Wishes(
        language=MailLanguage(said["language"]),
        cadence=Cadence(said["cadence"]),
        weekday=said["weekday"],
        hour=said["hour"],
        time_zone=said["time_zone"],
        mail=said["mail"] and bool(subscriber.email),
    )
    try:
        change_subscription(subscriber.pk, wishes, now=timezone.now())
    except ChangeRefused as refused:
        form.add_error(None, str(refused))
        return {"wishes": form}
    messages.success(request, _("Saved."))
    return {}


def _change_note(request: HttpRequest, subscriber: Subscriber) -> Forms:
    number = _number(request)
    form = NoteForm(request.POST, prefix=str(number))
    if not form.is_valid():
        return {"note": form}
    if change_note(subscriber, number, form.cleaned_data["note"], now=timezone.now()):
        messages.success(request, _("The note is saved."))
    return {}


def _stop(request: HttpRequest, subscriber: Subscriber) -> Forms:
    if unfollow(subscriber, _number(request)):
        messages.success(request, _("You do not follow it any more."))
    return {}


def _renew(request: HttpRequest, subscriber: Subscriber) -> Forms:
    renew_follows(subscriber, now=timezone.now())
    messages.success(request, _("Kept. You will be asked again in half a year."))
    return {}


def _pause(request: HttpRequest, subscriber: Subscriber) -> Forms:
    form = PauseForm(request.POST)
    if not form.is_valid():
        return {"pause": form}
    try:
        pause_subscription(subscriber.pk, until=form.cleaned_data["until"], now=timezone.now())
    except PauseRefused as refused:
        form.add_error("until", str(refused))
        return {"pause": form}
    messages.success(request, _("Paused."))
    return {}


def _resume(request: HttpRequest, subscriber: Subscriber) -> Forms:
    end_pause(subscriber.pk, now=timezone.now())
    messages.success(request, _("The digests go on."))
    return {}


def _unsubscribe(request: HttpRequest, subscriber: Subscriber) -> Forms:
    unsubscribe(subscriber.pk, reason="on the page", now=timezone.now())
    messages.success(request, _("All mail is stopped."))
    return {}


def _return(request: HttpRequest, subscriber: Subscriber) -> Forms:
    subscribe_again(subscriber.pk, now=timezone.now())
    messages.success(request, _("You are subscribed again."))
    return {}


def _is_theirs(request: HttpRequest, subscriber: Subscriber) -> bool:
    """Whether the reader is signed in; a link of a mail shows less."""
    return subscriber.user_id is not None and subscriber.user_id == request.user.pk


def _may_move(request: HttpRequest, subscriber: Subscriber) -> bool:
    """A link of a mail does not lead the mail of somebody elsewhere who signs in with two factors."""
    user = subscriber.user
    return user is None or _is_theirs(request, subscriber) or not has_two_factor(user)


def _change_address(request: HttpRequest, subscriber: Subscriber) -> Forms:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return {"address": form}
    if not _may_move(request, subscriber):
        form.add_error("address", _("Sign in to change the address."))
        return {"address": form}
    try:
        address = ask_to_change_address(
            subscriber.pk, form.cleaned_data["address"], caller=caller_of(request), now=timezone.now()
        )
    except (AddressRefused, AskedTooOften) as refused:
        form.add_error("address", str(refused))
        return {"address": form}
    messages.success(request, _("Look into the mail of %(address)s and follow the link there.") % {"address": address})
    return {}


def _number(request: HttpRequest) -> int:
    """The follow that a form is about, 0 for none."""
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _exported(subscriber: Subscriber) -> HttpResponse:
    told = export_subscriber(subscriber, now=timezone.now())
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="claim-tracker-my-data.json"'
    return answer


def _erased(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Ask once, naming what will go; then do it."""
    if request.POST.get("sure") != "yes":
        told = {
            "subscriber": subscriber,
            "follows": subscriber.follows.count(),
            "mails": subscriber.deliveries.count(),
            "devices": _is_theirs(request, subscriber) and has_two_factor(cast("User", request.user)),
        }
        return render(request, "subscribers/erase.html", told)
    erase_subscriber(subscriber.pk, now=timezone.now(), with_devices=_is_theirs(request, subscriber))
    return render(request, "subscribers/erased.html")


_ACTS: dict[str, Act] = {
    "wishes": _change_wishes,
    "note": _change_note,
    "stop": _stop,
    "renew": _renew,
    "pause": _pause,
    "resume": _resume,
    "unsubscribe": _unsubscribe,
    "return": _return,
    "address": _change_address,
}
