"""Ask readers whether they still want what they followed long ago and have not touched since."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from claims.models import Follow, OwnMailKind, Subscriber
from claims.workflows.list_follows import STALE_AFTER
from claims.workflows.want_mail import want_mail

# A night's worth; whoever is left is asked in the next.
BATCH = 2000


def warn_stale_follows(*, now: datetime, limit: int = BATCH) -> int:
    """Have one mail sent to each reader with follows that were not renewed for `STALE_AFTER`; how many readers.

    Repeating it asks nobody again for as long. What is not renewed goes on all the same. Raises nothing.
    """
    stale = Follow.objects.filter(_is_stale(now))
    readers = Subscriber.objects.reached_by_mail().filter(email__isnull=False, pk__in=stale.values("subscriber"))
    return sum(_warn(number, now=now) for number in readers.order_by("pk").values_list("pk", flat=True)[:limit])


def _is_stale(now: datetime) -> Q:
    long_ago = now - STALE_AFTER
    return Q(renewed_at__lte=long_ago) & (Q(warned_at=None) | Q(warned_at__lte=long_ago))


def _warn(number: int, *, now: datetime) -> bool:
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().get(pk=number)
        stale = [follow.pk for follow in row.follows.filter(_is_stale(now))]
        if not stale or not row.email:
            return False
        kind = OwnMailKind.STALE_FOLLOWS
        if not want_mail(kind, row.email, language=row.language, subscriber=row, said={"follows": stale}, now=now):
            return False
        row.follows.filter(pk__in=stale).update(warned_at=now)
    return True
