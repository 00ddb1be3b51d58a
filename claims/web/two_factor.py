"""Two-factor sign-in: the step after the password, and the pages on which people switch their own on and off."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_static.models import StaticDevice

from claims.web.callers import caller_of
from claims.web.code_form import CodeForm, code_field, tried
from claims.web.second_step import open_session, waiting_sign_in
from claims.workflows.check_code import CodeRefused
from claims.workflows.count_sign_in import count_sign_in
from claims.workflows.keep_two_factor import (
    NothingBegun,
    TwoFactorIsOn,
    begin_two_factor,
    confirm_two_factor,
    has_two_factor,
    must_set_up_two_factor,
    remove_two_factor,
    renew_recovery_codes,
    two_factor_of,
    waiting_secret,
)
from claims.workflows.want_mail import AskedTooOften

_METHODS = ["GET", "HEAD", "POST"]
# The empty rim that readers of QR codes need (ISO/IEC 18004), in modules.
_RIM = 4


class FirstCodeForm(forms.Form):
    """The code that shows that the app has the secret."""

    code = code_field(help_text=gettext_lazy("The six digits that the app shows now."))


class OffForm(forms.Form):
    """What switching it off takes."""

    password = forms.CharField(
        max_length=4096,
        strip=False,
        label=gettext_lazy("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = code_field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A QR code as the path of an SVG: dark modules on a square of `size` modules a side, its rim included."""

    size: int
    path: str


@never_cache
@require_http_methods(_METHODS)
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The step after the password, for whoever has two-factor sign-in on."""
    waiting = waiting_sign_in(request, now=timezone.now())
    if waiting is None:
        return redirect("web:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        device = tried(form, waiting.user, caller=caller_of(request))
        if device:
            open_session(request, waiting.user, device)
            if isinstance(device, StaticDevice):
                _tell_what_is_left(request, waiting.user)
            return redirect(waiting.next)
    told = {"form": form, "name": waiting.user.get_username()}
    return render(request, "account/sign_in_code.html", told, status=400 if form.is_bound else 200)


def _tell_what_is_left(request: HttpRequest, user: User) -> None:
    state = two_factor_of(user)
    left = state.codes_left if state else 0
    told = ngettext(
        "You signed in with a recovery code, which is used up. You have %(left)d more.",
        "You signed in with a recovery code, which is used up. You have %(left)d more.",
        left,
    )
    messages.warning(request, told % {"left": left})


@never_cache
@login_required
@require_safe
def two_factor(request: HttpRequest) -> HttpResponse:
    """How one's own stands, and the ways to change it."""
    user = _person(request)
    told = {"state": two_factor_of(user), "must": must_set_up_two_factor(user), "next": _next(request)}
    return render(request, "account/two_factor.html", told)


@never_cache
@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make a secret for the app, and show it."""
    try:
        begin_two_factor(_person(request))
    except TwoFactorIsOn:
        return redirect("web:two_factor")
    wanted = _next(request)
    return redirect(reverse("web:two_factor_set_up") + (f"?{urlencode({'next': wanted})}" if wanted else ""))


@never_cache
@login_required
@require_http_methods(_METHODS)
def set_up(request: HttpRequest) -> HttpResponse:
    """The secret as a picture and in letters, until a code shows that the app has it; then the recovery codes, once."""
    user = _person(request)
    form = FirstCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now, caller = timezone.now(), caller_of(request)
        try:
            device, codes = confirm_two_factor(user, form.cleaned_data["code"], caller=caller, now=now)
        except (TwoFactorIsOn, NothingBegun):
            return redirect("web:two_factor")
        except (CodeRefused, AskedTooOften) as refused:
            form.add_error("code", str(refused))
        else:
            open_session(request, user, device)
            return render(request, "account/recovery_codes.html", {"codes": codes, "new": True, "next": _next(request)})
    waiting = waiting_secret(user)
    if waiting is None or has_two_factor(user):
        return redirect("web:two_factor")
    told = {
        "form": form,
        "picture": picture_of(waiting.config_url),
        "address": waiting.config_url,
        "secret": _in_groups(waiting.config_url),
        "next": _next(request),
    }
    return render(request, "account/two_factor_set_up.html", told, status=400 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(_METHODS)
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes for whoever gives a code; they are shown in the answer and never again."""
    user = _person(request)
    state = two_factor_of(user)
    if state is None:
        return redirect("web:two_factor")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and tried(form, user, caller=caller_of(request)):
        return render(request, "account/recovery_codes.html", {"codes": renew_recovery_codes(user)})
    told = {"form": form, "state": state}
    return render(request, "account/recovery_codes_renew.html", told, status=400 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(_METHODS)
def switch_off(request: HttpRequest) -> HttpResponse:
    """Off again, by the password and a code."""
    user = _person(request)
    if not has_two_factor(user):
        return redirect("web:two_factor")
    form = OffForm(request.POST if request.method == "POST" else None)
    # The code last, for it is good once.
    if form.is_valid() and _knows_password(form, request, user) and tried(form, user, caller=caller_of(request)):
        remove_two_factor(user)
        messages.success(request, _("Two-factor sign-in is off. Your password alone signs you in."))
        return redirect("web:two_factor")
    return render(request, "account/two_factor_off.html", {"form": form}, status=400 if form.is_bound else 200)


def _knows_password(form: OffForm, request: HttpRequest, user: User) -> bool:
    try:
        count_sign_in(user.get_username(), caller_of(request), now=timezone.now())
    except AskedTooOften as too_often:
        form.add_error("password", str(too_often))
        return False
    is_right = user.check_password(form.cleaned_data["password"])
    if not is_right:
        form.add_error("password", _("This is not your password."))
    return is_right


def picture_of(text: str) -> Picture:
    """The QR code of a text that fits into one."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=_RIM)]
    # Dark modules that touch are drawn as one line.
    lines = [f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(rows) for x, n in _runs(row)]
    return Picture(size=len(rows), path="".join(lines))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((x, 1))
    return runs


def _in_groups(address: str) -> list[str]:
    """The secret of an `otpauth:` address in fours, as it is typed by hand."""
    secret = address.partition("secret=")[2].partition("&")[0]
    return [secret[start : start + 4] for start in range(0, len(secret), 4)]


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, "" for nowhere or somewhere else than here."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else ""


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
