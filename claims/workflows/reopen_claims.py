"""Draw the conclusion anew for every claim that rests on papers of which something was said."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from claims.models import Claim
from claims.reach import claims_resting_on
from claims.workflows.conclude_claim import conclude_claim


def reopen_claims(paper_ids: Collection[int], *, now: datetime) -> tuple[int, ...]:
    """Conclude on each of these claims in a transaction of its own, and return the ids of those whose status moved.

    A person's ruling is left, and asked about where the notice is weighty. Repeating it moves none; killed in between,
    the rest is concluded at the next look, for which `note_standing` made them due. Raises nothing.
    """
    moved = []
    for claim_id in claims_resting_on(paper_ids):
        with transaction.atomic():
            claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
            before = claim.status
            conclude_claim(claim, act=None, now=now)
        if claim.status != before:
            moved.append(claim_id)
    return tuple(moved)
