"""Made-up telephones: people with two-factor sign-in on, and the codes that their apps show."""

import time
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.workflows.keep_two_factor import begin_two_factor, confirm_two_factor

PASSWORD = "a long made-up word"  # Of nobody.
SIGN_IN, CODE = "/account/sign-in/", "/account/sign-in/code/"


def code_of(user: User, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now; one step either way is taken, each code once."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06}"


def with_two_factor(user: User) -> list[str]:
    """Switch it on by the code of half a minute ago, so that those of now and after are good; the recovery codes."""
    begin_two_factor(user)
    # The clock stands still, so that no half minute ends between showing and giving the code.
    with time_machine.travel(timezone.now(), tick=False):
        _device, codes = confirm_two_factor(user, code_of(user, steps=-1), caller="somebody", now=timezone.now())
    return codes


def somebody(name: str = "ada", **more: Any) -> User:
    """A person whose password is known here."""
    return User.objects.create_user(name, f"{name}@example.org", PASSWORD, **more)


def give_password(client: Client, name: str = "ada", **more: str) -> Any:
    """The first step of signing in."""
    return client.post(SIGN_IN, {"username": name, "password": PASSWORD, **more})


def give_code(client: Client, code: str) -> tuple[int, str]:
    """The second; what was answered and where it leads."""
    answer = client.post(CODE, {"code": code})
    return answer.status_code, answer.get("Location", "")


def signed_in(user: User) -> Client:
    """A session opened by both steps, with the code of now."""
    client = Client()
    give_password(client, user.get_username())
    assert give_code(client, code_of(user)) == (302, "/account/")
    return client
