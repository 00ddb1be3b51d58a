"""Addresses that take back what cannot be delivered: each names its delivery (VERP) and is signed."""

import re
from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "claims.digest.return_paths"
# Forty bits: an address is short, and a forged bounce stops one reader's mail until they write to us.
_SIGNATURE = 10
_OURS = re.compile(rf"[^@]*\+(\d{{1,18}})\.([0-9a-f]{{{_SIGNATURE}}})@.+")


def return_path(delivery_id: int) -> str:
    """Where a delivery's mail comes back to: MAIL_BOUNCES with the delivery in it, or the sender's own address."""
    if not settings.MAIL_BOUNCES:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    local, _, domain = settings.MAIL_BOUNCES.rpartition("@")
    return f"{local or 'bounces'}+{delivery_id}.{_signature(delivery_id)}@{domain}"


def return_paths() -> Callable[[int], str]:
    """`return_path` for writers of many mails: without MAIL_BOUNCES all are the same."""
    if settings.MAIL_BOUNCES:
        return return_path
    address = return_path(0)
    return lambda delivery_id: address


def delivery_of(address: str) -> int | None:
    """The delivery that an address was made for; None for any other address, and for a signature that is not ours."""
    found = _OURS.fullmatch(address.strip().strip("<>").lower())
    if not found or not constant_time_compare(found.group(2), _signature(int(found.group(1)))):
        return None
    return int(found.group(1))


def _signature(delivery_id: int) -> str:
    return salted_hmac(_SALT, str(delivery_id), algorithm="sha256").hexdigest()[:_SIGNATURE]
