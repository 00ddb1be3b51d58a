"""Who counts as signed in where a person has two-factor sign-in on: only a session in which a code of theirs was given.

Between the password and the code a session holds a note of whose password it was, and nothing more: it is nobody's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from claims.workflows.check_code import Device
from claims.workflows.keep_two_factor import IS_ON, has_two_factor, must_set_up_two_factor

_KEY = "sign_in_waits"
# Long enough to fetch a telephone from the next room.
_WAITS = timedelta(minutes=10)
_BACKEND = "claims.web.second_step.ByPassword"
# Where whoever must set it up first is not let, and what they need for that or to leave.
_BEHIND = ("/admin/", "/account/")
_OPEN = ("/account/two-factor/", "/account/sign-in/", "/account/sign-out/", "/account/password/", "/admin/logout/")

type Answer = Callable[[HttpRequest], HttpResponse]


class ByPassword(ModelBackend):
    """Django's own; it brings along whether the person has two-factor sign-in on, so that no page asks once more."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, None where the account is closed."""
        user = User.objects.annotate(two_factor_is_on=IS_ON).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def only_with_their_code(get_response: Answer) -> Answer:
    """Middleware, below that of django-otp: who has two-factor sign-in on and gave no code is not signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        known = request.user
        request.user = SimpleLazyObject(lambda: _shown(known))  # type: ignore[assignment]  # Stands for either.
        return get_response(request)

    return answer


def _shown(known: Any) -> Any:
    if known.is_authenticated and not known.is_verified() and has_two_factor(known):
        return AnonymousUser()
    return known


def set_up_first(get_response: Answer) -> Answer:
    """Middleware: whoever must have two-factor sign-in and has not is led to the page that sets it up."""

    def answer(request: HttpRequest) -> HttpResponse:
        path, user = request.path_info, request.user
        is_behind = path.startswith(_BEHIND) and not path.startswith(_OPEN)
        if is_behind and isinstance(user, User) and must_set_up_two_factor(user):
            wanted = urlencode({"next": request.get_full_path() if request.method == "GET" else path})
            return redirect(f"{reverse('web:two_factor')}?{wanted}")
        return get_response(request)

    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whose password was given, and where they wanted to go."""

    user: User
    next: str


def wait_for_code(request: HttpRequest, user: User, *, next: str, now: datetime) -> None:
    """Note in the session that this person's password was given. Whoever is signed in there stays so."""
    # A session that somebody else laid out before is of no use to them.
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": user.pk,
        # Void once the password is changed.
        "seal": user.get_session_auth_hash(),
        "until": (now + _WAITS).timestamp(),
        "next": next,
    }


def waiting_sign_in(request: HttpRequest, *, now: datetime) -> Waiting | None:
    """The note of the session, None where there is none that is still good."""
    note = request.session.get(_KEY)
    if not note or now.timestamp() >= note["until"]:
        return None
    user = ByPassword().get_user(note["user"])
    if user is None or not has_two_factor(user):
        return None
    is_same = constant_time_compare(note["seal"], user.get_session_auth_hash())
    return Waiting(user=user, next=str(note["next"])) if is_same else None


def open_session(request: HttpRequest, user: User, device: Device | None) -> None:
    """Sign a person in, with the device whose code was given; None for one who has two-factor sign-in off."""
    request.session.pop(_KEY, None)
    # django-otp notes in the session what it finds here.
    user.otp_device = device  # type: ignore[attr-defined]
    login(request, user, backend=_BACKEND)
