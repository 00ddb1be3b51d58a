"""Addresses in a reader's mails that need no login: signed, for one purpose each, and void once the key changes."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from claims.models import Subscriber

_SALT = "claims.reader_links"


class LinkRefused(ValueError):
    """The link is not one of ours, or it has been replaced by a later one; the message says what to do."""


def sign(purpose: str, subscriber_id: int, key: str, *more: str) -> str:
    """The token of a link: `purpose` is the name of its route, `more` whatever else it is about."""
    return signing.Signer(salt=f"{_SALT}.{purpose}", key=settings.SECRET_KEY + key).sign_object([subscriber_id, *more])


def link(purpose: str, subscriber_id: int, key: str, *more: str) -> str:
    """The whole address, with the site, of the page `web:<purpose>` for a reader."""
    return f"{settings.SITE_URL}{reverse(f'web:{purpose}', args=[sign(purpose, subscriber_id, key, *more)])}"


def read_link(purpose: str, token: str) -> tuple[Subscriber, tuple[str, ...]]:
    """The reader of a token and what else it is about. Raises `LinkRefused`."""
    try:
        # Which reader it says to be of is needed to check it, and is believed only after that.
        said = signing.b64_decode(token.split(":")[0].encode())
        number = int(signing.JSONSerializer().loads(said)[0])
        subscriber = Subscriber.objects.get(pk=number)
        signer = signing.Signer(salt=f"{_SALT}.{purpose}", key=settings.SECRET_KEY + subscriber.key)
        _, *more = signer.unsign_object(token)
    except (signing.BadSignature, Subscriber.DoesNotExist, ValueError, TypeError, IndexError, KeyError) as bad:
        raise LinkRefused("This link is not valid any more. Use the one in the newest mail.") from bad
    return subscriber, tuple(more)
