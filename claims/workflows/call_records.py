"""Make the earlier records due that something greater could end."""

from datetime import datetime

from django.db.models import Q

from claims.core.quantities import Metric, Relation
from claims.judging.findings import Status
from claims.judging.records import SIZES
from claims.models import Claim
from claims.workflows.call_visits import call_visits

MOST_RECORDS = 500
# What a record says of itself; the trigram index on the text answers it.
SUPERLATIVES = r"largest|biggest|state.of.the.art|sota|best|highest|最大|最先进|最佳|最好|最强|最高"


def call_records(claim: Claim, *, now: datetime) -> int:
    """Make the earlier records due that a backed claim's figure could end; return how many were moved.

    They are looked at in their own turn, and end only where a document says so. A record that is due stays as it is, so
    repeating it moves none. Raises nothing.
    """
    if claim.status not in (Status.ATTESTED, Status.SUPPORTED) or claim.claimed_on is None:
        return 0
    figures = claim.quantities.filter(metric__in=[*SIZES, Metric.SCORE], relation=Relation.VALUE, value__isnull=False)
    smaller = Q(pk__in=[])
    for metric, value in figures.values_list("metric", "value"):
        smaller |= Q(quantities__metric=metric, quantities__relation=Relation.VALUE, quantities__value__lt=value)
    records = Claim.objects.watched().filter(smaller, text__iregex=SUPERLATIVES, claimed_on__lt=claim.claimed_on)
    ids = records.exclude(status=Status.SUPERSEDED).order_by("pk").values_list("pk", flat=True).distinct()
    return call_visits(list(ids[:MOST_RECORDS]), now=now)
