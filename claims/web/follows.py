"""Following something: by an address alone, or with an account."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from claims.models import MailLanguage
from claims.topics import EVERYTHING, Topic
from claims.web.callers import caller_of
from claims.web.subscriber_forms import AddressForm, NoteForm, TopicForm
from claims.web.subscribers import name_of_topic
from claims.workflows.follow import FollowRefused, follow, follow_of
from claims.workflows.subscribe import subscribe
from claims.workflows.subscribe_account import subscribe_account, subscriber_of
from claims.workflows.want_mail import AddressRefused, AskedTooOften


def mail_language() -> MailLanguage:
    """That of the page, in which its reader will want to be written to."""
    return MailLanguage.CHINESE if (get_language() or "").startswith("zh") else MailLanguage.ENGLISH


@never_cache
@csrf_exempt  # Nothing of a session is used: whoever posts could only have a mail sent that asks before it counts.
@require_http_methods(["GET", "HEAD", "POST"])
def follow_by_mail(request: HttpRequest) -> HttpResponse:
    """A form for an address, which is then asked by mail; its answer is the same whether the address is known."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        topic = _topic(given) if "kind" in given else EVERYTHING
        named = name_of_topic(topic)
    except FollowRefused as refused:
        return _no_such_topic(request, refused)
    form, status = AddressForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = _subscribed(request, form, topic)
        if status == 303:
            return redirect("web:check_your_mail")
    told = {"form": form, "topic": topic, "named": named}
    return render(request, "subscribers/follow.html", told, status=status)


def way_back(request: HttpRequest) -> str:
    """The page of this site that a form says it was on, "" where it says none."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else ""


def _topic(given: QueryDict) -> Topic:
    """What is to be followed. Raises `FollowRefused` where that is nothing that can be."""
    topic = TopicForm(given).topic()
    if topic is None:
        raise FollowRefused(_("This is nothing that can be followed."))
    return topic


def _no_such_topic(request: HttpRequest, refused: FollowRefused) -> HttpResponse:
    return render(request, "subscribers/no_such_topic.html", {"problem": str(refused)}, status=404)


def _subscribed(request: HttpRequest, form: AddressForm, topic: Topic) -> int:
    """The status of the answer; what went wrong is said in the form."""
    if not form.is_valid():
        return 400
    try:
        subscribe(
            form.cleaned_data["address"],
            topic,
            language=mail_language(),
            caller=caller_of(request),
            now=timezone.now(),
        )
    except AddressRefused as refused:
        form.add_error("address", str(refused))
        return 400
    except AskedTooOften as too_often:
        form.add_error(None, str(too_often))
        return 429
    return 303


@require_safe
def check_your_mail(request: HttpRequest) -> HttpResponse:
    """What to do next, the same for everybody."""
    return render(request, "subscribers/check_your_mail.html")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_with_account(request: HttpRequest) -> HttpResponse:
    """A page on which a person says that they follow something, and why."""
    user, now = cast("User", request.user), timezone.now()
    try:
        topic = _topic(request.POST if request.method == "POST" else request.GET)
        named = name_of_topic(topic)
    except FollowRefused as refused:
        return _no_such_topic(request, refused)
    subscriber = subscriber_of(user)
    known = follow_of(subscriber, topic) if subscriber else None
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": known.note if known else ""})
    if request.method == "POST" and form.is_valid():
        subscriber = subscriber or subscribe_account(user, language=mail_language(), now=now)
        try:
            done = follow(subscriber, topic, note=form.cleaned_data["note"], now=now)
        except FollowRefused as refused:
            form.add_error(None, str(refused))
        else:
            words = _("You follow “%(name)s” now.") if done.created else _("You follow “%(name)s” already.")
            messages.success(request, words % {"name": named.name})
            return redirect(way_back(request) or "web:account_follows")
    told = {"form": form, "topic": topic, "named": named, "known": known}
    return render(request, "subscribers/follow_with_account.html", told, status=400 if form.is_bound else 200)
