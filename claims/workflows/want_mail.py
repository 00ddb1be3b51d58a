"""Have a single mail sent about somebody's own matters, and see that nobody is flooded with such mails."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import OwnMail, OwnMailKind, Subscriber
from claims.workflows.count_request import Rate, Used, count_request

# Whoever is written to without having asked should not have it often; whoever did not get the mail may ask again.
TO_ONE_ADDRESS = Rate(name="mails-to-one-address", requests=3, seconds=3600)
TO_ONE_ADDRESS_A_DAY = Rate(name="mails-to-one-address-a-day", requests=8, seconds=86_400)
BY_ONE_CALLER = Rate(name="mails-by-one-caller", requests=30, seconds=3600)


class AddressRefused(ValueError):
    """It cannot be an address of mail; the message says so in the language of the page."""


class AskedTooOften(Exception):
    """Something was asked for so often from one place that it is not done for a while; `used` says until when."""

    def __init__(self, used: Used) -> None:
        minutes = -(-used.seconds_left // 60)
        told = ngettext(
            "This was asked for too often. Try again in %(minutes)s minute.",
            "This was asked for too often. Try again in %(minutes)s minutes.",
            minutes,
        )
        super().__init__(told % {"minutes": minutes})
        self.used = used


def address_to_keep(written: str) -> str:
    """An address as we write to it: in ASCII, its host in small letters. Raises `AddressRefused`."""
    local, _at, host = written.strip().rpartition("@")
    try:
        address = f"{local}@{host.encode('idna').decode('ascii').lower()}"
        validate_email(address)
    except (ValidationError, UnicodeError) as bad:
        raise AddressRefused(_("“%(written)s” is no e-mail address.") % {"written": written[:80]}) from bad
    return address


def refuse_whoever_is_in_a_hurry(caller: str, *, now: datetime) -> None:
    """Count one more mail that a caller asks for. Raises `AskedTooOften`."""
    used = count_request(caller, BY_ONE_CALLER, now=now)
    if used.is_too_often:
        raise AskedTooOften(used)


def want_mail(
    kind: OwnMailKind,
    address: str,
    *,
    language: str,
    now: datetime,
    subscriber: Subscriber | None = None,
    said: dict[str, object] | None = None,
) -> bool:
    """Have a mail sent by the next job, unless the address has had so many; whether it will be.

    It is written in the transaction of the caller. Repeating it sends another one. Raises nothing.
    """
    used = [count_request(address.lower(), rate, now=now) for rate in (TO_ONE_ADDRESS, TO_ONE_ADDRESS_A_DAY)]
    if any(one.is_too_often for one in used):
        return False
    OwnMail.objects.create(
        kind=kind,
        address=address,
        language=language,
        subscriber=subscriber,
        said=said or {},
        due_at=now,
        recorded_at=now,
    )
    return True
