"""Renew the counts over many claims that pages show, so that no reader waits for them."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from claims.core.plain_values import NotSuchAValue, read_plain
from claims.facets import FRESH, MANY_CLAIMS, CountSet, has_many_claims, renew
from claims.models import KeptCounts
from claims.movements import MOVES, WEEKS
from claims.queries import FACETS, ClaimFilters, facet_counts
from claims.statistics import GLANCE, ORGANISATIONS, STATISTICS, SUBJECTS

# Counting should take no more than a tenth of the time: what took ten seconds is renewed after 100.
_SHARE = 10
# Nobody has asked for it in so long.
_FORGOTTEN = timedelta(days=1)
# A tick's work; what is left waits for the next one.
BUDGET = timedelta(seconds=30)


def renew_counts(*, clock: Callable[[], datetime], many: int = MANY_CLAIMS) -> int:
    """Count again what every page shows, then what readers asked for, and return how many sets of counts that was.

    Where there are no more claims than `many`, nothing is kept and all rows go. What was counted in the last minutes is
    left alone, so that repeating it counts nothing. Raises nothing.
    """
    if not has_many_claims(many):
        KeptCounts.objects.all().delete()
        return 0
    started, renewed = clock(), 0
    KeptCounts.objects.filter(asked_at__lte=started - _FORGOTTEN).exclude(_of_every_page()).delete()
    for counts in _due(started):
        if clock() - started > BUDGET:
            break
        renew(counts, now=clock())
        renewed += 1
    return renewed


def of_every_page() -> tuple[CountSet[Any], ...]:
    """What is renewed whether anybody asks or not."""
    facets = (facet_counts(facet, ClaimFilters()) for facet in FACETS)
    return (GLANCE, MOVES, WEEKS, *facets, SUBJECTS, ORGANISATIONS, STATISTICS)


def _of_every_page() -> Q:
    named = (Q(name=counts.name, of=counts.of) for counts in of_every_page())
    return Q(*named, _connector=Q.OR)


def _rest(row: KeptCounts) -> timedelta:
    """How long its counts are left alone."""
    return max(FRESH, timedelta(seconds=_SHARE * row.seconds))


def _due(now: datetime) -> Iterator[CountSet[Any]]:
    rows = KeptCounts.objects.filter(_of_every_page(), counts__isnull=False).order_by("pk")
    due = {(row.name, row.of): row.computed_at + _rest(row) for row in rows if row.computed_at}
    yield from (counts for counts in of_every_page() if due.get((counts.name, counts.of), now) <= now)
    asked_for = KeptCounts.objects.filter(Q(computed_at=None) | Q(asked_at__gt=F("computed_at")))
    for row in asked_for.exclude(_of_every_page()).order_by("asked_at", "pk"):
        try:
            filters = read_plain(ClaimFilters, json.loads(row.of))
        except NotSuchAValue:
            # An earlier release spelt it; nobody will ask for it so again.
            row.delete()
            continue
        yield facet_counts(row.name, filters)
