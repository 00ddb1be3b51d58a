"""What settings choose for sending: the transport, the writers and the pace of this process."""

from functools import cache, lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from claims.digest.file_transport import FileTransport
from claims.digest.letters import Edition, LetterWriter
from claims.digest.pacing import NoPace, Pace, SharedPace
from claims.digest.provider_transport import ProviderTransport
from claims.digest.rendering import DigestWriter
from claims.digest.return_paths import return_paths
from claims.digest.send_deliveries import Sending
from claims.digest.smtp_transport import SmtpTransport
from claims.digest.told import ChangesTold
from claims.digest.transports import Transport

# Few issues are sent at one time; a writer keeps all entries of its issue in words.
_WRITERS = 4


def new_transport() -> Transport | None:
    """A way of handing mails over, with a connection of its own.

    Without MAIL_URL they become files, but only beside an embedded database: on machines that serve others nobody
    would look for them there, and they would count as sent. None there: digests wait until there is a server.
    """
    if settings.MAIL_SERVER.is_smtp:
        return SmtpTransport(settings.MAIL_SERVER, name=_own_name())
    if settings.MAIL_SERVER.scheme:
        return ProviderTransport()
    return FileTransport(settings.MAIL_FOLDER) if settings.DATABASE_IS_EMBEDDED else None


def chosen_sending(transport: Transport) -> Sending:
    """Everything that a batch needs, as settings have it."""
    return Sending(
        transport=transport, told=ChangesTold(), writers=chosen_writer, pace=chosen_pace(), clock=timezone.now
    )


@cache
def chosen_transport() -> Transport | None:
    """The `new_transport` of this process, whose connection is kept from batch to batch; not for several threads."""
    return new_transport()


def new_writer(edition: Edition) -> LetterWriter:
    """A writer of an edition."""
    return DigestWriter(edition, clock=timezone.now, envelope_from=return_paths())


@lru_cache(maxsize=_WRITERS)
def chosen_writer(edition: Edition) -> LetterWriter:
    """The writer of an edition, which puts each entry into words once in this process; not for several threads."""
    return new_writer(edition)


@cache
def chosen_pace() -> Pace:
    """At MAIL_RATE over all workers, or as fast as the server takes them."""
    return SharedPace(rate=settings.MAIL_RATE) if settings.MAIL_RATE else NoPace()


def _own_name() -> str:
    """How we introduce ourselves: by the site's name, or its address in brackets (RFC 5321 §4.1.3)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"[{host}]" if host.replace(".", "").isdecimal() else host
