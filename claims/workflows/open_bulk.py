"""Keep which rows a person wants one thing done with, as they stand now, until it is confirmed."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from claims.models import BulkAct, BulkRow, BulkRun, Claim, Evidence

# More than that is no longer looked at by anybody: the list has to be narrowed.
MOST_ROWS = 10_000
OF_EVIDENCE = (BulkAct.ACCEPT, BulkAct.REJECT)


class BulkRefused(ValueError):
    """It cannot be done as things stand; the message says why. Nothing was changed."""


def open_bulk(act: BulkAct, rows: QuerySet[Any], *, actor: User, now: datetime) -> BulkRun:
    """The run that waits to be confirmed, over claims or evidence, each with the newest entry on it.

    Nothing is done with them yet. Repeating it makes another one. Raises `BulkRefused` for no row, or too many.
    """
    numbers = sorted(set(rows.order_by().values_list("pk", flat=True)[: MOST_ROWS + 1]))
    if not numbers:
        raise BulkRefused(_("Nothing was chosen."))
    if len(numbers) > MOST_ROWS:
        raise BulkRefused(_("More than %(most)s rows match. Narrow the list first.") % {"most": MOST_ROWS})
    with transaction.atomic():
        run = BulkRun.objects.create(act=act, actor=actor, rows_total=len(numbers), recorded_at=now)
        seen = _seen(act, numbers)
        made = (BulkRow(run=run, number=number, seen=seen.get(number, 0)) for number in numbers)
        BulkRow.objects.bulk_create(made, batch_size=1000)
    return run


def _seen(act: BulkAct, numbers: list[int]) -> dict[int, int]:
    """The newest entry on each, where there is one."""
    rows: QuerySet[Any] = Evidence.objects.all() if act in OF_EVIDENCE else Claim.objects.all()
    entries = "reviews__pk" if act in OF_EVIDENCE else "acts__pk"
    noted = rows.filter(pk__in=numbers, **{f"{entries}__isnull": False}).order_by()
    return dict(noted.annotate(seen=Max(entries)).values_list("pk", "seen"))
