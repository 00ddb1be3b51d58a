"""Write to a reader at another address, once somebody there has confirmed it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Follow, OwnMailKind, Subscriber, SubscriberState
from claims.reader_links import LASTS, LinkRefused, read_until, sign_until
from claims.workflows.confirm_subscription import begin
from claims.workflows.erase_subscriber import erase_subscriber
from claims.workflows.subscribe import new_key, subscriber_at
from claims.workflows.want_mail import AddressRefused, address_to_keep, refuse_whoever_is_in_a_hurry, want_mail

_PURPOSE = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAddress:
    """The reader, who is another row than before where the new address had one, and the address that they had."""

    subscriber: Subscriber
    old: str


def ask_to_change_address(subscriber_id: int, written: str, *, caller: str, now: datetime) -> str:
    """Have a mail with a link sent to a new address, which counts once that is confirmed; the address.

    Another wish replaces the first. The answer is the same whether somebody else has that address. Raises
    `AddressRefused` and `AskedTooOften`.
    """
    address = address_to_keep(written)
    refuse_whoever_is_in_a_hurry(caller, now=now)
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber_id)
        if (row.email or "").lower() == address.lower():
            raise AddressRefused(_("This is the address that you have."))
        row.new_email = address
        row.save(update_fields=["new_email"])
        want_mail(OwnMailKind.CONFIRM_ADDRESS, address, language=row.language, subscriber=row, now=now)
    return address


def address_token(subscriber: Subscriber, address: str, *, now: datetime) -> str:
    """What stands in the link of the mail to the new address. It is good for `LASTS`."""
    return sign_until(_PURPOSE, subscriber.pk, subscriber.key, address, until=now + LASTS)


def address_to_confirm(token: str, *, now: datetime) -> str:
    """The new address of a link; nothing is done. Raises `LinkRefused`."""
    subscriber, (address,), _until = read_until(_PURPOSE, token, now=now)
    if subscriber.new_email != address:
        raise LinkRefused(_("This link is not valid any more. Use the one in the newest mail."))
    return str(address)


def confirm_address(token: str, *, now: datetime) -> ChangedAddress:
    """Write to a reader at the address of a link from now on, and tell that to the one before it.

    Where somebody subscribed with that address before, both become one reader who follows what either did. All links
    in earlier mails are void. The link works once. Raises `LinkRefused`.
    """
    subscriber, (said,), _until = read_until(_PURPOSE, token, now=now)
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        address = address_to_confirm(token, now=now)
        old, language = row.email or "", row.language
        other = subscriber_at(str(said))
        kept = _joined(row, other, now=now) if other and other.pk != row.pk else row
        kept.email, kept.new_email, kept.key = address, None, new_key()
        if not old or kept.state in (SubscriberState.PENDING, SubscriberState.SUPPRESSED):
            _begin_again(kept, now=now)
        kept.save()
        if old:
            want_mail(OwnMailKind.ADDRESS_CHANGED, old, language=language, said={"new": address}, now=now)
    return ChangedAddress(subscriber=kept, old=old)


def _begin_again(row: Subscriber, *, now: datetime) -> None:
    if row.state in (SubscriberState.ACTIVE, SubscriberState.PAUSED) and row.mail:
        return
    begin(row, now=now)


def _joined(row: Subscriber, other: Subscriber, *, now: datetime) -> Subscriber:
    """One of both, with what either follows; the other is erased. An account without an address takes what is there."""
    if row.user_id and other.user_id:
        raise LinkRefused(_("Another account has this address. Sign in to it, or choose another address."))
    kept, gone = (row, other) if row.email else (other, row)
    user = row.user or other.user
    for follow in gone.follows.all():
        follow.pk, follow.subscriber = None, kept
        # What the one was told, the other is not told again.
        follow.since = max(follow.since, gone.told_to)
        Follow.objects.bulk_create([follow], ignore_conflicts=True)
    erase_subscriber(gone.pk, now=now)
    kept.user = user
    return kept
