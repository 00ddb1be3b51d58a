"""Check the second thing that shows who signs in: a code of the person's app, or one of their recovery codes."""

import re
from datetime import datetime
from math import ceil
from unicodedata import normalize

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.workflows.count_request import Rate, count_request
from claims.workflows.want_mail import AskedTooOften

type Device = TOTPDevice | StaticDevice

# Of an app (RFC 6238), and of the list to keep: both can be typed on the keys of a telephone, and their length tells
# them apart.
APP_DIGITS, RECOVERY_DIGITS = 6, 10
# Beside the brake of each device, which doubles a wait with every wrong code until a right one comes.
CODES_FROM_ONE_PLACE = Rate(name="code-from-one-place", requests=10, seconds=900)
CODES = Rate(name="code", requests=50, seconds=3600)


class CodeRefused(ValueError):
    """The code is wrong, was used, or comes too soon after a wrong one; the message says which."""


def check_code(user: User, written: str, *, caller: str, now: datetime) -> Device:
    """What the code is of. Each is good once: of two who bring the same at one time, one is refused.

    `now` is for counting; what a code is worth goes by the machine's clock. Raises `CodeRefused` and `AskedTooOften`.
    """
    count_code(user, caller, now=now)
    digits = digits_of(written)
    with transaction.atomic():
        device = _device_of(user, digits)
        # Not raised within, for a wrong code is to stay counted.
        problem = refusal(device, digits, now=now) if device else wrong_code()
    if device is None or problem:
        raise CodeRefused(problem)
    return device


def count_code(user: User, caller: str, *, now: datetime) -> None:
    """Count one more code that somebody tries, whether it is right or not. Raises `AskedTooOften`."""
    counted = (
        count_request(f"{caller} {user.pk}", CODES_FROM_ONE_PLACE, now=now),
        count_request(str(user.pk), CODES, now=now),
    )
    for used in counted:
        if used.is_too_often:
            raise AskedTooOften(used)


def digits_of(written: str) -> str:
    """A code without the gaps it is shown with, and in plain digits where a Chinese keyboard wrote wide ones."""
    return re.sub(r"[\s-]", "", normalize("NFKC", written))


def refusal(device: Device, digits: str, *, now: datetime) -> str:
    """Why a locked device does not take a code, "" where it does, which uses the code up."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        seconds = max(1, ceil((why["locked_until"] - now).total_seconds()))
        return ngettext(
            "There were too many wrong codes. Wait %(seconds)d second before the next.",
            "There were too many wrong codes. Wait %(seconds)d seconds before the next.",
            seconds,
        ) % {"seconds": seconds}
    return "" if device.verify_token(_as_kept(device, digits)) else wrong_code()


def wrong_code() -> str:
    """What is said of any code that is not taken."""
    return _("This code is wrong, or was used already. Wait until your app shows the next one.")


def sealed(user_id: int, digits: str) -> str:
    """A recovery code as it is stored, in 16 characters: of no use to who reads the database without the secret key."""
    return salted_hmac("claims.recovery_code", f"{user_id} {digits}", algorithm="sha256").hexdigest()[:16]


def _as_kept(device: Device, digits: str) -> str:
    return sealed(device.user_id, digits) if isinstance(device, StaticDevice) else digits


def _device_of(user: User, digits: str) -> Device | None:
    """The locked device that a code of this length is of."""
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if len(digits) == APP_DIGITS:
        return TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if len(digits) == RECOVERY_DIGITS:
        return StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    return None
