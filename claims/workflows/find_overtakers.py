"""Find the papers that could end a record, through the stored claims that state more."""

from claims.core.quantities import Relation
from claims.judging.claim_readings import read_claim
from claims.judging.findings import Stance
from claims.judging.records import held_record
from claims.models import Claim, Evidence, Paper, Quantity

# A record has few overtakers worth reading: the first of them ends it.
MOST_PAPERS = 20


def papers_that_overtake(claim: Claim) -> list[int]:
    """The ids of papers, the earliest first, that back a later claim of more than the record which `claim` states.

    Such papers need not name the claim's subject, so the index does not find them. Raises nothing.
    """
    held = held_record(read_claim(claim.to_core()))
    if held is None:
        return []
    greater = Quantity.objects.filter(metric=held.metric, relation=Relation.VALUE, value__gt=held.value)
    backing = Evidence.objects.accepted().filter(
        stance=Stance.SUPPORTS, known_on__gt=held.since, claim__in=greater.exclude(claim=claim).values("claim")
    )
    found = Paper.objects.filter(versions__evidence__in=backing, published_on__gt=held.since).distinct()
    return list(found.order_by("published_on", "pk").values_list("pk", flat=True)[:MOST_PAPERS])
