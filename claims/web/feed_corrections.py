"""Which events the feed of corrections tells: whoever was told something before is owed these."""

from django.db.models import Q

from claims.digest.reversals import TAKEN_BACK, TakenBack
from claims.models import EventKind, StatusChange

_CORRECTING = (
    EventKind.PAPER_NOTICE,
    EventKind.EVIDENCE_DROPPED,
    EventKind.CLAIM_UNMERGED,
    EventKind.ANNOUNCEMENT_EDITED,
)


def corrections() -> Q:
    """Events by which something that was told is not so any more, statuses that were turned round among them."""
    # They are few among all changes: PostgreSQL lists them once, and walks through the newest events.
    turned = StatusChange.objects.filter(_turned_round()).order_by().values("pk")
    return Q(kind__in=_CORRECTING) | Q(kind=EventKind.STATUS_CHANGED, row__in=turned)


def _turned_round() -> Q:
    """The movements that `claims.digest.reversals` calls taken back."""
    turned = Q(pk__in=())
    for told, since in TAKEN_BACK.items():
        taken_back = [now for now, kind in since.items() if kind is not TakenBack.NOTHING]
        if taken_back:
            turned |= Q(from_status=told, to_status__in=taken_back)
    return turned
