"""Switch a person's two-factor sign-in on and off, and make their recovery codes."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.workflows.check_code import RECOVERY_DIGITS, CodeRefused, count_code, digits_of, refusal, sealed

RECOVERY_CODES = 10
_APP, _RECOVERY = "app", "recovery codes"


class TwoFactorIsOn(Exception):
    """It is on already; another app takes its place once it is off."""


class NothingBegun(Exception):
    """There is no secret that waits for being confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoFactor:
    """How a person's two-factor sign-in stands. Neither a secret nor a code is in it."""

    since: datetime | None
    used_at: datetime | None
    codes_left: int


# For queries: whether the person of a row has it on.
IS_ON = Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True))


def has_two_factor(user: User) -> bool:
    """Whether signing in takes a code; asks nothing where the user's own query did (`IS_ON` as `two_factor_is_on`)."""
    known = getattr(user, "two_factor_is_on", None)
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists() if known is None else bool(known)


def must_set_up_two_factor(user: User) -> bool:
    """Whether the site asks it of this person (REQUIRE_TWO_FACTOR): one who may change anything in the desk."""
    return (
        settings.REQUIRE_TWO_FACTOR
        and user.is_active
        and user.is_staff
        and not has_two_factor(user)
        and any(not name.partition(".")[2].startswith("view_") for name in user.get_all_permissions())
    )


def two_factor_of(user: User) -> TwoFactor | None:
    """How it stands; None where it is off."""
    app = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if app is None:
        return None
    codes_left = StaticToken.objects.filter(device__user=user).count()
    return TwoFactor(since=app.created_at, used_at=app.last_used_at, codes_left=codes_left)


def begin_two_factor(user: User) -> TOTPDevice:
    """A new secret for an app, which does nothing until it is confirmed; an earlier one that waits is void.

    Each call makes another one. Raises `TwoFactorIsOn`.
    """
    with transaction.atomic():
        _lock(user)
        if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
            raise TwoFactorIsOn
        TOTPDevice.objects.filter(user=user).delete()
        return TOTPDevice.objects.create(user=user, name=_APP, confirmed=False)


def waiting_secret(user: User) -> TOTPDevice | None:
    """What was begun and waits for being confirmed."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def confirm_two_factor(user: User, written: str, *, caller: str, now: datetime) -> tuple[TOTPDevice, list[str]]:
    """Switch it on by a code of the app that was given the secret; the device and the recovery codes, to be shown once.

    From then on a session in which no code was given is nobody's. Repeating it is refused. Raises `TwoFactorIsOn`,
    `NothingBegun`, `CodeRefused` and `AskedTooOften`.
    """
    count_code(user, caller, now=now)
    with transaction.atomic():
        _lock(user)
        if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
            raise TwoFactorIsOn
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None:
            raise NothingBegun
        # Not raised within, for a wrong code is to stay counted.
        problem = refusal(device, digits_of(written), now=now)
        codes = [] if problem else _made_codes(user)
        if not problem:
            device.confirmed, device.created_at = True, now
            device.save(update_fields=["confirmed", "created_at"])
    if problem:
        raise CodeRefused(problem)
    return device, codes


def renew_recovery_codes(user: User) -> list[str]:
    """New recovery codes, to be shown once; those before are void. Each call makes others. Raises nothing."""
    with transaction.atomic():
        _lock(user)
        return _made_codes(user)


def remove_two_factor(user: User) -> bool:
    """Switch it off: the secret and the recovery codes go; whether it was on. Repeating it changes nothing."""
    with transaction.atomic():
        _lock(user)
        was_on: bool = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
    return was_on


def _lock(user: User) -> None:
    """One change of a person's devices at a time."""
    User.objects.select_for_update().get(pk=user.pk)


def _made_codes(user: User) -> list[str]:
    """Ten codes in place of those before, as people read them: "12345 67890". Only their seals are stored."""
    # The row itself stays: sessions that a recovery code opened are tied to it.
    device, _made = StaticDevice.objects.get_or_create(user=user, name=_RECOVERY)
    device.token_set.all().delete()
    made: set[str] = set()
    while len(made) < RECOVERY_CODES:
        made.add(f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}}")
    codes = sorted(made)
    StaticToken.objects.bulk_create(StaticToken(device=device, token=sealed(user.pk, code)) for code in codes)
    half = RECOVERY_DIGITS // 2
    return [f"{code[:half]} {code[half:]}" for code in codes]
