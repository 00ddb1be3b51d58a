"""Made-up readers, who subscribe as people do: by an address, a mail and the link in it."""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.core import mail

from claims.models import MailLanguage, OwnMail, Subscriber
from claims.topics import EVERYTHING, Topic
from claims.workflows.confirm_subscription import Confirmed, confirm_subscription
from claims.workflows.send_own_mail import send_own_mail
from claims.workflows.subscribe import subscribe

# A Wednesday.
NOW = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
ADA = "ada@example.org"


def ask(
    address: str = ADA,
    topic: Topic | None = EVERYTHING,
    *,
    caller: str = "somebody",
    now: datetime = NOW,
    chinese: bool = False,
) -> None:
    """Fill in the form."""
    language = MailLanguage.CHINESE if chinese else MailLanguage.ENGLISH
    subscribe(address, topic, language=language, caller=caller, now=now)


def post(*, now: datetime = NOW) -> list[str]:
    """Send what waits, and return the links of the mails that went out by it, as paths."""
    before = len(mail.outbox)
    for waiting in OwnMail.objects.order_by("pk"):
        send_own_mail(waiting.pk, now=now)
    return [link_in(str(message.body)) for message in mail.outbox[before:]]


def link_in(text: str) -> str:
    """The one link of a mail, as a path without its query; "" where it has none."""
    found = re.findall(rf"{re.escape(settings.SITE_URL)}(/[^\s?]+/)(?:\?\S*)?", text)
    return str(found[0]) if found else ""


def token_in(path: str) -> str:
    """The token of a link with one."""
    return path.rstrip("/").rpartition("/")[2]


def subscribed(address: str = ADA, topic: Topic | None = EVERYTHING, *, now: datetime = NOW) -> Subscriber:
    """Somebody who asked and said yes."""
    return confirmed(address, topic, now=now).subscriber


def confirmed(address: str = ADA, topic: Topic | None = EVERYTHING, *, now: datetime = NOW) -> Confirmed:
    """What came of asking and saying yes."""
    ask(address, topic, now=now)
    (link,) = post(now=now)
    return confirm_subscription(token_in(link), now=now)
