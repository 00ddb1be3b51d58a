"""Take down that somebody wants to follow something by mail; they are told of nothing before they have confirmed it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower

from claims.models import MailLanguage, OwnMailKind, Subscriber, SubscriberState
from claims.topics import Topic
from claims.workflows.want_mail import address_to_keep, refuse_whoever_is_in_a_hurry, want_mail

# Where most who read that language are; everybody can choose another one.
TIME_ZONES = {MailLanguage.ENGLISH: "UTC", MailLanguage.CHINESE: "Asia/Shanghai"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where a mail goes. It does not say whether the address was known: nobody is to learn that here."""

    address: str


def subscribe(written: str, topic: Topic | None, *, language: MailLanguage, caller: str, now: datetime) -> Asked:
    """Have a mail sent to an address, with a link that follows `topic` (None: only subscribes) once it is confirmed.

    The same is done and answered for an address that is new, known, paused or stopped; one that had some mails gets no
    more for a while, and a suppressed one none. Repeating it changes nothing but that another mail is sent. Raises
    `AddressRefused` and `AskedTooOften`.
    """
    address = address_to_keep(written)
    refuse_whoever_is_in_a_hurry(caller, now=now)
    said = {"kind": topic.kind.value, "id": topic.id, "search": topic.search} if topic else {}
    with transaction.atomic():
        subscriber = _known_or_made(address, language, now=now)
        want_mail(OwnMailKind.CONFIRM, address, language=language, subscriber=subscriber, said=said, now=now)
    return Asked(address=address)


def subscriber_at(address: str) -> Subscriber | None:
    """Whoever has that address, however its letters are written."""
    return Subscriber.objects.alias(lowered=Lower("email")).filter(lowered=address.lower()).first()


def new_key() -> str:
    """What makes the links of a reader's mails theirs alone."""
    return secrets.token_urlsafe(32)


def _known_or_made(address: str, language: MailLanguage, *, now: datetime) -> Subscriber:
    row = Subscriber(
        email=address,
        key=new_key(),
        language=language,
        time_zone=TIME_ZONES[language],
        state=SubscriberState.PENDING,
        state_since=now,
        recorded_at=now,
    )
    # The same statements for an address that is known, so that the time they take tells nothing either.
    Subscriber.objects.bulk_create([row], ignore_conflicts=True)
    return Subscriber.objects.alias(lowered=Lower("email")).get(lowered=address.lower())
