"""Which events the feed of corrections tells: whoever was told something before is owed these."""

from django.db.models import Q

from claims.models import EventKind, StatusChange
from claims.movements import turned_round

_CORRECTING = (
    EventKind.PAPER_NOTICE,
    EventKind.EVIDENCE_DROPPED,
    EventKind.CLAIM_UNMERGED,
    EventKind.ANNOUNCEMENT_EDITED,
)


def corrections() -> Q:
    """Events by which something that was told is not so any more, statuses that were turned round among them."""
    # They are few among all changes: PostgreSQL lists them once, and walks through the newest events.
    turned = StatusChange.objects.filter(turned_round()).order_by().values("pk")
    return Q(kind__in=_CORRECTING) | Q(kind=EventKind.STATUS_CHANGED, row__in=turned)
