"""What readers of mails do without signing in: confirm, and stop. Opening a link never does anything by itself."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.models import Follow, Subscriber, SubscriberState
from claims.reader_links import READER, LinkRefused, read_link, sign
from claims.topics import Topic, topic_of
from claims.web.subscriber_forms import NoteForm, TopicForm
from claims.workflows.change_address import address_to_confirm, confirm_address
from claims.workflows.confirm_subscription import confirm_subscription, topic_to_confirm
from claims.workflows.follow import FollowRefused, follow, unfollow, unsaved_follow
from claims.workflows.list_follows import Named, name_of
from claims.workflows.unsubscribe import subscribe_again
from claims.workflows.unsubscribe import unsubscribe as stop_all_mail

_METHODS = ["GET", "HEAD", "POST"]


def of_a_link[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for whoever has a link that is signed; one that is no good is told as a page of its own, with 410."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except LinkRefused as refused:
            answer = render(request, "subscribers/link_refused.html", {"problem": str(refused)}, status=410)
        # The address is as good as a password: it is not told to pages of others that a reader goes on to, nor to
        # archives. To our own it is: a browser that tells nobody sends forms from nowhere, and they are refused.
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return never_cache(require_http_methods(_METHODS)(checked))


def reader_of(token: str) -> Subscriber:
    """Whose mail a link was in. Raises `LinkRefused`."""
    subscriber, _ = read_link(READER, token)
    return subscriber


def reader_token(subscriber: Subscriber) -> str:
    """What leads a reader to their own pages."""
    return sign(READER, subscriber.pk, subscriber.key)


def name_of_topic(topic: Topic) -> Named:
    """What something to be followed is called. Raises `FollowRefused` where there is no such thing."""
    return name_of(unsaved_follow(topic))


@csrf_exempt  # A mail program posts here for its user (RFC 8058); the token in the address is what allows it.
@of_a_link
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that stops all mail; posting does it, and can be taken back there."""
    subscriber = reader_of(token)
    if request.method == "POST":
        now = timezone.now()
        if request.POST.get("do") == "undo":
            subscribe_again(subscriber.pk, now=now)
        else:
            stop_all_mail(subscriber.pk, reason=_told_by(request), now=now)
        subscriber.refresh_from_db()
    return render(
        request, "subscribers/unsubscribe.html", {"subscriber": subscriber, "token": token, **_state(subscriber)}
    )


def _told_by(request: HttpRequest) -> str:
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    return "by one click in a mail program" if one_click else "on the page"


def _state(subscriber: Subscriber) -> dict[str, bool]:
    return {
        "is_stopped": subscriber.state == SubscriberState.UNSUBSCRIBED,
        "can_return": subscriber.state == SubscriberState.UNSUBSCRIBED and subscriber.confirmed_at is not None,
        "is_suppressed": subscriber.state == SubscriberState.SUPPRESSED,
    }


@csrf_exempt  # As above: a mail program may post here.
@of_a_link
def unfollow_from_mail(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A page with a button that stops one follow; posting does it, and can be taken back there."""
    subscriber = reader_of(token)
    row = subscriber.follows.select_related("claim", "subject", "organisation", "paper").filter(pk=number).first()
    told: dict[str, object] = {"token": token, "number": number}
    if request.POST.get("do") == "undo":
        return _followed_again(request, subscriber, token)
    if row:
        told |= {"named": name_of(row), "again": _again(row)}
    if request.method == "POST" and row:
        unfollow(subscriber, row.pk)
        told |= {"is_stopped": True}
    return render(request, "subscribers/unfollow.html", told)


def _again(row: Follow) -> dict[str, object]:
    """What the form that takes it back has to say."""
    topic = topic_of(row)
    return {"kind": topic.kind.value, "id": topic.id, "search": topic.search, "note": row.note}


def _followed_again(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    topic, note = TopicForm(request.POST).topic(), NoteForm(request.POST)
    if topic and note.is_valid():
        try:
            follow(subscriber, topic, note=note.cleaned_data["note"], now=timezone.now())
        except FollowRefused as refused:
            return render(request, "subscribers/link_refused.html", {"problem": str(refused)}, status=409)
    return redirect("web:preferences", token=token)


@of_a_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that says yes; a program that opens the links of mails confirms nothing."""
    now = timezone.now()
    if request.method != "POST":
        subscriber, topic = topic_to_confirm(token, now=now)
        asked = {"address": subscriber.email, "named": _named(topic)}
        return render(request, "subscribers/confirm.html", asked)
    done = confirm_subscription(token, now=now)
    told = {
        "subscriber": done.subscriber,
        "named": name_of(done.follow) if done.follow else None,
        "problem": done.problem,
        "token": reader_token(done.subscriber),
    }
    return render(request, "subscribers/confirmed.html", told)


def _named(topic: Topic | None) -> Named | None:
    try:
        return name_of_topic(topic) if topic else None
    except FollowRefused:
        # It is told when it is confirmed; the address can be confirmed all the same.
        return None


@of_a_link
def confirm_new_address(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that makes a new address count."""
    now = timezone.now()
    if request.method != "POST":
        return render(request, "subscribers/confirm_address.html", {"address": address_to_confirm(token, now=now)})
    done = confirm_address(token, now=now)
    told = {"address": done.subscriber.email, "old": done.old, "token": reader_token(done.subscriber)}
    return render(request, "subscribers/address_confirmed.html", told)
