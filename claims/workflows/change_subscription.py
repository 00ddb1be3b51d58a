"""Change when and in what language a reader is told, and whether by mail; and renew what they follow."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.digest_times import UnknownTimeZone
from claims.models import Cadence, MailLanguage, Subscriber, SubscriberState
from claims.models.follows import LONGEST_NOTE
from claims.workflows.confirm_subscription import due_after
from claims.workflows.follow import FollowRefused
from claims.workflows.seal_events import last_position


class ChangeRefused(ValueError):
    """It cannot be so; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a reader chose; see `Subscriber`."""

    language: MailLanguage
    cadence: Cadence
    weekday: int
    hour: int
    time_zone: str
    mail: bool


def change_subscription(subscriber_id: int, wishes: Wishes, *, now: datetime) -> Subscriber:
    """Do as a reader wishes from now on; it also says that they still want all that they follow.

    Mail that is switched on again tells what happens from then on. Repeating it changes nothing. Raises
    `ChangeRefused` for a time zone that there is none of and for mail without an address.
    """
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        if wishes.mail and not row.email:
            raise ChangeRefused(_("There is no confirmed address to send mail to."))
        if wishes.mail and not row.mail:
            row.told_to = last_position()
        row.language, row.cadence, row.mail = wishes.language, wishes.cadence, wishes.mail
        row.weekday, row.hour, row.time_zone = wishes.weekday, wishes.hour, wishes.time_zone
        try:
            due_at = due_after(row, now)
        except UnknownTimeZone as unknown:
            raise ChangeRefused(str(unknown)) from unknown
        if row.state in (SubscriberState.ACTIVE, SubscriberState.PAUSED):
            row.due_at = due_at
        row.save()
        renew_follows(row, now=now)
    return row


def renew_follows(subscriber: Subscriber, *, now: datetime) -> int:
    """Take down that a reader still wants all that they follow, and return how much that is."""
    return subscriber.follows.update(renewed_at=now, warned_at=None)


def change_note(subscriber: Subscriber, number: int, note: str, *, now: datetime) -> bool:
    """Say anew why something is followed, which renews it; whether the reader has such a follow.

    Repeating it changes nothing. Raises `FollowRefused` for a note that is too long.
    """
    if len(note) > LONGEST_NOTE:
        raise FollowRefused(_("A note has at most %(most)s characters.") % {"most": LONGEST_NOTE})
    changed = subscriber.follows.filter(pk=number).update(note=note, renewed_at=now, warned_at=None)
    return bool(changed)
