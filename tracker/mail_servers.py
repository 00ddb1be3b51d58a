"""Who takes our mails: what `MAIL_URL` says, and the settings of Django and anymail that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SMTP_PORTS = {"smtp": 587, "smtps": 465}
# How anymail names the keys of each service, in the order in which the address has them: `scheme://key:secret@domain`.
# Amazon's wants packages of its own, and has an SMTP server like any other.
SERVICES: Mapping[str, tuple[str, ...]] = {
    "brevo": ("API_KEY",),
    "mailersend": ("API_TOKEN",),
    "mailgun": ("API_KEY", "SENDER_DOMAIN"),
    "mailjet": ("API_KEY", "SECRET_KEY"),
    "mailtrap": ("API_TOKEN",),
    "mandrill": ("API_KEY",),
    "postmark": ("SERVER_TOKEN",),
    "resend": ("API_KEY",),
    "sparkpost": ("API_KEY",),
}
_FORMS = {"mailgun": "mailgun://KEY@domain", "mailjet": "mailjet://KEY:SECRET"}


class NoMailServer(ValueError):
    """The address names no way to send mail; the message gives the forms and none of its secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are handed over: an SMTP server, a service's interface, or (scheme "") nowhere.

    `keys` are a service's, by anymail's names; the other fields are an SMTP server's.
    """

    scheme: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def is_smtp(self) -> bool:
        """Whether it speaks SMTP."""
        return self.scheme in SMTP_PORTS

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine, where nobody can listen in between."""
        return self.host in LOOPBACK


def read_mail_url(url: str) -> MailServer:
    """What an address says, "" being nowhere. Raises `NoMailServer`."""
    if not url:
        return MailServer()
    scheme, mark, rest = url.partition("://")
    if not mark or scheme not in (*SMTP_PORTS, *SERVICES):
        raise NoMailServer(f"MAIL_URL must begin with {', '.join(f'{one}://' for one in (*SMTP_PORTS, *SERVICES))}.")
    return _smtp(url) if scheme in SMTP_PORTS else _service(scheme, rest.rstrip("/"))


def _smtp(url: str) -> MailServer:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or SMTP_PORTS[parts.scheme]
    except ValueError as bad:
        raise NoMailServer("MAIL_URL must have a host and a port, as smtp://user:password@host:587.") from bad
    if not host or parts.path.strip("/") or parts.query or bool(parts.username) != bool(parts.password):
        raise NoMailServer("MAIL_URL must be smtp://user:password@host:587, with %40 for an @ in the name, or no name.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(scheme=parts.scheme, host=host, port=port, user=user, password=password)


def _service(scheme: str, rest: str) -> MailServer:
    names = SERVICES[scheme]
    mark = "@" if scheme == "mailgun" else ":"
    values = [unquote(value) for value in rest.split(mark, len(names) - 1)]
    if len(values) != len(names) or not all(value and value.isprintable() for value in values):
        raise NoMailServer(f"MAIL_URL must be {_FORMS.get(scheme, f'{scheme}://KEY')}.")
    return MailServer(scheme=scheme, keys=tuple(zip(names, values, strict=True)))


def django_settings(server: MailServer, *, folder: Path, webhook_secret: str) -> dict[str, Any]:
    """The settings for mails that Django sends itself, such as confirmations: handed over at the same place.

    A password goes to another machine only under TLS. Without one, as to a relay on one's own network, and on this
    machine, Django asks for no TLS; digests ask for it where it is offered (`claims.digest.smtp_transport`).
    """
    if not server.scheme:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(folder)}
    if not server.is_smtp:
        keys = {f"{server.scheme.upper()}_{name}": value for name, value in server.keys}
        return {
            "EMAIL_BACKEND": f"anymail.backends.{server.scheme}.EmailBackend",
            "ANYMAIL": {**keys, "WEBHOOK_SECRET": webhook_secret or None, "REQUESTS_TIMEOUT": 30},
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.host,
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": server.user,
        "EMAIL_HOST_PASSWORD": server.password,
        "EMAIL_USE_SSL": server.scheme == "smtps",
        "EMAIL_USE_TLS": server.scheme == "smtp" and bool(server.user) and not server.is_loopback,
        "EMAIL_TIMEOUT": 30,
    }
