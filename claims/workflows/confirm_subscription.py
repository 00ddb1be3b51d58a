"""Begin to tell a reader: they have shown that the address is theirs and that they want it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.digest_times import next_due
from claims.models import Follow, FollowKind, MailLanguage, Subscriber, SubscriberState
from claims.reader_links import LASTS, LinkRefused, read_until, sign_until
from claims.topics import Topic
from claims.workflows.follow import FollowRefused, follow
from claims.workflows.seal_events import last_position

_PURPOSE = "confirm"


class Confirming(StrEnum):
    """What confirming does to a reader in a state."""

    BEGINS = "they are told from now on"
    STAYS = "they are told already, or want a pause"
    BEGINS_IF_ASKED_SINCE = "they stopped: only a link that they asked for after that counts"
    REFUSED = "we do not write there"


CONFIRMING: dict[SubscriberState, Confirming] = {
    SubscriberState.PENDING: Confirming.BEGINS,
    SubscriberState.ACTIVE: Confirming.STAYS,
    SubscriberState.PAUSED: Confirming.STAYS,
    SubscriberState.UNSUBSCRIBED: Confirming.BEGINS_IF_ASKED_SINCE,
    SubscriberState.SUPPRESSED: Confirming.REFUSED,
    SubscriberState.ERASED: Confirming.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The reader, what they follow by it (None where it was only the address), and why that could not be, if so."""

    subscriber: Subscriber
    follow: Follow | None
    problem: str = ""


def confirmation_token(subscriber: Subscriber, topic: Topic | None, *, language: str, now: datetime) -> str:
    """What stands in the link of the mail that asks to confirm. It is good for `LASTS`."""
    about = (topic.kind.value, topic.id, topic.search) if topic else ()
    return sign_until(_PURPOSE, subscriber.pk, subscriber.key, language, *about, until=now + LASTS)


def topic_to_confirm(token: str, *, now: datetime) -> tuple[Subscriber, Topic | None]:
    """Whom a link is for and what it would follow; nothing is done. Raises `LinkRefused`."""
    subscriber, (_language, *about), _until = read_until(_PURPOSE, token, now=now)
    return subscriber, _topic(about)


def confirm_subscription(token: str, *, now: datetime) -> Confirmed:
    """Make the reader of a link active, told of what happens from now on, and follow what the link is about.

    Repeating it changes nothing. Whoever unsubscribed after the link was sent is not subscribed by it again. Raises
    `LinkRefused`; what cannot be followed any more is a `problem`.
    """
    subscriber, (language, *about), until = read_until(_PURPOSE, token, now=now)
    topic = _topic(about)
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        if _begins(row, asked_at=until - LASTS):
            row.language = MailLanguage(str(language))
            begin(row, now=now)
        if topic is None:
            return Confirmed(subscriber=row, follow=None)
        try:
            return Confirmed(subscriber=row, follow=follow(row, topic, now=now).follow)
        except FollowRefused as refused:
            return Confirmed(subscriber=row, follow=None, problem=str(refused))


def begin(row: Subscriber, *, now: datetime) -> None:
    """Tell a reader of what happens from now on, at the times that they chose."""
    row.state, row.state_since, row.state_reason = SubscriberState.ACTIVE, now, ""
    row.confirmed_at, row.mail, row.paused_until, row.bounces = now, True, None, 0
    row.told_to, row.due_at = last_position(), due_after(row, now)
    row.save()


def due_after(row: Subscriber, now: datetime) -> datetime:
    """When the next digest of a reader is due. Raises `UnknownTimeZone`."""
    return next_due(cadence=row.cadence, weekday=row.weekday, hour=row.hour, time_zone=row.time_zone, after=now)


def _begins(row: Subscriber, *, asked_at: datetime) -> bool:
    confirming = CONFIRMING[SubscriberState(row.state)]
    stopped = confirming is Confirming.BEGINS_IF_ASKED_SINCE and row.state_since >= asked_at
    if stopped or confirming is Confirming.REFUSED:
        raise LinkRefused(_("This link is not valid any more: mail to this address was stopped after it was sent."))
    return confirming is not Confirming.STAYS


def _topic(about: list[str | int]) -> Topic | None:
    if not about:
        return None
    kind, number, search = about
    return Topic(kind=FollowKind(str(kind)), id=int(number), search=str(search))
