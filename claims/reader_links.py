"""Addresses in a reader's mails that need no login: signed, for one purpose each, and void once the key changes."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import Subscriber

# The purpose of the one token that stands in all links of a reader's mails; it works as long as its key.
READER = "reader"
# For links that are there to prove an address.
LASTS = timedelta(days=7)
# Of SHA-256, which nobody guesses: 16 of its bytes make a token of 22 letters.
_BYTES = 16


class LinkRefused(ValueError):
    """The link is not ours, it is over, or it was replaced; the message says what to do, in the page's language."""


def sign(purpose: str, subscriber_id: int, key: str, *more: str | int) -> str:
    """A token for one purpose, with whatever `more` it is about. For the links of mails the purpose is `READER`."""
    payload = _written(subscriber_id, *more)
    return f"{payload}.{_mark(purpose, payload, key)}"


def sign_until(purpose: str, subscriber_id: int, key: str, *more: str | int, until: datetime) -> str:
    """The same for a link that is over at a time, to be read with `read_until`."""
    return sign(purpose, subscriber_id, key, int(until.timestamp()), *more)


def link(route: str, token: str, *more: str | int) -> str:
    """The whole address, with the site, of the page `web:<route>` for the reader of a token."""
    return f"{settings.SITE_URL}{reverse(f'web:{route}', args=[token, *more])}"


def read_link(purpose: str, token: str) -> tuple[Subscriber, tuple[str | int, ...]]:
    """The reader of a token and what else it is about. Raises `LinkRefused`."""
    try:
        payload, mark = token.split(".")
        # Which reader it says to be of is needed to check it, and is believed only after that.
        number, *more = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        subscriber = Subscriber.objects.get(pk=number)
    except (Subscriber.DoesNotExist, ValueError, TypeError, OverflowError) as bad:
        raise LinkRefused(_("This link is not valid. Use the one in the newest mail.")) from bad
    if not hmac.compare_digest(mark.encode(), _mark(purpose, payload, subscriber.key).encode()):
        raise LinkRefused(_("This link is not valid any more. Use the one in the newest mail."))
    return subscriber, tuple(more)


def read_until(purpose: str, token: str, *, now: datetime) -> tuple[Subscriber, tuple[str | int, ...], datetime]:
    """The same of a link that is over at a time, and that time. Raises `LinkRefused`."""
    subscriber, (until, *more) = read_link(purpose, token)
    over = datetime.fromtimestamp(int(until), tz=now.tzinfo)
    if now >= over:
        raise LinkRefused(_("This link is not valid any more. Ask for another one."))
    return subscriber, tuple(more), over


def _written(*said: str | int) -> str:
    # Characters as they are: a Chinese search would be three times as long in ASCII.
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _mark(purpose: str, payload: str, key: str) -> str:
    secret = f"{settings.SECRET_KEY}{key}".encode()
    made = hmac.digest(secret, f"claims.reader_links.{purpose}:{payload}".encode(), "sha256")
    return urlsafe_b64encode(made[:_BYTES]).decode().rstrip("=")
